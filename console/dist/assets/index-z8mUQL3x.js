const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./SearchDialog-185OlzWM.js","./TextInput-CqOa_OW3.js","./Dialog-DpLIDw2f.js","./useReturnFocus-Dyen-pDV.js","./use-debounced-value-CLxSRvEH.js","./SearchDialog-BIFNsf3j.css","./HomeScreen-CKvkymHD.js","./SimpleGrid-D72V9YLZ.js","./CountCards-B5uMwb7y.js","./Time-DpVOT3m2.js","./event-BUhDj8oo.js","./JobProgress-DJjH536o.js","./useJob-BWsraKiY.js","./HomeScreen-DCwzt7Z6.css","./UsersScreen-CpaU14fu.js","./EnumFilter-Bo_QcgGF.js","./NativeSelect-C1efSrjX.js","./ComboboxChevron-BC1zu63C.js","./List-B4quMSw-.js","./List-D5XTswo3.css","./OrderSelect-Da-wrYvp.js","./Picker-BhzY4V1u.js","./CreateUserDialog-DFRUsj3B.js","./ChangeDialog-DUmAS6LP.js","./change-C7Km7Dz6.js","./DifferenceTable-DvyNIxMG.js","./Table-D4-QyPH6.js","./DifferenceTable-6Qg-okW_.css","./useFields-CU1uCn9A.js","./UsersScreen-Dfv3_HDg.css","./UserScreen-CzNSMF0K.js","./MembershipMenu-Bmor9JbY.js","./TokenList-B_b8_w_U.js","./subject-DSvFZkMb.js","./Facts-aseCvxmf.js","./Facts-isr0wza7.css","./EventList-DxyFQ8wi.js","./EventList-B2lMYS18.css","./OrgsScreen-CsQr2r9g.js","./OrgDialogs-mFWZjHml.js","./OrgScreen-Dl1eCew6.js","./GroupDialogs-BtUg1I3T.js","./GroupScreen-CT_duXET.js","./ImportScreen-34UY_ag3.js","./presets-B81KvPuP.js","./ImportScreen-DSSjzrpP.css","./RunScreen-CT1zrukC.js","./RunScreen-DVFQDLw8.css","./JobsScreen-Dpz9aKtP.js","./JobScreen-DrfJKpXE.js","./Switch-adhiyTZp.js","./EventsScreen-DQrZhSXw.js","./TokensScreen-Bruhe25N.js"])))=>i.map(i=>d[i]);
var e=Object.create,t=Object.defineProperty,n=Object.getOwnPropertyDescriptor,r=Object.getOwnPropertyNames,i=Object.getPrototypeOf,a=Object.prototype.hasOwnProperty,o=(e,t)=>()=>(t||(e((t={exports:{}}).exports,t,t.exports),e=null),t.exports),s=(e,i,o,s)=>{if(i&&typeof i==`object`||typeof i==`function`)for(var c=r(i),l=0,u=c.length,d;l<u;l++)d=c[l],!a.call(e,d)&&d!==o&&t(e,d,{get:(e=>i[e]).bind(null,d),enumerable:!(s=n(i,d))||s.enumerable});return e},c=(n,r,o)=>(o=n==null?{}:e(i(n)),s(r||!n||!n.__esModule||!a.call(n,`default`)?t(o,`default`,{value:n,enumerable:!0}):o,n));function l(e){return Object.keys(e)}function u(e){return e&&typeof e==`object`&&!Array.isArray(e)}function d(e,t){let n={...e},r=t;return u(e)&&u(t)&&Object.keys(t).forEach(t=>{u(r[t])&&t in e?n[t]=d(n[t],r[t]):n[t]=r[t]}),n}function f(e){return e.replace(/[A-Z]/g,e=>`-${e.toLowerCase()}`)}function p(e){return typeof e!=`string`||!e.includes(`var(--mantine-scale)`)?e:e.match(/^calc\((.*?)\)$/)?.[1].split(`*`)[0].trim()}function m(e){let t=p(e);return typeof t==`number`?t:typeof t==`string`?t.includes(`calc`)||t.includes(`var`)?t:t.includes(`px`)?Number(t.replace(`px`,``)):t.includes(`rem`)?Number(t.replace(`rem`,``))*16:t.includes(`em`)?Number(t.replace(`em`,``))*16:Number(t):NaN}function h(e){return e===`0rem`?`0rem`:`calc(${e} * var(--mantine-scale))`}function g(e,{shouldScale:t=!1}={}){function n(r){if(r===0||r===`0`)return`0${e}`;if(typeof r==`number`){let n=`${r/16}${e}`;return t?h(n):n}if(typeof r==`string`){if(r===``||r.startsWith(`calc(`)||r.startsWith(`clamp(`)||r.includes(`rgba(`))return r;if(r.includes(`,`))return r.split(`,`).map(e=>n(e)).join(`,`);if(r.includes(` `))return r.split(` `).map(e=>n(e)).join(` `);let i=r.replace(`px`,``);if(!Number.isNaN(Number(i))){let n=`${Number(i)/16}${e}`;return t?h(n):n}}return r}return n}var _=g(`rem`,{shouldScale:!0}),v=g(`em`);function y(e){return Object.keys(e).reduce((t,n)=>(e[n]!==void 0&&(t[n]=e[n]),t),{})}function b(e){if(typeof e==`number`)return!0;if(typeof e==`string`){if(e.startsWith(`calc(`)||e.startsWith(`var(`)||e.includes(` `)&&e.trim()!==``)return!0;let t=/^[+-]?(?:[0-9]*\.)?[0-9]+(px|em|rem|ex|ch|lh|rlh|vw|vh|vmin|vmax|vb|vi|svw|svh|lvw|lvh|dvw|dvh|cm|mm|in|pt|pc|q|cqw|cqh|cqi|cqb|cqmin|cqmax|%)?$/;return e.trim().split(/\s+/).every(e=>t.test(e))}return!1}var x=o((e=>{var t=Symbol.for(`react.transitional.element`),n=Symbol.for(`react.portal`),r=Symbol.for(`react.fragment`),i=Symbol.for(`react.strict_mode`),a=Symbol.for(`react.profiler`),o=Symbol.for(`react.consumer`),s=Symbol.for(`react.context`),c=Symbol.for(`react.forward_ref`),l=Symbol.for(`react.suspense`),u=Symbol.for(`react.memo`),d=Symbol.for(`react.lazy`),f=Symbol.for(`react.activity`),p=Symbol.for(`react.view_transition`),m=Symbol.iterator;function h(e){return typeof e!=`object`||!e?null:(e=m&&e[m]||e[`@@iterator`],typeof e==`function`?e:null)}var g={isMounted:function(){return!1},enqueueForceUpdate:function(){},enqueueReplaceState:function(){},enqueueSetState:function(){}},_=Object.assign,v={};function y(e,t,n){this.props=e,this.context=t,this.refs=v,this.updater=n||g}y.prototype.isReactComponent={},y.prototype.setState=function(e,t){if(typeof e!=`object`&&typeof e!=`function`&&e!=null)throw Error(`takes an object of state variables to update or a function which returns an object of state variables.`);this.updater.enqueueSetState(this,e,t,`setState`)},y.prototype.forceUpdate=function(e){this.updater.enqueueForceUpdate(this,e,`forceUpdate`)};function b(){}b.prototype=y.prototype;function x(e,t,n){this.props=e,this.context=t,this.refs=v,this.updater=n||g}var S=x.prototype=new b;S.constructor=x,_(S,y.prototype),S.isPureReactComponent=!0;var C=Array.isArray;function w(){}var T={H:null,A:null,T:null,S:null},E=Object.prototype.hasOwnProperty;function D(e,n,r){var i=r.ref;return{$$typeof:t,type:e,key:n,ref:i===void 0?null:i,props:r}}function O(e,t){return D(e.type,t,e.props)}function k(e){return typeof e==`object`&&!!e&&e.$$typeof===t}function A(e){var t={"=":`=0`,":":`=2`};return`$`+e.replace(/[=:]/g,function(e){return t[e]})}var j=/\/+/g;function M(e,t){return typeof e==`object`&&e&&e.key!=null?A(``+e.key):t.toString(36)}function N(e){switch(e.status){case`fulfilled`:return e.value;case`rejected`:throw e.reason;default:switch(typeof e.status==`string`?e.then(w,w):(e.status=`pending`,e.then(function(t){e.status===`pending`&&(e.status=`fulfilled`,e.value=t)},function(t){e.status===`pending`&&(e.status=`rejected`,e.reason=t)})),e.status){case`fulfilled`:return e.value;case`rejected`:throw e.reason}}throw e}function ee(e,r,i,a,o){var s=typeof e;(s===`undefined`||s===`boolean`)&&(e=null);var c=!1;if(e===null)c=!0;else switch(s){case`bigint`:case`string`:case`number`:c=!0;break;case`object`:switch(e.$$typeof){case t:case n:c=!0;break;case d:return c=e._init,ee(c(e._payload),r,i,a,o)}}if(c)return o=o(e),c=a===``?`.`+M(e,0):a,C(o)?(i=``,c!=null&&(i=c.replace(j,`$&/`)+`/`),ee(o,r,i,``,function(e){return e})):o!=null&&(k(o)&&(o=O(o,i+(o.key==null||e&&e.key===o.key?``:(``+o.key).replace(j,`$&/`)+`/`)+c)),r.push(o)),1;c=0;var l=a===``?`.`:a+`:`;if(C(e))for(var u=0;u<e.length;u++)a=e[u],s=l+M(a,u),c+=ee(a,r,i,s,o);else if(u=h(e),typeof u==`function`)for(e=u.call(e),u=0;!(a=e.next()).done;)a=a.value,s=l+M(a,u++),c+=ee(a,r,i,s,o);else if(s===`object`){if(typeof e.then==`function`)return ee(N(e),r,i,a,o);throw r=String(e),Error(`Objects are not valid as a React child (found: `+(r===`[object Object]`?`object with keys {`+Object.keys(e).join(`, `)+`}`:r)+`). If you meant to render a collection of children, use an array instead.`)}return c}function P(e,t,n){if(e==null)return e;var r=[],i=0;return ee(e,r,``,``,function(e){return t.call(n,e,i++)}),r}function te(e){if(e._status===-1){var t=(0,e._result)();t.then(function(n){(e._status===0||e._status===-1)&&(e._status=1,e._result=n,t.status===void 0&&(t.status=`fulfilled`,t.value=n))},function(n){(e._status===0||e._status===-1)&&(e._status=2,e._result=n,t.status===void 0&&(t.status=`rejected`,t.reason=n))}),e._status===-1&&(e._status=0,e._result=t)}if(e._status===1)return e._result.default;throw e._result}var ne=typeof reportError==`function`?reportError:function(e){if(typeof window==`object`&&typeof window.ErrorEvent==`function`){var t=new window.ErrorEvent(`error`,{bubbles:!0,cancelable:!0,message:typeof e==`object`&&e&&typeof e.message==`string`?String(e.message):String(e),error:e});if(!window.dispatchEvent(t))return}else if(typeof process==`object`&&typeof process.emit==`function`){process.emit(`uncaughtException`,e);return}console.error(e)};function F(e){var t=T.T,n={};n.types=t===null?null:t.types,T.T=n;try{var r=e(),i=T.S;i!==null&&i(n,r),typeof r==`object`&&r&&typeof r.then==`function`&&r.then(w,ne)}catch(e){ne(e)}finally{t!==null&&n.types!==null&&(t.types=n.types),T.T=t}}function re(e){var t=T.T;if(t!==null){var n=t.types;n===null?t.types=[e]:n.indexOf(e)===-1&&n.push(e)}else F(re.bind(null,e))}var ie={map:P,forEach:function(e,t,n){P(e,function(){t.apply(this,arguments)},n)},count:function(e){var t=0;return P(e,function(){t++}),t},toArray:function(e){return P(e,function(e){return e})||[]},only:function(e){if(!k(e))throw Error(`React.Children.only expected to receive a single React element child.`);return e}};e.Activity=f,e.Children=ie,e.Component=y,e.Fragment=r,e.Profiler=a,e.PureComponent=x,e.StrictMode=i,e.Suspense=l,e.ViewTransition=p,e.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE=T,e.__COMPILER_RUNTIME={__proto__:null,c:function(e){return T.H.useMemoCache(e)}},e.addTransitionType=re,e.cache=function(e){return function(){return e.apply(null,arguments)}},e.cacheSignal=function(){return null},e.cloneElement=function(e,t,n){if(e==null)throw Error(`The argument must be a React element, but you passed `+e+`.`);var r=_({},e.props),i=e.key;if(t!=null)for(a in t.key!==void 0&&(i=``+t.key),t)!E.call(t,a)||a===`key`||a===`__self`||a===`__source`||a===`ref`&&t.ref===void 0||(r[a]=t[a]);var a=arguments.length-2;if(a===1)r.children=n;else if(1<a){for(var o=Array(a),s=0;s<a;s++)o[s]=arguments[s+2];r.children=o}return D(e.type,i,r)},e.createContext=function(e){return e={$$typeof:s,_currentValue:e,_currentValue2:e,_threadCount:0,Provider:null,Consumer:null},e.Provider=e,e.Consumer={$$typeof:o,_context:e},e},e.createElement=function(e,t,n){var r,i={},a=null;if(t!=null)for(r in t.key!==void 0&&(a=``+t.key),t)E.call(t,r)&&r!==`key`&&r!==`__self`&&r!==`__source`&&(i[r]=t[r]);var o=arguments.length-2;if(o===1)i.children=n;else if(1<o){for(var s=Array(o),c=0;c<o;c++)s[c]=arguments[c+2];i.children=s}if(e&&e.defaultProps)for(r in o=e.defaultProps,o)i[r]===void 0&&(i[r]=o[r]);return D(e,a,i)},e.createRef=function(){return{current:null}},e.forwardRef=function(e){return{$$typeof:c,render:e}},e.isValidElement=k,e.lazy=function(e){return{$$typeof:d,_payload:{_status:-1,_result:e},_init:te}},e.memo=function(e,t){return{$$typeof:u,type:e,compare:t===void 0?null:t}},e.startTransition=F,e.unstable_useCacheRefresh=function(){return T.H.useCacheRefresh()},e.use=function(e){return T.H.use(e)},e.useActionState=function(e,t,n){return T.H.useActionState(e,t,n)},e.useCallback=function(e,t){return T.H.useCallback(e,t)},e.useContext=function(e){return T.H.useContext(e)},e.useDebugValue=function(){},e.useDeferredValue=function(e,t){return T.H.useDeferredValue(e,t)},e.useEffect=function(e,t){return T.H.useEffect(e,t)},e.useEffectEvent=function(e){return T.H.useEffectEvent(e)},e.useId=function(){return T.H.useId()},e.useImperativeHandle=function(e,t,n){return T.H.useImperativeHandle(e,t,n)},e.useInsertionEffect=function(e,t){return T.H.useInsertionEffect(e,t)},e.useLayoutEffect=function(e,t){return T.H.useLayoutEffect(e,t)},e.useMemo=function(e,t){return T.H.useMemo(e,t)},e.useOptimistic=function(e,t){return T.H.useOptimistic(e,t)},e.useReducer=function(e,t,n){return T.H.useReducer(e,t,n)},e.useRef=function(e){return T.H.useRef(e)},e.useState=function(e){return T.H.useState(e)},e.useSyncExternalStore=function(e,t,n){return T.H.useSyncExternalStore(e,t,n)},e.useTransition=function(){return T.H.useTransition()},e.version=`19.3.1`})),S=o(((e,t)=>{t.exports=x()})),C=c(S(),1);function w(e){return Array.isArray(e)||e===null?!1:typeof e==`object`&&e.type!==C.Fragment}function T(e){let t=(0,C.createContext)(null);return[t,()=>{let n=(0,C.use)(t);if(n===null)throw Error(e);return n}]}function E(e,t){let n=e;for(;(n=n.parentElement)&&!n.matches(t););return n}function D(e,t,n){for(let n=e-1;n>=0;--n)if(!t[n].disabled)return n;if(n){for(let e=t.length-1;e>-1;--e)if(!t[e].disabled)return e}return e}function O(e,t,n){for(let n=e+1;n<t.length;n+=1)if(!t[n].disabled)return n;if(n){for(let e=0;e<t.length;e+=1)if(!t[e].disabled)return e}return e}function k(e,t,n){return E(e,n)===E(t,n)}function A({parentSelector:e,siblingSelector:t,onKeyDown:n,loop:r=!0,activateOnFocus:i=!1,dir:a=`rtl`,orientation:o}){return s=>{n?.(s);let c=Array.from(E(s.currentTarget,e)?.querySelectorAll(t)||[]).filter(t=>k(s.currentTarget,t,e)),l=c.findIndex(e=>s.currentTarget===e),u=O(l,c,r),d=D(l,c,r),f=a===`rtl`?d:u,p=a===`rtl`?u:d;switch(s.key){case`ArrowRight`:o===`horizontal`&&(s.stopPropagation(),s.preventDefault(),c[f].focus(),i&&c[f].click());break;case`ArrowLeft`:o===`horizontal`&&(s.stopPropagation(),s.preventDefault(),c[p].focus(),i&&c[p].click());break;case`ArrowUp`:o===`vertical`&&(s.stopPropagation(),s.preventDefault(),c[d].focus(),i&&c[d].click());break;case`ArrowDown`:o===`vertical`&&(s.stopPropagation(),s.preventDefault(),c[u].focus(),i&&c[u].click());break;case`Home`:{s.stopPropagation(),s.preventDefault();let e=c[O(-1,c,!1)];e?.focus(),i&&e?.getAttribute(`aria-selected`)!==`true`&&e?.click();break}case`End`:{s.stopPropagation(),s.preventDefault();let e=c[D(c.length,c,!1)];e?.focus(),i&&e?.getAttribute(`aria-selected`)!==`true`&&e?.click();break}}}}var j={app:100,modal:200,popover:300,overlay:400,max:9999};function M(e){return j[e]}var N=()=>{};function ee(e,t={active:!0}){return typeof e!=`function`||!t.active?t.onKeyDown||N:n=>{n.key===`Escape`&&(e(n),t.onTrigger?.())}}function P(e,t=`size`,n=!0){if(e!==void 0)return b(e)?n?_(e):e:`var(--${t}-${e})`}function te(e){return P(e,`mantine-spacing`)}function ne(e){return e===void 0?`var(--mantine-radius-default)`:P(e,`mantine-radius`)}function F(e){return P(e,`mantine-font-size`)}function re(e){return P(e,`mantine-line-height`,!1)}function ie(e){if(e)return P(e,`mantine-shadow`,!1)}function I(e,t){return n=>{e?.(n),t?.(n)}}function ae(e,t){return e in t?m(t[e]):m(e)}function oe(e,t){let n=e.map(e=>({value:e,px:ae(e,t)}));return n.sort((e,t)=>e.px-t.px),n}function se(e,t,n){return n?Array.from(E(n,t)?.querySelectorAll(e)||[]).findIndex(e=>e===n):null}function ce(e=`mantine-`){return`${e}${Math.random().toString(36).slice(2,11)}`}var le=[`mousedown`,`touchstart`];function ue(e,t,n,r=!0,i=!1){let a=(0,C.useRef)(null),o=t||le,s=(0,C.useEffectEvent)(t=>{let{target:r}=t??{};if(!document.body.contains(r)&&r?.tagName!==`HTML`)return;let i=t.composedPath();Array.isArray(n)?n.every(e=>!!e&&!i.includes(e))&&e(t):a.current&&!i.includes(a.current)&&e(t)}),c=o.join(`,`);return(0,C.useEffect)(()=>{if(!r)return;let e=c.split(`,`);return e.forEach(e=>document.addEventListener(e,s,i)),()=>{e.forEach(e=>document.removeEventListener(e,s,i))}},[c,r,i]),a}function de(e,t){if(typeof t==`boolean`)return t;if(typeof window<`u`&&`matchMedia`in window)try{return window.matchMedia(e).matches}catch{return!1}return!1}function L(e,t,{getInitialValueInEffect:n}={getInitialValueInEffect:!0}){let[r,i]=(0,C.useState)(n?t:de(e));return(0,C.useEffect)(()=>{try{if(`matchMedia`in window){let t=window.matchMedia(e);i(t.matches);let n=e=>i(e.matches);return t.addEventListener(`change`,n),()=>{t.removeEventListener(`change`,n)}}}catch{return}},[e]),r||!1}function R(e,t){return L(`(prefers-color-scheme: dark)`,e===`dark`,t)?`dark`:`light`}var fe=typeof document<`u`?C.useLayoutEffect:C.useEffect;function pe(e,t){return e.length!==t.length||t.some((t,n)=>!Object.is(t,e[n]))}function me(e,t){let n=(0,C.useRef)(!1),r=(0,C.useRef)(null),i=(0,C.useRef)(void 0),a={};(0,C.useEffect)(()=>{let o=r.current===a,s=i.current;if(r.current=a,i.current=t,!n.current)n.current=!0;else if(!o&&!(t&&s&&!pe(s,t)))return e()},t)}function he({opened:e,shouldReturnFocus:t=!0}){let n=(0,C.useRef)(null),r=()=>{n.current&&`focus`in n.current&&typeof n.current.focus==`function`&&n.current?.focus({preventScroll:!0})};return me(()=>{let i=-1,a=e=>{e.key===`Tab`&&window.clearTimeout(i)};if(document.addEventListener(`keydown`,a),e)n.current=document.activeElement;else if(t){let e=document.activeElement;i=window.setTimeout(()=>{let t=document.activeElement;(t===null||t===document.body||t===e)&&r()},10)}return()=>{window.clearTimeout(i),document.removeEventListener(`keydown`,a)}},[e,t]),r}var z=/input|select|textarea|button|object|summary|iframe/,B=`a, input, select, textarea, button, object, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]`;function ge(e){let t=e.getAttribute(`contenteditable`);return t!==null&&t!==`false`}function _e(e){let t=e.nodeName.toLowerCase();return(t===`audio`||t===`video`)&&e.hasAttribute(`controls`)}function ve(e){return e.style.display===`none`}function ye(e){if(e.getAttribute(`aria-hidden`)||e.getAttribute(`hidden`)||e.getAttribute(`type`)===`hidden`)return!1;let t=e;for(;t&&t!==document.body&&t.nodeType!==11;){if(ve(t))return!1;t=t.parentNode}return!0}function be(e){let t=e.getAttribute(`tabindex`);return t===null&&(t=void 0),parseInt(t,10)}function xe(e){let t=e.nodeName.toLowerCase(),n=!Number.isNaN(be(e));return(z.test(t)&&!e.disabled||ge(e)||_e(e)||e instanceof HTMLAnchorElement&&e.href||n)&&ye(e)}function V(e){let t=be(e);return(Number.isNaN(t)||t>=0)&&xe(e)}function Se(e){let t=Array.from(e.querySelectorAll(B)).filter(V),n=t.filter(e=>be(e)>0).sort((e,t)=>be(e)-be(t)),r=t.filter(e=>!(be(e)>0));return[...n,...r]}var Ce=[`date`,`time`,`datetime-local`,`month`,`week`],we=[`audio`,`video`,`iframe`,`object`,`embed`];function Te(e){return!!e&&e.tagName===`INPUT`&&e.type===`radio`}function Ee(e,t){return e.name!==``&&e.name===t.name&&e.form===t.form}function De(e){let t=e.nodeName.toLowerCase();return t===`input`?Ce.includes(e.type):we.includes(t)}function Oe(e,t){let n=Se(e);return n.filter(e=>e===t||!Te(e)?!0:Te(t)&&Ee(e,t)?!1:e.checked?!0:!n.some(t=>Te(t)&&t.checked&&Ee(t,e)))}function ke(e,t,n,r){let i=e.indexOf(t);if(i!==-1)return i+1;if(t===n)return 0;let a=r?Node.DOCUMENT_POSITION_PRECEDING:Node.DOCUMENT_POSITION_FOLLOWING,o=e.findIndex(e=>(t.compareDocumentPosition(e)&a)!==0);return o===-1?0:o}function Ae(e,t,n){let r=Oe(e,t);n&&r.reverse();let i=ke(r,t,e,n);return[...r.slice(i),...r.slice(0,i)].filter(e=>e!==t)}function je(e,t){for(let n of e)if(n.focus(),t.activeElement===n)return}function Me(e,t){let n=e.getRootNode(),r=n.activeElement;if(!r||r!==e&&!e.contains(r))return;let i=Ae(e,r,t.shiftKey);De(r)?setTimeout(()=>{let t=n.activeElement;e.isConnected&&t!==r&&t!==i[0]&&je([...i,r],n)}):(t.preventDefault(),je(i,n))}var Ne=new Set;function Pe(e,t){let n=t.getRootNode().activeElement;if(!n)return!1;for(let r of Ne){let i=r.current;if(r!==e&&i&&i!==t&&t.contains(i)&&i.contains(n))return!0}return!1}function Fe(e=!0){let t=(0,C.useRef)(null),n=e=>{let t=e.querySelector(`[data-autofocus]`);if(!t){let n=Array.from(e.querySelectorAll(B));t=n.find(V)||n.find(xe)||null,!t&&xe(e)&&(t=e)}t?t.focus({preventScroll:!0}):console.warn(`[@mantine/hooks/use-focus-trap] Failed to find focusable element within provided node`,e)},r=(0,C.useCallback)(r=>{e&&(r===null?t.current=null:t.current!==r&&(setTimeout(()=>{r.getRootNode()?n(r):console.warn(`[@mantine/hooks/use-focus-trap] Ref node is not part of the dom`,r)}),t.current=r))},[e]);return(0,C.useEffect)(()=>{if(!e)return;t.current&&setTimeout(()=>{t.current&&n(t.current)});let r=e=>{e.key!==`Tab`||e.defaultPrevented||!t.current||Pe(t,t.current)||Me(t.current,e)};return Ne.add(t),document.addEventListener(`keydown`,r),()=>{Ne.delete(t),document.removeEventListener(`keydown`,r)}},[e]),r}var Ie=e=>(e+1)%1e6;function Le(){let[,e]=(0,C.useReducer)(Ie,0);return e}function Re(e){let t=(0,C.useId)(),[n,r]=(0,C.useState)(`mantine-${t.replace(/:/g,``)}`),i=(0,C.useRef)(!1);return fe(()=>{i.current||(i.current=!0,r(ce()))},[]),typeof e==`string`?e:n}function ze(e,t,n){let r=(0,C.useEffectEvent)(t),{capture:i=!1,passive:a,once:o=!1,signal:s}=typeof n==`object`?n:{capture:n};(0,C.useEffect)(()=>(window.addEventListener(e,r,{capture:i,passive:a,once:o,signal:s}),()=>window.removeEventListener(e,r,i)),[e,i,a,o,s])}function Be(e,t){if(typeof e==`function`)return e(t);typeof e==`object`&&e&&`current`in e&&(e.current=t)}function Ve(...e){let t=new Map;return n=>{if(e.forEach(e=>{let r=Be(e,n);r&&t.set(e,r)}),t.size>0)return()=>{e.forEach(e=>{let n=t.get(e);n&&typeof n==`function`?n():Be(e,null)}),t.clear()}}}function He(...e){return(0,C.useCallback)(Ve(...e),e)}function Ue({value:e,defaultValue:t,finalValue:n,onChange:r=()=>{}}){let[i,a]=(0,C.useState)(t===void 0?n:t);return e===void 0?[i,(e,...t)=>{a(e),r?.(e,...t)},!1]:[e,r,!0]}function We(e,t){return L(`(prefers-reduced-motion: reduce)`,e,t)}var Ge={" ":`space`,ArrowLeft:`arrowleft`,ArrowRight:`arrowright`,ArrowUp:`arrowup`,ArrowDown:`arrowdown`,Escape:`escape`,Esc:`escape`,esc:`escape`,Enter:`enter`,Tab:`tab`,Backspace:`backspace`,Delete:`delete`,Insert:`insert`,Home:`home`,End:`end`,PageUp:`pageup`,PageDown:`pagedown`,"+":`plus`,"-":`minus`,"*":`asterisk`,"/":`slash`};function Ke(e){let t=e.replace(/^Key/i,``).toLowerCase();return Ge[e]||t}function qe(e){let t=e.toLowerCase().split(`+`).map(e=>e.trim()),n={alt:t.includes(`alt`),ctrl:t.includes(`ctrl`),meta:t.includes(`meta`),mod:t.includes(`mod`),shift:t.includes(`shift`)},r=[`alt`,`ctrl`,`meta`,`shift`,`mod`],i=t.find(e=>!r.includes(e));return{...n,key:i===`[plus]`?`+`:i}}function Je(e,t,n){let{alt:r,ctrl:i,meta:a,mod:o,shift:s,key:c}=e,{altKey:l,ctrlKey:u,metaKey:d,shiftKey:f,key:p,code:m}=t;if(r!==l)return!1;if(o){if(!u&&!d)return!1}else if(i!==u||a!==d)return!1;return s===f&&!!(c&&(n?Ke(m)===Ke(c):Ke(p??m)===Ke(c)))}function Ye(e,t){return n=>Je(qe(e),n,t)}function Xe(e,t,n=!1){return e.target instanceof HTMLElement?(n||!e.target.isContentEditable)&&!t.includes(e.target.tagName):!0}function Ze(e,t=[`INPUT`,`TEXTAREA`,`SELECT`],n=!1){let r=(0,C.useEffectEvent)(r=>{e.forEach(([e,i,a])=>{let{preventDefault:o=!0,usePhysicalKeys:s=!1}=a||{};Ye(e,s)(r)&&Xe(r,t,n)&&(o&&r.preventDefault(),i(r))})});(0,C.useEffect)(()=>(document.documentElement.addEventListener(`keydown`,r),()=>document.documentElement.removeEventListener(`keydown`,r)),[])}function Qe(e=!1,t={}){let[n,r]=(0,C.useState)(e),i=(0,C.useRef)(e),a=(0,C.useCallback)(e=>{i.current=e,r(e)},[]),o=(0,C.useCallback)(()=>{i.current||(t.onOpen?.(),a(!0))},[t.onOpen,a]),s=(0,C.useCallback)(()=>{i.current&&(t.onClose?.(),a(!1))},[t.onClose,a]);return[n,{open:o,close:s,toggle:(0,C.useCallback)(()=>{i.current?s():o()},[s,o]),set:a}]}var $e=[`mouse`,`touch`],et=10;function tt(e,t={}){let{threshold:n=400,events:r=$e,cancelOnMove:i=!1,onStart:a,onFinish:o,onCancel:s}=t,c=(0,C.useRef)(!1),l=(0,C.useRef)(!1),u=(0,C.useRef)(-1),d=(0,C.useRef)(null);(0,C.useEffect)(()=>()=>window.clearTimeout(u.current),[]);let f=r.join(`,`);return(0,C.useMemo)(()=>{if(typeof e!=`function`)return{};let t=i!==!1,f=i===!0?et:i===!1?0:i,p=t=>{l.current||!it(t)&&!rt(t)||(a&&a(t),d.current=nt(t),l.current=!0,u.current=window.setTimeout(()=>{e(t),c.current=!0},n))},m=e=>{(it(e)||rt(e))&&(c.current?o&&o(e):l.current&&s&&s(e),c.current=!1,l.current=!1,d.current=null,u.current!==-1&&(window.clearTimeout(u.current),u.current=-1))},h=e=>{if(!t||!l.current||c.current)return;let n=nt(e);if(!n||!d.current)return;let r=n.x-d.current.x,i=n.y-d.current.y;Math.sqrt(r*r+i*i)>f&&m(e)},g={};return r.includes(`mouse`)&&(g.onMouseDown=p,g.onMouseUp=m,g.onMouseLeave=m,t&&(g.onMouseMove=h)),r.includes(`touch`)&&(g.onTouchStart=p,g.onTouchEnd=m,g.onTouchCancel=m,t&&(g.onTouchMove=h)),g},[e,n,s,o,a,i,f])}function nt(e){if(rt(e)){let t=e.touches[0]??e.changedTouches[0];return t?{x:t.clientX,y:t.clientY}:null}return{x:e.clientX,y:e.clientY}}function rt(e){return window.TouchEvent?e.nativeEvent instanceof TouchEvent:`touches`in e.nativeEvent}function it(e){return e.nativeEvent instanceof MouseEvent}var at=o((e=>{var t=S();function n(e){var t=`https://react.dev/errors/`+e;if(1<arguments.length){t+=`?args[]=`+encodeURIComponent(arguments[1]);for(var n=2;n<arguments.length;n++)t+=`&args[]=`+encodeURIComponent(arguments[n])}return`Minified React error #`+e+`; visit `+t+` for the full message or use the non-minified dev environment for full errors and additional helpful warnings.`}function r(){}var i={d:{f:r,r:function(){throw Error(n(522))},D:r,C:r,L:r,m:r,X:r,S:r,M:r},p:0,findDOMNode:null},a=Symbol.for(`react.portal`),o=Symbol.for(`react.recoverable`),s=Symbol.for(`react.optimistic_key`);function c(e,t,n){var r=3<arguments.length&&arguments[3]!==void 0?arguments[3]:null;return{$$typeof:a,key:r==null?null:r===s?s:``+r,children:e,containerInfo:t,implementation:n}}var l=t.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE;function u(e,t){if(e===`font`)return``;if(typeof t==`string`)return t===`use-credentials`?t:``}e.__DOM_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE=i,e.browser=function(e){return{$$typeof:o,_reason:e}},e.createPortal=function(e,t){var r=2<arguments.length&&arguments[2]!==void 0?arguments[2]:null;if(!t||t.nodeType!==1&&t.nodeType!==9&&t.nodeType!==11)throw Error(n(299));return c(e,t,null,r)},e.flushSync=function(e){var t=l.T,n=i.p;try{if(l.T=null,i.p=2,e)return e()}finally{l.T=t,i.p=n,i.d.f()}},e.preconnect=function(e,t){typeof e==`string`&&(t?(t=t.crossOrigin,t=typeof t==`string`?t===`use-credentials`?t:``:void 0):t=null,i.d.C(e,t))},e.prefetchDNS=function(e){typeof e==`string`&&i.d.D(e)},e.preinit=function(e,t){if(typeof e==`string`&&t&&typeof t.as==`string`){var n=t.as,r=u(n,t.crossOrigin),a=typeof t.integrity==`string`?t.integrity:void 0,o=typeof t.fetchPriority==`string`?t.fetchPriority:void 0;n===`style`?i.d.S(e,typeof t.precedence==`string`?t.precedence:void 0,{crossOrigin:r,integrity:a,fetchPriority:o}):n===`script`&&i.d.X(e,{crossOrigin:r,integrity:a,fetchPriority:o,nonce:typeof t.nonce==`string`?t.nonce:void 0})}},e.preinitModule=function(e,t){if(typeof e==`string`){if(typeof t==`object`&&t){if(t.as==null||t.as===`script`){var n=u(t.as,t.crossOrigin);i.d.M(e,{crossOrigin:n,integrity:typeof t.integrity==`string`?t.integrity:void 0,nonce:typeof t.nonce==`string`?t.nonce:void 0,fetchPriority:typeof t.fetchPriority==`string`?t.fetchPriority:void 0})}}else t??i.d.M(e)}},e.preload=function(e,t){if(typeof e==`string`&&typeof t==`object`&&t&&typeof t.as==`string`){var n=t.as,r=u(n,t.crossOrigin);i.d.L(e,n,{crossOrigin:r,integrity:typeof t.integrity==`string`?t.integrity:void 0,nonce:typeof t.nonce==`string`?t.nonce:void 0,type:typeof t.type==`string`?t.type:void 0,fetchPriority:typeof t.fetchPriority==`string`?t.fetchPriority:void 0,referrerPolicy:typeof t.referrerPolicy==`string`?t.referrerPolicy:void 0,imageSrcSet:typeof t.imageSrcSet==`string`?t.imageSrcSet:void 0,imageSizes:typeof t.imageSizes==`string`?t.imageSizes:void 0,media:typeof t.media==`string`?t.media:void 0})}},e.preloadModule=function(e,t){if(typeof e==`string`){if(t){var n=u(t.as,t.crossOrigin);i.d.m(e,{as:typeof t.as==`string`&&t.as!==`script`?t.as:void 0,crossOrigin:n,integrity:typeof t.integrity==`string`?t.integrity:void 0,nonce:typeof t.nonce==`string`?t.nonce:void 0,fetchPriority:typeof t.fetchPriority==`string`?t.fetchPriority:void 0})}else i.d.m(e)}},e.requestFormReset=function(e){i.d.r(e)},e.unstable_batchedUpdates=function(e,t){return e(t)},e.useFormState=function(e,t,n){return l.H.useFormState(e,t,n)},e.useFormStatus=function(){return l.H.useHostTransitionStatus()},e.version=`19.3.1`})),ot=o(((e,t)=>{function n(){if(typeof __REACT_DEVTOOLS_GLOBAL_HOOK__<`u`&&typeof __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE==`function`)try{__REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE(n)}catch(e){console.error(e)}}n(),t.exports=at()})),st=c(ot(),1);function ct(e){if(!e||typeof e==`string`)return 0;let t=e/36;return Math.round((4+15*t**.25+t/5)*10)}function lt(e){return e.current?e.current.scrollHeight:`auto`}function ut(e){return typeof e==`number`&&e>0}function dt({transitionDuration:e,transitionTimingFunction:t=`ease`,onTransitionEnd:n,onTransitionStart:r,expanded:i,keepMounted:a}){let o={height:0,overflow:`hidden`,...a?{}:{display:`none`}},s=(0,C.useEffectEvent)(()=>r?.()),c=(0,C.useEffectEvent)(()=>n?.()),l=(0,C.useRef)(null),[u,d]=(0,C.useState)(i?{}:o),[f,p]=(0,C.useState)(i?`entered`:`exited`),m=e=>{(0,st.flushSync)(()=>d(e))},h=e=>{m(t=>({...t,...e}))},g=n=>{let r=e??ct(n);return{transition:`height ${r}ms ${t}, opacity ${r}ms ${t}`}},_=(0,C.useRef)(0);me(()=>{_.current+=1;let t=_.current,n=()=>_.current===t;e!==0&&s(),i?window.requestAnimationFrame(()=>{n()&&l.current&&((0,st.flushSync)(()=>p(`entering`)),h({willChange:`height`,display:`block`,overflow:`hidden`}),window.requestAnimationFrame(()=>{if(!n()||!l.current)return;let e=lt(l);ut(e)?h({...g(e),height:e}):(m({}),p(`entered`),c())}))}):window.requestAnimationFrame(()=>{if(!n()||!l.current)return;(0,st.flushSync)(()=>p(`exiting`));let e=lt(l);ut(e)?(h({...g(e),willChange:`height`,height:e}),window.requestAnimationFrame(()=>{n()&&l.current&&h({height:0,overflow:`hidden`})})):(m(o),p(`exited`),c())})},[i]);let v=e=>{if(e.target===l.current&&e.propertyName===`height`){if(i){let e=lt(l);e===u.height?m({}):h({height:e}),p(`entered`),c()}else u.height===0&&(m(o),p(`exited`),c())}};return{state:f,getCollapseProps:e=>({"aria-hidden":!i,inert:!i,ref:Ve(l,e?.ref),onTransitionEnd:v,style:{boxSizing:`border-box`,...e?.style,...u}})}}function ft(e){if(!e||typeof e==`string`)return 0;let t=e/36;return Math.round((4+15*t**.25+t/5)*10)}function pt(e){return e.current?e.current.scrollWidth:`auto`}function mt({transitionDuration:e,transitionTimingFunction:t=`ease`,onTransitionEnd:n,onTransitionStart:r,expanded:i,keepMounted:a}){let o={width:0,overflow:`hidden`,...a?{}:{display:`none`}},s=(0,C.useEffectEvent)(()=>r?.()),c=(0,C.useEffectEvent)(()=>n?.()),l=(0,C.useRef)(null),[u,d]=(0,C.useState)(i?{}:o),[f,p]=(0,C.useState)(i?`entered`:`exited`),m=e=>{(0,st.flushSync)(()=>d(e))},h=e=>{m(t=>({...t,...e}))},g=n=>{let r=e??ft(n);return{transition:`width ${r}ms ${t}, opacity ${r}ms ${t}`}},_=(0,C.useRef)(0);me(()=>{_.current+=1;let t=_.current,n=()=>_.current===t;e!==0&&s(),i?window.requestAnimationFrame(()=>{n()&&l.current&&((0,st.flushSync)(()=>p(`entering`)),h({willChange:`width`,display:`block`,overflow:`hidden`}),window.requestAnimationFrame(()=>{if(!n()||!l.current)return;let e=pt(l);ut(e)?h({...g(e),width:e}):(m({}),p(`entered`),c())}))}):window.requestAnimationFrame(()=>{if(!n()||!l.current)return;(0,st.flushSync)(()=>p(`exiting`));let e=pt(l);ut(e)?(h({...g(e),willChange:`width`,width:e}),window.requestAnimationFrame(()=>{n()&&l.current&&h({width:0,overflow:`hidden`})})):(m(o),p(`exited`),c())})},[i]);let v=e=>{if(e.target===l.current&&e.propertyName===`width`){if(i){let e=pt(l);e===u.width?m({}):h({width:e}),p(`entered`),c()}else u.width===0&&(m(o),p(`exited`),c())}};return{state:f,getCollapseProps:e=>({"aria-hidden":!i,inert:!i,ref:Ve(l,e?.ref),onTransitionEnd:v,style:{boxSizing:`border-box`,...e?.style,...u}})}}var ht=100;function gt(e){return e>0?1:e<0?-1:0}function _t(e){let t=e??0;return typeof t==`number`?[t,t]:t}function vt(){return{isActive:!1,pointerId:-1,startXY:[0,0],prevXY:[0,0],startTimestamp:0,prevTimestamp:0,thresholdMet:!1,firstFired:!1,lockedAxis:null,canceled:!1,lastVelocity:[0,0]}}function yt(e,t={}){let[n,r]=(0,C.useState)(!1),i=(0,C.useRef)(e);i.current=e;let a=(0,C.useRef)(t);a.current=t;let o=(0,C.useRef)(vt()),s=(0,C.useRef)(null);return{ref:(0,C.useCallback)(e=>{if(!e)return;let t=new AbortController,n=e=>{let t=a.current,n=o.current;if(t.axis===`x`)return[e[0],0];if(t.axis===`y`)return[0,e[1]];if(t.axis===`lock`){if(n.lockedAxis===null){let r=t.axisThreshold??1;(Math.abs(e[0])>r||Math.abs(e[1])>r)&&(n.lockedAxis=Math.abs(e[0])>=Math.abs(e[1])?`x`:`y`)}if(n.lockedAxis===`x`)return[e[0],0];if(n.lockedAxis===`y`)return[0,e[1]]}return e},c=()=>{let e=o.current;e.isActive=!1,e.pointerId=-1,e.thresholdMet=!1,e.firstFired=!1,e.lockedAxis=null,e.canceled=!1,r(!1),document.body.style.userSelect=``,document.body.style.webkitUserSelect=``,s.current?.abort(),s.current=null},l=()=>{o.current.isActive&&(o.current.canceled=!0,c())},u=()=>{r(!0),document.body.style.userSelect=`none`,document.body.style.webkitUserSelect=`none`},d=e=>{if(a.current.enabled===!1||e.button!==0||o.current.isActive)return;let t=o.current;t.isActive=!0,t.pointerId=e.pointerId,t.startXY=[e.clientX,e.clientY],t.prevXY=[e.clientX,e.clientY],t.startTimestamp=e.timeStamp,t.prevTimestamp=e.timeStamp,t.thresholdMet=!1,t.firstFired=!1,t.lockedAxis=null,t.canceled=!1,t.lastVelocity=[0,0];let[n,r]=_t(a.current.threshold);n===0&&r===0&&(t.thresholdMet=!0,t.firstFired=!0,u(),i.current({xy:[e.clientX,e.clientY],initial:[e.clientX,e.clientY],movement:[0,0],delta:[0,0],distance:[0,0],direction:[0,0],velocity:[0,0],elapsedTime:0,first:!0,last:!1,active:!0,tap:!1,canceled:!1,cancel:l,event:e})),s.current?.abort(),s.current=new AbortController;let c=s.current.signal;document.addEventListener(`pointermove`,f,{signal:c}),document.addEventListener(`pointerup`,p,{signal:c}),document.addEventListener(`pointercancel`,m,{signal:c})},f=e=>{let t=o.current;if(!t.isActive||e.pointerId!==t.pointerId)return;let r=[e.clientX-t.startXY[0],e.clientY-t.startXY[1]];if(!t.thresholdMet){let[n,i]=_t(a.current.threshold);if(Math.abs(r[0])<n&&Math.abs(r[1])<i){t.prevXY=[e.clientX,e.clientY],t.prevTimestamp=e.timeStamp;return}t.thresholdMet=!0,u()}let s=n(r),c=[e.clientX-t.prevXY[0],e.clientY-t.prevXY[1]],d=n(c),f=e.timeStamp-t.prevTimestamp,p=f>0?[Math.abs(d[0])/f,Math.abs(d[1])/f]:t.lastVelocity;t.lastVelocity=p;let m=!t.firstFired;t.firstFired=!0,t.prevXY=[e.clientX,e.clientY],t.prevTimestamp=e.timeStamp,i.current({xy:[e.clientX,e.clientY],initial:[...t.startXY],movement:s,delta:d,distance:[Math.abs(s[0]),Math.abs(s[1])],direction:[gt(d[0]),gt(d[1])],velocity:p,elapsedTime:e.timeStamp-t.startTimestamp,first:m,last:!1,active:!0,tap:!1,canceled:!1,cancel:l,event:e})},p=e=>{let t=o.current;if(!t.isActive||e.pointerId!==t.pointerId)return;let r=a.current;if(!t.thresholdMet){if(r.filterTaps){let a=[e.clientX-t.startXY[0],e.clientY-t.startXY[1]],o=n(a),s=[Math.abs(o[0]),Math.abs(o[1])],c=Math.max(s[0],s[1])<(r.tapThreshold??3);i.current({xy:[e.clientX,e.clientY],initial:[...t.startXY],movement:o,delta:o,distance:s,direction:[gt(o[0]),gt(o[1])],velocity:[0,0],elapsedTime:e.timeStamp-t.startTimestamp,first:!0,last:!0,active:!1,tap:c,canceled:!1,cancel:l,event:e})}c();return}let s=[e.clientX-t.startXY[0],e.clientY-t.startXY[1]],u=n(s),d=[Math.abs(u[0]),Math.abs(u[1])],f=[e.clientX-t.prevXY[0],e.clientY-t.prevXY[1]],p=n(f),m=e.timeStamp-t.prevTimestamp>ht?[0,0]:t.lastVelocity,h=Math.max(d[0],d[1]),g=r.filterTaps===!0&&h<(r.tapThreshold??3);i.current({xy:[e.clientX,e.clientY],initial:[...t.startXY],movement:u,delta:p,distance:d,direction:[gt(p[0]),gt(p[1])],velocity:m,elapsedTime:e.timeStamp-t.startTimestamp,first:!t.firstFired,last:!0,active:!1,tap:g,canceled:!1,cancel:l,event:e}),c()},m=e=>{let t=o.current;if(!t.isActive||e.pointerId!==t.pointerId)return;let r=[e.clientX-t.startXY[0],e.clientY-t.startXY[1]],a=n(r);i.current({xy:[e.clientX,e.clientY],initial:[...t.startXY],movement:a,delta:[0,0],distance:[Math.abs(a[0]),Math.abs(a[1])],direction:[0,0],velocity:[0,0],elapsedTime:e.timeStamp-t.startTimestamp,first:!t.firstFired,last:!0,active:!1,tap:!1,canceled:!0,cancel:l,event:e}),c()};return e.addEventListener(`pointerdown`,d,{signal:t.signal}),()=>{t.abort(),s.current?.abort(),s.current=null,o.current.isActive&&(o.current.isActive=!1,r(!1),document.body.style.userSelect=``,document.body.style.webkitUserSelect=``)}},[]),active:n}}function bt(e){return e?.props?.ref}function xt(e){let t=C.Children.toArray(e);return t.length!==1||!w(t[0])?null:t[0]}function St(e){return e}function Ct(e){var t,n,r=``;if(typeof e==`string`||typeof e==`number`)r+=e;else if(typeof e==`object`){if(Array.isArray(e)){var i=e.length;for(t=0;t<i;t++)e[t]&&(n=Ct(e[t]))&&(r&&(r+=` `),r+=n)}else for(n in e)e[n]&&(r&&(r+=` `),r+=n)}return r}function wt(){for(var e,t,n=0,r=``,i=arguments.length;n<i;n++)(e=arguments[n])&&(t=Ct(e))&&(r&&(r+=` `),r+=t);return r}var Tt={};function Et(e){let t={};return e.forEach(e=>{Object.entries(e).forEach(([e,n])=>{t[e]?t[e]=wt(t[e],n):t[e]=n})}),t}function Dt({theme:e,classNames:t,props:n,stylesCtx:r}){return Et((Array.isArray(t)?t:[t]).map(t=>typeof t==`function`?t(e,n,r):t||Tt))}function Ot({theme:e,styles:t,props:n,stylesCtx:r}){let i=Array.isArray(t)?t:[t],a={};for(let t of i)typeof t==`function`?Object.assign(a,t(e,n,r)):t&&Object.assign(a,t);return a}function kt(e){return e===`auto`||e===`dark`||e===`light`}function At({key:e=`mantine-color-scheme-value`}={}){let t;return{get:t=>{if(typeof window>`u`)return t;try{let n=window.localStorage.getItem(e);return kt(n)?n:t}catch{return t}},set:t=>{try{window.localStorage.setItem(e,t)}catch(e){console.warn(`[@mantine/core] Local storage color scheme manager was unable to save color scheme.`,e)}},subscribe:n=>{t=t=>{t.storageArea===window.localStorage&&t.key===e&&kt(t.newValue)&&n(t.newValue)},window.addEventListener(`storage`,t)},unsubscribe:()=>{window.removeEventListener(`storage`,t)},clear:()=>{window.localStorage.removeItem(e)}}}function jt(e,t){return typeof e.primaryShade==`number`?e.primaryShade:t===`dark`?e.primaryShade.dark:e.primaryShade.light}function Mt(e){return/^#?([0-9A-F]{3,4}|[0-9A-F]{6}|[0-9A-F]{8})$/i.test(e)}function Nt(e){let t=e.replace(`#`,``);if((t.length===3||t.length===4)&&(t=t.split(``).map(e=>e+e).join(``)),t.length===8){let e=parseInt(t.slice(6,8),16)/255;return{r:parseInt(t.slice(0,2),16),g:parseInt(t.slice(2,4),16),b:parseInt(t.slice(4,6),16),a:e}}let n=parseInt(t,16);return{r:n>>16&255,g:n>>8&255,b:n&255,a:1}}function Pt(e){let[t,n,r,i]=e.replace(/[^0-9,./\s]/g,``).trim().split(/\s*[/,]\s*|\s+/).map(Number);return{r:t,g:n,b:r,a:i===void 0?1:i}}function Ft(e){let t=e.match(/^hsla?\(\s*(\d+)\s*,\s*(\d+%)\s*,\s*(\d+%)\s*(,\s*(0?\.\d+|\d+(\.\d+)?))?\s*\)$/i);if(!t)return{r:0,g:0,b:0,a:1};let n=parseInt(t[1],10),r=parseInt(t[2],10)/100,i=parseInt(t[3],10)/100,a=t[5]?parseFloat(t[5]):void 0,o=(1-Math.abs(2*i-1))*r,s=n/60,c=o*(1-Math.abs(s%2-1)),l=i-o/2,u,d,f;return s>=0&&s<1?(u=o,d=c,f=0):s>=1&&s<2?(u=c,d=o,f=0):s>=2&&s<3?(u=0,d=o,f=c):s>=3&&s<4?(u=0,d=c,f=o):s>=4&&s<5?(u=c,d=0,f=o):(u=o,d=0,f=c),{r:Math.round((u+l)*255),g:Math.round((d+l)*255),b:Math.round((f+l)*255),a:a===void 0?1:a}}function It(e){return Mt(e)?Nt(e):e.startsWith(`rgb`)?Pt(e):e.startsWith(`hsl`)?Ft(e):{r:0,g:0,b:0,a:1}}function Lt(e){return e<=.03928?e/12.92:((e+.055)/1.055)**2.4}function Rt(e){let t=e.match(/oklch\((.*?)%\s/);return t?parseFloat(t[1]):null}function zt(e){if(e.startsWith(`oklch(`))return(Rt(e)||0)/100;let{r:t,g:n,b:r}=It(e),i=t/255,a=n/255,o=r/255,s=Lt(i),c=Lt(a),l=Lt(o);return .2126*s+.7152*c+.0722*l}function Bt(e,t=.179){return!e.startsWith(`var(`)&&zt(e)>t}function Vt({color:e,theme:t,colorScheme:n}){if(typeof e!=`string`)throw Error(`[@mantine/core] Failed to parse color. Expected color to be a string, instead got ${typeof e}`);if(e===`bright`)return{color:e,value:n===`dark`?t.white:t.black,shade:void 0,isThemeColor:!1,isLight:Bt(n===`dark`?t.white:t.black,t.luminanceThreshold),variable:`--mantine-color-bright`};if(e===`dimmed`)return{color:e,value:n===`dark`?t.colors.dark[2]:t.colors.gray[7],shade:void 0,isThemeColor:!1,isLight:Bt(n===`dark`?t.colors.dark[2]:t.colors.gray[6],t.luminanceThreshold),variable:`--mantine-color-dimmed`};if(e===`white`||e===`black`)return{color:e,value:e===`white`?t.white:t.black,shade:void 0,isThemeColor:!1,isLight:Bt(e===`white`?t.white:t.black,t.luminanceThreshold),variable:`--mantine-color-${e}`};let[r,i]=e.split(`.`),a=i?Number(i):void 0,o=r in t.colors;if(o){let e=a===void 0?t.colors[r][jt(t,n||`light`)]:t.colors[r][a];return{color:r,value:e,shade:a,isThemeColor:o,isLight:Bt(e,t.luminanceThreshold),variable:i?`--mantine-color-${r}-${a}`:`--mantine-color-${r}-filled`}}return{color:e,value:e,isThemeColor:o,isLight:Bt(e,t.luminanceThreshold),shade:a,variable:void 0}}function H(e,t){let n=Vt({color:e||t.primaryColor,theme:t});return n.variable?`var(${n.variable})`:e}function Ht(e){return!!e&&typeof e==`object`&&`mantine-virtual-color`in e}function Ut(e,t){if(e.startsWith(`var(`))return`color-mix(in srgb, ${e}, black ${t*100}%)`;let{r:n,g:r,b:i,a}=It(e),o=1-t,s=e=>Math.round(e*o);return`rgba(${s(n)}, ${s(r)}, ${s(i)}, ${a})`}function Wt(e,t){let n={from:e?.from||t.defaultGradient.from,to:e?.to||t.defaultGradient.to,deg:e?.deg??t.defaultGradient.deg??0},r=H(n.from,t),i=H(n.to,t);return`linear-gradient(${n.deg}deg, ${r} 0%, ${i} 100%)`}function Gt(e,t){if(typeof e!=`string`||t>1||t<0)return`rgba(0, 0, 0, 1)`;if(e.startsWith(`var(`))return`color-mix(in srgb, ${e}, transparent ${(1-t)*100}%)`;if(e.startsWith(`oklch`))return e.includes(`/`)?e.replace(/\/\s*[\d.]+\s*\)/,`/ ${t})`):e.replace(`)`,` / ${t})`);let{r:n,g:r,b:i}=It(e);return`rgba(${n}, ${r}, ${i}, ${t})`}var Kt=Gt,qt=({color:e,theme:t,variant:n,gradient:r,autoContrast:i})=>{let a=Vt({color:e,theme:t}),o=typeof i==`boolean`?i:t.autoContrast;if(n===`none`)return{background:`transparent`,hover:`transparent`,color:`inherit`,border:`none`};if(n===`filled`){let n=a.isThemeColor&&a.shade===void 0&&Ht(t.colors[a.color]),r=o?n?`var(--mantine-color-${a.color}-contrast)`:a.isLight?`var(--mantine-color-black)`:`var(--mantine-color-white)`:`var(--mantine-color-white)`;return a.isThemeColor?a.shade===void 0?{background:`var(--mantine-color-${e}-filled)`,hover:`var(--mantine-color-${e}-filled-hover)`,color:r,border:`${_(1)} solid transparent`}:{background:`var(--mantine-color-${a.color}-${a.shade})`,hover:`var(--mantine-color-${a.color}-${a.shade===9?8:a.shade+1})`,color:r,border:`${_(1)} solid transparent`}:{background:e,hover:Ut(e,.1),color:r,border:`${_(1)} solid transparent`}}if(n===`light`){if(a.isThemeColor){if(a.shade===void 0)return{background:`var(--mantine-color-${e}-light)`,hover:`var(--mantine-color-${e}-light-hover)`,color:`var(--mantine-color-${e}-light-color)`,border:`${_(1)} solid transparent`};let n=t.colors[a.color][a.shade];return{background:n,hover:Ut(n,.1),color:`var(--mantine-color-${a.color}-light-color)`,border:`${_(1)} solid transparent`}}return{background:Gt(e,.1),hover:Gt(e,.12),color:e,border:`${_(1)} solid transparent`}}return n===`outline`?a.isThemeColor?a.shade===void 0?{background:`transparent`,hover:`var(--mantine-color-${e}-outline-hover)`,color:`var(--mantine-color-${e}-outline)`,border:`${_(1)} solid var(--mantine-color-${e}-outline)`}:{background:`transparent`,hover:Gt(t.colors[a.color][a.shade],.05),color:`var(--mantine-color-${a.color}-${a.shade})`,border:`${_(1)} solid var(--mantine-color-${a.color}-${a.shade})`}:{background:`transparent`,hover:Gt(e,.05),color:e,border:`${_(1)} solid ${e}`}:n===`subtle`?a.isThemeColor?a.shade===void 0?{background:`transparent`,hover:`var(--mantine-color-${e}-light-hover)`,color:`var(--mantine-color-${e}-light-color)`,border:`${_(1)} solid transparent`}:{background:`transparent`,hover:Gt(t.colors[a.color][a.shade],.12),color:`var(--mantine-color-${a.color}-${Math.min(a.shade,6)})`,border:`${_(1)} solid transparent`}:{background:`transparent`,hover:Gt(e,.12),color:e,border:`${_(1)} solid transparent`}:n===`transparent`?a.isThemeColor?a.shade===void 0?{background:`transparent`,hover:`transparent`,color:`var(--mantine-color-${e}-light-color)`,border:`${_(1)} solid transparent`}:{background:`transparent`,hover:`transparent`,color:`var(--mantine-color-${a.color}-${Math.min(a.shade,6)})`,border:`${_(1)} solid transparent`}:{background:`transparent`,hover:`transparent`,color:e,border:`${_(1)} solid transparent`}:n===`white`?a.isThemeColor?a.shade===void 0?{background:`var(--mantine-color-white)`,hover:Ut(t.white,.01),color:`var(--mantine-color-${e}-filled)`,border:`${_(1)} solid transparent`}:{background:`var(--mantine-color-white)`,hover:Ut(t.white,.01),color:`var(--mantine-color-${a.color}-${a.shade})`,border:`${_(1)} solid transparent`}:{background:`var(--mantine-color-white)`,hover:Ut(t.white,.01),color:e,border:`${_(1)} solid transparent`}:n===`gradient`?{background:Wt(r,t),hover:Wt(r,t),color:`var(--mantine-color-white)`,border:`none`}:n==="default"?{background:`var(--mantine-color-default)`,hover:`var(--mantine-color-default-hover)`,color:`var(--mantine-color-default-color)`,border:`${_(1)} solid var(--mantine-color-default-border)`}:{}};function Jt({color:e,theme:t,autoContrast:n,colorScheme:r}){return(typeof n==`boolean`?n:t.autoContrast)&&Vt({color:e||t.primaryColor,theme:t,colorScheme:r}).isLight?`var(--mantine-color-black)`:`var(--mantine-color-white)`}function Yt(e,t,n){return Jt({color:n===`dark`?e.dark:e.light,theme:t,colorScheme:n,autoContrast:!0})}function Xt(e,t){let n=e.colors[e.primaryColor];return Ht(n)?e.autoContrast?Yt(n,e,t):`var(--mantine-color-white)`:Jt({color:n[jt(e,t)],theme:e,autoContrast:null})}var Zt=(0,C.createContext)(null);function Qt(){let e=(0,C.use)(Zt);if(!e)throw Error(`[@mantine/core] MantineProvider was not found in tree`);return e}function $t(){return Qt().cssVariablesResolver}function en(){return Qt().classNamesPrefix}function tn(){return Qt().getStyleNonce}function nn(){return Qt().withStaticClasses}function rn(){return Qt().headless}function an(){return Qt().stylesTransform?.sx}function on(){return Qt().stylesTransform?.styles}function sn(){return Qt().env||`default`}function cn(){return Qt().deduplicateInlineStyles}function ln(e){let t=document.createElement(`style`);return t.setAttribute(`data-mantine-styles`,`inline`),t.innerHTML=`*, *::before, *::after {transition: none !important;}`,t.setAttribute(`data-mantine-disable-transition`,`true`),e&&t.setAttribute(`nonce`,e),document.head.appendChild(t),()=>document.querySelectorAll(`[data-mantine-disable-transition]`).forEach(e=>e.remove())}function un({keepTransitions:e}={}){let t=(0,C.useRef)(N),n=(0,C.useRef)(-1),r=(0,C.use)(Zt),i=tn(),a=(0,C.useRef)(i?.());if(!r)throw Error(`[@mantine/core] MantineProvider was not found in tree`);let o=i=>{r.setColorScheme(i),t.current=e?()=>{}:ln(a.current),window.clearTimeout(n.current),n.current=window.setTimeout(()=>{t.current?.()},10)},s=()=>{r.clearColorScheme(),t.current=e?()=>{}:ln(a.current),window.clearTimeout(n.current),n.current=window.setTimeout(()=>{t.current?.()},10)},c=R(`light`,{getInitialValueInEffect:!1}),l=r.colorScheme===`auto`?c:r.colorScheme,u=(0,C.useCallback)(()=>o(l===`light`?`dark`:`light`),[o,l]);return(0,C.useEffect)(()=>()=>{t.current?.(),window.clearTimeout(n.current)},[]),{colorScheme:r.colorScheme,setColorScheme:o,clearColorScheme:s,toggleColorScheme:u}}function dn(e,t){let n=typeof window<`u`&&`matchMedia`in window&&window.matchMedia(`(prefers-color-scheme: dark)`)?.matches,r=e===`auto`?n?`dark`:`light`:e;t()?.setAttribute(`data-mantine-color-scheme`,r)}function fn({manager:e,defaultColorScheme:t,getRootElement:n,forceColorScheme:r}){let i=(0,C.useRef)(null),[a,o]=(0,C.useState)(()=>e.get(t)),s=r||a,c=(0,C.useCallback)(t=>{r||(dn(t,n),o(t),e.set(t))},[e.set,s,r]),l=(0,C.useCallback)(()=>{o(t),dn(t,n),e.clear()},[e.clear,t]);return(0,C.useEffect)(()=>(e.subscribe(c),e.unsubscribe),[e.subscribe,e.unsubscribe]),fe(()=>{dn(e.get(t),n)},[]),(0,C.useEffect)(()=>{if(r)return dn(r,n),()=>{};r===void 0&&dn(a,n),typeof window<`u`&&`matchMedia`in window&&(i.current=window.matchMedia(`(prefers-color-scheme: dark)`));let e=e=>{a===`auto`&&dn(e.matches?`dark`:`light`,n)};return i.current?.addEventListener(`change`,e),()=>i.current?.removeEventListener(`change`,e)},[a,r]),{colorScheme:s,setColorScheme:c,clearColorScheme:l}}function pn(e,t={getInitialValueInEffect:!0}){let n=R(e,t),{colorScheme:r}=un();return r===`auto`?n:r}var mn=o((e=>{var t=Symbol.for(`react.transitional.element`),n=Symbol.for(`react.fragment`);function r(e,n,r){var i=null;if(r!==void 0&&(i=``+r),n.key!==void 0&&(i=``+n.key),`key`in n)for(var a in r={},n)a!==`key`&&(r[a]=n[a]);else r=n;return n=r.ref,{$$typeof:t,type:e,key:i,ref:n===void 0?null:n,props:r}}e.Fragment=n,e.jsx=r,e.jsxs=r})),hn=o(((e,t)=>{t.exports=mn()})),gn={dark:[`#C9C9C9`,`#b8b8b8`,`#828282`,`#696969`,`#424242`,`#3b3b3b`,`#2e2e2e`,`#242424`,`#1f1f1f`,`#141414`],gray:[`#f8f9fa`,`#f1f3f5`,`#e9ecef`,`#dee2e6`,`#ced4da`,`#adb5bd`,`#868e96`,`#495057`,`#343a40`,`#212529`],red:[`#fff5f5`,`#ffe3e3`,`#ffc9c9`,`#ffa8a8`,`#ff8787`,`#ff6b6b`,`#fa5252`,`#f03e3e`,`#e03131`,`#c92a2a`],pink:[`#fff0f6`,`#ffdeeb`,`#fcc2d7`,`#faa2c1`,`#f783ac`,`#f06595`,`#e64980`,`#d6336c`,`#c2255c`,`#a61e4d`],grape:[`#f8f0fc`,`#f3d9fa`,`#eebefa`,`#e599f7`,`#da77f2`,`#cc5de8`,`#be4bdb`,`#ae3ec9`,`#9c36b5`,`#862e9c`],violet:[`#f3f0ff`,`#e5dbff`,`#d0bfff`,`#b197fc`,`#9775fa`,`#845ef7`,`#7950f2`,`#7048e8`,`#6741d9`,`#5f3dc4`],indigo:[`#edf2ff`,`#dbe4ff`,`#bac8ff`,`#91a7ff`,`#748ffc`,`#5c7cfa`,`#4c6ef5`,`#4263eb`,`#3b5bdb`,`#364fc7`],blue:[`#e7f5ff`,`#d0ebff`,`#a5d8ff`,`#74c0fc`,`#4dabf7`,`#339af0`,`#228be6`,`#1c7ed6`,`#1971c2`,`#1864ab`],cyan:[`#e3fafc`,`#c5f6fa`,`#99e9f2`,`#66d9e8`,`#3bc9db`,`#22b8cf`,`#15aabf`,`#1098ad`,`#0c8599`,`#0b7285`],teal:[`#e6fcf5`,`#c3fae8`,`#96f2d7`,`#63e6be`,`#38d9a9`,`#20c997`,`#12b886`,`#0ca678`,`#099268`,`#087f5b`],green:[`#ebfbee`,`#d3f9d8`,`#b2f2bb`,`#8ce99a`,`#69db7c`,`#51cf66`,`#40c057`,`#37b24d`,`#2f9e44`,`#2b8a3e`],lime:[`#f4fce3`,`#e9fac8`,`#d8f5a2`,`#c0eb75`,`#a9e34b`,`#94d82d`,`#82c91e`,`#74b816`,`#66a80f`,`#5c940d`],yellow:[`#fff9db`,`#fff3bf`,`#ffec99`,`#ffe066`,`#ffd43b`,`#fcc419`,`#fab005`,`#f59f00`,`#f08c00`,`#e67700`],orange:[`#fff4e6`,`#ffe8cc`,`#ffd8a8`,`#ffc078`,`#ffa94d`,`#ff922b`,`#fd7e14`,`#f76707`,`#e8590c`,`#d9480f`]},_n=`-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif, Apple Color Emoji, Segoe UI Emoji`,vn={scale:1,fontSmoothing:!0,focusRing:`auto`,white:`#fff`,black:`#000`,colors:gn,primaryShade:{light:6,dark:8},primaryColor:`blue`,variantColorResolver:qt,autoContrast:!1,luminanceThreshold:.3,fontFamily:_n,fontFamilyMonospace:`ui-monospace, SFMono-Regular, Menlo, Monaco, Consolas, Liberation Mono, Courier New, monospace`,respectReducedMotion:!1,cursorType:`default`,defaultGradient:{from:`blue`,to:`cyan`,deg:45},defaultRadius:`md`,activeClassName:`mantine-active`,focusClassName:``,headings:{fontFamily:_n,fontWeight:`700`,textWrap:`wrap`,sizes:{h1:{fontSize:_(34),lineHeight:`1.3`},h2:{fontSize:_(26),lineHeight:`1.35`},h3:{fontSize:_(22),lineHeight:`1.4`},h4:{fontSize:_(18),lineHeight:`1.45`},h5:{fontSize:_(16),lineHeight:`1.5`},h6:{fontSize:_(14),lineHeight:`1.5`}}},fontSizes:{xs:_(12),sm:_(14),md:_(16),lg:_(18),xl:_(20)},lineHeights:{xs:`1.4`,sm:`1.45`,md:`1.55`,lg:`1.6`,xl:`1.65`},fontWeights:{regular:`400`,medium:`600`,bold:`700`},radius:{xs:_(2),sm:_(4),md:_(8),lg:_(16),xl:_(32)},spacing:{xs:_(10),sm:_(12),md:_(16),lg:_(20),xl:_(32)},breakpoints:{xs:`36em`,sm:`48em`,md:`62em`,lg:`75em`,xl:`88em`},shadows:{xs:`0 ${_(1)} ${_(3)} rgba(0, 0, 0, 0.05), 0 ${_(1)} ${_(2)} rgba(0, 0, 0, 0.1)`,sm:`0 ${_(1)} ${_(3)} rgba(0, 0, 0, 0.05), rgba(0, 0, 0, 0.05) 0 ${_(10)} ${_(15)} ${_(-5)}, rgba(0, 0, 0, 0.04) 0 ${_(7)} ${_(7)} ${_(-5)}`,md:`0 ${_(1)} ${_(3)} rgba(0, 0, 0, 0.05), rgba(0, 0, 0, 0.05) 0 ${_(20)} ${_(25)} ${_(-5)}, rgba(0, 0, 0, 0.04) 0 ${_(10)} ${_(10)} ${_(-5)}`,lg:`0 ${_(1)} ${_(3)} rgba(0, 0, 0, 0.05), rgba(0, 0, 0, 0.05) 0 ${_(28)} ${_(23)} ${_(-7)}, rgba(0, 0, 0, 0.04) 0 ${_(12)} ${_(12)} ${_(-7)}`,xl:`0 ${_(1)} ${_(3)} rgba(0, 0, 0, 0.05), rgba(0, 0, 0, 0.05) 0 ${_(36)} ${_(28)} ${_(-7)}, rgba(0, 0, 0, 0.04) 0 ${_(17)} ${_(17)} ${_(-7)}`},other:{},components:{}},yn=`[@mantine/core] MantineProvider: Invalid theme.primaryColor, it accepts only key of theme.colors, learn more – https://mantine.dev/theming/colors/#primary-color`,bn=`[@mantine/core] MantineProvider: Invalid theme.primaryShade, it accepts only 0-9 integers or an object { light: 0-9, dark: 0-9 }`;function xn(e){return e<0||e>9?!1:parseInt(e.toString(),10)===e}function Sn(e){if(!(e.primaryColor in e.colors))throw Error(yn);if(typeof e.primaryShade==`object`&&(!xn(e.primaryShade.dark)||!xn(e.primaryShade.light))||typeof e.primaryShade==`number`&&!xn(e.primaryShade))throw Error(bn)}function Cn(e,t){if(!t)return Sn(e),e;let n=d(e,t);return t.fontFamily&&!t.headings?.fontFamily&&(n.headings={...n.headings,fontFamily:t.fontFamily}),Sn(n),n}var U=hn(),wn=(0,C.createContext)(null),Tn=()=>(0,C.use)(wn)||vn;function En(){let e=(0,C.use)(wn);if(!e)throw Error(`@mantine/core: MantineProvider was not found in component tree, make sure you have it in your app`);return e}function Dn({theme:e,children:t,inherit:n=!0}){let r=Tn(),i=(0,C.useMemo)(()=>Cn(n?r:vn,e),[e,r,n]);return(0,U.jsx)(wn,{value:i,children:t})}Dn.displayName=`@mantine/core/MantineThemeProvider`;function On(e){return Object.entries(e).map(([e,t])=>`${e}: ${t};`).join(``)}function kn(e,t){let n=t?[t]:[`:root`,`:host`],r=On(e.variables),i=r?`${n.join(`, `)}{${r}}`:``,a=On(e.dark),o=On(e.light),s=e=>n.map(t=>t===`:host`?`${t}([data-mantine-color-scheme="${e}"])`:`${t}[data-mantine-color-scheme="${e}"]`).join(`, `);return`${i}\n\n${a?`${s(`dark`)}{${a}}`:``}\n\n${o?`${s(`light`)}{${o}}`:``}`}function An({theme:e,color:t,colorScheme:n,name:r=t,withColorValues:i=!0}){if(!e.colors[t])return{};if(n===`light`){let n=jt(e,`light`),a={[`--mantine-color-${r}-text`]:`var(--mantine-color-${r}-filled)`,[`--mantine-color-${r}-filled`]:`var(--mantine-color-${r}-${n})`,[`--mantine-color-${r}-filled-hover`]:`var(--mantine-color-${r}-${n===9?8:n+1})`,[`--mantine-color-${r}-light`]:`var(--mantine-color-${r}-1)`,[`--mantine-color-${r}-light-hover`]:`var(--mantine-color-${r}-2)`,[`--mantine-color-${r}-light-color`]:`var(--mantine-color-${r}-9)`,[`--mantine-color-${r}-outline`]:`var(--mantine-color-${r}-${n})`,[`--mantine-color-${r}-outline-hover`]:Kt(e.colors[t][n],.05)};return i?{[`--mantine-color-${r}-0`]:e.colors[t][0],[`--mantine-color-${r}-1`]:e.colors[t][1],[`--mantine-color-${r}-2`]:e.colors[t][2],[`--mantine-color-${r}-3`]:e.colors[t][3],[`--mantine-color-${r}-4`]:e.colors[t][4],[`--mantine-color-${r}-5`]:e.colors[t][5],[`--mantine-color-${r}-6`]:e.colors[t][6],[`--mantine-color-${r}-7`]:e.colors[t][7],[`--mantine-color-${r}-8`]:e.colors[t][8],[`--mantine-color-${r}-9`]:e.colors[t][9],...a}:a}let a=jt(e,`dark`),o={[`--mantine-color-${r}-text`]:`var(--mantine-color-${r}-4)`,[`--mantine-color-${r}-filled`]:`var(--mantine-color-${r}-${a})`,[`--mantine-color-${r}-filled-hover`]:`var(--mantine-color-${r}-${a===9?8:a+1})`,[`--mantine-color-${r}-light`]:Ut(e.colors[t][9],.5),[`--mantine-color-${r}-light-hover`]:Ut(e.colors[t][9],.3),[`--mantine-color-${r}-light-color`]:`var(--mantine-color-${r}-0)`,[`--mantine-color-${r}-outline`]:`var(--mantine-color-${r}-${Math.max(a-4,0)})`,[`--mantine-color-${r}-outline-hover`]:Kt(e.colors[t][Math.max(a-4,0)],.05)};return i?{[`--mantine-color-${r}-0`]:e.colors[t][0],[`--mantine-color-${r}-1`]:e.colors[t][1],[`--mantine-color-${r}-2`]:e.colors[t][2],[`--mantine-color-${r}-3`]:e.colors[t][3],[`--mantine-color-${r}-4`]:e.colors[t][4],[`--mantine-color-${r}-5`]:e.colors[t][5],[`--mantine-color-${r}-6`]:e.colors[t][6],[`--mantine-color-${r}-7`]:e.colors[t][7],[`--mantine-color-${r}-8`]:e.colors[t][8],[`--mantine-color-${r}-9`]:e.colors[t][9],...o}:o}function jn(e,t,n){l(t).forEach(r=>Object.assign(e,{[`--mantine-${n}-${r}`]:t[r]}))}var Mn=e=>{let t=jt(e,`light`),n=e.defaultRadius in e.radius?e.radius[e.defaultRadius]:_(e.defaultRadius),r={variables:{"--mantine-z-index-app":`100`,"--mantine-z-index-modal":`200`,"--mantine-z-index-popover":`300`,"--mantine-z-index-overlay":`400`,"--mantine-z-index-max":`9999`,"--mantine-scale":e.scale.toString(),"--mantine-cursor-type":e.cursorType,"--mantine-webkit-font-smoothing":e.fontSmoothing?`antialiased`:`unset`,"--mantine-moz-font-smoothing":e.fontSmoothing?`grayscale`:`unset`,"--mantine-color-white":e.white,"--mantine-color-black":e.black,"--mantine-line-height":e.lineHeights.md,"--mantine-font-family":e.fontFamily,"--mantine-font-family-monospace":e.fontFamilyMonospace,"--mantine-font-family-headings":e.headings.fontFamily,"--mantine-heading-font-weight":e.headings.fontWeight,"--mantine-heading-text-wrap":e.headings.textWrap,"--mantine-radius-default":n,"--mantine-primary-color-filled":`var(--mantine-color-${e.primaryColor}-filled)`,"--mantine-primary-color-filled-hover":`var(--mantine-color-${e.primaryColor}-filled-hover)`,"--mantine-primary-color-light":`var(--mantine-color-${e.primaryColor}-light)`,"--mantine-primary-color-light-hover":`var(--mantine-color-${e.primaryColor}-light-hover)`,"--mantine-primary-color-light-color":`var(--mantine-color-${e.primaryColor}-light-color)`},light:{"--mantine-color-scheme":`light`,"--mantine-primary-color-contrast":Xt(e,`light`),"--mantine-color-bright":`var(--mantine-color-black)`,"--mantine-color-text":e.black,"--mantine-color-body":e.white,"--mantine-color-error":`var(--mantine-color-red-6)`,"--mantine-color-success":`var(--mantine-color-teal-8)`,"--mantine-color-placeholder":`var(--mantine-color-gray-5)`,"--mantine-color-anchor":`var(--mantine-color-${e.primaryColor}-${t})`,"--mantine-color-default":`var(--mantine-color-white)`,"--mantine-color-default-hover":`var(--mantine-color-gray-0)`,"--mantine-color-default-color":`var(--mantine-color-black)`,"--mantine-color-default-border":`var(--mantine-color-gray-4)`,"--mantine-color-dimmed":`var(--mantine-color-gray-6)`,"--mantine-color-disabled":`var(--mantine-color-gray-2)`,"--mantine-color-disabled-color":`var(--mantine-color-gray-5)`,"--mantine-color-disabled-border":`var(--mantine-color-gray-3)`},dark:{"--mantine-color-scheme":`dark`,"--mantine-primary-color-contrast":Xt(e,`dark`),"--mantine-color-bright":`var(--mantine-color-white)`,"--mantine-color-text":`var(--mantine-color-dark-0)`,"--mantine-color-body":`var(--mantine-color-dark-7)`,"--mantine-color-error":`var(--mantine-color-red-8)`,"--mantine-color-success":`var(--mantine-color-teal-8)`,"--mantine-color-placeholder":`var(--mantine-color-dark-3)`,"--mantine-color-anchor":`var(--mantine-color-${e.primaryColor}-4)`,"--mantine-color-default":`var(--mantine-color-dark-6)`,"--mantine-color-default-hover":`var(--mantine-color-dark-5)`,"--mantine-color-default-color":`var(--mantine-color-white)`,"--mantine-color-default-border":`var(--mantine-color-dark-4)`,"--mantine-color-dimmed":`var(--mantine-color-dark-2)`,"--mantine-color-disabled":`var(--mantine-color-dark-6)`,"--mantine-color-disabled-color":`var(--mantine-color-dark-3)`,"--mantine-color-disabled-border":`var(--mantine-color-dark-4)`}};jn(r.variables,e.breakpoints,`breakpoint`),jn(r.variables,e.spacing,`spacing`),jn(r.variables,e.fontSizes,`font-size`),jn(r.variables,e.lineHeights,`line-height`),jn(r.variables,e.shadows,`shadow`),jn(r.variables,e.radius,`radius`),jn(r.variables,e.fontWeights,`font-weight`),e.colors[e.primaryColor].forEach((t,n)=>{r.variables[`--mantine-primary-color-${n}`]=`var(--mantine-color-${e.primaryColor}-${n})`}),l(e.colors).forEach(t=>{let n=e.colors[t];Ht(n)?(Object.assign(r.light,An({theme:e,name:n.name,color:n.light,colorScheme:`light`,withColorValues:!0})),Object.assign(r.dark,An({theme:e,name:n.name,color:n.dark,colorScheme:`dark`,withColorValues:!0})),r.light[`--mantine-color-${n.name}-contrast`]=Yt(n,e,`light`),r.dark[`--mantine-color-${n.name}-contrast`]=Yt(n,e,`dark`)):(n.forEach((e,n)=>{r.variables[`--mantine-color-${t}-${n}`]=e}),Object.assign(r.light,An({theme:e,color:t,colorScheme:`light`,withColorValues:!1})),Object.assign(r.dark,An({theme:e,color:t,colorScheme:`dark`,withColorValues:!1})))});let i=e.headings.sizes;return l(i).forEach(t=>{r.variables[`--mantine-${t}-font-size`]=i[t].fontSize,r.variables[`--mantine-${t}-line-height`]=i[t].lineHeight,r.variables[`--mantine-${t}-font-weight`]=i[t].fontWeight||e.headings.fontWeight}),r};function Nn(){let e=En(),t=tn(),n=l(e.breakpoints).reduce((t,n)=>{let r=e.breakpoints[n].includes(`px`),i=m(e.breakpoints[n]);return`${t}@media (max-width: ${r?`${i-.1}px`:v(i-.1)}) {.mantine-visible-from-${n} {display: none !important;}}@media (min-width: ${r?`${i}px`:v(i)}) {.mantine-hidden-from-${n} {display: none !important;}}`},``);return(0,U.jsx)(`style`,{"data-mantine-styles":`classes`,nonce:t?.(),dangerouslySetInnerHTML:{__html:n}})}function Pn({theme:e,generator:t}){let n=Mn(e),r=t?.(e);return r?d(n,r):n}var Fn=Mn(vn);function In(e){let t={variables:{},light:{},dark:{}};return l(e.variables).forEach(n=>{Fn.variables[n]!==e.variables[n]&&(t.variables[n]=e.variables[n])}),l(e.light).forEach(n=>{Fn.light[n]!==e.light[n]&&(t.light[n]=e.light[n])}),l(e.dark).forEach(n=>{Fn.dark[n]!==e.dark[n]&&(t.dark[n]=e.dark[n])}),t}function Ln(e){return kn({variables:{},dark:{"--mantine-color-scheme":`dark`},light:{"--mantine-color-scheme":`light`}},e)}function Rn({cssVariablesSelector:e,deduplicateCssVariables:t}){let n=En(),r=tn(),i=Pn({theme:n,generator:$t()}),a=(e===void 0||e===`:root`||e===`:host`)&&t,o=kn(a?In(i):i,e);return o?(0,U.jsx)(`style`,{"data-mantine-styles":!0,nonce:r?.(),dangerouslySetInnerHTML:{__html:`${o}${a?``:Ln(e)}`}}):null}Rn.displayName=`@mantine/CssVariables`;function zn({respectReducedMotion:e,getRootElement:t}){fe(()=>{e&&t()?.setAttribute(`data-respect-reduced-motion`,`true`)},[e])}function Bn({theme:e,children:t,getStyleNonce:n,withStaticClasses:r=!0,withGlobalClasses:i=!0,deduplicateCssVariables:a=!0,withCssVariables:o=!0,cssVariablesSelector:s,classNamesPrefix:c=`mantine`,colorSchemeManager:l=At(),defaultColorScheme:u=`light`,getRootElement:d=()=>document.documentElement,cssVariablesResolver:f,forceColorScheme:p,stylesTransform:m,env:h,deduplicateInlineStyles:g=!1}){let{colorScheme:_,setColorScheme:v,clearColorScheme:y}=fn({defaultColorScheme:u,forceColorScheme:p,manager:l,getRootElement:d});return zn({respectReducedMotion:e?.respectReducedMotion||!1,getRootElement:d}),(0,U.jsx)(Zt,{value:{colorScheme:_,setColorScheme:v,clearColorScheme:y,getRootElement:d,classNamesPrefix:c,getStyleNonce:n,cssVariablesResolver:f,cssVariablesSelector:s??`:root`,withStaticClasses:r,stylesTransform:m,env:h,deduplicateInlineStyles:g},children:(0,U.jsxs)(Dn,{theme:e,children:[o&&(0,U.jsx)(Rn,{cssVariablesSelector:s,deduplicateCssVariables:a}),i&&(0,U.jsx)(Nn,{}),t]})})}Bn.displayName=`@mantine/core/MantineProvider`;function W(e,t,n){let r=En(),i=(Array.isArray(e)?e:[e]).filter(Boolean),a={};for(let e of i){let t=r.components[e]?.defaultProps,n=typeof t==`function`?t(r):t;n&&(a={...a,...n})}return{...t,...a,...y(n)}}function Vn(e){return e}function Hn({classNames:e,styles:t,props:n,stylesCtx:r}){let i=En();return{resolvedClassNames:e===void 0?void 0:Dt({theme:i,classNames:e,props:n,stylesCtx:r||void 0}),resolvedStyles:t===void 0?void 0:Ot({theme:i,styles:t,props:n,stylesCtx:r||void 0})}}var Un={always:`mantine-focus-always`,auto:`mantine-focus-auto`,never:`mantine-focus-never`};function Wn({theme:e,options:t,unstyled:n}){return wt(t?.focusable&&!n&&(e.focusClassName||Un[e.focusRing]),t?.active&&!n&&e.activeClassName)}function Gn(e,t,n=1){if(Object.is(e,t))return!0;if(n===0||typeof e!=`object`||typeof t!=`object`||e===null||t===null)return!1;if(Array.isArray(e)||Array.isArray(t)){if(!Array.isArray(e)||!Array.isArray(t)||e.length!==t.length)return!1;for(let r=0;r<e.length;r+=1)if(!Gn(e[r],t[r],n-1))return!1;return!0}let r=Object.keys(e);if(r.length!==Object.keys(t).length)return!1;for(let i of r)if(!Object.hasOwn(t,i)||!Gn(e[i],t[i],n-1))return!1;return!0}function Kn({selector:e,stylesCtx:t,options:n,props:r,theme:i}){return Dt({theme:i,classNames:n?.classNames,props:n?.props||r,stylesCtx:t})[e]}function qn({selector:e,stylesCtx:t,theme:n,classNames:r,props:i}){return Dt({theme:n,classNames:r,props:i,stylesCtx:t})[e]}function Jn({rootSelector:e,selector:t,className:n}){return e===t?n:void 0}function Yn({selector:e,classes:t,unstyled:n}){return n?void 0:t[e]}function Xn({themeName:e,classNamesPrefix:t,selector:n,withStaticClass:r}){return r===!1?[]:e.map(e=>`${t}-${e}-${n}`)}function Zn({options:e,classes:t,selector:n,unstyled:r}){return e?.variant&&!r?t[`${n}--${e.variant}`]:void 0}function Qn({theme:e,options:t,themeName:n,selector:r,classNamesPrefix:i,resolvedClassNames:a,resolvedThemeClassNames:o,classes:s,unstyled:c,className:l,rootSelector:u,props:d,stylesCtx:f,withStaticClasses:p,headless:m,transformedStyles:h}){return wt(Wn({theme:e,options:t,unstyled:c||m}),o.map(e=>e[r]),Zn({options:t,classes:s,selector:r,unstyled:c||m}),a[r],qn({selector:r,stylesCtx:f,theme:e,classNames:h,props:d}),Kn({selector:r,stylesCtx:f,options:t,props:d,theme:e}),Jn({rootSelector:u,selector:r,className:l}),Yn({selector:r,classes:s,unstyled:c||m}),p&&!m&&Xn({themeName:n,classNamesPrefix:i,selector:r,withStaticClass:t?.withStaticClass}),t?.className)}function $n({style:e,theme:t}){return Array.isArray(e)?e.reduce((e,n)=>({...e,...$n({style:n,theme:t})}),{}):typeof e==`function`?e(t):e??{}}function er({theme:e,selector:t,options:n,props:r,stylesCtx:i,rootSelector:a,withStylesTransform:o,resolvedStyles:s,resolvedThemeStyles:c,resolvedVars:l,resolvedRootStyle:u}){return{...c[t],...s[t],...!o&&Ot({theme:e,styles:n?.styles,props:n?.props||r,stylesCtx:i})[t],...l[t],...a===t?u:null,...$n({style:n?.style,theme:e})}}function tr(e){return e.reduce((e,t)=>(t&&Object.keys(t).forEach(n=>{e[n]={...e[n],...y(t[n])}}),e),{})}function nr({props:e,stylesCtx:t,themeName:n,theme:r}){let i=on()?.();return{getTransformedStyles:a=>i?[...a.map(n=>i(n,{props:e,theme:r,ctx:t})),...n.map(n=>i(r.components[n]?.styles,{props:e,theme:r,ctx:t}))].filter(Boolean):[],withStylesTransform:!!i}}function G({name:e,classes:t,props:n,stylesCtx:r,className:i,style:a,rootSelector:o=`root`,unstyled:s,classNames:c,styles:l,vars:u,varsResolver:d,attributes:f,stable:p}){let m=En(),h=en(),g=nn(),_=rn(),v=(Array.isArray(e)?e:[e]).filter(e=>e),{withStylesTransform:y,getTransformedStyles:b}=nr({props:n,stylesCtx:r,themeName:v,theme:m}),x=Dt({theme:m,classNames:c,props:n,stylesCtx:r}),S=v.map(e=>Dt({theme:m,classNames:m.components[e]?.classNames,props:n,stylesCtx:r})),C=y?{}:Ot({theme:m,styles:l,props:n,stylesCtx:r}),w={};if(!y)for(let e of v){let t=Ot({theme:m,styles:m.components[e]?.styles,props:n,stylesCtx:r});for(let e of Object.keys(t))w[e]={...w[e],...t[e]}}let T=tr([_?{}:d?.(m,n,r),...v.map(e=>m.components?.[e]?.vars?.(m,n,r)),u?.(m,n,r)]),E=$n({style:a,theme:m});return rr((e,a)=>({...f?.[e],className:Qn({theme:m,options:a,themeName:v,selector:e,classNamesPrefix:h,resolvedClassNames:x,resolvedThemeClassNames:S,classes:t,unstyled:s,className:i,rootSelector:o,props:n,stylesCtx:r,withStaticClasses:g,headless:_,transformedStyles:b([a?.styles,l])}),style:er({theme:m,selector:e,options:a,props:n,stylesCtx:r,rootSelector:o,withStylesTransform:y,resolvedStyles:C,resolvedThemeStyles:w,resolvedVars:T,resolvedRootStyle:E})}),!!p,[m,h,g,_,y?n:null,t,s,i,o,f,r,x,S,C,w,T,E])}function rr(e,t,n){let r=(0,C.useRef)(null);return t?(r.current&&Gn(r.current.deps,n,3)||(r.current={deps:n,getStyles:e}),r.current.getStyles):e}function ir(e){return l(e).reduce((t,n)=>e[n]===void 0?t:`${t}${f(n)}:${e[n]};`,``).trim()}function ar({selector:e,styles:t,media:n,container:r}){let i=t?ir(t):``,a=Array.isArray(n)?n.map(t=>`@media${t.query}{${e}{${ir(t.styles)}}}`):[],o=Array.isArray(r)?r.map(t=>`@container ${t.query}{${e}{${ir(t.styles)}}}`):[];return`${i?`${e}{${i}}`:``}${a.join(``)}${o.join(``)}`.trim()}function or(e){let t=5381;for(let n=0;n<e.length;n++)t=(t<<5)+t+e.charCodeAt(n)|0;return(t>>>0).toString(36)}function sr({deduplicate:e,...t}){let n=tn(),r=ar(t);return e?(0,U.jsx)(`style`,{href:`mantine-${or(r)}`,precedence:`mantine`,nonce:n?.(),children:r}):(0,U.jsx)(`style`,{"data-mantine-styles":`inline`,nonce:n?.(),dangerouslySetInnerHTML:{__html:r}})}function cr(e){let t=5381;for(let n=0;n<e.length;n++)t=(t<<5)+t+e.charCodeAt(n)|0;return(t>>>0).toString(36)}function lr(e,t){return`__mdi__-${cr(`${e?ir(e):``}|${Array.isArray(t)?t.map(e=>`${e.query}:${ir(e.styles)}`).join(`|`):``}`)}`}function ur(e){let{m:t,mx:n,my:r,mt:i,mb:a,ml:o,mr:s,me:c,ms:l,mis:u,mie:d,p:f,px:p,py:m,pt:h,pb:g,pl:_,pr:v,pe:b,ps:x,pis:S,pie:C,bd:w,bdrs:T,bg:E,c:D,opacity:O,ff:k,fz:A,fw:j,lts:M,ta:N,lh:ee,fs:P,tt:te,td:ne,w:F,miw:re,maw:ie,h:I,mih:ae,mah:oe,bgsz:se,bgp:ce,bgr:le,bga:ue,pos:de,top:L,left:R,bottom:fe,right:pe,inset:me,display:he,flex:z,hiddenFrom:B,visibleFrom:ge,lightHidden:_e,darkHidden:ve,sx:ye,...be}=e;return{styleProps:y({m:t,mx:n,my:r,mt:i,mb:a,ml:o,mr:s,me:c,ms:l,mis:u,mie:d,p:f,px:p,py:m,pt:h,pb:g,pl:_,pr:v,pis:S,pie:C,pe:b,ps:x,bd:w,bg:E,c:D,opacity:O,ff:k,fz:A,fw:j,lts:M,ta:N,lh:ee,fs:P,tt:te,td:ne,w:F,miw:re,maw:ie,h:I,mih:ae,mah:oe,bgsz:se,bgp:ce,bgr:le,bga:ue,pos:de,top:L,left:R,bottom:fe,right:pe,inset:me,display:he,flex:z,bdrs:T,hiddenFrom:B,visibleFrom:ge,lightHidden:_e,darkHidden:ve,sx:ye}),rest:be}}var dr={m:{type:`spacing`,property:`margin`},mt:{type:`spacing`,property:`marginTop`},mb:{type:`spacing`,property:`marginBottom`},ml:{type:`spacing`,property:`marginLeft`},mr:{type:`spacing`,property:`marginRight`},ms:{type:`spacing`,property:`marginInlineStart`},me:{type:`spacing`,property:`marginInlineEnd`},mis:{type:`spacing`,property:`marginInlineStart`},mie:{type:`spacing`,property:`marginInlineEnd`},mx:{type:`spacing`,property:`marginInline`},my:{type:`spacing`,property:`marginBlock`},p:{type:`spacing`,property:`padding`},pt:{type:`spacing`,property:`paddingTop`},pb:{type:`spacing`,property:`paddingBottom`},pl:{type:`spacing`,property:`paddingLeft`},pr:{type:`spacing`,property:`paddingRight`},ps:{type:`spacing`,property:`paddingInlineStart`},pe:{type:`spacing`,property:`paddingInlineEnd`},pis:{type:`spacing`,property:`paddingInlineStart`},pie:{type:`spacing`,property:`paddingInlineEnd`},px:{type:`spacing`,property:`paddingInline`},py:{type:`spacing`,property:`paddingBlock`},bd:{type:`border`,property:`border`},bdrs:{type:`radius`,property:`borderRadius`},bg:{type:`color`,property:`background`},c:{type:`textColor`,property:`color`},opacity:{type:`identity`,property:`opacity`},ff:{type:`fontFamily`,property:`fontFamily`},fz:{type:`fontSize`,property:`fontSize`},fw:{type:`identity`,property:`fontWeight`},lts:{type:`size`,property:`letterSpacing`},ta:{type:`identity`,property:`textAlign`},lh:{type:`lineHeight`,property:`lineHeight`},fs:{type:`identity`,property:`fontStyle`},tt:{type:`identity`,property:`textTransform`},td:{type:`identity`,property:`textDecoration`},w:{type:`spacing`,property:`width`},miw:{type:`spacing`,property:`minWidth`},maw:{type:`spacing`,property:`maxWidth`},h:{type:`spacing`,property:`height`},mih:{type:`spacing`,property:`minHeight`},mah:{type:`spacing`,property:`maxHeight`},bgsz:{type:`size`,property:`backgroundSize`},bgp:{type:`identity`,property:`backgroundPosition`},bgr:{type:`identity`,property:`backgroundRepeat`},bga:{type:`identity`,property:`backgroundAttachment`},pos:{type:`identity`,property:`position`},top:{type:`size`,property:`top`},left:{type:`size`,property:`left`},bottom:{type:`size`,property:`bottom`},right:{type:`size`,property:`right`},inset:{type:`size`,property:`inset`},display:{type:`identity`,property:`display`},flex:{type:`identity`,property:`flex`}};function fr(e,t){let n=Vt({color:e,theme:t});return n.color===`dimmed`?`var(--mantine-color-dimmed)`:n.color===`bright`?`var(--mantine-color-bright)`:n.variable?`var(${n.variable})`:n.color}function pr(e,t){let n=Vt({color:e,theme:t});return n.isThemeColor&&n.shade===void 0?`var(--mantine-color-${n.color}-text)`:fr(e,t)}function mr(e,t){if(typeof e==`number`)return _(e);if(typeof e==`string`){let[n,r,...i]=e.split(` `).filter(e=>e.trim()!==``),a=`${_(n)}`;return r&&(a+=` ${r}`),i.length>0&&(a+=` ${fr(i.join(` `),t)}`),a.trim()}return e}var hr={text:`var(--mantine-font-family)`,mono:`var(--mantine-font-family-monospace)`,monospace:`var(--mantine-font-family-monospace)`,heading:`var(--mantine-font-family-headings)`,headings:`var(--mantine-font-family-headings)`};function gr(e){return typeof e==`string`&&e in hr?hr[e]:e}var _r=[`h1`,`h2`,`h3`,`h4`,`h5`,`h6`];function vr(e,t){return typeof e==`string`&&e in t.fontSizes?`var(--mantine-font-size-${e})`:typeof e==`string`&&_r.includes(e)?`var(--mantine-${e}-font-size)`:typeof e==`number`||typeof e==`string`?_(e):e}function yr(e){return e}var br=[`h1`,`h2`,`h3`,`h4`,`h5`,`h6`];function xr(e,t){return typeof e==`string`&&e in t.lineHeights?`var(--mantine-line-height-${e})`:typeof e==`string`&&br.includes(e)?`var(--mantine-${e}-line-height)`:e}function Sr(e,t){return typeof e==`string`&&e in t.radius?`var(--mantine-radius-${e})`:typeof e==`number`||typeof e==`string`?_(e):e}function Cr(e){return typeof e==`number`?_(e):e}function wr(e,t){if(typeof e==`number`)return _(e);if(typeof e==`string`){let n=e.replace(`-`,``);if(!(n in t.spacing))return _(e);let r=`--mantine-spacing-${n}`;return e.startsWith(`-`)?`calc(var(${r}) * -1)`:`var(${r})`}return e}var Tr={color:fr,textColor:pr,fontSize:vr,spacing:wr,radius:Sr,identity:yr,size:Cr,lineHeight:xr,fontFamily:gr,border:mr};function Er(e){return e.replace(`(min-width: `,``).replace(`em)`,``)}function Dr({media:e,...t}){let n=Object.keys(e).sort((e,t)=>Number(Er(e))-Number(Er(t))).map(t=>({query:t,styles:e[t]}));return{...t,media:n}}function Or(e){if(typeof e!=`object`||!e)return!1;let t=Object.keys(e);return t.length!==1||t[0]!==`base`}function kr(e){return typeof e==`object`&&e?`base`in e?e.base:void 0:e}function Ar(e){return typeof e==`object`&&e?l(e).filter(e=>e!==`base`):[]}function jr(e,t){return typeof e==`object`&&e&&t in e?e[t]:e}function Mr({styleProps:e,data:t,theme:n}){return Dr(l(e).reduce((r,i)=>{if(i===`hiddenFrom`||i===`visibleFrom`||i===`sx`)return r;let a=t[i],o=Array.isArray(a.property)?a.property:[a.property],s=kr(e[i]);if(!Or(e[i]))return o.forEach(e=>{r.inlineStyles[e]=Tr[a.type](s,n)}),r;r.hasResponsiveStyles=!0;let c=Ar(e[i]);return o.forEach(t=>{s!=null&&(r.styles[t]=Tr[a.type](s,n)),c.forEach(o=>{let s=`(min-width: ${n.breakpoints[o]})`;r.media[s]={...r.media[s],[t]:Tr[a.type](jr(e[i],o),n)}})}),r},{hasResponsiveStyles:!1,styles:{},inlineStyles:{},media:{}}))}function Nr(){return`__m__-${(0,C.useId)().replace(/[:«»]/g,``)}`}function Pr(e,t){return Array.isArray(e)?[...e].reduce((e,n)=>({...e,...Pr(n,t)}),{}):typeof e==`function`?e(t):e??{}}function Fr(e){return e}var Ir=Fr;function Lr(e){return e}function K(e){let t=e;return t.extend=Lr,t.withProps=e=>{let n=n=>(0,U.jsx)(t,{...e,...n});return n.extend=t.extend,n.displayName=`WithProps(${t.displayName})`,n},t}function Rr(e){return K(e)}function zr(e){let t=e;return t.withProps=e=>{let n=n=>(0,U.jsx)(t,{...e,...n});return n.extend=t.extend,n.displayName=`WithProps(${t.displayName})`,n},t.extend=Lr,t}function Br(e){return`data-${(e.startsWith(`data-`)?e.slice(5):e).replace(/([a-z])([A-Z])/g,`$1-$2`).toLowerCase()}`}function Vr(e){return Object.keys(e).reduce((t,n)=>{let r=e[n];return r===void 0||r===``||r===!1||r===null||(t[Br(n)]=e[n]),t},{})}function Hr(e){return e?typeof e==`string`?{[Br(e)]:!0}:Array.isArray(e)?[...e].reduce((e,t)=>({...e,...Hr(t)}),{}):Vr(e):null}function Ur(e,t){return Array.isArray(e)?[...e].reduce((e,n)=>({...e,...Ur(n,t)}),{}):typeof e==`function`?e(t):e??{}}function Wr({theme:e,style:t,vars:n,styleProps:r}){let i=Ur(t,e),a=Ur(n,e);return{...i,...a,...r}}function Gr({component:e,style:t,__vars:n,className:r,variant:i,mod:a,size:o,hiddenFrom:s,visibleFrom:c,lightHidden:l,darkHidden:u,renderRoot:d,__size:f,ref:p,...m}){let h=En(),g=e||`div`,{styleProps:_,rest:v}=ur(m),y=an()?.()?.(_.sx),x=Nr(),S=Mr({styleProps:_,theme:h,data:dr}),C=cn(),w=C&&S.hasResponsiveStyles?lr(S.styles,S.media):x,T={ref:p,style:Wr({theme:h,style:t,vars:n,styleProps:S.inlineStyles}),className:wt(r,y,{[w]:S.hasResponsiveStyles,"mantine-light-hidden":l,"mantine-dark-hidden":u,[`mantine-hidden-from-${s}`]:s,[`mantine-visible-from-${c}`]:c}),"data-variant":i,"data-size":b(o)?void 0:o||void 0,size:f,...Hr(a),...v};return(0,U.jsxs)(U.Fragment,{children:[S.hasResponsiveStyles&&(0,U.jsx)(sr,{selector:`.${w}`,styles:S.styles,media:S.media,deduplicate:C}),typeof d==`function`?d(T):(0,U.jsx)(g,{...T})]})}Gr.displayName=`@mantine/core/Box`;var q=Ir(Gr),Kr=(0,C.createContext)({dir:`ltr`,toggleDirection:()=>{},setDirection:()=>{}});function qr(){return(0,C.use)(Kr)}var Jr={transitionDuration:200,transitionTimingFunction:`ease`,animateOpacity:!0,orientation:`vertical`,keepMounted:!0,keepMountedMode:`activity`},Yr=K(e=>{let{children:t,expanded:n,transitionDuration:r,transitionTimingFunction:i,style:a,onTransitionEnd:o,onTransitionStart:s,animateOpacity:c,keepMounted:l,keepMountedMode:u,ref:d,orientation:f,...p}=W(`Collapse`,Jr,e),m=sn(),h=En(),g=We(),_=h.respectReducedMotion&&g?0:r,v=(f===`horizontal`?mt:dt)({expanded:n,transitionDuration:_,transitionTimingFunction:i,onTransitionEnd:o,onTransitionStart:s,keepMounted:!1});if(_===0)return l===!0&&(u===`display-none`||m!==`test`)?u===`display-none`?(0,U.jsx)(q,{...p,style:{...Pr(a,h),...n?{}:{display:`none`}},ref:d,children:t}):(0,U.jsx)(C.Activity,{mode:n?`visible`:`hidden`,children:(0,U.jsx)(q,{...p,style:a,ref:d,children:t})}):n?(0,U.jsx)(q,{...p,style:a,ref:d,children:t}):null;let y=v.state===`exited`,b;return b=l===!1?y?null:t:l===!0?u===`display-none`?t:(0,U.jsx)(C.Activity,{mode:y?`hidden`:`visible`,children:t}):t,(0,U.jsx)(q,{...p,...v.getCollapseProps({style:{opacity:n||!c?1:0,transition:c?`opacity ${_}ms ${i}`:`none`,...Pr(a,h),...l&&u===`display-none`&&y?{display:`none`}:{}},ref:d}),children:b})});Yr.displayName=`@mantine/core/Collapse`;function Xr(){return typeof window<`u`}function Zr(e){return ei(e)?(e.nodeName||``).toLowerCase():`#document`}function Qr(e){var t;return(e==null||(t=e.ownerDocument)==null?void 0:t.defaultView)||window}function $r(e){return((ei(e)?e.ownerDocument:e.document)||window.document)?.documentElement}function ei(e){return Xr()?e instanceof Node||e instanceof Qr(e).Node:!1}function ti(e){return Xr()?e instanceof Element||e instanceof Qr(e).Element:!1}function ni(e){return Xr()?e instanceof HTMLElement||e instanceof Qr(e).HTMLElement:!1}function ri(e){return!Xr()||typeof ShadowRoot>`u`?!1:e instanceof ShadowRoot||e instanceof Qr(e).ShadowRoot}function ii(e){let{overflow:t,overflowX:n,overflowY:r,display:i}=hi(e);return/auto|scroll|overlay|hidden|clip/.test(t+r+n)&&i!==`inline`&&i!==`contents`}function ai(e){return/^(table|td|th)$/.test(Zr(e))}function oi(e){try{if(e.matches(`:popover-open`))return!0}catch{}try{return e.matches(`:modal`)}catch{return!1}}var si=/transform|translate|scale|rotate|perspective|filter/,ci=/paint|layout|strict|content/,li=e=>!!e&&e!==`none`,ui;function di(e){let t=ti(e)?hi(e):e;return li(t.transform)||li(t.translate)||li(t.scale)||li(t.rotate)||li(t.perspective)||!pi()&&(li(t.backdropFilter)||li(t.filter))||si.test(t.willChange||``)||ci.test(t.contain||``)}function fi(e){let t=_i(e);for(;ni(t)&&!mi(t);){if(di(t))return t;if(oi(t))return null;t=_i(t)}return null}function pi(){return ui??=typeof CSS<`u`&&CSS.supports&&CSS.supports(`-webkit-backdrop-filter`,`none`),ui}function mi(e){return/^(html|body|#document)$/.test(Zr(e))}function hi(e){return Qr(e).getComputedStyle(e)}function gi(e){return ti(e)?{scrollLeft:e.scrollLeft,scrollTop:e.scrollTop}:{scrollLeft:e.scrollX,scrollTop:e.scrollY}}function _i(e){if(Zr(e)===`html`)return e;let t=e.assignedSlot||e.parentNode||ri(e)&&e.host||$r(e);return ri(t)?t.host:t}function vi(e){let t=_i(e);return mi(t)?(e.ownerDocument||e).body:ni(t)&&ii(t)?t:vi(t)}function yi(e,t,n){t===void 0&&(t=[]),n===void 0&&(n=!0);let r=vi(e),i=r===e.ownerDocument?.body,a=Qr(r);if(i){let e=bi(a);return t.concat(a,a.visualViewport||[],ii(r)?r:[],e&&n?yi(e):[])}return t.concat(r,yi(r,[],n))}function bi(e){return e.parent&&Object.getPrototypeOf(e.parent)?e.frameElement:null}var xi=[`top`,`right`,`bottom`,`left`],Si=Math.min,Ci=Math.max,wi=Math.round,Ti=Math.floor,Ei=e=>({x:e,y:e}),Di={left:`right`,right:`left`,bottom:`top`,top:`bottom`};function Oi(e,t,n){return Ci(e,Si(t,n))}function ki(e,t){return typeof e==`function`?e(t):e}function Ai(e){return e.split(`-`)[0]}function ji(e){return e.split(`-`)[1]}function Mi(e){return e===`x`?`y`:`x`}function Ni(e){return e===`y`?`height`:`width`}function Pi(e){let t=e[0];return t===`t`||t===`b`?`y`:`x`}function Fi(e){return Mi(Pi(e))}function Ii(e,t,n){n===void 0&&(n=!1);let r=ji(e),i=Fi(e),a=Ni(i),o=i===`x`?r===(n?`end`:`start`)?`right`:`left`:r===`start`?`bottom`:`top`;return t.reference[a]>t.floating[a]&&(o=Gi(o)),[o,Gi(o)]}function Li(e){let t=Gi(e);return[Ri(e),t,Ri(t)]}function Ri(e){return e.includes(`start`)?e.replace(`start`,`end`):e.replace(`end`,`start`)}var zi=[`left`,`right`],Bi=[`right`,`left`],Vi=[`top`,`bottom`],Hi=[`bottom`,`top`];function Ui(e,t,n){switch(e){case`top`:case`bottom`:return n?t?Bi:zi:t?zi:Bi;case`left`:case`right`:return t?Vi:Hi;default:return[]}}function Wi(e,t,n,r){let i=ji(e),a=Ui(Ai(e),n===`start`,r);return i&&(a=a.map(e=>e+`-`+i),t&&(a=a.concat(a.map(Ri)))),a}function Gi(e){let t=Ai(e);return Di[t]+e.slice(t.length)}function Ki(e){return{top:e.top??0,right:e.right??0,bottom:e.bottom??0,left:e.left??0}}function qi(e){return typeof e==`number`?{top:e,right:e,bottom:e,left:e}:Ki(e)}function Ji(e){let{x:t,y:n,width:r,height:i}=e;return{width:r,height:i,top:n,left:t,right:t+r,bottom:n+i,x:t,y:n}}function Yi(e,t){if(!e||!t)return!1;let n=t.getRootNode==null?void 0:t.getRootNode();if(e.contains(t))return!0;if(n&&ri(n)){let n=t;for(;n;){if(e===n)return!0;n=n.parentNode||n.host}}return!1}function J(e){return e?.ownerDocument||document}function Xi(e,t){let n=[`mouse`,`pen`];return t||n.push(``,void 0),n.includes(e)}var Zi=typeof document<`u`?C.useLayoutEffect:function(){},Qi={...C};function $i(e){let t=C.useRef(e);return Zi(()=>{t.current=e}),t}var ea=Qi.useInsertionEffect||(e=>e());function ta(e){let t=C.useRef(()=>{});return ea(()=>{t.current=e}),C.useCallback(function(){var e=[...arguments];return t.current==null?void 0:t.current(...e)},[])}function na(e,t,n){let{reference:r,floating:i}=e,a=Pi(t),o=Fi(t),s=Ni(o),c=Ai(t),l=a===`y`,u=r.x+r.width/2-i.width/2,d=r.y+r.height/2-i.height/2,f=r[s]/2-i[s]/2,p;switch(c){case`top`:p={x:u,y:r.y-i.height};break;case`bottom`:p={x:u,y:r.y+r.height};break;case`right`:p={x:r.x+r.width,y:d};break;case`left`:p={x:r.x-i.width,y:d};break;default:p={x:r.x,y:r.y}}let m=ji(t);return m&&(p[o]+=f*(m===`end`?1:-1)*(n&&l?-1:1)),p}async function ra(e,t){t===void 0&&(t={});let{x:n,y:r,platform:i,rects:a,elements:o,strategy:s}=e,{boundary:c=`clippingAncestors`,rootBoundary:l=`viewport`,elementContext:u=`floating`,altBoundary:d=!1,padding:f=0}=ki(t,e),p=qi(f),m=o[d?u===`floating`?`reference`:`floating`:u],h=Ji(await i.getClippingRect({element:await(i.isElement==null?void 0:i.isElement(m))??!0?m:m.contextElement||await(i.getDocumentElement==null?void 0:i.getDocumentElement(o.floating)),boundary:c,rootBoundary:l,strategy:s})),g=u===`floating`?{x:n,y:r,width:a.floating.width,height:a.floating.height}:a.reference,_=await(i.getOffsetParent==null?void 0:i.getOffsetParent(o.floating)),v=await(i.isElement==null?void 0:i.isElement(_))&&await(i.getScale==null?void 0:i.getScale(_))||{x:1,y:1},y=Ji(i.convertOffsetParentRelativeRectToViewportRelativeRect?await i.convertOffsetParentRelativeRectToViewportRelativeRect({elements:o,rect:g,offsetParent:_,strategy:s}):g);return{top:(h.top-y.top+p.top)/v.y,bottom:(y.bottom-h.bottom+p.bottom)/v.y,left:(h.left-y.left+p.left)/v.x,right:(y.right-h.right+p.right)/v.x}}var ia=50,aa=async(e,t,n)=>{let{placement:r=`bottom`,strategy:i=`absolute`,middleware:a=[],platform:o}=n,s=o.detectOverflow?o:{...o,detectOverflow:ra},c=await(o.isRTL==null?void 0:o.isRTL(t)),l=await o.getElementRects({reference:e,floating:t,strategy:i}),{x:u,y:d}=na(l,r,c),f=r,p=0,m={};for(let n=0;n<a.length;n++){let h=a[n];if(!h)continue;let{name:g,fn:_}=h,{x:v,y,data:b,reset:x}=await _({x:u,y:d,initialPlacement:r,placement:f,strategy:i,middlewareData:m,rects:l,platform:s,elements:{reference:e,floating:t}});u=v??u,d=y??d,m[g]={...m[g],...b},x&&p<ia&&(p++,typeof x==`object`&&(x.placement&&(f=x.placement),x.rects&&(l=x.rects===!0?await o.getElementRects({reference:e,floating:t,strategy:i}):x.rects),{x:u,y:d}=na(l,f,c)),n=-1)}return{x:u,y:d,placement:f,strategy:i,middlewareData:m}},oa=e=>({name:`arrow`,options:e,async fn(t){let{x:n,y:r,placement:i,rects:a,platform:o,elements:s,middlewareData:c}=t,{element:l,padding:u=0}=ki(e,t)||{};if(l==null)return{};let d=qi(u),f={x:n,y:r},p=Fi(i),m=Ni(p),h=await o.getDimensions(l),g=p===`y`,_=g?`top`:`left`,v=g?`bottom`:`right`,y=g?`clientHeight`:`clientWidth`,b=a.reference[m]+a.reference[p]-f[p]-a.floating[m],x=f[p]-a.reference[p],S=await(o.getOffsetParent==null?void 0:o.getOffsetParent(l)),C=S?S[y]:0;C&&await(o.isElement==null?void 0:o.isElement(S))||(C=s.floating[y]||a.floating[m]);let w=b/2-x/2,T=C/2-h[m]/2-1,E=Si(d[_],T),D=Si(d[v],T),O=C-h[m]-D,k=C/2-h[m]/2+w,A=Oi(E,k,O),j=!c.arrow&&ji(i)!=null&&k!==A&&a.reference[m]/2-(k<E?E:D)-h[m]/2<0,M=j?k<E?k-E:k-O:0;return{[p]:f[p]+M,data:{[p]:A,centerOffset:k-A-M,...j&&{alignmentOffset:M}},reset:j}}}),sa=function(e){return e===void 0&&(e={}),{name:`flip`,options:e,async fn(t){var n;let{placement:r,middlewareData:i,rects:a,initialPlacement:o,platform:s,elements:c}=t,{mainAxis:l=!0,crossAxis:u=!0,fallbackPlacements:d,fallbackStrategy:f=`bestFit`,fallbackAxisSideDirection:p=`none`,flipAlignment:m=!0,...h}=ki(e,t);if((n=i.arrow)!=null&&n.alignmentOffset)return{};let g=Ai(r),_=Pi(o),v=Ai(o)===o,y=await(s.isRTL==null?void 0:s.isRTL(c.floating)),b=d||(v||!m?[Gi(o)]:Li(o)),x=p!==`none`;!d&&x&&b.push(...Wi(o,m,p,y));let S=[o,...b],C=await s.detectOverflow(t,h),w=[],T=i.flip?.overflows||[];if(l&&w.push(C[g]),u){let e=Ii(r,a,y);w.push(C[e[0]],C[e[1]])}if(T=[...T,{placement:r,overflows:w}],!w.every(e=>e<=0)){let e=(i.flip?.index||0)+1,t=S[e];if(t&&(u!==`alignment`||_===Pi(t)||T.every(e=>Pi(e.placement)!==_||e.overflows[0]>0)))return{data:{index:e,overflows:T},reset:{placement:t}};let n=T.filter(e=>e.overflows[0]<=0).sort((e,t)=>e.overflows[1]-t.overflows[1])[0]?.placement;if(!n)switch(f){case`bestFit`:{let e=T.filter(e=>{if(x){let t=Pi(e.placement);return t===_||t===`y`}return!0}).map(e=>[e.placement,e.overflows.filter(e=>e>0).reduce((e,t)=>e+t,0)]).sort((e,t)=>e[1]-t[1])[0]?.[0];e&&(n=e);break}case`initialPlacement`:n=o}if(r!==n)return{reset:{placement:n}}}return{}}}};function ca(e,t){return{top:e.top-t.height,right:e.right-t.width,bottom:e.bottom-t.height,left:e.left-t.width}}function la(e){return xi.some(t=>e[t]>=0)}var ua=function(e){return e===void 0&&(e={}),{name:`hide`,options:e,async fn(t){let{rects:n,platform:r}=t,{strategy:i=`referenceHidden`,...a}=ki(e,t);switch(i){case`referenceHidden`:{let e=ca(await r.detectOverflow(t,{...a,elementContext:`reference`}),n.reference);return{data:{referenceHiddenOffsets:e,referenceHidden:la(e)}}}case`escaped`:{let e=ca(await r.detectOverflow(t,{...a,altBoundary:!0}),n.floating);return{data:{escapedOffsets:e,escaped:la(e)}}}default:return{}}}}};function da(e){let t=Si(...e.map(e=>e.left)),n=Si(...e.map(e=>e.top)),r=Ci(...e.map(e=>e.right)),i=Ci(...e.map(e=>e.bottom));return{x:t,y:n,width:r-t,height:i-n}}function fa(e){let t=e.slice().sort((e,t)=>e.y-t.y),n=[],r=null;for(let e=0;e<t.length;e++){let i=t[e];!r||i.y-r.y>r.height/2?n.push([i]):n[n.length-1].push(i),r=i}return n.map(e=>Ji(da(e)))}var pa=function(e){return e===void 0&&(e={}),{name:`inline`,options:e,async fn(t){let{placement:n,elements:r,rects:i,platform:a,strategy:o}=t,{padding:s=2,x:c,y:l}=ki(e,t),u=Array.from(await(a.getClientRects==null?void 0:a.getClientRects(r.reference))||[]);if(!u.length)return{};let d=fa(u),f=Ji(da(u)),p=qi(s);function m(){if(d.length===2&&(d[0].left>d[1].right||d[1].left>d[0].right)&&c!=null&&l!=null)return d.find(e=>c>e.left-p.left&&c<e.right+p.right&&l>e.top-p.top&&l<e.bottom+p.bottom)||f;if(d.length>=2){if(Pi(n)===`y`){let e=d[0],t=d[d.length-1],r=Ai(n)===`top`,i=e.top,a=t.bottom,o=r?e.left:t.left;return Ji({x:o,y:i,width:(r?e.right:t.right)-o,height:a-i})}let e=Ai(n)===`left`,t=Ci(...d.map(e=>e.right)),r=Si(...d.map(e=>e.left)),i=d.filter(n=>e?n.left===r:n.right===t),a=i[0].top,o=i[i.length-1].bottom;return Ji({x:r,y:a,width:t-r,height:o-a})}return f}let h=await a.getElementRects({reference:{getBoundingClientRect:m},floating:r.floating,strategy:o});return i.reference.x!==h.reference.x||i.reference.y!==h.reference.y||i.reference.width!==h.reference.width||i.reference.height!==h.reference.height?{reset:{rects:h}}:{}}}},ma=new Set([`left`,`top`]);async function ha(e,t){let{placement:n,platform:r,elements:i}=e,a=await(r.isRTL==null?void 0:r.isRTL(i.floating)),o=Ai(n),s=ji(n),c=Pi(n)===`y`,l=ma.has(o)?-1:1,u=a&&c?-1:1,d=ki(t,e),{mainAxis:f,crossAxis:p,alignmentAxis:m}=typeof d==`number`?{mainAxis:d,crossAxis:0,alignmentAxis:null}:{mainAxis:d.mainAxis||0,crossAxis:d.crossAxis||0,alignmentAxis:d.alignmentAxis};return s&&typeof m==`number`&&(p=s===`end`?m*-1:m),c?{x:p*u,y:f*l}:{x:f*l,y:p*u}}var ga=function(e){return e===void 0&&(e=0),{name:`offset`,options:e,async fn(t){var n;let{x:r,y:i,placement:a,middlewareData:o}=t,s=await ha(t,e);return a===o.offset?.placement&&(n=o.arrow)!=null&&n.alignmentOffset?{}:{x:r+s.x,y:i+s.y,data:{...s,placement:a}}}}},_a=function(e){return e===void 0&&(e={}),{name:`shift`,options:e,async fn(t){let{x:n,y:r,placement:i,platform:a}=t,{mainAxis:o=!0,crossAxis:s=!1,limiter:c={fn:e=>{let{x:t,y:n}=e;return{x:t,y:n}}},...l}=ki(e,t),u={x:n,y:r},d=await a.detectOverflow(t,l),f=Pi(i),p=Mi(f),m=u[p],h=u[f],g=(e,t)=>Oi(t+d[e===`y`?`top`:`left`],t,t-d[e===`y`?`bottom`:`right`]);o&&(m=g(p,m)),s&&(h=g(f,h));let _=c.fn({...t,[p]:m,[f]:h});return{..._,data:{x:_.x-n,y:_.y-r,enabled:{[p]:o,[f]:s}}}}}},va=function(e){return e===void 0&&(e={}),{options:e,fn(t){let{x:n,y:r,placement:i,rects:a,middlewareData:o}=t,{offset:s=0,mainAxis:c=!0,crossAxis:l=!0}=ki(e,t),u={x:n,y:r},d=Pi(i),f=Mi(d),p=u[f],m=u[d],h=ki(s,t),g=typeof h==`number`?{mainAxis:h,crossAxis:0}:{mainAxis:h.mainAxis??0,crossAxis:h.crossAxis??0};if(c){let e=f===`y`?`height`:`width`,t=a.reference[f]-a.floating[e]+g.mainAxis,n=a.reference[f]+a.reference[e]-g.mainAxis;p<t?p=t:p>n&&(p=n)}if(l){let e=f===`y`?`width`:`height`,t=ma.has(Ai(i)),n=a.reference[d]-a.floating[e]+(t&&o.offset?.[d]||0)+(t?0:g.crossAxis),r=a.reference[d]+a.reference[e]+(t?0:o.offset?.[d]||0)-(t?g.crossAxis:0);m<n?m=n:m>r&&(m=r)}return{[f]:p,[d]:m}}}},ya=function(e){return e===void 0&&(e={}),{name:`size`,options:e,async fn(t){let{placement:n,rects:r,platform:i,elements:a}=t,{apply:o=()=>{},...s}=ki(e,t),c=await i.detectOverflow(t,s),l=Ai(n),u=ji(n),d=Pi(n)===`y`,{width:f,height:p}=r.floating,m,h;l===`top`||l===`bottom`?(m=l,h=u===(await(i.isRTL==null?void 0:i.isRTL(a.floating))?`start`:`end`)?`left`:`right`):(h=l,m=u===`end`?`top`:`bottom`);let g=p-c.top-c.bottom,_=f-c.left-c.right,v=Si(p-c[m],g),y=Si(f-c[h],_),b=t.middlewareData.shift,x=!b,S=v,C=y;b!=null&&b.enabled.x&&(C=_),b!=null&&b.enabled.y&&(S=g),x&&!u&&(d?C=f-2*Ci(c.left,c.right):S=p-2*Ci(c.top,c.bottom)),await o({...t,availableWidth:C,availableHeight:S});let w=await i.getDimensions(a.floating);return f!==w.width||p!==w.height?{reset:{rects:!0}}:{}}}};function ba(e){let t=hi(e),n=parseFloat(t.width)||0,r=parseFloat(t.height)||0,i=ni(e),a=i?e.offsetWidth:n,o=i?e.offsetHeight:r,s=wi(n)!==a||wi(r)!==o;return s&&(n=a,r=o),{width:n,height:r,$:s}}function xa(e){return ti(e)?e:e.contextElement}function Sa(e){let t=xa(e);if(!ni(t))return Ei(1);let n=t.getBoundingClientRect(),{width:r,height:i,$:a}=ba(t),o=(a?wi(n.width):n.width)/r,s=(a?wi(n.height):n.height)/i;return o&&Number.isFinite(o)||(o=1),s&&Number.isFinite(s)||(s=1),{x:o,y:s}}var Ca=Ei(0);function wa(e){let t=Qr(e);return!pi()||!t.visualViewport?Ca:{x:t.visualViewport.offsetLeft,y:t.visualViewport.offsetTop}}function Ta(e,t,n){return t===void 0&&(t=!1),!!n&&t&&n===Qr(e)}function Ea(e,t,n,r){t===void 0&&(t=!1),n===void 0&&(n=!1);let i=e.getBoundingClientRect(),a=xa(e),o=Ei(1);t&&(r?ti(r)&&(o=Sa(r)):o=Sa(e));let s=Ta(a,n,r)?wa(a):Ei(0),c=(i.left+s.x)/o.x,l=(i.top+s.y)/o.y,u=i.width/o.x,d=i.height/o.y;if(a&&r){let e=Qr(a),t=ti(r)?Qr(r):r,n=e,i=bi(n);for(;i&&t!==n;){let e=Sa(i),t=i.getBoundingClientRect(),r=hi(i),a=t.left+(i.clientLeft+parseFloat(r.paddingLeft))*e.x,o=t.top+(i.clientTop+parseFloat(r.paddingTop))*e.y;c*=e.x,l*=e.y,u*=e.x,d*=e.y,c+=a,l+=o,n=Qr(i),i=bi(n)}}return Ji({width:u,height:d,x:c,y:l})}function Da(e,t){let n=gi(e).scrollLeft;return t?t.left+n:Ea($r(e)).left+n}function Oa(e,t){let n=e.getBoundingClientRect();return{x:n.left+t.scrollLeft-Da(e,n),y:n.top+t.scrollTop}}function ka(e){let{elements:t,rect:n,offsetParent:r,strategy:i}=e,a=i===`fixed`,o=$r(r),s=t?oi(t.floating):!1;if(r===o||s&&a)return n;let c={scrollLeft:0,scrollTop:0},l=Ei(1),u=Ei(0),d=ni(r);if((d||!a)&&((Zr(r)!==`body`||ii(o))&&(c=gi(r)),d)){let e=Ea(r);l=Sa(r),u.x=e.x+r.clientLeft,u.y=e.y+r.clientTop}let f=o&&!d&&!a?Oa(o,c):Ei(0);return{width:n.width*l.x,height:n.height*l.y,x:n.x*l.x-c.scrollLeft*l.x+u.x+f.x,y:n.y*l.y-c.scrollTop*l.y+u.y+f.y}}function Aa(e){return e.getClientRects?Array.from(e.getClientRects()):[]}function ja(e){let t=gi(e),n=e.ownerDocument.body,r=Ci(e.scrollWidth,e.clientWidth,n.scrollWidth,n.clientWidth),i=Ci(e.scrollHeight,e.clientHeight,n.scrollHeight,n.clientHeight),a=-t.scrollLeft+Da(e),o=-t.scrollTop;return hi(n).direction===`rtl`&&(a+=Ci(e.clientWidth,n.clientWidth)-r),{width:r,height:i,x:a,y:o}}var Ma=25;function Na(e,t,n){n===void 0&&(n=`viewport`);let r=n===`layoutViewport`,i=Qr(e),a=$r(e),o=i.visualViewport,s=a.clientWidth,c=a.clientHeight,l=0,u=0;if(o){let e=!pi()||t===`fixed`;r?e||(l=-o.offsetLeft,u=-o.offsetTop):(s=o.width,c=o.height,e&&(l=o.offsetLeft,u=o.offsetTop))}if(Da(a)<=0){let e=a.ownerDocument,t=e.body,n=getComputedStyle(t),r=e.compatMode===`CSS1Compat`&&parseFloat(n.marginLeft)+parseFloat(n.marginRight)||0,i=Math.abs(a.clientWidth-t.clientWidth-r),o=getComputedStyle(a).scrollbarGutter===`stable both-edges`?i/2:i;o<=Ma&&(s-=o)}return{width:s,height:c,x:l,y:u}}function Pa(e,t){let n=Ea(e,!0,t===`fixed`),r=n.top+e.clientTop,i=n.left+e.clientLeft,a=Sa(e);return{width:e.clientWidth*a.x,height:e.clientHeight*a.y,x:i*a.x,y:r*a.y}}function Fa(e,t,n){let r;if(t===`viewport`||t===`layoutViewport`)r=Na(e,n,t);else if(t===`document`)r=ja($r(e));else if(ti(t))r=Pa(t,n);else{let n=wa(e);r={x:t.x-n.x,y:t.y-n.y,width:t.width,height:t.height}}return Ji(r)}function Ia(e,t){let n=t.get(e);if(n)return n;let r=yi(e,[],!1).filter(e=>ti(e)&&Zr(e)!==`body`),i=null,a=hi(e).position===`fixed`,o=a?_i(e):e;for(;ti(o)&&!mi(o);){let e=hi(o),t=di(o),n=i?i.position:a?`fixed`:``;!t&&(n===`fixed`||n===`absolute`&&e.position===`static`)?r=r.filter(e=>e!==o):i=e,o=_i(o)}return t.set(e,r),r}function La(e){let{element:t,boundary:n,rootBoundary:r,strategy:i}=e,a=[...n===`clippingAncestors`?oi(t)?[]:Ia(t,this._c):[].concat(n),r],o=Fa(t,a[0],i),s=o.top,c=o.right,l=o.bottom,u=o.left;for(let e=1;e<a.length;e++){let n=Fa(t,a[e],i);s=Ci(n.top,s),c=Si(n.right,c),l=Si(n.bottom,l),u=Ci(n.left,u)}return{width:c-u,height:l-s,x:u,y:s}}function Ra(e){let{width:t,height:n}=ba(e);return{width:t,height:n}}function za(e,t,n){let r=ni(t),i=$r(t),a=n===`fixed`,o=Ea(e,!0,a,t),s={scrollLeft:0,scrollTop:0},c=Ei(0);if((r||!a)&&((Zr(t)!==`body`||ii(i))&&(s=gi(t)),r)){let e=Ea(t,!0,a,t);c.x=e.x+t.clientLeft,c.y=e.y+t.clientTop}!r&&i&&(c.x=Da(i));let l=i&&!r&&!a?Oa(i,s):Ei(0);return{x:o.left+s.scrollLeft-c.x-l.x,y:o.top+s.scrollTop-c.y-l.y,width:o.width,height:o.height}}function Ba(e){return hi(e).position===`static`}function Va(e,t){if(!ni(e)||hi(e).position===`fixed`)return null;if(t)return t(e);let n=e.offsetParent;return $r(e)===n&&(n=n.ownerDocument.body),n}function Ha(e,t){let n=Qr(e);if(oi(e))return n;if(!ni(e)){let t=_i(e);for(;t&&!mi(t);){if(ti(t)&&!Ba(t))return t;t=_i(t)}return n}let r=Va(e,t);for(;r&&ai(r)&&Ba(r);)r=Va(r,t);return r&&mi(r)&&Ba(r)&&!di(r)?n:r||fi(e)||n}var Ua=async function(e){let t=this.getOffsetParent||Ha,n=await(0,this.getDimensions)(e.floating);return{reference:za(e.reference,await t(e.floating),e.strategy),floating:{x:0,y:0,width:n.width,height:n.height}}};function Wa(e){return hi(e).direction===`rtl`}var Ga={convertOffsetParentRelativeRectToViewportRelativeRect:ka,getDocumentElement:$r,getClippingRect:La,getOffsetParent:Ha,getElementRects:Ua,getClientRects:Aa,getDimensions:Ra,getScale:Sa,isElement:ti,isRTL:Wa};function Ka(e,t){return e.x===t.x&&e.y===t.y&&e.width===t.width&&e.height===t.height}function qa(e,t,n){let r=null,i,a=$r(e);function o(){var e;clearTimeout(i),(e=r)==null||e.disconnect(),r=null}function s(n,c){n===void 0&&(n=!1),c===void 0&&(c=1),o();let l=e.getBoundingClientRect(),{left:u,top:d,width:f,height:p}=l;if(n||t(),!f||!p)return;let m=Ti(d),h=Ti(a.clientWidth-(u+f)),g=Ti(a.clientHeight-(d+p)),_=Ti(u),v={rootMargin:-m+`px `+-h+`px `+-g+`px `+-_+`px`,threshold:Ci(0,Si(1,c))||1},y=!0;function b(t){let n=t[0].intersectionRatio;if(!Ka(l,e.getBoundingClientRect()))return s();if(n!==c){if(!y)return s();n?s(!1,n):i=setTimeout(()=>{s(!1,1e-7)},1e3)}y=!1}try{r=new IntersectionObserver(b,{...v,root:a.ownerDocument})}catch{r=new IntersectionObserver(b,v)}r.observe(e)}let c=Qr(e),l=()=>s(n);return c.addEventListener(`resize`,l),s(!0),()=>{c.removeEventListener(`resize`,l),o()}}function Ja(e,t,n,r){r===void 0&&(r={});let{ancestorScroll:i=!0,ancestorResize:a=!0,elementResize:o=typeof ResizeObserver==`function`,layoutShift:s=typeof IntersectionObserver==`function`,animationFrame:c=!1}=r,l=xa(e),u=i||a?[...l?yi(l):[],...t?yi(t):[]]:[];u.forEach(e=>{i&&e.addEventListener(`scroll`,n),a&&e.addEventListener(`resize`,n)});let d=l&&s?qa(l,n,a):null,f=-1,p=null;o&&(p=new ResizeObserver(e=>{let[r]=e;r&&r.target===l&&p&&t&&(p.unobserve(t),cancelAnimationFrame(f),f=requestAnimationFrame(()=>{var e;(e=p)==null||e.observe(t)})),n()}),l&&!c&&p.observe(l),t&&p.observe(t));let m,h=c?Ea(e):null;c&&g();function g(){let t=Ea(e);h&&!Ka(h,t)&&n(),h=t,m=requestAnimationFrame(g)}return n(),()=>{var e;u.forEach(e=>{i&&e.removeEventListener(`scroll`,n),a&&e.removeEventListener(`resize`,n)}),d?.(),(e=p)==null||e.disconnect(),p=null,c&&cancelAnimationFrame(m)}}var Ya=ga,Xa=_a,Za=sa,Qa=ya,$a=ua,eo=oa,to=pa,no=va,ro=(e,t,n)=>{let r=new Map,i=n??{},a={...Ga,...i.platform,_c:r};return aa(e,t,{...i,platform:a})},io=typeof document<`u`?C.useLayoutEffect:function(){};function ao(e,t){if(e===t)return!0;if(typeof e!=typeof t)return!1;if(typeof e==`function`&&e.toString()===t.toString())return!0;let n,r,i;if(e&&t&&typeof e==`object`){if(Array.isArray(e)){if(n=e.length,n!==t.length)return!1;for(r=n;r--!==0;)if(!ao(e[r],t[r]))return!1;return!0}if(i=Object.keys(e),n=i.length,n!==Object.keys(t).length)return!1;for(r=n;r--!==0;)if(!{}.hasOwnProperty.call(t,i[r]))return!1;for(r=n;r--!==0;){let n=i[r];if(!(n===`_owner`&&e.$$typeof)&&!ao(e[n],t[n]))return!1}return!0}return e!==e&&t!==t}function oo(e){return typeof window>`u`?1:(e.ownerDocument.defaultView||window).devicePixelRatio||1}function so(e,t){let n=oo(e);return Math.round(t*n)/n}function co(e){let t=C.useRef(e);return io(()=>{t.current=e}),t}function lo(e){e===void 0&&(e={});let{placement:t=`bottom`,strategy:n=`absolute`,middleware:r=[],platform:i,elements:{reference:a,floating:o}={},transform:s=!0,whileElementsMounted:c,open:l}=e,[u,d]=C.useState({x:0,y:0,strategy:n,placement:t,middlewareData:{},isPositioned:!1}),[f,p]=C.useState(r);ao(f,r)||p(r);let[m,h]=C.useState(null),[g,_]=C.useState(null),v=C.useCallback(e=>{e!==S.current&&(S.current=e,h(e))},[]),y=C.useCallback(e=>{e!==w.current&&(w.current=e,_(e))},[]),b=a||m,x=o||g,S=C.useRef(null),w=C.useRef(null),T=C.useRef(u),E=c!=null,D=co(c),O=co(i),k=co(l),A=C.useCallback(()=>{if(!S.current||!w.current)return;let e={placement:t,strategy:n,middleware:f};O.current&&(e.platform=O.current),ro(S.current,w.current,e).then(e=>{let t={...e,isPositioned:k.current!==!1};j.current&&!ao(T.current,t)&&(T.current=t,st.flushSync(()=>{d(t)}))})},[f,t,n,O,k]);io(()=>{l===!1&&T.current.isPositioned&&(T.current.isPositioned=!1,d(e=>({...e,isPositioned:!1})))},[l]);let j=C.useRef(!1);io(()=>(j.current=!0,()=>{j.current=!1}),[]),io(()=>{if(b&&(S.current=b),x&&(w.current=x),b&&x){if(D.current)return D.current(b,x,A);A()}},[b,x,A,D,E]);let M=C.useMemo(()=>({reference:S,floating:w,setReference:v,setFloating:y}),[v,y]),N=C.useMemo(()=>({reference:b,floating:x}),[b,x]),ee=C.useMemo(()=>{let e={position:n,left:0,top:0};if(!N.floating)return e;let t=so(N.floating,u.x),r=so(N.floating,u.y);return s?{...e,transform:`translate(`+t+`px, `+r+`px)`,...oo(N.floating)>=1.5&&{willChange:`transform`}}:{position:n,left:t,top:r}},[n,s,N.floating,u.x,u.y]);return C.useMemo(()=>({...u,update:A,refs:M,elements:N,floatingStyles:ee}),[u,A,M,N,ee])}var uo=e=>{function t(e){return{}.hasOwnProperty.call(e,`current`)}return{name:`arrow`,options:e,fn(n){let{element:r,padding:i}=typeof e==`function`?e(n):e;return r&&t(r)?r.current==null?{}:eo({element:r.current,padding:i}).fn(n):r?eo({element:r,padding:i}).fn(n):{}}}},fo=(e,t)=>{let n=Ya(e);return{name:n.name,fn:n.fn,options:[e,t]}},po=(e,t)=>{let n=Xa(e);return{name:n.name,fn:n.fn,options:[e,t]}},mo=(e,t)=>({fn:no(e).fn,options:[e,t]}),ho=(e,t)=>{let n=Za(e);return{name:n.name,fn:n.fn,options:[e,t]}},go=(e,t)=>{let n=Qa(e);return{name:n.name,fn:n.fn,options:[e,t]}},_o=(e,t)=>{let n=$a(e);return{name:n.name,fn:n.fn,options:[e,t]}},vo=(e,t)=>{let n=to(e);return{name:n.name,fn:n.fn,options:[e,t]}},yo=(e,t)=>{let n=uo(e);return{name:n.name,fn:n.fn,options:[e,t]}};function bo(e){let t=C.useRef(void 0),n=C.useCallback(t=>{let n=e.map(e=>{if(e!=null){if(typeof e==`function`){let n=e,r=n(t);return typeof r==`function`?r:()=>{n(null)}}return e.current=t,()=>{e.current=null}}});return()=>{n.forEach(e=>e?.())}},e);return C.useMemo(()=>e.every(e=>e==null)?null:e=>{t.current&&=(t.current(),void 0),e!=null&&(t.current=n(e))},e)}var xo=`data-floating-ui-focusable`,So=`active`,Co=`selected`,wo=`ArrowLeft`,To=`ArrowRight`,Eo=`ArrowUp`,Do=`ArrowDown`,Oo=[wo,To],ko=[Eo,Do];[...Oo,...ko];var Ao={...C},jo=!1,Mo=0,No=()=>`floating-ui-`+Math.random().toString(36).slice(2,6)+Mo++;function Y(){let[e,t]=C.useState(()=>jo?No():void 0);return Zi(()=>{e??t(No())},[]),C.useEffect(()=>{jo=!0},[]),e}var Po=Ao.useId||Y;function Fo(){let e=new Map;return{emit(t,n){var r;(r=e.get(t))==null||r.forEach(e=>e(n))},on(t,n){e.has(t)||e.set(t,new Set),e.get(t).add(n)},off(t,n){var r;(r=e.get(t))==null||r.delete(n)}}}var Io=C.createContext(null),Lo=C.createContext(null),Ro=()=>C.useContext(Io)?.id||null,zo=()=>C.useContext(Lo);function Bo(e){return`data-floating-ui-`+e}function Vo(e){e.current!==-1&&(clearTimeout(e.current),e.current=-1)}var Ho=Bo(`safe-polygon`);function Uo(e,t,n){if(n&&!Xi(n))return 0;if(typeof e==`number`)return e;if(typeof e==`function`){let n=e();return typeof n==`number`?n:n?.[t]}return e?.[t]}function Wo(e){return typeof e==`function`?e():e}function Go(e,t){t===void 0&&(t={});let{open:n,onOpenChange:r,dataRef:i,events:a,elements:o}=e,{enabled:s=!0,delay:c=0,handleClose:l=null,mouseOnly:u=!1,restMs:d=0,move:f=!0}=t,p=zo(),m=Ro(),h=$i(l),g=$i(c),_=$i(n),v=$i(d),y=C.useRef(),b=C.useRef(-1),x=C.useRef(),S=C.useRef(-1),w=C.useRef(!0),T=C.useRef(!1),E=C.useRef(()=>{}),D=C.useRef(!1),O=ta(()=>{let e=i.current.openEvent?.type;return e?.includes(`mouse`)&&e!==`mousedown`});C.useEffect(()=>{if(!s)return;function e(e){let{open:t}=e;t||(Vo(b),Vo(S),w.current=!0,D.current=!1)}return a.on(`openchange`,e),()=>{a.off(`openchange`,e)}},[s,a]),C.useEffect(()=>{if(!s||!h.current||!n)return;function e(e){O()&&r(!1,e,`hover`)}let t=J(o.floating).documentElement;return t.addEventListener(`mouseleave`,e),()=>{t.removeEventListener(`mouseleave`,e)}},[o.floating,n,r,s,h,O]);let k=C.useCallback(function(e,t,n){t===void 0&&(t=!0),n===void 0&&(n=`hover`);let i=Uo(g.current,`close`,y.current);i&&!x.current?(Vo(b),b.current=window.setTimeout(()=>r(!1,e,n),i)):t&&(Vo(b),r(!1,e,n))},[g,r]),A=ta(()=>{E.current(),x.current=void 0}),j=ta(()=>{if(T.current){let e=J(o.floating).body;e.style.pointerEvents=``,e.removeAttribute(Ho),T.current=!1}}),M=ta(()=>i.current.openEvent?[`click`,`mousedown`].includes(i.current.openEvent.type):!1);C.useEffect(()=>{if(!s)return;function e(e){if(Vo(b),w.current=!1,u&&!Xi(y.current)||Wo(v.current)>0&&!Uo(g.current,`open`))return;let t=Uo(g.current,`open`,y.current);t?b.current=window.setTimeout(()=>{_.current||r(!0,e,`hover`)},t):n||r(!0,e,`hover`)}function t(e){if(M()){j();return}E.current();let t=J(o.floating);if(Vo(S),D.current=!1,h.current&&i.current.floatingContext){n||Vo(b),x.current=h.current({...i.current.floatingContext,tree:p,x:e.clientX,y:e.clientY,onClose(){j(),A(),M()||k(e,!0,`safe-polygon`)}});let r=x.current;t.addEventListener(`mousemove`,r),E.current=()=>{t.removeEventListener(`mousemove`,r)}}else y.current===`touch`&&Yi(o.floating,e.relatedTarget)||k(e)}function a(e){M()||i.current.floatingContext&&(h.current==null||h.current({...i.current.floatingContext,tree:p,x:e.clientX,y:e.clientY,onClose(){j(),A(),M()||k(e)}})(e))}function c(){Vo(b)}function l(e){M()||k(e,!1)}if(ti(o.domReference)){let r=o.domReference,i=o.floating;return n&&r.addEventListener(`mouseleave`,a),f&&r.addEventListener(`mousemove`,e,{once:!0}),r.addEventListener(`mouseenter`,e),r.addEventListener(`mouseleave`,t),i&&(i.addEventListener(`mouseleave`,a),i.addEventListener(`mouseenter`,c),i.addEventListener(`mouseleave`,l)),()=>{n&&r.removeEventListener(`mouseleave`,a),f&&r.removeEventListener(`mousemove`,e),r.removeEventListener(`mouseenter`,e),r.removeEventListener(`mouseleave`,t),i&&(i.removeEventListener(`mouseleave`,a),i.removeEventListener(`mouseenter`,c),i.removeEventListener(`mouseleave`,l))}}},[o,s,e,u,f,k,A,j,r,n,_,p,g,h,i,M,v]),Zi(()=>{var e;if(s&&n&&(e=h.current)!=null&&(e=e.__options)!=null&&e.blockPointerEvents&&O()){T.current=!0;let e=o.floating;if(ti(o.domReference)&&e){var t;let n=J(o.floating).body;n.setAttribute(Ho,``);let r=o.domReference,i=p==null||(t=p.nodesRef.current.find(e=>e.id===m))==null||(t=t.context)==null?void 0:t.elements.floating;return i&&(i.style.pointerEvents=``),n.style.pointerEvents=`none`,r.style.pointerEvents=`auto`,e.style.pointerEvents=`auto`,()=>{n.style.pointerEvents=``,r.style.pointerEvents=``,e.style.pointerEvents=``}}}},[s,n,m,o,p,h,O]),Zi(()=>{n||(y.current=void 0,D.current=!1,A(),j())},[n,A,j]),C.useEffect(()=>()=>{A(),Vo(b),Vo(S),j()},[s,o.domReference,A,j]);let N=C.useMemo(()=>{function e(e){y.current=e.pointerType}return{onPointerDown:e,onPointerEnter:e,onMouseMove(e){let{nativeEvent:t}=e;function i(){!w.current&&!_.current&&r(!0,t,`hover`)}u&&!Xi(y.current)||n||Wo(v.current)===0||D.current&&e.movementX**2+e.movementY**2<2||(Vo(S),y.current===`touch`?i():(D.current=!0,S.current=window.setTimeout(i,Wo(v.current))))}}},[u,r,n,_,v]);return C.useMemo(()=>s?{reference:N}:{},[s,N])}function Ko(e,t){if(!e||!t)return!1;let n=t.getRootNode==null?void 0:t.getRootNode();if(e.contains(t))return!0;if(n&&ri(n)){let n=t;for(;n;){if(e===n)return!0;n=n.parentNode||n.host}}return!1}function qo(e){return`composedPath`in e?e.composedPath()[0]:e.target}function Jo(e){let{open:t=!1,onOpenChange:n,elements:r}=e,i=Po(),a=C.useRef({}),[o]=C.useState(()=>Fo()),s=Ro()!=null,[c,l]=C.useState(r.reference),u=ta((e,t,r)=>{a.current.openEvent=e?t:void 0,o.emit(`openchange`,{open:e,event:t,reason:r,nested:s}),n?.(e,t,r)}),d=C.useMemo(()=>({setPositionReference:l}),[]),f=C.useMemo(()=>({reference:c||r.reference||null,floating:r.floating||null,domReference:r.reference}),[c,r.reference,r.floating]);return C.useMemo(()=>({dataRef:a,open:t,onOpenChange:u,elements:f,events:o,floatingId:i,refs:d}),[t,u,f,o,i,d])}function Yo(e){let{elements:t,...n}=e===void 0?{}:e,{nodeId:r}=n,i=Jo({...n,elements:{reference:t?.reference??null,floating:t?.floating??null}}),a=n.rootContext||i,o=a.elements,[s,c]=C.useState(null),[l,u]=C.useState(null),d=o?.domReference||s,f=C.useRef(null),p=zo();Zi(()=>{d&&(f.current=d)},[d]);let m=lo({...n,elements:{...o,...l&&{reference:l}}}),h=C.useCallback(e=>{let t=ti(e)?{getBoundingClientRect:()=>e.getBoundingClientRect(),getClientRects:()=>e.getClientRects(),contextElement:e}:e;u(t),m.refs.setReference(t)},[m.refs]),g=C.useCallback(e=>{(ti(e)||e===null)&&(f.current=e,c(e)),(ti(m.refs.reference.current)||m.refs.reference.current===null||e!==null&&!ti(e))&&m.refs.setReference(e)},[m.refs]),_=C.useMemo(()=>({...m.refs,setReference:g,setPositionReference:h,domReference:f}),[m.refs,g,h]),v=C.useMemo(()=>({...m.elements,domReference:d}),[m.elements,d]),y=C.useMemo(()=>({...m,...a,refs:_,elements:v,nodeId:r}),[m,_,v,r,a]);return Zi(()=>{a.dataRef.current.floatingContext=y;let e=p?.nodesRef.current.find(e=>e.id===r);e&&(e.context=y)}),C.useMemo(()=>({...m,context:y,refs:_,elements:v}),[m,_,v,y])}function Xo(e,t,n){let r=new Map,i=n===`item`,a=e;if(i&&e){let{[So]:t,[Co]:n,...r}=e;a=r}return{...n===`floating`&&{tabIndex:-1,[xo]:``},...a,...t.map(t=>{let r=t?t[n]:null;return typeof r==`function`?e?r(e):null:r}).concat(e).reduce((e,t)=>(t&&Object.entries(t).forEach(t=>{let[n,a]=t;if(!(i&&[So,Co].includes(n))){if(n.indexOf(`on`)===0){if(r.has(n)||r.set(n,[]),typeof a==`function`){var o;(o=r.get(n))==null||o.push(a),e[n]=function(){var e=[...arguments];return r.get(n)?.map(t=>t(...e)).find(e=>e!==void 0)}}}else e[n]=a}}),e),{})}}function Zo(e){e===void 0&&(e=[]);let t=e.map(e=>e?.reference),n=e.map(e=>e?.floating),r=e.map(e=>e?.item),i=C.useCallback(t=>Xo(t,e,`reference`),t),a=C.useCallback(t=>Xo(t,e,`floating`),n),o=C.useCallback(t=>Xo(t,e,`item`),r);return C.useMemo(()=>({getReferenceProps:i,getFloatingProps:a,getItemProps:o}),[i,a,o])}function Qo(e,t,n){return n===void 0&&(n=!0),e.filter(e=>e.parentId===t&&(!n||e.context?.open)).flatMap(t=>[t,...Qo(e,t.id,n)])}function $o(e,t){let[n,r]=e,i=!1,a=t.length;for(let e=0,o=a-1;e<a;o=e++){let[a,s]=t[e]||[0,0],[c,l]=t[o]||[0,0];s>=r!=l>=r&&n<=(c-a)*(r-s)/(l-s)+a&&(i=!i)}return i}function es(e,t){return e[0]>=t.x&&e[0]<=t.x+t.width&&e[1]>=t.y&&e[1]<=t.y+t.height}function ts(e){e===void 0&&(e={});let{buffer:t=.5,blockPointerEvents:n=!1,requireIntent:r=!0}=e,i={current:-1},a=!1,o=null,s=null,c=typeof performance<`u`?performance.now():0;function l(e,t){let n=performance.now(),r=n-c;if(o===null||s===null||r===0)return o=e,s=t,c=n,null;let i=e-o,a=t-s,l=Math.sqrt(i*i+a*a)/r;return o=e,s=t,c=n,l}let u=e=>{let{x:n,y:o,placement:s,elements:c,onClose:u,nodeId:d,tree:f}=e;return function(e){function p(){Vo(i),u()}if(Vo(i),!c.domReference||!c.floating||s==null||n==null||o==null)return;let{clientX:m,clientY:h}=e,g=[m,h],_=qo(e),v=e.type===`mouseleave`,y=Ko(c.floating,_),b=Ko(c.domReference,_),x=c.domReference.getBoundingClientRect(),S=c.floating.getBoundingClientRect(),C=s.split(`-`)[0],w=n>S.right-S.width/2,T=o>S.bottom-S.height/2,E=es(g,x),D=S.width>x.width,O=S.height>x.height,k=(D?x:S).left,A=(D?x:S).right,j=(O?x:S).top,M=(O?x:S).bottom;if(y&&(a=!0,!v))return;if(b&&(a=!1),b&&!v){a=!0;return}if(v&&ti(e.relatedTarget)&&Ko(c.floating,e.relatedTarget)||f&&Qo(f.nodesRef.current,d).length)return;if(C===`top`&&o>=x.bottom-1||C===`bottom`&&o<=x.top+1||C===`left`&&n>=x.right-1||C===`right`&&n<=x.left+1)return p();let N=[];switch(C){case`top`:N=[[k,x.top+1],[k,S.bottom-1],[A,S.bottom-1],[A,x.top+1]];break;case`bottom`:N=[[k,S.top+1],[k,x.bottom-1],[A,x.bottom-1],[A,S.top+1]];break;case`left`:N=[[S.right-1,M],[S.right-1,j],[x.left+1,j],[x.left+1,M]];break;case`right`:N=[[x.right-1,M],[x.right-1,j],[S.left+1,j],[S.left+1,M]]}function ee(e){let[n,r]=e;switch(C){case`top`:return[[D?n+t/2:w?n+t*4:n-t*4,r+t+1],[D?n-t/2:w?n+t*4:n-t*4,r+t+1],[S.left,w||D?S.bottom-t:S.top],[S.right,w?D?S.bottom-t:S.top:S.bottom-t]];case`bottom`:return[[D?n+t/2:w?n+t*4:n-t*4,r-t],[D?n-t/2:w?n+t*4:n-t*4,r-t],[S.left,w||D?S.top+t:S.bottom],[S.right,w?D?S.top+t:S.bottom:S.top+t]];case`left`:{let e=[n+t+1,O?r+t/2:T?r+t*4:r-t*4],i=[n+t+1,O?r-t/2:T?r+t*4:r-t*4];return[[T||O?S.right-t:S.left,S.top],[T?O?S.right-t:S.left:S.right-t,S.bottom],e,i]}case`right`:return[[n-t,O?r+t/2:T?r+t*4:r-t*4],[n-t,O?r-t/2:T?r+t*4:r-t*4],[T||O?S.left+t:S.right,S.top],[T?O?S.left+t:S.right:S.left+t,S.bottom]]}}if(!$o([m,h],N)){if(a&&!E)return p();if(!v&&r){let t=l(e.clientX,e.clientY);if(t!==null&&t<.1)return p()}$o([m,h],ee([n,o]))?!a&&r&&(i.current=window.setTimeout(p,40)):p()}}};return u.__options={blockPointerEvents:n},u}var ns={root:`m_87cf2631`},rs={__staticSelector:`UnstyledButton`},is=zr(e=>{let t=W(`UnstyledButton`,rs,e),{className:n,component:r=`button`,__staticSelector:i,unstyled:a,classNames:o,styles:s,style:c,attributes:l,...u}=t,d=G({name:i,props:t,classes:ns,className:n,style:c,classNames:o,styles:s,unstyled:a,attributes:l});return(0,U.jsx)(q,{...d(`root`,{focusable:!0}),component:r,type:r===`button`?`button`:void 0,...u})});is.classes=ns,is.displayName=`@mantine/core/UnstyledButton`;var as={root:`m_515a97f8`},os=K(e=>{let t=W(`VisuallyHidden`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,attributes:c,...l}=t,u=G({name:`VisuallyHidden`,classes:as,props:t,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:c});return(0,U.jsx)(q,{component:`span`,...u(`root`),...l})});os.classes=as,os.displayName=`@mantine/core/VisuallyHidden`;var ss={root:`m_1b7284a3`},cs=St((e,{radius:t,shadow:n})=>({root:{"--paper-radius":t===void 0?void 0:ne(t),"--paper-shadow":ie(n)}})),ls=zr(e=>{let t=W(`Paper`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,withBorder:s,vars:c,radius:l,shadow:u,variant:d,mod:f,attributes:p,...m}=t,h=G({name:`Paper`,props:t,classes:ss,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:p,vars:c,varsResolver:cs});return(0,U.jsx)(q,{mod:[{withBorder:s},f],...h(`root`),variant:d,...m})});ls.classes=ss,ls.varsResolver=cs,ls.displayName=`@mantine/core/Paper`;function us(e,t,n,r){return e===`center`||r===`center`?{top:t}:e===`end`?{bottom:n}:e===`start`?{top:n}:{}}function ds(e,t,n,r,i){return e===`center`||r===`center`?{left:t}:e===`end`?{[i===`ltr`?`right`:`left`]:n}:e===`start`?{[i===`ltr`?`left`:`right`]:n}:{}}var fs={bottom:`borderTopLeftRadius`,left:`borderTopRightRadius`,right:`borderBottomLeftRadius`,top:`borderBottomRightRadius`};function ps({position:e,arrowSize:t,dir:n}){let[r,i]=e.split(`-`);if(!i)return;let a={width:t,height:t,position:`absolute`};if(r===`bottom`){let e=i===`start`,r=e?n===`ltr`?`left`:`right`:n===`ltr`?`right`:`left`;return{...a,top:-t,[r]:0,clipPath:e===(n===`rtl`)?`polygon(100% 0%, 0% 100%, 100% 100%)`:`polygon(0% 0%, 0% 100%, 100% 100%)`}}if(r===`top`){let e=i===`start`,r=e?n===`ltr`?`left`:`right`:n===`ltr`?`right`:`left`;return{...a,bottom:-t,[r]:0,clipPath:e===(n===`rtl`)?`polygon(0% 0%, 100% 0%, 100% 100%)`:`polygon(0% 0%, 100% 0%, 0% 100%)`}}if(r===`left`)return{...a,right:-t,[i===`start`?`top`:`bottom`]:0,clipPath:i===`start`?`polygon(0% 0%, 100% 0%, 0% 100%)`:`polygon(0% 0%, 0% 100%, 100% 100%)`};if(r===`right`)return{...a,left:-t,[i===`start`?`top`:`bottom`]:0,clipPath:i===`start`?`polygon(0% 0%, 100% 0%, 100% 100%)`:`polygon(100% 0%, 0% 100%, 100% 100%)`}}function ms({position:e,arrowSize:t,arrowOffset:n,arrowRadius:r,arrowPosition:i,arrowX:a,arrowY:o,dir:s}){if(i===`merge`){let n=ps({position:e,arrowSize:t,dir:s});if(n)return n}let[c,l=`center`]=e.split(`-`),u={width:t,height:t,transform:`rotate(45deg)`,position:`absolute`,[fs[c]]:r},d=-t/2;return c===`left`?{...u,...us(l,o,n,i),right:d,borderLeftColor:`transparent`,borderBottomColor:`transparent`,clipPath:`polygon(100% 0, 0 0, 100% 100%)`}:c===`right`?{...u,...us(l,o,n,i),left:d,borderRightColor:`transparent`,borderTopColor:`transparent`,clipPath:`polygon(0 100%, 0 0, 100% 100%)`}:c===`top`?{...u,...ds(l,a,n,i,s),bottom:d,borderTopColor:`transparent`,borderLeftColor:`transparent`,clipPath:`polygon(0 100%, 100% 100%, 100% 0)`}:c===`bottom`?{...u,...ds(l,a,n,i,s),top:d,borderBottomColor:`transparent`,borderRightColor:`transparent`,clipPath:`polygon(0 100%, 0 0, 100% 0)`}:{}}function hs({position:e,dir:t}){let[n,r]=e.split(`-`);if(!r)return;let i=r===`start`&&t===`ltr`||r===`end`&&t===`rtl`;if(n===`bottom`)return i?{borderTopLeftRadius:0}:{borderTopRightRadius:0};if(n===`top`)return i?{borderBottomLeftRadius:0}:{borderBottomRightRadius:0};if(n===`left`)return r===`start`?{borderTopRightRadius:0}:{borderBottomRightRadius:0};if(n===`right`)return r===`start`?{borderTopLeftRadius:0}:{borderBottomLeftRadius:0}}function gs({position:e,arrowSize:t,arrowOffset:n,arrowRadius:r,arrowPosition:i,visible:a,arrowX:o,arrowY:s,style:c,...l}){let{dir:u}=qr();return a?(0,U.jsx)(`div`,{role:`presentation`,...l,style:{...c,...ms({position:e,arrowSize:t,arrowOffset:n,arrowRadius:r,arrowPosition:i,dir:u,arrowX:o,arrowY:s})}}):null}gs.displayName=`@mantine/core/FloatingArrow`;function _s(e,t){if(e===`rtl`&&(t.includes(`right`)||t.includes(`left`))){let[e,n]=t.split(`-`),r=e===`right`?`left`:`right`;return n===void 0?r:`${r}-${n}`}return t}function vs({open:e,close:t,openDelay:n,closeDelay:r}){let i=(0,C.useRef)(-1),a=(0,C.useRef)(-1),o=()=>{window.clearTimeout(i.current),window.clearTimeout(a.current)};return(0,C.useEffect)(()=>o,[]),{openDropdown:()=>{o(),n===0||n===void 0?e():i.current=window.setTimeout(e,n)},closeDropdown:()=>{o(),r===0||r===void 0?t():a.current=window.setTimeout(t,r)}}}var ys={root:`m_9814e45f`},bs={zIndex:M(`modal`)},xs=St((e,{gradient:t,color:n,backgroundOpacity:r,blur:i,radius:a,zIndex:o})=>({root:{"--overlay-bg":t||(n!==void 0||r!==void 0)&&Gt(n||`#000`,r??.6)||void 0,"--overlay-filter":i?`blur(${_(i)})`:void 0,"--overlay-radius":a===void 0?void 0:ne(a),"--overlay-z-index":o?.toString()}})),Ss=zr(e=>{let t=W(`Overlay`,bs,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,fixed:c,center:l,children:u,radius:d,zIndex:f,gradient:p,blur:m,color:h,backgroundOpacity:g,mod:_,attributes:v,...y}=t,b=G({name:`Overlay`,props:t,classes:ys,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:v,vars:s,varsResolver:xs});return(0,U.jsx)(q,{...b(`root`),mod:[{center:l,fixed:c},_],...y,children:u})});Ss.classes=ys,Ss.varsResolver=xs,Ss.displayName=`@mantine/core/Overlay`;function Cs(e){let t=document.createElement(`div`);return t.setAttribute(`data-portal`,`true`),typeof e.className==`string`&&t.classList.add(...e.className.split(` `).filter(Boolean)),typeof e.style==`object`&&Object.assign(t.style,e.style),typeof e.id==`string`&&t.setAttribute(`id`,e.id),t}var ws=null;function Ts({target:e,reuseTargetNode:t,...n}){if(e)return typeof e==`string`?document.querySelector(e)||Cs(n):e;if(t){if(ws){if(document.body.contains(ws))return ws;ws=null}let e=document.querySelector(`[data-mantine-shared-portal-node]`);if(e)return ws=e,e;let t=Cs(n);return t.setAttribute(`data-mantine-shared-portal-node`,`true`),document.body.appendChild(t),ws=t,t}return Cs(n)}var Es={reuseTargetNode:!0},Ds=K(e=>{let{children:t,target:n,reuseTargetNode:r,ref:i,...a}=W(`Portal`,Es,e),[o,s]=(0,C.useState)(!1),c=(0,C.useRef)(null);return fe(()=>(s(!0),c.current=Ts({target:n,reuseTargetNode:r,...a}),Be(i,c.current),!n&&!r&&c.current&&document.body.appendChild(c.current),()=>{!n&&!r&&c.current&&document.body.removeChild(c.current)}),[n]),!o||!c.current?null:(0,st.createPortal)((0,U.jsx)(U.Fragment,{children:t}),c.current)});Ds.displayName=`@mantine/core/Portal`;var Os=K(({withinPortal:e=!0,children:t,...n})=>sn()===`test`||!e?(0,U.jsx)(U.Fragment,{children:t}):(0,U.jsx)(Ds,{...n,children:t}));Os.displayName=`@mantine/core/OptionalPortal`;var ks=e=>({in:{opacity:1,transform:`scale(1)`},out:{opacity:0,transform:`scale(.9) translateY(${e===`bottom`?10:-10}px)`},transitionProperty:`transform, opacity`}),As={fade:{in:{opacity:1},out:{opacity:0},transitionProperty:`opacity`},"fade-up":{in:{opacity:1,transform:`translateY(0)`},out:{opacity:0,transform:`translateY(30px)`},transitionProperty:`opacity, transform`},"fade-down":{in:{opacity:1,transform:`translateY(0)`},out:{opacity:0,transform:`translateY(-30px)`},transitionProperty:`opacity, transform`},"fade-left":{in:{opacity:1,transform:`translateX(0)`},out:{opacity:0,transform:`translateX(30px)`},transitionProperty:`opacity, transform`},"fade-right":{in:{opacity:1,transform:`translateX(0)`},out:{opacity:0,transform:`translateX(-30px)`},transitionProperty:`opacity, transform`},scale:{in:{opacity:1,transform:`scale(1)`},out:{opacity:0,transform:`scale(0)`},common:{transformOrigin:`top`},transitionProperty:`transform, opacity`},"scale-y":{in:{opacity:1,transform:`scaleY(1)`},out:{opacity:0,transform:`scaleY(0)`},common:{transformOrigin:`top`},transitionProperty:`transform, opacity`},"scale-x":{in:{opacity:1,transform:`scaleX(1)`},out:{opacity:0,transform:`scaleX(0)`},common:{transformOrigin:`left`},transitionProperty:`transform, opacity`},"skew-up":{in:{opacity:1,transform:`translateY(0) skew(0deg, 0deg)`},out:{opacity:0,transform:`translateY(-20px) skew(-10deg, -5deg)`},common:{transformOrigin:`top`},transitionProperty:`transform, opacity`},"skew-down":{in:{opacity:1,transform:`translateY(0) skew(0deg, 0deg)`},out:{opacity:0,transform:`translateY(20px) skew(-10deg, -5deg)`},common:{transformOrigin:`bottom`},transitionProperty:`transform, opacity`},"rotate-left":{in:{opacity:1,transform:`translateY(0) rotate(0deg)`},out:{opacity:0,transform:`translateY(20px) rotate(-5deg)`},common:{transformOrigin:`bottom`},transitionProperty:`transform, opacity`},"rotate-right":{in:{opacity:1,transform:`translateY(0) rotate(0deg)`},out:{opacity:0,transform:`translateY(20px) rotate(5deg)`},common:{transformOrigin:`top`},transitionProperty:`transform, opacity`},"slide-down":{in:{opacity:1,transform:`translateY(0)`},out:{opacity:0,transform:`translateY(-100%)`},common:{transformOrigin:`top`},transitionProperty:`transform, opacity`},"slide-up":{in:{opacity:1,transform:`translateY(0)`},out:{opacity:0,transform:`translateY(100%)`},common:{transformOrigin:`bottom`},transitionProperty:`transform, opacity`},"slide-left":{in:{opacity:1,transform:`translateX(0)`},out:{opacity:0,transform:`translateX(100%)`},common:{transformOrigin:`left`},transitionProperty:`transform, opacity`},"slide-right":{in:{opacity:1,transform:`translateX(0)`},out:{opacity:0,transform:`translateX(-100%)`},common:{transformOrigin:`right`},transitionProperty:`transform, opacity`},pop:{...ks(`bottom`),common:{transformOrigin:`center center`}},"pop-bottom-left":{...ks(`bottom`),common:{transformOrigin:`bottom left`}},"pop-bottom-right":{...ks(`bottom`),common:{transformOrigin:`bottom right`}},"pop-top-left":{...ks(`top`),common:{transformOrigin:`top left`}},"pop-top-right":{...ks(`top`),common:{transformOrigin:`top right`}}},js={entering:`in`,entered:`in`,exiting:`out`,exited:`out`,"pre-exiting":`out`,"pre-entering":`out`};function Ms({transition:e,state:t,duration:n,timingFunction:r}){let i={WebkitBackfaceVisibility:`hidden`,transitionDuration:`${n}ms`,transitionTimingFunction:r};return typeof e==`string`?e in As?{transitionProperty:As[e].transitionProperty,...i,...As[e].common,...As[e][js[t]]}:{}:{transitionProperty:e.transitionProperty,...i,...e.common,...e[js[t]]}}function Ns({duration:e,exitDuration:t,timingFunction:n,mounted:r,onEnter:i,onExit:a,onEntered:o,onExited:s,enterDelay:c,exitDelay:l}){let u=En(),d=We(),f=u.respectReducedMotion?d:!1,[p,m]=(0,C.useState)(f?0:e),[h,g]=(0,C.useState)(r?`entered`:`exited`),_=(0,C.useRef)(-1),v=(0,C.useRef)(-1),y=(0,C.useRef)(-1);function b(){window.clearTimeout(_.current),window.clearTimeout(v.current),cancelAnimationFrame(y.current),y.current=-1}let x=n=>{b();let r=n?i:a,c=n?o:s,l=f?0:n?e:t;if(m(l),l===0)typeof r==`function`&&r(),typeof c==`function`&&c(),g(n?`entered`:`exited`);else{let e=requestAnimationFrame(()=>{st.flushSync(()=>{g(n?`pre-entering`:`pre-exiting`)}),y.current===e&&(y.current=requestAnimationFrame(()=>{typeof r==`function`&&r(),g(n?`entering`:`exiting`),_.current=window.setTimeout(()=>{typeof c==`function`&&c(),g(n?`entered`:`exited`)},l)}))});y.current=e}},S=e=>{b(),typeof(e?c:l)==`number`?v.current=window.setTimeout(()=>{x(e)},e?c:l):x(e)};return me(()=>{S(r)},[r]),(0,C.useEffect)(()=>()=>{b()},[]),{transitionDuration:p,transitionStatus:h,transitionTimingFunction:n||`ease`}}function Ps({keepMounted:e,keepMountedMode:t=`activity`,transition:n=`fade`,duration:r=250,exitDuration:i=r,mounted:a,children:o,timingFunction:s=`ease`,onExit:c,onEntered:l,onEnter:u,onExited:d,enterDelay:f,exitDelay:p}){let m=sn(),{transitionDuration:h,transitionStatus:g,transitionTimingFunction:_}=Ns({mounted:a,exitDuration:i,duration:r,timingFunction:s,onExit:c,onEntered:l,onEnter:u,onExited:d,enterDelay:f,exitDelay:p});if(m===`test`)return a?(0,U.jsx)(U.Fragment,{children:o({})}):e?o({display:`none`}):null;if(h===0)return e?t===`display-none`?a?(0,U.jsx)(U.Fragment,{children:o({})}):o({display:`none`}):(0,U.jsx)(C.Activity,{mode:a?`visible`:`hidden`,children:o({})}):a?(0,U.jsx)(U.Fragment,{children:o({})}):null;let v=g===`exited`;if(e){let e=o(v?t===`display-none`?{display:`none`}:{}:Ms({transition:n,duration:h,state:g,timingFunction:_}));return t===`display-none`?e:(0,U.jsx)(C.Activity,{mode:v?`hidden`:`visible`,children:e})}return v?null:(0,U.jsx)(U.Fragment,{children:o(Ms({transition:n,duration:h,state:g,timingFunction:_}))})}Ps.displayName=`@mantine/core/Transition`;var[Fs,Is]=T(`Popover component was not found in the tree`);function Ls({childProps:e,disabled:t,opened:n,longPressDelay:r=500,setReference:i,open:a}){let o=(0,C.useRef)(!1),s=(0,C.useRef)(!1),c=(0,C.useRef)(null),l=(0,C.useRef)(t);l.current=t;let u=(e,t,n)=>{i({getBoundingClientRect:()=>({x:e,y:t,width:0,height:0,top:t,left:e,right:e,bottom:t,toJSON:()=>void 0}),contextElement:n}),a()},d=I(e.onMouseDown,e=>{t||e.button===2&&e.stopPropagation()}),f=I(e.onContextMenu,e=>{t||e.defaultPrevented||(e.preventDefault(),s.current||(u(e.clientX,e.clientY,e.currentTarget),o.current&&(s.current=!0)))}),p=tt(e=>{if(l.current||s.current)return;let t=e,n=t.touches[0]??t.changedTouches[0];n&&(u(n.clientX,n.clientY,c.current),s.current=!0)},{threshold:r,events:[`touch`],cancelOnMove:!0,onStart:e=>{o.current=!0,s.current=!1,c.current=e.currentTarget},onFinish:e=>{o.current=!1,s.current=!1,l.current||e.preventDefault()},onCancel:()=>{o.current=!1,s.current=!1}});return{onContextMenu:f,onMouseDown:d,onTouchStart:I(e.onTouchStart,p.onTouchStart),onTouchEnd:I(e.onTouchEnd,p.onTouchEnd),onTouchCancel:I(e.onTouchCancel,p.onTouchCancel),onTouchMove:I(e.onTouchMove,p.onTouchMove),style:t?e.style:{...e.style,WebkitTouchCallout:`none`,WebkitUserSelect:`none`,userSelect:`none`},"data-expanded":n?!0:void 0}}function Rs(e){let{children:t,disabled:n,longPressDelay:r}=W(`PopoverContextMenu`,null,e),i=xt(t);if(!i)throw Error(`Popover.ContextMenu component children should be an element or a component that accepts ref. Fragments, strings, numbers and other primitive values are not supported`);let a=Is(),o=Ls({childProps:i.props,disabled:n||a.disabled,opened:a.opened,longPressDelay:r,setReference:a.reference,open:()=>{a.opened||a.onToggle()}});return(0,C.cloneElement)(i,o)}Rs.displayName=`@mantine/core/PopoverContextMenu`;function zs({children:e,active:t=!0,refProp:n=`ref`,innerRef:r}){let i=He(Fe(t),r),a=xt(e);return a?(0,C.cloneElement)(a,{[n]:i}):e}function Bs(e){return(0,U.jsx)(os,{tabIndex:-1,"data-autofocus":!0,...e})}zs.displayName=`@mantine/core/FocusTrap`,Bs.displayName=`@mantine/core/FocusTrapInitialFocus`,zs.InitialFocus=Bs;var Vs={dropdown:`m_38a85659`,arrow:`m_a31dc6c1`,overlay:`m_3d7bc908`},Hs=K(e=>{let t=W(`PopoverDropdown`,null,e),{className:n,style:r,vars:i,children:a,onKeyDownCapture:o,variant:s,classNames:c,styles:l,ref:u,...d}=t,f=Is(),{dir:p}=qr(),m=f.arrowPosition===`merge`&&f.withArrow?hs({position:f.placement,dir:p}):void 0,h=he({opened:f.opened,shouldReturnFocus:f.returnFocus}),g=f.withRoles?{"aria-labelledby":f.getTargetId(),id:f.getDropdownId(),role:`dialog`,tabIndex:-1}:{},v=He(u,f.floating);return f.disabled?null:(0,U.jsx)(Os,{...f.portalProps,withinPortal:f.withinPortal,children:(0,U.jsx)(Ps,{mounted:f.opened,...f.transitionProps,transition:f.transitionProps?.transition||`fade`,duration:f.transitionProps?.duration??150,keepMounted:f.keepMounted,keepMountedMode:f.keepMountedMode,exitDuration:typeof f.transitionProps?.exitDuration==`number`?f.transitionProps.exitDuration:f.transitionProps?.duration,children:e=>(0,U.jsx)(zs,{active:f.trapFocus&&f.opened,innerRef:v,children:(0,U.jsxs)(q,{...g,...d,variant:s,onKeyDownCapture:ee(()=>{f.onClose?.(),f.onDismiss?.()},{active:f.closeOnEscape,onTrigger:h,onKeyDown:o}),"data-position":f.placement,"data-fixed":f.floatingStrategy===`fixed`||void 0,...f.getStyles(`dropdown`,{className:n,props:t,classNames:c,styles:l,style:[{...e,...m,zIndex:f.zIndex,top:f.y??0,left:f.x??0,width:f.width===`target`?void 0:_(f.width),...f.referenceHidden?{display:`none`}:null},f.resolvedStyles?.dropdown,l?.dropdown,r]}),children:[a,(0,U.jsx)(gs,{ref:f.arrowRef,arrowX:f.arrowX,arrowY:f.arrowY,visible:f.withArrow,position:f.placement,arrowSize:f.arrowSize,arrowRadius:f.arrowRadius,arrowOffset:f.arrowOffset,arrowPosition:f.arrowPosition,...f.getStyles(`arrow`,{props:t,classNames:c,styles:l})})]})})})})});Hs.classes=Vs,Hs.displayName=`@mantine/core/PopoverDropdown`;var Us={refProp:`ref`,popupType:`dialog`},Ws=K(e=>{let{children:t,refProp:n,popupType:r,ref:i,...a}=W(`PopoverTarget`,Us,e),o=xt(t);if(!o)throw Error(`Popover.Target component children should be an element or a component that accepts ref. Fragments, strings, numbers and other primitive values are not supported`);let s=a,c=Is(),l=He(c.reference,bt(o),i),u=c.withRoles?{"aria-haspopup":r,"aria-expanded":c.opened,"aria-controls":c.opened?c.getDropdownId():void 0,id:c.getTargetId()}:{},d=o.props;return(0,C.cloneElement)(o,{...s,...u,...c.targetProps,className:wt(c.targetProps.className,s.className,d.className),[n]:l,...c.controlled?null:{onClick:e=>{c.onToggle(),d.onClick?.(e)}}})});Ws.displayName=`@mantine/core/PopoverTarget`;function Gs(e){if(e===void 0)return{shift:!0,flip:!0};let t={...e};return e.shift===void 0&&(t.shift=!0),e.flip===void 0&&(t.flip=!0),t}function Ks(e,t,n,r){let i=Gs(e.middlewares),a=[fo(e.offset),_o()];if(i.flip&&!n){let e=typeof i.flip==`boolean`?{}:i.flip,t=r?{fallbackStrategy:`initialPlacement`,...e}:e;a.push(ho(t))}if(i.shift){let t=typeof i.shift==`boolean`?{}:i.shift;a.push(po(n=>{let r=n.placement.startsWith(`top`)||n.placement.startsWith(`bottom`);return{limiter:mo(),padding:5,...e.width===`target`&&r?{mainAxis:!1}:null,...t}}))}return i.inline&&a.push(typeof i.inline==`boolean`?vo():vo(i.inline)),a.push(yo({element:e.arrowRef,padding:e.arrowOffset})),(i.size||e.width===`target`)&&a.push(go({...typeof i.size==`boolean`?{}:i.size,apply({rects:n,availableWidth:r,availableHeight:a,...o}){let s=t().refs.floating.current?.style??{};i.size&&(typeof i.size==`object`&&i.size.apply?i.size.apply({rects:n,availableWidth:r,availableHeight:a,...o}):Object.assign(s,{maxWidth:`${r}px`,maxHeight:`${a}px`})),e.width===`target`&&Object.assign(s,{width:`${n.reference.width}px`})}})),a}function qs(e){let[t,n]=Ue({value:e.opened,defaultValue:e.defaultOpened,finalValue:!1,onChange:e.onChange}),r=(0,C.useRef)(t),i=(0,C.useRef)(!1),[a,o]=(0,C.useState)(null),s=e.preventPositionChangeWhenVisible!==!1,c=(0,C.useRef)(t);t!==c.current&&(c.current=t,t&&a!==null&&o(null));let l=(0,C.useRef)(e.position);e.position!==l.current&&(l.current=e.position,i.current=!1,a!==null&&o(null));let u=(0,C.useCallback)(()=>o(null),[]),d=()=>{t&&!e.disabled&&n(!1)},f=()=>{e.disabled||n(!t)},p=Yo({open:t,strategy:e.strategy,placement:s?a??e.position:e.position,middleware:Ks(e,()=>p,s&&a!==null,s),whileElementsMounted:e.keepMounted?void 0:Ja}),m=(0,C.useRef)(p.placement);m.current=p.placement,(0,C.useEffect)(()=>{if(!e.keepMounted)return;let n=p.refs.reference.current,r=p.refs.floating.current;if(t&&n&&r)return Ja(n,r,p.update)},[e.keepMounted,t,p.update,p.elements.reference,p.elements.floating]),fe(()=>{if(!t){i.current=!1;return}if(!s||a!==null)return;let e=p.refs.floating.current;if(e&&e.offsetHeight!==0&&e.offsetWidth!==0){if(!i.current){i.current=!0,p.update();let e=requestAnimationFrame(()=>o(m.current));return()=>cancelAnimationFrame(e)}p.isPositioned&&o(p.placement)}},[s,t,p.isPositioned,p.placement,a,p.update]);let h=(0,C.useRef)(p.placement);return fe(()=>{h.current!==p.placement&&(h.current=p.placement,e.onPositionChange?.(p.placement))},[p.placement]),me(()=>{t!==r.current&&(t?e.onOpen?.():e.onClose?.()),r.current=t},[t,e.onClose,e.onOpen]),{floating:p,controlled:typeof e.opened==`boolean`,opened:t,onClose:d,onToggle:f,resetLockedPlacement:u}}var Js={position:`bottom`,offset:8,transitionProps:{transition:`fade`,duration:150},middlewares:{flip:!0,shift:!0,inline:!1},arrowSize:7,arrowOffset:5,arrowRadius:0,arrowPosition:`side`,closeOnClickOutside:!0,withinPortal:!0,closeOnEscape:!0,trapFocus:!1,withRoles:!0,returnFocus:!1,withOverlay:!1,hideDetached:!0,preventPositionChangeWhenVisible:!0,clickOutsideEvents:[`mousedown`,`touchstart`],clickOutsideCapture:!1,zIndex:M(`popover`),__staticSelector:`Popover`,width:`max-content`},Ys=St((e,{radius:t,shadow:n})=>({dropdown:{"--popover-radius":t===void 0?void 0:ne(t),"--popover-shadow":ie(n)}}));function Xs(e){let t=W(`Popover`,Js,e),{children:n,position:r,offset:i,onPositionChange:a,opened:o,transitionProps:s,onExitTransitionEnd:c,onEnterTransitionEnd:l,width:u,middlewares:d,withArrow:f,arrowSize:p,arrowOffset:m,arrowRadius:h,arrowPosition:g,unstyled:_,classNames:v,styles:y,closeOnClickOutside:b,withinPortal:x,portalProps:S,closeOnEscape:w,clickOutsideEvents:T,clickOutsideCapture:E,trapFocus:D,onClose:O,onDismiss:k,onOpen:A,onChange:j,zIndex:M,radius:N,shadow:ee,id:P,defaultOpened:te,__staticSelector:ne,withRoles:F,disabled:re,returnFocus:ie,variant:I,keepMounted:ae,keepMountedMode:oe,vars:se,floatingStrategy:ce,withOverlay:le,overlayProps:de,hideDetached:L,attributes:R,preventPositionChangeWhenVisible:fe,...pe}=t,me=G({name:ne,props:t,classes:Vs,classNames:v,styles:y,unstyled:_,attributes:R,rootSelector:`dropdown`,vars:se,varsResolver:Ys}),{resolvedStyles:he}=Hn({classNames:v,styles:y,props:t}),z=(0,C.useRef)(null),[B,ge]=(0,C.useState)(null),[_e,ve]=(0,C.useState)(null),{dir:ye}=qr(),be=sn(),xe=Re(P),V=qs({middlewares:d,width:u,position:_s(ye,r),offset:typeof i==`number`?i+(f?p/2:0):i,arrowRef:z,arrowOffset:m,onPositionChange:a,opened:o,defaultOpened:te,onChange:j,onOpen:A,onClose:O,onDismiss:k,strategy:ce,disabled:re,preventPositionChangeWhenVisible:fe,keepMounted:ae});ue(()=>{b&&(V.onClose(),k?.())},T,[B,_e],!0,E);let Se=(0,C.useCallback)(e=>{ge(e),V.floating.refs.setReference(e)},[V.floating.refs.setReference]),Ce=(0,C.useCallback)(e=>{ve(e),V.floating.refs.setFloating(e)},[V.floating.refs.setFloating]),we=(0,C.useCallback)(()=>{s?.onExited?.(),c?.(),V.resetLockedPlacement()},[s?.onExited,c,V.resetLockedPlacement]),Te=(0,C.useCallback)(()=>{s?.onEntered?.(),l?.()},[s?.onEntered,l]);return(0,U.jsxs)(Fs,{value:{returnFocus:ie,disabled:re,controlled:V.controlled,reference:Se,floating:Ce,x:V.floating.x,y:V.floating.y,arrowX:V.floating?.middlewareData?.arrow?.x,arrowY:V.floating?.middlewareData?.arrow?.y,opened:V.opened,arrowRef:z,transitionProps:{...s,onExited:we,onEntered:Te},width:u,withArrow:f,arrowSize:p,arrowOffset:m,arrowRadius:h,arrowPosition:g,placement:V.floating.placement,trapFocus:D,withinPortal:x,portalProps:S,zIndex:M,radius:N,shadow:ee,closeOnEscape:w,onDismiss:k,onClose:V.onClose,onToggle:V.onToggle,getTargetId:()=>xe,getDropdownId:()=>`${xe}-dropdown`,withRoles:F,targetProps:pe,__staticSelector:ne,classNames:v,styles:y,unstyled:_,variant:I,keepMounted:ae,keepMountedMode:oe,getStyles:me,resolvedStyles:he,floatingStrategy:ce,referenceHidden:L&&be!==`test`?V.floating.middlewareData.hide?.referenceHidden:!1},children:[n,le&&(0,U.jsx)(Ps,{transition:`fade`,mounted:V.opened,duration:s?.duration??250,exitDuration:s?.exitDuration??s?.duration??250,children:e=>(0,U.jsx)(Os,{withinPortal:x,children:(0,U.jsx)(Ss,{...de,...me(`overlay`,{className:de?.className,style:[e,de?.style]})})})})]})}Xs.Target=Ws,Xs.Dropdown=Hs,Xs.ContextMenu=Rs,Xs.varsResolver=Ys,Xs.displayName=`@mantine/core/Popover`,Xs.extend=e=>e,Xs.withProps=e=>{let t=t=>(0,U.jsx)(Xs,{...e,...t});return t.extend=Xs.extend,t.displayName=`WithProps(${Xs.displayName})`,t};var Zs={root:`m_5ae2e3c`,barsLoader:`m_7a2bd4cd`,bar:`m_870bb79`,"bars-loader-animation":`m_5d2b3b9d`,dotsLoader:`m_4e3f22d7`,dot:`m_870c4af`,"loader-dots-animation":`m_aac34a1`,ovalLoader:`m_b34414df`,"oval-loader-animation":`m_f8e89c4b`},Qs=({className:e,...t})=>(0,U.jsxs)(q,{component:`span`,className:wt(Zs.barsLoader,e),...t,children:[(0,U.jsx)(`span`,{className:Zs.bar}),(0,U.jsx)(`span`,{className:Zs.bar}),(0,U.jsx)(`span`,{className:Zs.bar})]});Qs.displayName=`@mantine/core/Bars`;var $s=({className:e,...t})=>(0,U.jsxs)(q,{component:`span`,className:wt(Zs.dotsLoader,e),...t,children:[(0,U.jsx)(`span`,{className:Zs.dot}),(0,U.jsx)(`span`,{className:Zs.dot}),(0,U.jsx)(`span`,{className:Zs.dot})]});$s.displayName=`@mantine/core/Dots`;var ec=({className:e,...t})=>(0,U.jsx)(q,{component:`span`,className:wt(Zs.ovalLoader,e),...t});ec.displayName=`@mantine/core/Oval`;var tc={bars:Qs,oval:ec,dots:$s},nc={loaders:tc,type:`oval`},rc=St((e,{size:t,color:n})=>({root:{"--loader-size":P(t,`loader-size`),"--loader-color":n?H(n,e):void 0}})),ic=K(e=>{let t=W(`Loader`,nc,e),{size:n,color:r,type:i,vars:a,className:o,style:s,classNames:c,styles:l,unstyled:u,loaders:d,variant:f,children:p,attributes:m,...h}=t,g=G({name:`Loader`,props:t,classes:Zs,className:o,style:s,classNames:c,styles:l,unstyled:u,attributes:m,vars:a,varsResolver:rc});return p?(0,U.jsx)(q,{...g(`root`),...h,children:p}):(0,U.jsx)(q,{...g(`root`),component:d[i],variant:f,size:n,...h})});ic.defaultLoaders=tc,ic.classes=Zs,ic.varsResolver=rc,ic.displayName=`@mantine/core/Loader`;var ac={root:`m_8d3f4000`,icon:`m_8d3afb97`,loader:`m_302b9fb1`,group:`m_1a0f1b21`,groupSection:`m_437b6484`},oc={orientation:`horizontal`},sc=St((e,{borderWidth:t})=>({group:{"--ai-border-width":_(t)}})),cc=K(e=>{let t=W(`ActionIconGroup`,oc,e),{className:n,style:r,classNames:i,styles:a,unstyled:o,orientation:s,vars:c,borderWidth:l,variant:u,mod:d,attributes:f,...p}=t,m=G({name:`ActionIconGroup`,props:t,classes:ac,className:n,style:r,classNames:i,styles:a,unstyled:o,attributes:f,vars:c,varsResolver:sc,rootSelector:`group`});return(0,U.jsx)(q,{...m(`group`),variant:u,mod:[{orientation:s},d],role:`group`,...p})});cc.classes=ac,cc.varsResolver=sc,cc.displayName=`@mantine/core/ActionIconGroup`;var lc=St((e,{radius:t,color:n,gradient:r,variant:i,autoContrast:a,size:o})=>{let s=e.variantColorResolver({color:n||e.primaryColor,theme:e,gradient:r,variant:i||`filled`,autoContrast:a});return{groupSection:{"--section-height":P(o,`section-height`),"--section-padding-x":P(o,`section-padding-x`),"--section-fz":F(o),"--section-radius":t===void 0?void 0:ne(t),"--section-bg":n||i?s.background:void 0,"--section-color":s.color,"--section-bd":n||i?s.border:void 0}}}),uc=K(e=>{let t=W(`ActionIconGroupSection`,null,e),{className:n,style:r,classNames:i,styles:a,unstyled:o,vars:s,variant:c,gradient:l,radius:u,autoContrast:d,attributes:f,...p}=t,m=G({name:`ActionIconGroupSection`,props:t,classes:ac,className:n,style:r,classNames:i,styles:a,unstyled:o,attributes:f,vars:s,varsResolver:lc,rootSelector:`groupSection`});return(0,U.jsx)(q,{...m(`groupSection`),variant:c,...p})});uc.classes=ac,uc.varsResolver=lc,uc.displayName=`@mantine/core/ActionIconGroupSection`;var dc=St((e,{size:t,radius:n,variant:r,gradient:i,color:a,autoContrast:o})=>{let s=e.variantColorResolver({color:a||e.primaryColor,theme:e,gradient:i,variant:r||`filled`,autoContrast:o});return{root:{"--ai-size":P(t,`ai-size`),"--ai-radius":n===void 0?void 0:ne(n),"--ai-bg":a||r?s.background:void 0,"--ai-hover":a||r?s.hover:void 0,"--ai-hover-color":a||r?s.hoverColor:void 0,"--ai-color":s.color,"--ai-bd":a||r?s.border:void 0}}}),fc=zr(e=>{let t=W(`ActionIcon`,null,e),{className:n,unstyled:r,variant:i,classNames:a,styles:o,style:s,loading:c,loaderProps:l,size:u,color:d,radius:f,__staticSelector:p,gradient:m,vars:h,children:g,disabled:_,"data-disabled":v,autoContrast:y,mod:b,attributes:x,...S}=t,C=G({name:[`ActionIcon`,p],props:t,className:n,style:s,classes:ac,classNames:a,styles:o,unstyled:r,attributes:x,vars:h,varsResolver:dc});return(0,U.jsxs)(is,{...C(`root`,{active:!_&&!c&&!v}),"aria-busy":c||void 0,...S,unstyled:r,variant:i,size:u,disabled:_||c,mod:[{loading:c,disabled:_||v},b],children:[typeof c==`boolean`&&(0,U.jsx)(Ps,{mounted:c,transition:`slide-down`,duration:150,children:e=>(0,U.jsx)(q,{component:`span`,...C(`loader`,{style:e}),"aria-hidden":!0,children:(0,U.jsx)(ic,{color:`var(--ai-color)`,size:`calc(var(--ai-size) * 0.55)`,...l})})}),(0,U.jsx)(q,{component:`span`,mod:{loading:c},...C(`icon`),children:g})]})});fc.classes=ac,fc.varsResolver=dc,fc.displayName=`@mantine/core/ActionIcon`,fc.Group=cc,fc.GroupSection=uc;function pc({size:e=`var(--cb-icon-size, 70%)`,style:t,...n}){return(0,U.jsx)(`svg`,{viewBox:`0 0 15 15`,fill:`none`,xmlns:`http://www.w3.org/2000/svg`,style:{...t,width:e,height:e},...n,children:(0,U.jsx)(`path`,{d:`M11.7816 4.03157C12.0062 3.80702 12.0062 3.44295 11.7816 3.2184C11.5571 2.99385 11.193 2.99385 10.9685 3.2184L7.50005 6.68682L4.03164 3.2184C3.80708 2.99385 3.44301 2.99385 3.21846 3.2184C2.99391 3.44295 2.99391 3.80702 3.21846 4.03157L6.68688 7.49999L3.21846 10.9684C2.99391 11.193 2.99391 11.557 3.21846 11.7816C3.44301 12.0061 3.80708 12.0061 4.03164 11.7816L7.50005 8.31316L10.9685 11.7816C11.193 12.0061 11.5571 12.0061 11.7816 11.7816C12.0062 11.557 12.0062 11.193 11.7816 10.9684L8.31322 7.49999L11.7816 4.03157Z`,fill:`currentColor`,fillRule:`evenodd`,clipRule:`evenodd`})})}pc.displayName=`@mantine/core/CloseIcon`;var mc={root:`m_86a44da5`,"root--subtle":`m_220c80f2`},hc={variant:`subtle`},gc=St((e,{size:t,radius:n,iconSize:r})=>({root:{"--cb-size":P(t,`cb-size`),"--cb-radius":n===void 0?void 0:ne(n),"--cb-icon-size":_(r)}})),_c=zr(e=>{let t=W(`CloseButton`,hc,e),{iconSize:n,children:r,vars:i,radius:a,className:o,classNames:s,style:c,styles:l,unstyled:u,"data-disabled":d,disabled:f,variant:p,icon:m,mod:h,attributes:g,__staticSelector:_,...v}=t,y=G({name:_||`CloseButton`,props:t,className:o,style:c,classes:mc,classNames:s,styles:l,unstyled:u,attributes:g,vars:i,varsResolver:gc});return(0,U.jsxs)(is,{...v,unstyled:u,variant:p,disabled:f,mod:[{disabled:f||d},h],...y(`root`,{variant:p,active:!f&&!d}),children:[m||(0,U.jsx)(pc,{}),r]})});_c.classes=mc,_c.varsResolver=gc,_c.displayName=`@mantine/core/CloseButton`;function vc(e){return C.Children.toArray(e).filter(Boolean)}var yc={root:`m_4081bf90`},bc={preventGrowOverflow:!0,gap:`md`,align:`center`,justify:`flex-start`,wrap:`wrap`},xc=St((e,{grow:t,preventGrowOverflow:n,gap:r,align:i,justify:a,wrap:o},{childWidth:s})=>({root:{"--group-child-width":t&&n?s:void 0,"--group-gap":te(r),"--group-align":i,"--group-justify":a,"--group-wrap":o}})),Sc=K(e=>{let t=W(`Group`,bc,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,children:s,gap:c,align:l,justify:u,wrap:d,grow:f,preventGrowOverflow:p,vars:m,variant:h,__size:g,mod:_,attributes:v,...y}=t,b=vc(s),x=b.length,S=te(c??`md`),C=G({name:`Group`,props:t,stylesCtx:{childWidth:`calc(${100/x}% - (${S} - ${S} / ${x}))`},className:r,style:i,classes:yc,classNames:n,styles:a,unstyled:o,attributes:v,vars:m,varsResolver:xc});return(0,U.jsx)(q,{...C(`root`),variant:h,mod:[{grow:f},_],size:g,...y,children:b})});Sc.classes=yc,Sc.varsResolver=xc,Sc.displayName=`@mantine/core/Group`;var Cc=function(){return Cc=Object.assign||function(e){for(var t,n=1,r=arguments.length;n<r;n++)for(var i in t=arguments[n],t)Object.prototype.hasOwnProperty.call(t,i)&&(e[i]=t[i]);return e},Cc.apply(this,arguments)};function wc(e,t){var n={};for(var r in e)Object.prototype.hasOwnProperty.call(e,r)&&t.indexOf(r)<0&&(n[r]=e[r]);if(e!=null&&typeof Object.getOwnPropertySymbols==`function`)for(var i=0,r=Object.getOwnPropertySymbols(e);i<r.length;i++)t.indexOf(r[i])<0&&Object.prototype.propertyIsEnumerable.call(e,r[i])&&(n[r[i]]=e[r[i]]);return n}function Tc(e,t,n){if(n||arguments.length===2)for(var r=0,i=t.length,a;r<i;r++)(a||!(r in t))&&(a||=Array.prototype.slice.call(t,0,r),a[r]=t[r]);return e.concat(a||Array.prototype.slice.call(t))}var Ec=`right-scroll-bar-position`,Dc=`width-before-scroll-bar`,Oc=`with-scroll-bars-hidden`,kc=`--removed-body-scroll-bar-size`;function Ac(e,t){return typeof e==`function`?e(t):e&&(e.current=t),e}function jc(e,t){var n=(0,C.useState)(function(){return{value:e,callback:t,facade:{get current(){return n.value},set current(e){var t=n.value;t!==e&&(n.value=e,n.callback(e,t))}}}})[0];return n.callback=t,n.facade}var Mc=typeof window<`u`?C.useLayoutEffect:C.useEffect,Nc=new WeakMap;function Pc(e,t){var n=jc(t||null,function(t){return e.forEach(function(e){return Ac(e,t)})});return Mc(function(){var t=Nc.get(n);if(t){var r=new Set(t),i=new Set(e),a=n.current;r.forEach(function(e){i.has(e)||Ac(e,null)}),i.forEach(function(e){r.has(e)||Ac(e,a)})}Nc.set(n,e)},[e]),n}function Fc(e){return e}function Ic(e,t){t===void 0&&(t=Fc);var n=[],r=!1;return{read:function(){if(r)throw Error("Sidecar: could not `read` from an `assigned` medium. `read` could be used only with `useMedium`.");return n.length?n[n.length-1]:e},useMedium:function(e){var i=t(e,r);return n.push(i),function(){n=n.filter(function(e){return e!==i})}},assignSyncMedium:function(e){for(r=!0;n.length;){var t=n;n=[],t.forEach(e)}n={push:function(t){return e(t)},filter:function(){return n}}},assignMedium:function(e){r=!0;var t=[];if(n.length){var i=n;n=[],i.forEach(e),t=n}var a=function(){var n=t;t=[],n.forEach(e)},o=function(){return Promise.resolve().then(a)};o(),n={push:function(e){t.push(e),o()},filter:function(e){return t=t.filter(e),n}}}}}function Lc(e){e===void 0&&(e={});var t=Ic(null);return t.options=Cc({async:!0,ssr:!1},e),t}var Rc=function(e){var t=e.sideCar,n=wc(e,[`sideCar`]);if(!t)throw Error("Sidecar: please provide `sideCar` property to import the right car");var r=t.read();if(!r)throw Error(`Sidecar medium not found`);return C.createElement(r,Cc({},n))};Rc.isSideCarExport=!0;function zc(e,t){return e.useMedium(t),Rc}var Bc=Lc(),Vc=function(){},Hc=C.forwardRef(function(e,t){var n=C.useRef(null),r=C.useState({onScrollCapture:Vc,onWheelCapture:Vc,onTouchMoveCapture:Vc}),i=r[0],a=r[1],o=e.forwardProps,s=e.children,c=e.className,l=e.removeScrollBar,u=e.enabled,d=e.shards,f=e.sideCar,p=e.noRelative,m=e.noIsolation,h=e.inert,g=e.allowPinchZoom,_=e.as,v=_===void 0?`div`:_,y=e.gapMode,b=wc(e,[`forwardProps`,`children`,`className`,`removeScrollBar`,`enabled`,`shards`,`sideCar`,`noRelative`,`noIsolation`,`inert`,`allowPinchZoom`,`as`,`gapMode`]),x=f,S=Pc([n,t]),w=Cc(Cc({},b),i);return C.createElement(C.Fragment,null,u&&C.createElement(x,{sideCar:Bc,removeScrollBar:l,shards:d,noRelative:p,noIsolation:m,inert:h,setCallbacks:a,allowPinchZoom:!!g,lockRef:n,gapMode:y}),o?C.cloneElement(C.Children.only(s),Cc(Cc({},w),{ref:S})):C.createElement(v,Cc({},w,{className:c,ref:S}),s))});Hc.defaultProps={enabled:!0,removeScrollBar:!0,inert:!1},Hc.classNames={fullWidth:Dc,zeroRight:Ec};var Uc,Wc=function(e){Uc=e},Gc=function(){if(Uc)return Uc;if(typeof __webpack_nonce__<`u`)return __webpack_nonce__};function Kc(){if(!document)return null;var e=document.createElement(`style`);e.type=`text/css`;var t=Gc();return t&&e.setAttribute(`nonce`,t),e}function qc(e,t){e.styleSheet?e.styleSheet.cssText=t:e.appendChild(document.createTextNode(t))}function Jc(e){(document.head||document.getElementsByTagName(`head`)[0]).appendChild(e)}var Yc=function(){var e=0,t=null;return{add:function(n){e==0&&(t=Kc())&&(qc(t,n),Jc(t)),e++},remove:function(){e--,!e&&t&&(t.parentNode&&t.parentNode.removeChild(t),t=null)}}},Xc=function(){var e=Yc();return function(t,n){C.useEffect(function(){return e.add(t),function(){e.remove()}},[t&&n])}},Zc=function(){var e=Xc();return function(t){return e(t.styles,t.dynamic),null}},Qc={left:0,top:0,right:0,gap:0},$c=function(e){return parseInt(e||``,10)||0},el=function(e){var t=window.getComputedStyle(document.body),n=t[e===`padding`?`paddingLeft`:`marginLeft`],r=t[e===`padding`?`paddingTop`:`marginTop`],i=t[e===`padding`?`paddingRight`:`marginRight`];return[$c(n),$c(r),$c(i)]},tl=function(e){if(e===void 0&&(e=`margin`),typeof window>`u`)return Qc;var t=el(e),n=document.documentElement.clientWidth,r=window.innerWidth;return{left:t[0],top:t[1],right:t[2],gap:Math.max(0,r-n+t[2]-t[0])}},nl=Zc(),rl=`data-scroll-locked`,il=function(e,t,n,r){var i=e.left,a=e.top,o=e.right,s=e.gap;return n===void 0&&(n=`margin`),`
  .${Oc} {
   overflow: hidden ${r};
   padding-right: ${s}px ${r};
  }
  body[${rl}] {
    overflow: hidden ${r};
    overscroll-behavior: contain;
    ${[t&&`position: relative ${r};`,n===`margin`&&`
    padding-left: ${i}px;
    padding-top: ${a}px;
    padding-right: ${o}px;
    margin-left:0;
    margin-top:0;
    margin-right: ${s}px ${r};
    `,n===`padding`&&`padding-right: ${s}px ${r};`].filter(Boolean).join(``)}
  }
  
  .${Ec} {
    right: ${s}px ${r};
  }
  
  .${Dc} {
    margin-right: ${s}px ${r};
  }
  
  .${Ec} .${Ec} {
    right: 0 ${r};
  }
  
  .${Dc} .${Dc} {
    margin-right: 0 ${r};
  }
  
  body[${rl}] {
    ${kc}: ${s}px;
  }
`},al=function(){var e=parseInt(document.body.getAttribute(`data-scroll-locked`)||`0`,10);return isFinite(e)?e:0},ol=function(){C.useEffect(function(){return document.body.setAttribute(rl,(al()+1).toString()),function(){var e=al()-1;e<=0?document.body.removeAttribute(rl):document.body.setAttribute(rl,e.toString())}},[])},sl=function(e){var t=e.noRelative,n=e.noImportant,r=e.gapMode,i=r===void 0?`margin`:r;ol();var a=C.useMemo(function(){return tl(i)},[i]);return C.createElement(nl,{styles:il(a,!t,i,n?``:`!important`)})},cl=!1;if(typeof window<`u`)try{var ll=Object.defineProperty({},"passive",{get:function(){return cl=!0,!0}});window.addEventListener(`test`,ll,ll),window.removeEventListener(`test`,ll,ll)}catch{cl=!1}var ul=cl?{passive:!1}:!1,dl=function(e){return e.tagName===`TEXTAREA`},fl=function(e,t){if(!(e instanceof Element))return!1;var n=window.getComputedStyle(e);return n[t]!==`hidden`&&!(n.overflowY===n.overflowX&&!dl(e)&&n[t]===`visible`)},pl=function(e){return fl(e,`overflowY`)},ml=function(e){return fl(e,`overflowX`)},hl=function(e,t){var n=t.ownerDocument,r=t;do{if(typeof ShadowRoot<`u`&&r instanceof ShadowRoot&&(r=r.host),vl(e,r)){var i=yl(e,r);if(i[1]>i[2])return!0}r=r.parentNode}while(r&&r!==n.body);return!1},gl=function(e){return[e.scrollTop,e.scrollHeight,e.clientHeight]},_l=function(e){return[e.scrollLeft,e.scrollWidth,e.clientWidth]},vl=function(e,t){return e===`v`?pl(t):ml(t)},yl=function(e,t){return e===`v`?gl(t):_l(t)},bl=function(e,t){return e===`h`&&t===`rtl`?-1:1},xl=function(e,t,n,r,i){var a=bl(e,window.getComputedStyle(t).direction),o=a*r,s=n.target,c=t.contains(s),l=!1,u=o>0,d=0,f=0;do{if(!s)break;var p=yl(e,s),m=p[0],h=p[1]-p[2]-a*m;(m||h)&&vl(e,s)&&(d+=h,f+=m);var g=s.parentNode;s=g&&g.nodeType===Node.DOCUMENT_FRAGMENT_NODE?g.host:g}while(!c&&s!==document.body||c&&(t.contains(s)||t===s));return(u&&(i&&Math.abs(d)<1||!i&&o>d)||!u&&(i&&Math.abs(f)<1||!i&&-o>f))&&(l=!0),l},Sl=function(e){return`changedTouches`in e?[e.changedTouches[0].clientX,e.changedTouches[0].clientY]:[0,0]},Cl=function(e){return[e.deltaX,e.deltaY]},wl=function(e){return e&&`current`in e?e.current:e},Tl=function(e,t){return e[0]===t[0]&&e[1]===t[1]},El=function(e){return`
  .block-interactivity-${e} {pointer-events: none;}
  .allow-interactivity-${e} {pointer-events: all;}
`},Dl=0,Ol=[];function kl(e){var t=C.useRef([]),n=C.useRef([0,0]),r=C.useRef(),i=C.useState(Dl++)[0],a=C.useState(Zc)[0],o=C.useRef(e);C.useEffect(function(){o.current=e},[e]),C.useEffect(function(){if(e.inert){document.body.classList.add(`block-interactivity-${i}`);var t=Tc([e.lockRef.current],(e.shards||[]).map(wl),!0).filter(Boolean);return t.forEach(function(e){return e.classList.add(`allow-interactivity-${i}`)}),function(){document.body.classList.remove(`block-interactivity-${i}`),t.forEach(function(e){return e.classList.remove(`allow-interactivity-${i}`)})}}},[e.inert,e.lockRef.current,e.shards]);var s=C.useCallback(function(e,t){if(`touches`in e&&e.touches.length===2||e.type===`wheel`&&e.ctrlKey)return!o.current.allowPinchZoom;var i=Sl(e),a=n.current,s=`deltaX`in e?e.deltaX:a[0]-i[0],c=`deltaY`in e?e.deltaY:a[1]-i[1],l,u=e.target,d=Math.abs(s)>Math.abs(c)?`h`:`v`;if(`touches`in e&&d===`h`&&u.type===`range`)return!1;var f=window.getSelection(),p=f&&f.anchorNode;if(p&&(p===u||p.contains(u)))return!1;var m=hl(d,u);if(!m)return!0;if(m?l=d:(l=d===`v`?`h`:`v`,m=hl(d,u)),!m)return!1;if(!r.current&&`changedTouches`in e&&(s||c)&&(r.current=l),!l)return!0;var h=r.current||l;return xl(h,t,e,h===`h`?s:c,!0)},[]),c=C.useCallback(function(e){var n=e;if(Ol.length&&Ol[Ol.length-1]===a){var r=`deltaY`in n?Cl(n):Sl(n),i=t.current.filter(function(e){return e.name===n.type&&(e.target===n.target||n.target===e.shadowParent)&&Tl(e.delta,r)})[0];if(i&&i.should)n.cancelable&&n.preventDefault();else if(!i){var c=(o.current.shards||[]).map(wl).filter(Boolean).filter(function(e){return e.contains(n.target)});(c.length>0?s(n,c[0]):!o.current.noIsolation)&&n.cancelable&&n.preventDefault()}}},[]),l=C.useCallback(function(e,n,r,i){var a={name:e,delta:n,target:r,should:i,shadowParent:Al(r)};t.current.push(a),setTimeout(function(){t.current=t.current.filter(function(e){return e!==a})},1)},[]),u=C.useCallback(function(e){n.current=Sl(e),r.current=void 0},[]),d=C.useCallback(function(t){l(t.type,Cl(t),t.target,s(t,e.lockRef.current))},[]),f=C.useCallback(function(t){l(t.type,Sl(t),t.target,s(t,e.lockRef.current))},[]);C.useEffect(function(){return Ol.push(a),e.setCallbacks({onScrollCapture:d,onWheelCapture:d,onTouchMoveCapture:f}),document.addEventListener(`wheel`,c,ul),document.addEventListener(`touchmove`,c,ul),document.addEventListener(`touchstart`,u,ul),function(){Ol=Ol.filter(function(e){return e!==a}),document.removeEventListener(`wheel`,c,ul),document.removeEventListener(`touchmove`,c,ul),document.removeEventListener(`touchstart`,u,ul)}},[]);var p=e.removeScrollBar,m=e.inert;return C.createElement(C.Fragment,null,m?C.createElement(a,{styles:El(i)}):null,p?C.createElement(sl,{noRelative:e.noRelative,gapMode:e.gapMode}):null)}function Al(e){for(var t=null;e!==null;)e instanceof ShadowRoot&&(t=e.host,e=e.host),e=e.parentNode;return t}var jl=zc(Bc,kl),Ml=C.forwardRef(function(e,t){return C.createElement(Hc,Cc({},e,{ref:t,sideCar:jl}))});Ml.classNames=Hc.classNames;var Nl=(0,C.createContext)({size:`sm`}),Pl=K(e=>{let t=W(`InputClearButton`,null,e),{size:n,variant:r,vars:i,classNames:a,styles:o,...s}=t,c=(0,C.use)(Nl),{resolvedClassNames:l,resolvedStyles:u}=Hn({classNames:a,styles:o,props:t});return(0,U.jsx)(_c,{variant:r||`transparent`,size:n||c?.size||`sm`,classNames:l,styles:u,__staticSelector:`InputClearButton`,style:{pointerEvents:`all`,background:`var(--input-bg)`,...s.style},...s})});Pl.displayName=`@mantine/core/InputClearButton`;var Fl={xs:7,sm:8,md:10,lg:12,xl:15};function Il({__clearable:e,__clearSection:t,rightSection:n,__defaultRightSection:r,size:i=`sm`,__clearSectionMode:a=`both`}){let o=e&&t;return a===`rightSection`?n===null?null:n||r:a===`clear`?n===null?null:o||r:o&&(n||r)?(0,U.jsxs)(`div`,{"data-combined-clear-section":!0,style:{display:`flex`,gap:2,alignItems:`center`,paddingInlineEnd:Fl[i]},children:[o,n||r]}):n===null?null:n||o||r}var Ll=(0,C.createContext)({offsetBottom:!1,offsetTop:!1,describedBy:void 0,getStyles:null,inputId:void 0,labelId:void 0}),Rl={wrapper:`m_6c018570`,input:`m_8fb7ebe7`,bottomSection:`m_93f4ed57`,section:`m_82577fc2`,placeholder:`m_88bacfd0`,root:`m_46b77525`,label:`m_8fdc1311`,required:`m_78a94662`,error:`m_8f816625`,success:`m_9d9d40e0`,description:`m_fe47ce59`},zl=St((e,{size:t})=>({description:{"--input-description-size":t===void 0?void 0:`calc(${F(t)} - ${_(2)})`}})),Bl=K(e=>{let t=W(`InputDescription`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,__staticSelector:c,__inheritStyles:l=!0,attributes:u,...d}=W(`InputDescription`,null,t),f=(0,C.use)(Ll),p=G({name:[`InputWrapper`,c],props:t,classes:Rl,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:u,rootSelector:`description`,vars:s,varsResolver:zl}),m=l&&f?.getStyles||p;return(0,U.jsx)(q,{component:`p`,...m(`description`,f?.getStyles?{className:r,style:i}:void 0),...d})});Bl.classes=Rl,Bl.varsResolver=zl,Bl.displayName=`@mantine/core/InputDescription`;var Vl=St((e,{size:t})=>({error:{"--input-error-size":t===void 0?void 0:`calc(${F(t)} - ${_(2)})`}})),Hl=K(e=>{let t=W(`InputError`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,attributes:c,__staticSelector:l,__inheritStyles:u=!0,...d}=t,f=G({name:[`InputWrapper`,l],props:t,classes:Rl,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:c,rootSelector:`error`,vars:s,varsResolver:Vl}),p=(0,C.use)(Ll),m=u&&p?.getStyles||f;return(0,U.jsx)(q,{component:`p`,...m(`error`,p?.getStyles?{className:r,style:i}:void 0),...d})});Hl.classes=Rl,Hl.varsResolver=Vl,Hl.displayName=`@mantine/core/InputError`;var Ul={labelElement:`label`},Wl=St((e,{size:t})=>({label:{"--input-label-size":F(t),"--input-asterisk-color":void 0}})),Gl=K(e=>{let t=W(`InputLabel`,Ul,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,labelElement:c,required:l,htmlFor:u,onMouseDown:d,children:f,__staticSelector:p,mod:m,attributes:h,...g}=t,_=G({name:[`InputWrapper`,p],props:t,classes:Rl,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:h,rootSelector:`label`,vars:s,varsResolver:Wl}),v=(0,C.use)(Ll),y=v?.getStyles||_,b=g.component||c,x=typeof b!=`string`||b===`label`;return(0,U.jsxs)(q,{...y(`label`,v?.getStyles?{className:r,style:i}:void 0),component:c,htmlFor:x?u:void 0,mod:[{required:l},m],onMouseDown:e=>{d?.(e),!e.defaultPrevented&&e.detail>1&&e.preventDefault()},...g,children:[f,l&&(0,U.jsx)(`span`,{...y(`required`),"aria-hidden":!0,children:` *`})]})});Gl.classes=Rl,Gl.varsResolver=Wl,Gl.displayName=`@mantine/core/InputLabel`;var Kl=K(e=>{let t=W(`InputPlaceholder`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,__staticSelector:c,error:l,mod:u,attributes:d,...f}=t,p=G({name:[`InputPlaceholder`,c],props:t,classes:Rl,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:d,rootSelector:`placeholder`});return(0,U.jsx)(q,{...p(`placeholder`),mod:[{error:!!l},u],component:`span`,...f})});Kl.classes=Rl,Kl.displayName=`@mantine/core/InputPlaceholder`;var ql=St((e,{size:t})=>({success:{"--input-success-size":t===void 0?void 0:`calc(${F(t)} - ${_(2)})`}})),Jl=K(e=>{let t=W(`InputSuccess`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,attributes:c,__staticSelector:l,__inheritStyles:u=!0,...d}=t,f=G({name:[`InputWrapper`,l],props:t,classes:Rl,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:c,rootSelector:`success`,vars:s,varsResolver:ql}),p=(0,C.use)(Ll),m=u&&p?.getStyles||f;return(0,U.jsx)(q,{component:`p`,...m(`success`,p?.getStyles?{className:r,style:i}:void 0),...d})});Jl.classes=Rl,Jl.varsResolver=ql,Jl.displayName=`@mantine/core/InputSuccess`;function Yl(e,{hasDescription:t,hasError:n}){let r=e.findIndex(e=>e===`input`),i=e.slice(0,r),a=e.slice(r+1),o=t&&i.includes(`description`)||n&&i.includes(`error`);return{offsetBottom:t&&a.includes(`description`)||n&&a.includes(`error`),offsetTop:o}}var Xl={labelElement:`label`,inputContainer:e=>e,inputWrapperOrder:[`label`,`description`,`input`,`error`]},Zl=St((e,{size:t})=>({label:{"--input-label-size":F(t),"--input-asterisk-color":void 0},error:{"--input-error-size":t===void 0?void 0:`calc(${F(t)} - ${_(2)})`},success:{"--input-success-size":t===void 0?void 0:`calc(${F(t)} - ${_(2)})`},description:{"--input-description-size":t===void 0?void 0:`calc(${F(t)} - ${_(2)})`}})),Ql=K(e=>{let t=W(`InputWrapper`,Xl,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,size:c,variant:l,__staticSelector:u,inputContainer:d,inputWrapperOrder:f,label:p,error:m,success:h,description:g,labelProps:_,descriptionProps:v,errorProps:y,successProps:b,labelElement:x,children:S,withAsterisk:w,id:T,required:E,__stylesApiProps:D,mod:O,attributes:k,...A}=t,j=G({name:[`InputWrapper`,u],props:D||t,classes:Rl,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:k,vars:s,varsResolver:Zl}),M={size:c,variant:l,__staticSelector:u},N=Re(T),ee=typeof w==`boolean`?w:E,P=y?.id||`${N}-error`,te=b?.id||`${N}-success`,ne=v?.id||`${N}-description`,F=N,re=!!m&&typeof m!=`boolean`,ie=!!h&&typeof h!=`boolean`&&!m,I=!!g,ae=re&&f.includes(`error`),oe=ie&&f.includes(`error`),se=I&&f.includes(`description`),ce=`${ae?P:``} ${oe?te:``} ${se?ne:``}`,le=ce.trim().length>0?ce.trim():void 0,ue=_?.id||`${N}-label`,de=p&&(0,U.jsx)(Gl,{labelElement:x,id:ue,htmlFor:F,required:ee,...M,..._,children:p},`label`),L=I&&(0,U.jsx)(Bl,{...v,...M,size:v?.size||M.size,id:v?.id||ne,children:g},`description`),R=(0,U.jsx)(C.Fragment,{children:d(S)},`input`),fe=re&&(0,C.createElement)(Hl,{...y,...M,size:y?.size||M.size,key:`error`,id:y?.id||P},m),pe=ie&&(0,C.createElement)(Jl,{...b,...M,size:b?.size||M.size,key:`success`,id:b?.id||te},h),me=f.map(e=>{switch(e){case`label`:return de;case`input`:return R;case`description`:return L;case`error`:return fe||pe;default:return null}});return(0,U.jsx)(Ll,{value:{getStyles:j,describedBy:le,inputId:F,labelId:de&&f.includes(`label`)?ue:void 0,...Yl(f,{hasDescription:I,hasError:re||ie})},children:(0,U.jsx)(q,{variant:l,size:c,mod:[{error:!!m,success:!!h&&!m},O],id:x===`label`?void 0:T,...j(`root`),...A,children:me})})});Ql.classes=Rl,Ql.varsResolver=Zl,Ql.displayName=`@mantine/core/InputWrapper`;var $l={variant:`default`,leftSectionPointerEvents:`none`,rightSectionPointerEvents:`none`,withAria:!0,withErrorStyles:!0,withSuccessStyles:!0,size:`sm`,loading:!1,loadingPosition:`right`},eu=St((e,t,n)=>({wrapper:{"--input-margin-top":n.offsetTop?`calc(var(--mantine-spacing-xs) / 2)`:void 0,"--input-margin-bottom":n.offsetBottom?`calc(var(--mantine-spacing-xs) / 2)`:void 0,"--input-height":P(t.size,`input-height`),"--input-fz":F(t.size),"--input-radius":t.radius===void 0?void 0:ne(t.radius),"--input-left-section-width":t.leftSectionWidth===void 0?void 0:_(t.leftSectionWidth),"--input-right-section-width":t.rightSectionWidth===void 0?void 0:_(t.rightSectionWidth),"--input-padding-y":t.multiline?P(t.size,`input-padding-y`):void 0,"--input-left-section-pointer-events":t.leftSectionPointerEvents,"--input-right-section-pointer-events":t.rightSectionPointerEvents}})),tu=zr(e=>{let t=W(`Input`,$l,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,required:s,__staticSelector:c,__stylesApiProps:l,size:u,wrapperProps:d,error:f,success:p,disabled:m,leftSection:h,leftSectionProps:g,leftSectionWidth:_,rightSection:v,rightSectionProps:y,rightSectionWidth:b,rightSectionPointerEvents:x,leftSectionPointerEvents:S,variant:w,vars:T,pointer:E,multiline:D,radius:O,id:k,withAria:A,withErrorStyles:j,withSuccessStyles:M,mod:N,inputSize:ee,attributes:P,__clearSection:te,__clearable:ne,__clearSectionMode:F,__defaultRightSection:re,loading:ie,loadingPosition:I,loaderProps:ae,__bottomSection:oe,__bottomSectionProps:se,rootRef:ce,dir:le,...ue}=t,{styleProps:de,rest:L}=ur(ue),R=(0,C.use)(Ll),fe={offsetBottom:R?.offsetBottom,offsetTop:R?.offsetTop},pe=G({name:[`Input`,c],props:l||t,classes:Rl,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:P,stylesCtx:fe,rootSelector:`wrapper`,vars:T,varsResolver:eu}),me=A?{required:s,disabled:m,"aria-invalid":f?!0:void 0,"aria-describedby":R?.describedBy,id:R?.inputId||k}:{},he=ie?(0,U.jsx)(ic,{size:I===`left`?`calc(var(--input-left-section-size) / 2)`:`calc(var(--input-right-section-size) / 2)`,...ae}):null,z=ie&&I===`left`?he:h,B=Il({__clearable:ne,__clearSection:te,rightSection:ie&&I===`right`?he:v,__defaultRightSection:re,size:u,__clearSectionMode:F});return(0,U.jsx)(Nl,{value:{size:u||`sm`},children:(0,U.jsxs)(q,{ref:ce,dir:le,...pe(`wrapper`),...de,...d,mod:[{error:!!f&&j,success:!!p&&!f&&M,pointer:E,disabled:m,multiline:D,withRightSection:!!B,withLeftSection:!!z,withBottomSection:!!oe},N],variant:w,size:u,children:[z&&(0,U.jsx)(`div`,{...g,"data-position":`left`,...pe(`section`,{className:g?.className,style:g?.style}),children:z}),(0,U.jsx)(q,{component:`input`,...L,...me,required:s,mod:{disabled:m,error:!!f&&j,success:!!p&&!f&&M},variant:w,__size:ee,...pe(`input`)}),oe&&(0,U.jsx)(`div`,{...se,...pe(`bottomSection`,{className:se?.className,style:se?.style}),children:oe}),B&&(0,U.jsx)(`div`,{...y,"data-position":`right`,...pe(`section`,{className:y?.className,style:y?.style}),children:B})]})})});tu.classes=Rl,tu.varsResolver=eu,tu.Wrapper=Ql,tu.Label=Gl,tu.Error=Hl,tu.Success=Jl,tu.Description=Bl,tu.Placeholder=Kl,tu.ClearButton=Pl,tu.displayName=`@mantine/core/Input`;function nu(e,t,n){let r=W([`Input`,`InputWrapper`,e],t,n),{label:i,description:a,error:o,success:s,required:c,classNames:l,styles:u,className:d,unstyled:f,__staticSelector:p,__stylesApiProps:m,errorProps:h,successProps:g,labelProps:_,descriptionProps:v,wrapperProps:y,id:b,size:x,style:S,inputContainer:C,inputWrapperOrder:w,withAsterisk:T,variant:E,vars:D,mod:O,attributes:k,...A}=r,{styleProps:j,rest:M}=ur(A),N={label:i,description:a,error:o,success:s,required:c,classNames:l,className:d,__staticSelector:p,__stylesApiProps:m||r,errorProps:h,successProps:g,labelProps:_,descriptionProps:v,unstyled:f,styles:u,size:x,style:S,inputContainer:C,inputWrapperOrder:w,withAsterisk:T,variant:E,id:b,mod:O,attributes:k,...y};return{...M,classNames:l,styles:u,unstyled:f,wrapperProps:{...N,...j},inputProps:{required:c,classNames:l,styles:u,unstyled:f,size:x,__staticSelector:p,__stylesApiProps:m||r,error:o,success:s,variant:E,id:b,attributes:k}}}var ru={__staticSelector:`InputBase`,withAria:!0,size:`sm`},iu=zr(e=>{let{inputProps:t,wrapperProps:n,...r}=nu(`InputBase`,ru,e);return(0,U.jsx)(tu.Wrapper,{...n,children:(0,U.jsx)(tu,{...t,...r})})});iu.classes={...tu.classes,...tu.Wrapper.classes},iu.displayName=`@mantine/core/InputBase`;function au({style:e,size:t=16,...n}){return(0,U.jsx)(`svg`,{viewBox:`0 0 15 15`,fill:`none`,xmlns:`http://www.w3.org/2000/svg`,style:{...e,width:_(t),height:_(t),display:`block`},...n,children:(0,U.jsx)(`path`,{d:`M3.13523 6.15803C3.3241 5.95657 3.64052 5.94637 3.84197 6.13523L7.5 9.56464L11.158 6.13523C11.3595 5.94637 11.6759 5.95657 11.8648 6.15803C12.0536 6.35949 12.0434 6.67591 11.842 6.86477L7.84197 10.6148C7.64964 10.7951 7.35036 10.7951 7.15803 10.6148L3.15803 6.86477C2.95657 6.67591 2.94637 6.35949 3.13523 6.15803Z`,fill:`currentColor`,fillRule:`evenodd`,clipRule:`evenodd`})})}au.displayName=`@mantine/core/AccordionChevron`;var ou={root:`m_66836ed3`,wrapper:`m_a5d60502`,body:`m_667c2793`,title:`m_6a03f287`,label:`m_698f4f23`,icon:`m_667f2a6a`,message:`m_7fa78076`,closeButton:`m_87f54839`},su=St((e,{radius:t,color:n,variant:r,autoContrast:i})=>{let a=e.variantColorResolver({color:n||e.primaryColor,theme:e,variant:r||`light`,autoContrast:i});return{root:{"--alert-radius":t===void 0?void 0:ne(t),"--alert-bg":n||r?a.background:void 0,"--alert-color":a.color,"--alert-bd":n||r?a.border:void 0}}}),cu=K(e=>{let t=W(`Alert`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,radius:c,color:l,title:u,children:d,id:f,icon:p,withCloseButton:m,onClose:h,closeButtonLabel:g,variant:_,autoContrast:v,role:y,attributes:b,...x}=t,S=G({name:`Alert`,classes:ou,props:t,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:b,vars:s,varsResolver:su}),C=Re(f),w=u&&`${C}-title`||void 0,T=`${C}-body`;return(0,U.jsx)(q,{id:C,...S(`root`,{variant:_}),variant:_,...x,role:y||`alert`,"aria-describedby":d?T:void 0,"aria-labelledby":u?w:void 0,children:(0,U.jsxs)(`div`,{...S(`wrapper`),children:[p&&(0,U.jsx)(`div`,{...S(`icon`),children:p}),(0,U.jsxs)(`div`,{...S(`body`),children:[u&&(0,U.jsx)(`div`,{...S(`title`),"data-with-close-button":m||void 0,children:(0,U.jsx)(`span`,{id:w,...S(`label`),children:u})}),d&&(0,U.jsx)(`div`,{id:T,...S(`message`),"data-variant":_,children:d})]}),m&&(0,U.jsx)(_c,{...S(`closeButton`),onClick:h,variant:`transparent`,size:16,iconSize:16,"aria-label":g,unstyled:o})]})})});cu.classes=ou,cu.varsResolver=su,cu.displayName=`@mantine/core/Alert`;var lu={root:`m_b6d8b162`};function uu(e){if(e===`start`)return`start`;if(e===`end`||e)return`end`}var du={inherit:!1},fu=St((e,{variant:t,lineClamp:n,gradient:r,size:i,textWrap:a})=>({root:{"--text-fz":F(i),"--text-lh":re(i),"--text-gradient":t===`gradient`?Wt(r,e):void 0,"--text-line-clamp":typeof n==`number`?n.toString():void 0,"--text-text-wrap":a}})),pu=zr(e=>{let t=W(`Text`,du,e),{lineClamp:n,truncate:r,inline:i,inherit:a,gradient:o,span:s,textWrap:c,__staticSelector:l,vars:u,className:d,style:f,classNames:p,styles:m,unstyled:h,variant:g,mod:_,size:v,attributes:y,...b}=t,x=G({name:[`Text`,l],props:t,classes:lu,className:d,style:f,classNames:p,styles:m,unstyled:h,attributes:y,vars:u,varsResolver:fu});return(0,U.jsx)(q,{...x(`root`,{focusable:!0}),component:s?`span`:`p`,variant:g,mod:[{truncate:uu(r),lineClamp:typeof n==`number`,inline:i,inherit:a},_],size:v,...b})});pu.classes=lu,pu.varsResolver=fu,pu.displayName=`@mantine/core/Text`;var mu={root:`m_849cf0da`},hu={underline:`hover`},gu=zr(e=>{let{underline:t,className:n,unstyled:r,mod:i,...a}=W(`Anchor`,hu,e);return(0,U.jsx)(pu,{component:`a`,className:wt({[mu.root]:!r},n),...a,mod:[{underline:t},i],__staticSelector:`Anchor`,unstyled:r})});gu.classes=mu,gu.displayName=`@mantine/core/Anchor`;var[_u,vu]=T(`AppShell was not found in tree`);function yu({size:e,min:t,max:n,viewportMax:r}){let i=Math.min(n??1/0,r);return Math.max(Math.min(t??0,i),Math.min(e,i))}function bu(e,t){return t!==void 0&&e<t}var xu={navbar:{axis:`horizontal`,orientation:`vertical`,sizeVariable:`--app-shell-navbar-width`,offsetVariable:`--app-shell-navbar-offset`,gridWidthVariable:`--app-shell-navbar-grid-width`,handleDisplayVariable:`--app-shell-navbar-resize-handle-display`,sign:1},aside:{axis:`horizontal`,orientation:`vertical`,sizeVariable:`--app-shell-aside-width`,offsetVariable:`--app-shell-aside-offset`,gridWidthVariable:`--app-shell-aside-grid-width`,handleDisplayVariable:`--app-shell-aside-resize-handle-display`,sign:-1},header:{axis:`vertical`,orientation:`horizontal`,sizeVariable:`--app-shell-header-height`,offsetVariable:`--app-shell-header-offset`,handleDisplayVariable:`--app-shell-header-resize-handle-display`,sign:1},footer:{axis:`vertical`,orientation:`horizontal`,sizeVariable:`--app-shell-footer-height`,offsetVariable:`--app-shell-footer-offset`,handleDisplayVariable:`--app-shell-footer-resize-handle-display`,safeAreaVariable:`--app-shell-footer-safe-area`,sign:-1}},Su=Object.keys(xu);function Cu({section:e,deltaX:t,deltaY:n,dir:r}){let i=xu[e];return i.axis===`vertical`?n*i.sign:t*i.sign*(r===`rtl`?-1:1)}function wu(e,t){if(!t)return 0;let n=window.getComputedStyle(e).getPropertyValue(t),r=Number.parseFloat(n);return Number.isFinite(r)?r:0}var Tu={navbar:`Resize navbar`,aside:`Resize aside`,header:`Resize header`,footer:`Resize footer`},Eu=10,Du=50,Ou={ArrowRight:{deltaX:1,deltaY:0},ArrowLeft:{deltaX:-1,deltaY:0},ArrowDown:{deltaX:0,deltaY:1},ArrowUp:{deltaX:0,deltaY:-1}};function ku(e,t){t?document.body.style.setProperty(e,t):document.body.style.removeProperty(e)}function Au({section:e,sectionId:t}){let n=vu(),r=n.resize,i=(0,C.useRef)(null),a=(0,C.useRef)({startSize:0,startX:0,startY:0,size:0,moved:!1}),o=(0,C.useRef)(null),s=(0,C.useRef)(null),c=(0,C.useRef)(null),{dir:l}=qr(),u=En(),d=xu[e],f=r?.options[e]??{},p=()=>d.axis===`horizontal`?window.innerWidth:window.innerHeight,[m,h]=(0,C.useState)(0),[g,v]=(0,C.useState)(void 0),y=()=>p()/u.scale,b=e=>{let t=e.getBoundingClientRect();return((d.axis===`horizontal`?t.width:t.height)-wu(e,d.safeAreaVariable))/u.scale},x=t=>{let r=n.rootRef.current;if(!r)return;let i=_(t);r.style.setProperty(d.sizeVariable,i),n.resizeOffsets[e]&&r.style.setProperty(d.offsetVariable,i),n.mode===`static`&&d.gridWidthVariable&&r.style.setProperty(d.gridWidthVariable,i)},S=()=>{let e=n.rootRef.current;e&&(e.style.removeProperty(d.sizeVariable),e.style.removeProperty(d.offsetVariable),d.gridWidthVariable&&e.style.removeProperty(d.gridWidthVariable))},w=()=>{s.current?.abort(),s.current=null,o.current=null;let e=c.current;c.current=null,e&&(ku(`user-select`,e.userSelect),ku(`-webkit-user-select`,e.webkitUserSelect),ku(`cursor`,e.cursor))},T=()=>{r?.reportCollapse(e,bu(a.current.startSize,f.collapseThreshold)),r?.endResize(e,null)},E=t=>{if(t.pointerId!==o.current)return;a.current.moved=!0;let n=Cu({section:e,deltaX:t.clientX-a.current.startX,deltaY:t.clientY-a.current.startY,dir:l})/u.scale,s=a.current.startSize+n,c=yu({size:s,min:f.min,max:f.max,viewportMax:y()});a.current.size=c,x(c),i.current?.setAttribute(`aria-valuenow`,String(Math.round(c))),r?.previewResize(e,c),r?.reportCollapse(e,bu(s,f.collapseThreshold))},D=t=>{t.pointerId===o.current&&(w(),a.current.moved?r?.endResize(e,a.current.size):r?.endResize(e,null))},O=e=>{e.pointerId===o.current&&(w(),S(),T())},k=e=>{e.key===`Escape`&&(e.preventDefault(),w(),S(),i.current?.setAttribute(`aria-valuenow`,String(Math.round(a.current.startSize))),T())},A=()=>{let t=r?.[e].size;if(t!==void 0)return t;let n=i.current?.parentElement;return n?b(n):0},j=t=>{r?.initCollapse(e,bu(A(),f.collapseThreshold)),r?.reportCollapse(e,bu(t,f.collapseThreshold)),r?.endResize(e,yu({size:t,min:f.min,max:f.max,viewportMax:y()}))},M=t=>{let n=t.shiftKey?Du:Eu;if(t.key===`Home`){t.preventDefault(),j(f.min??0);return}if(t.key===`End`){t.preventDefault(),j(f.max??y());return}let r=Ou[t.key];if(!r)return;let i=Cu({section:e,...r,dir:l});i!==0&&(t.preventDefault(),j(A()+i*n))},N=()=>{S(),r?.[e].reset()},ee=t=>{if(t.button!==0||s.current!==null)return;let n=i.current?.parentElement;if(!n)return;let l=b(n);a.current={startSize:l,startX:t.clientX,startY:t.clientY,size:l,moved:!1},o.current=t.pointerId,r?.initCollapse(e,bu(l,f.collapseThreshold));let u=new AbortController;s.current=u;let{signal:p}=u;c.current={userSelect:document.body.style.getPropertyValue(`user-select`),webkitUserSelect:document.body.style.getPropertyValue(`-webkit-user-select`),cursor:document.body.style.getPropertyValue(`cursor`)},document.body.style.setProperty(`user-select`,`none`),document.body.style.setProperty(`-webkit-user-select`,`none`),document.body.style.setProperty(`cursor`,d.axis===`horizontal`?`col-resize`:`row-resize`),r?.startResize(e),document.addEventListener(`pointermove`,E,{signal:p}),document.addEventListener(`pointerup`,D,{signal:p}),document.addEventListener(`pointercancel`,O,{signal:p}),document.addEventListener(`keydown`,k,{signal:p})};if(fe(()=>{r&&r.activeSection!==e&&S()},[r?.activeSection,r?.[e].size]),fe(()=>{h(p());let e=()=>h(p());return window.addEventListener(`resize`,e),()=>window.removeEventListener(`resize`,e)},[d.axis]),fe(()=>{r?.[e].size===void 0&&v(A())},[r?.[e].size,m]),fe(()=>()=>{let e=s.current!==null;w(),S(),e&&T()},[]),!r?.[e].enabled)return null;let P=m/u.scale,te=Math.min(f.max??P,P),ne=r[e].size,F=ne!==void 0&&m>0?Math.min(ne,P):ne??g;return(0,U.jsx)(q,{ref:i,role:`separator`,tabIndex:0,"aria-label":f.label??Tu[e],"aria-controls":t,"aria-orientation":d.orientation,"aria-valuemin":f.min??0,"aria-valuemax":Math.round(te),"aria-valuenow":F===void 0?void 0:Math.round(F),onPointerDown:ee,onKeyDown:M,onDoubleClick:N,mod:{section:e,orientation:d.orientation,active:r[e].active},...n.getStyles(`resizeHandle`)})}Au.displayName=`@mantine/core/AppShellResizeHandle`;var ju={root:`m_89ab340`,navbar:`m_45252eee`,aside:`m_9cdde9a`,header:`m_3b16f56b`,main:`m_8983817`,footer:`m_3840c879`,section:`m_6dcfc7c7`,resizeHandle:`m_3b25945a`},Mu=K(e=>{let{classNames:t,className:n,style:r,styles:i,unstyled:a,vars:o,withBorder:s,zIndex:c,mod:l,...u}=W(`AppShellAside`,null,e),d=vu(),f=Re(u.id);if(d.disabled)return null;let p=d.resize?.aside.enabled??!1,m=d.getStyles(`aside`,{className:wt({[Ml.classNames.zeroRight]:d.offsetScrollbars},n),classNames:t,styles:i,style:r});if(!p)return(0,U.jsx)(q,{component:`aside`,mod:[{"with-border":s??d.withBorder},l],...m,...u,__vars:{"--app-shell-aside-z-index":`calc(${c??d.zIndex} + 1)`}});let{children:h,dangerouslySetInnerHTML:g,..._}=u;return(0,U.jsxs)(q,{component:`aside`,mod:[{"with-border":s??d.withBorder},l],...m,..._,__vars:{"--app-shell-aside-z-index":`calc(${c??d.zIndex} + 1)`},id:f,children:[g?(0,U.jsx)(`div`,{style:{display:`contents`},dangerouslySetInnerHTML:g}):h,(0,U.jsx)(Au,{section:`aside`,sectionId:f})]})});Mu.classes=ju,Mu.displayName=`@mantine/core/AppShellAside`;var Nu=K(e=>{let{classNames:t,className:n,style:r,styles:i,unstyled:a,vars:o,withBorder:s,zIndex:c,mod:l,...u}=W(`AppShellFooter`,null,e),d=vu(),f=Re(u.id);if(d.disabled)return null;let p=d.resize?.footer.enabled??!1,m=d.getStyles(`footer`,{className:wt({[Ml.classNames.zeroRight]:d.offsetScrollbars},n),classNames:t,styles:i,style:r});if(!p)return(0,U.jsx)(q,{component:`footer`,mod:[{"with-border":s??d.withBorder},l],...m,...u,__vars:{"--app-shell-footer-z-index":(c??d.zIndex)?.toString()}});let{children:h,dangerouslySetInnerHTML:g,..._}=u;return(0,U.jsxs)(q,{component:`footer`,mod:[{"with-border":s??d.withBorder},l],...m,..._,__vars:{"--app-shell-footer-z-index":(c??d.zIndex)?.toString()},id:f,children:[g?(0,U.jsx)(`div`,{style:{display:`contents`},dangerouslySetInnerHTML:g}):h,(0,U.jsx)(Au,{section:`footer`,sectionId:f})]})});Nu.classes=ju,Nu.displayName=`@mantine/core/AppShellFooter`;var Pu=K(e=>{let{classNames:t,className:n,style:r,styles:i,unstyled:a,vars:o,withBorder:s,zIndex:c,mod:l,...u}=W(`AppShellHeader`,null,e),d=vu(),f=Re(u.id);if(d.disabled)return null;let p=d.resize?.header.enabled??!1,m=d.getStyles(`header`,{className:wt({[Ml.classNames.zeroRight]:d.offsetScrollbars},n),classNames:t,styles:i,style:r});if(!p)return(0,U.jsx)(q,{component:`header`,mod:[{"with-border":s??d.withBorder},l],...m,...u,__vars:{"--app-shell-header-z-index":(c??d.zIndex)?.toString()}});let{children:h,dangerouslySetInnerHTML:g,..._}=u;return(0,U.jsxs)(q,{component:`header`,mod:[{"with-border":s??d.withBorder},l],...m,..._,__vars:{"--app-shell-header-z-index":(c??d.zIndex)?.toString()},id:f,children:[g?(0,U.jsx)(`div`,{style:{display:`contents`},dangerouslySetInnerHTML:g}):h,(0,U.jsx)(Au,{section:`header`,sectionId:f})]})});Pu.classes=ju,Pu.displayName=`@mantine/core/AppShellHeader`;var Fu=K(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,...o}=W(`AppShellMain`,null,e),s=vu();return(0,U.jsx)(q,{component:`main`,...s.getStyles(`main`,{className:n,style:r,classNames:t,styles:i}),...o})});Fu.classes=ju,Fu.displayName=`@mantine/core/AppShellMain`;var Iu=K(e=>{let{classNames:t,className:n,style:r,styles:i,unstyled:a,vars:o,withBorder:s,zIndex:c,mod:l,...u}=W(`AppShellNavbar`,null,e),d=vu(),f=Re(u.id);if(d.disabled)return null;let p=d.resize?.navbar.enabled??!1,m=d.getStyles(`navbar`,{className:n,classNames:t,styles:i,style:r});if(!p)return(0,U.jsx)(q,{component:`nav`,mod:[{"with-border":s??d.withBorder},l],...m,...u,__vars:{"--app-shell-navbar-z-index":`calc(${c??d.zIndex} + 1)`}});let{children:h,dangerouslySetInnerHTML:g,..._}=u;return(0,U.jsxs)(q,{component:`nav`,mod:[{"with-border":s??d.withBorder},l],...m,..._,__vars:{"--app-shell-navbar-z-index":`calc(${c??d.zIndex} + 1)`},id:f,children:[g?(0,U.jsx)(`div`,{style:{display:`contents`},dangerouslySetInnerHTML:g}):h,(0,U.jsx)(Au,{section:`navbar`,sectionId:f})]})});Iu.classes=ju,Iu.displayName=`@mantine/core/AppShellNavbar`;var Lu=zr(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,grow:o,mod:s,...c}=W(`AppShellSection`,null,e),l=vu();return(0,U.jsx)(q,{mod:[{grow:o},s],...l.getStyles(`section`,{className:n,style:r,classNames:t,styles:i}),...c})});Lu.classes=ju,Lu.displayName=`@mantine/core/AppShellSection`;function Ru(e){return typeof e==`object`?e.base:e}function zu(e,t){return`min(${_(e)}, ${t===`horizontal`?`100vw`:`100dvh`})`}function Bu(e){let t=typeof e==`object`&&!!e&&e.base!==void 0&&Object.keys(e).length===1;return typeof e==`number`||typeof e==`string`||t}function Vu(e){return!(typeof e!=`object`||!e||Object.keys(e).length===1&&`base`in e)}function Hu({baseStyles:e,minMediaStyles:t,maxMediaStyles:n,aside:r,theme:i,mode:a,resizedSize:o,resizable:s}){let c=r?.width,u=`translateX(var(--app-shell-aside-width))`,d=`translateX(calc(var(--app-shell-aside-width) * -1))`;if(r?.breakpoint!==void 0&&!r?.collapsed?.mobile&&(n[r?.breakpoint]=n[r?.breakpoint]||{},a===`fixed`?(n[r?.breakpoint][`--app-shell-aside-width`]=`100%`,n[r?.breakpoint][`--app-shell-aside-offset`]=`0px`):(n[r?.breakpoint][`--app-shell-aside-width`]=`0px`,n[r?.breakpoint][`--app-shell-aside-offset`]=`0px`),s&&(n[r.breakpoint][`--app-shell-aside-resize-handle-display`]=`none`)),o!==void 0){let t=zu(o,`horizontal`);e[`--app-shell-aside-width`]=t,e[`--app-shell-aside-offset`]=t,a===`static`&&(e[`--app-shell-aside-grid-width`]=t)}else{if(Bu(c)){let t=_(Ru(c));e[`--app-shell-aside-width`]=t,e[`--app-shell-aside-offset`]=t}Vu(c)&&(c.base!==void 0&&(e[`--app-shell-aside-width`]=_(c.base),e[`--app-shell-aside-offset`]=_(c.base)),l(c).forEach(e=>{e!==`base`&&(t[e]=t[e]||{},t[e][`--app-shell-aside-width`]=_(c[e]),t[e][`--app-shell-aside-offset`]=_(c[e]))}))}if(r?.breakpoint!==void 0&&a===`static`&&(t[r.breakpoint]=t[r.breakpoint]||{},t[r.breakpoint][`--app-shell-aside-position`]=`sticky`,t[r.breakpoint][`--app-shell-aside-grid-row`]=`2`,t[r.breakpoint][`--app-shell-aside-grid-column`]=`3`,t[r.breakpoint][`--app-shell-main-column-end`]=`3`),r?.collapsed?.desktop){let e=r.breakpoint;t[e]=t[e]||{},t[e][`--app-shell-aside-transform`]=u,t[e][`--app-shell-aside-transform-rtl`]=d,a===`fixed`?t[e][`--app-shell-aside-offset`]=`0px !important`:(t[e][`--app-shell-aside-width`]=`0px`,t[e][`--app-shell-aside-display`]=`none`,t[e][`--app-shell-main-column-end`]=`-1`),t[e][`--app-shell-aside-scroll-locked-visibility`]=`hidden`,s&&(t[e][`--app-shell-aside-resize-handle-display`]=`none`)}if(r?.collapsed?.mobile){let e=ae(r.breakpoint,i.breakpoints)-.1;n[e]=n[e]||{},a===`fixed`?(n[e][`--app-shell-aside-width`]=`100%`,n[e][`--app-shell-aside-offset`]=`0px`):n[e][`--app-shell-aside-width`]=`0px`,n[e][`--app-shell-aside-transform`]=u,n[e][`--app-shell-aside-transform-rtl`]=d,n[e][`--app-shell-aside-scroll-locked-visibility`]=`hidden`,s&&(n[e][`--app-shell-aside-resize-handle-display`]=`none`)}}function Uu({baseStyles:e,minMediaStyles:t,footer:n,mode:r,resizedSize:i,resizable:a}){let o=n?.height,s=r===`static`?!0:n?.offset??!0;if(r===`static`&&n&&(e[`--app-shell-footer-position`]=`sticky`,e[`--app-shell-footer-grid-column`]=`1 / -1`,e[`--app-shell-footer-grid-row`]=`3`),i!==void 0){let t=zu(i,`vertical`);e[`--app-shell-footer-height`]=t,s&&(e[`--app-shell-footer-offset`]=t)}else{if(Bu(o)){let t=_(Ru(o));e[`--app-shell-footer-height`]=t,s&&(e[`--app-shell-footer-offset`]=t)}Vu(o)&&(o.base!==void 0&&(e[`--app-shell-footer-height`]=_(o.base),s&&(e[`--app-shell-footer-offset`]=_(o.base))),l(o).forEach(e=>{e!==`base`&&(t[e]=t[e]||{},t[e][`--app-shell-footer-height`]=_(o[e]),s&&(t[e][`--app-shell-footer-offset`]=_(o[e])))}))}n?.collapsed&&(e[`--app-shell-footer-transform`]=`translateY(var(--app-shell-footer-height))`,r===`fixed`&&(e[`--app-shell-footer-offset`]=`0px !important`),a&&(e[`--app-shell-footer-resize-handle-display`]=`none`))}function Wu({baseStyles:e,minMediaStyles:t,header:n,mode:r,resizedSize:i,resizable:a}){let o=n?.height,s=r===`static`?!0:n?.offset??!0;if(r===`static`&&n&&(e[`--app-shell-header-position`]=`sticky`,e[`--app-shell-header-grid-column`]=`1 / -1`,e[`--app-shell-header-grid-row`]=`1`),i!==void 0){let t=zu(i,`vertical`);e[`--app-shell-header-height`]=t,s&&(e[`--app-shell-header-offset`]=t)}else{if(Bu(o)){let t=_(Ru(o));e[`--app-shell-header-height`]=t,s&&(e[`--app-shell-header-offset`]=t)}Vu(o)&&(o.base!==void 0&&(e[`--app-shell-header-height`]=_(o.base),s&&(e[`--app-shell-header-offset`]=_(o.base))),l(o).forEach(e=>{e!==`base`&&(t[e]=t[e]||{},t[e][`--app-shell-header-height`]=_(o[e]),s&&(t[e][`--app-shell-header-offset`]=_(o[e])))}))}n?.collapsed&&(e[`--app-shell-header-transform`]=`translateY(calc(var(--app-shell-header-height) * -1))`,r===`fixed`&&(e[`--app-shell-header-offset`]=`0px !important`),a&&(e[`--app-shell-header-resize-handle-display`]=`none`))}function Gu({baseStyles:e,minMediaStyles:t,maxMediaStyles:n,navbar:r,theme:i,mode:a,resizedSize:o,resizable:s}){let c=r?.width,u=`translateX(calc(var(--app-shell-navbar-width) * -1))`,d=`translateX(var(--app-shell-navbar-width))`;if(r?.breakpoint!==void 0&&!r?.collapsed?.mobile&&(n[r?.breakpoint]=n[r?.breakpoint]||{},n[r?.breakpoint][`--app-shell-navbar-offset`]=`0px`,n[r?.breakpoint][`--app-shell-navbar-width`]=`100%`,a===`static`&&(n[r?.breakpoint][`--app-shell-navbar-grid-width`]=`0px`),s&&(n[r.breakpoint][`--app-shell-navbar-resize-handle-display`]=`none`)),o!==void 0){let t=zu(o,`horizontal`);e[`--app-shell-navbar-width`]=t,e[`--app-shell-navbar-offset`]=t,a===`static`&&(e[`--app-shell-navbar-grid-width`]=t)}else{if(Bu(c)){let t=_(Ru(c));e[`--app-shell-navbar-width`]=t,e[`--app-shell-navbar-offset`]=t,a===`static`&&(e[`--app-shell-navbar-grid-width`]=t)}Vu(c)&&(c.base!==void 0&&(e[`--app-shell-navbar-width`]=_(c.base),e[`--app-shell-navbar-offset`]=_(c.base),a===`static`&&(e[`--app-shell-navbar-grid-width`]=_(c.base))),l(c).forEach(e=>{e!==`base`&&(t[e]=t[e]||{},t[e][`--app-shell-navbar-width`]=_(c[e]),t[e][`--app-shell-navbar-offset`]=_(c[e]),a===`static`&&(t[e][`--app-shell-navbar-grid-width`]=_(c[e])))}))}if(r?.breakpoint!==void 0&&a===`static`&&(t[r.breakpoint]=t[r.breakpoint]||{},t[r.breakpoint][`--app-shell-navbar-position`]=`sticky`,t[r.breakpoint][`--app-shell-navbar-grid-row`]=`2`,t[r.breakpoint][`--app-shell-navbar-grid-column`]=`1`,t[r.breakpoint][`--app-shell-main-column-start`]=`2`),r?.collapsed?.desktop){let e=r.breakpoint;t[e]=t[e]||{},t[e][`--app-shell-navbar-transform`]=u,t[e][`--app-shell-navbar-transform-rtl`]=d,a===`fixed`?t[e][`--app-shell-navbar-offset`]=`0px !important`:(t[e][`--app-shell-navbar-width`]=`0px`,t[e][`--app-shell-navbar-display`]=`none`,t[e][`--app-shell-main-column-start`]=`1`),s&&(t[e][`--app-shell-navbar-resize-handle-display`]=`none`)}if(r?.collapsed?.mobile){let e=ae(r.breakpoint,i.breakpoints)-.1;n[e]=n[e]||{},n[e][`--app-shell-navbar-width`]=`100%`,n[e][`--app-shell-navbar-offset`]=`0px`,a===`static`&&(n[e][`--app-shell-navbar-grid-width`]=`0px`),n[e][`--app-shell-navbar-transform`]=u,n[e][`--app-shell-navbar-transform-rtl`]=d,s&&(n[e][`--app-shell-navbar-resize-handle-display`]=`none`)}}function Ku(e){return Number(e)===0?`0px`:te(e)}function qu({padding:e,baseStyles:t,minMediaStyles:n}){Bu(e)&&(t[`--app-shell-padding`]=Ku(Ru(e))),Vu(e)&&(e.base&&(t[`--app-shell-padding`]=Ku(e.base)),l(e).forEach(t=>{t!==`base`&&(n[t]=n[t]||{},n[t][`--app-shell-padding`]=Ku(e[t]))}))}function Ju({navbar:e,header:t,footer:n,aside:r,padding:i,theme:a,mode:o,resize:s}){let c={},u={},d={};o===`static`&&(d[`--app-shell-main-grid-column`]=`1 / -1`,d[`--app-shell-main-grid-row`]=`2`),Gu({baseStyles:d,minMediaStyles:c,maxMediaStyles:u,navbar:e,theme:a,mode:o,resizedSize:s?.sizes.navbar,resizable:s?.enabled.navbar}),Hu({baseStyles:d,minMediaStyles:c,maxMediaStyles:u,aside:r,theme:a,mode:o,resizedSize:s?.sizes.aside,resizable:s?.enabled.aside}),Wu({baseStyles:d,minMediaStyles:c,header:t,mode:o,resizedSize:s?.sizes.header,resizable:s?.enabled.header}),Uu({baseStyles:d,minMediaStyles:c,footer:n,mode:o,resizedSize:s?.sizes.footer,resizable:s?.enabled.footer}),qu({baseStyles:d,minMediaStyles:c,padding:i});let f=oe(l(c),a.breakpoints).map(e=>({query:`(min-width: ${v(e.px)})`,styles:c[e.value]})),p=oe(l(u),a.breakpoints).map(e=>({query:`(max-width: ${v(e.px)})`,styles:u[e.value]}));return{baseStyles:d,media:[...f,...p]}}function Yu({navbar:e,header:t,aside:n,footer:r,padding:i,mode:a,selector:o,resize:s}){let c=En(),l=Qt(),{media:u,baseStyles:d}=Ju({navbar:e,header:t,footer:r,aside:n,padding:i,theme:c,mode:a,resize:s});return(0,U.jsx)(sr,{media:u,styles:d,selector:o||l.cssVariablesSelector})}function Xu(e){return e>=128||e===45||e===95||e>=48&&e<=57||e>=65&&e<=90||e>=97&&e<=122}function X(e){return e>=48&&e<=57}function Z(e){let t=``;for(let n=0;n<e.length;n+=1){let r=e.charCodeAt(n),i=e.charAt(n);r===0?t+=`�`:r>=1&&r<=31||r===127||n===0&&X(r)||n===1&&X(r)&&e.charCodeAt(0)===45?t+=`\\${r.toString(16)} `:n===0&&e.length===1&&r===45?t+=`\\${i}`:Xu(r)?t+=i:t+=`\\${i}`}return t}function Zu({transitionDuration:e,disabled:t,resizeKey:n}){let[r,i]=(0,C.useState)(!0),[a,o]=(0,C.useState)({key:n,active:!1}),s=(0,C.useRef)(-1),c=(0,C.useRef)(-1);return a.key!==n&&o({key:n,active:!0}),(0,C.useEffect)(()=>{if(!a.active)return;let t=window.setTimeout(()=>(0,C.startTransition)(()=>{o(e=>({...e,active:!1}))}),e||0);return()=>window.clearTimeout(t)},[a,e]),ze(`resize`,()=>{i(!0),clearTimeout(s.current),s.current=window.setTimeout(()=>(0,C.startTransition)(()=>{i(!1)}),200)}),fe(()=>{i(!0),clearTimeout(c.current),c.current=window.setTimeout(()=>(0,C.startTransition)(()=>{i(!1)}),e||0)},[t,e]),r||a.active}var Qu={withBorder:!0,padding:0,transitionDuration:200,transitionTimingFunction:`ease`,zIndex:M(`app`),mode:`fixed`},$u=St((e,{transitionDuration:t,transitionTimingFunction:n})=>({root:{"--app-shell-transition-duration":`${t}ms`,"--app-shell-transition-timing-function":n,"--app-shell-resize-handle-size":void 0}})),ed=K(e=>{let t=W(`AppShell`,Qu,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,navbar:c,withBorder:l,padding:u,transitionDuration:d,transitionTimingFunction:f,header:p,zIndex:m,layout:h,disabled:g,aside:_,footer:v,offsetScrollbars:y=!0,mode:b,mod:x,attributes:S,id:w,resize:T,ref:E,...D}=t,O=G({name:`AppShell`,classes:ju,props:t,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:S,vars:s,varsResolver:$u,stable:!0}),k=Zu({disabled:g,transitionDuration:d,resizeKey:T?Su.map(e=>T.sizes[e]).join(`|`):void 0}),A=Re(w),j=(0,C.useRef)(null),M=T?{sizes:T.sizes,enabled:{navbar:T.navbar.enabled,aside:T.aside.enabled,header:T.header.enabled,footer:T.footer.enabled}}:void 0,N=b===`static`?!0:p?.offset??!0,ee=b===`static`?!0:v?.offset??!0,P=(0,C.useMemo)(()=>({getStyles:O,withBorder:l,zIndex:m,disabled:g,offsetScrollbars:y,mode:b,resize:T,rootRef:j,resizeOffsets:{navbar:!0,aside:!0,header:N,footer:ee}}),[O,l,m,g,y,b,T,N,ee]);return(0,U.jsxs)(_u,{value:P,children:[(0,U.jsx)(Yu,{navbar:c,header:p,aside:_,footer:v,padding:u,mode:b,resize:M,selector:T||b===`static`?`#${Z(A)}`:void 0}),(0,U.jsx)(q,{...O(`root`),id:A,ref:He(E,j),mod:[{resizing:k||T?.activeSection!=null,layout:h,disabled:g,mode:b},x],...D})]})});ed.classes=ju,ed.varsResolver=$u,ed.displayName=`@mantine/core/AppShell`,ed.Navbar=Iu,ed.Header=Pu,ed.Main=Fu,ed.Aside=Mu,ed.Footer=Nu,ed.Section=Lu;function td({size:e,style:t,...n}){let r=e===void 0?t:{width:_(e),height:_(e),...t};return(0,U.jsx)(`svg`,{viewBox:`0 0 10 7`,fill:`none`,xmlns:`http://www.w3.org/2000/svg`,style:r,"aria-hidden":!0,...n,children:(0,U.jsx)(`path`,{d:`M4 4.586L1.707 2.293A1 1 0 1 0 .293 3.707l3 3a.997.997 0 0 0 1.414 0l5-5A1 1 0 1 0 8.293.293L4 4.586z`,fill:`currentColor`,fillRule:`evenodd`,clipRule:`evenodd`})})}function nd({indeterminate:e,...t}){return e?(0,U.jsx)(`svg`,{xmlns:`http://www.w3.org/2000/svg`,fill:`none`,viewBox:`0 0 32 6`,"aria-hidden":!0,...t,children:(0,U.jsx)(`rect`,{width:`32`,height:`6`,fill:`currentColor`,rx:`3`})}):(0,U.jsx)(td,{...t})}var rd={root:`m_fea6bf1a`,burger:`m_d4fb9cad`},id=St((e,{color:t,size:n,lineSize:r,transitionDuration:i,transitionTimingFunction:a})=>({root:{"--burger-color":t?H(t,e):void 0,"--burger-size":P(n,`burger-size`),"--burger-line-size":r?_(r):void 0,"--burger-transition-duration":i===void 0?void 0:`${i}ms`,"--burger-transition-timing-function":a}})),ad=K(e=>{let t=W(`Burger`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,opened:c,children:l,transitionDuration:u,transitionTimingFunction:d,lineSize:f,attributes:p,...m}=t,h=G({name:`Burger`,classes:rd,props:t,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:p,vars:s,varsResolver:id});return(0,U.jsxs)(is,{...h(`root`),...m,children:[(0,U.jsx)(q,{mod:[`reduce-motion`,{opened:c}],...h(`burger`)}),l]})});ad.classes=rd,ad.varsResolver=id,ad.displayName=`@mantine/core/Burger`;var od={root:`m_77c9d27d`,inner:`m_80f1301b`,label:`m_811560b9`,section:`m_a74036a`,loader:`m_a25b86ee`,group:`m_80d6d844`,groupSection:`m_70be2a01`},sd={orientation:`horizontal`},cd=St((e,{borderWidth:t})=>({group:{"--button-border-width":_(t)}})),ld=K(e=>{let t=W(`ButtonGroup`,sd,e),{className:n,style:r,classNames:i,styles:a,unstyled:o,orientation:s,vars:c,borderWidth:l,mod:u,attributes:d,...f}=W(`ButtonGroup`,sd,e),p=G({name:`ButtonGroup`,props:t,classes:od,className:n,style:r,classNames:i,styles:a,unstyled:o,attributes:d,vars:c,varsResolver:cd,rootSelector:`group`});return(0,U.jsx)(q,{...p(`group`),mod:[{orientation:s},u],role:`group`,...f})});ld.classes=od,ld.varsResolver=cd,ld.displayName=`@mantine/core/ButtonGroup`;var ud=St((e,{radius:t,color:n,gradient:r,variant:i,autoContrast:a,size:o})=>{let s=e.variantColorResolver({color:n||e.primaryColor,theme:e,gradient:r,variant:i||`filled`,autoContrast:a});return{groupSection:{"--section-height":P(o,`section-height`),"--section-padding-x":P(o,`section-padding-x`),"--section-fz":o?.includes(`compact`)?F(o.replace(`compact-`,``)):F(o),"--section-radius":t===void 0?void 0:ne(t),"--section-bg":n||i?s.background:void 0,"--section-color":s.color,"--section-bd":n||i?s.border:void 0}}}),dd=K(e=>{let t=W(`ButtonGroupSection`,null,e),{className:n,style:r,classNames:i,styles:a,unstyled:o,vars:s,gradient:c,radius:l,autoContrast:u,attributes:d,...f}=t,p=G({name:`ButtonGroupSection`,props:t,classes:od,className:n,style:r,classNames:i,styles:a,unstyled:o,attributes:d,vars:s,varsResolver:ud,rootSelector:`groupSection`});return(0,U.jsx)(q,{...p(`groupSection`),...f})});dd.classes=od,dd.varsResolver=ud,dd.displayName=`@mantine/core/ButtonGroupSection`;var fd={in:{opacity:1,transform:`translate(-50%, calc(-50% + ${_(1)}))`},out:{opacity:0,transform:`translate(-50%, -200%)`},common:{transformOrigin:`center`},transitionProperty:`transform, opacity`},pd=St((e,{radius:t,color:n,gradient:r,variant:i,size:a,justify:o,autoContrast:s})=>{let c=e.variantColorResolver({color:n||e.primaryColor,theme:e,gradient:r,variant:i||`filled`,autoContrast:s});return{root:{"--button-justify":o,"--button-height":P(a,`button-height`),"--button-padding-x":P(a,`button-padding-x`),"--button-fz":a?.includes(`compact`)?F(a.replace(`compact-`,``)):F(a),"--button-radius":t===void 0?void 0:ne(t),"--button-bg":n||i?c.background:void 0,"--button-hover":n||i?c.hover:void 0,"--button-color":c.color,"--button-bd":n||i?c.border:void 0,"--button-hover-color":n||i?c.hoverColor:void 0}}}),md=zr(e=>{let t=W(`Button`,null,e),{style:n,vars:r,className:i,color:a,disabled:o,children:s,leftSection:c,rightSection:l,fullWidth:u,variant:d,radius:f,loading:p,loaderProps:m,gradient:h,classNames:g,styles:_,unstyled:v,"data-disabled":y,autoContrast:b,mod:x,attributes:S,...C}=t,w=G({name:`Button`,props:t,classes:od,className:i,style:n,classNames:g,styles:_,unstyled:v,attributes:S,vars:r,varsResolver:pd}),T=!!c,E=!!l;return(0,U.jsxs)(is,{...w(`root`,{active:!o&&!p&&!y}),unstyled:v,variant:d,disabled:o||p,mod:[{disabled:o||y,loading:p,block:u,"with-left-section":T,"with-right-section":E},x],...C,children:[typeof p==`boolean`&&(0,U.jsx)(Ps,{mounted:p,transition:fd,duration:150,children:e=>(0,U.jsx)(q,{component:`span`,...w(`loader`,{style:e}),"aria-hidden":!0,children:(0,U.jsx)(ic,{color:`var(--button-color)`,size:`calc(var(--button-height) / 1.8)`,...m})})}),(0,U.jsxs)(`span`,{...w(`inner`),children:[c&&(0,U.jsx)(q,{component:`span`,...w(`section`),mod:{position:`left`},children:c}),(0,U.jsx)(q,{component:`span`,mod:{loading:p},...w(`label`),children:s}),l&&(0,U.jsx)(q,{component:`span`,...w(`section`),mod:{position:`right`},children:l})]})]})});md.classes=od,md.varsResolver=pd,md.displayName=`@mantine/core/Button`,md.Group=ld,md.GroupSection=dd;var hd={root:`m_4451eb3a`},gd=zr(e=>{let t=W(`Center`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,inline:c,mod:l,attributes:u,...d}=t,f=G({name:`Center`,props:t,classes:hd,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:u,vars:s});return(0,U.jsx)(q,{mod:[{inline:c},l],...f(`root`),...d})});gd.classes=hd,gd.displayName=`@mantine/core/Center`;var _d={root:`m_b183c0a2`},vd=St((e,{color:t})=>({root:{"--code-bg":t?H(t,e):void 0}})),yd=K(e=>{let t=W(`Code`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,color:c,block:l,mod:u,attributes:d,...f}=t,p=G({name:`Code`,props:t,classes:_d,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:d,vars:s,varsResolver:vd});return(0,U.jsx)(q,{component:l?`pre`:`code`,mod:[{block:l},u],...p(`root`),...f,dir:`ltr`})});yd.classes=_d,yd.varsResolver=vd,yd.displayName=`@mantine/core/Code`;var bd={root:`m_dc6f14e2`},xd=St((e,{size:t})=>({root:{"--kbd-fz":P(t,`kbd-fz`)}})),Sd=K(e=>{let t=W(`Kbd`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,attributes:c,...l}=t,u=G({name:`Kbd`,classes:bd,props:t,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:c,vars:s,varsResolver:xd});return(0,U.jsx)(q,{component:`kbd`,...u(`root`),...l})});Sd.classes=bd,Sd.varsResolver=xd,Sd.displayName=`@mantine/core/Kbd`;var[Cd,wd]=T(`Menu component was not found in the tree`),Td=(0,C.createContext)(null);function Ed(e){let{value:t,defaultValue:n,onChange:r,children:i}=W(`MenuCheckboxGroup`,null,e),[a,o]=Ue({value:t,defaultValue:n,finalValue:[],onChange:r}),s=(0,C.useCallback)(e=>{o(a.includes(e)?a.filter(t=>t!==e):[...a,e])},[a,o]);return(0,U.jsx)(Td,{value:{values:a,onChange:s},children:i})}Ed.displayName=`@mantine/core/MenuCheckboxGroup`;var Dd=(0,C.createContext)(null);function Od({role:e,checked:t,indicator:n,onSelect:r,color:i,closeMenuOnClick:a,rightSection:o,children:s,disabled:c,dataDisabled:l,className:u,style:d,styles:f,classNames:p,buttonRef:m,others:h}){let g=wd(),_=(0,C.use)(Dd),v=En(),{dir:y}=qr(),b=y===`rtl`?`ArrowRight`:`ArrowLeft`,x=(0,C.useRef)(null),S=I(h.onClick,()=>{l||(r(),a&&g.closeDropdownImmediately())}),w=I(h.onMouseMove,()=>{if(!g.hasSearch)return;let e=x.current?.closest(`[data-menu-dropdown]`);e&&e.querySelectorAll(`[data-menu-active]`).forEach(t=>{t!==x.current&&t.closest(`[data-menu-dropdown]`)===e&&t.removeAttribute(`data-menu-active`)})}),T=I(h.onKeyDown,e=>{e.key===b&&_&&(_.close(),_.focusParentItem())}),E=i?v.variantColorResolver({color:i,theme:v,variant:`light`}):void 0,D=i?Vt({color:i,theme:v}):null,O=g.alignItemsLabels!==`none`||t;return(0,U.jsxs)(is,{onMouseDown:e=>e.preventDefault(),...h,unstyled:g.unstyled,tabIndex:g.menuItemTabIndex,...g.getStyles(`item`,{className:u,style:d,styles:f,classNames:p}),ref:He(x,m),role:e,"aria-checked":t,disabled:c,"aria-disabled":h[`aria-disabled`]??(c||l||void 0),"data-menu-item":!0,"data-checked":t||void 0,"data-disabled":c||l||void 0,"data-mantine-stop-propagation":!0,onClick:S,onMouseMove:w,onKeyDown:A({siblingSelector:`[data-menu-item]:not([data-disabled])`,parentSelector:`[data-menu-dropdown]`,activateOnFocus:!1,loop:g.loop,dir:y,orientation:`vertical`,onKeyDown:T}),__vars:{"--menu-item-color":D?.isThemeColor&&D?.shade===void 0?`var(--mantine-color-${D.color}-6)`:E?.color,"--menu-item-hover":E?.hover},children:[O&&(0,U.jsx)(`div`,{...g.getStyles(`itemIndicator`,{styles:f,classNames:p}),"data-checked":t||void 0,children:t?n:null}),s&&(0,U.jsx)(`div`,{...g.getStyles(`itemLabel`,{styles:f,classNames:p}),"data-menu-item-label":!0,children:s}),o&&(0,U.jsx)(`div`,{...g.getStyles(`itemSection`,{styles:f,classNames:p}),"data-position":`right`,children:o})]})}var kd={dropdown:`m_dc9b7c9f`,label:`m_9bfac126`,divider:`m_efdf90cb`,item:`m_99ac2aa1`,search:`m_ef8769b6`,itemLabel:`m_5476e0d3`,itemIndicator:`m_8395186e`,itemSection:`m_8b75e504`,chevron:`m_b85b0bed`},Ad=K(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,color:o,closeMenuOnClick:s,rightSection:c,children:l,disabled:u,"data-disabled":d,value:f,checked:p,defaultChecked:m,onChange:h,checkIcon:g,ref:_,...v}=W(`MenuCheckboxItem`,null,e),y=wd(),b=(0,C.use)(Td),x=b&&f!==void 0?b.values.includes(f):void 0,[S,w]=Ue({value:p??x,defaultValue:m,finalValue:!1,onChange:h}),T=g??y.checkIcon??(0,U.jsx)(td,{size:10});return(0,U.jsx)(Od,{role:`menuitemcheckbox`,checked:S,indicator:T,onSelect:()=>{h?w(!S):b&&f!==void 0?b.onChange(f):w(!S)},color:o,closeMenuOnClick:s,rightSection:c,disabled:u,dataDisabled:d,className:n,style:r,styles:i,classNames:t,buttonRef:_,others:v,children:l})});Ad.classes=kd,Ad.displayName=`@mantine/core/MenuCheckboxItem`;function jd(e){let{children:t,disabled:n,longPressDelay:r}=W(`MenuContextMenu`,null,e),i=xt(t);if(!i)throw Error(`Menu.ContextMenu component children should be an element or a component that accepts ref. Fragments, strings, numbers and other primitive values are not supported`);let a=wd(),o=Is(),s=Ls({childProps:i.props,disabled:n||o.disabled,opened:a.opened,longPressDelay:r,setReference:o.reference,open:()=>a.openDropdown()});return(0,C.cloneElement)(i,s)}jd.displayName=`@mantine/core/MenuContextMenu`;var Md=K(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,...o}=W(`MenuDivider`,null,e),s=wd();return(0,U.jsx)(q,{...s.getStyles(`divider`,{className:n,style:r,styles:i,classNames:t}),...o})});Md.classes=kd,Md.displayName=`@mantine/core/MenuDivider`;var Nd=500;function Pd(e){return((e.querySelector(`[data-menu-item-label]`)??e).textContent??``).trim().toLowerCase()}function Fd(e){return e.length>1&&e.split(``).every(t=>t===e[0])}function Id({enabled:e,opened:t,getDropdown:n}){let r=(0,C.useRef)({buffer:``,timeoutId:null});return(0,C.useEffect)(()=>{if(t&&e)return;let n=r.current;n.timeoutId!==null&&(window.clearTimeout(n.timeoutId),n.timeoutId=null),n.buffer=``},[t,e]),(0,C.useEffect)(()=>()=>{let{timeoutId:e}=r.current;e!==null&&window.clearTimeout(e)},[]),t=>{if(!e||t.defaultPrevented||t.ctrlKey||t.metaKey||t.altKey||t.key.length!==1||t.key===` `)return;let i=t.target;if(i&&(i.tagName===`INPUT`||i.tagName===`TEXTAREA`||i.tagName===`SELECT`||i.isContentEditable))return;let a=n();if(!a)return;let o=Array.from(a.querySelectorAll(`[data-menu-item]:not([data-disabled])`)).filter(e=>e.closest(`[data-menu-dropdown]`)===a);if(o.length===0)return;let s=r.current;s.buffer=(s.buffer+t.key).toLowerCase(),s.timeoutId!==null&&window.clearTimeout(s.timeoutId),s.timeoutId=window.setTimeout(()=>{s.buffer=``,s.timeoutId=null},Nd);let c=document.activeElement,l=c?o.indexOf(c):-1,u=null;if(s.buffer.length===1||Fd(s.buffer)){let e=s.buffer[0],t=l+1;for(let n=0;n<o.length;n+=1){let r=(t+n)%o.length;if(Pd(o[r]).startsWith(e)){u=o[r];break}}}else for(let e=0;e<o.length;e+=1)if(Pd(o[e]).startsWith(s.buffer)){u=o[e];break}u&&(t.preventDefault(),u.focus())}}var Ld=K(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,onMouseEnter:o,onMouseLeave:s,onKeyDown:c,children:l,ref:u,...d}=W(`MenuDropdown`,null,e),f=(0,C.useRef)(null),p=wd(),m=Id({enabled:!p.hasSearch,opened:p.opened,getDropdown:()=>f.current}),h=I(c,e=>{m(e),e.defaultPrevented||p.hasSearch||(e.key===`ArrowUp`||e.key===`ArrowDown`)&&(e.preventDefault(),f.current?.querySelectorAll(`[data-menu-item]:not(:disabled)`)[0]?.focus())}),g=I(o,()=>(p.trigger===`hover`||p.trigger===`click-hover`)&&p.openDropdown()),_=I(s,()=>(p.trigger===`hover`||p.trigger===`click-hover`)&&p.closeDropdown());return(0,U.jsxs)(Xs.Dropdown,{...d,onMouseEnter:g,onMouseLeave:_,role:`menu`,"aria-orientation":`vertical`,ref:He(u,f),...p.getStyles(`dropdown`,{className:n,style:r,styles:i,classNames:t,withStaticClass:!1}),tabIndex:-1,"data-menu-dropdown":!0,onKeyDown:h,children:[p.withInitialFocusPlaceholder&&!p.hasSearch&&(0,U.jsx)(`div`,{role:`presentation`,tabIndex:-1,"data-autofocus":!0,"data-mantine-stop-propagation":!0,style:{outline:0}}),l]})});Ld.classes=kd,Ld.displayName=`@mantine/core/MenuDropdown`;var Rd=zr(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,color:o,closeMenuOnClick:s,leftSection:c,rightSection:l,children:u,disabled:d,"data-disabled":f,ref:p,...m}=W(`MenuItem`,null,e),h=wd(),g=(0,C.use)(Dd),_=En(),{dir:v}=qr(),y=v===`rtl`?`ArrowRight`:`ArrowLeft`,b=(0,C.useRef)(null),x=m,S=I(x.onClick,()=>{f||(typeof s==`boolean`?s&&h.closeDropdownImmediately():h.closeOnItemClick&&h.closeDropdownImmediately())}),w=I(x.onMouseMove,()=>{if(!h.hasSearch)return;let e=b.current?.closest(`[data-menu-dropdown]`);e&&e.querySelectorAll(`[data-menu-active]`).forEach(t=>{t!==b.current&&t.closest(`[data-menu-dropdown]`)===e&&t.removeAttribute(`data-menu-active`)})}),T=o?_.variantColorResolver({color:o,theme:_,variant:`light`}):void 0,E=o?Vt({color:o,theme:_}):null,D=I(x.onKeyDown,e=>{e.key===y&&g&&(g.close(),g.focusParentItem())});return(0,U.jsxs)(is,{onMouseDown:e=>e.preventDefault(),...m,unstyled:h.unstyled,tabIndex:h.menuItemTabIndex,...h.getStyles(`item`,{className:n,style:r,styles:i,classNames:t}),ref:He(b,p),role:`menuitem`,disabled:d,"aria-disabled":x[`aria-disabled`]??(d||f||void 0),"data-menu-item":!0,"data-disabled":d||f||void 0,"data-mantine-stop-propagation":!0,onClick:S,onMouseMove:w,onKeyDown:A({siblingSelector:`[data-menu-item]:not([data-disabled])`,parentSelector:`[data-menu-dropdown]`,activateOnFocus:!1,loop:h.loop,dir:v,orientation:`vertical`,onKeyDown:D}),__vars:{"--menu-item-color":E?.isThemeColor&&E?.shade===void 0?`var(--mantine-color-${E.color}-6)`:T?.color,"--menu-item-hover":T?.hover},children:[h.alignItemsLabels===`all`&&(0,U.jsx)(`div`,{...h.getStyles(`itemIndicator`,{styles:i,classNames:t}),"data-placeholder":!0}),c&&(0,U.jsx)(`div`,{...h.getStyles(`itemSection`,{styles:i,classNames:t}),"data-position":`left`,children:c}),u&&(0,U.jsx)(`div`,{...h.getStyles(`itemLabel`,{styles:i,classNames:t}),"data-menu-item-label":!0,children:u}),l&&(0,U.jsx)(`div`,{...h.getStyles(`itemSection`,{styles:i,classNames:t}),"data-position":`right`,children:l})]})});Rd.classes=kd,Rd.displayName=`@mantine/core/MenuItem`;var zd=K(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,...o}=W(`MenuLabel`,null,e),s=wd();return(0,U.jsx)(q,{...s.getStyles(`label`,{className:n,style:r,styles:i,classNames:t}),...o})});zd.classes=kd,zd.displayName=`@mantine/core/MenuLabel`;var Bd=(0,C.createContext)(null);function Vd(e){let{value:t,defaultValue:n,onChange:r,children:i}=W(`MenuRadioGroup`,null,e),[a,o]=Ue({value:t,defaultValue:n,finalValue:null,onChange:r});return(0,U.jsx)(Bd,{value:{value:a,onChange:e=>o(e)},children:i})}Vd.displayName=`@mantine/core/MenuRadioGroup`;function Hd({size:e,style:t,...n}){return(0,U.jsx)(`svg`,{xmlns:`http://www.w3.org/2000/svg`,fill:`none`,viewBox:`0 0 5 5`,style:{width:_(e),height:_(e),...t},"aria-hidden":!0,...n,children:(0,U.jsx)(`circle`,{cx:`2.5`,cy:`2.5`,r:`2.5`,fill:`currentColor`})})}var Ud=K(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,color:o,closeMenuOnClick:s,rightSection:c,children:l,disabled:u,"data-disabled":d,value:f,checked:p,onChange:m,checkIcon:h,ref:g,..._}=W(`MenuRadioItem`,null,e),v=wd(),y=(0,C.use)(Bd),b=p??(y?y.value===f:!1),x=h??v.checkIcon??(0,U.jsx)(Hd,{size:5});return(0,U.jsx)(Od,{role:`menuitemradio`,checked:b,indicator:x,onSelect:()=>{b||(m?m(f):y&&y.onChange(f))},color:o,closeMenuOnClick:s,rightSection:c,disabled:u,dataDisabled:d,className:n,style:r,styles:i,classNames:t,buttonRef:g,others:_,children:l})});Ud.classes=kd,Ud.displayName=`@mantine/core/MenuRadioItem`;var Wd=`[data-menu-item]:not([data-disabled])`,Gd=`[data-menu-active]`;function Kd(e){return e?.closest(`[data-menu-dropdown]`)}function qd(e){return e?Array.from(e.querySelectorAll(Wd)).filter(t=>t.closest(`[data-menu-dropdown]`)===e):[]}function Jd(e){e&&e.querySelectorAll(Gd).forEach(t=>{t.closest(`[data-menu-dropdown]`)===e&&t.removeAttribute(`data-menu-active`)})}function Yd(e,t){Jd(t),e&&(e.setAttribute(`data-menu-active`,`true`),e.scrollIntoView({block:`nearest`}))}function Xd(e){return e.findIndex(e=>e.hasAttribute(`data-menu-active`))}var Zd={clearSearchOnClose:!0},Qd=K(e=>{let{classNames:t,styles:n,onKeyDown:r,onChange:i,size:a,clearSearchOnClose:o,ref:s,...c}=W(`MenuSearch`,Zd,e),l=wd(),{dir:u}=qr(),d=(0,C.useRef)(null),f=He(s,d),p=(0,C.useRef)(i);p.current=i,(0,C.useEffect)(()=>l.registerSearch(),[l.registerSearch]),(0,C.useEffect)(()=>{o?l.searchExitClearRef.current=()=>{p.current?.({currentTarget:{value:``}})}:l.searchExitClearRef.current=null},[o,l.searchExitClearRef]),(0,C.useEffect)(()=>{l.opened||Jd(Kd(d.current))},[l.opened]);let m=I(i,e=>{Jd(Kd(e.currentTarget))}),h=I(r,e=>{if(e.defaultPrevented)return;let t=Kd(e.currentTarget),n=qd(t);if(e.key===`ArrowDown`){if(e.preventDefault(),n.length===0)return;let r=Xd(n);Yd(n[r>=n.length-1?l.loop?0:r:r+1]??null,t)}else if(e.key===`ArrowUp`){if(e.preventDefault(),n.length===0)return;let r=Xd(n);Yd(n[r<=0?r===-1||l.loop?n.length-1:0:r-1]??null,t)}else if(e.key===`Home`)e.preventDefault(),n.length>0&&Yd(n[0],t);else if(e.key===`End`)e.preventDefault(),n.length>0&&Yd(n[n.length-1],t);else if(e.key===`Enter`){if(e.nativeEvent.isComposing||e.nativeEvent.keyCode===229)return;let t=n[Xd(n)];t&&(e.preventDefault(),t.hasAttribute(`data-sub-menu-item`)?(t.focus(),t.dispatchEvent(new KeyboardEvent(`keydown`,{key:u===`rtl`?`ArrowLeft`:`ArrowRight`,bubbles:!0}))):t.click())}}),g=l.getStyles(`search`);return(0,U.jsx)(tu,{"data-autofocus":!0,"data-mantine-stop-propagation":!0,type:`search`,size:a,...c,ref:f,classNames:[{input:g.className},t],styles:[{input:g.style},n],onKeyDown:h,onChange:m,__staticSelector:`Menu`})});Qd.classes=kd,Qd.displayName=`@mantine/core/MenuSearch`;var $d=K(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,onMouseEnter:o,onMouseLeave:s,onPointerEnter:c,onPointerLeave:l,onKeyDown:u,children:d,ref:f,...p}=W(`MenuSubDropdown`,null,e),m=(0,C.useRef)(null),h=wd(),g=(0,C.use)(Dd),_=Id({enabled:!h.hasSearch,opened:g?.opened??!1,getDropdown:()=>m.current}),v=I(u,e=>{_(e),e.ctrlKey||e.metaKey||e.altKey||e.key.length!==1||e.key===` `||e.stopPropagation()}),y=g?.getFloatingProps({onMouseEnter:o,onMouseLeave:s,onPointerEnter:c,onPointerLeave:l});return(0,U.jsx)(Xs.Dropdown,{...p,...y,role:`menu`,"aria-orientation":`vertical`,ref:He(f,m,g?.setFloating),...h.getStyles(`dropdown`,{className:n,style:r,styles:i,classNames:t,withStaticClass:!1}),tabIndex:-1,"data-menu-dropdown":!0,onKeyDown:v,children:d})});$d.classes=kd,$d.displayName=`@mantine/core/MenuSubDropdown`;var ef=zr(e=>{let{classNames:t,className:n,style:r,styles:i,vars:a,color:o,leftSection:s,rightSection:c,children:l,disabled:u,"data-disabled":d,closeMenuOnClick:f,ref:p,...m}=W(`MenuSubItem`,null,e),h=wd(),g=(0,C.use)(Dd),_=En(),{dir:v}=qr(),y=v===`rtl`?`ArrowLeft`:`ArrowRight`,b=v===`rtl`?`ArrowRight`:`ArrowLeft`,x=(0,C.useRef)(null),S=m,w=o?_.variantColorResolver({color:o,theme:_,variant:`light`}):void 0,T=o?Vt({color:o,theme:_}):null,E=I(S.onKeyDown,e=>{e.key===y&&(g?.open(),g?.focusFirstItem()),e.key===b&&g?.parentContext&&(g.parentContext.close(),g.parentContext.focusParentItem())}),D=I(S.onClick,()=>{!d&&f&&h.closeDropdownImmediately()}),O=I(S.onMouseMove,()=>{if(!h.hasSearch)return;let e=x.current?.closest(`[data-menu-dropdown]`);e&&e.querySelectorAll(`[data-menu-active]`).forEach(t=>{t!==x.current&&t.closest(`[data-menu-dropdown]`)===e&&t.removeAttribute(`data-menu-active`)})}),k=g?.getReferenceProps({onMouseEnter:S.onMouseEnter,onMouseLeave:S.onMouseLeave,onPointerEnter:S.onPointerEnter,onPointerLeave:S.onPointerLeave});return(0,U.jsxs)(is,{onMouseDown:e=>e.preventDefault(),...m,...k,unstyled:h.unstyled,tabIndex:h.menuItemTabIndex,...h.getStyles(`item`,{className:n,style:r,styles:i,classNames:t}),ref:He(x,p,g?.setReference),role:`menuitem`,disabled:u,"aria-disabled":S[`aria-disabled`]??(u||d||void 0),"data-menu-item":!0,"data-sub-menu-item":!0,"data-disabled":u||d||void 0,"data-mantine-stop-propagation":!0,onClick:D,onMouseMove:O,onKeyDown:A({siblingSelector:`[data-menu-item]:not([data-disabled])`,parentSelector:`[data-menu-dropdown]`,activateOnFocus:!1,loop:h.loop,dir:v,orientation:`vertical`,onKeyDown:E}),__vars:{"--menu-item-color":T?.isThemeColor&&T?.shade===void 0?`var(--mantine-color-${T.color}-6)`:w?.color,"--menu-item-hover":w?.hover},children:[h.alignItemsLabels===`all`&&(0,U.jsx)(`div`,{...h.getStyles(`itemIndicator`,{styles:i,classNames:t}),"data-placeholder":!0}),s&&(0,U.jsx)(`div`,{...h.getStyles(`itemSection`,{styles:i,classNames:t}),"data-position":`left`,children:s}),l&&(0,U.jsx)(`div`,{...h.getStyles(`itemLabel`,{styles:i,classNames:t}),"data-menu-item-label":!0,children:l}),(0,U.jsx)(`div`,{...h.getStyles(`itemSection`,{styles:i,classNames:t}),"data-position":`right`,children:c||(0,U.jsx)(au,{...h.getStyles(`chevron`),size:14})})]})});ef.classes=kd,ef.displayName=`@mantine/core/MenuSubItem`;function tf({children:e,refProp:t}){if(!w(e))throw Error(`Menu.Sub.Target component children should be an element or a component that accepts ref. Fragments, strings, numbers and other primitive values are not supported`);return wd(),(0,U.jsx)(Xs.Target,{refProp:t,popupType:`menu`,children:e})}tf.displayName=`@mantine/core/MenuSubTarget`;var nf={offset:0,position:`right-start`,safeAreaPolygon:!0,transitionProps:{duration:0},openDelay:0,middlewares:{shift:{crossAxis:!0}}};function rf(e){let{children:t,closeDelay:n,openDelay:r,position:i,safeAreaPolygon:a,opened:o,onChange:s,...c}=W(`MenuSub`,nf,e),l=Re(),[u,d]=Ue({value:o,finalValue:!1,onChange:s}),f=(0,C.use)(Dd),p=wd(),{dir:m}=qr(),h=_s(m,i),g=f?.registerOpenSub??p.registerOpenSub,_=(0,C.useRef)(null),v=(0,C.useCallback)(e=>{let t=_.current;return t&&t!==e&&t(),_.current=e,()=>{_.current===e&&(_.current=null)}},[]),y=(0,C.useRef)(d);y.current=d;let b=(0,C.useCallback)(()=>y.current(!0),[]),x=(0,C.useCallback)(()=>y.current(!1),[]);(0,C.useEffect)(()=>{if(u)return g(x)},[u,g,x]);let{context:S,refs:w}=Yo({placement:h,open:u,onOpenChange:e=>{e?b():x()}}),{getReferenceProps:T,getFloatingProps:E}=Zo([Go(S,{handleClose:a?ts(typeof a==`object`?a:void 0):void 0,delay:{open:r,close:n}})]);return(0,U.jsx)(Dd,{value:{opened:u,close:x,open:b,focusFirstItem:()=>window.setTimeout(()=>{document.getElementById(`${l}-dropdown`)?.querySelectorAll(`[data-menu-item]:not([data-disabled])`)[0]?.focus()},16),focusParentItem:()=>window.setTimeout(()=>{document.getElementById(l)?.focus()},16),parentContext:f,setReference:w.setReference,setFloating:w.setFloating,getReferenceProps:T,getFloatingProps:E,registerOpenSub:v},children:(0,U.jsx)(Xs,{opened:u,onChange:e=>e?b():x(),withArrow:!1,id:l,position:i,...c,withinPortal:!1,children:t})})}rf.extend=e=>e,rf.displayName=`@mantine/core/MenuSub`,rf.Target=tf,rf.Dropdown=$d,rf.Item=ef;var af={refProp:`ref`};function of(e){let{children:t,refProp:n,...r}=W(`MenuTarget`,af,e),i=xt(t);if(!i)throw Error(`Menu.Target component children should be an element or a component that accepts ref. Fragments, strings, numbers and other primitive values are not supported`);let a=wd(),o=i.props,s=I(o.onClick,()=>{a.trigger===`click`?a.toggleDropdown():a.trigger===`click-hover`&&(a.setOpenedViaClick(!0),a.opened||a.openDropdown())}),c=I(o.onMouseEnter,()=>(a.trigger===`hover`||a.trigger===`click-hover`)&&a.openDropdown()),l=I(o.onMouseLeave,()=>{(a.trigger===`hover`||a.trigger===`click-hover`&&!a.openedViaClick)&&a.closeDropdown()});return(0,U.jsx)(Xs.Target,{refProp:n,popupType:`menu`,...r,children:(0,C.cloneElement)(i,{onClick:s,onMouseEnter:c,onMouseLeave:l,"data-expanded":a.opened?!0:void 0})})}of.displayName=`@mantine/core/MenuTarget`;var sf={trapFocus:!0,closeOnItemClick:!0,withInitialFocusPlaceholder:!0,clickOutsideEvents:[`mousedown`,`touchstart`,`keydown`],loop:!0,trigger:`click`,openDelay:0,closeDelay:100,menuItemTabIndex:-1,alignItemsLabels:`with-indicators`},cf=K(e=>{let t=W(`Menu`,sf,e),{children:n,onOpen:r,onClose:i,opened:a,defaultOpened:o,trapFocus:s,onChange:c,closeOnItemClick:l,loop:u,closeOnEscape:d,trigger:f,openDelay:p,closeDelay:m,classNames:h,styles:g,unstyled:_,variant:v,vars:y,menuItemTabIndex:b,keepMounted:x,withInitialFocusPlaceholder:S,attributes:w,onExitTransitionEnd:T,alignItemsLabels:E,checkIcon:D,...O}=t,k=G({name:`Menu`,classes:kd,props:t,classNames:h,styles:g,unstyled:_,attributes:w}),[A,j]=Ue({value:a,defaultValue:o,finalValue:!1,onChange:c}),[M,N]=(0,C.useState)(!1),ee=()=>{j(!1),N(!1),A&&i?.()},P=()=>{j(!0),!A&&r?.()},te=()=>{A?ee():P()},{openDropdown:ne,closeDropdown:F}=vs({open:P,close:ee,closeDelay:m,openDelay:p}),re=(0,C.useRef)(null),ie=(0,C.useCallback)(e=>{let t=re.current;return t&&t!==e&&t(),re.current=e,()=>{re.current===e&&(re.current=null)}},[]),I=(0,C.useRef)(0),[ae,oe]=(0,C.useState)(!1),ce=(0,C.useCallback)(()=>(I.current+=1,I.current===1&&oe(!0),()=>{--I.current,I.current===0&&oe(!1)}),[]),le=(0,C.useRef)(null),ue=()=>{le.current?.(),T?.()},de=e=>se(`[data-menu-item]`,`[data-menu-dropdown]`,e),{resolvedClassNames:L,resolvedStyles:R}=Hn({classNames:h,styles:g,props:t});return(0,U.jsx)(Cd,{value:{getStyles:k,opened:A,toggleDropdown:te,getItemIndex:de,openedViaClick:M,setOpenedViaClick:N,closeOnItemClick:l,closeDropdown:f===`click`?ee:F,openDropdown:f===`click`?P:ne,closeDropdownImmediately:ee,loop:u,trigger:f,unstyled:_,menuItemTabIndex:b,withInitialFocusPlaceholder:S,registerOpenSub:ie,hasSearch:ae,registerSearch:ce,searchExitClearRef:le,alignItemsLabels:E,checkIcon:D},children:(0,U.jsx)(Xs,{returnFocus:!0,...O,opened:A,onChange:te,defaultOpened:o,trapFocus:!x&&s,closeOnEscape:d,__staticSelector:`Menu`,classNames:L,styles:R,unstyled:_,variant:v,keepMounted:x,onExitTransitionEnd:ue,children:n})})});cf.displayName=`@mantine/core/Menu`,cf.classes=kd,cf.Item=Rd,cf.Label=zd,cf.Dropdown=Ld,cf.Target=of,cf.Divider=Md,cf.Search=Qd,cf.Sub=rf,cf.CheckboxItem=Ad,cf.CheckboxGroup=Ed,cf.RadioItem=Ud,cf.RadioGroup=Vd,cf.ContextMenu=jd;var lf={root:`m_f0824112`,description:`m_57492dcc`,section:`m_690090b5`,label:`m_1f6ac4c4`,body:`m_f07af9d2`,children:`m_e17b862f`,chevron:`m_1fd8a00b`},uf=St((e,{variant:t,color:n,childrenOffset:r,autoContrast:i})=>{let a=e.variantColorResolver({color:n||e.primaryColor,theme:e,variant:t||`light`,autoContrast:i});return{root:{"--nl-bg":n||t?a.background:void 0,"--nl-hover":n||t?a.hover:void 0,"--nl-color":n||t?a.color:void 0},children:{"--nl-offset":te(r)}}}),df=zr(e=>{let t=W(`NavLink`,null,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,opened:c,defaultOpened:l,onChange:u,children:d,active:f,disabled:p,leftSection:m,rightSection:h,label:g,description:_,disableRightSectionRotation:v,noWrap:y,childrenOffset:b,autoContrast:x,mod:S,attributes:C,onClick:w,onKeyDown:T,keepMounted:E,...D}=t,O=G({name:`NavLink`,props:t,classes:lf,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:C,vars:s,varsResolver:uf}),[k,A]=Ue({value:c,defaultValue:l,finalValue:!1,onChange:u}),j=!!d,M=Re(),N=e=>{w?.(e),j&&(e.preventDefault(),A(!k))};return(0,U.jsxs)(U.Fragment,{children:[(0,U.jsxs)(is,{...O(`root`),component:`a`,onClick:N,onKeyDown:e=>{T?.(e),e.nativeEvent.code===`Space`&&j&&(e.preventDefault(),A(!k))},unstyled:o,mod:[{disabled:p,active:f,expanded:k},S],"aria-expanded":j?k:void 0,"aria-controls":j?M:void 0,...D,children:[m&&(0,U.jsx)(q,{component:`span`,...O(`section`),mod:{position:`left`},children:m}),(0,U.jsxs)(q,{...O(`body`),mod:{"no-wrap":y},children:[(0,U.jsx)(q,{component:`span`,...O(`label`),children:g}),(0,U.jsx)(q,{component:`span`,mod:{active:f},...O(`description`),children:_})]}),(j||h!==void 0)&&(0,U.jsx)(q,{...O(`section`),component:`span`,mod:{rotate:k&&!v,position:`right`},children:j&&h===void 0?(0,U.jsx)(au,{...O(`chevron`)}):h})]}),j&&(0,U.jsx)(Yr,{id:M,expanded:k,keepMounted:E,...O(`collapse`),children:(0,U.jsx)(`div`,{...O(`children`),children:d})})]})});df.classes=lf,df.varsResolver=uf,df.displayName=`@mantine/core/NavLink`;var ff={root:`m_a513464`,icon:`m_a4ceffb`,loader:`m_b0920b15`,body:`m_a49ed24`,title:`m_3feedf16`,description:`m_3d733a3a`,closeButton:`m_919a4d88`},pf={withCloseButton:!0},mf=St((e,{radius:t,color:n})=>({root:{"--notification-radius":t===void 0?void 0:ne(t),"--notification-color":n?H(n,e):void 0}})),hf=K(e=>{let t=W(`Notification`,pf,e),{className:n,color:r,radius:i,loading:a,withCloseButton:o,withBorder:s,title:c,icon:l,children:u,onClose:d,closeButtonProps:f,classNames:p,style:m,styles:h,unstyled:g,vars:_,mod:v,loaderProps:y,role:b,attributes:x,...S}=t,C=G({name:`Notification`,classes:ff,props:t,className:n,style:m,classNames:p,styles:h,unstyled:g,attributes:x,vars:_,varsResolver:mf});return(0,U.jsxs)(q,{...C(`root`),mod:[{withIcon:!!l||a,withBorder:s},v],role:b||`alert`,...S,children:[l&&!a&&(0,U.jsx)(`div`,{...C(`icon`),children:l}),a&&(0,U.jsx)(ic,{size:28,color:r,...C(`loader`),...y}),(0,U.jsxs)(`div`,{...C(`body`),children:[c&&(0,U.jsx)(`div`,{...C(`title`),children:c}),(0,U.jsx)(q,{...C(`description`),mod:{withTitle:!!c},children:u})]}),o&&(0,U.jsx)(_c,{iconSize:16,color:`gray`,...f,unstyled:g,onClick:e=>{f?.onClick?.(e),d?.()},...C(`closeButton`)})]})});hf.classes=ff,hf.varsResolver=mf,hf.displayName=`@mantine/core/Notification`;function gf({reveal:e}){return(0,U.jsx)(`svg`,{xmlns:`http://www.w3.org/2000/svg`,viewBox:`0 0 256 256`,style:{width:`var(--psi-icon-size)`,height:`var(--psi-icon-size)`},children:e?(0,U.jsxs)(U.Fragment,{children:[(0,U.jsx)(`path`,{fill:`none`,d:`M0 0h256v256H0z`}),(0,U.jsx)(`path`,{fill:`none`,stroke:`currentColor`,strokeLinecap:`round`,strokeLinejoin:`round`,strokeWidth:`16`,d:`M48 40l160 176M154.91 157.6a40 40 0 01-53.82-59.2M135.53 88.71a40 40 0 0132.3 35.53`}),(0,U.jsx)(`path`,{fill:`none`,stroke:`currentColor`,strokeLinecap:`round`,strokeLinejoin:`round`,strokeWidth:`16`,d:`M208.61 169.1C230.41 149.58 240 128 240 128s-32-72-112-72a126 126 0 00-20.68 1.68M74 68.6C33.23 89.24 16 128 16 128s32 72 112 72a118.05 118.05 0 0054-12.6`})]}):(0,U.jsxs)(U.Fragment,{children:[(0,U.jsx)(`path`,{fill:`none`,d:`M0 0h256v256H0z`}),(0,U.jsx)(`path`,{fill:`none`,stroke:`currentColor`,strokeLinecap:`round`,strokeLinejoin:`round`,strokeWidth:`16`,d:`M128 56c-80 0-112 72-112 72s32 72 112 72 112-72 112-72-32-72-112-72z`}),(0,U.jsx)(`circle`,{cx:`128`,cy:`128`,r:`40`,fill:`none`,stroke:`currentColor`,strokeLinecap:`round`,strokeLinejoin:`round`,strokeWidth:`16`})]})})}var _f={root:`m_f61ca620`,input:`m_ccf8da4c`,innerInput:`m_f2d85dd2`,visibilityToggle:`m_b1072d44`},vf={visibilityToggleIcon:gf,visibilityToggleFocusable:!1,size:`sm`},yf=St((e,{size:t})=>({root:{"--psi-icon-size":P(t,`psi-icon-size`),"--psi-button-size":P(t,`psi-button-size`)}}));function bf(e){let t=(0,C.use)(Ll);return(0,U.jsx)(`input`,{...e,"aria-describedby":t?.describedBy})}var xf=K(e=>{let t=W([`Input`,`InputWrapper`,`PasswordInput`],vf,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,required:c,error:l,success:u,leftSection:d,disabled:f,id:p,variant:m,inputContainer:h,description:g,label:_,size:v,errorProps:y,successProps:b,descriptionProps:x,labelProps:S,withAsterisk:C,inputWrapperOrder:w,wrapperProps:T,radius:E,rightSection:D,rightSectionWidth:O,rightSectionPointerEvents:k,leftSectionWidth:A,visible:j,defaultVisible:M,onVisibilityChange:N,visibilityToggleIcon:ee,visibilityToggleButtonProps:P,visibilityToggleFocusable:te,rightSectionProps:ne,leftSectionProps:F,leftSectionPointerEvents:re,withErrorStyles:ie,withSuccessStyles:I,loading:ae,loadingPosition:oe,loaderProps:se,mod:ce,attributes:le,dir:ue,...de}=t,L=Re(p),[R,fe]=Ue({value:j,defaultValue:M,finalValue:!1,onChange:N}),pe=()=>fe(!R),me=G({name:`PasswordInput`,classes:_f,props:t,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:le,vars:s,varsResolver:yf}),{resolvedClassNames:he,resolvedStyles:z}=Hn({classNames:n,styles:a,props:t}),{styleProps:B,rest:ge}=ur(de),_e=y?.id||`${L}-error`,ve=b?.id||`${L}-success`,ye=x?.id||`${L}-description`,be=(0,U.jsx)(fc,{...me(`visibilityToggle`),disabled:f,radius:E,"aria-pressed":R,tabIndex:te?0:-1,"aria-label":`Toggle password visibility`,...P,variant:P?.variant??`subtle`,color:`gray`,unstyled:o,onTouchEnd:e=>{e.preventDefault(),P?.onTouchEnd?.(e),pe()},onMouseDown:e=>{e.preventDefault(),P?.onMouseDown?.(e),pe()},onKeyDown:e=>{P?.onKeyDown?.(e),(e.key===` `||e.key===`Enter`)&&(e.preventDefault(),pe())},children:(0,U.jsx)(ee,{reveal:R})});return(0,U.jsx)(tu.Wrapper,{required:c,id:L,label:_,error:l,success:u,description:g,size:v,classNames:he,styles:z,__staticSelector:`PasswordInput`,__stylesApiProps:t,unstyled:o,withAsterisk:C,inputWrapperOrder:w,inputContainer:h,variant:m,labelProps:{...S,htmlFor:L},descriptionProps:{...x,id:ye},errorProps:{...y,id:_e},successProps:{...b,id:ve},mod:ce,attributes:le,...me(`root`),...B,...T,children:(0,U.jsx)(tu,{component:`div`,dir:ue,error:l,success:u,leftSection:d,size:v,classNames:{...he,input:wt(_f.input,he?.input)},styles:z,radius:E,disabled:f,__staticSelector:`PasswordInput`,__stylesApiProps:t,rightSectionWidth:O,rightSection:D??be,variant:m,unstyled:o,leftSectionWidth:A,rightSectionPointerEvents:k||`all`,rightSectionProps:ne,leftSectionProps:F,leftSectionPointerEvents:re,loading:ae,loadingPosition:oe,loaderProps:se,withAria:!1,withErrorStyles:ie,withSuccessStyles:I,attributes:le,children:(0,U.jsx)(bf,{required:c,"data-invalid":!!l||void 0,"data-with-left-section":!!d||void 0,...me(`innerInput`),disabled:f,id:L,dir:ue,...ge,autoComplete:ge.autoComplete||`off`,type:R?`text`:`password`})})})});xf.classes={...iu.classes,..._f},xf.varsResolver=yf,xf.displayName=`@mantine/core/PasswordInput`;var Sf={root:`m_6d731127`},Cf={gap:`md`,align:`stretch`,justify:`flex-start`},wf=St((e,{gap:t,align:n,justify:r})=>({root:{"--stack-gap":te(t),"--stack-align":n,"--stack-justify":r}})),Tf=K(e=>{let t=W(`Stack`,Cf,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,align:c,justify:l,gap:u,variant:d,attributes:f,...p}=t,m=G({name:`Stack`,props:t,classes:Sf,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:f,vars:s,varsResolver:wf});return(0,U.jsx)(q,{...m(`root`),variant:d,...p})});Tf.classes=Sf,Tf.varsResolver=wf,Tf.displayName=`@mantine/core/Stack`;var Ef=[`h1`,`h2`,`h3`,`h4`,`h5`,`h6`],Df=[`xs`,`sm`,`md`,`lg`,`xl`];function Of(e,t){let n=t===void 0?`h${e}`:t;return Ef.includes(n)?{fontSize:`var(--mantine-${n}-font-size)`,fontWeight:`var(--mantine-${n}-font-weight)`,lineHeight:`var(--mantine-${n}-line-height)`}:Df.includes(n)?{fontSize:`var(--mantine-font-size-${n})`,fontWeight:`var(--mantine-h${e}-font-weight)`,lineHeight:`var(--mantine-h${e}-line-height)`}:{fontSize:_(n),fontWeight:`var(--mantine-h${e}-font-weight)`,lineHeight:`var(--mantine-h${e}-line-height)`}}var kf={root:`m_8a5d1357`},Af={order:1},jf=St((e,{order:t,size:n,lineClamp:r,textWrap:i})=>{let a=Of(t||1,n);return{root:{"--title-fw":a.fontWeight,"--title-lh":a.lineHeight,"--title-fz":a.fontSize,"--title-line-clamp":typeof r==`number`?r.toString():void 0,"--title-text-wrap":i}}}),Mf=K(e=>{let t=W(`Title`,Af,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,order:s,vars:c,size:l,variant:u,lineClamp:d,textWrap:f,mod:p,attributes:m,...h}=t,g=G({name:`Title`,props:t,classes:kf,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:m,vars:c,varsResolver:jf});return[1,2,3,4,5,6].includes(s)?(0,U.jsx)(q,{...g(`root`),component:`h${s}`,variant:u,mod:[{order:s,lineClamp:typeof d==`number`},p],size:l,...h}):null});Mf.classes=kf,Mf.varsResolver=jf,Mf.displayName=`@mantine/core/Title`;function Nf(e){let t=e,n=!1,r=new Set;return{getState(){return t},updateState(e){t=typeof e==`function`?e(t):e},setState(e){this.updateState(e),r.forEach(e=>e(t))},initialize(e){n||=(t=e,!0)},subscribe(e){return r.add(e),()=>r.delete(e)}}}function Pf(e){return(0,C.useSyncExternalStore)(e.subscribe,()=>e.getState(),()=>e.getState())}var Ff=0;function If(e,t,n){let r=[],i=[],a=new Map;for(let n of e){let e=n.position||t,r=a.get(e);r?r.push(n):a.set(e,[n])}for(let e of a.values())e.sort((e,t)=>(t.priority??0)-(e.priority??0)||(e.__sequence??0)-(t.__sequence??0)),e.forEach((e,t)=>{t<n?i.push(e):r.push(e)});return{notifications:i,queue:r}}var Lf=Nf({notifications:[],queue:[],defaultPosition:`bottom-right`,limit:5}),Rf=(e=Lf)=>Pf(e);function zf(e,t){let n=e.getState(),r=t([...n.notifications,...n.queue]);for(let e of r)e.__sequence===void 0&&(e.__sequence=Ff,Ff+=1);let i=If(r,n.defaultPosition,n.limit);e.setState({notifications:i.notifications,queue:i.queue,limit:n.limit,defaultPosition:n.defaultPosition})}function Bf(e,t=Lf){let n=e.id||ce();return zf(t,t=>e.id&&t.some(t=>t.id===e.id)?t:[...t,{...e,id:n}]),n}function Q(e,t=Lf){return zf(t,t=>t.filter(t=>t.id!==e||(t.onClose?.(t),!1))),e}function Vf(e,t=Lf){return zf(t,t=>t.map(t=>t.id===e.id?{...t,...e}:t)),e.id}function Hf(e,t){return typeof e==`function`?e(t):e}function Uf(e,t){let n=t.getState();return[...n.notifications,...n.queue].some(t=>t.id===e.id)?Vf(e,t):Bf(e,t)}var Wf=new WeakMap;function Gf(e,t,n=Lf){let r=t.id||ce(),i=Wf.get(n)||new Map,a={};Wf.set(n,i),i.set(r,a),Uf({loading:!0,autoClose:!1,...t.loading,id:r},n);let o=e=>{i.get(r)===a&&(i.delete(r),Uf({...t.loading,loading:!1,autoClose:void 0,...e,id:r},n))};return e.then(e=>o({color:`teal`,...Hf(t.success,e)}),e=>o({color:`red`,...Hf(t.error,e)})),e}function Kf(e=Lf){zf(e,()=>[])}function qf(e=Lf){let{defaultPosition:t,limit:n}=e.getState();zf(e,e=>If(e,t,n).notifications)}var Jf={show:Bf,hide:Q,update:Vf,promise:Gf,clean:Kf,cleanQueue:qf,updateState:zf},Yf=[`bottom-center`,`bottom-left`,`bottom-right`,`top-center`,`top-left`,`top-right`];function Xf(e,t){return e.reduce((e,n)=>(e[n.position||t].push(n),e),Yf.reduce((e,t)=>(e[t]=[],e),{}))}var Zf={left:`translateX(-100%)`,right:`translateX(100%)`,"top-center":`translateY(-100%)`,"bottom-center":`translateY(100%)`},Qf={left:`translateX(0)`,right:`translateX(0)`,"top-center":`translateY(0)`,"bottom-center":`translateY(0)`};function $f({state:e,maxHeight:t,position:n,transitionDuration:r}){let[i,a]=n.split(`-`),o=a===`center`?`${i}-center`:a,s={opacity:0,maxHeight:t,transform:Zf[o],transitionDuration:`${r}ms, ${r}ms, ${r}ms`,transitionTimingFunction:`cubic-bezier(.51,.3,0,1.21), cubic-bezier(.51,.3,0,1.21), linear`,transitionProperty:`opacity, transform, max-height`},c={opacity:1,transform:Qf[o]},l={opacity:0,maxHeight:0,transform:Zf[o]},u={entering:c,entered:c,exiting:l,exited:l};return{...s,...u[e]}}function ep(e,t){return typeof t==`number`?t:t===!1||e===!1?!1:e}var tp=120,np=4,rp=new Set([`classNames`,`styles`,`unstyled`,`vars`,`attributes`,`variant`,`color`,`radius`,`icon`,`title`,`loading`,`withBorder`,`withCloseButton`,`closeButtonProps`,`className`,`style`,`role`,`ref`,`children`,`mod`]);function ip(e){let{rest:t}=ur(e);return Object.fromEntries(Object.entries(t).filter(([e,t])=>!rp.has(e)&&t!==void 0))}function ap({data:e,onHide:t,autoClose:n,transitionDuration:r,allowDragDismiss:i,allowScrollDismiss:a,paused:o,withAutoCloseProgress:s,autoCloseProgressPosition:c,progressProps:l,onHoverStart:u,onHoverEnd:d,onExpandRequest:f,ref:p,style:m,renderNotification:h,layout:g,stackIndex:_,stackSize:v,stackPosition:y,stackExpanded:b,stackExpandedOffset:x,transitionState:S,...w}){let[T,E]=(0,C.useState)(0),[D,O]=(0,C.useState)(!1),[k,A]=(0,C.useState)(1),[j,M]=(0,C.useState)(!1),N=En(),{autoClose:ee,message:P,allowClose:te,position:ne,style:F,withCloseButton:re,renderNotification:ie,onOpen:I,priority:ae,withAutoCloseProgress:oe,autoCloseProgressPosition:se,__sequence:ce,...le}=e,ue=ep(n,e.autoClose),[de,L]=(0,C.useState)({running:!1,cycle:0}),R=(e.withAutoCloseProgress??s)&&typeof ue==`number`,fe=(0,C.useRef)(-1),pe=(0,C.useRef)(-1),he=(0,C.useRef)(-1),z=(0,C.useRef)(null),B=(0,C.useRef)(!1),ge=(0,C.useRef)(!1),_e=(0,C.useRef)(!1),ve=(0,C.useRef)(0),ye=te===!1,be=()=>{let e=B.current||ge.current;e&&!_e.current?(_e.current=!0,u?.()):!e&&_e.current&&(_e.current=!1,d?.())},xe=(0,C.useEffectEvent)(()=>{_e.current&&(_e.current=!1,d?.())});(0,C.useEffect)(()=>()=>xe(),[]);let V=()=>{window.clearTimeout(fe.current),L(e=>e.running?{...e,running:!1}:e)},Se=()=>window.clearTimeout(pe.current),Ce=()=>window.clearTimeout(he.current),we=e=>{ve.current=e,E(e)},Te=()=>{t(e.id),V(),Se(),Ce()},Ee=(0,C.useRef)(o);(0,C.useEffect)(()=>{Ee.current=o});let De=()=>{D||Pe||B.current||ge.current||Ee.current||typeof ue!=`number`||(V(),fe.current=window.setTimeout(Te,ue),L(e=>({running:!0,cycle:e.cycle+1})))},Oe=e=>e*((z.current?.offsetWidth??440)+40),ke=(e,t)=>{let n=z.current?.offsetWidth??440;return Math.abs(e)>n*.35||t>.5},Ae=()=>{Ce(),M(!1),we(0)},je=e=>{A(e),O(!0),M(!1),we(Oe(e)),V(),Se(),Ce(),pe.current=window.setTimeout(Te,r)},Me=()=>{Ce(),he.current=window.setTimeout(()=>{M(!1),we(0),De()},tp)},{ref:Ne,active:Pe}=yt(e=>{if(!D){if(e.first&&V(),e.last){if(e.tap||e.canceled){we(0),De();return}let t=e.movement[0],n=t===0?e.direction[0]===-1?-1:1:t>0?1:-1;ke(t,e.velocity[0])?je(n):(we(0),De())}else we(e.movement[0])}},{axis:`x`,threshold:5,filterTaps:!0,enabled:i&&!ye&&!D}),Fe=He(p,z,Ne),Ie=Pr(m,N),Le=Pr(F,N),Re={...Ie,...Le},ze=typeof Re.opacity==`number`?Re.opacity:1,Be=D?0:1-Math.min(Math.abs(T)/200,1)*.6,Ve=Re.transitionDuration??`${r}ms, ${r}ms, ${r}ms`,Ue=g===`stacked`,We=Ue&&_!==void 0&&_>0,Ge=We&&!b,Ke=S===`exiting`||S===`exited`,qe=y?.startsWith(`top`)?1:-1,Je=Math.min(_??0,np),Ye=Ge?Je*10*qe:0,Xe=Ue?(_||0)*30:0,Ze=Pe||j,Qe=()=>Ue?Ke?`translateY(${b?x||0:Ye}px) var(--notifications-state-transform) translate3d(var(--notifications-swipe-offset), 0, 0)`:b?`translateY(${x||0}px) translate3d(var(--notifications-swipe-offset), 0, 0)`:We?`scale(${1-Je*.03}) translateY(${Ye}px)`:`var(--notifications-state-transform) translate3d(var(--notifications-swipe-offset), 0, 0)`:`var(--notifications-state-transform) translate3d(var(--notifications-swipe-offset), 0, 0)`,$e={...Re,...Ue?{maxHeight:void 0}:{},"--notifications-state-transform":typeof Re.transform==`string`?Re.transform:`translateX(0)`,"--notifications-state-opacity":String(ze),"--notifications-swipe-offset":`${T}px`,"--notifications-swipe-opacity":String(Be),transform:Qe(),opacity:`calc(var(--notifications-state-opacity) * var(--notifications-swipe-opacity))`,transitionDuration:Ze?`0ms, 0ms, 0ms`:Ve,cursor:`default`,touchAction:`pan-y`,...Ue?{gridArea:`1 / 1`,zIndex:(v||5)-(_??0),pointerEvents:Ge?`none`:void 0,alignSelf:qe===1?`start`:`end`,transitionProperty:Ze?`none`:`transform, opacity`,transitionDuration:`${r}ms, ${r}ms`,transitionTimingFunction:`cubic-bezier(.51,.3,0,1.21), ease`,transitionDelay:Ze||Ke?`0ms`:`${Xe}ms`}:{}},et=()=>{B.current=!0,V(),be()},tt=()=>{B.current=!1,j||(Ae(),De()),be()},nt=Ue?()=>{ge.current=!0,V(),be()}:void 0,rt=Ue?()=>{ge.current=!1,j||De(),be()}:void 0,it=e=>{Ue&&(e.pointerType===`touch`||e.pointerType===`pen`)&&f?.()},at=(0,C.useEffectEvent)(e=>{if(D||Pe)return;let t=e.currentTarget===document;if(!t&&!B.current)return;let{deltaX:n,deltaY:r}=e;if(Math.abs(n)<=Math.abs(r)||n===0||!a||ye)return;t||(e.preventDefault(),e.stopPropagation()),V(),M(!0);let i=ve.current-n,o=i>0?1:-1;ke(i,0)?je(o):(we(i),Me())});(0,C.useEffect)(()=>{if(j)return document.addEventListener(`wheel`,at,{passive:!1}),()=>document.removeEventListener(`wheel`,at,{passive:!1})},[j]),(0,C.useEffect)(()=>{let e=()=>{D&&we(Oe(k))};return window.addEventListener(`resize`,e),()=>window.removeEventListener(`resize`,e)},[k,D]),(0,C.useEffect)(()=>{let e=z.current;if(e)return e.addEventListener(`wheel`,at,{passive:!1}),()=>e.removeEventListener(`wheel`,at,{passive:!1})},[]),(0,C.useEffect)(()=>()=>{Se(),Ce()},[]),(0,C.useEffect)(()=>{e.onOpen?.(e)},[]);let ot=(0,C.useRef)(S);(0,C.useEffect)(()=>{let t=ot.current===`exiting`;ot.current=S,S===`entering`&&t&&(Se(),D?(O(!1),M(!1),we(0)):De(),e.onOpen?.(e))},[S]),(0,C.useEffect)(()=>(De(),V),[ue,Pe,D]),me(()=>{R&&De()},[R]),(0,C.useEffect)(()=>(o?V():De(),V),[o]);let st={...w,...le},ct={style:$e,inert:Ge,onMouseEnter:e=>{st.onMouseEnter?.(e),et()},onMouseLeave:e=>{st.onMouseLeave?.(e),tt()},onFocusCapture:e=>{st.onFocusCapture?.(e),nt?.()},onBlurCapture:e=>{st.onBlurCapture?.(e),rt?.()},onPointerDownCapture:e=>{st.onPointerDownCapture?.(e),it(e)}};if(h){let t=[w.className,le.className].filter(Boolean).join(` `);return(0,U.jsx)(`div`,{ref:Fe,role:le.role||w.role||`alert`,...ip(st),className:t||void 0,...ct,children:h(e)})}return(0,U.jsxs)(hf,{ref:Fe,...w,...le,...ct,withCloseButton:!ye&&re,onClose:Te,children:[P,R&&(0,U.jsx)(`div`,{"aria-hidden":!0,...l,"data-position":e.autoCloseProgressPosition??c,"data-paused":!de.running||void 0,style:{...l.style,"--notifications-progress-duration":`${ue}ms`}},de.cycle)]})}ap.displayName=`@mantine/notifications/NotificationContainer`;var op={root:`m_b37d9ac7`,notification:`m_5ed0edd0`,progress:`m_836192`,"notifications-progress":`m_5f780017`,"notifications-progress-fade-in":`m_bb245a60`};function sp(){return sp=Object.assign?Object.assign.bind():function(e){for(var t=1;t<arguments.length;t++){var n=arguments[t];for(var r in n)({}).hasOwnProperty.call(n,r)&&(e[r]=n[r])}return e},sp.apply(null,arguments)}function cp(e,t){if(e==null)return{};var n={};for(var r in e)if({}.hasOwnProperty.call(e,r)){if(t.indexOf(r)!==-1)continue;n[r]=e[r]}return n}function lp(e,t){return lp=Object.setPrototypeOf?Object.setPrototypeOf.bind():function(e,t){return e.__proto__=t,e},lp(e,t)}function up(e,t){e.prototype=Object.create(t.prototype),e.prototype.constructor=e,lp(e,t)}var dp={disabled:!1},fp=C.createContext(null),pp=function(e){return e.scrollTop},mp=`unmounted`,hp=`exited`,gp=`entering`,_p=`entered`,vp=`exiting`,yp=function(e){up(t,e);function t(t,n){var r=e.call(this,t,n)||this,i=n,a=i&&!i.isMounting?t.enter:t.appear,o;return r.appearStatus=null,t.in?a?(o=hp,r.appearStatus=gp):o=_p:o=t.unmountOnExit||t.mountOnEnter?mp:hp,r.state={status:o},r.nextCallback=null,r}t.getDerivedStateFromProps=function(e,t){return e.in&&t.status===`unmounted`?{status:hp}:null};var n=t.prototype;return n.componentDidMount=function(){this.updateStatus(!0,this.appearStatus)},n.componentDidUpdate=function(e){var t=null;if(e!==this.props){var n=this.state.status;this.props.in?n!==`entering`&&n!==`entered`&&(t=gp):(n===`entering`||n===`entered`)&&(t=vp)}this.updateStatus(!1,t)},n.componentWillUnmount=function(){this.cancelNextCallback()},n.getTimeouts=function(){var e=this.props.timeout,t=n=r=e,n,r;return e!=null&&typeof e!=`number`&&(t=e.exit,n=e.enter,r=e.appear===void 0?n:e.appear),{exit:t,enter:n,appear:r}},n.updateStatus=function(e,t){if(e===void 0&&(e=!1),t!==null){if(this.cancelNextCallback(),t===`entering`){if(this.props.unmountOnExit||this.props.mountOnEnter){var n=this.props.nodeRef?this.props.nodeRef.current:st.default.findDOMNode(this);n&&pp(n)}this.performEnter(e)}else this.performExit()}else this.props.unmountOnExit&&this.state.status===`exited`&&this.setState({status:mp})},n.performEnter=function(e){var t=this,n=this.props.enter,r=this.context?this.context.isMounting:e,i=this.props.nodeRef?[r]:[st.default.findDOMNode(this),r],a=i[0],o=i[1],s=this.getTimeouts(),c=r?s.appear:s.enter;!e&&!n||dp.disabled?this.safeSetState({status:_p},function(){t.props.onEntered(a)}):(this.props.onEnter(a,o),this.safeSetState({status:gp},function(){t.props.onEntering(a,o),t.onTransitionEnd(c,function(){t.safeSetState({status:_p},function(){t.props.onEntered(a,o)})})}))},n.performExit=function(){var e=this,t=this.props.exit,n=this.getTimeouts(),r=this.props.nodeRef?void 0:st.default.findDOMNode(this);!t||dp.disabled?this.safeSetState({status:hp},function(){e.props.onExited(r)}):(this.props.onExit(r),this.safeSetState({status:vp},function(){e.props.onExiting(r),e.onTransitionEnd(n.exit,function(){e.safeSetState({status:hp},function(){e.props.onExited(r)})})}))},n.cancelNextCallback=function(){this.nextCallback!==null&&(this.nextCallback.cancel(),this.nextCallback=null)},n.safeSetState=function(e,t){t=this.setNextCallback(t),this.setState(e,t)},n.setNextCallback=function(e){var t=this,n=!0;return this.nextCallback=function(r){n&&(n=!1,t.nextCallback=null,e(r))},this.nextCallback.cancel=function(){n=!1},this.nextCallback},n.onTransitionEnd=function(e,t){this.setNextCallback(t);var n=this.props.nodeRef?this.props.nodeRef.current:st.default.findDOMNode(this),r=e==null&&!this.props.addEndListener;if(!n||r)setTimeout(this.nextCallback,0);else{if(this.props.addEndListener){var i=this.props.nodeRef?[this.nextCallback]:[n,this.nextCallback],a=i[0],o=i[1];this.props.addEndListener(a,o)}e!=null&&setTimeout(this.nextCallback,e)}},n.render=function(){var e=this.state.status;if(e===`unmounted`)return null;var t=this.props,n=t.children;t.in,t.mountOnEnter,t.unmountOnExit,t.appear,t.enter,t.exit,t.timeout,t.addEndListener,t.onEnter,t.onEntering,t.onEntered,t.onExit,t.onExiting,t.onExited,t.nodeRef;var r=cp(t,[`children`,`in`,`mountOnEnter`,`unmountOnExit`,`appear`,`enter`,`exit`,`timeout`,`addEndListener`,`onEnter`,`onEntering`,`onEntered`,`onExit`,`onExiting`,`onExited`,`nodeRef`]);return C.createElement(fp.Provider,{value:null},typeof n==`function`?n(e,r):C.cloneElement(C.Children.only(n),r))},t}(C.Component);yp.contextType=fp,yp.propTypes={};function bp(){}yp.defaultProps={in:!1,mountOnEnter:!1,unmountOnExit:!1,appear:!1,enter:!0,exit:!0,onEnter:bp,onEntering:bp,onEntered:bp,onExit:bp,onExiting:bp,onExited:bp},yp.UNMOUNTED=mp,yp.EXITED=hp,yp.ENTERING=gp,yp.ENTERED=_p,yp.EXITING=vp;function xp(e){if(e===void 0)throw ReferenceError(`this hasn't been initialised - super() hasn't been called`);return e}function Sp(e,t){var n=function(e){return t&&(0,C.isValidElement)(e)?t(e):e},r=Object.create(null);return e&&C.Children.map(e,function(e){return e}).forEach(function(e){r[e.key]=n(e)}),r}function Cp(e,t){e||={},t||={};function n(n){return n in t?t[n]:e[n]}var r=Object.create(null),i=[];for(var a in e)a in t?i.length&&(r[a]=i,i=[]):i.push(a);var o,s={};for(var c in t){if(r[c])for(o=0;o<r[c].length;o++){var l=r[c][o];s[r[c][o]]=n(l)}s[c]=n(c)}for(o=0;o<i.length;o++)s[i[o]]=n(i[o]);return s}function wp(e,t,n){return n[t]==null?e.props[t]:n[t]}function Tp(e,t){return Sp(e.children,function(n){return(0,C.cloneElement)(n,{onExited:t.bind(null,n),in:!0,appear:wp(n,`appear`,e),enter:wp(n,`enter`,e),exit:wp(n,`exit`,e)})})}function Ep(e,t,n){var r=Sp(e.children),i=Cp(t,r);return Object.keys(i).forEach(function(a){var o=i[a];if((0,C.isValidElement)(o)){var s=a in t,c=a in r,l=t[a],u=(0,C.isValidElement)(l)&&!l.props.in;c&&(!s||u)?i[a]=(0,C.cloneElement)(o,{onExited:n.bind(null,o),in:!0,exit:wp(o,`exit`,e),enter:wp(o,`enter`,e)}):!c&&s&&!u?i[a]=(0,C.cloneElement)(o,{in:!1}):c&&s&&(0,C.isValidElement)(l)&&(i[a]=(0,C.cloneElement)(o,{onExited:n.bind(null,o),in:l.props.in,exit:wp(o,`exit`,e),enter:wp(o,`enter`,e)}))}}),i}var Dp=Object.values||function(e){return Object.keys(e).map(function(t){return e[t]})},Op={component:`div`,childFactory:function(e){return e}},kp=function(e){up(t,e);function t(t,n){var r=e.call(this,t,n)||this;return r.state={contextValue:{isMounting:!0},handleExited:r.handleExited.bind(xp(r)),firstRender:!0},r}var n=t.prototype;return n.componentDidMount=function(){this.mounted=!0,this.setState({contextValue:{isMounting:!1}})},n.componentWillUnmount=function(){this.mounted=!1},t.getDerivedStateFromProps=function(e,t){var n=t.children,r=t.handleExited;return{children:t.firstRender?Tp(e,r):Ep(e,n,r),firstRender:!1}},n.handleExited=function(e,t){var n=Sp(this.props.children);e.key in n||(e.props.onExited&&e.props.onExited(t),this.mounted&&this.setState(function(t){var n=sp({},t.children);return delete n[e.key],{children:n}}))},n.render=function(){var e=this.props,t=e.component,n=e.childFactory,r=cp(e,[`component`,`childFactory`]),i=this.state.contextValue,a=Dp(this.state.children).map(n);return delete r.appear,delete r.enter,delete r.exit,t===null?C.createElement(fp.Provider,{value:i},a):C.createElement(fp.Provider,{value:i},C.createElement(t,r,a))},t}(C.Component);kp.propTypes={},kp.defaultProps=Op;var Ap=yp,jp=16,Mp=80,Np={position:`bottom-right`,autoClose:4e3,transitionDuration:250,allowDragDismiss:!0,allowScrollDismiss:!0,containerWidth:440,notificationMaxHeight:200,limit:5,zIndex:M(`overlay`),store:Lf,withinPortal:!0,pauseResetOnHover:`all`,layout:`default`,withAutoCloseProgress:!1,autoCloseProgressPosition:`bottom`},Pp=St((e,{zIndex:t,containerWidth:n})=>({root:{"--notifications-z-index":t?.toString(),"--notifications-container-width":_(n)}})),Fp=K(e=>{let t=W(`Notifications`,Np,e),{classNames:n,className:r,style:i,styles:a,unstyled:o,vars:s,attributes:c,position:l,autoClose:u,transitionDuration:d,allowDragDismiss:f,allowScrollDismiss:p,containerWidth:m,notificationMaxHeight:h,limit:g,zIndex:_,store:v,portalProps:y,withinPortal:b,pauseResetOnHover:x,renderNotification:S,layout:w,withAutoCloseProgress:T,autoCloseProgressPosition:E,...D}=t,O=En(),k=Rf(v),A=Le(),j=We(),M=(0,C.useRef)({}),N=(0,C.useRef)(0),[ee,P]=(0,C.useState)({}),[te,ne]=(0,C.useState)({}),[F,re]=(0,C.useState)({}),[ie,I]=(0,C.useState)(null),ae=(0,C.useRef)({}),oe=Object.values(ee).reduce((e,t)=>e+(t??0),0)+Object.values(F).filter(Boolean).length,se=(0,C.useCallback)(e=>P(t=>({...t,[e]:(t[e]??0)+1})),[]),ce=(0,C.useCallback)(e=>P(t=>({...t,[e]:Math.max(0,(t[e]??0)-1)})),[]),le=(0,C.useCallback)(e=>w===`stacked`?{onMouseEnter:()=>re(t=>({...t,[e]:!0})),onMouseLeave:()=>re(t=>({...t,[e]:!1}))}:{},[w]),ue=(0,C.useCallback)(e=>I(e),[]);(0,C.useEffect)(()=>{if(w!==`stacked`)return;let e=ae.current;return Yf.forEach(t=>{(ee[t]??0)>0||F[t]||ie===t?(window.clearTimeout(e[t]),ne(e=>e[t]?e:{...e,[t]:!0})):e[t]=window.setTimeout(()=>{ne(e=>e[t]?{...e,[t]:!1}:e)},200)}),()=>Yf.forEach(t=>window.clearTimeout(e[t]))},[ee,F,ie,w]),(0,C.useEffect)(()=>{if(!ie)return;let e=e=>{let t=e.target;t!==null&&Object.values(M.current).some(e=>e?.contains(t))||I(null)};return document.addEventListener(`pointerdown`,e),()=>document.removeEventListener(`pointerdown`,e)},[ie]);let de=Xf(k.notifications,l),L=ie?de[ie].length:0;(0,C.useEffect)(()=>{(w!==`stacked`||ie!==null&&L===0)&&I(null)},[L,ie,w]),(0,C.useEffect)(()=>{w!==`stacked`&&re(e=>Object.values(e).some(Boolean)?{}:e)},[w]);let R=(0,C.useRef)(null),fe=(0,C.useRef)({}),pe=(0,C.useRef)(new WeakMap),he=(0,C.useCallback)((e,t)=>{let n=t.offsetHeight;return fe.current[e]!==n&&(fe.current[e]=n,!0)},[]);(0,C.useEffect)(()=>{if(w!==`stacked`||typeof ResizeObserver>`u`)return;let e=new ResizeObserver(e=>{let t=!1;e.forEach(e=>{let n=pe.current.get(e.target);n&&he(n,e.target)&&(t=!0)}),t&&A()});return R.current=e,Object.values(M.current).forEach(t=>t&&e.observe(t)),()=>{e.disconnect(),R.current=null}},[w,A,he]);let z=(0,C.useRef)({}),B=(0,C.useCallback)(e=>(z.current[e]||(z.current[e]=t=>{let n=M.current[e];n&&n!==t&&(R.current?.unobserve(n),pe.current.delete(n)),t?(M.current[e]=t,pe.current.set(t,e),he(e,t),R.current?.observe(t)):(delete M.current[e],delete z.current[e],delete fe.current[e])}),z.current[e]),[he]),ge=O.respectReducedMotion&&j?1:d,_e=G({name:`Notifications`,classes:op,props:t,className:r,style:i,classNames:n,styles:a,unstyled:o,attributes:c,vars:s,varsResolver:Pp});(0,C.useEffect)(()=>{v?.updateState(e=>({...e,limit:g||5,defaultPosition:l}))},[g,l]),me(()=>{k.notifications.length>N.current&&setTimeout(()=>A(),0),N.current=k.notifications.length},[k.notifications]);let ve=Yf.reduce((e,t)=>{let n=de[t].length,r=Array(n).fill(0),i=w===`stacked`&&!!te[t],a=w===`stacked`?[...de[t]].sort((e,t)=>(t.priority??0)-(e.priority??0)||(t.__sequence??0)-(e.__sequence??0)):de[t];if(i&&n>0){let e=t.startsWith(`top`)?1:-1,i=0;for(let t=0;t<n;t+=1)r[t]=i*e,i+=(fe.current[a[t].id]||Mp)+jp}return e[t]=a.map((e,a)=>{let{style:o,...s}=e;return(0,U.jsx)(Ap,{timeout:ge,onEnter:()=>M.current[s.id].offsetHeight,nodeRef:{current:M.current[s.id]},children:e=>(0,U.jsx)(ap,{ref:B(s.id),data:s,onHide:e=>Q(e,v),autoClose:u,transitionDuration:ge,allowDragDismiss:f,allowScrollDismiss:p,paused:x===`all`&&oe>0||w===`stacked`&&!i&&a>0,onHoverStart:()=>se(t),onHoverEnd:()=>ce(t),onExpandRequest:()=>ue(t),renderNotification:`renderNotification`in s?s.renderNotification:S,layout:w,withAutoCloseProgress:T,autoCloseProgressPosition:E,progressProps:_e(`progress`),stackIndex:a,stackSize:n,stackPosition:t,stackExpanded:i,stackExpandedOffset:r[a],transitionState:e,..._e(`notification`,{style:{...$f({state:e,position:t,transitionDuration:ge,maxHeight:h}),...o}})})},s.id)}),e},{});return(0,U.jsxs)(Os,{withinPortal:b,...y,children:[(0,U.jsx)(q,{..._e(`root`),"data-position":`top-center`,"data-layout":w,...D,children:(0,U.jsx)(kp,{...le(`top-center`),children:ve[`top-center`]})}),(0,U.jsx)(q,{..._e(`root`),"data-position":`top-left`,"data-layout":w,...D,children:(0,U.jsx)(kp,{...le(`top-left`),children:ve[`top-left`]})}),(0,U.jsx)(q,{..._e(`root`,{className:Ml.classNames.fullWidth}),"data-position":`top-right`,"data-layout":w,...D,children:(0,U.jsx)(kp,{...le(`top-right`),children:ve[`top-right`]})}),(0,U.jsx)(q,{..._e(`root`,{className:Ml.classNames.fullWidth}),"data-position":`bottom-right`,"data-layout":w,...D,children:(0,U.jsx)(kp,{...le(`bottom-right`),children:ve[`bottom-right`]})}),(0,U.jsx)(q,{..._e(`root`),"data-position":`bottom-left`,"data-layout":w,...D,children:(0,U.jsx)(kp,{...le(`bottom-left`),children:ve[`bottom-left`]})}),(0,U.jsx)(q,{..._e(`root`),"data-position":`bottom-center`,"data-layout":w,...D,children:(0,U.jsx)(kp,{...le(`bottom-center`),children:ve[`bottom-center`]})})]})});Fp.classes=op,Fp.varsResolver=Pp,Fp.displayName=`@mantine/notifications/Notifications`,Fp.show=Jf.show,Fp.hide=Jf.hide,Fp.update=Jf.update,Fp.promise=Jf.promise,Fp.clean=Jf.clean,Fp.cleanQueue=Jf.cleanQueue,Fp.updateState=Jf.updateState;var Ip=C.createContext(!1),Lp=()=>C.useContext(Ip);Ip.Provider;var Rp=C.createContext(void 0),zp=e=>{let t=C.useContext(Rp);if(e)return e;if(!t)throw Error(`No QueryClient set, use QueryClientProvider to set one`);return t},Bp=({client:e,children:t})=>(C.useEffect(()=>(e.mount(),()=>{e.unmount()}),[e]),(0,U.jsx)(Rp.Provider,{value:e,children:t}));function Vp(){let e=!1;return{clearReset:()=>{e=!1},reset:()=>{e=!0},isReset:()=>e}}var Hp=C.createContext(Vp()),Up=()=>C.useContext(Hp),Wp=class{constructor(){this.listeners=new Set,this.subscribe=this.subscribe.bind(this)}subscribe(e){return this.listeners.add(e),this.onSubscribe(),()=>{this.listeners.delete(e),this.onUnsubscribe()}}hasListeners(){return this.listeners.size>0}onSubscribe(){}onUnsubscribe(){}},Gp=new class extends Wp{#e;#t;#n;constructor(){super(),this.#n=e=>{if(typeof window<`u`&&window.addEventListener){let t=()=>e();return window.addEventListener(`visibilitychange`,t,!1),()=>{window.removeEventListener(`visibilitychange`,t)}}}}onSubscribe(){this.#t||this.setEventListener(this.#n)}onUnsubscribe(){this.hasListeners()||(this.#t?.(),this.#t=void 0)}setEventListener(e){this.#n=e,this.#t?.(),this.#t=e(e=>{typeof e==`boolean`?this.setFocused(e):this.onFocus()})}setFocused(e){this.#e!==e&&(this.#e=e,this.onFocus())}onFocus(){let e=this.isFocused();this.listeners.forEach(t=>{t(e)})}isFocused(){return typeof this.#e==`boolean`?this.#e:globalThis.document?.visibilityState!==`hidden`}},Kp={setTimeout:(e,t)=>setTimeout(e,t),clearTimeout:e=>clearTimeout(e),setInterval:(e,t)=>setInterval(e,t),clearInterval:e=>clearInterval(e)},qp=new class{#e=Kp;setTimeoutProvider(e){this.#e=e}setTimeout(e,t){return this.#e.setTimeout(e,t)}clearTimeout(e){this.#e.clearTimeout(e)}setInterval(e,t){return this.#e.setInterval(e,t)}clearInterval(e){this.#e.clearInterval(e)}};function Jp(e){setTimeout(e,0)}var Yp=typeof window>`u`||`Deno`in globalThis;function Xp(){}function Zp(e,t){return typeof e==`function`?e(t):e}function Qp(e){return typeof e==`number`&&e>=0&&e!==1/0}function $p(e,t){return Math.max(e+(t||0)-Date.now(),0)}function em(e,t){return typeof e==`function`?e(t):e}function tm(e,t){let{type:n=`all`,exact:r,fetchStatus:i,predicate:a,queryKey:o,stale:s}=e;if(o){if(r){if(t.queryHash!==rm(o,t.options))return!1}else if(!am(t.queryKey,o))return!1}if(n!==`all`){let e=t.isActive();if(n===`active`&&!e||n===`inactive`&&e)return!1}return!(typeof s==`boolean`&&t.isStale()!==s||i&&i!==t.state.fetchStatus||a&&!a(t))}function nm(e,t){let{exact:n,status:r,predicate:i,mutationKey:a}=e;if(a){if(!t.options.mutationKey)return!1;if(n){if(im(t.options.mutationKey)!==im(a))return!1}else if(!am(t.options.mutationKey,a))return!1}return!(r&&t.state.status!==r||i&&!i(t))}function rm(e,t){return(t?.queryKeyHashFn||im)(e)}function im(e){return JSON.stringify(e,(e,t)=>um(t)?Object.keys(t).sort().reduce((e,n)=>(e[n]=t[n],e),{}):t)}function am(e,t){if(e===t)return!0;if(typeof e!=typeof t)return!1;if(e&&t&&typeof e==`object`&&typeof t==`object`){if(Array.isArray(e)!==Array.isArray(t))return!1;if(Array.isArray(e)&&Array.isArray(t)){if(t.length>e.length)return!1;for(let n=0;n<t.length;n++)if(!am(e[n],t[n]))return!1;return!0}let n=Object.keys(t);for(let r of n)if(!am(e[r],t[r]))return!1;return!0}return!1}var om=Object.prototype.hasOwnProperty;function sm(e,t,n=0){if(e===t)return e;if(n>500)return t;let r=lm(e)&&lm(t);if(!r&&!(um(e)&&um(t)))return t;let i=(r?e:Object.keys(e)).length,a=r?t:Object.keys(t),o=a.length,s=r?Array(o):{},c=0;for(let l=0;l<o;l++){let o=r?l:a[l],u=e[o],d=t[o];if(u===d){s[o]=u,(r?l<i:om.call(e,o))&&c++;continue}if(u===null||d===null||typeof u!=`object`||typeof d!=`object`){s[o]=d;continue}let f=sm(u,d,n+1);s[o]=f,f===u&&c++}return i===o&&c===i?e:s}function cm(e,t){if(!t||Object.keys(e).length!==Object.keys(t).length)return!1;for(let n of Object.keys(e))if(!om.call(t,n)||e[n]!==t[n])return!1;return!0}function lm(e){return Array.isArray(e)&&e.length===Object.keys(e).length}function um(e){if(!dm(e))return!1;let t=Object.getPrototypeOf(e),n=t?.constructor;if(n===void 0)return!0;if(typeof n!=`function`)return!1;let r=n.prototype;return!(!dm(r)||!r.hasOwnProperty(`isPrototypeOf`)||t!==Object.prototype)}function dm(e){return Object.prototype.toString.call(e)===`[object Object]`}function fm(e){return new Promise(t=>{qp.setTimeout(t,e)})}function pm(e,t,n){return typeof n.structuralSharing==`function`?n.structuralSharing(e,t):n.structuralSharing===!1?t:sm(e,t)}function mm(e){return e}function hm(e,t,n,r){let i=r?[t,...e]:[...e,t];return n&&i.length>n?r?i.slice(0,n):i.slice(-n):i}var gm=Symbol();function _m(e,t){return!e.queryFn&&t?.initialPromise?()=>t.initialPromise:!e.queryFn||e.queryFn===gm?()=>Promise.reject(Error(`Missing queryFn: '${e.queryHash}'`)):e.queryFn}function vm(e,t){return typeof e==`function`?e(...t):!!e}var ym=Symbol();function bm(e,t,n,r){let i=!1,a;return Object.defineProperties(e,{[ym]:{value:r},signal:{enumerable:!0,get:()=>(a??=t(),i||(i=!0,a.aborted?n():a.addEventListener(`abort`,n,{once:!0})),a)}}),e}var xm=()=>Yp,Sm=()=>xm();function Cm(e){return{onFetch:(t,n)=>{let r=t.options,i=t.fetchOptions?.meta?.fetchMore?.direction,a=t.state.data?.pages||[],o=t.state.data?.pageParams||[],s={pages:[],pageParams:[]},c=0,l=async()=>{let n=!1,l=t,u=e=>{bm(e,()=>t.signal,()=>n=!0,l[ym])},d=_m(t.options,t.fetchOptions),f=async(e,r,i)=>{if(n)return Promise.reject(t.signal.reason);if(r==null&&e.pages.length)return Promise.resolve(e);let a=(()=>{let e={client:t.client,queryKey:t.queryKey,pageParam:r,direction:i?`backward`:`forward`,meta:t.options.meta};return u(e),e})(),o=await d(a),{maxPages:s}=t.options;return{pages:hm(e.pages,o,s,i),pageParams:hm(e.pageParams,r,s,i)}};if(i&&a.length){let e=i===`backward`,t=e?Tm:wm,n={pages:a,pageParams:o};s=await f(n,t(r,n),e)}else{let t=e??a.length;do{let e=c===0?o[0]===void 0?r.initialPageParam:o[0]:wm(r,s);if(c>0&&e==null)break;s=await f(s,e),c++}while(c<t)}return s};t.fetchFn=t.options.persister?()=>t.options.persister?.(l,{client:t.client,queryKey:t.queryKey,meta:t.options.meta,signal:t.signal},n):l}}}function wm(e,{pages:t,pageParams:n}){let r=t.length-1;return t.length>0?e.getNextPageParam(t[r],t,n[r],n):void 0}function Tm(e,{pages:t,pageParams:n}){return t.length>0?e.getPreviousPageParam?.(t[0],t,n[0],n):void 0}function Em(e,t){return t?wm(e,t)!=null:!1}function Dm(e,t){return!t||!e.getPreviousPageParam?!1:Tm(e,t)!=null}var Om=Jp;function km(){let e=[],t=0,n=e=>{e()},r=e=>{e()},i=Om,a=r=>{t?e.push(r):i(()=>{n(r)})},o=()=>{let t=e;e=[],t.length&&i(()=>{r(()=>{t.forEach(e=>{n(e)})})})};return{batch:e=>{let n;t++;try{n=e()}finally{t--,t||o()}return n},batchCalls:e=>(...t)=>{a(()=>{e(...t)})},schedule:a,setNotifyFunction:e=>{n=e},setBatchNotifyFunction:e=>{r=e},setScheduler:e=>{i=e}}}var Am=km(),jm=class{#e;destroy(){this.clearGcTimeout()}scheduleGc(){this.clearGcTimeout(),Qp(this.gcTime)&&(this.#e=qp.setTimeout(()=>{this.optionalRemove()},this.gcTime))}updateGcTime(e){this.gcTime=Math.max(this.gcTime||0,e??(Sm()?1/0:3e5))}clearGcTimeout(){this.#e!==void 0&&(qp.clearTimeout(this.#e),this.#e=void 0)}},Mm=new class extends Wp{#e=!0;#t;#n;constructor(){super(),this.#n=e=>{if(typeof window<`u`&&window.addEventListener){let t=()=>e(!0),n=()=>e(!1);return window.addEventListener(`online`,t,!1),window.addEventListener(`offline`,n,!1),()=>{window.removeEventListener(`online`,t),window.removeEventListener(`offline`,n)}}}}onSubscribe(){this.#t||this.setEventListener(this.#n)}onUnsubscribe(){this.hasListeners()||(this.#t?.(),this.#t=void 0)}setEventListener(e){this.#n=e,this.#t?.(),this.#t=e(this.setOnline.bind(this))}setOnline(e){this.#e!==e&&(this.#e=e,this.listeners.forEach(t=>{t(e)}))}isOnline(){return this.#e}};function Nm(e){return Math.min(1e3*2**e,3e4)}function Pm(e){return(e??`online`)!==`online`||Mm.isOnline()}var Fm=class extends Error{constructor(e){super(`CancelledError`),this.revert=e?.revert,this.silent=e?.silent}};function Im(e){let t=!1,n=0,r,i=`pending`,a,o,s=new Promise((e,t)=>{a=e,o=t});s.catch(Xp);let c=()=>i!==`pending`,l=t=>{if(!c()){let n=new Fm(t);h(n),e.onCancel?.(n)}},u=()=>{t=!0},d=()=>{t=!1},f=()=>Gp.isFocused()&&(e.networkMode===`always`||Mm.isOnline())&&e.canRun(),p=()=>Pm(e.networkMode)&&e.canRun(),m=e=>{c()||(r?.(),i=`resolved`,a(e))},h=e=>{c()||(r?.(),i=`rejected`,o(e))},g=t=>new Promise(n=>{r=e=>{(c()||t())&&n(e)},e.onPause?.()}).then(()=>{r=void 0,c()||e.onContinue?.()}),_=()=>{if(c())return;let r,i=n===0?e.initialPromise:void 0;try{r=i??e.fn()}catch(e){r=Promise.reject(e)}Promise.resolve(r).then(m).catch(r=>{if(c())return;let i=e.retry??(Sm()?0:3),a=e.retryDelay??Nm,o=typeof a==`function`?a(n,r):a,s=i===!0||typeof i==`number`&&n<i||typeof i==`function`&&i(n,r);t||!s?h(r):(n++,e.onFail?.(n,r),fm(o).then(()=>c()||f()?void 0:g(f)).then(()=>{t?h(r):_()}))})};return{promise:s,status:()=>i,cancel:l,continue:()=>(r?.(),s),cancelRetry:u,continueRetry:d,canStart:p,start:()=>(p()?_():g(p).then(_),s)}}var Lm=class extends jm{#e;#t;#n;#r;#i;#a;#o;#s;#c;constructor(e){super(),this.#c=!1,this.#s=e.defaultOptions,this.setOptions(e.options),this.observers=[],this.#i=e.client,this.#r=this.#i.getQueryCache(),this.queryKey=e.queryKey,this.queryHash=e.queryHash,this.#t=Bm(this.options),this.state=e.state??this.#t,this.scheduleGc()}get meta(){return this.options.meta}get queryType(){return this.#e}get promise(){return this.#a?.promise}setOptions(e){if(this.options={...this.#s,...e},e?._type&&(this.#e=e._type),this.updateGcTime(this.options.gcTime),this.state&&this.state.data===void 0){let e=Bm(this.options);e.data!==void 0&&(this.setState(zm(e.data,e.dataUpdatedAt)),this.#t=e)}}optionalRemove(){!this.observers.length&&this.state.fetchStatus===`idle`&&this.#r.remove(this)}setData(e,t){let n=pm(this.state.data,e,this.options);return this.#u({data:n,type:`success`,dataUpdatedAt:t?.updatedAt,manual:t?.manual}),n}setState(e){this.#u({type:`setState`,state:e})}cancel(e){let t=this.#a?.promise;return this.#a?.cancel(e),t?t.then(Xp).catch(Xp):Promise.resolve()}destroy(){this.cancel({silent:!0}),super.destroy()}get resetState(){return this.#t}reset(){this.destroy(),this.setState(this.resetState)}isActive(){return this.observers.some(e=>em(e.options.enabled,this)!==!1)}isDisabled(){return this.getObserversCount()>0?!this.isActive():this.options.queryFn===gm||!this.isFetched()}isFetched(){return this.state.dataUpdateCount+this.state.errorUpdateCount>0}isStatic(){return this.state.data!==void 0&&this.getObserversCount()>0&&this.observers.some(e=>em(e.options.staleTime,this)===`static`)}isStale(){return this.getObserversCount()>0?this.observers.some(e=>e.getCurrentResult().isStale):this.state.data===void 0||this.state.isInvalidated}isStaleByTime(e=0){return this.state.data===void 0?!0:e===`static`?!1:this.state.isInvalidated?!0:!$p(this.state.dataUpdatedAt,e)}onFocus(){this.observers.find(e=>e.shouldFetchOnWindowFocus())?.refetch({cancelRefetch:!1}),this.#a?.continue()}onOnline(){this.observers.find(e=>e.shouldFetchOnReconnect())?.refetch({cancelRefetch:!1}),this.#a?.continue()}addObserver(e){this.observers.includes(e)||(this.observers.push(e),this.clearGcTimeout(),this.#r.notify({type:`observerAdded`,query:this,observer:e}))}removeObserver(e){let t=this.observers.indexOf(e);t!==-1&&(this.observers.splice(t,1),this.observers.length||(this.#a&&(this.#c||this.state.fetchStatus===`paused`&&this.state.status===`pending`?this.#a.cancel({revert:!0}):this.#a.cancelRetry()),this.#l()),this.#r.notify({type:`observerRemoved`,query:this,observer:e}))}getObserversCount(){return this.observers.length}invalidate(){this.state.isInvalidated||this.#u({type:`invalidate`})}async fetch(e,t){if(this.state.fetchStatus!==`idle`&&this.#a?.status()!==`rejected`){if(this.state.data!==void 0&&t?.cancelRefetch)this.cancel({silent:!0});else if(this.#a&&this.#o)return this.#a.continueRetry(),this.#o}if(e&&this.setOptions(e),!this.options.queryFn){let e=this.observers.find(e=>e.options.queryFn);e&&this.setOptions(e.options)}let n=new AbortController,r=e=>{Object.defineProperties(e,{[ym]:{value:n.signal,enumerable:!0},signal:{enumerable:!0,get:()=>(this.#c=!0,n.signal)}})},i=()=>{let e=_m(this.options,t),n=(()=>{let e={client:this.#i,queryKey:this.queryKey,meta:this.meta};return r(e),e})();return this.#c=!1,this.options.persister?this.options.persister(e,n,this):e(n)},a=(()=>{let e={fetchOptions:t,options:this.options,queryKey:this.queryKey,client:this.#i,state:this.state,fetchFn:i};return r(e),e})();(this.#e===`infinite`?Cm(this.options.pages):this.options.behavior)?.onFetch(a,this),this.#n=this.state,(this.state.fetchStatus===`idle`||this.state.fetchMeta!==a.fetchOptions?.meta)&&this.#u({type:`fetch`,meta:a.fetchOptions?.meta});let o=this.#a=Im({initialPromise:t?.initialPromise,fn:a.fetchFn,onCancel:e=>{e instanceof Fm&&e.revert&&this.setState({...this.#n,fetchStatus:`idle`}),n.abort()},onFail:(e,t)=>{this.#u({type:`failed`,failureCount:e,error:t})},onPause:()=>{this.#u({type:`pause`})},onContinue:()=>{this.#u({type:`continue`})},retry:a.options.retry,retryDelay:a.options.retryDelay,networkMode:a.options.networkMode,canRun:()=>!0}),s=(async()=>{try{let e=await o.promise;if(e===void 0)throw Error(`${this.queryHash} data is undefined`);return this.setData(e),this.#r.config.onSuccess?.(e,this),this.#r.config.onSettled?.(e,this.state.error,this),e}catch(e){if(e instanceof Fm){if(e.silent){if(this.#a!==o&&this.#o)return this.#o;throw e}if(e.revert){if(this.state.data===void 0)throw e;return this.state.data}}throw this.#u({type:`error`,error:e}),this.#r.config.onError?.(e,this),this.#r.config.onSettled?.(this.state.data,e,this),e}finally{this.#a===o&&(this.#a=void 0,this.#o=void 0),this.#l()}})();return this.#o=s,o.start(),s}#l(){this.#r.get(this.queryHash)===this&&this.scheduleGc()}#u(e){let t=t=>{switch(e.type){case`failed`:return{...t,fetchFailureCount:e.failureCount,fetchFailureReason:e.error};case`pause`:return{...t,fetchStatus:`paused`};case`continue`:return{...t,fetchStatus:`fetching`};case`fetch`:return{...t,...Rm(t.data,this.options),fetchMeta:e.meta??null};case`success`:{let n={...t,...zm(e.data,e.dataUpdatedAt),dataUpdateCount:t.dataUpdateCount+1,...!e.manual&&{fetchStatus:`idle`,fetchFailureCount:0,fetchFailureReason:null}};return this.#n=e.manual?n:void 0,n}case`error`:{let n=e.error;return{...t,error:n,errorUpdateCount:t.errorUpdateCount+1,errorUpdatedAt:Date.now(),fetchFailureCount:t.fetchFailureCount+1,fetchFailureReason:n,fetchStatus:`idle`,status:`error`,isInvalidated:!0}}case`invalidate`:return{...t,isInvalidated:!0};case`setState`:return{...t,...e.state}}};this.state=t(this.state),Am.batch(()=>{this.observers.slice().forEach(e=>{e.onQueryUpdate()}),this.#r.notify({query:this,type:`updated`,action:e})})}};function Rm(e,t){return{fetchFailureCount:0,fetchFailureReason:null,fetchStatus:Pm(t.networkMode)?`fetching`:`paused`,...e===void 0&&{error:null,status:`pending`}}}function zm(e,t){return{data:e,dataUpdatedAt:t??Date.now(),error:null,isInvalidated:!1,status:`success`}}function Bm(e){let t=typeof e.initialData==`function`?e.initialData():e.initialData,n=t!==void 0,r=n?typeof e.initialDataUpdatedAt==`function`?e.initialDataUpdatedAt():e.initialDataUpdatedAt:0;return{data:t,dataUpdateCount:0,dataUpdatedAt:n?r??Date.now():0,error:null,errorUpdateCount:0,errorUpdatedAt:0,fetchFailureCount:0,fetchFailureReason:null,fetchMeta:null,isInvalidated:!1,status:n?`success`:`pending`,fetchStatus:`idle`}}var Vm=class extends Wp{#e;#t=void 0;#n=void 0;#r=void 0;#i;#a;#o;#s;#c;#l;#u;#d;#f;#p=new Set;constructor(e,t){super(),this.options=t,this.#e=e,this.#a=null,this.bindMethods(),this.setOptions(t)}bindMethods(){this.refetch=this.refetch.bind(this)}onSubscribe(){this.listeners.size===1&&(this.#t.addObserver(this),Um(this.#t,this.options)?this.#m():this.updateResult(),this.#y())}onUnsubscribe(){this.hasListeners()||this.destroy()}shouldFetchOnReconnect(){return Wm(this.#t,this.options,this.options.refetchOnReconnect)}shouldFetchOnWindowFocus(){return Wm(this.#t,this.options,this.options.refetchOnWindowFocus)}destroy(){this.listeners=new Set,this.#b(),this.#x(),this.#t.removeObserver(this)}setOptions(e){let t=this.options,n=this.#t;if(this.options=this.#e.defaultQueryOptions(e),this.options.enabled!==void 0&&typeof this.options.enabled!=`boolean`&&typeof this.options.enabled!=`function`&&typeof em(this.options.enabled,this.#t)!=`boolean`)throw Error(`Expected enabled to be a boolean or a callback that returns a boolean`);this.#S(),this.#t.setOptions(this.options),t._defaulted&&!cm(this.options,t)&&this.#e.getQueryCache().notify({type:`observerOptionsUpdated`,query:this.#t,observer:this});let r=this.hasListeners();r&&Gm(this.#t,n,this.options,t)&&this.#m(),this.updateResult(),r&&(this.#t!==n||em(this.options.enabled,this.#t)!==em(t.enabled,this.#t)||em(this.options.staleTime,this.#t)!==em(t.staleTime,this.#t))&&this.#g();let i=this.#_();r&&(this.#t!==n||em(this.options.enabled,this.#t)!==em(t.enabled,this.#t)||i!==this.#f)&&this.#v(i)}getOptimisticResult(e){let t=this.#e.getQueryCache().build(this.#e,e),n=this.createResult(t,e);return cm(this.getCurrentResult(),n)||(this.#r=n,this.#i=e),n}getCurrentResult(){return this.#r}trackResult(e,t){return new Proxy(e,{get:(e,n)=>(this.trackProp(n),t?.(n),Reflect.get(e,n))})}trackProp(e){this.#p.add(e)}getCurrentQuery(){return this.#t}refetch({...e}={}){return this.fetch({...e})}fetchOptimistic(e){let t=this.#e.defaultQueryOptions(e),n=this.#e.getQueryCache().build(this.#e,t),r=()=>{},i,a=new Promise(e=>{i=e,r=this.#e.getQueryCache().subscribe(i=>{i.type===`updated`&&i.query.queryHash===n.queryHash&&n.state.data!==void 0&&(r(),e(this.createResult(n,t)))})});return Promise.race([n.fetch(t).then(()=>{let e=this.createResult(n,t);return i?.(e),e}).finally(()=>{r()}),a])}fetch(e){return this.#m({...e,cancelRefetch:e.cancelRefetch??!0}).then(()=>(this.updateResult(),this.#r))}#m(e){this.#S();let t=this.#t.fetch(this.options,e);return e?.throwOnError||(t=t.catch(Xp)),t}#h(e){return!Sm()&&em(this.options.enabled,this.#t)!==!1&&Qp(e)}#g(){this.#b();let e=em(this.options.staleTime,this.#t);if(this.#r.isStale||!this.#h(e))return;let t=$p(this.#r.dataUpdatedAt,e)+1;this.#u=qp.setTimeout(()=>{this.#r.isStale||this.updateResult()},t)}#_(){return em(this.options.refetchInterval,this.#t)??!1}#v(e){this.#x(),this.#f=e,this.#f!==0&&this.#h(this.#f)&&(this.#d=qp.setInterval(()=>{(this.options.refetchIntervalInBackground||Gp.isFocused())&&this.#m()},this.#f))}#y(){this.#g(),this.#v(this.#_())}#b(){this.#u!==void 0&&(qp.clearTimeout(this.#u),this.#u=void 0)}#x(){this.#d!==void 0&&(qp.clearInterval(this.#d),this.#d=void 0)}createResult(e,t){let n=this.#t,r=this.options,i=this.#r,a=this.#i,o=e===n?this.#n:e.state,{state:s}=e,c={...s},l=!1,u;if(t._optimisticResults){let i=this.hasListeners(),a=!i&&Um(e,t),o=i&&Gm(e,n,t,r);(a||o)&&(c={...c,...Rm(s.data,e.options)}),t._optimisticResults===`isRestoring`&&(c.fetchStatus=`idle`)}let{error:d,errorUpdatedAt:f,status:p}=c;u=c.data;let m=!1;if(t.placeholderData!==void 0&&u===void 0&&p===`pending`){let e,n=i?.isPlaceholderData&&t.placeholderData===a?.placeholderData;n?(e=i.data,m=!0):e=typeof t.placeholderData==`function`?t.placeholderData(this.#l?.state.data,this.#l):t.placeholderData,(n||e!==void 0)&&(p=`success`,u=pm(t.select&&!m?this.#s:i?.data,e,t),l=!0)}if(t.select&&u!==void 0&&!m){if(u===this.#s&&t.select===this.#o)u=this.#c;else try{this.#o=t.select,this.#s=u,u=t.select(u),u=pm(i?.data,u,t),this.#c=u,this.#a=null}catch(e){this.#a=e}}else u===void 0&&(this.#s=void 0,this.#a=null);this.#a&&(d=this.#a,u=this.#c,f=i?.error===d?i.errorUpdatedAt:Date.now(),p=`error`,l=!1);let h=c.fetchStatus===`fetching`,g=p===`pending`,_=p===`error`,v=g&&h,y=u!==void 0;return{status:p,fetchStatus:c.fetchStatus,isPending:g,isSuccess:p===`success`,isError:_,isInitialLoading:v,isLoading:v,data:u,dataUpdatedAt:c.dataUpdatedAt,error:d,errorUpdatedAt:f,failureCount:c.fetchFailureCount,failureReason:c.fetchFailureReason,errorUpdateCount:c.errorUpdateCount,isFetched:e.isFetched(),isFetchedAfterMount:c.dataUpdateCount>o.dataUpdateCount||c.errorUpdateCount>o.errorUpdateCount,isFetching:h,isRefetching:h&&!g,isLoadingError:_&&!y,isPaused:c.fetchStatus===`paused`,isPlaceholderData:l,isRefetchError:_&&y,isStale:Km(e,t),refetch:this.refetch,isEnabled:em(t.enabled,e)!==!1}}updateResult(){let e=this.#r,t=this.createResult(this.#t,this.options);if(this.#i=this.options,this.#t.state.data!==void 0&&(this.#l=this.#t),cm(t,e))return;this.#r=t;let n=(()=>{if(!e)return!0;let{notifyOnChangeProps:t}=this.options,n=typeof t==`function`?t():t;if(n===`all`||!n&&!this.#p.size||this.options.throwOnError&&this.#r.error!==e.error)return!0;for(let t of n??this.#p)if(this.#r[t]!==e[t])return!0;return!1})();Am.batch(()=>{n&&this.listeners.forEach(e=>{e(this.#r)}),this.#e.getQueryCache().notify({query:this.#t,type:`observerResultsUpdated`})})}#S(){let e=this.#e.getQueryCache().build(this.#e,this.options);if(e===this.#t)return;let t=this.#t;this.#t=e,this.#n=e.state,this.hasListeners()&&(t?.removeObserver(this),e.addObserver(this))}onQueryUpdate(){this.updateResult(),this.hasListeners()&&this.#y()}};function Hm(e,t){return em(t.enabled,e)!==!1&&e.state.data===void 0&&(e.state.status!==`error`||em(t.retryOnMount,e)!==!1)}function Um(e,t){return Hm(e,t)||e.state.data!==void 0&&Wm(e,t,t.refetchOnMount)}function Wm(e,t,n){if(em(t.enabled,e)!==!1&&em(t.staleTime,e)!==`static`){let r=em(n,e);return r===`always`||r!==!1&&Km(e,t)}return!1}function Gm(e,t,n,r){return(e!==t||em(r.enabled,e)===!1)&&(!n.suspense||e.state.status!==`error`)&&Km(e,n)}function Km(e,t){return em(t.enabled,e)!==!1&&e.isStaleByTime(em(t.staleTime,e))}var qm=class extends jm{#e;#t;#n;#r;constructor(e){super(),this.#e=e.client,this.mutationId=e.mutationId,this.#n=e.mutationCache,this.#t=[],this.state=e.state||Jm(),this.setOptions(e.options),this.scheduleGc()}setOptions(e){this.options=e,this.updateGcTime(this.options.gcTime)}get meta(){return this.options.meta}addObserver(e){this.#t.includes(e)||(this.#t.push(e),this.clearGcTimeout(),this.#n.notify({type:`observerAdded`,mutation:this,observer:e}))}removeObserver(e){this.#t=this.#t.filter(t=>t!==e),this.#n.has(this)&&this.scheduleGc(),this.#n.notify({type:`observerRemoved`,mutation:this,observer:e})}optionalRemove(){this.#t.length||(this.state.status===`pending`?this.scheduleGc():this.#n.remove(this))}continue(){return this.#r?.continue()??(this.state.status===`pending`?this.execute(this.state.variables):Promise.resolve())}async execute(e){let t=()=>{this.#i({type:`continue`})},n={client:this.#e,meta:this.options.meta,mutationKey:this.options.mutationKey},r=this.#r=Im({fn:()=>this.options.mutationFn?this.options.mutationFn(e,n):Promise.reject(Error(`No mutationFn found`)),onFail:(e,t)=>{this.#i({type:`failed`,failureCount:e,error:t})},onPause:()=>{this.#i({type:`pause`})},onContinue:t,retry:this.options.retry??0,retryDelay:this.options.retryDelay,networkMode:this.options.networkMode,canRun:()=>this.#n.canRun(this)}),i=this.state.status===`pending`,a=!r.canStart();try{if(i)t();else{this.#i({type:`pending`,variables:e,isPaused:a}),this.#n.config.onMutate&&await this.#n.config.onMutate(e,this,n);let t=await this.options.onMutate?.(e,n);t!==this.state.context&&this.#i({type:`pending`,context:t,variables:e,isPaused:a})}this.state.isPaused&&r.canStart()&&t();let o=await r.start();return await this.#n.config.onSuccess?.(o,e,this.state.context,this,n),await this.options.onSuccess?.(o,e,this.state.context,n),await this.#n.config.onSettled?.(o,null,this.state.variables,this.state.context,this,n),await this.options.onSettled?.(o,null,e,this.state.context,n),this.#i({type:`success`,data:o}),o}catch(t){try{await this.#n.config.onError?.(t,e,this.state.context,this,n)}catch(e){Promise.reject(e)}try{await this.options.onError?.(t,e,this.state.context,n)}catch(e){Promise.reject(e)}try{await this.#n.config.onSettled?.(void 0,t,this.state.variables,this.state.context,this,n)}catch(e){Promise.reject(e)}try{await this.options.onSettled?.(void 0,t,e,this.state.context,n)}catch(e){Promise.reject(e)}throw this.#i({type:`error`,error:t}),t}finally{this.#r===r&&(this.#r=void 0),this.#n.runNext(this)}}#i(e){let t=t=>{switch(e.type){case`failed`:return{...t,failureCount:e.failureCount,failureReason:e.error};case`pause`:return{...t,isPaused:!0};case`continue`:return{...t,isPaused:!1};case`pending`:return{...t,context:e.context,data:void 0,failureCount:0,failureReason:null,error:null,isPaused:e.isPaused,status:`pending`,variables:e.variables,submittedAt:Date.now()};case`success`:return{...t,data:e.data,failureCount:0,failureReason:null,error:null,status:`success`,isPaused:!1};case`error`:return{...t,data:void 0,error:e.error,failureCount:t.failureCount+1,failureReason:e.error,isPaused:!1,status:`error`}}};this.state=t(this.state),Am.batch(()=>{this.#t.forEach(t=>{t.onMutationUpdate(e)}),this.#n.notify({mutation:this,type:`updated`,action:e})})}};function Jm(){return{context:void 0,data:void 0,error:null,failureCount:0,failureReason:null,isPaused:!1,status:`idle`,variables:void 0,submittedAt:0}}var Ym=class extends Wp{#e;#t;#n;constructor(e={}){super(),this.config=e,this.#e=new Set,this.#t=new Map,this.#n=0}build(e,t,n){let r=new qm({client:e,mutationCache:this,mutationId:++this.#n,options:e.defaultMutationOptions(t),state:n});return this.add(r),r}add(e){this.#e.add(e);let t=Xm(e);if(typeof t==`string`){let n=this.#t.get(t);n?n.push(e):this.#t.set(t,[e])}this.notify({type:`added`,mutation:e})}remove(e){if(this.#e.delete(e)){e.destroy();let t=Xm(e);if(typeof t==`string`){let n=this.#t.get(t);if(n){if(n.length>1){let t=n.indexOf(e);t!==-1&&n.splice(t,1)}else n[0]===e&&this.#t.delete(t)}}}this.notify({type:`removed`,mutation:e})}has(e){return this.#e.has(e)}canRun(e){let t=Xm(e);if(typeof t==`string`){let n=this.#t.get(t)?.find(e=>e.state.status===`pending`);return!n||n===e}return!0}runNext(e){let t=Xm(e);return typeof t==`string`?(this.#t.get(t)?.find(t=>t!==e&&t.state.isPaused))?.continue()??Promise.resolve():Promise.resolve()}clear(){Am.batch(()=>{let e=this.getAll();this.#e.clear(),this.#t.clear(),e.forEach(e=>e.destroy()),e.forEach(e=>{this.notify({type:`removed`,mutation:e})})})}getAll(){return Array.from(this.#e)}find(e){let t={exact:!0,...e};return this.getAll().find(e=>nm(t,e))}findAll(e={}){return this.getAll().filter(t=>nm(e,t))}notify(e){Am.batch(()=>{this.listeners.forEach(t=>{t(e)})})}resumePausedMutations(){let e=this.getAll().filter(e=>e.state.isPaused);return Am.batch(()=>Promise.all(e.map(e=>e.continue().catch(Xp))))}};function Xm(e){return e.options.scope?.id}var Zm=class extends Wp{#e;#t=void 0;#n;#r;constructor(e,t){super(),this.#e=e,this.setOptions(t),this.bindMethods(),this.#i()}bindMethods(){this.mutate=this.mutate.bind(this),this.reset=this.reset.bind(this)}setOptions(e){let t=this.options;this.options=this.#e.defaultMutationOptions(e),cm(this.options,t)||this.#e.getMutationCache().notify({type:`observerOptionsUpdated`,mutation:this.#n,observer:this}),t?.mutationKey&&this.options.mutationKey&&im(t.mutationKey)!==im(this.options.mutationKey)?this.reset():this.#n?.state.status===`pending`&&this.#n.setOptions(this.options)}onSubscribe(){this.listeners.size===1&&this.#n&&(this.#n.addObserver(this),this.#i())}onUnsubscribe(){this.hasListeners()||this.#n?.removeObserver(this)}onMutationUpdate(e){this.#i(),this.#a(e)}getCurrentResult(){return this.#t}reset(){this.#n?.removeObserver(this),this.#n=void 0,this.#i(),this.#a()}mutate(e,t){return this.#r=t,this.#n?.removeObserver(this),this.#n=this.#e.getMutationCache().build(this.#e,this.options),this.#n.addObserver(this),this.#n.execute(e)}#i(){let e=this.#n?.state??Jm();this.#t={...e,isPending:e.status===`pending`,isSuccess:e.status===`success`,isError:e.status===`error`,isIdle:e.status===`idle`,mutate:this.mutate,reset:this.reset}}#a(e){Am.batch(()=>{let t=this.#r;if(t&&this.hasListeners()){let n=this.#t.variables,r=this.#t.context,i={client:this.#e,meta:this.options.meta,mutationKey:this.options.mutationKey};if(e?.type===`success`){try{t.onSuccess?.(e.data,n,r,i)}catch(e){Promise.reject(e)}try{t.onSettled?.(e.data,null,n,r,i)}catch(e){Promise.reject(e)}}else if(e?.type===`error`){try{t.onError?.(e.error,n,r,i)}catch(e){Promise.reject(e)}try{t.onSettled?.(void 0,e.error,n,r,i)}catch(e){Promise.reject(e)}}}this.listeners.forEach(e=>{e(this.#t)})})}},Qm=class extends Wp{#e;constructor(e={}){super(),this.config=e,this.#e=new Map}build(e,t,n){let r=t.queryKey,i=t.queryHash??rm(r,t),a=this.get(i);return a||(a=new Lm({client:e,queryKey:r,queryHash:i,options:e.defaultQueryOptions(t),state:n,defaultOptions:e.getQueryDefaults(r)}),this.add(a)),a}add(e){this.#e.has(e.queryHash)||(this.#e.set(e.queryHash,e),this.notify({type:`added`,query:e}))}remove(e){this.#e.get(e.queryHash)===e&&(e.destroy(),this.#e.delete(e.queryHash),this.notify({type:`removed`,query:e}))}clear(){Am.batch(()=>{this.getAll().forEach(e=>{this.remove(e)})})}get(e){return this.#e.get(e)}getAll(){return[...this.#e.values()]}find(e){let t={exact:!0,...e};return this.getAll().find(e=>tm(t,e))}findAll(e={}){let t=this.getAll();return Object.keys(e).length>0?t.filter(t=>tm(e,t)):t}notify(e){Am.batch(()=>{this.listeners.forEach(t=>{t(e)})})}onFocus(){Am.batch(()=>{this.getAll().forEach(e=>{e.onFocus()})})}onOnline(){Am.batch(()=>{this.getAll().forEach(e=>{e.onOnline()})})}},$m=class{#e;#t;#n;#r;#i;#a;#o;#s;constructor(e={}){this.#e=e.queryCache||new Qm,this.#t=e.mutationCache||new Ym,this.#n=e.defaultOptions||{},this.#r=new Map,this.#i=new Map,this.#a=0}mount(){this.#a++,this.#a===1&&(this.#o=Gp.subscribe(async e=>{e&&(await this.resumePausedMutations(),this.#e.onFocus())}),this.#s=Mm.subscribe(async e=>{e&&(await this.resumePausedMutations(),this.#e.onOnline())}))}unmount(){this.#a--,this.#a===0&&(this.#o?.(),this.#o=void 0,this.#s?.(),this.#s=void 0)}isFetching(e){return this.#e.findAll({...e,fetchStatus:`fetching`}).length}isMutating(e){return this.#t.findAll({...e,status:`pending`}).length}getQueryData(e){let t=this.defaultQueryOptions({queryKey:e});return this.#e.get(t.queryHash)?.state.data}ensureQueryData(e){let t=this.defaultQueryOptions(e),n=this.#e.build(this,t),r=n.state.data;return r===void 0?this.fetchQuery(e):(e.revalidateIfStale&&n.isStaleByTime(em(t.staleTime,n))&&this.prefetchQuery(t),Promise.resolve(r))}getQueriesData(e){return this.#e.findAll(e).map(({queryKey:e,state:t})=>[e,t.data])}setQueryData(e,t,n){let r=this.defaultQueryOptions({queryKey:e}),i=Zp(t,this.#e.get(r.queryHash)?.state.data);if(i!==void 0)return this.#e.build(this,r).setData(i,{...n,manual:!0})}setQueriesData(e,t,n){return Am.batch(()=>this.#e.findAll(e).map(({queryKey:e})=>[e,this.setQueryData(e,t,n)]))}getQueryState(e){let t=this.defaultQueryOptions({queryKey:e});return this.#e.get(t.queryHash)?.state}removeQueries(e){let t=this.#e;Am.batch(()=>{t.findAll(e).forEach(e=>{t.remove(e)})})}resetQueries(e,t){let n=this.#e;return Am.batch(()=>{let r=n.findAll(e),i=new Set(r);return r.forEach(e=>{e.reset()}),this.refetchQueries({type:`active`,predicate:e=>i.has(e)},t)})}cancelQueries(e,t={}){let n={revert:!0,...t},r=Am.batch(()=>this.#e.findAll(e).map(e=>e.cancel(n)));return Promise.all(r).then(Xp).catch(Xp)}invalidateQueries(e,t={}){return Am.batch(()=>(this.#e.findAll(e).forEach(e=>{e.invalidate()}),e?.refetchType===`none`?Promise.resolve():this.refetchQueries({...e,type:e?.refetchType??e?.type??`active`},t)))}refetchQueries(e,t={}){let n={...t,cancelRefetch:t.cancelRefetch??!0},r=Am.batch(()=>this.#e.findAll(e).filter(e=>!e.isDisabled()&&!e.isStatic()).map(e=>{let t=e.fetch(void 0,n),r=e.state.fetchStatus===`paused`;return(!n.throwOnError||r)&&(t=t.catch(Xp)),r?Promise.resolve():t}));return Promise.all(r).then(Xp)}async query(e){let t=this.defaultQueryOptions(e);t.retry===void 0&&(t.retry=!1);let n=this.#e.build(this,t),r=n.isStaleByTime(em(t.staleTime,n))?await n.fetch(t):n.state.data,i=t.select;return i?i(r):r}fetchQuery(e){let t=this.defaultQueryOptions(e);t.retry===void 0&&(t.retry=!1);let n=this.#e.build(this,t);return n.isStaleByTime(em(t.staleTime,n))?n.fetch(t):Promise.resolve(n.state.data)}prefetchQuery(e){return this.fetchQuery(e).then(Xp).catch(Xp)}infiniteQuery(e){return e._type=`infinite`,this.query(e)}fetchInfiniteQuery(e){return e._type=`infinite`,this.fetchQuery(e)}prefetchInfiniteQuery(e){return this.fetchInfiniteQuery(e).then(Xp).catch(Xp)}ensureInfiniteQueryData(e){return e._type=`infinite`,this.ensureQueryData(e)}resumePausedMutations(){return Mm.isOnline()?this.#t.resumePausedMutations():Promise.resolve()}getQueryCache(){return this.#e}getMutationCache(){return this.#t}getDefaultOptions(){return this.#n}setDefaultOptions(e){this.#n=e}setQueryDefaults(e,t){this.#r.set(im(e),{queryKey:e,defaultOptions:t})}getQueryDefaults(e){let t=[...this.#r.values()],n={};return t.forEach(t=>{am(e,t.queryKey)&&Object.assign(n,t.defaultOptions)}),n}setMutationDefaults(e,t){this.#i.set(im(e),{mutationKey:e,defaultOptions:t})}getMutationDefaults(e){let t=[...this.#i.values()],n={};return t.forEach(t=>{am(e,t.mutationKey)&&Object.assign(n,t.defaultOptions)}),n}defaultQueryOptions(e){if(e._defaulted)return e;let t={...this.#n.queries,...this.getQueryDefaults(e.queryKey),...e,_defaulted:!0};return t.queryHash||=rm(t.queryKey,t),t.refetchOnReconnect===void 0&&(t.refetchOnReconnect=t.networkMode!==`always`),t.throwOnError===void 0&&(t.throwOnError=!!t.suspense),!t.networkMode&&t.persister&&(t.networkMode=`offlineFirst`),t.queryFn===gm&&(t.enabled=!1),t}defaultMutationOptions(e){return e?._defaulted?e:{...this.#n.mutations,...e?.mutationKey&&this.getMutationDefaults(e.mutationKey),...e,_defaulted:!0}}clear(){this.#e.clear(),this.#t.clear()}},eh=(e,t,n)=>{let r=n?.state.status===`error`&&typeof e.throwOnError==`function`?vm(e.throwOnError,[n.state.error,n]):e.throwOnError;(e.suspense||r)&&(t.isReset()||(e.retryOnMount=!1))},th=e=>{C.useEffect(()=>{e.clearReset()},[e])},nh=({result:e,errorResetBoundary:t,throwOnError:n,query:r,suspense:i})=>e.isError&&!t.isReset()&&!e.isFetching&&r&&(i&&e.data===void 0||vm(n,[e.error,r])),rh=e=>{if(e.suspense){let t=1e3,n=e=>e===`static`?e:Math.max(e??t,t),r=e.staleTime;e.staleTime=typeof r==`function`?(...e)=>n(r(...e)):n(r),typeof e.gcTime==`number`&&(e.gcTime=Math.max(e.gcTime,t))}},ih=(e,t)=>e?.suspense&&t.isPending,ah=(e,t,n)=>t.fetchOptimistic(e).catch(()=>{n.clearReset()});function oh(e,t,n){let r=Lp(),i=Up(),a=zp(n),o=a.defaultQueryOptions(e),s=a.getQueryCache().get(o.queryHash),c=e.subscribed!==!1;o._optimisticResults=r?`isRestoring`:c?`optimistic`:void 0,rh(o),eh(o,i,s),th(i);let[l]=C.useState(()=>new t(a,o)),u=l.getOptimisticResult(o);C.useEffect(()=>{l.setOptions(o)},[o,l]);let d=!r&&c;if(C.useSyncExternalStore(C.useCallback(e=>{let t=d?l.subscribe(Am.batchCalls(e)):Xp;return l.updateResult(),t},[l,d]),()=>l.getCurrentResult(),()=>l.getCurrentResult()),ih(o,u))throw ah(o,l,i);if(nh({result:u,errorResetBoundary:i,throwOnError:o.throwOnError,query:s,suspense:o.suspense}))throw u.error;return o.notifyOnChangeProps?u:l.trackResult(u)}function sh(e,t){return oh(e,Vm,t)}function ch(e){return e}function lh(e,t){let n=zp(t),[r]=C.useState(()=>new Zm(n,e));C.useEffect(()=>{r.setOptions(e)},[r,e]);let i=C.useSyncExternalStore(C.useCallback(e=>r.subscribe(Am.batchCalls(e)),[r]),()=>r.getCurrentResult(),()=>r.getCurrentResult()),a=C.useCallback((...e)=>{r.mutate(e[0],e[1]).catch(Xp)},[r]);if(i.error&&vm(r.options.throwOnError,[i.error]))throw i.error;return{...i,mutate:a,mutateAsync:i.mutate}}var uh=C.use,dh=C.useLayoutEffect;function fh(e){return e[e.length-1]}function ph(e,t){return typeof e==`function`?e(t):e}var mh=Object.prototype.hasOwnProperty;function hh(e){for(let t in e)if(mh.call(e,t))return!0;return!1}var gh=()=>Object.create(null),_h=(e,t)=>vh(e,t,!0);function vh(e,t,n,r=0){if(e===t)return e;if(r++>500)return t;let i=Array.isArray(e)&&Array.isArray(t);if(!i&&!(yh(e)&&yh(t)))return t;let a=Object.keys(e),o=a.length,s=Object.keys(t),c=s.length;if(i?o!==e.length||c!==t.length||o&&fh(a)!==`${o-1}`||c&&fh(s)!==`${c-1}`:o!==Object.getOwnPropertyNames(e).length||c!==Object.getOwnPropertyNames(t).length||Object.getOwnPropertySymbols(t).length)return t;let l=0,u,d,f;if(i){for(;l<c&&(f=l,d=e[f],u=t[f],u=d===u?d:typeof d==`object`?vh(d,u,n,r):u,u===d);l++);if(l===c&&o===c)return e}else{let i=o===c,p=!0;for(;l<c;l++){f=s[l],d=e[f];let o=t[f];u=d===o?d:typeof d==`object`?vh(d,o,n,r):o,i&&=u===d&&(a[l]===f||mh.call(e,f)),p&&=Object.is(u,o),a[l]=u}if(i)return Object.getOwnPropertySymbols(e).length?t:e;if(p)return t}let p=i?s.fill(0):n?gh():{};for(let o=0;o<c;o++)f=i?o:s[o],i?(d=e[f],o>l&&(u=t[f],u=d===u?d:typeof d==`object`?vh(d,u,n,r):u),p[f]=o<l?d:u):p[f]=a[o];return p}function yh(e){return!e||typeof e!=`object`?!1:(Object.getPrototypeOf(e)?.constructor??Object)===Object}function bh(e,t,n,r){if(e===t)return!0;if(Array.isArray(e)&&Array.isArray(t)){if(e.length!==t.length)return!1;for(let i=0,a=e.length;i<a;i++){let a=e[i],o=t[i];if(a!==o&&!bh(a,o,n,r))return!1}return!0}if(yh(e)&&yh(t)){if(n){for(let i in t)if((r||t[i]!==void 0)&&!bh(e[i],t[i],n,r))return!1;return!0}let i=0;if(r)i=Object.keys(e).length;else for(let t in e)e[t]!==void 0&&i++;for(let a in t)if((r||t[a]!==void 0)&&(i--===0||!bh(e[a],t[a],n,r)))return!1;return i===0}return!1}function xh(e){return typeof e?.message==`string`?e.message.startsWith(`Failed to fetch dynamically imported module`)||e.message.startsWith(`error loading dynamically imported module`)||e.message.startsWith(`Importing a module script failed`):!1}var Sh=/[\x00-\x1f\x7f"<>`{}]/g;function Ch(e){return e.replace(Sh,e=>`%`+e.charCodeAt(0).toString(16).toUpperCase().padStart(2,`0`))}function wh(e){let t;try{t=decodeURI(e)}catch{t=e.replaceAll(/%[0-9A-F]{2}/gi,e=>{try{return decodeURI(e)}catch{return e}})}return Ch(t)}var Th=[`http:`,`https:`,`mailto:`,`tel:`];function Eh(e){if(e[0]!==`/`&&e.includes(`:`))return/^[\x00-\x20]*([a-z][a-z\d+.\t\n\r-]*:)/i.exec(e)?.[1]?.replace(/[\t\n\r]/g,``).toLowerCase()}var Dh=/^[\x00-\x20]*[\\/][\t\n\r]*[\\/]/;function Oh(e,t){if(!e)return!1;if(Dh.test(e))return!0;let n=Eh(e);return n?!t.has(n):!1}function kh(e){if(!e)return e;let t=e;if(/[%\\\x00-\x1f\x7f]/.test(e)){let n=/%25|%5C/gi,r=0,i;for(t=``;(i=n.exec(e))!==null;)t+=wh(e.slice(r,i.index))+i[0],r=n.lastIndex;t+=wh(r?e.slice(r):e)}return t}function Ah(e){return/[\s\u0080-\uFFFF]/.test(e)?e.replace(/\s|[^\u0000-\u007F]/gu,encodeURIComponent):e}function jh(e,t){if(e===t)return!0;if(e.length!==t.length)return!1;for(let n=0;n<e.length;n++)if(e[n]!==t[n])return!1;return!0}function Mh(){throw Error(`Invariant failed`)}function Nh(e){return e.replace(/\/{2,}/g,`/`)}function Ph(e){return e===`/`?e:e.replace(/^\/+/,``)}function Fh(e){let t=e.length;return t>1&&e[t-1]===`/`?e.replace(/\/+$/,``):e}function Ih(e){return Fh(Ph(e))}function Lh(e,t){return e?.endsWith(`/`)&&e!==`/`&&e!==`${t}/`?e.slice(0,-1):e}function Rh(e,t,n=`never`,r){if(t.includes(`//`)&&(t=Nh(t)),t.startsWith(`/`))return t.length===1||n===`preserve`?t:n===`always`?t.endsWith(`/`)?t:`${t}/`:t.endsWith(`/`)?t.slice(0,-1):t;let i=t===`.`,a;if(r){a=i?e:e+`\0`+t;let n=r.get(a);if(n)return n}let o;if(i)o=e.split(`/`);else{for(e.includes(`//`)&&(e=Nh(e)),o=e.split(`/`);o.length>1&&fh(o)===``;)o.pop();let n=t.split(`/`);for(let e=0,t=n.length;e<t;e++){let r=n[e];r===``?e?e===t-1&&o.push(r):o=[r]:r===`..`?o.length>1?o.pop():o=[``]:r===`.`||o.push(r)}}o.length>1&&(fh(o)===``?n===`never`&&o.pop():n===`always`&&o.push(``));let s=o.join(`/`),c=(i?Nh(s):s)||`/`;return a&&r&&r.set(a,c),c}function zh(e){let t=new Map(e.map(e=>[encodeURIComponent(e),e])),n=new RegExp([...t.keys()].join(`|`).replace(/[.*()]/g,`\\$&`),`g`);return e=>e.replace(n,e=>t.get(e)??e)}function Bh(e){return e==null||e===``}function Vh(e,t,n){if(typeof t!=`string`)return``+(t??void 0);let r=e===`_splat`;if(r&&(!t||/^[a-zA-Z0-9\-._~!/]*$/.test(t)))return t;let i=encodeURIComponent(t);return r&&(i=i.replaceAll(`%2F`,`/`)),n?n(i):i}function Hh(e,t,n,r,i){let a=e.endsWith(`/`)?`/`:``,o=``;for(let e of t){if(typeof e==`string`){o+=e;continue}let[t,s,c,l]=e,u=t===2,d=u&&l!==void 0?l+a:l,f=n[s];if(t!==3||f!=null){if(i&&(i[s]=f,u&&(i[`*`]=f)),u&&Bh(f)){if(c===`/`&&!d)continue;f=``}o+=c+Vh(s,f,r)+(d||``)}}return o+a||`/`}function Uh(e={}){if(e.isNotFound=!0,e.throw)throw e;return e}function Wh(e){return e?.isNotFound===!0}function Gh(){try{return sessionStorage}catch{return}}var Kh=`tsr-scroll-restoration-v1_3`,qh=Gh();function Jh(){try{return JSON.parse(qh?.getItem(`tsr-scroll-restoration-v1_3`)||`{}`)}catch{return{}}}var Yh=Jh(),Xh=`data-scroll-restoration-id`,Zh=e=>e.state.__TSR_key||e.href;function Qh(e){let t=e.getAttribute(Xh);if(t)return`[${Xh}="${t}"]`;let n=``,r=e,i;for(;i=r.parentNode;){let e=1,t=r;for(;t=t.previousElementSibling;)e++;let a=`${r.localName}:nth-child(${e})`;n=n?`${a} > ${n}`:a,r=i}return n}function $h(e,t){let n=Yh[(t.getKey||Zh)(e.latestLocation)];if(!n)return;if(t.id)return n[`[${Xh}="${t.id}"]`];let r=t.getElement?.();if(r)return n[r===window?tg:Qh(r)]}var eg=!1,tg=`window`;function ng(e){try{return typeof e==`function`?e():document.querySelector(e)}catch{}}function rg(e){let t=new Set;for(let n of e){if(n===tg)continue;let e=ng(n);e&&t.add(e)}return t}function ig(e,t){let n=t??e.options.scrollRestoration,r=e._scroll;n&&(r.e=!0);let i=e.options.getScrollRestorationKey||Zh,a=new Set,o=e=>{let t=Yh[e]||={};for(let e of a)e===document?t[tg]={scrollX,scrollY}:e.isConnected&&(t[Qh(e)]={scrollX:e.scrollLeft,scrollY:e.scrollTop})};n&&!r.s&&(r.s=!0,eg=!1,history.scrollRestoration=`manual`,document.addEventListener(`scroll`,e=>{eg||a.add(e.target)},!0),e.subscribe(`onBeforeLoad`,e=>{e.fromLocation&&o(i(e.fromLocation)),a.clear()}),addEventListener(`pagehide`,()=>{history.scrollRestoration=`auto`,o(i(e.stores.resolvedLocation.get()??e.stores.location.get()));try{qh?.setItem(Kh,JSON.stringify(Yh))}catch{}}),addEventListener(`pageshow`,e=>{e.persisted&&(history.scrollRestoration=`manual`)})),r.r||(r.r=!0,e.subscribe(`onRendered`,t=>{let n=e.options.scrollRestorationBehavior,o=e.options.scrollToTopSelectors,s=r.n,c=r.h,l;if(a.clear(),r.n=!0,r.h=!1,typeof e.options.scrollRestoration==`function`&&!e.options.scrollRestoration({location:e.latestLocation}))return;let u=i(t.toLocation),d=t.fromLocation&&i(t.fromLocation);if(r.e&&d&&d!==u){let e=Yh[d];if(e){let t=Yh[u];for(let n in e){if(n===tg){if(s)continue}else{let e=ng(n);if(!e||s&&o&&(l??=rg(o),l.has(e)))continue}t||=Yh[u]={},t[n]??=e[n]}}}eg=!0;try{let e=t.toLocation.hash,i=t.toLocation.state.__hashScrollIntoViewOptions??!0,a=!1;if(s){!e&&o&&(l??=rg(o));let t=e&&i&&c,s=r.e?Yh[u]:void 0;if(s)for(let e in s){let{scrollX:r,scrollY:i}=s[e];if(e===tg){if(t)continue;scrollTo({top:i,left:r,behavior:n}),a=!0}else{let t=ng(e);t&&(t.scrollLeft=r,t.scrollTop=i,l?.delete(t))}}if(!e){let e={top:0,left:0,behavior:n};if(a||scrollTo(e),l)for(let t of l)t.scrollTo(e)}}!a&&e&&i&&document.getElementById(e)?.scrollIntoView(i)}finally{eg=!1}}))}function ag(e,t=String){let n;for(let r in e){let i=e[r];i!==void 0&&(n||=new URLSearchParams).set(r,t(i))}return n?n.toString():``}function og(e){return e?e===`false`?!1:e===`true`?!0:e*0==0&&+e+``===e?+e:e:``}function sg(e){let t=new URLSearchParams(e),n=Object.create(null);for(let[e,r]of t.entries()){let t=n[e];t==null?n[e]=og(r):Array.isArray(t)?t.push(og(r)):n[e]=[t,og(r)]}return n}var cg=/^(?:\s|["[{\d-]|fa|nu|tr)/,lg=dg(JSON.parse),ug=fg(JSON.stringify,JSON.parse);function dg(e){let t=e===JSON.parse;return n=>{n[0]===`?`&&(n=n.slice(1));let r=sg(n);for(let n in r){let i=r[n];if(typeof i==`string`){if(t&&!cg.test(i))continue;try{r[n]=e(i)}catch{}}}return r}}function fg(e,t){let n=t===JSON.parse;function r(r){if(r&&typeof r==`object`)try{return e(r)}catch{}else if(t&&typeof r==`string`){if(n&&!cg.test(r))return r;try{return t(r),e(r)}catch{}}return r}return e=>{let t=ag(e,r);return t?`?${t}`:``}}var pg=`__root__`;function mg(e){e.statusCode=e.statusCode||e.code||307;let t=new Headers(e.headers);e.href&&t.get(`Location`)===null&&t.set(`Location`,e.href);let n=new Response(null,{status:e.statusCode,headers:t});if(n.options=e,e.throw)throw n;return n}function hg(e){return e instanceof Response&&!!e.options}function gg(e){let t=new Map,n,r;return{get(e){let n=t.get(e);if(n)return n.visited=!0,n.value},set(i,a){let o=t.get(i);if(o){o.value=a;return}if(t.size>=e){let e=n?.next().value;for(;!e||e.visited;)e?e.visited=!1:n=t.values(),e=n.next().value;e===r&&(n=void 0),t.delete(e.key)}let s={key:i,value:a,visited:!1};r=s,t.set(i,s)},clear(){t.clear(),n=void 0,r=void 0}}}var _g=4,vg=5;function yg(e){let t=e.names;if(t)return t;let n=[];for(let t of e)typeof t!=`string`&&n.push(t[1]);return e.names=n}function bg(e,t,n){let r=e.slice(t,n);if(r.charCodeAt(0)===36)return r.length===1?[2,`_splat`,``,void 0]:[1,r.slice(1),``,``];let i=r.indexOf(`{`);if(i>=0){let a=r.indexOf(`}`,i),o=r.charCodeAt(i+1)===45,s=i+(o?3:2);if(a>=0&&r.charCodeAt(s-1)===36&&(!o||s<a)){let c=r.slice(s,a);return[o?3:c?1:2,c||`_splat`,r.slice(0,i),e.slice(t+a+1,c?n:e.length)]}}return r}function xg(e,t,n,r,i,a){let o=n,s=t.fullPath??t.from,c=t.options,l=s.length,u=s.endsWith(`/`)?l-1:l,d=c?.caseSensitive??e,f=c?.params?.parse??c?.parseParams,p,m=a?n-1:0;if(!r||s.includes(`$`)){p=a?.slice()??[];let e=fh(p);e&&typeof e!=`string`&&e[0]===2&&(p[p.length-1]=[e[0],e[1],e[2],e[3]===void 0?void 0:e[3]+s.substring(n-(s[n-2]===`/`?2:1),u)],m=l)}for(;o<l;){let e=o,t=s.indexOf(`/`,e),n=t===-1?l:t,a=bg(s,e,n);o=n+1;let c;if(typeof a==`string`){if(!r)continue;let e=a,t;d?t=r.static??=new Map:(e=a.toLowerCase(),t=r.staticInsensitive??=new Map);let n=t.get(e);if(n)c=n;else{let n=Cg(r);c=n,t.set(e,n)}}else{let t=a[0],h=a[2],g=a[3]??``;if(t===2&&(n=l,o=n+1),p&&m<n&&(m<e-1&&p.push(s.slice(m,e-1)),a[2]=`/`+h,t===2&&a[3]!==void 0&&u<l&&(a[3]=g.slice(0,-1)),p.push(a),m=n),!r)continue;let _=d&&!!(h||g);d||(h=h.toLowerCase(),g=g.toLowerCase());let v=t===1?r.dynamic??=[]:t===3?r.optional??=[]:r.wildcard??=[],y=t!==2&&!f&&v.find(e=>!e.parse&&e.caseSensitive===_&&e.prefix===h&&e.suffix===g);if(y)c=y;else{let e=Cg(r,t,_,h,g);c=e,v.push(e),v.length===2&&i?.push(v)}}r=c}p&&m<u&&p.push(s.slice(m,u));let h=p?.slice();if(!r)return h;if(f&&t.children&&!t.isRoot&&t.id&&t.id.charCodeAt(t.id.lastIndexOf(`/`)+1)===95){let e=Cg(r,vg);(r.pathless??=[]).push(e),r=e}let g=(t.path||!t.children)&&!t.isRoot;if(g&&u<l){let e=Cg(r,_g);r.index=e,r=e}return r.parse=f??null,r.priority=c?.params?.priority??0,r.route||(r.data=h,g&&(r.route=t)),[r,o,h]}function Sg(e,t){if(e.parse&&!t.parse)return-1;if(!e.parse&&t.parse)return 1;if(e.parse&&t.parse&&(e.priority||t.priority))return t.priority-e.priority;if(e.prefix&&t.prefix&&e.prefix!==t.prefix){if(e.prefix.startsWith(t.prefix))return-1;if(t.prefix.startsWith(e.prefix))return 1}if(e.suffix&&t.suffix&&e.suffix!==t.suffix){if(e.suffix.endsWith(t.suffix))return-1;if(t.suffix.endsWith(e.suffix))return 1}return e.prefix&&!t.prefix?-1:!e.prefix&&t.prefix?1:e.suffix&&!t.suffix?-1:!e.suffix&&t.suffix?1:e.caseSensitive&&!t.caseSensitive?-1:!e.caseSensitive&&t.caseSensitive?1:0}function Cg(e,t=0,n,r,i){return{kind:t,depth:e?e.depth+1:0,pathless:null,index:null,static:null,staticInsensitive:null,dynamic:null,optional:null,wildcard:null,route:null,data:void 0,parent:e,parse:null,priority:0,caseSensitive:n,prefix:r,suffix:i}}function wg(e,t){let n=Cg(),r=[];function i(e,t,n,a){let[o,s,c]=xg(!1,e,t,n,r,a);if(e.children)for(let t of e.children)i(t,s,o,c)}for(let t of e)i(t,1,n);for(let e of r)e.sort(Sg);t.masksTree=n,t.flatCache=gg(1e3)}function Tg(e,t){e||=`/`;let n=t.flatCache.get(e);if(n!==void 0)return n;let r=kg(e,t.masksTree);return t.flatCache.set(e,r),r}function Eg(e,t,n,r,i){e||=`/`,r||=`/`;let a=t?`case\0${e}`:e,o=i.singleCache.get(a);return o||(o=Cg(),xg(t,{from:e},1,o),i.singleCache.set(a,o)),kg(r,o,n)}function Dg(e,t,n=!1){let r=n?e:`nofuzz\0${e}`,i=t.matchCache.get(r);if(i!==void 0)return i;e||=`/`;let a;try{a=kg(e,t.segmentTree,n)}catch(e){if(e instanceof URIError)a=null;else throw e}return a&&(a.branch=jg(a.route)),t.matchCache.set(r,a),a}function Og(e,t=!1){let n=Cg(),r=[],i={},a={},o=0;function s(e,n,c,l){if(e.init(o),e.id in i&&Mh(),i[e.id]=e,o!==0&&e.path){let t=Fh(e.fullPath);(!a[t]||e.fullPath.endsWith(`/`))&&(a[t]=e)}o++;let[u,d,f]=xg(t,e,n,c,r,l);if(e._interpolation=f,e.children)for(let t of e.children)s(t,d,u,f)}s(e,1,n);for(let e of r)e.sort(Sg);return{processedTree:{segmentTree:n,singleCache:gg(1e3),matchCache:gg(1e3),flatCache:null,masksTree:null},routesById:i,routesByPath:a}}function kg(e,t,n=!1){let r=e.split(`/`),i=Ng(e,r,t,n);if(!i)return null;let[a]=Ag(e,r,i);return{route:i.node.route,rawParams:a}}function Ag(e,t,n){let r=Mg(n.node),i=n.node.data&&yg(n.node.data),a=Object.create(null),o=n.extract?.part??0,s=n.extract?.node??0,c=n.extract?.path??0,l=n.extract?.param??0;for(;s<r.length;o++,s++,c++){let u=r[s];if(u.kind===_g)break;if(u.kind===vg){o--,c--;continue}let d=t[o],f=c;if(d&&(c+=d.length),u.kind===1||u.kind===3){let e=i[l++];if(u.kind===3&&n.skipped&1<<s){o--,c=f-1;continue}let t=u.suffix||u.prefix?d.substring(u.prefix.length,d.length-u.suffix.length):d;(t||u.kind===1)&&(a[e]=decodeURIComponent(t))}else if(u.kind===2){let t=u,n=e.substring(f+t.prefix.length,e.length-t.suffix.length),r=decodeURIComponent(n);a[`*`]=r,a._splat=r;break}}return n.rawParams&&Object.assign(a,n.rawParams),[a,{part:o,node:s,path:c,param:l}]}function jg(e){let t=[e];for(;e.parentRoute;)e=e.parentRoute,t.push(e);return t.reverse(),t}function Mg(e){let t=Array(e.depth+1);do t[e.depth]=e,e=e.parent;while(e);return t}function Ng(e,t,n,r){if(e===`/`&&n.index)return{node:n.index,skipped:0};let i=!fh(t),a=i&&e!==`/`,o=t.length-+!!i,s=[{node:n,index:1,skipped:0,statics:0,dynamics:0,optionals:0}],c=null,l=null;for(;s.length;){let n=s.pop(),{node:i,index:u,skipped:d,statics:f,dynamics:p,optionals:m}=n,{extract:h,rawParams:g}=n;if(i.kind===2&&i.route&&!Lg(l,n))continue;if(i.parse){if(!Ig(e,t,n))continue;g=n.rawParams,h=n.extract}r&&i.route&&i.kind!==_g&&Lg(c,n)&&(c=n);let _=u===o;if(_&&(i.route&&(!a||i.kind===_g||i.kind===2)&&Lg(l,n)&&(l=n),!i.optional&&!i.wildcard&&!i.index&&!i.pathless))continue;let v=_?void 0:t[u],y;if(_&&i.index){let n={node:i.index,index:u,skipped:d,statics:f,dynamics:p,optionals:m,extract:h,rawParams:g},r=!0;if(i.index.parse&&(Ig(e,t,n)||(r=!1)),r){if(!p&&!m&&!d&&Fg(f,o))return n;Lg(l,n)&&(l=n)}}if(i.wildcard)for(let e=i.wildcard.length-1;e>=0;e--){let n=i.wildcard[e],{prefix:r,suffix:a}=n;if(!r||!_&&(n.caseSensitive?v:y??=v.toLowerCase()).startsWith(r)){if(a){if(_)continue;let e=t.slice(u).join(`/`),i=e.slice(-a.length);if((n.caseSensitive?i:i.toLowerCase())!==a||e.length-a.length<r.length)continue}s.push({node:n,index:o,skipped:d,statics:f,dynamics:p,optionals:m,extract:h,rawParams:g})}}if(i.optional){let e=d|1<<i.depth+1;for(let t=i.optional.length-1;t>=0;t--){let n=i.optional[t];s.push({node:n,index:u,skipped:e,statics:f,dynamics:p,optionals:m,extract:h,rawParams:g})}if(!_)for(let e=i.optional.length-1;e>=0;e--){let t=i.optional[e],{prefix:n,suffix:r}=t;if(n||r){let e=t.caseSensitive?v:y??=v.toLowerCase();if(n&&!e.startsWith(n)||r&&e.indexOf(r,e.length-r.length)<n.length)continue}s.push({node:t,index:u+1,skipped:d,statics:f,dynamics:p,optionals:m+Pg(o,u),extract:h,rawParams:g})}}if(!_&&i.dynamic&&v)for(let e=i.dynamic.length-1;e>=0;e--){let t=i.dynamic[e],{prefix:n,suffix:r}=t;if(n||r){let e=t.caseSensitive?v:y??=v.toLowerCase();if(n&&!e.startsWith(n)||r&&e.indexOf(r,e.length-r.length)<n.length)continue}s.push({node:t,index:u+1,skipped:d,statics:f,dynamics:p+Pg(o,u),optionals:m,extract:h,rawParams:g})}if(!_&&i.staticInsensitive){let e=i.staticInsensitive.get(y??=v.toLowerCase());e&&s.push({node:e,index:u+1,skipped:d,statics:f+Pg(o,u),dynamics:p,optionals:m,extract:h,rawParams:g})}if(!_&&i.static){let e=i.static.get(v);e&&s.push({node:e,index:u+1,skipped:d,statics:f+Pg(o,u),dynamics:p,optionals:m,extract:h,rawParams:g})}if(i.pathless)for(let e=i.pathless.length-1;e>=0;e--){let t=i.pathless[e];s.push({node:t,index:u,skipped:d,statics:f,dynamics:p,optionals:m,extract:h,rawParams:g})}}if(l)return l;if(r&&c){let n=c.index;for(let e=0;e<c.index;e++)n+=t[e].length;let r=n===e.length?`/`:e.slice(n);return c.rawParams??=Object.create(null),c.rawParams[`**`]=decodeURIComponent(r),c}return null}function Pg(e,t){return 2**(e-t-1)}function Fg(e,t){return e===2**(t-1)-1}function Ig(e,t,n){let r,i;try{[r,i]=Ag(e,t,n)}catch{return null}if(n.rawParams=r,n.extract=i,!n.node.parse)return!0;try{if(n.node.parse(r)===!1)return null}catch{}return!0}function Lg(e,t){return!e||t.statics>e.statics||t.statics===e.statics&&(t.dynamics>e.dynamics||t.dynamics===e.dynamics&&(t.optionals>e.optionals||t.optionals===e.optionals&&((t.node.kind===_g)>(e.node.kind===_g)||t.node.kind===_g==(e.node.kind===_g)&&t.node.depth>e.node.depth)))}function Rg(e,t,n){let r=Ih(e),i=`/${r}`,a=t?i:i.toLowerCase(),o=`${a}/`,s={input:({url:e})=>{let n=t?e.pathname:e.pathname.toLowerCase();return n===a?e.pathname=`/`:n.startsWith(o)&&(e.pathname=e.pathname.slice(i.length)),e},output:({url:e})=>(e.pathname=Nh(`/${r}${e.pathname}`),e)};return n?{input:({url:e})=>zg(n,s.input({url:e})),output:({url:e})=>s.output({url:Bg(n,e)})}:s}function zg(e,t){let n=e?.input?.({url:t});if(n){if(typeof n==`string`)return new URL(n);if(n instanceof URL)return n}return t}function Bg(e,t){let n=e?.output?.({url:t});if(n){if(typeof n==`string`)return new URL(n);if(n instanceof URL)return n}return t}function Vg(e,t){let{createMutableStore:n,createReadonlyStore:r,batch:i}=t,a=new Map,o=n(`idle`),s=n(e),c=n(void 0),l=n([]),u=r(()=>l.get().map(e=>a.get(e).get())),d=r(()=>({status:o.get(),isLoading:o.get()===`pending`,matches:u.get(),location:s.get(),resolvedLocation:c.get()}));function f(e){let t=a.get(e);return t||(t=n(void 0),a.set(e,t)),t}let p={status:o,location:s,resolvedLocation:c,ids:l,matches:u,byRoute:a,__store:d,getMatchStore:f,setMatches:m};function m(e){let t=l.get(),n=e.map(e=>e.routeId);i(()=>{jh(t,n)||l.set(n);for(let e of t)n.includes(e)||a.get(e).set(()=>void 0);for(let t of e){let e=f(t.routeId);e.get()!==t&&e.set(t)}})}return p}var Hg=`__TSR_index`,Ug=`popstate`,Wg=`beforeunload`,Gg=/^[\x00-\x20]*(?:[\\/][\t\n\r]*){2,}/;function Kg(e){let t=Gg.exec(e);return t?`/`+e.slice(t[0].length):e}function qg(e){return/[\x00-\x1f\x7f]/.test(e)&&(e=e.replace(/[\x00-\x1f\x7f]/g,e=>`	
\r`.includes(e)?``:encodeURIComponent(e))),Kg(e)}function Jg(e){let t=e.getLocation(),n=new Set,r=r=>{t=e.getLocation(),n.forEach(e=>e({location:t,action:r}))},i=n=>{e.notifyOnIndexChange??!0?r(n):t=e.getLocation()},a=async n=>{let r=n.navigateOpts?.ignoreBlocker?void 0:e.getBlockers?.();if(typeof document<`u`&&r?.length&&(n.type===`PUSH`||n.type===`REPLACE`))for(let i of r){let r=Zg(n.path,n.state);if(await i.blockerFn({currentLocation:t,nextLocation:r,action:n.type})){e.onBlocked?.();return}}n.task()};return{get location(){return t},get length(){return e.getLength()},subscribers:n,subscribe:e=>(n.add(e),()=>{n.delete(e)}),push:(n,i,o)=>{i=Yg(t.state[Hg]+1,i),a({task:()=>{e.pushState(n,i),r({type:`PUSH`})},navigateOpts:o,type:`PUSH`,path:n,state:i})},replace:(n,i,o)=>{i=Yg(t.state[Hg],i),a({task:()=>{e.replaceState(n,i),r({type:`REPLACE`})},navigateOpts:o,type:`REPLACE`,path:n,state:i})},go:(t,n)=>{a({task:()=>{e.go(t,n?.ignoreBlocker??!1),i({type:`GO`,index:t})},navigateOpts:n,type:`GO`})},back:t=>{a({task:()=>{e.back(t?.ignoreBlocker??!1),i({type:`BACK`})},navigateOpts:t,type:`BACK`})},forward:t=>{a({task:()=>{e.forward(t?.ignoreBlocker??!1),i({type:`FORWARD`})},navigateOpts:t,type:`FORWARD`})},canGoBack:()=>t.state[Hg]!==0,createHref:t=>e.createHref(t),block:t=>{if(!e.setBlockers)return()=>{};let n=e.getBlockers?.()??[];return e.setBlockers([...n,t]),()=>{let n=e.getBlockers?.()??[];e.setBlockers?.(n.filter(e=>e!==t))}},flush:()=>e.flush?.(),destroy:()=>e.destroy?.(),notify:r,_getBlockers:()=>e.getBlockers?.()??[]}}function Yg(e,t){let n=Qg();return{...t,key:n,__TSR_key:n,[Hg]:e}}function Xg(e){let t=e?.window??(typeof document<`u`?window:void 0),n=t.history.pushState,r=t.history.replaceState,i=[],a=()=>i,o=e=>i=e,s=t=>qg(e?.createHref?e.createHref(t):t),c=e?.parseLocation??(()=>Zg(`${t.location.pathname}${t.location.search}${t.location.hash}`,t.history.state));if(!t.history.state?.__TSR_key&&!t.history.state?.key){let e=Qg();t.history.replaceState({[Hg]:0,key:e,__TSR_key:e},``)}let l=c(),u,d=!1,f=!1,p=!1,m=!1,h=()=>l,g,_=()=>{g&&(S._ignoreSubscribers=!0,(g[2]?t.history.pushState:t.history.replaceState)(g[1],``,g[0]),S._ignoreSubscribers=!1,g=void 0,u=void 0)},v=(t,n,r)=>{let i=e?.createHref?s(n):void 0,a=!!g;a||(u=l),l=Zg(n,r),g=[i??l.href,r,g?.[2]||t],a||queueMicrotask(()=>_())},y=e=>{l=c(),S.notify({type:e})},b=async()=>{if(m=!1,f){f=!1;return}let e=c(),n=e.state[Hg]-l.state[Hg],r=n===1,i=n===-1,o=!r&&!i||d;d=!1;let s=o?`GO`:i?`BACK`:`FORWARD`,u=o?{type:`GO`,index:n}:{type:i?`BACK`:`FORWARD`};if(p)p=!1;else{let r=a();if(typeof document<`u`&&r.length){for(let i of r)if(await i.blockerFn({currentLocation:l,nextLocation:e,action:s})){f=!0,t.history.go(-n),S.notify(u);return}}}l=c(),S.notify(u)},x=e=>{if(m){m=!1;return}let t=!1,n=a();if(typeof document<`u`&&n.length)for(let e of n){let n=e.enableBeforeUnload??!0;if(n===!0||typeof n==`function`&&n()===!0){t=!0;break}}if(t)return e.preventDefault(),e.returnValue=``},S=Jg({getLocation:h,getLength:()=>t.history.length,pushState:(e,t)=>v(!0,e,t),replaceState:(e,t)=>v(!1,e,t),back:e=>(e&&(p=!0,m=!0),t.history.back()),forward:e=>{e&&(p=!0,m=!0),t.history.forward()},go:(e,n)=>{d=!0,n&&(p=!0,m=!0),t.history.go(e)},createHref:s,flush:_,destroy:()=>{t.history.pushState=n,t.history.replaceState=r,t.removeEventListener(Wg,x,{capture:!0}),t.removeEventListener(Ug,b)},onBlocked:()=>{u&&l!==u&&(l=u)},getBlockers:a,setBlockers:o,notifyOnIndexChange:!1});return S._ignoreNextBeforeUnload=e=>{m=!1;try{e=new URL(e,t.document.baseURI).href,m=/^https?:/.test(e)&&(!e.includes(`#`)||e.split(`#`)[0]!==t.location.href.split(`#`)[0])}catch{}},t.addEventListener(Wg,x,{capture:!0}),t.addEventListener(Ug,b),t.history.pushState=function(...e){let r=n.apply(t.history,e);return S._ignoreSubscribers||y(`PUSH`),r},t.history.replaceState=function(...e){let n=r.apply(t.history,e);return S._ignoreSubscribers||y(`REPLACE`),n},S}function Zg(e,t){let n=qg(e),r=n.indexOf(`#`),i=n.indexOf(`?`);if(!t){let e=Qg();t={[Hg]:0,key:e,__TSR_key:e}}return{href:n,pathname:n.slice(0,r>-1?i>-1?Math.min(r,i):r:i>-1?i:n.length),hash:r>-1?n.slice(r):``,search:i>-1?n.slice(i,r===-1?void 0:r):``,state:t}}function Qg(){return(Math.random()+1).toString(36).slice(7)}function $g(e,t){return e.protocol!==`http:`&&e.protocol!==`https:`||e.origin!==t||!!e.username||!!e.password}function e_(e){return e.pathname+e.search+e.hash}function t_(e){return e.options.loader||e.options.beforeLoad||e.lazyFn||e.options.component?.preload||e.options.pendingComponent?.preload}function n_(e,t){return{fromLocation:t,toLocation:e,pathChanged:t?.pathname!==e.pathname,hrefChanged:t?.href!==e.href,hashChanged:t?.hash!==e.hash}}function r_({key:e,__TSR_key:t,__TSR_index:n,__hashScrollIntoViewOptions:r,...i}){return i}function i_(e){return e.findIndex(e=>e.status===`error`||e.status===`notFound`||e._notFound)+1}function a_(e,t,n,r,i,a){r&&(t=t.slice(0,r)),i&&(n=n.slice(0,i));for(let r of t){if(a&&e._tx!==a)return;n.some(e=>e.routeId===r.routeId)||e.routesById[r.routeId].options.onLeave?.(r)}for(let r of n){if(a&&e._tx!==a)return;e.routesById[r.routeId].options[t.some(e=>e.routeId===r.routeId)?`onStay`:`onEnter`]?.(r)}}var o_=class{constructor(e,t){this.tempLocationKey=`${Math.round(Math.random()*1e7)}`,this._scroll={n:!0},this.subscribers=new Set,this._cache=new Map,this._committed=[],this.startTransition=async e=>(e(),!1),this.update=e=>{let t=this.options;this.options={...t,...e},this.isServer=this.options.isServer??!1??typeof document>`u`,this.staticLocations=new WeakMap,this.protocolAllowlist=new Set(this.options.protocolAllowlist),(!this.history||this.options.history&&this.options.history!==this.history)&&(this.history=this.options.history?this.options.history:Xg()),this.origin=this.options.origin,this.origin||=window?.origin&&window.origin!==`null`?window.origin:`http://localhost`;let n=this.options.basepath??`/`,r=this.options.rewrite,i=this.basepath!==n||t?.rewrite!==r||t?.caseSensitive!==this.options.caseSensitive;if(i&&(this.basepath=n,this.rewrite=n!==`/`&&Ih(n)?Rg(n,this.options.caseSensitive,r):r),this.history&&this.updateLatestLocation(),this.options.routeTree!==this.routeTree){this.routeTree=this.options.routeTree;let e;e=this.buildRouteTree(),this.setRoutes(e)}if(this.stores)i&&this.stores.location.set(this.latestLocation);else if(this.latestLocation){let e=this.getStoreConfig(this);this.batch=e.batch,this.stores=Vg(this.latestLocation,e),ig(this)}},this.updateLatestLocation=()=>{this.latestLocation=this.parseLocation(this.history.location,this.latestLocation)},this.buildRouteTree=()=>{let e=Og(this.routeTree,this.options.caseSensitive);return this.options.routeMasks&&wg(this.options.routeMasks,e.processedTree),{...e,resolvePathCache:gg(1e3)}},this.subscribe=(e,t)=>{let n={eventType:e,fn:t};return this.subscribers.add(n),()=>{this.subscribers.delete(n)}},this.emit=e=>{for(let t of this.subscribers)if(t.eventType===e.type)try{t.fn(e)}catch(e){console.error(e)}},this.parseLocation=(e,t)=>{let n=({pathname:e,search:n,hash:r,href:i},a)=>{if(!this.rewrite&&!/[ \x00-\x1f\x7f\u0080-\uffff]/.test(e)){let i=this.options.parseSearch(n),o=this.options.stringifySearch(i);return{href:e+o+r,publicHref:e+o+r,pathname:kh(e),external:!1,searchStr:o,search:_h(t?.search,i),hash:kh(r.slice(1)),state:vh(t?.state,a)}}let o=zg(this.rewrite,new URL(i,this.origin)),s=this.options.parseSearch(o.search),c=this.options.stringifySearch(s);return o.search=c,{href:o.href.replace(o.origin,``),publicHref:i,pathname:kh(Kg(o.pathname)),external:!!this.rewrite&&$g(o,this.origin),searchStr:c,search:_h(t?.search,s),hash:kh(o.hash.slice(1)),state:vh(t?.state,a)}},r=n(e,e.state),{__tempLocation:i,__tempKey:a}=r.state;if(i&&(!a||a===this.tempLocationKey)){let e=n(i,{...i.state,__tempLocation:void 0,key:r.state.key,__TSR_key:r.state.__TSR_key});return e.maskedLocation=r,e}return r},this.matchRoutes=(e,t,n)=>typeof e==`string`?this.matchRoutesInternal({pathname:e,search:t},n):this.matchRoutesInternal(e,t),this.getMatchedRoutes=e=>{let t=Object.create(null),n=Dg(Fh(e),this.processedTree,!0);return n&&Object.assign(t,n.rawParams),[n?.branch||[this.routesById.__root__],t,n?.route]},this.buildLocation=e=>{{let t=this.staticLocations.get(e);if(t)return t}let t=!1,n=(n={})=>{if(n.href){let e=Zg(n.href,{});n={...n,to:zg(this.rewrite,new URL(e.pathname,this.origin)).pathname,search:this.options.parseSearch(e.search),hash:e.hash.slice(1)}}let r=e._fromLocation||this._pendingLocation||this.latestLocation,i,a=()=>(t=!0,r),o=()=>i??=this.matchRoutesLightweight(a()),s=n.to?`${n.to}`:`.`,c=Rh(s[0]===`/`?``:n.unsafeRelative===`path`?a().pathname:n.from??o()[1],s,this.options.trailingSlash,this.resolvePathCache),l=this.routesByPath[Fh(c)],u=c.includes(`$`),d;if(l)d=l._branch??=jg(l);else if(u)d=[];else{let[e,t,n]=this.getMatchedRoutes(c);d=e,this.options.notFoundRoute&&(!n||n.path!==`/`&&t[`**`])&&(d=[...d,this.options.notFoundRoute])}let f=u?l?._interpolation??xg(!1,{fullPath:c},0):void 0,p;for(let e of d){let t=e.options.params?.stringify??e.options.stringifyParams;if(t){let e=o()[3];if(p??=d_(n.params,e),!hh(p))break;p===e&&(p=Object.assign(gh(),p));try{Object.assign(p,t(p))}catch{}}}p??=d_(n.params,f_(n.params,f)?o()[3]:p_);let m=e.leaveParams?c:Kg(kh(f?Hh(c,f,p,this.pathParamsDecoder):c)),h=m_(d,e._includeValidateSearch),g=()=>{let t=o()[2];if(e._includeValidateSearch&&this.options.search?.strict){let e={};d.forEach(n=>{if(n.options.validateSearch)try{Object.assign(e,u_(n.options.validateSearch,{...e,...t}))}catch{}}),t=e}return t},_=h.length?h_(h,g(),n):n.search===!0?g():typeof n.search==`function`?n.search(g()):n.search||p_,v=this.options.stringifySearch(_),y=n.hash===!0?a().hash:typeof n.hash==`function`?n.hash(a().hash):n.hash||void 0,b=y?`#${y}`:``,x=n.state?n.state===!0?a().state:typeof n.state==`function`?n.state(a().state):n.state:p_,S=`${m}${v}${b}`,C,w,T=!1;if(this.rewrite){let e=new URL(S,this.origin),t=e.origin,n=Bg(this.rewrite,e);C=e_(e),$g(n,t)?(w=n.href,T=!0):w=Kg(e_(n))}else C=Ah(S),w=C;return{publicHref:w,href:C,pathname:m,search:_,searchStr:v,state:x,hash:y??``,external:T,unmaskOnReload:n.unmaskOnReload}},r=n(e);if(e.mask)r.maskedLocation=n({from:e.from,...e.mask});else if(this.options.routeMasks){let t=Tg(r.pathname,this.processedTree);if(t){let i=Object.assign(gh(),t.rawParams),{from:a,params:o,...s}=t.route,c=d_(o,i);r.maskedLocation=n({from:e.from,...s,params:c})}}return!t&&e._fromLocation&&this.staticLocations.set(e,r),r},this.commitLocation=async({viewTransition:e,ignoreBlocker:t,...n})=>{let r=n.maskedLocation??n;if(r.external)return s_(this,r.publicHref,{replace:n.replace,ignoreBlocker:t});let i,a=Fh(this.latestLocation.href)===Fh(n.href)&&bh(r_(n.state),r_(this.latestLocation.state)),o=this._commitPromise,s,c=new Promise(e=>{s=e});if(c.resolve=()=>{s(),o?.resolve()},this._commitPromise=c,a)this.load();else{let{maskedLocation:r,hashScrollIntoView:a,...o}=n;r&&(o={...r,state:{...r.state,__tempKey:void 0,__tempLocation:{...o,search:o.searchStr,state:{...o.state,__tempKey:void 0,__tempLocation:void 0,__TSR_key:void 0,key:void 0}}}},(o.unmaskOnReload??this.options.unmaskOnReload??!1)&&(o.state.__tempKey=this.tempLocationKey)),o.state={...o.state,__hashScrollIntoViewOptions:a??this.options.defaultHashScrollIntoView??!0},this.shouldViewTransition=e,i=n.replace?`REPLACE`:`PUSH`,this.history[i===`REPLACE`?`replace`:`push`](o.publicHref,o.state,{ignoreBlocker:t}),this.history.subscribers.size||this.load({action:{type:i}})}return this._scroll.n=n.resetScroll??!0,this._commitPromise},this.buildAndCommitLocation=({replace:e,resetScroll:t,hashScrollIntoView:n,viewTransition:r,ignoreBlocker:i,...a}={})=>{let o=this.buildLocation({...a,_includeValidateSearch:!0});this._pendingLocation=o;let s=this.commitLocation({...o,viewTransition:r,replace:e,resetScroll:t,hashScrollIntoView:n,ignoreBlocker:i});return queueMicrotask(()=>{this._pendingLocation===o&&(this._pendingLocation=void 0)}),s},this.navigate=async({to:e,reloadDocument:t,href:n,publicHref:r,...i})=>{let a=n?Eh(n):void 0;if(a||t){if(e!==void 0||!n){let t=this.buildLocation({to:e,...i}),a=t.maskedLocation??t;n??=a.publicHref,r??=a.publicHref}let t=!a&&r?r:n;return s_(this,t,i)}return this.buildAndCommitLocation({...i,href:n,to:e,_isNavigate:!0})},this.load=async e=>{this.updateLatestLocation(),e?.action&&(this._scroll.h=e.action.type===`PUSH`||e.action.type===`REPLACE`),await cv(this,e)},this.startViewTransition=e=>{let t=this.shouldViewTransition??this.options.defaultViewTransition;if(this.shouldViewTransition=void 0,t&&typeof document.startViewTransition==`function`){let n;if(typeof t==`object`&&window.CSS?.supports?.(`selector(:active-view-transition-type(a))`)){let r=this.latestLocation,i=this.stores.resolvedLocation.get(),a=typeof t.types==`function`?t.types(n_(r,i)):t.types;if(a===!1)return e();n={update:e,types:a}}else n=e;return document.startViewTransition(n).updateCallbackDone}return e()},this.invalidate=e=>{let t=this._committed,n=e?.filter,r=this._preloads,i=new Set,a=e=>{(!n||n(e))&&i.add(e.id)};t.forEach(a),this._cache.forEach(a),r?.forEach(e=>e.forEach(a)),this._tx?.[3].forEach(a);let o=[];for(let[e,t]of r??[])t.some(e=>i.has(e.id))&&(r.delete(e),o.push(e));let s=t=>{if(i.has(t.id)){let n=this.routesById[t.routeId],r={...t,invalid:!0,...(e?.forcePending||t.status===`error`||t.status===`notFound`)&&t_(n)?{status:`pending`,error:void 0}:void 0};return t._flight=void 0,r}return t};this._committed=t.map(s);for(let[t,n]of this._cache)i.has(t)&&(n.invalid=!0,e?.forcePending&&(n.status=`pending`));for(let e of i){let t=this._flights?.get(e);this._flights?.delete(e),t&&!t[2]&&o.push(t[1])}for(let e of o)e.abort();return this.shouldViewTransition=!1,this.load({sync:e?.sync})},this.resolveRedirect=e=>{let t=e.options,n=e.headers.get(`Location`)||t.href;if(!n){let e=this.buildLocation(t);n=(e.maskedLocation??e).publicHref||`/`}let r;if(Dh.test(n)||(r=Eh(n))&&!this.protocolAllowlist.has(r))throw Error(`Redirect blocked: unsafe protocol`);if(r===`http:`||r===`https:`){let e=new URL(n);e.pathname.startsWith(`//`)?n=e.href:$g(e,this.origin)||(n=e_(e),r=void 0)}return r&&(t.reloadDocument=!0),t.href=n,e.headers.set(`Location`,n),e},this.clearCache=e=>{let t=this._cache,n=this._preloads,r=e?.filter,i=[],a=[];for(let[e,n]of t)(!r||r(n))&&(a.push(e),i.push(n));let o=[];for(let[e,t]of n??[])(!r||t.some(r))&&(o.push(e),i.push(...t));for(let e of a)t.delete(e);for(let e of o)n.delete(e);for(let e of i){let t=e._flight;e._flight=void 0,t&&!--t[2]&&(this._flights?.get(e.id)===t&&this._flights.delete(e.id),o.push(t[1]))}for(let e of o)e.abort()},this.loadRouteChunk=b_,this.preloadRoute=e=>lv(this,e),this.matchRoute=(e,t)=>{let n={...e,to:e.to?Rh(e.from||``,e.to,this.options.trailingSlash,this.resolvePathCache):void 0,params:e.params||{},leaveParams:!0},r=this.buildLocation(n),i=this.stores.status.get()===`pending`;if(t?.pending&&!i)return!1;let a=t?.pending??!i?this.latestLocation:this.stores.resolvedLocation.get()||this.stores.location.get(),o=Eg(r.pathname,t?.caseSensitive??!1,t?.fuzzy??!1,a.pathname,this.processedTree);return!o||e.params&&!bh(o.rawParams,e.params,!0)?!1:t?.includeSearch??!0?bh(a.search,r.search,!0)?o.rawParams:!1:o.rawParams},this.getStoreConfig=t,e.pathParamsAllowedCharacters?.length&&(this.pathParamsDecoder=zh(e.pathParamsAllowedCharacters)),this.update({defaultPreloadDelay:50,defaultPendingMs:1e3,defaultPendingMinMs:500,context:void 0,...e,caseSensitive:e.caseSensitive??!1,notFoundMode:e.notFoundMode??`fuzzy`,stringifySearch:e.stringifySearch??ug,parseSearch:e.parseSearch??lg,protocolAllowlist:e.protocolAllowlist??Th}),self.__TSR_ROUTER__=this}isShell(){return!!this.options.isShell}get state(){return this.stores.__store.get()}setRoutes(e){Object.assign(this,e),this.lightweightCache=new WeakMap,this.staticLocations=new WeakMap;let t=this.options.notFoundRoute;t&&(t.init(99999999999),this.routesById[t.id]!==t&&(t._interpolation=xg(!1,t,0)),this.routesById[t.id]=t)}matchRoutesInternal(e,t){let[n,r,i]=this.getMatchedRoutes(e.pathname),a=n,o=!1;(i?i.path!==`/`&&r[`**`]:Fh(e.pathname))&&(this.options.notFoundRoute?a=[...a,this.options.notFoundRoute]:o=!0);let s=o?g_(this.options.notFoundMode,a):void 0,c=Array(a.length),l=this._committed,u=(e,t)=>{let n=l[t];return n?.routeId===e.id?n:e===this.options.notFoundRoute?l.find(t=>t.routeId===e.id):void 0},d;for(let n=0;n<a.length;n++){let i=a[n],o=c[n-1],l,f,p;{let n=o?.search??e.search,r=o?._strictSearch??void 0;try{let e=u_(i.options.validateSearch,{...n})??void 0;l={...n,...e},f={...r,...e}}catch(e){let r=e;if(e instanceof c_||(r=new c_(e.message,{cause:e})),t?.throwOnError)throw r;l=n,f={},p=r}}let m=``,h=``;try{m=i.options.loaderDeps?.({search:l})??``,h=m&&JSON.stringify(m)||``}catch(e){if(t?.throwOnError)throw e;p??=e}let g=gh(),_=i._interpolation?Hh(i.fullPath,i._interpolation,r,this.pathParamsDecoder,g):i.fullPath,v=i.id+_+h,y=u(i,n),b=this._cache.get(v)??(y?.id===v?y:void 0);d=b?._strictParams??Object.assign(g,d);let x;if(!b)try{__(i,d)}catch(e){if(x=Wh(e)||hg(e)?e:new l_(e.message,{cause:e}),t?.throwOnError)throw x}let S=y?`stay`:`enter`,C;if(b)C={...b,cause:S,search:_h(y?y.search:b.search,l),_strictSearch:f,searchError:p};else{let e=t_(i)?`pending`:`success`;C={id:v,ssr:i.options.ssr,index:n,routeId:i.id,params:y?.params??d,_strictParams:d,pathname:_,updatedAt:Date.now(),search:y?_h(y.search,l):l,_strictSearch:f,searchError:p,status:e,isFetching:!1,error:void 0,paramsError:x,context:{},abortController:t?._controller??new AbortController,cause:S,loaderDeps:y?vh(y.loaderDeps,m):m,invalid:!1,preload:!1,staticData:i.options.staticData||{},fullPath:i.fullPath}}let w=s===i.id;C._notFound&&!w&&(C.error=void 0),C._notFound=w,c[n]=C}for(let e=0;e<c.length;e++){let n=c[e];n.params=n.cause===`stay`?_h(n.params,d):d,t?._controller&&(n.context={})}return c}matchRoutesLightweight(e){let t=fh(this.stores.ids.get()),n=t?this.stores.byRoute.get(t).get():void 0,r=n?.id,i=this.lightweightCache.get(e);if(i&&i[0]===r)return i[1];let[a,o]=this.getMatchedRoutes(e.pathname),s=fh(a),c={...e.search};for(let e of a)try{Object.assign(c,u_(e.options.validateSearch,c))}catch{}let l=n&&n.routeId===s.id&&n.pathname===e.pathname,u;if(l)u=n.params;else{let e=o;for(let t of a)try{__(t,e)}catch{}u=e}let d=[a,s.fullPath,c,u];return this.lightweightCache.set(e,[r,d]),d}};async function s_(e,t,{replace:n,ignoreBlocker:r}){if(!Oh(t,e.protocolAllowlist)){if(!r){let t=e.history._getBlockers();for(let r of t)if(r?.blockerFn&&await r.blockerFn({currentLocation:e.history.location,nextLocation:e.history.location,action:n?`REPLACE`:`PUSH`}))return}e.history._ignoreNextBeforeUnload?.(t),n?window.location.replace(t):window.location.href=t}}var c_=class extends Error{},l_=class extends Error{};function u_(e,t){if(e==null)return{};if(`~standard`in e){let n=e[`~standard`].validate(t);if(n instanceof Promise)throw new c_(`Async validation not supported`);if(n.issues)throw new c_(JSON.stringify(n.issues,void 0,2),{cause:n});return n.value}return`parse`in e?e.parse(t):typeof e==`function`?e(t):{}}function d_(e,t){if(e===void 0||e===!0)return t;let n=Object.create(null);return e===!1||e===null?n:typeof e==`function`?(Object.assign(n,t),Object.assign(n,e(n))):Object.assign(n,t,e)}function f_(e,t){return typeof e==`function`?!0:!t||e===!1||e===null?!1:e===void 0||e===!0||t.some(t=>typeof t!=`string`&&!mh.call(e,t[1]))}var p_=Object.freeze({});function m_(e,t){let n=[];for(let r=0;r<e.length;r++){let i=e[r].options;`search`in i?i.search?.middlewares&&n.push(...i.search.middlewares):(i.preSearchFilters||i.postSearchFilters)&&n.push(({search:e,next:t})=>{let n=t(i.preSearchFilters?i.preSearchFilters.reduce((e,t)=>t(e),e):e);return i.postSearchFilters?i.postSearchFilters.reduce((e,t)=>t(e),n):n});let a=i.validateSearch;t&&a&&n.push(({search:e,next:t,meta:n})=>{let r=t(e);try{let e=u_(a,r);if(n&&e)for(let t in e)t in r||(n.defaulted||=new Map).set(t,e[t]);return{...r,...e}}catch{}return r})}return n}function h_(e,t,n){let r=(t,i,a)=>{if(t>=e.length){if(!n.search)return{};if(n.search===!0)return i;let e=ph(n.search,i);return a&&(a.explicit=e),e}return e[t]({search:i,next:(e,n)=>{if(n){let n=a||{};return{search:r(t+1,e,n),meta:n}}return r(t+1,e,a)},meta:a})};return r(0,t)}function g_(e,t){if(e!==`root`){let e;for(let n=t.length-1;n>=0;n--){let r=t[n];if(r.options.notFoundComponent)return r.id;e||=r.children&&r.id}if(e)return e}return pg}function __(e,t){let n=e.options.params?.parse??e.options.parseParams;n&&Object.assign(t,n(t))}function v_(e,t){return e.options[t]?.preload?.()}function y_(e,t){let n=v_(e,`component`),r=v_(e,`pendingComponent`);return t&&(r?r=r.then(t):t()),n&&r?Promise.all([n,r]).then(()=>{}):n??r}function b_(e,t,n){let r=()=>t===!1?void 0:t?v_(e,t):y_(e,n),i=e._lazy;if(i)return i===!0?r():i.then(r);if(!e.lazyFn)return r();let a=e.lazyFn().then(t=>{{let{id:n,...r}=t.options;Object.assign(e.options,r),e._lazy=!0}},t=>{throw e._lazy=void 0,t});return e._lazy=a,a.then(r)}function x_(e){let t=e.findIndex(e=>e.status!==`success`||e._notFound)+1;return t&&t<e.length?e.slice(0,t):e}function S_(e,t,n){let r=e._tx;return t&&r?.[2]===n&&!r[3].some(e=>e.routeId===t)}var C_=0,w_=1,T_=2,E_=3,D_=[4];function O_(e){return typeof e[0]==`number`}function k_(e,t){return t.aborted?Promise.race([Promise.reject(t),e]):new Promise((n,r)=>{let i=()=>r(t);t.addEventListener(`abort`,i,{once:!0}),Promise.resolve(e).then(n,r).then(()=>t.removeEventListener(`abort`,i))})}function A_(e,t){return e.routesById[t.routeId]}function j_(e,t,n){return hg(e)?[E_,e]:Wh(e)?(e.routeId||=n,[T_,e]):t?(typeof e?.then==`function`&&(e=Error(`A Promise was thrown`,{cause:e})),[w_,e]):[C_,e]}function M_(e,t){let n=j_(t,!0,e.id);if(n[0]!==w_)return n;try{e.options.onError?.(n[1])}catch(t){n=j_(t,!0,e.id)}return n}function N_(e,t,n,r,i){return i[0].signal.aborted?D_:Y_(e,t,n,M_(n,r),i)}async function P_(e,t,n,r,i,a){let[o,s]=t,c=n[0].signal,l=!!n[3];for(let i=n[6]??0;i<r;i++){let r=s[i],u=A_(e,r);r.abortController=n[0];let d=s[i-1]?.context??e.options.context??{},f={params:r.params,location:o,navigate:t=>e.navigate({...t,_fromLocation:o}),buildLocation:e.buildLocation,cause:l?`preload`:r.cause,abortController:n[0],preload:l,matches:s,routeId:u.id};try{let e=r._ctx||=u.options.context?u.options.context({...f,deps:r.loaderDeps,context:d})||{}:void 0;r.context={...d,...e}}catch(a){return I_(e,r),[i,N_(e,t,u,a,n)]}if(c.aborted)return[i,D_];let p=r.paramsError??r.searchError;if(p!==void 0)return I_(e,r),[i,N_(e,t,u,p,n)];let m=u.options.beforeLoad;if(!m)continue;let h=r.status;i>=a&&(r.status=`pending`,n[7]?.());try{z_(e,r,`beforeLoad`,n[0]);let a=m({...f,search:r.search,context:r.context,...e.options.additionalContext}),o=await(typeof a?.then==`function`?k_(a,c):a);if(c.aborted)return[i,D_];let s=Y_(e,t,u,j_(o,!1,u.id),n);if(s[0]!==C_)return I_(e,r),[i,s];r.context={...r.context,...o}}catch(a){return I_(e,r),[i,N_(e,t,u,a,n)]}finally{r.status=h,z_(e,r,!1,n[0])}}i()}function F_(e,t,n){if(!(!n||--n[2])){if(e._flights?.get(t.id)===n){let n=e._tx;if(n&&!n[0].signal.aborted&&!n[3].includes(t)&&n[3].some(e=>e.id===t.id)&&n[3].some(e=>e.isFetching===`beforeLoad`))return;e._flights.delete(t.id)}return n[1]}}function I_(e,t){let n=t._flight;t._flight=void 0,F_(e,t,n)?.abort()}function L_(e,t,n,r){let i=[];for(let a of t)if(!n?.includes(a)){let t=a._flight;if(a._flight=void 0,r&&t?.[2]===1&&e._flights?.get(a.id)===t&&n?.some(e=>e.id===a.id))t[2]=0;else{let n=F_(e,a,t);n&&i.push(n)}}for(let e of i)e.abort()}function R_(e){for(let t of e){let e=t._flight;e&&e[2]++}}function z_(e,t,n,r){if(t.isFetching=n,r&&e._tx?.[0]!==r)return;let i=e.stores.byRoute.get(t.routeId),a=i?.get();a?.id===t.id&&i.set({...a,isFetching:n})}function B_(e,t,n,r,i,a,o){let s=t[0];return{params:n.params,location:s,navigate:t=>e.navigate({...t,_fromLocation:s}),cause:o?`preload`:n.cause,abortController:i,preload:o,deps:n.loaderDeps,parentMatchPromise:a,context:n.context,route:r,...e.options.additionalContext}}async function V_(e,t,n,r,i,a,o){let s=o[0],c=s.signal;if(c.aborted)return D_;if(!i)return[C_,void 0];let l=n._flight;z_(e,n,`loader`,s);try{if(!l){let s=new AbortController;l=[Promise.resolve().then(()=>i(B_(e,t,n,r,s,a,!!o[3]))).then(e=>j_(e,!1,r.id),e=>j_(e,!0,r.id)).then(t=>(t[0]!==C_&&e._flights?.get(n.id)===l&&(e._flights.delete(n.id),l[2]||s.abort()),t[0]===w_&&l[2]?M_(r,t[1]):t)),s,1],(e._flights??=new Map).set(n.id,l)}return n._flight=l,n.abortController=l[1],Y_(e,t,r,await k_(l[0],c),o)}catch(t){if(t!==c||!c.aborted)throw t;return I_(e,n),D_}finally{z_(e,n,!1,s)}}function H_(e,t,n){t[0]!==E_&&(e.status=`success`,e.error=void 0,t[0]===C_?(e.loaderData=t[1],e.invalid=!1,e.updatedAt=Date.now(),e.preload=n):e.invalid=!0)}function U_(e,t,n){let r=e._cache.get(t.id);if(r!==n||e._committed.some(e=>e.id===t.id&&e._flight===t._flight))return;let i={...t,_notFound:void 0,context:{}};i._flight&&i._flight[2]++,e._cache.set(t.id,i),r&&I_(e,r)}function W_(e,t){return t[0]===w_||t[0]===T_?{...e,status:t[0]===w_?`error`:`notFound`,error:t[1],_flight:void 0}:e}function G_(e,t,n,r,i,a,o){let s=t[1][n],c=A_(e,s),l=!!a[3],u=e._cache.get(s.id),d,f=!1,p;try{if(s.status===`success`&&(d=c.options.shouldReload,typeof d==`function`&&(d=d(B_(e,t,s,c,a[0],i,l))),a[0].signal.aborted&&(p=D_)),!p){if(s.status!==`success`)f=!0;else{let t=l||s.preload?c.options.preloadStaleTime??e.options.defaultPreloadStaleTime??3e4:c.options.staleTime??e.options.defaultStaleTime??0;f=!!(s.invalid||d||d===void 0&&Date.now()-s.updatedAt>=t&&(a[5]||s.cause===`enter`||a[2].some(e=>e.routeId===s.routeId&&e.id!==s.id)))}}}catch(n){s.invalid=!0,I_(e,s),p=N_(e,t,c,n,a)}let m=c.options.loader,h=typeof m==`function`,g=h?m:m?.handler,_=!l||c.options.preload!==!1,v=_&&m?e._flights?.get(s.id):void 0;v===s._flight||p?v=void 0:v&&!f&&!l&&d===void 0?f=!0:f||(v=void 0);let y=!(!m||!f||s.status!==`success`||l||a[4]||((h?void 0:m.staleReloadMode)??e.options.defaultStaleReloadMode)===`blocking`),b=f&&_,x=b&&!y&&(s.status!==`success`||!!m),S=n>=o?a[7]:void 0,C=c.lazyFn&&c._lazy!==!0?S:void 0;if(b&&!m&&(s.invalid=!1,s.updatedAt=Date.now()),v&&v[2]++,x){let t=s._flight;s._flight=v,F_(e,s,t)?.abort(),n>=o&&(s.status=`pending`),S?.()}b||(s.isFetching=!1);let w=!p&&x?V_(e,t,s,c,g,i,a).then(t=>(H_(s,t,l),t[0]===C_&&(m&&!a[0].signal.aborted&&U_(e,s,u),n>=o&&(s.status=`pending`)),t)):Promise.resolve(p??[C_,s.loaderData]),T=(async()=>{try{let e=b_(c,void 0,C);e&&await k_(e,a[0].signal)}catch(r){if(!t[1].some((e,t)=>t<=n&&(e.status===`error`||e.status===`notFound`||e._notFound)))return[n,N_(e,t,c,r,a)]}let r=await w;x&&r[0]===C_&&s.status===`pending`&&!a[0].signal.aborted&&(s.status=`success`,S?.())})();if(r.push([n,w,T]),!y)return w.then(e=>W_(s,e));let E={...s,status:`pending`,preload:!1,_flight:v};s.invalid=!1,s.isFetching=`loader`;let D=V_(e,t,E,c,g,i,a).then(e=>(s.isFetching=!1,H_(E,e,!1),e));return(t[2]??=[]).push([n,D,T,E]),D.then(e=>W_(E,e))}async function K_(e,t,n,r,i=0){let a=n?.[1][1],o=a?.routeId?t.findIndex(e=>e.routeId===a.routeId):n?.[0]??t.length-1;o<0&&(o=0);for(let n=o;n>=0;n--){let i=A_(e,t[n]);try{let e=b_(i,!1);e&&await k_(e,r)}catch(e){if(e===r&&r.aborted)throw e}if(i.options.notFoundComponent)return n}return a?.routeId?o:i}function q_(e,t){t[2]&&=(L_(e,t[2].map(e=>e[3])),void 0)}async function J_(e,t,n,r){let i;try{await Promise.all(e.map(e=>e[1].then(async t=>{let a=e[0];if(!(r&&a>=await r)){if(t[0]>=E_)throw[a,t];!i&&t[0]!==C_&&(i=[a,t],await Promise.all((n??[]).map(e=>{if(!(e[0]<=a))return e[1].then(t=>{if(t[0]===E_)throw[e[0],t]})})))}})))}catch(e){return e}return t??i}function Y_(e,t,n,r,i,a){for(;r[0]===E_;){let o=r[1],s=o.options;try{if((s.href||o.headers.has(`Location`))&&(e.resolveRedirect(o),s.reloadDocument)||(s.reloadDocument?i[3]:i[1]>=20))return r;let n=e.buildLocation({...s,_fromLocation:t[0],_includeValidateSearch:!0}),a=n.maskedLocation??n;if(a.external){let t=o.clone();return t.options={...s},t.headers.set(`Location`,a.publicHref),e.resolveRedirect(t),i[3]?[E_,t]:[E_,t,a]}return[E_,o,n]}catch(e){r=a?[w_,e]:M_(n,e),a=!0}}return r}async function X_(e,t,n,r,i,a){let o=t[1],s=await i,c=!1,l=o.findIndex(e=>e._notFound),u=t=>t[1][0]===T_?K_(e,o,t,r.signal):t[0],d=l<0?o.length:l;if((s?.[1][0]??0)>=E_)d=0;else if(s){d=s[2]??=await u(s);for(let e of n){if(e[0]>=d)break;let t=await e[1];if(t[0]!==C_&&t[0]<E_&&!(`loaderData`in o[e[0]])){s=[e[0],t],d=s[2]=await u(s);break}}}for(let e of n){if(e[0]>=d)break;let t=await e[2];if(t){s=t;break}}if((s?.[1][0]??0)>=E_){let n=s[1];if(n[0]!==E_||n[1].options.reloadDocument||n[2])return q_(e,t),n;c=!0,s=[0,[w_,Error(`Too many redirects`)]]}let f=s?s[2]??await u(s):l;if(f>=0){let i=s?.[1],l=i?.[0],u=o[f],d=i?.[1],p=()=>{i&&(u._notFound=void 0,l===w_?u.status=`error`:(d.routeId=u.routeId,u.routeId===e.routeTree.id?(u.status=`success`,u._notFound=!0):u.status=`notFound`),u.error=d,u.isFetching=!1)};p(),i||a?.();let m=A_(e,u);try{await k_(i?Promise.resolve().then(()=>b_(m,l===w_?`errorComponent`:`notFoundComponent`)):Promise.all([b_(m),b_(m,`notFoundComponent`)]),r.signal)}catch(n){if(n===r.signal&&r.signal.aborted)return q_(e,t),D_}i?c&&(r.abort(),await Promise.all([...n.map(e=>e[1]),...n.map(e=>e[2]),...(t[2]??[]).map(e=>e[1])]),q_(e,t),L_(e,o),p()):u.status=`success`}return t}async function Z_(e,t,n,r=0,i=t[1].length){let a=t[1];for(let t=r;t<i;t++){let r=a[t],i=A_(e,r).options;if(i.head||i.scripts)try{let t={ssr:e.options.ssr,matches:a,match:r,params:r.params,loaderData:r.loaderData},[o,s]=await k_(Promise.all([i.head?.(t),i.scripts?.(t)]),n);r.meta=o?.meta,r.links=o?.links,r.headScripts=o?.scripts,r.styles=o?.styles,r.scripts=s}catch(e){if(e===n&&n.aborted)break;console.error(e)}if(r.status!==`success`||r._notFound)break}return t}async function Q_(e,t,n,r){let i=[t,n],a=r[0].signal,o;try{let t=e.stores.matches.get(),s=n.findIndex(e=>e._notFound);if(e.options.notFoundMode!==`root`&&s>=0){let t=await K_(e,n,void 0,a,s);n[s]._notFound=void 0,n[t]._notFound=!0,s=t}let c=s<0?n.length:s+1,l=0;for(;l<c&&l!==s;){let e=n[l],i=r[2][l],a=t[l];if(i?.id!==e.id||i.status!==`success`||e.preload||a?.id!==e.id||a.status!==`success`||(l++,i._notFound||a._notFound))break}let u=[],d=r[6]??0,f=d?Promise.resolve(n[d-1]):void 0,p=()=>{for(let t=d;t<c&&!a.aborted;t++)f=G_(e,i,t,u,f,r,l)},m=await P_(e,i,r,c,p,l);if(m){if(r[4]=!0,c=m[0],m[1][0]===T_){let t=await K_(e,n,m,a);m[2]=t,c=Math.min(c,t+1)}else m[1][0]>=E_&&(c=0);p()}if(!a.aborted&&!r[3]){let t=[];for(let[n,r]of e._flights??[])r[2]||(e._flights.delete(n),t.push(r[1]));for(let e of t)e.abort()}let h=X_(e,i,u,r[0],J_(u,m,i[2]),r[7]);i[2]?.length&&(i[3]=J_(i[2],void 0,void 0,h.then(e=>O_(e)?0:x_(n).length,()=>0))),o=await h}catch(t){if(q_(e,i),t===a&&a.aborted)return D_;throw t}return O_(o)?o:Z_(e,o,a,r[6]===n.length?r[6]:0)}function $_(e,t){if(e._tx!==t)return;let n=t[3],r=e.stores.matches.get(),i=e._pending;for(let a=0;a<n.length;a++){let o=n[a],s=o.status===`success`&&!o._notFound,c=r[a]?.id===o.id&&r[a]?.status===`pending`;if(s&&!c)continue;let l=A_(e,o),u=s||o.invalid?0:l.options.pendingMs??e.options.defaultPendingMs,d=l.options.pendingComponent??e.options.defaultPendingComponent;if(!d||typeof u!=`number`||u===1/0){i&&(i[0]=t,i[2]=0,i[4]=!0);return}let f=l.options.pendingMinMs??e.options.defaultPendingMinMs??0,p=!1;if(i?.[1]===o.id?(p=i[0]!==t,i[0]=t):(clearTimeout(i?.[3]),e._pending=i=void 0),i||(e._pending=i=[t,o.id,c?Date.now()+f:t[4]+u,void 0,c||void 0,d]),i[4]&&!p&&i[5]===d)return;if(i[5]=d,!i[4]){clearTimeout(i[3]);let n=i[2]-Date.now();if(n>0){i[3]=setTimeout(()=>$_(e,t),n);return}i[2]=0}let m=n.map(e=>({...e,_flight:void 0}));m[a].status=`pending`;let h=i[4]=e.startTransition(()=>e.stores.setMatches(m),m).then(t=>(t&&e._pending===i&&i[4]===h&&!i[2]&&(i[2]=Date.now()+f),t));return}}function ev(e,t){let n=e._pending;e._tx!==t&&e._tx?.[3].some(e=>e.id===n?.[1])||(clearTimeout(n?.[3]),e._pending=void 0)}async function tv(e,t){let n=e._pending;if(!n)return;clearTimeout(n[3]);let r=n[2]-Date.now();if(!n[4]||r<=0||!x_(t[3]).some(e=>e.id===n[1]))return;let i;try{await k_(new Promise(e=>{i=setTimeout(e,r)}),t[0].signal)}catch{}clearTimeout(i)}function nv(e,t){e._committed=t,e.stores.setMatches(t)}function rv(e,t,n,r){let i=e._committed,a=e._lifecycleEnd,o=e._cache;for(let e of n)e.preload=!1,r&&(e._assetEnd=void 0);let s=x_(n).length,c=new Map;{let t=Date.now(),r=new Set;for(let e=0;e<n.length;e++){let t=n[e];(e<s||t.status===`success`)&&r.add(t.id)}for(let n of[...i,...o.values()]){if(n.status!==`success`||r.has(n.id))continue;let i=A_(e,n);!i.options.loader||t-n.updatedAt>=(n.preload?i.options.preloadGcTime??e.options.defaultPreloadGcTime??3e5:i.options.gcTime??e.options.defaultGcTime??3e5)||c.set(n.id,o.get(n.id)===n?n:{...n,_flight:void 0,isFetching:!1,context:{}})}}t[3]=[],e._cache=c;let l=e._lifecycleEnd=i_(n);nv(e,n),L_(e,[...o.values(),...i].filter(e=>e._flight&&c.get(e.id)!==e),n),a_(e,i,n,a,l,t)}async function iv(e,t){let n=e._tx;for(;n&&n!==t;)t=n,await n[5],n=e._tx}function av(e,t,n){let r=n[1].options,i=n[2];if(!i)return e.navigate({...r,replace:!0,ignoreBlocker:!0});if(r.reloadDocument)return e.navigate({href:(i.maskedLocation??i).publicHref,reloadDocument:!0,replace:!0,ignoreBlocker:!0});i._redirects=t[1]+1,e._pendingLocation=i;let a=e.commitLocation({...i,viewTransition:r.viewTransition,replace:!0,resetScroll:r.resetScroll,hashScrollIntoView:r.hashScrollIntoView,ignoreBlocker:!0});return queueMicrotask(()=>{e._pendingLocation===i&&(e._pendingLocation=void 0)}),a}async function ov(e,t,n,r,i){let a=n.map(e=>({...e}));R_(a);for(let t of r)I_(e,a[t[0]]),a[t[0]]=t[3];let o=[t[2],a],s;try{s=await X_(e,o,r,t[0],i)}catch(t){throw L_(e,a),t}if(O_(s))L_(e,a),s[0]===E_&&e._tx===t&&e._committed===n&&await av(e,t,s);else if(await Z_(e,s,t[0].signal),e._tx!==t||e._committed!==n)L_(e,a);else{for(let t of a){let n=e._cache.get(t.id);n?._flight&&n._flight===t._flight&&(e._cache.delete(t.id),I_(e,n))}nv(e,a),L_(e,n,a)}}async function sv(e,t,n,r,i,a){let o=await Q_(e,t[2],t[3],[t[0],t[1],e._committed,void 0,i,n,a,r]);if(O_(o)){let n=o[0]===E_&&e._tx===t;if((!n||o[1].options.reloadDocument)&&ev(e,t),L_(e,t[3]),t[3]=[],!n)return;if(e._tx!==t){ev(e,t);return}await av(e,t,o);return}let s=o[1];if(e._tx===t&&await tv(e,t),e._tx!==t){ev(e,t),L_(e,s),q_(e,o);return}let c=t[2],l=n_(c,e.stores.resolvedLocation.get()),u=o[2];await e.startViewTransition(async()=>{if(e._tx===t&&await tv(e,t),e._tx!==t){ev(e,t),L_(e,s),q_(e,o);return}let n=await e.startTransition(()=>{ev(e,t),rv(e,t,s,a),e._tx===t&&(e.emit({type:`onLoad`,...l}),e._tx===t&&e.emit({type:`onBeforeRouteMount`,...l}))},s);e._tx===t?(u?.length&&ov(e,t,s,u,o[3]).catch(console.error),e.batch(()=>{e.stores.resolvedLocation.set(c),e.stores.status.set(`idle`),e._tx===t&&e.emit({type:`onResolved`,...l}),n&&e._tx===t&&e.emit({type:`onRendered`,...l})}),e._tx===t&&(e._commitPromise?.resolve(),e._commitPromise=void 0)):q_(e,o)})}async function cv(e,t){let n=e._tx,r=e.stores.resolvedLocation.get(),i=r??e.stores.location.get(),a=e.latestLocation,o=e._pendingLocation,s=o?.href===a.href?o._redirects??0:0,c=e._handoff,l=c?.[0](),u=new AbortController,d=e._preflight;if(e._preflight=u,l||c?.[1](),d?.abort(),!u.signal.aborted){let t=n_(a,r);e.emit({type:`onBeforeNavigate`,...t}),u.signal.aborted||e.emit({type:`onBeforeLoad`,...t})}if(u.signal.aborted){await iv(e,n);return}let f=i.href===a.href,p=u,m=e.matchRoutes(a,{_controller:u});R_(m);let h=l?c[1](m):void 0;if(h?p=l:l?.abort(),u.signal.aborted){L_(e,m),await iv(e,n);return}e._preflight=void 0;let g,_=()=>sv(e,y,f,()=>$_(e,y),t?.sync,h),v=t?.sync?new Promise(e=>g=e):Promise.resolve().then(_),y=[p,s,a,m,Date.now(),v.then(()=>iv(e,y))];if(e._tx=y,n){for(let t of e.stores.matches.get()){if(e._tx!==y)break;t.isFetching&&z_(e,t,!1)}n[0].abort(),L_(e,n[3],y[3],!0)}e._tx===y?(e.batch(()=>{e.stores.status.set(`pending`),e.stores.location.set(a)}),(h||!e._committed.length&&m[0]?.status!==`success`&&!m.some(e=>e._notFound))&&$_(e,y),g?.(_()),await y[5]):(L_(e,y[3]),y[3]=[],g?.(),await iv(e,y))}async function lv(e,t){let n=e.buildLocation(t);for(let t=0;;t++){let r=e._committed,i=new AbortController,a,o,s;try{try{a=e.matchRoutes(n,{_controller:i}),R_(a),o=(e._preloads??=new Map).set(i,a),s=await Q_(e,n,a,[i,t,r,!0])}finally{o&&(o=o.delete(i),L_(e,a)),i.abort()}if(!O_(s))return s[1];if(!o||s.length<3)return;n=s[2]}catch(e){Wh(e)||console.error(e);return}}}var uv=`Error preloading route! ☝️`,dv=class{get to(){return this._to}get id(){return this._id}get path(){return this._path}get fullPath(){return this._fullPath}constructor(e){if(this.init=e=>{this.originalIndex=e,this._branch=void 0;let t=this.options,n=!t?.path&&!t?.id;this.parentRoute=this.options.getParentRoute?.(),n?this._path=pg:this.parentRoute||Mh();let r=n?pg:t?.path;r&&r!==`/`&&(r=Ph(r));let i=t?.id||r,a=n?pg:Nh((this.parentRoute.id===`__root__`?``:this.parentRoute.id)+`/`+(i??``));r===`__root__`&&(r=`/`);let o=a===`__root__`?`/`:r===void 0?this.parentRoute.fullPath:Nh(this.parentRoute.fullPath+`/`+r);this._path=r,this._id=a,this._fullPath=o,this._to=Fh(o)},this.addChildren=e=>this._addFileChildren(e),this._addFileChildren=e=>(Array.isArray(e)&&(this.children=e),typeof e==`object`&&e&&(this.children=Object.values(e)),this),this._addFileTypes=()=>this,this.updateLoader=e=>(Object.assign(this.options,e),this),this.update=e=>(Object.assign(this.options,e),this),this.lazy=e=>(this.lazyFn=e,this),this.redirect=e=>mg({from:this.fullPath,...e}),this.options=e||{},this.isRoot=!e?.getParentRoute,e?.id&&e?.path)throw Error(`Route cannot have both an 'id' and a 'path' option.`)}},fv=class{constructor({id:e}){this.notFound=e=>Uh({routeId:this.id,...e}),this.redirect=e=>mg({from:this.id,...e}),this.id=e}},pv=class extends dv{constructor(e){super(e)}},mv=class extends C.Component{constructor(...e){super(...e),this.state={error:0},this.reset=()=>{this.setState({error:0})}}static getDerivedStateFromProps(e,t){let n=e.getResetKey();return t.error&&t.resetKey!==n?{resetKey:n,error:0}:{resetKey:n}}static getDerivedStateFromError(e){return{error:[e]}}componentDidCatch(e,t){this.props.onCatch?.(e,t)}render(){let e=this.state.error;return e?C.createElement(this.props.errorComponent??hv,{error:e[0],reset:this.reset}):this.props.children}};function hv({error:e}){let[t,n]=C.useState(!1);return(0,U.jsxs)(`div`,{style:{padding:`.5rem`,maxWidth:`100%`},children:[(0,U.jsxs)(`div`,{style:{display:`flex`,alignItems:`center`,gap:`.5rem`},children:[(0,U.jsx)(`strong`,{style:{fontSize:`1rem`},children:`Something went wrong!`}),(0,U.jsx)(`button`,{style:{appearance:`none`,fontSize:`.6em`,border:`1px solid currentColor`,padding:`.1rem .2rem`,fontWeight:`bold`,borderRadius:`.25rem`},onClick:()=>n(e=>!e),children:t?`Hide Error`:`Show Error`})]}),(0,U.jsx)(`div`,{style:{height:`.25rem`}}),t?(0,U.jsx)(`div`,{children:(0,U.jsx)(`pre`,{style:{fontSize:`.7em`,border:`1px solid red`,borderRadius:`.25rem`,padding:`.3rem`,color:`red`,overflow:`auto`},children:e?.message?(0,U.jsx)(`code`,{children:e.message}):null})}):null]})}var gv=()=>!0,_v=()=>!1;function vv({children:e,fallback:t=null}){return(0,U.jsx)(C.Fragment,{children:yv()?e:t})}function yv(e=!0){return C.useSyncExternalStore(bv,gv,e?_v:gv)}function bv(){return()=>{}}var xv=C.createContext(null);function Sv(e){return C.useContext(xv)}function Cv(e,t){let n=e.stores.location,r=new Set,i,a,o=n=>{S_(e,t,n)||(i=n,r.forEach(e=>e()))};return[()=>i??n.get(),e=>(r.size||(i=n.get(),a=n.subscribe(o).unsubscribe),r.add(e),()=>{r.delete(e),r.size||(a(),i=void 0)})]}var wv=C.createContext(void 0),Tv=C.createContext(void 0);function Ev({update:e,notify:t,unwatched:n}){return{link:r,unlink:i,propagate:a,checkDirty:o,shallowPropagate:s};function r(e,t,n){let r=t.depsTail;if(r!==void 0&&r.dep===e)return;let i=r===void 0?t.deps:r.nextDep;if(i!==void 0&&i.dep===e){i.version=n,t.depsTail=i;return}let a=e.subsTail;if(a!==void 0&&a.version===n&&a.sub===t)return;let o=t.depsTail=e.subsTail={version:n,dep:e,sub:t,prevDep:r,nextDep:i,prevSub:a,nextSub:void 0};i!==void 0&&(i.prevDep=o),r===void 0?t.deps=o:r.nextDep=o,a===void 0?e.subs=o:a.nextSub=o}function i(e,t=e.sub){let r=e.dep,i=e.prevDep,a=e.nextDep,o=e.nextSub,s=e.prevSub;return a===void 0?t.depsTail=i:a.prevDep=i,i===void 0?t.deps=a:i.nextDep=a,o===void 0?r.subsTail=s:o.prevSub=s,s===void 0?(r.subs=o)===void 0&&n(r):s.nextSub=o,a}function a(e){let n=e.nextSub,r;e:do{let i=e.sub,a=i.flags;if(a&60?a&12?a&4?!(a&48)&&c(e,i)?(i.flags=a|40,a&=1):a=0:i.flags=a&-9|32:a=0:i.flags=a|32,a&2&&t(i),a&1){let t=i.subs;if(t!==void 0){let i=(e=t).nextSub;i!==void 0&&(r={value:n,prev:r},n=i);continue}}if((e=n)!==void 0)n=e.nextSub;else{for(;r!==void 0;)if(e=r.value,r=r.prev,e!==void 0){n=e.nextSub;continue e}break}}while(1)}function o(t,n){let r,i=0,a=!1;e:do{let o=t.dep,c=o.flags;if(n.flags&16)a=!0;else if((c&17)==17){if(e(o)){let e=o.subs;e.nextSub!==void 0&&s(e),a=!0}}else if((c&33)==33){(t.nextSub!==void 0||t.prevSub!==void 0)&&(r={value:t,prev:r}),t=o.deps,n=o,++i;continue}if(!a){let e=t.nextDep;if(e!==void 0){t=e;continue}}for(;i--;){let i=n.subs,o=i.nextSub!==void 0;if(o?(t=r.value,r=r.prev):t=i,a){if(e(n)){o&&s(i),n=t.sub;continue}a=!1}else n.flags&=-33;n=t.sub;let c=t.nextDep;if(c!==void 0){t=c;continue e}}return a}while(1)}function s(e){do{let n=e.sub,r=n.flags;(r&48)==32&&(n.flags=r|16,(r&6)==2&&t(n))}while((e=e.nextSub)!==void 0)}function c(e,t){let n=t.depsTail;for(;n!==void 0;){if(n===e)return!0;n=n.prevDep}return!1}}function Dv(e,t,n){let r=typeof e==`object`,i=r?e:void 0;return{next:(r?e.next:e)?.bind(i),error:(r?e.error:t)?.bind(i),complete:(r?e.complete:n)?.bind(i)}}var Ov=[],kv=0,{link:Av,unlink:jv,propagate:Mv,checkDirty:Nv,shallowPropagate:Pv}=Ev({update(e){return e._update()},notify(e){Ov[Iv++]=e,e.flags&=-3},unwatched(e){e.depsTail!==void 0&&(e.depsTail=void 0,e.flags=17,Bv(e))}}),Fv=0,Iv=0,Lv,Rv=0;function zv(e){try{++Rv,e()}finally{--Rv||Vv()}}function Bv(e){let t=e.depsTail,n=t===void 0?e.deps:t.nextDep;for(;n!==void 0;)n=jv(n,e)}function Vv(){if(!(Rv>0)){for(;Fv<Iv;){let e=Ov[Fv];Ov[Fv++]=void 0,e.notify()}Fv=0,Iv=0}}function Hv(e,t){let n=typeof e==`function`,r=e,i={_snapshot:n?void 0:e,subs:void 0,subsTail:void 0,deps:void 0,depsTail:void 0,flags:+!n,get(){return Lv!==void 0&&Av(i,Lv,kv),i._snapshot},subscribe(e){let t=Dv(e),n={current:!1},r=Uv(()=>{i.get(),n.current?(Lv=void 0,t.next?.(i._snapshot)):n.current=!0});return{unsubscribe:()=>{r.stop()}}},_update(e){let a=Lv,o=t?.compare??Object.is;if(n)Lv=i,++kv,i.depsTail=void 0;else if(e===void 0)return!1;n&&(i.flags=5);try{let t=i._snapshot,a=typeof e==`function`?e(t):e===void 0&&n?r(t):e;return t===void 0||!o(t,a)?(i._snapshot=a,!0):!1}finally{Lv=a,n&&(i.flags&=-5),Bv(i)}}};return n?(i.flags=17,i.get=function(){let e=i.flags;if(e&16||e&32&&Nv(i.deps,i)){if(i._update()){let e=i.subs;e!==void 0&&Pv(e)}}else e&32&&(i.flags=e&-33);return Lv!==void 0&&Av(i,Lv,kv),i._snapshot}):i.set=function(e){if(i._update(e)){let e=i.subs;e!==void 0&&(Mv(e),Pv(e),Vv())}},i}function Uv(e){let t=()=>{let t=Lv;Lv=n,++kv,n.depsTail=void 0,n.flags=6;try{return e()}finally{Lv=t,n.flags&=-5,Bv(n)}},n={deps:void 0,depsTail:void 0,subs:void 0,subsTail:void 0,flags:6,notify(){let e=this.flags;e&16||e&32&&Nv(this.deps,this)?t():this.flags=2},stop(){this.flags=0,this.depsTail=void 0,Bv(this)}};return t(),n}var Wv=o((e=>{var t=S();function n(e,t){return e===t&&(e!==0||1/e==1/t)||e!==e&&t!==t}var r=typeof Object.is==`function`?Object.is:n,i=t.useState,a=t.useEffect,o=t.useLayoutEffect,s=t.useDebugValue;function c(e,t){var n=t(),r=i({inst:{value:n,getSnapshot:t}}),c=r[0].inst,u=r[1];return o(function(){c.value=n,c.getSnapshot=t,l(c)&&u({inst:c})},[e,n,t]),a(function(){return l(c)&&u({inst:c}),e(function(){l(c)&&u({inst:c})})},[e]),s(n),n}function l(e){var t=e.getSnapshot;e=e.value;try{var n=t();return!r(e,n)}catch{return!0}}function u(e,t){return t()}var d=typeof window>`u`||window.document===void 0||window.document.createElement===void 0?u:c;e.useSyncExternalStore=t.useSyncExternalStore===void 0?d:t.useSyncExternalStore})),Gv=o(((e,t)=>{t.exports=Wv()})),Kv=o((e=>{var t=S(),n=Gv();function r(e,t){return e===t&&(e!==0||1/e==1/t)||e!==e&&t!==t}var i=typeof Object.is==`function`?Object.is:r,a=n.useSyncExternalStore,o=t.useRef,s=t.useEffect,c=t.useMemo,l=t.useDebugValue;e.useSyncExternalStoreWithSelector=function(e,t,n,r,u){var d=o(null);if(d.current===null){var f={hasValue:!1,value:null};d.current=f}else f=d.current;d=c(function(){function e(e){if(!a){if(a=!0,o=e,e=r(e),u!==void 0&&f.hasValue){var t=f.value;if(u(t,e))return s=t}return s=e}if(t=s,i(o,e))return t;var n=r(e);return u!==void 0&&u(t,n)?(o=e,t):(o=e,s=n)}var a=!1,o,s,c=n===void 0?null:n;return[function(){return e(t())},c===null?void 0:function(){return e(c())}]},[t,n,r,u]);var p=a(e,d[0],d[1]);return s(function(){f.hasValue=!0,f.value=p},[p]),l(p),p}})),qv=o(((e,t)=>{t.exports=Kv()}))();function Jv(e,t){return e===t}function Yv(e,t=e=>e,n){let r=n?.compare??Jv,i=(0,C.useCallback)(t=>{let{unsubscribe:n}=e.subscribe(t);return n},[e]),a=(0,C.useCallback)(()=>e.get(),[e]);return(0,qv.useSyncExternalStoreWithSelector)(i,a,a,t,r)}var Xv={};function Zv(e,t){let n=C.useRef();return r=>{let i=e?.select?e.select(r):r;return e?.structuralSharing??t.options.defaultStructuralSharing?n.current=vh(n.current,i):i}}function Qv(e){let t=Sv(),n=C.useContext(e.from?Tv:wv),r=e.from??n,i=t.stores.getMatchStore(r),a=Zv(e,t),o=Yv(i,e=>e?a(e):Xv);if(o!==Xv)return o;(e.shouldThrow??!0)&&Mh()}function $v(e){return Qv({from:e.from,strict:e.strict,structuralSharing:e.structuralSharing,select:t=>e.select?e.select(t.loaderData):t.loaderData})}function ey(e){let{select:t,...n}=e;return Qv({...n,select:e=>t?t(e.loaderDeps):e.loaderDeps})}function ty(e){return Qv({from:e.from,shouldThrow:e.shouldThrow,structuralSharing:e.structuralSharing,strict:e.strict,select:t=>{let n=e.strict===!1?t.params:t._strictParams;return e.select?e.select(n):n}})}function ny(e){return Qv({from:e.from,strict:e.strict,shouldThrow:e.shouldThrow,structuralSharing:e.structuralSharing,select:t=>e.select?e.select(t.search):t.search})}function ry(e){let t=Sv();return C.useCallback(n=>t.navigate({...n,from:n.from??e?.from}),[e?.from,t])}function iy(e){return Qv({...e,select:t=>e.select?e.select(t.context):t.context})}function ay(...e){let t=C.useRef(e),n=t.current;return e.forEach((e,t)=>{bh(n[t],e,!1,!0)||(n[t]=e)}),t.current}function oy(e,t){e.preloadRoute(t).catch(e=>{console.warn(e),console.warn(uv)})}function sy(e,t){let n=typeof e==`string`&&Eh(e);if(n)return t.has(n)?e:null}function cy(e,t,n,r){let i=Lh(e.pathname,r),a=Lh(t.pathname,r);return(n?.exact?i!==a:!i.startsWith(a)||i.length!==a.length&&i[a.length]!==`/`)||(n?.includeSearch??!0)&&!bh(e.search,t.search,!n?.exact,n?.explicitUndefined)?!1:!n?.includeHash||e.hash===t.hash}function ly(e,t,n){let r=Sv(),i=C.useRef(null),a=C.useCallback(e=>{if(i.current=e,typeof t==`function`)return t(e);t&&(t.current=e)},[t]),{activeOptions:o,to:s,preload:c,preloadDelay:l,disabled:u,target:d,onClick:f,onBlur:p,onFocus:m,onMouseEnter:h,onMouseLeave:g,onTouchStart:_}=e,[v,y,b]=ay(e.search,e.params,o),x=C.useContext(wv),S=(r.stores._linkScopes??={})[x]??=Cv(r,x),[w,T,E]=C.useMemo(()=>{let t=sy(s,r.protocolAllowlist);if(t!==void 0){let n=[t??void 0];return[e,()=>n]}let n={...e},i,a,o,c=()=>{let e=S[0]();if(e!==i){n._fromLocation=e;let t=r.buildLocation(n),o=_y(t,r,u),s=u||o&&!Eh(o)?cy(e,t,b,r.basepath):void 0;a&&a[0]===o&&a[1]===s||(a=[o,s]),i=e}return a};return[n,c,b?.includeHash&&(()=>{let e=c();return e[1]?o??=[e[0],!1]:e})]},[r,S,e.from,e.hash,e.href,s,v,y,e.state,e.mask,e.unsafeRelative,b,u]),[D,O]=C.useSyncExternalStore(S[1],T,E||T),k=O===void 0&&D,A=u||D===void 0,j=C.useRef(!1),M=e.reloadDocument||k||A?!1:c??r.options.defaultPreload,N=l??r.options.defaultPreloadDelay??0,ee=C.useCallback(e=>{let t=e?.isIntersecting;t??M===`intent`?N?i.t??=setTimeout(()=>{i.t=void 0,oy(r,w)},N):oy(r,w):t===!1&&hy(i)},[r,w,i,M,N]);C.useEffect(()=>{if(!M)return;M===`render`&&!j.current&&(j.current=!0,oy(r,w));let e=!0,t;return M===`viewport`&&i.current&&typeof IntersectionObserver==`function`&&(t=new IntersectionObserver(t=>{e&&ee(t.pop())},{rootMargin:`100px`}),t.observe(i.current)),()=>{e=!1,t?.disconnect(),hy(i)}},[r,w,M,ee,i]);let P=py(e,n);if(P.ref=t?a:i,k)return P.href=k,P;let te=t=>{let n=d??t.currentTarget.getAttribute(`target`);A||t.metaKey||t.altKey||t.ctrlKey||t.shiftKey||t.defaultPrevented||n&&n!==`_self`||t.button!==0||(t.preventDefault(),hy(i),r.navigate({...e,_fromLocation:w._fromLocation}))},ne=()=>{M===`intent`&&oy(r,w)},F=()=>{M===`intent`&&hy(i)};return P.onClick=gy(f,te),P.onBlur=gy(p,F),P.onFocus=gy(m,ee),P.onMouseEnter=gy(h,ee),P.onMouseLeave=gy(g,F),P.onTouchStart=gy(_,ne),my(P,e,O,D,A,n)}var uy={},dy={className:`active`},fy=new Set([`to`,`params`,`search`,`hash`,`state`,`mask`,`from`,`unsafeRelative`,`reloadDocument`,`preload`,`preloadDelay`,`preloadIntentProximity`,`hashScrollIntoView`,`replace`,`startTransition`,`resetScroll`,`viewTransition`,`ignoreBlocker`,`activeProps`,`inactiveProps`,`activeOptions`,`_asChild`]);function py(e,t){let n={};for(let r in e)fy.has(r)||r===`type`&&t!==void 0||r===`disabled`&&t===`a`||(n[r]=e[r]);return n}function my(e,t,n,r,i,a){let{activeProps:o,inactiveProps:s,className:c,style:l,target:u}=t,d=ph(n?o:s,{})??(n?dy:uy);Object.assign(e,d),e.href=r,a!==`a`&&(e.disabled=i),e.target=u;let f=d.style;(l||f)&&(e.style=l&&f?{...l,...f}:l||f);let p=d.className;return(c||p)&&(e.className=c?p?`${c} ${p}`:c:p),i&&(e.role=`link`,e[`aria-disabled`]=!0),n&&(e[`data-status`]=`active`,e[`aria-current`]=`page`),e}var hy=e=>{clearTimeout(e.t),e.t=void 0},gy=(e,t)=>e?n=>n.defaultPrevented||(e(n),n.defaultPrevented||t(n)):t;function _y(e,t,n){if(n)return;let r=e.maskedLocation??e,i=r.external?r.publicHref:t.history.createHref(r.publicHref)||`/`;if(!r.external&&i===r.publicHref||!Oh(i,t.protocolAllowlist))return i}function vy(e){return C.forwardRef(function(t,n){return(0,U.jsx)(yy,{...t,_asChild:e,ref:n})})}var yy=C.memo(C.forwardRef((e,t)=>{let n=e._asChild||`a`,r=ly(e,t,n),i=typeof e.children==`function`?e.children({isActive:r[`data-status`]===`active`}):e.children;return C.createElement(n,r,i)}),by);function by(e,t){let n=0;for(let r in t)if(n++,e[r]!==t[r]&&(!fy.has(r)||!bh(e[r],t[r],!1,!0)))return!1;for(let t in e)n--;return n===0}function xy(e){return new Sy({id:e})}var Sy=class extends fv{constructor({id:e}){super({id:e}),this.useMatch=e=>Qv({...e,from:this.id}),this.useRouteContext=e=>iy({...e,from:this.id}),this.useSearch=e=>ny({...e,from:this.id}),this.useParams=e=>ty({...e,from:this.id}),this.useLoaderDeps=e=>ey({...e,from:this.id,strict:!1}),this.useLoaderData=e=>$v({...e,from:this.id,strict:!1}),this.useNavigate=()=>ry({from:Sv().routesById[this.id].fullPath}),this.notFound=e=>Uh({routeId:this.id,...e}),this.Link=C.forwardRef((e,t)=>{let n=Sv().routesById[this.id].fullPath;return(0,U.jsx)(yy,{ref:t,from:n,...e})})}},Cy=class extends dv{constructor(e){super(e),this.useMatch=e=>Qv({...e,from:this.id}),this.useRouteContext=e=>iy({...e,from:this.id}),this.useSearch=e=>ny({...e,from:this.id}),this.useParams=e=>ty({...e,from:this.id}),this.useLoaderDeps=e=>ey({...e,from:this.id}),this.useLoaderData=e=>$v({...e,from:this.id}),this.useNavigate=()=>ry({from:this.fullPath}),this.Link=C.forwardRef((e,t)=>(0,U.jsx)(yy,{ref:t,from:this.fullPath,...e}))}};function wy(e){return new Cy(e)}var Ty=class extends pv{constructor(e){super(e),this.useMatch=e=>Qv({...e,from:this.id}),this.useRouteContext=e=>iy({...e,from:this.id}),this.useSearch=e=>ny({...e,from:this.id}),this.useParams=e=>ty({...e,from:this.id}),this.useLoaderDeps=e=>ey({...e,from:this.id}),this.useLoaderData=e=>$v({...e,from:this.id}),this.useNavigate=()=>ry({from:this.fullPath}),this.Link=C.forwardRef((e,t)=>(0,U.jsx)(yy,{ref:t,from:this.fullPath,...e}))}};function Ey(e){return new Ty(e)}function Dy(e,t){let n,r,i,a=()=>(n||=(i=void 0,e().then(e=>{n=void 0,o.preload=void 0,r=e[t??`default`]}).catch(e=>{n=void 0,i=e})),n),o=function(e){if(i){if(xh(i)&&typeof sessionStorage<`u`){let e=`tanstack_router_reload:${i.message}`;if(!sessionStorage.getItem(e))throw sessionStorage.setItem(e,`1`),window.location.reload(),new Promise(()=>{})}throw i}if(!r){if(uh)uh(a());else throw a()}return C.createElement(r,e)};return o.preload=a,o}function Oy(e){let t=Sv(),n=`not-found-${Yv(t.stores.location,e=>e.pathname)}-${Yv(t.stores.status)}`;return(0,U.jsx)(mv,{getResetKey:()=>n,onCatch:(t,n)=>{if(Wh(t))e.onCatch?.(t,n);else throw t},errorComponent:({error:t})=>{if(Wh(t))return e.fallback?.(t);throw t},children:e.children})}function ky(){return(0,U.jsx)(`p`,{children:`Not Found`})}function Ay(e,t,n){return t.options.notFoundComponent?(0,U.jsx)(t.options.notFoundComponent,{...n}):e.options.defaultNotFoundComponent?(0,U.jsx)(e.options.defaultNotFoundComponent,{...n}):(0,U.jsx)(ky,{})}function jy(e,t){let n=t?.options.pendingComponent??e.options.defaultPendingComponent;return n?(0,U.jsx)(n,{}):null}var My=(e,t)=>e[0]===t[0]&&e[1]===t[1],Ny=(e,t,n)=>!t.isRoot||t.options.shellComponent||t.options.wrapInSuspense||n===!1||n===`data-only`||!e.ssr,Py=C.memo(function({routeId:e}){let t=Sv();return Fy(t,Yv(t.stores.getMatchStore(e)))});function Fy(e,t){let n=e.routesById[t.routeId],r=jy(e,n),i=n.options.errorComponent??e.options.defaultErrorComponent,a=n.options.onCatch??e.options.defaultOnCatch,o=n.isRoot?n.options.notFoundComponent??e.options.notFoundRoute?.options.component:n.options.notFoundComponent,s=t.ssr===!1||t.ssr===`data-only`,c=Ny(e,n,t.ssr)&&(n.options.wrapInSuspense??r??(n.options.errorComponent?.preload||s)),l=(0,U.jsx)(Iy,{match:t});s&&(l=(0,U.jsx)(vv,{fallback:r,children:l})),o&&(l=(0,U.jsx)(Oy,{fallback:e=>{if(e.routeId??=t.routeId,e.routeId!==t.routeId)throw e;return C.createElement(o,e)},children:l})),i&&(l=(0,U.jsx)(mv,{getResetKey:()=>t,errorComponent:i,onCatch:(e,n)=>{if(Wh(e))throw e.routeId??=t.routeId,e;a?.(e,n)},children:l})),c&&(l=(0,U.jsx)(C.Suspense,{fallback:r,children:l}));let u=n.isRoot&&n.options.shellComponent;return u?(0,U.jsx)(wv.Provider,{value:t.routeId,children:(0,U.jsxs)(u,{children:[l,null]})}):(0,U.jsxs)(wv.Provider,{value:t.routeId,children:[l,null]})}var Iy=C.memo(function({match:e}){let t=Sv(),n=e.routeId,r=t.routesById[n],i=C.useMemo(()=>{let i=(r.options.remountDeps??t.options.defaultRemountDeps)?.({routeId:n,loaderDeps:e.loaderDeps,params:e._strictParams,search:e._strictSearch});return i?JSON.stringify(i):void 0},[n,e.loaderDeps,e._strictParams,e._strictSearch,r.options.remountDeps,t.options.defaultRemountDeps]),a=C.useMemo(()=>{let e=r.options.component??t.options.defaultComponent;return e?(0,U.jsx)(e,{},i):(0,U.jsx)(Ly,{})},[i,r.options.component,t.options.defaultComponent]);if(e.status===`pending`){if(t.ssr&&!Ny(t,r,e.ssr))return a;if(t._tx)throw t._tx[5];return jy(t,r)}if(e.status===`notFound`)return Ay(t,r,e.error);if(e.status===`error`)throw e.error;return a}),Ly=C.memo(function(){let e=Sv(),t=C.useContext(wv),n,r,i;{let a=e.stores.getMatchStore(t);[n,r]=Yv(a,e=>[!!e._notFound,e.error],{compare:My}),i=Yv(e.stores.ids,e=>e[e.indexOf(t)+1])}if(n)return Ay(e,e.routesById[t],r);if(!i)return null;let a=(0,U.jsx)(Py,{routeId:i});return t===`__root__`?(0,U.jsx)(C.Suspense,{fallback:jy(e),children:a}):a});function Ry(e,t){let n=e[1];e.length=0,n?.(t)}function zy({t:e}){let t=Sv(),n=t._rendered??=[];return t.startTransition=(r,i)=>new Promise(a=>{Ry(n,!1),n.push(i,a),e(t),C.startTransition(r)}),dh(()=>{let e=t.history.subscribe(t.load);t.updateLatestLocation();let r=t.latestLocation,i=t.buildLocation({to:r.pathname,search:!0,params:!0,hash:!0,state:!0,_includeValidateSearch:!0});if(Fh(r.publicHref)!==Fh(i.publicHref))return t.commitLocation({...i,replace:!0,ignoreBlocker:!0}),e;let a=t.stores.resolvedLocation.get();return a?.href===r.href&&a.state.__TSR_key===r.state.__TSR_key?n.push(t.stores.matches.get(),e=>{e&&t.emit({type:`onRendered`,...n_(a,a)})}):t._tx||t.load({sync:!0}).catch(console.error),e},[t,t.history]),null}function By(){let e=Sv(),t=jy(e,e.routesById[pg]),n=(0,U.jsxs)(U.Fragment,{children:[(0,U.jsx)(zy,{t:C.useState()[1]}),e.ssr?(0,U.jsx)(Vy,{}):(0,U.jsx)(C.Suspense,{fallback:t,children:(0,U.jsx)(Vy,{})})]});return e.options.InnerWrap?(0,U.jsx)(e.options.InnerWrap,{children:n}):n}function Vy(){let e=Sv(),t=e._rendered,n=Yv(e.stores.matches,e=>t[0]??e),r=n[0],i=r?.routeId;dh(()=>{t[0]===n&&Ry(t,!0)},[t,n]);let a=i?(0,U.jsx)(Py,{routeId:i}):null;return e.options.disableGlobalCatchBoundary?a:(0,U.jsx)(mv,{getResetKey:()=>r,onCatch:void 0,children:a})}var Hy=e=>({createMutableStore:Hv,createReadonlyStore:Hv,batch:zv}),Uy=e=>new Wy(e),Wy=class extends o_{constructor(e){super(e,Hy)}};function Gy({router:e,children:t,...n}){hh(n)&&e.update({...e.options,...n,context:{...e.options.context,...n.context}});let r=(0,U.jsx)(xv.Provider,{value:e,children:t});return e.options.Wrap?(0,U.jsx)(e.options.Wrap,{children:r}):r}function Ky({router:e,...t}){return(0,U.jsx)(Gy,{router:e,...t,children:(0,U.jsx)(By,{})})}function qy(e){let t=Sv({warn:e?.router===void 0}),n=e?.router||t;return Yv(n.stores.__store,Zv(e,n))}var Jy=o((e=>{function t(e,t){var n=e.length;for(e.push(t);0<n;){var r=n-1>>>1,a=e[r];if(0<i(a,t))e[r]=t,e[n]=a,n=r;else break}}function n(e){return e.length===0?null:e[0]}function r(e){if(e.length===0)return null;var t=e[0],n=e.pop();if(n!==t){e[0]=n;for(var r=0,a=e.length,o=a>>>1;r<o;){var s=2*(r+1)-1,c=e[s],l=s+1,u=e[l];if(0>i(c,n))l<a&&0>i(u,c)?(e[r]=u,e[l]=n,r=l):(e[r]=c,e[s]=n,r=s);else if(l<a&&0>i(u,n))e[r]=u,e[l]=n,r=l;else break}}return t}function i(e,t){var n=e.sortIndex-t.sortIndex;return n===0?e.id-t.id:n}if(e.unstable_now=void 0,typeof performance==`object`&&typeof performance.now==`function`){var a=performance;e.unstable_now=function(){return a.now()}}else{var o=Date,s=o.now();e.unstable_now=function(){return o.now()-s}}var c=[],l=[],u=1,d=null,f=3,p=!1,m=!1,h=!1,g=!1,_=typeof setTimeout==`function`?setTimeout:null,v=typeof clearTimeout==`function`?clearTimeout:null,y=typeof setImmediate<`u`?setImmediate:null;function b(e){for(var i=n(l);i!==null;){if(i.callback===null)r(l);else if(i.startTime<=e)r(l),i.sortIndex=i.expirationTime,t(c,i);else break;i=n(l)}}function x(e){if(h=!1,b(e),!m){if(n(c)!==null)m=!0,S||(S=!0,O());else{var t=n(l);t!==null&&j(x,t.startTime-e)}}}var S=!1,C=-1,w=5,T=-1;function E(){return g?!0:!(e.unstable_now()-T<w)}function D(){if(g=!1,S){var t=e.unstable_now();T=t;var i=!0;try{e:{m=!1,h&&(h=!1,v(C),C=-1),p=!0;var a=f;try{t:{for(b(t),d=n(c);d!==null&&!(d.expirationTime>t&&E());){var o=d.callback;if(typeof o==`function`){d.callback=null,f=d.priorityLevel;var s=o(d.expirationTime<=t);if(t=e.unstable_now(),typeof s==`function`){d.callback=s,b(t),i=!0;break t}d===n(c)&&r(c),b(t)}else r(c);d=n(c)}if(d!==null)i=!0;else{var u=n(l);u!==null&&j(x,u.startTime-t),i=!1}}break e}finally{d=null,f=a,p=!1}i=void 0}}finally{i?O():S=!1}}}var O;if(typeof y==`function`)O=function(){y(D)};else if(typeof MessageChannel<`u`){var k=new MessageChannel,A=k.port2;k.port1.onmessage=D,O=function(){A.postMessage(null)}}else O=function(){_(D,0)};function j(t,n){C=_(function(){t(e.unstable_now())},n)}e.unstable_IdlePriority=5,e.unstable_ImmediatePriority=1,e.unstable_LowPriority=4,e.unstable_NormalPriority=3,e.unstable_Profiling=null,e.unstable_UserBlockingPriority=2,e.unstable_cancelCallback=function(e){e.callback=null},e.unstable_forceFrameRate=function(e){0>e||125<e?console.error(`forceFrameRate takes a positive int between 0 and 125, forcing frame rates higher than 125 fps is not supported`):w=0<e?Math.floor(1e3/e):5},e.unstable_getCurrentPriorityLevel=function(){return f},e.unstable_next=function(e){switch(f){case 1:case 2:case 3:var t=3;break;default:t=f}var n=f;f=t;try{return e()}finally{f=n}},e.unstable_requestPaint=function(){g=!0},e.unstable_runWithPriority=function(e,t){switch(e){case 1:case 2:case 3:case 4:case 5:break;default:e=3}var n=f;f=e;try{return t()}finally{f=n}},e.unstable_scheduleCallback=function(r,i,a){var o=e.unstable_now();switch(typeof a==`object`&&a?(a=a.delay,a=typeof a==`number`&&0<a?o+a:o):a=o,r){case 1:var s=-1;break;case 2:s=250;break;case 5:s=0x3fffffff;break;case 4:s=1e4;break;default:s=5e3}return s=a+s,r={id:u++,callback:i,priorityLevel:r,startTime:a,expirationTime:s,sortIndex:-1},a>o?(r.sortIndex=a,t(l,r),n(c)===null&&r===n(l)&&(h?(v(C),C=-1):h=!0,j(x,a-o))):(r.sortIndex=s,t(c,r),m||p||(m=!0,S||(S=!0,O()))),r},e.unstable_shouldYield=E,e.unstable_wrapCallback=function(e){var t=f;return function(){var n=f;f=t;try{return e.apply(this,arguments)}finally{f=n}}}})),Yy=o(((e,t)=>{t.exports=Jy()})),Xy=o((e=>{var t=Yy(),n=S(),r=ot();function i(e){var t=`https://react.dev/errors/`+e;if(1<arguments.length){t+=`?args[]=`+encodeURIComponent(arguments[1]);for(var n=2;n<arguments.length;n++)t+=`&args[]=`+encodeURIComponent(arguments[n])}return`Minified React error #`+e+`; visit `+t+` for the full message or use the non-minified dev environment for full errors and additional helpful warnings.`}function a(e){return!(!e||e.nodeType!==1&&e.nodeType!==9&&e.nodeType!==11)}function o(e){for(var t=e,n=t;n&&!n.alternate;)t=n,t.flags&4098&&(e=t.return),n=t.return;for(;t.return;)t=t.return;return t.tag===3?e:null}function s(e){if(e.tag===13){var t=e.memoizedState;if(t===null&&(e=e.alternate,e!==null&&(t=e.memoizedState)),t!==null)return t.dehydrated}return null}function c(e){if(e.tag===31){var t=e.memoizedState;if(t===null&&(e=e.alternate,e!==null&&(t=e.memoizedState)),t!==null)return t.dehydrated}return null}function l(e){if(o(e)!==e)throw Error(i(188))}function u(e){var t=e.alternate;if(!t){if(t=o(e),t===null)throw Error(i(188));return t===e?e:null}for(var n=e,r=t;;){var a=n.return;if(a===null)break;var s=a.alternate;if(s===null){if(r=a.return,r!==null){n=r;continue}break}if(a.child===s.child){for(s=a.child;s;){if(s===n)return l(a),e;if(s===r)return l(a),t;s=s.sibling}throw Error(i(188))}if(n.return!==r.return)n=a,r=s;else{for(var c=!1,u=a.child;u;){if(u===n){c=!0,n=a,r=s;break}if(u===r){c=!0,r=a,n=s;break}u=u.sibling}if(!c){for(u=s.child;u;){if(u===n){c=!0,n=s,r=a;break}if(u===r){c=!0,r=s,n=a;break}u=u.sibling}if(!c)throw Error(i(189))}}if(n.alternate!==r)throw Error(i(190))}if(n.tag!==3)throw Error(i(188));return n.stateNode.current===n?e:t}function d(e){var t=e.tag;if(t===5||t===26||t===27||t===6)return e;for(e=e.child;e!==null;){if(t=d(e),t!==null)return t;e=e.sibling}return null}function f(e,t,n,r,i,a){for(;e!==null;){if((e.tag===5||e.tag===27||e.tag===6)&&n(e,r,i,a)||(e.tag!==22||e.memoizedState===null)&&(t||e.tag!==5&&e.tag!==27)&&f(e.child,t,n,r,i,a))return!0;e=e.sibling}return!1}function p(e){for(e=e.return;e!==null;){if(e.tag===3||e.tag===5||e.tag===27)return e;e=e.return}return null}function m(e){var t=!1;for(e=e.return;e!==null&&(e.tag===4&&(t=!0),e.tag!==3&&e.tag!==5&&e.tag!==27);)e=e.return;return t}function h(e){var t=[null,null],n=p(e);return n===null||g(t,e,n.child,{foundSelf:!1}),t}function g(e,t,n,r){for(;n!==null;){if(n===t)r.foundSelf=!0;else if(n.tag===5||n.tag===27||n.tag===6){if(r.foundSelf)return e[1]=n,!0;e[0]=n}else if((n.tag!==22||n.memoizedState===null)&&g(e,t,n.child,r))return!0;n=n.sibling}return!1}function _(e){switch(e.tag){case 5:case 27:case 6:return e.stateNode;case 3:return e.stateNode.containerInfo;default:throw Error(i(559))}}var v=null,y=null;function b(e,t,n){return e===n||e===t&&(v=e,!0)}function x(e,t,n){return e===n?(y=e,!1):e===t&&(y!==null&&(v=e),!0)}function C(e){if(e===null)return null;do e=e===null?null:e.return;while(e&&e.tag!==5&&e.tag!==27&&e.tag!==3);return e||null}function w(e,t,n){for(var r=0,i=e;i;i=n(i))r++;i=0;for(var a=t;a;a=n(a))i++;for(;0<r-i;)e=n(e),r--;for(;0<i-r;)t=n(t),i--;for(;r--;){if(e===t||t!==null&&e===t.alternate)return e;e=n(e),t=n(t)}return null}var T=Object.assign,E=Symbol.for(`react.element`),D=Symbol.for(`react.transitional.element`),O=Symbol.for(`react.portal`),k=Symbol.for(`react.fragment`),A=Symbol.for(`react.strict_mode`),j=Symbol.for(`react.profiler`),M=Symbol.for(`react.consumer`),N=Symbol.for(`react.context`),ee=Symbol.for(`react.forward_ref`),P=Symbol.for(`react.suspense`),te=Symbol.for(`react.suspense_list`),ne=Symbol.for(`react.memo`),F=Symbol.for(`react.lazy`),re=Symbol.for(`react.activity`),ie=Symbol.for(`react.legacy_hidden`),I=Symbol.for(`react.memo_cache_sentinel`),ae=Symbol.for(`react.view_transition`),oe=Symbol.for(`react.recoverable`),se=Symbol.iterator;function ce(e){return typeof e!=`object`||!e?null:(e=se&&e[se]||e[`@@iterator`],typeof e==`function`?e:null)}var le=Symbol.for(`react.client.reference`);function ue(e){if(e==null)return null;if(typeof e==`function`)return e.$$typeof===le?null:e.displayName||e.name||null;if(typeof e==`string`)return e;switch(e){case k:return`Fragment`;case j:return`Profiler`;case A:return`StrictMode`;case P:return`Suspense`;case te:return`SuspenseList`;case re:return`Activity`;case ae:return`ViewTransition`}if(typeof e==`object`)switch(e.$$typeof){case O:return`Portal`;case N:return e.displayName||`Context`;case M:return(e._context.displayName||`Context`)+`.Consumer`;case ee:var t=e.render;return e=e.displayName,e||=(e=t.displayName||t.name||``,e===``?`ForwardRef`:`ForwardRef(`+e+`)`),e;case ne:return t=e.displayName||null,t===null?ue(e.type)||`Memo`:t;case F:t=e._payload,e=e._init;try{return ue(e(t))}catch{}}return null}var de=Array.isArray,L=n.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE,R=r.__DOM_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE,fe={pending:!1,data:null,method:null,action:null},pe=[],me=-1;function he(e){return{current:e}}function z(e){0>me||(e.current=pe[me],pe[me]=null,me--)}function B(e,t){me++,pe[me]=e.current,e.current=t}var ge=he(null),_e=he(null),ve=he(null),ye=he(null);function be(e,t){switch(B(ve,t),B(_e,e),B(ge,null),t.nodeType){case 9:case 11:e=(e=t.documentElement)&&(e=e.namespaceURI)?up(e):0;break;default:if(e=t.tagName,t=t.namespaceURI)t=up(t),e=dp(t,e);else switch(e){case`svg`:e=1;break;case`math`:e=2;break;default:e=0}}z(ge),B(ge,e)}function xe(){z(ge),z(_e),z(ve)}function V(e){var t=e.memoizedState;t!==null&&(sh._currentValue=t.memoizedState,B(ye,e)),t=ge.current;var n=dp(t,e.type);t!==n&&(B(_e,e),B(ge,n))}function Se(e){_e.current===e&&(z(ge),z(_e)),ye.current===e&&(z(ye),sh._currentValue=fe)}var Ce,we;function Te(e){if(Ce===void 0)try{throw Error()}catch(e){var t=e.stack.trim().match(/\n( *(at )?)/);Ce=t&&t[1]||``,we=-1<e.stack.indexOf(`
    at`)?` (<anonymous>)`:-1<e.stack.indexOf(`@`)?`@unknown:0:0`:``}return`
`+Ce+e+we}var Ee=!1;function De(e,t){if(!e||Ee)return``;Ee=!0;var n=Error.prepareStackTrace;Error.prepareStackTrace=void 0;try{var r={DetermineComponentFrameRoot:function(){try{if(t){var n=function(){throw Error()};if(Object.defineProperty(n.prototype,"props",{set:function(){throw Error()}}),typeof Reflect==`object`&&Reflect.construct){try{Reflect.construct(n,[])}catch(e){var r=e}Reflect.construct(e,[],n)}else{try{n.call()}catch(e){r=e}n=!1;try{var i=Object.getOwnPropertyDescriptor(e.prototype,`props`);Object.defineProperty(e.prototype,"props",{configurable:!0,set:function(){throw Error()}}),n=!0,new e}finally{n&&(i===void 0?delete e.prototype.props:Object.defineProperty(e.prototype,"props",i))}}}else{try{throw Error()}catch(e){r=e}(n=e())&&typeof n.catch==`function`&&n.catch(function(){})}}catch(e){if(e&&r&&typeof e.stack==`string`)return[e.stack,r.stack]}return[null,null]}};r.DetermineComponentFrameRoot.displayName=`DetermineComponentFrameRoot`;var i=Object.getOwnPropertyDescriptor(r.DetermineComponentFrameRoot,`name`);i&&i.configurable&&Object.defineProperty(r.DetermineComponentFrameRoot,"name",{value:`DetermineComponentFrameRoot`});var a=r.DetermineComponentFrameRoot(),o=a[0],s=a[1];if(o&&s){var c=o.split(`
`),l=s.split(`
`);for(i=r=0;r<c.length&&!c[r].includes(`DetermineComponentFrameRoot`);)r++;for(;i<l.length&&!l[i].includes(`DetermineComponentFrameRoot`);)i++;if(r===c.length||i===l.length)for(r=c.length-1,i=l.length-1;1<=r&&0<=i&&c[r]!==l[i];)i--;for(;1<=r&&0<=i;r--,i--)if(c[r]!==l[i]){if(r!==1||i!==1)do if(r--,i--,0>i||c[r]!==l[i]){var u=`
`+c[r].replace(` at new `,` at `);return e.displayName&&u.includes(`<anonymous>`)&&(u=u.replace(`<anonymous>`,e.displayName)),u}while(1<=r&&0<=i);break}}}finally{Ee=!1,Error.prepareStackTrace=n}return(n=e?e.displayName||e.name:``)?Te(n):``}function Oe(e,t){switch(e.tag){case 26:case 27:case 5:return Te(e.type);case 16:return Te(`Lazy`);case 13:return e.child!==t&&t!==null?Te(`Suspense Fallback`):Te(`Suspense`);case 19:return Te(`SuspenseList`);case 0:case 15:return De(e.type,!1);case 11:return De(e.type.render,!1);case 1:return De(e.type,!0);case 31:return Te(`Activity`);case 30:return Te(`ViewTransition`);default:return``}}function ke(e){try{var t=``,n=null;do t+=Oe(e,n),n=e,e=e.return;while(e);return t}catch(e){return`
Error generating stack: `+e.message+`
`+e.stack}}var Ae=Object.prototype.hasOwnProperty,je=t.unstable_scheduleCallback,Me=t.unstable_cancelCallback,Ne=t.unstable_shouldYield,Pe=t.unstable_requestPaint,Fe=t.unstable_now,Ie=t.unstable_getCurrentPriorityLevel,Le=t.unstable_ImmediatePriority,Re=t.unstable_UserBlockingPriority,ze=t.unstable_NormalPriority,Be=t.unstable_LowPriority,Ve=t.unstable_IdlePriority,He=t.log,Ue=t.unstable_setDisableYieldValue,We=null,Ge=null;function Ke(e){if(typeof He==`function`&&Ue(e),Ge&&typeof Ge.setStrictMode==`function`)try{Ge.setStrictMode(We,e)}catch{}}var qe=Math.clz32?Math.clz32:Xe,Je=Math.log,Ye=Math.LN2;function Xe(e){return e>>>=0,e===0?32:31-(Je(e)/Ye|0)|0}var Ze=256,Qe=262144,$e=4194304;function et(e){var t=e&42;if(t!==0)return t;switch(e&-e){case 1:return 1;case 2:return 2;case 4:return 4;case 8:return 8;case 16:return 16;case 32:return 32;case 64:return 64;case 128:return 128;case 256:case 512:case 1024:case 2048:case 4096:case 8192:case 16384:case 32768:case 65536:case 131072:return e&-e;case 262144:case 524288:case 1048576:case 2097152:return e&3932160;case 4194304:case 8388608:case 16777216:case 33554432:return e&62914560;case 67108864:return 67108864;case 0x8000000:return 0x8000000;case 268435456:return 268435456;case 536870912:return 536870912;case 0x40000000:return 0;default:return e}}function tt(e,t,n){var r=e.pendingLanes;if(r===0)return 0;var i=0,a=e.suspendedLanes,o=e.pingedLanes;e=e.warmLanes;var s=r&0x7ffffff;return s===0?(s=r&~a,s===0?o===0?n||(n=r&~e,n!==0&&(i=et(n))):i=et(o):i=et(s)):(r=s&~a,r===0?(o&=s,o===0?n||(n=s&~e,n!==0&&(i=et(n))):i=et(o)):i=et(r)),i===0?0:t!==0&&t!==i&&(t&a)===0&&(a=i&-i,n=t&-t,a>=n||a===32&&n&4194048)?t:i}function nt(e,t){return(e.pendingLanes&~(e.suspendedLanes&~e.pingedLanes)&t)===0}function rt(e,t){t&8&&(t|=t&32);var n=e.entangledLanes;if(n!==0)for(e=e.entanglements,n&=t;0<n;){var r=31-qe(n),i=1<<r;t|=e[r],n&=~i}return t}function it(e,t){switch(e){case 1:case 2:case 4:case 8:case 64:return t+250;case 16:case 32:case 128:case 256:case 512:case 1024:case 2048:case 4096:case 8192:case 16384:case 32768:case 65536:case 131072:case 262144:case 524288:case 1048576:case 2097152:return t+5e3;default:return-1}}function at(){var e=$e;return $e<<=1,!($e&62914560)&&($e=4194304),e}function st(e){for(var t=[],n=0;31>n;n++)t.push(e);return t}function ct(e,t){e.pendingLanes|=t,t!==268435456&&(e.suspendedLanes=0,e.pingedLanes=0,e.warmLanes=0)}function lt(e,t,n,r,i,a){var o=e.pendingLanes;e.pendingLanes=n,e.suspendedLanes=0,e.pingedLanes=0,e.warmLanes=0,e.expiredLanes&=n,e.entangledLanes&=n,e.errorRecoveryDisabledLanes&=n,e.shellSuspendCounter=0;var s=e.entanglements,c=e.expirationTimes,l=e.hiddenUpdates;for(n=o&~n;0<n;){var u=31-qe(n),d=1<<u;s[u]=0,c[u]=-1;var f=l[u];if(f!==null)for(l[u]=null,u=0;u<f.length;u++){var p=f[u];p!==null&&(p.lane&=-536870913)}n&=~d}r!==0&&ut(e,r,0),a!==0&&i===0&&e.tag!==0&&(e.suspendedLanes|=a&~(o&~t))}function ut(e,t,n){e.pendingLanes|=t,e.suspendedLanes&=~t;var r=31-qe(t);e.entangledLanes|=t,e.entanglements[r]=e.entanglements[r]|0x40000000|n&261930}function dt(e,t){var n=e.entangledLanes|=t;for(e=e.entanglements;n;){var r=31-qe(n),i=1<<r;i&t|e[r]&t&&(e[r]|=t),n&=~i}}function ft(e,t){var n=t&-t;return n=n&42?1:pt(n),(n&(e.suspendedLanes|t))===0?n:0}function pt(e){switch(e){case 2:e=1;break;case 8:e=4;break;case 32:e=16;break;case 256:case 512:case 1024:case 2048:case 4096:case 8192:case 16384:case 32768:case 65536:case 131072:case 262144:case 524288:case 1048576:case 2097152:case 4194304:case 8388608:case 16777216:case 33554432:e=128;break;case 268435456:e=0x8000000;break;default:e=0}return e}function mt(e){return e&=-e,2<e?8<e?e&0x7ffffff?32:268435456:8:2}function ht(){var e=R.p;return e===0?(e=window.event,e===void 0?32:Ch(e.type)):e}function gt(e,t){var n=R.p;try{return R.p=e,t()}finally{R.p=n}}var _t=Math.random().toString(36).slice(2),vt=`__reactFiber$`+_t,yt=`__reactProps$`+_t,bt=`__reactContainer$`+_t,xt=`__reactEvents$`+_t,St=`__reactListeners$`+_t,Ct=`__reactHandles$`+_t,wt=`__reactResources$`+_t,Tt=`__reactMarker$`+_t,Et=`__reactLoad$`+_t;function Dt(e){delete e[vt],delete e[yt],delete e[St],delete e[Ct]}function Ot(e){var t;if(t=e[vt])return t;for(var n=e.parentNode;n;){if(t=n[bt]||n[vt]){if(n=t.alternate,t.child!==null||n!==null&&n.child!==null)for(e=fm(e);e!==null;){if(n=e[vt])return n;e=fm(e)}return t}e=n,n=e.parentNode}return null}function kt(e){if(e=e[vt]||e[bt]){var t=e.tag;if(t===5||t===6||t===13||t===31||t===26||t===27||t===3)return e}return null}function At(e){var t=e.tag;if(t===5||t===26||t===27||t===6)return e.stateNode;throw Error(i(33))}function jt(e){var t=e[wt];return t||=e[wt]={hoistableStyles:new Map,hoistableScripts:new Map},t}function Mt(e){e[Tt]=!0}function Nt(e){e[Et]=void 0}var Pt=new Set,Ft={};function It(e,t){Lt(e,t),Lt(e+`Capture`,t)}function Lt(e,t){for(Ft[e]=t,e=0;e<t.length;e++)Pt.add(t[e])}var Rt=RegExp(`^[:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD][:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*$`),zt={},Bt={};function Vt(e){return Ae.call(Bt,e)?!0:Ae.call(zt,e)?!1:Rt.test(e)?Bt[e]=!0:(zt[e]=!0,!1)}var H=!1;function Ht(){var e=H;return H=!1,e}function Ut(e,t,n){if(Vt(t)){if(n===null)e.removeAttribute(t);else{switch(typeof n){case`undefined`:case`function`:case`symbol`:e.removeAttribute(t);return;case`boolean`:var r=t.toLowerCase().slice(0,5);if(r!==`data-`&&r!==`aria-`){e.removeAttribute(t);return}}e.setAttribute(t,n)}}}function Wt(e,t,n){if(n===null)e.removeAttribute(t);else{switch(typeof n){case`undefined`:case`function`:case`symbol`:case`boolean`:e.removeAttribute(t);return}e.setAttribute(t,n)}}function Gt(e,t,n,r){if(r===null)e.removeAttribute(n);else{switch(typeof r){case`undefined`:case`function`:case`symbol`:case`boolean`:e.removeAttribute(n);return}e.setAttributeNS(t,n,r)}}function Kt(e){switch(typeof e){case`bigint`:case`boolean`:case`number`:case`string`:case`undefined`:case`object`:return e;default:return``}}function qt(e){var t=e.type;return(e=e.nodeName)&&e.toLowerCase()===`input`&&(t===`checkbox`||t===`radio`)}function Jt(e,t,n){var r=Object.getOwnPropertyDescriptor(e.constructor.prototype,t);if(!e.hasOwnProperty(t)&&r!==void 0&&typeof r.get==`function`&&typeof r.set==`function`){var i=r.get,a=r.set;return Object.defineProperty(e,t,{configurable:!0,get:function(){return i.call(this)},set:function(e){n=``+e,a.call(this,e)}}),Object.defineProperty(e,t,{enumerable:r.enumerable}),{getValue:function(){return n},setValue:function(e){n=``+e},stopTracking:function(){e._valueTracker=null,delete e[t]}}}}function Yt(e){if(!e._valueTracker){var t=qt(e)?`checked`:`value`;e._valueTracker=Jt(e,t,``+e[t])}}function Xt(e){if(!e)return!1;var t=e._valueTracker;if(!t)return!0;var n=t.getValue(),r=``;return e&&(r=qt(e)?e.checked?`true`:`false`:e.value),e=r,e!==n&&(t.setValue(e),!0)}var Zt=/[\n"\\]/g;function Qt(e){return e.replace(Zt,function(e){return`\\`+e.charCodeAt(0).toString(16)+` `})}function $t(e,t,n,r,i,a,o,s){e.name=``,o!=null&&typeof o!=`function`&&typeof o!=`symbol`&&typeof o!=`boolean`?e.type=o:e.removeAttribute(`type`),t==null?o!==`submit`&&o!==`reset`||e.removeAttribute(`value`):o===`number`?(t===0&&e.value===``||e.value!=t)&&(e.value=``+Kt(t)):e.value!==``+Kt(t)&&(e.value=``+Kt(t)),t==null?n==null?r!=null&&e.removeAttribute(`value`):tn(e,Kt(n)):o===`number`&&e.value==t?tn(e,Kt(e.value)):tn(e,Kt(t)),i==null&&a!=null&&(e.defaultChecked=!!a),i!=null&&(e.checked=i&&typeof i!=`function`&&typeof i!=`symbol`),s!=null&&typeof s!=`function`&&typeof s!=`symbol`&&typeof s!=`boolean`?e.name=``+Kt(s):e.removeAttribute(`name`)}function en(e,t,n,r,i,a,o,s){if(a!=null&&typeof a!=`function`&&typeof a!=`symbol`&&typeof a!=`boolean`&&(e.type=a),t!=null||n!=null){if(!(a!==`submit`&&a!==`reset`||t!=null)){Yt(e);return}n=n==null?``:``+Kt(n),t=t==null?n:``+Kt(t),s||t===e.value||(e.value=t),e.defaultValue=t}r??=i,r=typeof r!=`function`&&typeof r!=`symbol`&&!!r,e.checked=s?e.checked:!!r,e.defaultChecked=!!r,o!=null&&typeof o!=`function`&&typeof o!=`symbol`&&typeof o!=`boolean`&&(e.name=o),Yt(e)}function tn(e,t){e.defaultValue!==``+t&&(e.defaultValue=``+t)}function nn(e,t,n,r){if(e=e.options,t){t={};for(var i=0;i<n.length;i++)t[`$`+n[i]]=!0;for(n=0;n<e.length;n++)i=t.hasOwnProperty(`$`+e[n].value),e[n].selected!==i&&(e[n].selected=i),i&&r&&(e[n].defaultSelected=!0)}else{for(n=``+Kt(n),t=null,i=0;i<e.length;i++){if(e[i].value===n){e[i].selected=!0,r&&(e[i].defaultSelected=!0);return}t!==null||e[i].disabled||(t=e[i])}t!==null&&(t.selected=!0)}}function rn(e,t,n){t!=null&&(t=``+Kt(t),t!==e.value&&(e.value=t),n==null)?e.defaultValue!==t&&(e.defaultValue=t):e.defaultValue=n==null?``:``+Kt(n)}function an(e,t,n,r){if(t==null){if(r!=null){if(n!=null)throw Error(i(92));if(de(r)){if(1<r.length)throw Error(i(93));r=r[0]}n=r}n??=``,t=n}n=Kt(t),e.defaultValue=n,r=e.textContent,r===n&&r!==``&&r!==null&&(e.value=r),Yt(e)}function on(e,t){if(t){var n=e.firstChild;if(n&&n===e.lastChild&&n.nodeType===3){n.nodeValue=t;return}}e.textContent=t}var sn=new Set(`animationIterationCount aspectRatio borderImageOutset borderImageSlice borderImageWidth boxFlex boxFlexGroup boxOrdinalGroup columnCount columns flex flexGrow flexPositive flexShrink flexNegative flexOrder gridArea gridRow gridRowEnd gridRowSpan gridRowStart gridColumn gridColumnEnd gridColumnSpan gridColumnStart fontWeight lineClamp lineHeight opacity order orphans scale tabSize widows zIndex zoom fillOpacity floodOpacity stopOpacity strokeDasharray strokeDashoffset strokeMiterlimit strokeOpacity strokeWidth MozAnimationIterationCount MozBoxFlex MozBoxFlexGroup MozLineClamp msAnimationIterationCount msFlex msZoom msFlexGrow msFlexNegative msFlexOrder msFlexPositive msFlexShrink msGridColumn msGridColumnSpan msGridRow msGridRowSpan WebkitAnimationIterationCount WebkitBoxFlex WebKitBoxFlexGroup WebkitBoxOrdinalGroup WebkitColumnCount WebkitColumns WebkitFlex WebkitFlexGrow WebkitFlexPositive WebkitFlexShrink WebkitLineClamp`.split(` `));function cn(e,t,n){var r=t.indexOf(`--`)===0;n==null||typeof n==`boolean`||n===``?r?e.setProperty(t,``):t===`float`?e.cssFloat=``:e[t]=``:r?e.setProperty(t,n):typeof n!=`number`||n===0||sn.has(t)?t===`float`?e.cssFloat=n:e[t]=(``+n).trim():e[t]=n+`px`}function ln(e,t,n){if(t!=null&&typeof t!=`object`)throw Error(i(62));if(e=e.style,n!=null){for(var r in n)!n.hasOwnProperty(r)||t!=null&&t.hasOwnProperty(r)||(r.indexOf(`--`)===0?e.setProperty(r,``):r===`float`?e.cssFloat=``:e[r]=``,H=!0);for(var a in t)r=t[a],t.hasOwnProperty(a)&&n[a]!==r&&(cn(e,a,r),H=!0)}else for(var o in t)t.hasOwnProperty(o)&&cn(e,o,t[o])}function un(e){if(e.indexOf(`-`)===-1)return!1;switch(e){case`annotation-xml`:case`color-profile`:case`font-face`:case`font-face-src`:case`font-face-uri`:case`font-face-format`:case`font-face-name`:case`missing-glyph`:return!1;default:return!0}}var dn=new Map([[`acceptCharset`,`accept-charset`],[`htmlFor`,`for`],[`httpEquiv`,`http-equiv`],[`crossOrigin`,`crossorigin`],[`accentHeight`,`accent-height`],[`alignmentBaseline`,`alignment-baseline`],[`arabicForm`,`arabic-form`],[`baselineShift`,`baseline-shift`],[`capHeight`,`cap-height`],[`clipPath`,`clip-path`],[`clipRule`,`clip-rule`],[`colorInterpolation`,`color-interpolation`],[`colorInterpolationFilters`,`color-interpolation-filters`],[`colorProfile`,`color-profile`],[`colorRendering`,`color-rendering`],[`dominantBaseline`,`dominant-baseline`],[`enableBackground`,`enable-background`],[`fillOpacity`,`fill-opacity`],[`fillRule`,`fill-rule`],[`floodColor`,`flood-color`],[`floodOpacity`,`flood-opacity`],[`fontFamily`,`font-family`],[`fontSize`,`font-size`],[`fontSizeAdjust`,`font-size-adjust`],[`fontStretch`,`font-stretch`],[`fontStyle`,`font-style`],[`fontVariant`,`font-variant`],[`fontWeight`,`font-weight`],[`glyphName`,`glyph-name`],[`glyphOrientationHorizontal`,`glyph-orientation-horizontal`],[`glyphOrientationVertical`,`glyph-orientation-vertical`],[`horizAdvX`,`horiz-adv-x`],[`horizOriginX`,`horiz-origin-x`],[`imageRendering`,`image-rendering`],[`letterSpacing`,`letter-spacing`],[`lightingColor`,`lighting-color`],[`markerEnd`,`marker-end`],[`markerMid`,`marker-mid`],[`markerStart`,`marker-start`],[`maskType`,`mask-type`],[`overlinePosition`,`overline-position`],[`overlineThickness`,`overline-thickness`],[`paintOrder`,`paint-order`],[`panose-1`,`panose-1`],[`pointerEvents`,`pointer-events`],[`renderingIntent`,`rendering-intent`],[`shapeRendering`,`shape-rendering`],[`stopColor`,`stop-color`],[`stopOpacity`,`stop-opacity`],[`strikethroughPosition`,`strikethrough-position`],[`strikethroughThickness`,`strikethrough-thickness`],[`strokeDasharray`,`stroke-dasharray`],[`strokeDashoffset`,`stroke-dashoffset`],[`strokeLinecap`,`stroke-linecap`],[`strokeLinejoin`,`stroke-linejoin`],[`strokeMiterlimit`,`stroke-miterlimit`],[`strokeOpacity`,`stroke-opacity`],[`strokeWidth`,`stroke-width`],[`textAnchor`,`text-anchor`],[`textDecoration`,`text-decoration`],[`textRendering`,`text-rendering`],[`transformOrigin`,`transform-origin`],[`underlinePosition`,`underline-position`],[`underlineThickness`,`underline-thickness`],[`unicodeBidi`,`unicode-bidi`],[`unicodeRange`,`unicode-range`],[`unitsPerEm`,`units-per-em`],[`vAlphabetic`,`v-alphabetic`],[`vHanging`,`v-hanging`],[`vIdeographic`,`v-ideographic`],[`vMathematical`,`v-mathematical`],[`vectorEffect`,`vector-effect`],[`vertAdvY`,`vert-adv-y`],[`vertOriginX`,`vert-origin-x`],[`vertOriginY`,`vert-origin-y`],[`wordSpacing`,`word-spacing`],[`writingMode`,`writing-mode`],[`xmlnsXlink`,`xmlns:xlink`],[`xHeight`,`x-height`]]),fn=/^[\u0000-\u001F ]*j[\r\n\t]*a[\r\n\t]*v[\r\n\t]*a[\r\n\t]*s[\r\n\t]*c[\r\n\t]*r[\r\n\t]*i[\r\n\t]*p[\r\n\t]*t[\r\n\t]*:/i;function pn(e){return fn.test(``+e)?`javascript:throw new Error('React has blocked a javascript: URL as a security precaution.')`:e}function mn(){}var hn=null;function gn(e){return e=e.target||e.srcElement||window,e.correspondingUseElement&&(e=e.correspondingUseElement),e.nodeType===3?e.parentNode:e}var _n=null,vn=null;function yn(e){var t=kt(e);if(t&&(e=t.stateNode)){var n=e[yt]||null;switch(e=t.stateNode,t.type){case`input`:if($t(e,n.value,n.defaultValue,n.defaultValue,n.checked,n.defaultChecked,n.type,n.name),t=n.name,n.type===`radio`&&t!=null){for(n=e;n.parentNode;)n=n.parentNode;for(n=n.querySelectorAll(`input[name="`+Qt(``+t)+`"][type="radio"]`),t=0;t<n.length;t++){var r=n[t];if(r!==e&&r.form===e.form){var a=r[yt]||null;if(!a)throw Error(i(90));$t(r,a.value,a.defaultValue,a.defaultValue,a.checked,a.defaultChecked,a.type,a.name)}}for(t=0;t<n.length;t++)r=n[t],r.form===e.form&&Xt(r)}break;case`textarea`:rn(e,n.value,n.defaultValue);break;case`select`:t=n.value,t!=null&&nn(e,!!n.multiple,t,!1)}}}var bn=!1;function xn(e,t,n){if(bn)return e(t,n);bn=!0;try{return e(t)}finally{if(bn=!1,(_n!==null||vn!==null)&&(Ld(),_n&&(t=_n,e=vn,vn=_n=null,yn(t),e)))for(t=0;t<e.length;t++)yn(e[t])}}function Sn(e,t){var n=e.stateNode;if(n===null)return null;var r=n[yt]||null;if(r===null)return null;switch(n=r[t],t){case`onClick`:case`onClickCapture`:case`onDoubleClick`:case`onDoubleClickCapture`:case`onMouseDown`:case`onMouseDownCapture`:case`onMouseMove`:case`onMouseMoveCapture`:case`onMouseUp`:case`onMouseUpCapture`:case`onMouseEnter`:(r=!r.disabled)||(e=e.type,r=e!==`button`&&e!==`input`&&e!==`select`&&e!==`textarea`),e=!r;break;default:e=!1}if(e)return null;if(n&&typeof n!=`function`)throw Error(i(231,t,typeof n));return n}var Cn=typeof window<`u`&&window.document!==void 0&&window.document.createElement!==void 0,U=!1;if(Cn)try{var wn={};Object.defineProperty(wn,"passive",{get:function(){U=!0}}),window.addEventListener(`test`,wn,wn),window.removeEventListener(`test`,wn,wn)}catch{U=!1}var Tn=null,En=null,Dn=null;function On(){if(Dn)return Dn;var e,t=En,n=t.length,r,i=`value`in Tn?Tn.value:Tn.textContent,a=i.length;for(e=0;e<n&&t[e]===i[e];e++);var o=n-e;for(r=1;r<=o&&t[n-r]===i[a-r];r++);return Dn=i.slice(e,1<r?1-r:void 0)}function kn(e){var t=e.keyCode;return`charCode`in e?(e=e.charCode,e===0&&t===13&&(e=13)):e=t,e===10&&(e=13),32<=e||e===13?e:0}function An(){return!0}function jn(){return!1}function Mn(e){function t(t,n,r,i,a){for(var o in this._reactName=t,this._targetInst=r,this.type=n,this.nativeEvent=i,this.target=a,this.currentTarget=null,e)e.hasOwnProperty(o)&&(t=e[o],this[o]=t?t(i):i[o]);return this.isDefaultPrevented=(i.defaultPrevented==null?!1===i.returnValue:i.defaultPrevented)?An:jn,this.isPropagationStopped=jn,this}return T(t.prototype,{preventDefault:function(){this.defaultPrevented=!0;var e=this.nativeEvent;e&&(e.preventDefault?e.preventDefault():typeof e.returnValue!=`unknown`&&(e.returnValue=!1),this.isDefaultPrevented=An)},stopPropagation:function(){var e=this.nativeEvent;e&&(e.stopPropagation?e.stopPropagation():typeof e.cancelBubble!=`unknown`&&(e.cancelBubble=!0),this.isPropagationStopped=An)},persist:function(){},isPersistent:An}),t}var Nn={eventPhase:0,bubbles:0,cancelable:0,timeStamp:function(e){return e.timeStamp||Date.now()},defaultPrevented:0,isTrusted:0},Pn=Mn(Nn),Fn=T({},Nn,{view:0,detail:0}),In=Mn(Fn),Ln,Rn,zn,Bn=T({},Fn,{screenX:0,screenY:0,clientX:0,clientY:0,pageX:0,pageY:0,ctrlKey:0,shiftKey:0,altKey:0,metaKey:0,getModifierState:Xn,button:0,buttons:0,relatedTarget:function(e){return e.relatedTarget===void 0?e.fromElement===e.srcElement?e.toElement:e.fromElement:e.relatedTarget},movementX:function(e){return`movementX`in e?e.movementX:(e!==zn&&(zn&&e.type===`mousemove`?(Ln=e.screenX-zn.screenX,Rn=e.screenY-zn.screenY):Rn=Ln=0,zn=e),Ln)},movementY:function(e){return`movementY`in e?e.movementY:Rn}}),W=Mn(Bn),Vn=Mn(T({},Bn,{dataTransfer:0})),Hn=Mn(T({},Fn,{relatedTarget:0})),Un=Mn(T({},Nn,{animationName:0,elapsedTime:0,pseudoElement:0})),Wn=Mn(T({},Nn,{clipboardData:function(e){return`clipboardData`in e?e.clipboardData:window.clipboardData}})),Gn=Mn(T({},Nn,{data:0})),Kn={Esc:`Escape`,Spacebar:` `,Left:`ArrowLeft`,Up:`ArrowUp`,Right:`ArrowRight`,Down:`ArrowDown`,Del:`Delete`,Win:`OS`,Menu:`ContextMenu`,Apps:`ContextMenu`,Scroll:`ScrollLock`,MozPrintableKey:`Unidentified`},qn={8:`Backspace`,9:`Tab`,12:`Clear`,13:`Enter`,16:`Shift`,17:`Control`,18:`Alt`,19:`Pause`,20:`CapsLock`,27:`Escape`,32:` `,33:`PageUp`,34:`PageDown`,35:`End`,36:`Home`,37:`ArrowLeft`,38:`ArrowUp`,39:`ArrowRight`,40:`ArrowDown`,45:`Insert`,46:`Delete`,112:`F1`,113:`F2`,114:`F3`,115:`F4`,116:`F5`,117:`F6`,118:`F7`,119:`F8`,120:`F9`,121:`F10`,122:`F11`,123:`F12`,144:`NumLock`,145:`ScrollLock`,224:`Meta`},Jn={Alt:`altKey`,Control:`ctrlKey`,Meta:`metaKey`,Shift:`shiftKey`};function Yn(e){var t=this.nativeEvent;return t.getModifierState?t.getModifierState(e):(e=Jn[e])?!!t[e]:!1}function Xn(){return Yn}var Zn=Mn(T({},Fn,{key:function(e){if(e.key){var t=Kn[e.key]||e.key;if(t!==`Unidentified`)return t}return e.type===`keypress`?(e=kn(e),e===13?`Enter`:String.fromCharCode(e)):e.type===`keydown`||e.type===`keyup`?qn[e.keyCode]||`Unidentified`:``},code:0,location:0,ctrlKey:0,shiftKey:0,altKey:0,metaKey:0,repeat:0,locale:0,getModifierState:Xn,charCode:function(e){return e.type===`keypress`?kn(e):0},keyCode:function(e){return e.type===`keydown`||e.type===`keyup`?e.keyCode:0},which:function(e){return e.type===`keypress`?kn(e):e.type===`keydown`||e.type===`keyup`?e.keyCode:0}})),Qn=Mn(T({},Bn,{pointerId:0,width:0,height:0,pressure:0,tangentialPressure:0,tiltX:0,tiltY:0,twist:0,pointerType:0,isPrimary:0})),$n=Mn(T({},Nn,{submitter:0})),er=Mn(T({},Fn,{touches:0,targetTouches:0,changedTouches:0,altKey:0,metaKey:0,ctrlKey:0,shiftKey:0,getModifierState:Xn})),tr=Mn(T({},Nn,{propertyName:0,elapsedTime:0,pseudoElement:0})),nr=Mn(T({},Bn,{deltaX:function(e){return`deltaX`in e?e.deltaX:`wheelDeltaX`in e?-e.wheelDeltaX:0},deltaY:function(e){return`deltaY`in e?e.deltaY:`wheelDeltaY`in e?-e.wheelDeltaY:`wheelDelta`in e?-e.wheelDelta:0},deltaZ:0,deltaMode:0})),G=Mn(T({},Nn,{newState:0,oldState:0,source:0})),rr=[9,13,27,32],ir=Cn&&`CompositionEvent`in window,ar=null;Cn&&`documentMode`in document&&(ar=document.documentMode);var or=Cn&&`TextEvent`in window&&!ar,sr=Cn&&(!ir||ar&&8<ar&&11>=ar),cr=` `,lr=!1;function ur(e,t){switch(e){case`keyup`:return rr.indexOf(t.keyCode)!==-1;case`keydown`:return t.keyCode!==229;case`keypress`:case`mousedown`:case`focusout`:return!0;default:return!1}}function dr(e){return e=e.detail,typeof e==`object`&&`data`in e?e.data:null}var fr=!1;function pr(e,t){switch(e){case`compositionend`:return dr(t);case`keypress`:return t.which===32?(lr=!0,cr):null;case`textInput`:return e=t.data,e===cr&&lr?null:e;default:return null}}function mr(e,t){if(fr)return e===`compositionend`||!ir&&ur(e,t)?(e=On(),Dn=En=Tn=null,fr=!1,e):null;switch(e){case`paste`:return null;case`keypress`:if(!(t.ctrlKey||t.altKey||t.metaKey)||t.ctrlKey&&t.altKey){if(t.char&&1<t.char.length)return t.char;if(t.which)return String.fromCharCode(t.which)}return null;case`compositionend`:return sr&&t.locale!==`ko`?null:t.data;default:return null}}var hr={color:!0,date:!0,datetime:!0,"datetime-local":!0,email:!0,month:!0,number:!0,password:!0,range:!0,search:!0,tel:!0,text:!0,time:!0,url:!0,week:!0};function gr(e){var t=e&&e.nodeName&&e.nodeName.toLowerCase();return t===`input`?!!hr[e.type]:t===`textarea`}function _r(e,t,n,r){_n?vn?vn.push(r):vn=[r]:_n=r,t=qf(t,`onChange`),0<t.length&&(n=new Pn(`onChange`,`change`,null,n,r),e.push({event:n,listeners:t}))}var vr=null,yr=null;function br(e){Bf(e,0)}function xr(e){if(Xt(At(e)))return e}function Sr(e,t){if(e===`change`)return t}var Cr=!1;if(Cn){var wr;if(Cn){var Tr=`oninput`in document;if(!Tr){var Er=document.createElement(`div`);Er.setAttribute(`oninput`,`return;`),Tr=typeof Er.oninput==`function`}wr=Tr}else wr=!1;Cr=wr&&(!document.documentMode||9<document.documentMode)}function Dr(){vr&&(vr.detachEvent(`onpropertychange`,Or),yr=vr=null)}function Or(e){if(e.propertyName===`value`&&xr(yr)){var t=[];_r(t,yr,e,gn(e)),xn(br,t)}}function kr(e,t,n){e===`focusin`?(Dr(),vr=t,yr=n,vr.attachEvent(`onpropertychange`,Or)):e===`focusout`&&Dr()}function Ar(e){if(e===`selectionchange`||e===`keyup`||e===`keydown`)return xr(yr)}function jr(e,t){if(e===`click`)return xr(t)}function Mr(e,t){if(e===`input`||e===`change`)return xr(t)}function Nr(e,t){return e===t&&(e!==0||1/e==1/t)||e!==e&&t!==t}var Pr=typeof Object.is==`function`?Object.is:Nr;function Fr(e,t){if(Pr(e,t))return!0;if(typeof e!=`object`||!e||typeof t!=`object`||!t)return!1;var n=Object.keys(e),r=Object.keys(t);if(n.length!==r.length)return!1;for(r=0;r<n.length;r++){var i=n[r];if(!Ae.call(t,i)||!Pr(e[i],t[i]))return!1}return!0}function Ir(e){if(e||=typeof document<`u`?document:void 0,e===void 0)return null;try{return e.activeElement||e.body}catch{return e.body}}function Lr(e){for(;e&&e.firstChild;)e=e.firstChild;return e}function K(e,t){var n=Lr(e);e=0;for(var r;n;){if(n.nodeType===3){if(r=e+n.textContent.length,e<=t&&r>=t)return{node:n,offset:t-e};e=r}e:{for(;n;){if(n.nextSibling){n=n.nextSibling;break e}n=n.parentNode}n=void 0}n=Lr(n)}}function Rr(e,t){return e&&t?e===t?!0:e&&e.nodeType===3?!1:t&&t.nodeType===3?Rr(e,t.parentNode):`contains`in e?e.contains(t):e.compareDocumentPosition?!!(e.compareDocumentPosition(t)&16):!1:!1}function zr(e){e=e!=null&&e.ownerDocument!=null&&e.ownerDocument.defaultView!=null?e.ownerDocument.defaultView:window;for(var t=Ir(e.document);t instanceof e.HTMLIFrameElement;){try{var n=typeof t.contentWindow.location.href==`string`}catch{n=!1}if(n)e=t.contentWindow;else break;t=Ir(e.document)}return t}function Br(e){var t=e&&e.nodeName&&e.nodeName.toLowerCase();return t&&(t===`input`&&(e.type===`text`||e.type===`search`||e.type===`tel`||e.type===`url`||e.type===`password`)||t===`textarea`||e.contentEditable===`true`)}var Vr=Cn&&`documentMode`in document&&11>=document.documentMode,Hr=null,Ur=null,Wr=null,Gr=!1;function q(e,t,n){var r=n.window===n?n.document:n.nodeType===9?n:n.ownerDocument;Gr||Hr==null||Hr!==Ir(r)||(r=Hr,`selectionStart`in r&&Br(r)?r={start:r.selectionStart,end:r.selectionEnd}:(r=(r.ownerDocument&&r.ownerDocument.defaultView||window).getSelection(),r={anchorNode:r.anchorNode,anchorOffset:r.anchorOffset,focusNode:r.focusNode,focusOffset:r.focusOffset}),Wr&&Fr(Wr,r)||(Wr=r,r=qf(Ur,`onSelect`),0<r.length&&(t=new Pn(`onSelect`,`select`,null,t,n),e.push({event:t,listeners:r}),t.target=Hr)))}function Kr(e,t){var n={};return n[e.toLowerCase()]=t.toLowerCase(),n[`Webkit`+e]=`webkit`+t,n[`Moz`+e]=`moz`+t,n}var qr={animationend:Kr(`Animation`,`AnimationEnd`),animationiteration:Kr(`Animation`,`AnimationIteration`),animationstart:Kr(`Animation`,`AnimationStart`),transitionrun:Kr(`Transition`,`TransitionRun`),transitionstart:Kr(`Transition`,`TransitionStart`),transitioncancel:Kr(`Transition`,`TransitionCancel`),transitionend:Kr(`Transition`,`TransitionEnd`)},Jr={},Yr={};Cn&&(Yr=document.createElement(`div`).style,`AnimationEvent`in window||(delete qr.animationend.animation,delete qr.animationiteration.animation,delete qr.animationstart.animation),`TransitionEvent`in window||delete qr.transitionend.transition);function Xr(e){if(Jr[e])return Jr[e];if(!qr[e])return e;var t=qr[e],n;for(n in t)if(t.hasOwnProperty(n)&&n in Yr)return Jr[e]=t[n];return e}var Zr=Xr(`animationend`),Qr=Xr(`animationiteration`),$r=Xr(`animationstart`),ei=Xr(`transitionrun`),ti=Xr(`transitionstart`),ni=Xr(`transitioncancel`),ri=Xr(`transitionend`),ii=new Map,ai=`abort auxClick beforeToggle cancel canPlay canPlayThrough click close contextMenu copy cut drag dragEnd dragEnter dragExit dragLeave dragOver dragStart drop durationChange emptied encrypted ended error fullscreenChange fullscreenError gotPointerCapture input invalid keyDown keyPress keyUp load loadedData loadedMetadata loadStart lostPointerCapture mouseDown mouseMove mouseOut mouseOver mouseUp paste pause play playing pointerCancel pointerDown pointerMove pointerOut pointerOver pointerUp progress rateChange reset resize seeked seeking stalled submit suspend timeUpdate touchCancel touchEnd touchStart volumeChange scroll toggle touchMove waiting wheel`.split(` `);ai.push(`scrollEnd`);function oi(e,t){ii.set(e,t),It(t,[e])}var si=0;function ci(e,t){if(e.name!=null&&e.name!==`auto`)return e.name;if(t.autoName!==null)return t.autoName;e=vd.identifierPrefix;var n=si++;return e=`_`+e+`t_`+n.toString(32)+`_`,t.autoName=e}function li(e){if(e==null||typeof e==`string`)return e;var t=null,n=Ed;if(n!==null)for(var r=0;r<n.length;r++){var i=e[n[r]];if(i!=null){if(i===`none`)return`none`;t=t==null?i:t+(` `+i)}}return t??e.default}function ui(e,t){return e=li(e),t=li(t),t==null?e===`auto`?null:e:t===`auto`?null:t}var di=typeof reportError==`function`?reportError:function(e){if(typeof window==`object`&&typeof window.ErrorEvent==`function`){var t=new window.ErrorEvent(`error`,{bubbles:!0,cancelable:!0,message:typeof e==`object`&&e&&typeof e.message==`string`?String(e.message):String(e),error:e});if(!window.dispatchEvent(t))return}else if(typeof process==`object`&&typeof process.emit==`function`){process.emit(`uncaughtException`,e);return}console.error(e)},fi=[],pi=0,mi=0;function hi(){for(var e=pi,t=mi=pi=0;t<e;){var n=fi[t];fi[t++]=null;var r=fi[t];fi[t++]=null;var i=fi[t];fi[t++]=null;var a=fi[t];if(fi[t++]=null,r!==null&&i!==null){var o=r.pending;o===null?i.next=i:(i.next=o.next,o.next=i),r.pending=i}a!==0&&yi(n,i,a)}}function gi(e,t,n,r){fi[pi++]=e,fi[pi++]=t,fi[pi++]=n,fi[pi++]=r,mi|=r,e.lanes|=r,e=e.alternate,e!==null&&(e.lanes|=r)}function _i(e,t,n,r){return gi(e,t,n,r),bi(e)}function vi(e,t){return gi(e,null,null,t),bi(e)}function yi(e,t,n){e.lanes|=n;var r=e.alternate;r!==null&&(r.lanes|=n);for(var i=!1,a=e.return;a!==null;)a.childLanes|=n,r=a.alternate,r!==null&&(r.childLanes|=n),a.tag===22&&(e=a.stateNode,e===null||e._visibility&1||(i=!0)),e=a,a=a.return;return e.tag===3?(a=e.stateNode,i&&t!==null&&(i=31-qe(n),e=a.hiddenUpdates,r=e[i],r===null?e[i]=[t]:r.push(t),t.lane=n|536870912),a):null}function bi(e){if(50<Dd)throw Dd=0,Od=null,Error(i(185));for(var t=e.return;t!==null;)e=t,t=e.return;return e.tag===3?e.stateNode:null}var xi={};function Si(e,t,n,r){this.tag=e,this.key=n,this.sibling=this.child=this.return=this.stateNode=this.type=this.elementType=null,this.index=0,this.refCleanup=this.ref=null,this.pendingProps=t,this.dependencies=this.memoizedState=this.updateQueue=this.memoizedProps=null,this.mode=r,this.subtreeFlags=this.flags=0,this.deletions=null,this.childLanes=this.lanes=0,this.alternate=null}function Ci(e,t,n,r){return new Si(e,t,n,r)}function wi(e){return e=e.prototype,!(!e||!e.isReactComponent)}function Ti(e,t){var n=e.alternate;return n===null?(n=Ci(e.tag,t,e.key,e.mode),n.elementType=e.elementType,n.type=e.type,n.stateNode=e.stateNode,n.alternate=e,e.alternate=n):(n.pendingProps=t,n.type=e.type,n.flags=0,n.subtreeFlags=0,n.deletions=null),n.flags=e.flags&0x47f00000,n.childLanes=e.childLanes,n.lanes=e.lanes,n.child=e.child,n.memoizedProps=e.memoizedProps,n.memoizedState=e.memoizedState,n.updateQueue=e.updateQueue,t=e.dependencies,n.dependencies=t===null?null:{lanes:t.lanes,firstContext:t.firstContext},n.sibling=e.sibling,n.index=e.index,n.ref=e.ref,n.refCleanup=e.refCleanup,n}function Ei(e,t){e.flags&=0x47f00002;var n=e.alternate;return n===null?(e.childLanes=0,e.lanes=t,e.child=null,e.subtreeFlags=0,e.memoizedProps=null,e.memoizedState=null,e.updateQueue=null,e.dependencies=null,e.stateNode=null):(e.childLanes=n.childLanes,e.lanes=n.lanes,e.child=n.child,e.subtreeFlags=0,e.deletions=null,e.memoizedProps=n.memoizedProps,e.memoizedState=n.memoizedState,e.updateQueue=n.updateQueue,e.type=n.type,t=n.dependencies,e.dependencies=t===null?null:{lanes:t.lanes,firstContext:t.firstContext}),e}function Di(e,t,n,r,a,o){var s=0;if(r=e,typeof r==`function`)wi(r)&&(s=1);else if(typeof r==`string`)s=qm(e,n,ge.current)?26:e===`html`||e===`head`||e===`body`?27:5;else e:switch(r){case re:return e=Ci(31,n,t,a),e.elementType=re,e.lanes=o,e;case k:return Oi(n.children,a,o,t);case A:s=8,a|=24;break;case j:return e=Ci(12,n,t,a|2),e.elementType=j,e.lanes=o,e;case P:return e=Ci(13,n,t,a),e.elementType=P,e.lanes=o,e;case te:return e=Ci(19,n,t,a),e.elementType=te,e.lanes=o,e;case ie:case ae:return e=a|32,e=Ci(30,n,t,e),e.elementType=ae,e.lanes=o,e.stateNode={autoName:null,paired:null,clones:null,ref:null},e;default:if(typeof r==`object`&&r)switch(r.$$typeof){case N:s=10;break e;case M:s=9;break e;case ee:s=11;break e;case ne:s=14;break e;case F:s=16,r=null;break e}s=29,n=Error(i(130,e===null?`null`:typeof e,``)),r=null}return t=Ci(s,n,t,a),t.elementType=e,t.type=r,t.lanes=o,t}function Oi(e,t,n,r){return e=Ci(7,e,r,t),e.lanes=n,e}function ki(e,t,n){return e=Ci(6,e,null,t),e.lanes=n,e}function Ai(e){var t=Ci(18,null,null,0);return t.stateNode=e,t}function ji(e,t,n){return t=Ci(4,e.children===null?[]:e.children,e.key,t),t.lanes=n,t.stateNode={containerInfo:e.containerInfo,pendingChildren:null,implementation:e.implementation},t}var Mi=new WeakMap;function Ni(e,t){if(typeof e==`object`&&e){var n=Mi.get(e);return n===void 0?(t={value:e,source:t,stack:ke(t)},Mi.set(e,t),t):n}return{value:e,source:t,stack:ke(t)}}var Pi=[],Fi=0,Ii=null,Li=0,Ri=[],zi=0,Bi=null,Vi=1,Hi=``;function Ui(e,t){Pi[Fi++]=Li,Pi[Fi++]=Ii,Ii=e,Li=t}function Wi(e,t,n){Ri[zi++]=Vi,Ri[zi++]=Hi,Ri[zi++]=Bi,Bi=e;var r=Vi;e=Hi;var i=32-qe(r)-1;r&=~(1<<i),n+=1;var a=32-qe(t)+i;if(30<a){var o=i-i%5;a=(r&(1<<o)-1).toString(32),r>>=o,i-=o,Vi=1<<32-qe(t)+i|n<<i|r,Hi=a+e}else Vi=1<<a|n<<i|r,Hi=e}function Gi(e){e.return!==null&&(Ui(e,1),Wi(e,1,0))}function Ki(e){for(;e===Ii;)Ii=Pi[--Fi],Pi[Fi]=null,Li=Pi[--Fi],Pi[Fi]=null;for(;e===Bi;)Bi=Ri[--zi],Ri[zi]=null,Hi=Ri[--zi],Ri[zi]=null,Vi=Ri[--zi],Ri[zi]=null}function qi(e,t){Ri[zi++]=Vi,Ri[zi++]=Hi,Ri[zi++]=Bi,Vi=t.id,Hi=t.overflow,Bi=e}var Ji=null,Yi=null,J=!1,Xi=null,Zi=!1,Qi=Error(i(519));function $i(e){throw aa(Ni(Error(i(418,1<arguments.length&&arguments[1]!==void 0&&arguments[1]?`text`:`HTML`,``)),e)),Qi}function ea(e){var t=e.stateNode,n=e.type,r=e.memoizedProps;switch(t[vt]=e,t[yt]=r,n){case`dialog`:Q(`cancel`,t),Q(`close`,t);break;case`iframe`:case`object`:case`embed`:Q(`load`,t);break;case`video`:case`audio`:for(n=0;n<Rf.length;n++)Q(Rf[n],t);break;case`source`:Q(`error`,t);break;case`img`:case`image`:case`link`:Q(`error`,t),Q(`load`,t);break;case`details`:Q(`toggle`,t);break;case`input`:Q(`invalid`,t),en(t,r.value,r.defaultValue,r.checked,r.defaultChecked,r.type,r.name,!0);break;case`select`:Q(`invalid`,t);break;case`textarea`:Q(`invalid`,t),an(t,r.value,r.defaultValue,r.children)}n=r.children,typeof n!=`string`&&typeof n!=`number`&&typeof n!=`bigint`||t.textContent===``+n||!0===r.suppressHydrationWarning||$f(t.textContent,n)?(r.popover!=null&&(Q(`beforetoggle`,t),Q(`toggle`,t)),r.onScroll!=null&&Q(`scroll`,t),r.onScrollEnd!=null&&Q(`scrollend`,t),r.onClick!=null&&(t.onclick=mn),t=!0):t=!1,t||$i(e,!0)}function ta(e){for(Ji=e.return;Ji;)switch(Ji.tag){case 5:case 31:case 13:Zi=!1;return;case 27:case 3:Zi=!0;return;default:Ji=Ji.return}}function na(e){if(e!==Ji)return!1;if(!J)return ta(e),J=!0,!1;var t=e.tag,n;if((n=t!==3&&t!==27)&&((n=t===5)&&(n=e.type,n=n===`form`||n===`button`||pp(e.type,e.memoizedProps)),n=!n),n&&Yi&&$i(e),ta(e),t===13){if(e=e.memoizedState,e=e===null?null:e.dehydrated,!e)throw Error(i(317));Yi=dm(e)}else if(t===31){if(e=e.memoizedState,e=e===null?null:e.dehydrated,!e)throw Error(i(317));Yi=dm(e)}else t===27?(t=Yi,Sp(e.type)?(e=um,um=null,Yi=e):Yi=t):Yi=Ji?lm(e.stateNode.nextSibling):null;return!0}function ra(){Yi=Ji=null,J=!1}function ia(){var e=Xi;return e!==null&&(ud===null?ud=e:ud.push.apply(ud,e),Xi=null),e}function aa(e){Xi===null?Xi=[e]:Xi.push(e)}var oa=he(null),sa=null,ca=null;function la(e,t,n){B(oa,t._currentValue),t._currentValue=n}function ua(e){e._currentValue=oa.current,z(oa)}function da(e,t,n){for(;e!==null;){var r=e.alternate;if((e.childLanes&t)===t?r!==null&&(r.childLanes&t)!==t&&(r.childLanes|=t):(e.childLanes|=t,r!==null&&(r.childLanes|=t)),e===n)break;e=e.return}}function fa(e,t,n,r){var a=e.child;for(a!==null&&(a.return=e);a!==null;){var o=a.dependencies;if(o!==null){var s=a.child;o=o.firstContext;e:for(;o!==null;){var c=o;o=a;for(var l=0;l<t.length;l++)if(c.context===t[l]){o.lanes|=n,c=o.alternate,c!==null&&(c.lanes|=n),da(o.return,n,e),r||(s=null);break e}o=c.next}}else if(a.tag===18){if(s=a.return,s===null)throw Error(i(341));s.lanes|=n,o=s.alternate,o!==null&&(o.lanes|=n),da(s,n,e),s=null}else a.tag===13&&a.memoizedState!==null&&a.memoizedState.dehydrated===null?(a.lanes|=n,s=a.alternate,s!==null&&(s.lanes|=n),da(a.return,n,e),s=a.child,s=s===null?null:s.sibling):s=a.child;if(s!==null)s.return=a;else for(s=a;s!==null;){if(s===e){s=null;break}if(a=s.sibling,a!==null){a.return=s.return,s=a;break}s=s.return}a=s}}function pa(e,t,n,r){e=null;for(var a=t,o=!1;a!==null;){if(!o){if(a.flags&524288)o=!0;else if(a.flags&262144)break}if(a.tag===10){var s=a.alternate;if(s===null)throw Error(i(387));if(s=s.memoizedProps,s!==null){var c=a.type;Pr(a.pendingProps.value,s.value)||(e===null?e=[c]:e.push(c))}}else if(a===ye.current){if(s=a.alternate,s===null)throw Error(i(387));s.memoizedState.memoizedState!==a.memoizedState.memoizedState&&(e===null?e=[sh]:e.push(sh))}a=a.return}return e!==null&&fa(t,e,n,r),t.flags|=262144,e!==null}function ma(e){for(e=e.firstContext;e!==null;){if(!Pr(e.context._currentValue,e.memoizedValue))return!0;e=e.next}return!1}function ha(e){sa=e,ca=null,e=e.dependencies,e!==null&&(e.firstContext=null)}function ga(e){return va(sa,e)}function _a(e,t){return sa===null&&ha(e),va(e,t)}function va(e,t){var n=t._currentValue;if(t={context:t,memoizedValue:n,next:null},ca===null){if(e===null)throw Error(i(308));ca=t,e.dependencies={lanes:0,firstContext:t},e.flags|=524288}else ca=ca.next=t;return n}var ya=typeof AbortController<`u`?AbortController:function(){var e=[],t=this.signal={aborted:!1,addEventListener:function(t,n){e.push(n)}};this.abort=function(){t.aborted=!0,e.forEach(function(e){return e()})}},ba=t.unstable_scheduleCallback,xa=t.unstable_NormalPriority,Sa={$$typeof:N,Consumer:null,Provider:null,_currentValue:null,_currentValue2:null,_threadCount:0};function Ca(){return{controller:new ya,data:new Map,refCount:0}}function wa(e){e.refCount--,e.refCount===0&&ba(xa,function(){e.controller.abort()})}function Ta(e,t){if(e.pendingLanes&4194048){var n=e.transitionTypes;for(n===null&&(n=e.transitionTypes=[]),e=0;e<t.length;e++){var r=t[e];n.indexOf(r)===-1&&n.push(r)}}}var Ea=null;function Da(e){var t=e.transitionTypes;return e.transitionTypes=null,t}var Oa=null,ka=0,Aa=0,ja=null;function Ma(e,t){if(Oa===null){var n=Oa=[];ka=0,Aa=Nf(),ja={status:`pending`,value:void 0,then:function(e){n.push(e)}}}return ka++,t.then(Na,Na),t}function Na(){if(--ka===0&&(Ea=null,Oa!==null)){ja!==null&&(ja.status=`fulfilled`);var e=Oa;Oa=null,Aa=0,ja=null;for(var t=0;t<e.length;t++)(0,e[t])()}}function Pa(e,t){var n=[],r={status:`pending`,value:null,reason:null,then:function(e){n.push(e)}};return e.then(function(){r.status=`fulfilled`,r.value=t;for(var e=0;e<n.length;e++)(0,n[e])(t)},function(e){for(r.status=`rejected`,r.reason=e,e=0;e<n.length;e++)(0,n[e])(void 0)}),r}var Fa=L.S;L.S=function(e,t){if(pd=Fe(),typeof t==`object`&&t&&typeof t.then==`function`&&Ma(e,t),Ea!==null)for(var n=yf;n!==null;)Ta(n,Ea),n=n.next;if(n=e.types,n!==null){for(var r=yf;r!==null;)Ta(r,n),r=r.next;if(Aa!==0){r=Ea,r===null&&(r=Ea=[]);for(var i=0;i<n.length;i++){var a=n[i];r.indexOf(a)===-1&&r.push(a)}}}Fa!==null&&Fa(e,t)};var Ia=he(null);function La(){var e=Ia.current;return e===null?Xu.pooledCache:e}function Ra(e,t){t===null?B(Ia,Ia.current):B(Ia,t.pool)}function za(){var e=La();return e===null?null:{parent:Sa._currentValue,pool:e}}var Ba=Error(i(460)),Va=Error(i(474)),Ha=Error(i(542)),Ua={then:function(){}};function Wa(e){return e=e.status,e===`fulfilled`||e===`rejected`}function Ga(e,t,n){switch(n=e[n],n===void 0?e.push(t):n!==t&&(t.then(mn,mn),t=n),t.status){case`fulfilled`:return t.value;case`rejected`:throw e=t.reason,Ya(e),e===void 0&&!(`reason`in t)?Error(i(600)):e;default:if(typeof t.status==`string`)t.then(mn,mn);else{if(e=Xu,e!==null&&100<e.shellSuspendCounter)throw Error(i(482));e=t,e.status=`pending`,e.then(function(e){if(t.status===`pending`){var n=t;n.status=`fulfilled`,n.value=e}},function(e){if(t.status===`pending`){var n=t;n.status=`rejected`,n.reason=e}})}switch(t.status){case`fulfilled`:return t.value;case`rejected`:throw e=t.reason,Ya(e),e}throw qa=t,Ba}}function Ka(e){try{return(0,e._init)(e._payload)}catch(e){throw typeof e==`object`&&e&&typeof e.then==`function`?(qa=e,Ba):e}}var qa=null;function Ja(){if(qa===null)throw Error(i(459));var e=qa;return qa=null,e}function Ya(e){if(e===Ba||e===Ha)throw Error(i(483))}var Xa=null,Za=0;function Qa(e){var t=Za;return Za+=1,Xa===null&&(Xa=[]),Ga(Xa,e,t)}function $a(e,t){t=t.props.ref,e.ref=t===void 0?null:t}function eo(e,t){throw t.$$typeof===E?Error(i(525)):(e=Object.prototype.toString.call(t),Error(i(31,e===`[object Object]`?`object with keys {`+Object.keys(t).join(`, `)+`}`:e)))}function to(e){function t(t,n){if(e){var r=t.deletions;r===null?(t.deletions=[n],t.flags|=16):r.push(n)}}function n(n,r){if(!e)return null;for(;r!==null;)t(n,r),r=r.sibling;return null}function r(e){for(var t=new Map;e!==null;)e.key===null?t.set(e.index,e):t.set(e.key,e),e=e.sibling;return t}function a(e,t){return e=Ti(e,t),e.index=0,e.sibling=null,e}function o(t,n,r){return t.index=r,e?(r=t.alternate,r===null?(t.flags|=0x8000002,n):(r=r.index,r<n?(t.flags|=2,n):r)):(t.flags|=1048576,n)}function s(t){return e&&t.alternate===null&&(t.flags|=0x8000002),t}function c(e,t,n,r){return t===null||t.tag!==6?(t=ki(n,e.mode,r),t.return=e,t):(t=a(t,n),t.return=e,t)}function l(e,t,n,r){var i=n.type;return i===k?(e=d(e,t,n.props.children,r,n.key),$a(e,n),e):t!==null&&(t.elementType===i||typeof i==`object`&&i&&i.$$typeof===F&&Ka(i)===t.type)?(t=a(t,n.props),$a(t,n),t.return=e,t):(t=Di(n.type,n.key,n.props,null,e.mode,r),$a(t,n),t.return=e,t)}function u(e,t,n,r){return t===null||t.tag!==4||t.stateNode.containerInfo!==n.containerInfo||t.stateNode.implementation!==n.implementation?(t=ji(n,e.mode,r),t.return=e,t):(t=a(t,n.children||[]),t.return=e,t)}function d(e,t,n,r,i){return t===null||t.tag!==7?(t=Oi(n,e.mode,r,i),t.return=e,t):(t=a(t,n),t.return=e,t)}function f(e,t,n){if(typeof t==`string`&&t!==``||typeof t==`number`||typeof t==`bigint`)return t=ki(``+t,e.mode,n),t.return=e,t;if(typeof t==`object`&&t){switch(t.$$typeof){case D:return n=Di(t.type,t.key,t.props,null,e.mode,n),$a(n,t),n.return=e,n;case O:return t=ji(t,e.mode,n),t.return=e,t;case F:return t=Ka(t),f(e,t,n)}if(de(t)||ce(t))return t=Oi(t,e.mode,n,null),t.return=e,t;if(typeof t.then==`function`)return f(e,Qa(t),n);if(t.$$typeof===N)return f(e,_a(e,t),n);eo(e,t)}return null}function p(e,t,n,r){var i=t===null?null:t.key;if(typeof n==`string`&&n!==``||typeof n==`number`||typeof n==`bigint`)return i===null?c(e,t,``+n,r):null;if(typeof n==`object`&&n){switch(n.$$typeof){case D:return n.key===i?l(e,t,n,r):null;case O:return n.key===i?u(e,t,n,r):null;case F:return n=Ka(n),p(e,t,n,r)}if(de(n)||ce(n))return i===null?d(e,t,n,r,null):null;if(typeof n.then==`function`)return p(e,t,Qa(n),r);if(n.$$typeof===N)return p(e,t,_a(e,n),r);eo(e,n)}return null}function m(e,t,n,r,i){if(typeof r==`string`&&r!==``||typeof r==`number`||typeof r==`bigint`)return e=e.get(n)||null,c(t,e,``+r,i);if(typeof r==`object`&&r){switch(r.$$typeof){case D:return e=e.get(r.key===null?n:r.key)||null,l(t,e,r,i);case O:return e=e.get(r.key===null?n:r.key)||null,u(t,e,r,i);case F:return r=Ka(r),m(e,t,n,r,i)}if(de(r)||ce(r))return e=e.get(n)||null,d(t,e,r,i,null);if(typeof r.then==`function`)return m(e,t,n,Qa(r),i);if(r.$$typeof===N)return m(e,t,n,_a(t,r),i);eo(t,r)}return null}function h(i,a,s,c){for(var l=null,u=null,d=a,h=a=0,g=null;d!==null&&h<s.length;h++){d.index>h?(g=d,d=null):g=d.sibling;var _=p(i,d,s[h],c);if(_===null){d===null&&(d=g);break}e&&d&&_.alternate===null&&t(i,d),a=o(_,a,h),u===null?l=_:u.sibling=_,u=_,d=g}if(h===s.length)return n(i,d),J&&Ui(i,h),l;if(d===null){for(;h<s.length;h++)d=f(i,s[h],c),d!==null&&(a=o(d,a,h),u===null?l=d:u.sibling=d,u=d);return J&&Ui(i,h),l}for(d=r(d);h<s.length;h++)g=m(d,i,h,s[h],c),g!==null&&(e&&(_=g.alternate,_!==null&&d.delete(_.key===null?h:_.key)),a=o(g,a,h),u===null?l=g:u.sibling=g,u=g);return e&&d.forEach(function(e){return t(i,e)}),J&&Ui(i,h),l}function g(a,s,c,l){if(c==null)throw Error(i(151));for(var u=null,d=null,h=s,g=s=0,_=null,v=c.next();h!==null&&!v.done;g++,v=c.next()){h.index>g?(_=h,h=null):_=h.sibling;var y=p(a,h,v.value,l);if(y===null){h===null&&(h=_);break}e&&h&&y.alternate===null&&t(a,h),s=o(y,s,g),d===null?u=y:d.sibling=y,d=y,h=_}if(v.done)return n(a,h),J&&Ui(a,g),u;if(h===null){for(;!v.done;g++,v=c.next())v=f(a,v.value,l),v!==null&&(s=o(v,s,g),d===null?u=v:d.sibling=v,d=v);return J&&Ui(a,g),u}for(h=r(h);!v.done;g++,v=c.next())v=m(h,a,g,v.value,l),v!==null&&(e&&(_=v.alternate,_!==null&&h.delete(_.key===null?g:_.key)),s=o(v,s,g),d===null?u=v:d.sibling=v,d=v);return e&&h.forEach(function(e){return t(a,e)}),J&&Ui(a,g),u}function _(e,r,o,c){if(typeof o==`object`&&o&&o.type===k&&o.key===null&&o.props.ref===void 0&&(o=o.props.children),typeof o==`object`&&o){switch(o.$$typeof){case D:e:{for(var l=o.key;r!==null;){if(r.key===l){if(l=o.type,l===k){if(r.tag===7){n(e,r.sibling),c=a(r,o.props.children),$a(c,o),c.return=e,e=c;break e}}else if(r.elementType===l||typeof l==`object`&&l&&l.$$typeof===F&&Ka(l)===r.type){n(e,r.sibling),c=a(r,o.props),$a(c,o),c.return=e,e=c;break e}n(e,r);break}t(e,r),r=r.sibling}o.type===k?(c=Oi(o.props.children,e.mode,c,o.key),$a(c,o),c.return=e,e=c):(c=Di(o.type,o.key,o.props,null,e.mode,c),$a(c,o),c.return=e,e=c)}return s(e);case O:e:{for(l=o.key;r!==null;){if(r.key===l){if(r.tag===4&&r.stateNode.containerInfo===o.containerInfo&&r.stateNode.implementation===o.implementation){n(e,r.sibling),c=a(r,o.children||[]),c.return=e,e=c;break e}n(e,r);break}t(e,r),r=r.sibling}c=ji(o,e.mode,c),c.return=e,e=c}return s(e);case F:return o=Ka(o),_(e,r,o,c)}if(de(o))return h(e,r,o,c);if(ce(o)){if(l=ce(o),typeof l!=`function`)throw Error(i(150));return o=l.call(o),g(e,r,o,c)}if(typeof o.then==`function`)return _(e,r,Qa(o),c);if(o.$$typeof===N)return _(e,r,_a(e,o),c);eo(e,o)}return typeof o==`string`&&o!==``||typeof o==`number`||typeof o==`bigint`?(o=``+o,r!==null&&r.tag===6?(n(e,r.sibling),c=a(r,o),c.return=e,e=c):(n(e,r),c=ki(o,e.mode,c),c.return=e,e=c),s(e)):n(e,r)}return function(e,t,n,r){try{Za=0;var i=_(e,t,n,r);return Xa=null,i}catch(t){if(t===Ba||t===Ha)throw t;var a=Ci(29,t,null,e.mode);return a.lanes=r,a.return=e,a}}}var no=to(!0),ro=to(!1),io=!1;function ao(e){e.updateQueue={baseState:e.memoizedState,firstBaseUpdate:null,lastBaseUpdate:null,shared:{pending:null,lanes:0,hiddenCallbacks:null},callbacks:null}}function oo(e,t){e=e.updateQueue,t.updateQueue===e&&(t.updateQueue={baseState:e.baseState,firstBaseUpdate:e.firstBaseUpdate,lastBaseUpdate:e.lastBaseUpdate,shared:e.shared,callbacks:null})}function so(e){return{lane:e,tag:0,payload:null,callback:null,next:null}}function co(e,t,n){var r=e.updateQueue;if(r===null)return null;if(r=r.shared,Yu&2){var i=r.pending;return i===null?t.next=t:(t.next=i.next,i.next=t),r.pending=t,t=bi(e),yi(e,null,n),t}return gi(e,r,t,n),bi(e)}function lo(e,t,n){if(t=t.updateQueue,t!==null&&(t=t.shared,n&4194048)){var r=t.lanes;r&=e.pendingLanes,n|=r,t.lanes=n,dt(e,n)}}function uo(e,t){var n=e.updateQueue,r=e.alternate;if(r!==null&&(r=r.updateQueue,n===r)){var i=null,a=null;if(n=n.firstBaseUpdate,n!==null){do{var o={lane:n.lane,tag:n.tag,payload:n.payload,callback:null,next:null};a===null?i=a=o:a=a.next=o,n=n.next}while(n!==null);a===null?i=a=t:a=a.next=t}else i=a=t;n={baseState:r.baseState,firstBaseUpdate:i,lastBaseUpdate:a,shared:r.shared,callbacks:r.callbacks},e.updateQueue=n}else e=n.lastBaseUpdate,e===null?n.firstBaseUpdate=t:e.next=t,n.lastBaseUpdate=t}var fo=!1;function po(){if(fo){var e=ja;if(e!==null)throw e}}function mo(e,t,n,r){fo=!1;var i=e.updateQueue;io=!1;var a=i.firstBaseUpdate,o=i.lastBaseUpdate,s=i.shared.pending;if(s!==null){i.shared.pending=null;var c=s,l=c.next;c.next=null,o===null?a=l:o.next=l,o=c;var u=e.alternate;u!==null&&(u=u.updateQueue,s=u.lastBaseUpdate,s!==o&&(s===null?u.firstBaseUpdate=l:s.next=l,u.lastBaseUpdate=c))}if(a!==null){var d=i.baseState;o=0,u=l=c=null,s=a;do{var f=s.lane&-536870913,p=f!==s.lane;if(p?(Z&f)===f:(r&f)===f){f!==0&&f===Aa&&(fo=!0),u!==null&&(u=u.next={lane:0,tag:s.tag,payload:s.payload,callback:null,next:null});e:{var m=e,h=s;f=t;var g=n;switch(h.tag){case 1:if(m=h.payload,typeof m==`function`){d=m.call(g,d,f);break e}d=m;break e;case 3:m.flags=m.flags&-65537|128;case 0:if(m=h.payload,f=typeof m==`function`?m.call(g,d,f):m,f==null)break e;d=T({},d,f);break e;case 2:io=!0}}f=s.callback,f!==null&&(e.flags|=64,p&&(e.flags|=8192),p=i.callbacks,p===null?i.callbacks=[f]:p.push(f))}else p={lane:f,tag:s.tag,payload:s.payload,callback:s.callback,next:null},u===null?(l=u=p,c=d):u=u.next=p,o|=f;if(s=s.next,s===null){if(s=i.shared.pending,s===null)break;p=s,s=p.next,p.next=null,i.lastBaseUpdate=p,i.shared.pending=null}}while(1);u===null&&(c=d),i.baseState=c,i.firstBaseUpdate=l,i.lastBaseUpdate=u,a===null&&(i.shared.lanes=0),id|=o,e.lanes=o,e.memoizedState=d}}function ho(e,t){if(typeof e!=`function`)throw Error(i(191,e));e.call(t)}function go(e,t){var n=e.callbacks;if(n!==null)for(e.callbacks=null,e=0;e<n.length;e++)ho(n[e],t)}var _o=he(null),vo=he(0);function yo(e,t){e=nd,B(vo,e),B(_o,t),nd=e|t.baseLanes}function bo(){B(vo,nd),B(_o,_o.current)}function xo(){nd=vo.current,z(_o),z(vo)}var So=he(null),Co=null;function wo(e){var t=e.alternate;B(ko,ko.current&1),B(So,e),Co===null&&(t===null||_o.current!==null||t.memoizedState!==null)&&(Co=e)}function To(e){B(ko,ko.current),B(So,e),Co===null&&(Co=e)}function Eo(e){e.tag===22?(B(ko,ko.current),B(So,e),Co===null&&(Co=e)):Do()}function Do(){B(ko,ko.current),B(So,So.current)}function Oo(e){z(So),Co===e&&(Co=null),z(ko)}var ko=he(0);function Ao(e,t){B(So,So.current),B(ko,t)}function jo(e){z(ko),z(So),Co===e&&(Co=null)}function Mo(e){for(var t=e;t!==null;){if(t.tag===13){var n=t.memoizedState;if(n!==null&&(n=n.dehydrated,n===null||om(n)||sm(n)))return t}else if(t.tag===19&&t.memoizedProps.revealOrder!==`independent`){if(t.flags&128)return t}else if(t.child!==null){t.child.return=t,t=t.child;continue}if(t===e)break;for(;t.sibling===null;){if(t.return===null||t.return===e)return null;t=t.return}t.sibling.return=t.return,t=t.sibling}return null}var No=0,Y=null,Po=null,Fo=null,Io=!1,Lo=!1,Ro=!1,zo=0,Bo=0,Vo=null,Ho=0;function Uo(){throw Error(i(321))}function Wo(e,t){if(t===null)return!1;for(var n=0;n<t.length&&n<e.length;n++)if(!Pr(e[n],t[n]))return!1;return!0}function Go(e,t,n,r,i,a){return No=a,Y=t,t.memoizedState=null,t.updateQueue=null,t.lanes=0,L.H=e===null||e.memoizedState===null?cc:lc,Ro=!1,a=n(r,i),Ro=!1,Lo&&(a=qo(t,n,r,i)),Ko(e),a}function Ko(e){L.H=sc;var t=Po!==null&&Po.next!==null;if(No=0,Fo=Po=Y=null,Io=!1,Bo=0,Vo=null,t)throw Error(i(300));e===null||Ec||(e=e.dependencies,e!==null&&ma(e)&&(Ec=!0))}function qo(e,t,n,r){Y=e;var a=0;do{if(Lo&&(Vo=null),Bo=0,Lo=!1,25<=a)throw Error(i(301));if(a+=1,Fo=Po=null,e.updateQueue!=null){var o=e.updateQueue;o.lastEffect=null,o.events=null,o.stores=null,o.memoCache!=null&&(o.memoCache.index=0)}L.H=uc,o=t(n,r)}while(Lo);return o}function Jo(){var e=L.H,t=e.useState()[0];return t=typeof t.then==`function`?ts(t):t,e=e.useState()[0],(Po===null?null:Po.memoizedState)!==e&&(Y.flags|=1024),t}function Yo(){var e=zo!==0;return zo=0,e}function Xo(e,t,n){t.updateQueue=e.updateQueue,t.flags&=-2053,e.lanes&=~n}function Zo(e){if(Io){for(e=e.memoizedState;e!==null;){var t=e.queue;t!==null&&(t.pending=null),e=e.next}Io=!1}No=0,Fo=Po=Y=null,Lo=!1,Bo=zo=0,Vo=null}function Qo(){var e={memoizedState:null,baseState:null,baseQueue:null,queue:null,next:null};return Fo===null?Y.memoizedState=Fo=e:Fo=Fo.next=e,Fo}function $o(){if(Po===null){var e=Y.alternate;e=e===null?null:e.memoizedState}else e=Po.next;var t=Fo===null?Y.memoizedState:Fo.next;if(t!==null)Fo=t,Po=e;else{if(e===null)throw Y.alternate===null?Error(i(467)):Error(i(310));Po=e,e={memoizedState:Po.memoizedState,baseState:Po.baseState,baseQueue:Po.baseQueue,queue:Po.queue,next:null},Fo===null?Y.memoizedState=Fo=e:Fo=Fo.next=e}return Fo}function es(){return{lastEffect:null,events:null,stores:null,memoCache:null}}function ts(e){var t=Bo;return Bo+=1,Vo===null&&(Vo=[]),e=Ga(Vo,e,t),t=Y,(Fo===null?t.memoizedState:Fo.next)===null&&(t=t.alternate,L.H=t===null||t.memoizedState===null?cc:lc),e}function ns(e){if(typeof e==`object`&&e){if(typeof e.then==`function`)return ts(e);if(e.$$typeof===oe)return;if(e.$$typeof===N)return ga(e)}throw Error(i(438,String(e)))}function rs(e){var t=null,n=Y.updateQueue;if(n!==null&&(t=n.memoCache),t==null){var r=Y.alternate;r!==null&&(r=r.updateQueue,r!==null&&(r=r.memoCache,r!=null&&(t={data:r.data.map(function(e){return e.slice()}),index:0})))}if(t??={data:[],index:0},n===null&&(n=es(),Y.updateQueue=n),n.memoCache=t,n=t.data[t.index],n===void 0)for(n=t.data[t.index]=Array(e),r=0;r<e;r++)n[r]=I;return t.index++,n}function is(e,t){return typeof t==`function`?t(e):t}function as(e){return os($o(),Po,e)}function os(e,t,n){var r=e.queue;if(r===null)throw Error(i(311));r.lastRenderedReducer=n;var a=e.baseQueue,o=r.pending;if(o!==null){if(a!==null){var s=a.next;a.next=o.next,o.next=s}t.baseQueue=a=o,r.pending=null}if(o=e.baseState,a===null)e.memoizedState=o;else{t=a.next;var c=s=null,l=null,u=t,d=!1;do{var f=u.lane&-536870913;if(f===u.lane?(No&f)===f:(Z&f)===f){var p=u.revertLane;if(p===0)l!==null&&(l=l.next={lane:0,revertLane:0,gesture:null,action:u.action,hasEagerState:u.hasEagerState,eagerState:u.eagerState,next:null}),f===Aa&&(d=!0);else if((No&p)===p){u=u.next,p===Aa&&(d=!0);continue}else f={lane:0,revertLane:u.revertLane,gesture:null,action:u.action,hasEagerState:u.hasEagerState,eagerState:u.eagerState,next:null},l===null?(c=l=f,s=o):l=l.next=f,Y.lanes|=p,id|=p;f=u.action,Ro&&n(o,f),o=u.hasEagerState?u.eagerState:n(o,f)}else p={lane:f,revertLane:u.revertLane,gesture:u.gesture,action:u.action,hasEagerState:u.hasEagerState,eagerState:u.eagerState,next:null},l===null?(c=l=p,s=o):l=l.next=p,Y.lanes|=f,id|=f;u=u.next}while(u!==null&&u!==t);if(l===null?s=o:l.next=c,!Pr(o,e.memoizedState)&&(Ec=!0,d&&(n=ja,n!==null)))throw n;e.memoizedState=o,e.baseState=s,e.baseQueue=l,r.lastRenderedState=o}return a===null&&(r.lanes=0),[e.memoizedState,r.dispatch]}function ss(e){var t=$o(),n=t.queue;if(n===null)throw Error(i(311));n.lastRenderedReducer=e;var r=n.dispatch,a=n.pending,o=t.memoizedState;if(a!==null){n.pending=null;var s=a=a.next;do o=e(o,s.action),s=s.next;while(s!==a);Pr(o,t.memoizedState)||(Ec=!0),t.memoizedState=o,t.baseQueue===null&&(t.baseState=o),n.lastRenderedState=o}return[o,r]}function cs(e,t,n){var r=Y,a=$o(),o=J;if(o){if(n===void 0)throw Error(i(407));n=n()}else n=t();var s=!Pr((Po||a).memoizedState,n);if(s&&(a.memoizedState=n,Ec=!0),a=a.queue,Ns(ds.bind(null,r,a,e),[e]),e=a.getSnapshot!==t||s||Fo!==null&&!!(Fo.memoizedState.tag&1),Os(e?9:8,{destroy:void 0},us.bind(null,r,a,n,t),null),e){if(r.flags|=2048,Xu===null)throw Error(i(349));o||No&127||ls(r,t,n)}return n}function ls(e,t,n){e.flags|=16384,e={getSnapshot:t,value:n},t=Y.updateQueue,t===null?(t=es(),Y.updateQueue=t,t.stores=[e]):(n=t.stores,n===null?t.stores=[e]:n.push(e))}function us(e,t,n,r){t.value=n,t.getSnapshot=r,fs(t)&&ps(e)}function ds(e,t,n){return n(function(){fs(t)&&ps(e)})}function fs(e){var t=e.getSnapshot;e=e.value;try{var n=t();return!Pr(e,n)}catch{return!0}}function ps(e){var t=vi(e,2);t!==null&&Md(t,e,2)}function ms(e){var t=Qo();if(typeof e==`function`){var n=e;if(e=n(),Ro){Ke(!0);try{n()}finally{Ke(!1)}}}return t.memoizedState=t.baseState=e,t.queue={pending:null,lanes:0,dispatch:null,lastRenderedReducer:is,lastRenderedState:e},t}function hs(e,t,n,r){return e.baseState=n,os(e,Po,typeof r==`function`?r:is)}function gs(e,t,n,r,a){if(ic(e))throw Error(i(485));if(e=t.action,e!==null){var o={payload:a,action:e,next:null,isTransition:!0,status:`pending`,value:null,reason:null,listeners:[],then:function(e){o.listeners.push(e)}};L.T===null?o.isTransition=!1:n(!0),r(o),n=t.pending,n===null?(o.next=t.pending=o,_s(t,o)):(o.next=n.next,t.pending=n.next=o)}}function _s(e,t){var n=t.action,r=t.payload,i=e.state;if(t.isTransition){var a=L.T,o={};o.types=a===null?null:a.types,L.T=o;try{var s=n(i,r),c=L.S;c!==null&&c(o,s),vs(e,t,s)}catch(n){bs(e,t,n)}finally{a!==null&&o.types!==null&&(a.types=o.types),L.T=a}}else try{a=n(i,r),vs(e,t,a)}catch(n){bs(e,t,n)}}function vs(e,t,n){typeof n==`object`&&n&&typeof n.then==`function`?n.then(function(n){ys(e,t,n)},function(n){return bs(e,t,n)}):ys(e,t,n)}function ys(e,t,n){t.status=`fulfilled`,t.value=n,xs(t),e.state=n,t=e.pending,t!==null&&(n=t.next,n===t?e.pending=null:(n=n.next,t.next=n,_s(e,n)))}function bs(e,t,n){var r=e.pending;if(e.pending=null,r!==null){r=r.next;do t.status=`rejected`,t.reason=n,xs(t),t=t.next;while(t!==r)}e.action=null}function xs(e){e=e.listeners;for(var t=0;t<e.length;t++)(0,e[t])()}function Ss(e,t){return t}function Cs(e,t){if(J){var n=Xu.formState;if(n!==null){e:{var r=Y;if(J){if(Yi){t:{for(var i=Yi,a=Zi;i.nodeType!==8;)if(!a||(i=lm(i.nextSibling),i===null)){i=null;break t}a=i.data,i=a===`F!`||a===`F`?i:null}if(i){Yi=lm(i.nextSibling),r=i.data===`F!`;break e}}$i(r)}r=!1}r&&(t=n[0])}}return n=Qo(),n.memoizedState=n.baseState=t,r={pending:null,lanes:0,dispatch:null,lastRenderedReducer:Ss,lastRenderedState:t},n.queue=r,n=tc.bind(null,Y,r),r.dispatch=n,r=ms(!1),a=rc.bind(null,Y,!1,r.queue),r=Qo(),i={state:t,dispatch:null,action:e,pending:null},r.queue=i,n=gs.bind(null,Y,i,a,n),i.dispatch=n,r.memoizedState=e,[t,n,!1]}function ws(e){return Ts($o(),Po,e)}function Ts(e,t,n){if(t=os(e,t,Ss)[0],e=as(is)[0],typeof t==`object`&&t&&typeof t.then==`function`)try{var r=ts(t)}catch(e){throw e===Ba?Ha:e}else r=t;t=$o();var i=t.queue,a=i.dispatch;return n!==t.memoizedState&&(Y.flags|=2048,Os(9,{destroy:void 0},Es.bind(null,i,n),null)),[r,a,e]}function Es(e,t){e.action=t}function Ds(e){var t=$o(),n=Po;if(n!==null)return Ts(t,n,e);$o(),t=t.memoizedState,n=$o();var r=n.queue.dispatch;return n.memoizedState=e,[t,r,!1]}function Os(e,t,n,r){return e={tag:e,create:n,deps:r,inst:t,next:null},t=Y.updateQueue,t===null&&(t=es(),Y.updateQueue=t),n=t.lastEffect,n===null?t.lastEffect=e.next=e:(r=n.next,n.next=e,e.next=r,t.lastEffect=e),e}function ks(){return $o().memoizedState}function As(e,t,n,r){var i=Qo();Y.flags|=e,i.memoizedState=Os(1|t,{destroy:void 0},n,r===void 0?null:r)}function js(e,t,n,r){var i=$o();r=r===void 0?null:r;var a=i.memoizedState.inst;Po!==null&&r!==null&&Wo(r,Po.memoizedState.deps)?i.memoizedState=Os(t,a,n,r):(Y.flags|=e,i.memoizedState=Os(1|t,a,n,r))}function Ms(e,t){As(8390656,8,e,t)}function Ns(e,t){js(2048,8,e,t)}function Ps(e){Y.flags|=4;var t=Y.updateQueue;if(t===null)t=es(),Y.updateQueue=t,t.events=[e];else{var n=t.events;n===null?t.events=[e]:n.push(e)}}function Fs(e){var t=$o().memoizedState;return Ps({ref:t,nextImpl:e}),function(){if(Yu&2)throw Error(i(440));return t.impl.apply(void 0,arguments)}}function Is(e,t){return js(4,2,e,t)}function Ls(e,t){return js(4,4,e,t)}function Rs(e,t){if(typeof t==`function`){e=e();var n=t(e);return function(){typeof n==`function`?n():t(null)}}if(t!=null)return e=e(),t.current=e,function(){t.current=null}}function zs(e,t,n){n=n==null?null:n.concat([e]),js(4,4,Rs.bind(null,t,e),n)}function Bs(){}function Vs(e,t){var n=$o();t=t===void 0?null:t;var r=n.memoizedState;return t!==null&&Wo(t,r[1])?r[0]:(n.memoizedState=[e,t],e)}function Hs(e,t){var n=$o();t=t===void 0?null:t;var r=n.memoizedState;if(t!==null&&Wo(t,r[1]))return r[0];if(r=e(),Ro){Ke(!0);try{e()}finally{Ke(!1)}}return n.memoizedState=[r,t],r}function Us(e,t,n){return n===void 0||No&0x40000000&&!(Z&261930)?e.memoizedState=t:(e.memoizedState=n,e=Ad(),Y.lanes|=e,id|=e,n)}function Ws(e,t,n,r){return Pr(n,t)?n:_o.current===null?!(No&106)||No&0x40000000&&!(Z&261930)?(Ec=!0,e.memoizedState=n):(e=Ad(),Y.lanes|=e,id|=e,t):(e=Us(e,n,r),Pr(e,t)||(Ec=!0),e)}function Gs(e,t,n,r,i){var a=R.p;R.p=a!==0&&8>a?a:8;var o=L.T,s={};s.types=o===null?null:o.types,L.T=s,rc(e,!1,t,n);try{var c=i(),l=L.S;l!==null&&l(s,c),typeof c==`object`&&c&&typeof c.then==`function`?nc(e,t,Pa(c,r),kd(e)):nc(e,t,r,kd(e))}catch(n){nc(e,t,{then:function(){},status:`rejected`,reason:n},kd())}finally{R.p=a,o!==null&&s.types!==null&&(o.types=s.types),L.T=o}}function Ks(){}function qs(e,t,n,r){if(e.tag!==5)throw Error(i(476));Gs(e,Js(e).queue,t,fe,n===null?Ks:function(){return Ys(e),n(r)})}function Js(e){var t=e.memoizedState;if(t!==null)return t;t={memoizedState:fe,baseState:fe,baseQueue:null,queue:{pending:null,lanes:0,dispatch:null,lastRenderedReducer:is,lastRenderedState:fe},next:null};var n={};return t.next={memoizedState:n,baseState:n,baseQueue:null,queue:{pending:null,lanes:0,dispatch:null,lastRenderedReducer:is,lastRenderedState:n},next:null},e.memoizedState=t,e=e.alternate,e!==null&&(e.memoizedState=t),t}function Ys(e){var t=Js(e);t.next===null&&(t=e.alternate.memoizedState),nc(e,t.next.queue,{},kd())}function Xs(){return ga(sh)}function Zs(){return $o().memoizedState}function Qs(){return $o().memoizedState}function $s(e){for(var t=e.return;t!==null;){switch(t.tag){case 24:case 3:var n=kd();e=so(n);var r=co(t,e,n);r!==null&&(Md(r,t,n),lo(r,t,n)),t={cache:Ca()},e.payload=t;return}t=t.return}}function ec(e,t,n){var r=kd();n={lane:r,revertLane:0,gesture:null,action:n,hasEagerState:!1,eagerState:null,next:null},ic(e)?ac(t,n):(n=_i(e,t,n,r),n!==null&&(Md(n,e,r),oc(n,t,r)))}function tc(e,t,n){nc(e,t,n,kd())}function nc(e,t,n,r){var i={lane:r,revertLane:0,gesture:null,action:n,hasEagerState:!1,eagerState:null,next:null};if(ic(e))ac(t,i);else{var a=e.alternate;if(e.lanes===0&&(a===null||a.lanes===0)&&(a=t.lastRenderedReducer,a!==null))try{var o=t.lastRenderedState,s=a(o,n);if(i.hasEagerState=!0,i.eagerState=s,Pr(s,o))return gi(e,t,i,0),Xu===null&&hi(),!1}catch{}if(n=_i(e,t,i,r),n!==null)return Md(n,e,r),oc(n,t,r),!0}return!1}function rc(e,t,n,r){if(r={lane:2,revertLane:Nf(),gesture:null,action:r,hasEagerState:!1,eagerState:null,next:null},ic(e)){if(t)throw Error(i(479))}else t=_i(e,n,r,2),t!==null&&Md(t,e,2)}function ic(e){var t=e.alternate;return e===Y||t!==null&&t===Y}function ac(e,t){Lo=Io=!0;var n=e.pending;n===null?t.next=t:(t.next=n.next,n.next=t),e.pending=t}function oc(e,t,n){if(n&4194048){var r=t.lanes;r&=e.pendingLanes,n|=r,t.lanes=n,dt(e,n)}}var sc={readContext:ga,use:ns,useCallback:Uo,useContext:Uo,useEffect:Uo,useImperativeHandle:Uo,useLayoutEffect:Uo,useInsertionEffect:Uo,useMemo:Uo,useReducer:Uo,useRef:Uo,useState:Uo,useDebugValue:Uo,useDeferredValue:Uo,useTransition:Uo,useSyncExternalStore:Uo,useId:Uo,useHostTransitionStatus:Uo,useFormState:Uo,useActionState:Uo,useOptimistic:Uo,useMemoCache:Uo,useCacheRefresh:Uo,useEffectEvent:Uo},cc={readContext:ga,use:ns,useCallback:function(e,t){return Qo().memoizedState=[e,t===void 0?null:t],e},useContext:ga,useEffect:Ms,useImperativeHandle:function(e,t,n){n=n==null?null:n.concat([e]),As(4194308,4,Rs.bind(null,t,e),n)},useLayoutEffect:function(e,t){return As(4194308,4,e,t)},useInsertionEffect:function(e,t){As(4,2,e,t)},useMemo:function(e,t){var n=Qo();t=t===void 0?null:t;var r=e();if(Ro){Ke(!0);try{e()}finally{Ke(!1)}}return n.memoizedState=[r,t],r},useReducer:function(e,t,n){var r=Qo();if(n!==void 0){var i=n(t);if(Ro){Ke(!0);try{n(t)}finally{Ke(!1)}}}else i=t;return r.memoizedState=r.baseState=i,e={pending:null,lanes:0,dispatch:null,lastRenderedReducer:e,lastRenderedState:i},r.queue=e,e=e.dispatch=ec.bind(null,Y,e),[r.memoizedState,e]},useRef:function(e){var t=Qo();return e={current:e},t.memoizedState=e},useState:function(e){e=ms(e);var t=e.queue,n=tc.bind(null,Y,t);return t.dispatch=n,[e.memoizedState,n]},useDebugValue:Bs,useDeferredValue:function(e,t){return Us(Qo(),e,t)},useTransition:function(){var e=ms(!1);return e=Gs.bind(null,Y,e.queue,!0,!1),Qo().memoizedState=e,[!1,e]},useSyncExternalStore:function(e,t,n){var r=Y,a=Qo();if(J){if(n===void 0)throw Error(i(407));n=n()}else{if(n=t(),Xu===null)throw Error(i(349));Z&127||ls(r,t,n)}a.memoizedState=n;var o={value:n,getSnapshot:t};return a.queue=o,Ms(ds.bind(null,r,o,e),[e]),r.flags|=2048,Os(9,{destroy:void 0},us.bind(null,r,o,n,t),null),n},useId:function(){var e=Qo(),t=Xu.identifierPrefix;if(J){var n=Hi,r=Vi;n=(r&~(1<<32-qe(r)-1)).toString(32)+n,t=`_`+t+`R_`+n,n=zo++,0<n&&(t+=`H`+n.toString(32)),t+=`_`}else n=Ho++,t=`_`+t+`r_`+n.toString(32)+`_`;return e.memoizedState=t},useHostTransitionStatus:Xs,useFormState:Cs,useActionState:Cs,useOptimistic:function(e){var t=Qo();t.memoizedState=t.baseState=e;var n={pending:null,lanes:0,dispatch:null,lastRenderedReducer:null,lastRenderedState:null};return t.queue=n,t=rc.bind(null,Y,!0,n),n.dispatch=t,[e,t]},useMemoCache:rs,useCacheRefresh:function(){return Qo().memoizedState=$s.bind(null,Y)},useEffectEvent:function(e){var t=Qo(),n={impl:e};return t.memoizedState=n,function(){if(Yu&2)throw Error(i(440));return n.impl.apply(void 0,arguments)}}},lc={readContext:ga,use:ns,useCallback:Vs,useContext:ga,useEffect:Ns,useImperativeHandle:zs,useInsertionEffect:Is,useLayoutEffect:Ls,useMemo:Hs,useReducer:as,useRef:ks,useState:function(){return as(is)},useDebugValue:Bs,useDeferredValue:function(e,t){return Ws($o(),Po.memoizedState,e,t)},useTransition:function(){var e=as(is)[0],t=$o().memoizedState;return[typeof e==`boolean`?e:ts(e),t]},useSyncExternalStore:cs,useId:Zs,useHostTransitionStatus:Xs,useFormState:ws,useActionState:ws,useOptimistic:function(e,t){return hs($o(),Po,e,t)},useMemoCache:rs,useCacheRefresh:Qs,useEffectEvent:Fs},uc={readContext:ga,use:ns,useCallback:Vs,useContext:ga,useEffect:Ns,useImperativeHandle:zs,useInsertionEffect:Is,useLayoutEffect:Ls,useMemo:Hs,useReducer:ss,useRef:ks,useState:function(){return ss(is)},useDebugValue:Bs,useDeferredValue:function(e,t){var n=$o();return Po===null?Us(n,e,t):Ws(n,Po.memoizedState,e,t)},useTransition:function(){var e=ss(is)[0],t=$o().memoizedState;return[typeof e==`boolean`?e:ts(e),t]},useSyncExternalStore:cs,useId:Zs,useHostTransitionStatus:Xs,useFormState:Ds,useActionState:Ds,useOptimistic:function(e,t){var n=$o();return Po===null?(n.baseState=e,[e,n.queue.dispatch]):hs(n,Po,e,t)},useMemoCache:rs,useCacheRefresh:Qs,useEffectEvent:Fs};function dc(e,t,n,r){t=e.memoizedState,n=n(r,t),n=n==null?t:T({},t,n),e.memoizedState=n,e.lanes===0&&(e.updateQueue.baseState=n)}var fc={enqueueSetState:function(e,t,n){e=e._reactInternals;var r=kd(),i=so(r);i.payload=t,n!=null&&(i.callback=n),t=co(e,i,r),t!==null&&(Md(t,e,r),lo(t,e,r))},enqueueReplaceState:function(e,t,n){e=e._reactInternals;var r=kd(),i=so(r);i.tag=1,i.payload=t,n!=null&&(i.callback=n),t=co(e,i,r),t!==null&&(Md(t,e,r),lo(t,e,r))},enqueueForceUpdate:function(e,t){e=e._reactInternals;var n=kd(),r=so(n);r.tag=2,t!=null&&(r.callback=t),t=co(e,r,n),t!==null&&(Md(t,e,n),lo(t,e,n))}};function pc(e,t,n,r,i,a,o){return e=e.stateNode,typeof e.shouldComponentUpdate==`function`?e.shouldComponentUpdate(r,a,o):t.prototype&&t.prototype.isPureReactComponent?!Fr(n,r)||!Fr(i,a):!0}function mc(e,t,n,r){e=t.state,typeof t.componentWillReceiveProps==`function`&&t.componentWillReceiveProps(n,r),typeof t.UNSAFE_componentWillReceiveProps==`function`&&t.UNSAFE_componentWillReceiveProps(n,r),t.state!==e&&fc.enqueueReplaceState(t,t.state,null)}function hc(e,t){var n=t;if(`ref`in t)for(var r in n={},t)r!==`ref`&&(n[r]=t[r]);if(e=e.defaultProps)for(var i in n===t&&(n=T({},n)),e)n[i]===void 0&&(n[i]=e[i]);return n}function gc(e){di(e)}function _c(e){console.error(e)}function vc(e){di(e)}function yc(e,t){try{(0,e.onUncaughtError)(t.value,{componentStack:t.stack})}catch(e){setTimeout(function(){throw e})}}function bc(e,t,n){try{(0,e.onCaughtError)(n.value,{componentStack:n.stack,errorBoundary:t.tag===1?t.stateNode:null})}catch(e){setTimeout(function(){throw e})}}function xc(e,t,n){return n=so(n),n.tag=3,n.payload={element:null},n.callback=function(){yc(e,t)},n}function Sc(e){return e=so(e),e.tag=3,e}function Cc(e,t,n,r){var i=n.type.getDerivedStateFromError;if(typeof i==`function`){var a=r.value;e.payload=function(){return i(a)},e.callback=function(){bc(t,n,r)}}var o=n.stateNode;o!==null&&typeof o.componentDidCatch==`function`&&(e.callback=function(){bc(t,n,r),typeof i!=`function`&&(gd===null?gd=new Set([this]):gd.add(this));var e=r.stack;this.componentDidCatch(r.value,{componentStack:e===null?``:e})})}function wc(e,t,n,r,a){if(n.flags|=32768,typeof r==`object`&&r&&typeof r.then==`function`){if(t=n.alternate,t!==null&&pa(t,n,a,!0),n=So.current,n!==null){switch(n.tag){case 31:case 13:case 19:return Co===null?Wd():n.alternate===null&&rd===0&&(rd=3),n.flags&=-257,n.flags|=65536,n.lanes=a,r===Ua?n.flags|=16384:(t=n.updateQueue,t===null?n.updateQueue=new Set([r]):t.add(r),pf(e,r,a)),!1;case 22:return n.flags|=65536,r===Ua?n.flags|=16384:(t=n.updateQueue,t===null?(t={transitions:null,markerInstances:null,retryQueue:new Set([r])},n.updateQueue=t):(n=t.retryQueue,n===null?t.retryQueue=new Set([r]):n.add(r)),pf(e,r,a)),!1}throw Error(i(435,n.tag))}return pf(e,r,a),Wd(),!1}if(J)return t=So.current,t===null?(r!==Qi&&(t=Error(i(423),{cause:r}),aa(Ni(t,n))),e=e.current.alternate,e.flags|=65536,a&=-a,e.lanes|=a,r=Ni(r,n),a=xc(e.stateNode,r,a),uo(e,a),rd!==4&&(rd=2)):(!(t.flags&65536)&&(t.flags|=256),t.flags|=65536,t.lanes=a,r!==Qi&&(e=Error(i(422),{cause:r}),aa(Ni(e,n)))),!1;var o=Error(i(520),{cause:r});if(o=Ni(o,n),ld===null?ld=[o]:ld.push(o),rd!==4&&(rd=2),t===null)return!0;r=Ni(r,n),n=t;do{switch(n.tag){case 3:return n.flags|=65536,e=a&-a,n.lanes|=e,e=xc(n.stateNode,r,e),uo(n,e),!1;case 1:if(t=n.type,o=n.stateNode,!(n.flags&128)&&(typeof t.getDerivedStateFromError==`function`||o!==null&&typeof o.componentDidCatch==`function`&&(gd===null||!gd.has(o))))return n.flags|=65536,a&=-a,n.lanes|=a,a=Sc(a),Cc(a,e,n,r),uo(n,a),!1;break;case 22:if(n.memoizedState!==null)return n.flags|=65536,!1}n=n.return}while(n!==null);return!1}var Tc=Error(i(461)),Ec=!1;function Dc(e,t,n,r){t.child=e===null?ro(t,null,n,r):no(t,e.child,n,r)}function Oc(e,t,n,r,i){n=n.render;var a=t.ref;if(`ref`in r){var o={};for(var s in r)s!==`ref`&&(o[s]=r[s])}else o=r;return ha(t),r=Go(e,t,n,o,a,i),s=Yo(),e!==null&&!Ec?(Xo(e,t,i),nl(e,t,i)):(J&&s&&Gi(t),t.flags|=1,Dc(e,t,r,i),t.child)}function kc(e,t,n,r,i){if(e===null){var a=n.type;return typeof a==`function`&&!wi(a)&&a.defaultProps===void 0&&n.compare===null?(t.tag=15,t.type=a,Ac(e,t,a,r,i)):(e=Di(n.type,null,r,t,t.mode,i),e.ref=t.ref,e.return=t,t.child=e)}if(a=e.child,!rl(e,i)){var o=a.memoizedProps;if(n=n.compare,n=n===null?Fr:n,n(o,r)&&e.ref===t.ref)return nl(e,t,i)}return t.flags|=1,e=Ti(a,r),e.ref=t.ref,e.return=t,t.child=e}function Ac(e,t,n,r,i){if(e!==null){var a=e.memoizedProps;if(Fr(a,r)&&e.ref===t.ref){if(Ec=!1,t.pendingProps=r=a,rl(e,i))e.flags&131072&&(Ec=!0);else return t.lanes=e.lanes,nl(e,t,i)}}return Rc(e,t,n,r,i)}function jc(e,t,n,r){var i=r.children,a=e===null?null:e.memoizedState;if(e===null&&t.stateNode===null&&(t.stateNode={_visibility:1,_pendingMarkers:null,_retryCache:null,_transitions:null}),r.mode===`hidden`){if(t.flags&128){if(a=a===null?n:a.baseLanes|n,e!==null){for(r=t.child=e.child,i=0;r!==null;)i=i|r.lanes|r.childLanes,r=r.sibling;r=i&~a}else r=0,t.child=null;return Nc(e,t,a,n,r)}if(n&536870912)t.memoizedState={baseLanes:0,cachePool:null},e!==null&&Ra(t,a===null?null:a.cachePool),a===null?bo():yo(t,a),Eo(t);else return r=t.lanes=536870912,Nc(e,t,a===null?n:a.baseLanes|n,n,r)}else a===null?(e!==null&&Ra(t,null),bo(),Do()):(Ra(t,a.cachePool),yo(t,a),Do(),t.memoizedState=null);return Dc(e,t,i,n),t.child}function Mc(e,t){return e!==null&&e.tag===22||t.stateNode!==null||(t.stateNode={_visibility:1,_pendingMarkers:null,_retryCache:null,_transitions:null}),t.sibling}function Nc(e,t,n,r,i){var a=La();return a=a===null?null:{parent:Sa._currentValue,pool:a},t.memoizedState={baseLanes:n,cachePool:a},e!==null&&Ra(t,null),bo(),Eo(t),e!==null&&pa(e,t,r,!0),t.childLanes=i,null}function Pc(e,t){return t=qc({mode:t.mode,children:t.children},e.mode),t.ref=e.ref,e.child=t,t.return=e,t}function Fc(e,t,n){return no(t,e.child,null,n),e=Pc(t,t.pendingProps),e.flags|=2,Oo(t),t.memoizedState=null,e}function Ic(e,t,n){var r=t.pendingProps,a=!!(t.flags&128);if(t.flags&=-129,e===null){if(J){if(r.mode===`hidden`)return e=Pc(t,r),t.lanes=536870912,e.memoizedState={baseLanes:0,cachePool:null},Mc(null,e);if(To(t),(e=Yi)?(e=am(e,Zi),e=e!==null&&e.data===`&`?e:null,e!==null&&(t.memoizedState={dehydrated:e,treeContext:Bi===null?null:{id:Vi,overflow:Hi},retryLane:536870912,hydrationErrors:null},n=Ai(e),n.return=t,t.child=n,Ji=t,Yi=null)):e=null,e===null)throw $i(t);return t.lanes=536870912,null}return Pc(t,r)}var o=e.memoizedState;if(o!==null){var s=o.dehydrated;if(To(t),a){if(t.flags&256)t.flags&=-257,t=Fc(e,t,n);else if(t.memoizedState!==null)t.child=e.child,t.flags|=128,t=null;else throw Error(i(558))}else if(Ec||pa(e,t,n,!1),a=(n&e.childLanes)!==0,Ec||a){if(_o.current===null){if(r=Xu,r!==null&&(s=ft(r,n),s!==0&&s!==o.retryLane))throw o.retryLane=s,vi(e,s),Md(r,e,s),Tc;Wd()}t=Fc(e,t,n)}else e=o.treeContext,Yi=lm(s.nextSibling),Ji=t,J=!0,Xi=null,Zi=!1,e!==null&&qi(t,e),t=Pc(t,r),t.flags|=0x8001000;return t}return e=Ti(e.child,{mode:r.mode,children:r.children}),e.ref=t.ref,t.child=e,e.return=t,e}function Lc(e,t){var n=t.ref;if(n===null)e!==null&&e.ref!==null&&(t.flags|=4194816);else{if(typeof n!=`function`&&typeof n!=`object`)throw Error(i(284));(e===null||e.ref!==n)&&(t.flags|=4194816)}}function Rc(e,t,n,r,i){return ha(t),n=Go(e,t,n,r,void 0,i),r=Yo(),e!==null&&!Ec?(Xo(e,t,i),nl(e,t,i)):(J&&r&&Gi(t),t.flags|=1,Dc(e,t,n,i),t.child)}function zc(e,t,n,r,i,a){return ha(t),t.updateQueue=null,n=qo(t,r,n,i),Ko(e),r=Yo(),e!==null&&!Ec?(Xo(e,t,a),nl(e,t,a)):(J&&r&&Gi(t),t.flags|=1,Dc(e,t,n,a),t.child)}function Bc(e,t,n,r,i){if(ha(t),t.stateNode===null){var a=xi,o=n.contextType;typeof o==`object`&&o&&(a=ga(o)),a=new n(r,a),t.memoizedState=a.state!==null&&a.state!==void 0?a.state:null,a.updater=fc,t.stateNode=a,a._reactInternals=t,a=t.stateNode,a.props=r,a.state=t.memoizedState,a.refs={},ao(t),o=n.contextType,a.context=typeof o==`object`&&o?ga(o):xi,a.state=t.memoizedState,o=n.getDerivedStateFromProps,typeof o==`function`&&(dc(t,n,o,r),a.state=t.memoizedState),typeof n.getDerivedStateFromProps==`function`||typeof a.getSnapshotBeforeUpdate==`function`||typeof a.UNSAFE_componentWillMount!=`function`&&typeof a.componentWillMount!=`function`||(o=a.state,typeof a.componentWillMount==`function`&&a.componentWillMount(),typeof a.UNSAFE_componentWillMount==`function`&&a.UNSAFE_componentWillMount(),o!==a.state&&fc.enqueueReplaceState(a,a.state,null),mo(t,r,a,i),po(),a.state=t.memoizedState),typeof a.componentDidMount==`function`&&(t.flags|=4194308),r=!0}else if(e===null){a=t.stateNode;var s=t.memoizedProps,c=hc(n,s);a.props=c;var l=a.context,u=n.contextType;o=xi,typeof u==`object`&&u&&(o=ga(u));var d=n.getDerivedStateFromProps;u=typeof d==`function`||typeof a.getSnapshotBeforeUpdate==`function`,s=t.pendingProps!==s,u||typeof a.UNSAFE_componentWillReceiveProps!=`function`&&typeof a.componentWillReceiveProps!=`function`||(s||l!==o)&&mc(t,a,r,o),io=!1;var f=t.memoizedState;a.state=f,mo(t,r,a,i),po(),l=t.memoizedState,s||f!==l||io?(typeof d==`function`&&(dc(t,n,d,r),l=t.memoizedState),(c=io||pc(t,n,c,r,f,l,o))?(u||typeof a.UNSAFE_componentWillMount!=`function`&&typeof a.componentWillMount!=`function`||(typeof a.componentWillMount==`function`&&a.componentWillMount(),typeof a.UNSAFE_componentWillMount==`function`&&a.UNSAFE_componentWillMount()),typeof a.componentDidMount==`function`&&(t.flags|=4194308)):(typeof a.componentDidMount==`function`&&(t.flags|=4194308),t.memoizedProps=r,t.memoizedState=l),a.props=r,a.state=l,a.context=o,r=c):(typeof a.componentDidMount==`function`&&(t.flags|=4194308),r=!1)}else{a=t.stateNode,oo(e,t),o=t.memoizedProps,u=hc(n,o),a.props=u,d=t.pendingProps,f=a.context,l=n.contextType,c=xi,typeof l==`object`&&l&&(c=ga(l)),s=n.getDerivedStateFromProps,(l=typeof s==`function`||typeof a.getSnapshotBeforeUpdate==`function`)||typeof a.UNSAFE_componentWillReceiveProps!=`function`&&typeof a.componentWillReceiveProps!=`function`||(o!==d||f!==c)&&mc(t,a,r,c),io=!1,f=t.memoizedState,a.state=f,mo(t,r,a,i),po();var p=t.memoizedState;o!==d||f!==p||io||e!==null&&e.dependencies!==null&&ma(e.dependencies)?(typeof s==`function`&&(dc(t,n,s,r),p=t.memoizedState),(u=io||pc(t,n,u,r,f,p,c)||e!==null&&e.dependencies!==null&&ma(e.dependencies))?(l||typeof a.UNSAFE_componentWillUpdate!=`function`&&typeof a.componentWillUpdate!=`function`||(typeof a.componentWillUpdate==`function`&&a.componentWillUpdate(r,p,c),typeof a.UNSAFE_componentWillUpdate==`function`&&a.UNSAFE_componentWillUpdate(r,p,c)),typeof a.componentDidUpdate==`function`&&(t.flags|=4),typeof a.getSnapshotBeforeUpdate==`function`&&(t.flags|=1024)):(typeof a.componentDidUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=4),typeof a.getSnapshotBeforeUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=1024),t.memoizedProps=r,t.memoizedState=p),a.props=r,a.state=p,a.context=c,r=u):(typeof a.componentDidUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=4),typeof a.getSnapshotBeforeUpdate!=`function`||o===e.memoizedProps&&f===e.memoizedState||(t.flags|=1024),r=!1)}return a=r,Lc(e,t),r=!!(t.flags&128),a||r?(a=t.stateNode,n=r&&typeof n.getDerivedStateFromError!=`function`?null:a.render(),t.flags|=1,e!==null&&r?(t.child=no(t,e.child,null,i),t.child=no(t,null,n,i)):Dc(e,t,n,i),t.memoizedState=a.state,e=t.child):e=nl(e,t,i),e}function Vc(e,t,n,r){return ra(),t.flags|=256,Dc(e,t,n,r),t.child}var Hc={dehydrated:null,treeContext:null,retryLane:0,hydrationErrors:null};function Uc(e){return{baseLanes:e,cachePool:za()}}function Wc(e,t,n){return e=e===null?0:e.childLanes&~n,t&&(e|=sd),e}function Gc(e,t,n){var r=t.pendingProps,i=!1,a=!!(t.flags&128),o;if((o=a)||(o=e!==null&&e.memoizedState===null?!1:!!(ko.current&2)),o&&(i=!0,t.flags&=-129),o=!!(t.flags&32),t.flags&=-33,e===null){if(J){if(i?wo(t):Do(),(e=Yi)?(e=am(e,Zi),e=e!==null&&e.data!==`&`?e:null,e!==null&&(t.memoizedState={dehydrated:e,treeContext:Bi===null?null:{id:Vi,overflow:Hi},retryLane:536870912,hydrationErrors:null},n=Ai(e),n.return=t,t.child=n,Ji=t,Yi=null)):e=null,e===null)throw $i(t);return t.lanes=sm(e)?32:536870912,null}return a=r.children,r=r.fallback,i?(Do(),i=t.mode,a=qc({mode:`hidden`,children:a},i),r=Oi(r,i,n,null),a.return=t,r.return=t,a.sibling=r,t.child=a,r=t.child,r.memoizedState=Uc(n),r.childLanes=Wc(e,o,n),t.memoizedState=Hc,Mc(null,r)):(wo(t),Kc(t,a))}var s=e.memoizedState;if(s!==null){var c=s.dehydrated;if(c!==null)return Yc(e,t,a,o,r,c,s,n)}return i?(Do(),i=r.fallback,a=t.mode,s=e.child,c=s.sibling,r=Ti(s,{mode:`hidden`,children:r.children}),r.subtreeFlags=s.subtreeFlags&0x47f00000,c===null?(i=Oi(i,a,n,null),i.flags|=2):i=Ti(c,i),i.return=t,r.return=t,r.sibling=i,t.child=r,Mc(null,r),r=t.child,i=e.child.memoizedState,i===null?i=Uc(n):(a=i.cachePool,a===null?a=za():(s=Sa._currentValue,a=a.parent===s?a:{parent:s,pool:s}),i={baseLanes:i.baseLanes|n,cachePool:a}),r.memoizedState=i,r.childLanes=Wc(e,o,n),t.memoizedState=Hc,Mc(e.child,r)):(wo(t),n=e.child,e=n.sibling,n=Ti(n,{mode:`visible`,children:r.children}),n.return=t,n.sibling=null,e!==null&&(o=t.deletions,o===null?(t.deletions=[e],t.flags|=16):o.push(e)),t.child=n,t.memoizedState=null,n)}function Kc(e,t){return t=qc({mode:`visible`,children:t},e.mode),t.return=e,e.child=t}function qc(e,t){return e=Ci(22,e,null,t),e.lanes=0,e}function Jc(e,t,n){return no(t,e.child,null,n),e=Kc(t,t.pendingProps.children),e.flags|=2,t.memoizedState=null,e}function Yc(e,t,n,r,a,o,s,c){if(n)return t.flags&256?(wo(t),t.flags&=-257,Jc(e,t,c)):t.memoizedState===null?(Do(),o=a.fallback,s=t.mode,a=qc({mode:`visible`,children:a.children},s),o=Oi(o,s,c,null),o.flags|=2,a.return=t,o.return=t,a.sibling=o,t.child=a,no(t,e.child,null,c),a=t.child,a.memoizedState=Uc(c),a.childLanes=Wc(e,r,c),t.memoizedState=Hc,Mc(null,a)):(Do(),t.child=e.child,t.flags|=128,null);if(wo(t),sm(o)){if(r=o.nextSibling&&o.nextSibling.dataset,r)var l=r.dgst;return r=l,r!==``&&(a=Error(i(419)),a.stack=``,a.digest=r,aa({value:a,source:null,stack:null})),Jc(e,t,c)}if(Ec||pa(e,t,c,!1),r=(c&e.childLanes)!==0,Ec||r){if(_o.current!==null)return Jc(e,t,c);if(r=Xu,r!==null&&(a=ft(r,c),a!==0&&a!==s.retryLane))throw s.retryLane=a,vi(e,a),Md(r,e,a),Tc;return om(o)||Wd(),Jc(e,t,c)}return om(o)?(t.flags|=192,t.child=e.child,null):(e=s.treeContext,Yi=lm(o.nextSibling),Ji=t,J=!0,Xi=null,Zi=!1,e!==null&&qi(t,e),t=Kc(t,a.children),t.flags|=0x8001000,t)}function Xc(e,t,n){e.lanes|=t;var r=e.alternate;r!==null&&(r.lanes|=t),da(e.return,t,n)}function Zc(e){for(var t=null;e!==null;){var n=e.alternate;n!==null&&Mo(n)===null&&(t=e),e=e.sibling}return t}function Qc(e,t,n,r,i,a){var o=e.memoizedState;o===null?e.memoizedState={isBackwards:t,rendering:null,renderingStartTime:0,last:r,tail:n,tailMode:i,treeForkCount:a}:(o.isBackwards=t,o.rendering=null,o.renderingStartTime=0,o.last=r,o.tail=n,o.tailMode=i,o.treeForkCount=a)}function $c(e){var t=e.child;for(e.child=null;t!==null;){var n=t.sibling;t.sibling=e.child,e.child=t,t=n}}function el(e,t,n){var r=t.pendingProps,i=r.revealOrder,a=r.tail;r=r.children;var o=ko.current;if(t.flags&128)return Ao(t,o),null;var s=!!(o&2);if(s?(o=o&1|2,t.flags|=128):o&=1,Ao(t,o),i===`backwards`&&e!==null?($c(e),Dc(e,t,r,n),$c(e)):Dc(e,t,r,n),r=J?Li:0,!s&&e!==null&&e.flags&128)e:for(e=t.child;e!==null;){if(e.tag===13)e.memoizedState!==null&&Xc(e,n,t);else if(e.tag===19)Xc(e,n,t);else if(e.child!==null){e.child.return=e,e=e.child;continue}if(e===t)break;for(;e.sibling===null;){if(e.return===null||e.return===t)break e;e=e.return}e.sibling.return=e.return,e=e.sibling}switch(i){case`backwards`:n=Zc(t.child),n===null?(i=t.child,t.child=null):(i=n.sibling,n.sibling=null,$c(t)),Qc(t,!0,i,null,a,r);break;case`unstable_legacy-backwards`:for(n=null,i=t.child,t.child=null;i!==null;){if(e=i.alternate,e!==null&&Mo(e)===null){t.child=i;break}e=i.sibling,i.sibling=n,n=i,i=e}Qc(t,!0,n,null,a,r);break;case`together`:Qc(t,!1,null,null,void 0,r);break;case`independent`:t.memoizedState=null;break;default:n=Zc(t.child),n===null?(i=t.child,t.child=null):(i=n.sibling,n.sibling=null),Qc(t,!1,i,n,a,r)}return t.child}function tl(e,t,n){var r=t.pendingProps;return la(t,t.type,r.value),Dc(e,t,r.children,n),t.child}function nl(e,t,n){if(e!==null&&(t.dependencies=e.dependencies),id|=t.lanes,(n&t.childLanes)===0){if(e!==null){if(pa(e,t,n,!1),(n&t.childLanes)===0)return null}else return null}if(e!==null&&t.child!==e.child)throw Error(i(153));if(t.child!==null){for(e=t.child,n=Ti(e,e.pendingProps),t.child=n,n.return=t;e.sibling!==null;)e=e.sibling,n=n.sibling=Ti(e,e.pendingProps),n.return=t;n.sibling=null}return t.child}function rl(e,t){return(e.lanes&t)!==0||(e=e.dependencies,!!(e!==null&&ma(e)))}function il(e,t,n){switch(t.tag){case 3:be(t,t.stateNode.containerInfo),la(t,Sa,e.memoizedState.cache),ra();break;case 27:case 5:V(t);break;case 4:be(t,t.stateNode.containerInfo);break;case 10:la(t,t.type,t.memoizedProps.value);break;case 31:if(t.memoizedState!==null)return t.flags|=128,To(t),null;break;case 13:var r=t.memoizedState;if(r!==null){if(r.dehydrated!==null)return wo(t),t.flags|=128,null;r=pa(e,t,n,!1);var i=t.child.childLanes;return r||(n&i)!==0?Gc(e,t,n):(wo(t),e=nl(e,t,n),e===null?null:e.sibling)}wo(t);break;case 19:if(t.flags&128)return el(e,t,n);if(i=!!(e.flags&128),r=(n&t.childLanes)!==0,r||=(pa(e,t,n,!1),(n&t.childLanes)!==0),i){if(r)return el(e,t,n);t.flags|=128}if(i=t.memoizedState,i!==null&&(i.rendering=null,i.tail=null,i.lastEffect=null),Ao(t,ko.current),r)break;return null;case 22:return t.lanes=0,jc(e,t,n,t.pendingProps);case 24:la(t,Sa,e.memoizedState.cache)}return nl(e,t,n)}function al(e,t,n){if(e!==null){if(e.memoizedProps!==t.pendingProps)Ec=!0;else{if(!rl(e,n)&&!(t.flags&128))return Ec=!1,il(e,t,n);Ec=!!(e.flags&131072)}}else Ec=!1,J&&t.flags&1048576&&Wi(t,Li,t.index);switch(t.lanes=0,t.tag){case 16:e:{var r=t.pendingProps;if(e=Ka(t.elementType),t.type=e,typeof e==`function`)wi(e)?(r=hc(e,r),t.tag=1,t=Bc(null,t,e,r,n)):(t.tag=0,t=Rc(null,t,e,r,n));else{if(e!=null){var a=e.$$typeof;if(a===ee){t.tag=11,t=Oc(null,t,e,r,n);break e}if(a===ne){t.tag=14,t=kc(null,t,e,r,n);break e}if(a===N){t.tag=10,t.type=e,t=tl(null,t,n);break e}}throw t=ue(e)||e,Error(i(306,t,``))}}return t;case 0:return Rc(e,t,t.type,t.pendingProps,n);case 1:return r=t.type,a=hc(r,t.pendingProps),Bc(e,t,r,a,n);case 3:e:{if(be(t,t.stateNode.containerInfo),e===null)throw Error(i(387));r=t.pendingProps;var o=t.memoizedState;a=o.element,oo(e,t),mo(t,r,null,n);var s=t.memoizedState;if(r=s.cache,la(t,Sa,r),r!==o.cache&&fa(t,[Sa],n,!0),po(),r=s.element,o.isDehydrated){if(o={element:r,isDehydrated:!1,cache:s.cache},t.updateQueue.baseState=o,t.memoizedState=o,t.flags&256){t=Vc(e,t,r,n);break e}if(r!==a){a=Ni(Error(i(424)),t),aa(a),t=Vc(e,t,r,n);break e}switch(e=t.stateNode.containerInfo,e.nodeType){case 9:e=e.body;break;default:e=e.nodeName===`HTML`?e.ownerDocument.body:e}for(Yi=lm(e.firstChild),Ji=t,J=!0,Xi=null,Zi=!0,n=ro(t,null,r,n),t.child=n;n;)n.flags=n.flags&-3|0x8001000,n=n.sibling}else{if(ra(),r===a){t=nl(e,t,n);break e}Dc(e,t,r,n)}t=t.child}return t;case 26:return Lc(e,t),e===null?(n=Nm(t.type,null,t.pendingProps,null))?t.memoizedState=n:J||(t.stateNode=fp(t.type,t.pendingProps,ve.current,t)):t.memoizedState=Nm(t.type,e.memoizedProps,t.pendingProps,e.memoizedState),null;case 27:return V(t),e===null&&J&&(r=t.stateNode=hm(t.type,t.pendingProps,ve.current),Ji=t,Zi=!0,a=Yi,Sp(t.type)?(um=a,Yi=lm(r.firstChild)):Yi=a),Dc(e,t,t.pendingProps.children,n),Lc(e,t),e===null&&(t.flags|=4194304),t.child;case 5:return e===null&&J&&((a=r=Yi)&&(r=rm(r,t.type,t.pendingProps,Zi),r===null?a=!1:(t.stateNode=r,Ji=t,Yi=lm(r.firstChild),Zi=!1,a=!0)),a||$i(t)),V(t),a=t.type,o=t.pendingProps,s=e===null?null:e.memoizedProps,r=o.children,pp(a,o)?r=null:s!==null&&pp(a,s)&&(t.flags|=32),t.memoizedState!==null&&(a=Go(e,t,Jo,null,null,n),sh._currentValue=a),Lc(e,t),Dc(e,t,r,n),t.child;case 6:return e===null&&J&&((e=n=Yi)&&(n=im(n,t.pendingProps,Zi),n===null?e=!1:(t.stateNode=n,Ji=t,Yi=null,e=!0)),e||$i(t)),null;case 13:return Gc(e,t,n);case 4:return be(t,t.stateNode.containerInfo),r=t.pendingProps,e===null?t.child=no(t,null,r,n):Dc(e,t,r,n),t.child;case 11:return Oc(e,t,t.type,t.pendingProps,n);case 7:return r=t.pendingProps,Lc(e,t),Dc(e,t,r,n),t.child;case 8:case 12:return Dc(e,t,t.pendingProps.children,n),t.child;case 10:return tl(e,t,n);case 9:return a=t.type._context,r=t.pendingProps.children,ha(t),a=ga(a),r=r(a),t.flags|=1,Dc(e,t,r,n),t.child;case 14:return kc(e,t,t.type,t.pendingProps,n);case 15:return Ac(e,t,t.type,t.pendingProps,n);case 19:return el(e,t,n);case 31:return Ic(e,t,n);case 22:return jc(e,t,n,t.pendingProps);case 24:return ha(t),r=ga(Sa),e===null?(a=La(),a===null&&(a=Xu,o=Ca(),a.pooledCache=o,o.refCount++,o!==null&&(a.pooledCacheLanes|=n),a=o),t.memoizedState={parent:r,cache:a},ao(t),la(t,Sa,a)):((e.lanes&n)!==0&&(oo(e,t),mo(t,null,null,n),po()),a=e.memoizedState,o=t.memoizedState,a.parent===r?(r=o.cache,la(t,Sa,r),r!==a.cache&&fa(t,[Sa],n,!0)):(a={parent:r,cache:r},t.memoizedState=a,t.lanes===0&&(t.memoizedState=t.updateQueue.baseState=a),la(t,Sa,r))),Dc(e,t,t.pendingProps.children,n),t.child;case 30:return t.stateNode===null&&(t.stateNode={autoName:null,paired:null,clones:null,ref:null}),r=t.pendingProps,r.name!=null&&r.name!==`auto`?t.flags|=e===null?18882560:18874368:J&&Gi(t),e!==null&&e.memoizedProps.name!==r.name?t.flags|=4194816:Lc(e,t),Dc(e,t,r.children,n),t.child;case 29:throw t.pendingProps}throw Error(i(156,t.tag))}function ol(e){e.flags|=4}function sl(e,t,n,r,i){var a;if((a=!!(e.mode&32))&&(a=n===null?Jm(t,r):Jm(t,r)&&(r.src!==n.src||r.srcSet!==n.srcSet)),a){if(e.flags|=16777216,(i&335544128)===i){if(e.stateNode.complete)e.flags|=8192;else if(Vd())e.flags|=8192;else throw qa=Ua,Va}}else e.flags&=-16777217}function cl(e,t){if(t.type!==`stylesheet`||t.state.loading&4)e.flags&=-16777217;else if(e.flags|=16777216,!Ym(t)){if(Vd())e.flags|=8192;else throw qa=Ua,Va}}function ll(e,t){t!==null&&(e.flags|=4),e.flags&16384&&(t=e.tag===22?536870912:at(),e.lanes|=t,cd|=t)}function ul(e,t){if(!J)switch(e.tailMode){case`visible`:break;case`collapsed`:for(var n=e.tail,r=null;n!==null;)n.alternate!==null&&(r=n),n=n.sibling;r===null?t||e.tail===null?e.tail=null:e.tail.sibling=null:r.sibling=null;break;default:for(t=e.tail,n=null;t!==null;)t.alternate!==null&&(n=t),t=t.sibling;n===null?e.tail=null:n.sibling=null}}function dl(e){var t=e.alternate!==null&&e.alternate.child===e.child,n=0,r=0;if(t)for(var i=e.child;i!==null;)n|=i.lanes|i.childLanes,r|=i.subtreeFlags&0x47f00000,r|=i.flags&0x47f00000,i.return=e,i=i.sibling;else for(i=e.child;i!==null;)n|=i.lanes|i.childLanes,r|=i.subtreeFlags,r|=i.flags,i.return=e,i=i.sibling;return e.subtreeFlags|=r,e.childLanes=n,t}function fl(e,t,n){var r=t.pendingProps;switch(Ki(t),t.tag){case 16:case 15:case 0:case 11:case 7:case 8:case 12:case 9:case 14:case 1:return dl(t),null;case 3:return n=t.stateNode,r=null,e!==null&&(r=e.memoizedState.cache),t.memoizedState.cache!==r&&(t.flags|=2048),ua(Sa),xe(),n.pendingContext&&(n.context=n.pendingContext,n.pendingContext=null),(e===null||e.child===null)&&(na(t)?ol(t):e===null||e.memoizedState.isDehydrated&&!(t.flags&256)||(t.flags|=1024,ia())),dl(t),null;case 26:var a=t.type,o=t.memoizedState;return e===null?(ol(t),o===null?(dl(t),sl(t,a,null,r,n)):(dl(t),cl(t,o))):o?o===e.memoizedState?(dl(t),t.flags&=-16777217):(ol(t),dl(t),cl(t,o)):(e=e.memoizedProps,e!==r&&ol(t),dl(t),sl(t,a,e,r,n)),null;case 27:if(Se(t),n=ve.current,a=t.type,e!==null&&t.stateNode!=null)e.memoizedProps!==r&&ol(t);else{if(!r){if(t.stateNode===null)throw Error(i(166));return dl(t),t.subtreeFlags&=-33554433,null}e=ge.current,na(t)?ea(t,e):(e=hm(a,r,n),t.stateNode=e,ol(t))}return dl(t),t.subtreeFlags&=-33554433,null;case 5:if(Se(t),a=t.type,e!==null&&t.stateNode!=null)e.memoizedProps!==r&&ol(t);else{if(!r){if(t.stateNode===null)throw Error(i(166));return dl(t),t.subtreeFlags&=-33554433,null}if(o=ge.current,na(t))ea(t,o);else{var s=lp(ve.current);switch(o){case 1:o=s.createElementNS(`http://www.w3.org/2000/svg`,a);break;case 2:o=s.createElementNS(`http://www.w3.org/1998/Math/MathML`,a);break;default:switch(a){case`svg`:o=s.createElementNS(`http://www.w3.org/2000/svg`,a);break;case`math`:o=s.createElementNS(`http://www.w3.org/1998/Math/MathML`,a);break;case`script`:o=s.createElement(`div`),o.innerHTML=`<script><\/script>`,o=o.removeChild(o.firstChild);break;case`select`:o=typeof r.is==`string`?s.createElement(`select`,{is:r.is}):s.createElement(`select`),r.multiple?o.multiple=!0:r.size&&(o.size=r.size);break;default:o=typeof r.is==`string`?s.createElement(a,{is:r.is}):s.createElement(a)}}o[vt]=t,o[yt]=r;e:for(s=t.child;s!==null;){if(s.tag===5||s.tag===6)o.appendChild(s.stateNode);else if(s.tag!==4&&s.tag!==27&&s.child!==null){s.child.return=s,s=s.child;continue}if(s===t)break;for(;s.sibling===null;){if(s.return===null||s.return===t)break e;s=s.return}s.sibling.return=s.return,s=s.sibling}switch(t.stateNode=o,np(o,a,r),a){case`button`:case`input`:case`select`:case`textarea`:r=!!r.autoFocus;break;case`img`:r=!0;break;default:r=!1}r&&ol(t)}}return dl(t),t.subtreeFlags&=-33554433,sl(t,t.type,e===null?null:e.memoizedProps,t.pendingProps,n),null;case 6:if(e&&t.stateNode!=null)e.memoizedProps!==r&&ol(t);else{if(typeof r!=`string`&&t.stateNode===null)throw Error(i(166));if(e=ve.current,na(t)){if(e=t.stateNode,n=t.memoizedProps,r=null,a=Ji,a!==null)switch(a.tag){case 27:case 5:r=a.memoizedProps}e[vt]=t,e=!!(e.nodeValue===n||r!==null&&!0===r.suppressHydrationWarning||$f(e.nodeValue,n)),e||$i(t,!0)}else e=lp(e).createTextNode(r),e[vt]=t,t.stateNode=e}return dl(t),null;case 31:if(n=t.memoizedState,e===null||e.memoizedState!==null){if(r=na(t),n!==null){if(e===null){if(!r)throw Error(i(318));if(e=t.memoizedState,e=e===null?null:e.dehydrated,!e)throw Error(i(557));e[vt]=t}else ra(),!(t.flags&128)&&(t.memoizedState=null),t.flags|=4;dl(t),e=!1}else n=ia(),e!==null&&e.memoizedState!==null&&(e.memoizedState.hydrationErrors=n),e=!0;if(!e)return t.flags&256?(Oo(t),t):(Oo(t),null);if(t.flags&128)throw Error(i(558))}return dl(t),null;case 13:if(r=t.memoizedState,e===null||e.memoizedState!==null&&e.memoizedState.dehydrated!==null){if(a=na(t),r!==null&&r.dehydrated!==null){if(e===null){if(!a)throw Error(i(318));if(a=t.memoizedState,a=a===null?null:a.dehydrated,!a)throw Error(i(317));a[vt]=t}else ra(),!(t.flags&128)&&(t.memoizedState=null),t.flags|=4;dl(t),a=!1}else a=ia(),e!==null&&e.memoizedState!==null&&(e.memoizedState.hydrationErrors=a),a=!0;if(!a)return t.flags&256?(Oo(t),t):(Oo(t),null)}return Oo(t),t.flags&128?(t.lanes=n,t):(n=r!==null,e=e!==null&&e.memoizedState!==null,n&&(r=t.child,a=null,r.alternate!==null&&r.alternate.memoizedState!==null&&r.alternate.memoizedState.cachePool!==null&&(a=r.alternate.memoizedState.cachePool.pool),o=null,r.memoizedState!==null&&r.memoizedState.cachePool!==null&&(o=r.memoizedState.cachePool.pool),o!==a&&(r.flags|=2048)),n!==e&&n&&(t.child.flags|=8192),ll(t,t.updateQueue),dl(t),null);case 4:return xe(),e===null&&Uf(t.stateNode.containerInfo),t.flags|=67108864,dl(t),null;case 10:return ua(t.type),dl(t),null;case 19:if(jo(t),r=t.memoizedState,r===null)return dl(t),null;if(a=!!(t.flags&128),o=r.rendering,o===null){if(a)ul(r,!1);else{if(rd!==0||e!==null&&e.flags&128)for(e=t.child;e!==null;){if(o=Mo(e),o!==null){for(t.flags|=128,ul(r,!1),e=o.updateQueue,t.updateQueue=e,ll(t,e),t.subtreeFlags=0,e=n,n=t.child;n!==null;)Ei(n,e),n=n.sibling;return Ao(t,ko.current&1|2),J&&Ui(t,r.treeForkCount),t.child}e=e.sibling}r.tail!==null&&Fe()>md&&(t.flags|=128,a=!0,ul(r,!1),t.lanes=4194304)}}else{if(!a){if(e=Mo(o),e!==null){if(t.flags|=128,a=!0,e=e.updateQueue,t.updateQueue=e,ll(t,e),ul(r,!0),r.tail===null&&r.tailMode!==`collapsed`&&r.tailMode!==`visible`&&!o.alternate&&!J)return dl(t),null}else 2*Fe()-r.renderingStartTime>md&&n!==536870912&&(t.flags|=128,a=!0,ul(r,!1),t.lanes=4194304)}r.isBackwards?(o.sibling=t.child,t.child=o):(e=r.last,e===null?t.child=o:e.sibling=o,r.last=o)}if(r.tail!==null){e=r.tail;e:{for(n=e;n!==null;){if(n.alternate!==null){n=!1;break e}n=n.sibling}n=!0}return r.rendering=e,r.tail=e.sibling,r.renderingStartTime=Fe(),e.sibling=null,o=ko.current,o=a?o&1|2:o&1,r.tailMode===`visible`||r.tailMode===`collapsed`||!n||J?Ao(t,o):(n=o,B(So,t),B(ko,n),Co===null&&(Co=t)),J&&Ui(t,r.treeForkCount),e}return dl(t),null;case 22:case 23:return Oo(t),xo(),r=t.memoizedState!==null,e===null?r&&(t.flags|=8192):e.memoizedState!==null!==r&&(t.flags|=8192),r?n&536870912&&!(t.flags&128)&&(dl(t),t.subtreeFlags&6&&(t.flags|=8192)):dl(t),n=t.updateQueue,n!==null&&ll(t,n.retryQueue),n=null,e!==null&&e.memoizedState!==null&&e.memoizedState.cachePool!==null&&(n=e.memoizedState.cachePool.pool),r=null,t.memoizedState!==null&&t.memoizedState.cachePool!==null&&(r=t.memoizedState.cachePool.pool),r!==n&&(t.flags|=2048),e!==null&&z(Ia),null;case 24:return n=null,e!==null&&(n=e.memoizedState.cache),t.memoizedState.cache!==n&&(t.flags|=2048),ua(Sa),dl(t),null;case 25:return null;case 30:return t.flags|=33554432,dl(t),null}throw Error(i(156,t.tag))}function pl(e,t){switch(Ki(t),t.tag){case 1:return e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 3:return ua(Sa),xe(),e=t.flags,e&65536&&!(e&128)?(t.flags=e&-65537|128,t):null;case 26:case 27:case 5:return Se(t),null;case 31:if(t.memoizedState!==null){if(Oo(t),t.alternate===null)throw Error(i(340));ra()}return e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 13:if(Oo(t),e=t.memoizedState,e!==null&&e.dehydrated!==null){if(t.alternate===null)throw Error(i(340));ra()}return e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 19:return jo(t),e=t.flags,e&65536?(t.flags=e&-65537|128,e=t.memoizedState,e!==null&&(e.rendering=null,e.tail=null),t.flags|=4,t):null;case 4:return xe(),null;case 10:return ua(t.type),null;case 22:case 23:return Oo(t),xo(),e!==null&&z(Ia),e=t.flags,e&65536?(t.flags=e&-65537|128,t):null;case 24:return ua(Sa),null;default:return null}}function ml(e,t){switch(Ki(t),t.tag){case 3:ua(Sa),xe();break;case 26:case 27:case 5:Se(t);break;case 4:xe();break;case 31:t.memoizedState!==null&&Oo(t);break;case 13:Oo(t);break;case 19:jo(t);break;case 10:ua(t.type);break;case 22:case 23:Oo(t),xo(),e!==null&&z(Ia);break;case 24:ua(Sa)}}function hl(e,t){try{var n=t.updateQueue,r=n===null?null:n.lastEffect;if(r!==null){var i=r.next;n=i;do{if((n.tag&e)===e){r=void 0;var a=n.create,o=n.inst;r=a(),o.destroy=r}n=n.next}while(n!==i)}}catch(e){ff(t,t.return,e)}}function gl(e,t,n){try{var r=t.updateQueue,i=r===null?null:r.lastEffect;if(i!==null){var a=i.next;r=a;do{if((r.tag&e)===e){var o=r.inst,s=o.destroy;if(s!==void 0){o.destroy=void 0,i=t;var c=n,l=s;try{l()}catch(e){ff(i,c,e)}}}r=r.next}while(r!==a)}}catch(e){ff(t,t.return,e)}}function _l(e){var t=e.updateQueue;if(t!==null){var n=e.stateNode;try{go(t,n)}catch(t){ff(e,e.return,t)}}}function vl(e,t,n){n.props=hc(e.type,e.memoizedProps),n.state=e.memoizedState;try{n.componentWillUnmount()}catch(n){ff(e,t,n)}}function yl(e,t){try{var n=e.ref;if(n!==null){switch(e.tag){case 26:case 27:case 5:var r=e.stateNode;break;case 30:var i=e.stateNode,a=ci(e.memoizedProps,i);(i.ref===null||i.ref.name!==a)&&(i.ref=Pp(a)),r=i.ref;break;case 7:if(e.stateNode===null){var o=new Fp(e);f(e.child,!1,Qp,o,void 0,void 0),e.stateNode=o}r=e.stateNode;break;default:r=e.stateNode}typeof n==`function`?e.refCleanup=n(r):n.current=r}}catch(n){ff(e,t,n)}}function bl(e,t){var n=e.ref,r=e.refCleanup;if(n!==null){if(typeof r==`function`)try{r()}catch(n){ff(e,t,n)}finally{e.refCleanup=null,e=e.alternate,e!=null&&(e.refCleanup=null)}else if(typeof n==`function`)try{n(null)}catch(n){ff(e,t,n)}else n.current=null}}function xl(e,t){if((e.tag===5||e.tag===27||e.tag===6)&&e.alternate===null&&t!==null)for(var n=0;n<t.length;n++)em(e.stateNode,t[n])}function Sl(e){for(var t=e.return;t!==null&&(Tl(t)&&em(e.stateNode,t.stateNode),!wl(t));)t=t.return}function Cl(e){for(var t=e.return;t!==null&&(Tl(t)&&tm(e.stateNode,t.stateNode),!wl(t));)t=t.return}function wl(e){return e.tag===5||e.tag===3||e.tag===27}function Tl(e){return e&&e.tag===7&&e.stateNode!==null}function El(e){var t=e.type,n=e.memoizedProps,r=e.stateNode;try{switch(t){case`button`:case`input`:case`select`:case`textarea`:n.autoFocus&&r.focus();break;case`img`:n.src?r.src=n.src:n.srcSet&&(r.srcset=n.srcSet)}}catch(t){ff(e,e.return,t)}}function Dl(e,t,n){try{var r=e.stateNode;ip(r,e.type,n,t),r[yt]=t}catch(t){ff(e,e.return,t)}}function Ol(e){return e.tag===5||e.tag===3||e.tag===26||e.tag===27&&Sp(e.type)||e.tag===4}function kl(e){e:for(;;){for(;e.sibling===null;){if(e.return===null||Ol(e.return))return null;e=e.return}for(e.sibling.return=e.return,e=e.sibling;e.tag!==5&&e.tag!==6&&e.tag!==18;){if(e.tag===27&&Sp(e.type)||e.flags&2||e.child===null||e.tag===4)continue e;e.child.return=e,e=e.child}if(!(e.flags&2))return e.stateNode}}function Al(e,t,n,r){var i=e.tag;if(i===5||i===6)i=e.stateNode,t?(n.nodeType===9?n.body:n.nodeName===`HTML`?n.ownerDocument.body:n).insertBefore(i,t):(t=n.nodeType===9?n.body:n.nodeName===`HTML`?n.ownerDocument.body:n,t.appendChild(i),n=n._reactRootContainer,n!=null||t.onclick!==null||(t.onclick=mn)),xl(e,r),H=!0;else if(i!==4&&(i===27&&(xl(e,r),r=null,Sp(e.type)&&(n=e.stateNode,t=null)),e=e.child,e!==null))for(Al(e,t,n,r),e=e.sibling;e!==null;)Al(e,t,n,r),e=e.sibling}function jl(e,t,n,r){var i=e.tag;if(i===5||i===6)i=e.stateNode,t?n.insertBefore(i,t):n.appendChild(i),xl(e,r),H=!0;else if(i!==4&&(i===27&&(xl(e,r),r=null,Sp(e.type)&&(n=e.stateNode)),e=e.child,e!==null))for(jl(e,t,n,r),e=e.sibling;e!==null;)jl(e,t,n,r),e=e.sibling}function Ml(e){var t=e.stateNode,n=e.memoizedProps;try{for(var r=e.type,i=t.attributes;i.length;)t.removeAttributeNode(i[0]);np(t,r,n),t[vt]=e,t[yt]=n}catch(t){ff(e,e.return,t)}}var Nl=!1,Pl=null;function Fl(e){(e.tag===30||e.subtreeFlags&33554432)&&(Nl=!0)}var Il=null;function Ll(){var e=Il;return Il=null,e}var Rl=0;function zl(e,t,n,r,i){return Rl=0,Bl(e.child,t,n,r,i)}function Bl(e,t,n,r,i){for(var a=!1;e!==null;){if(e.tag===5){var o=e.stateNode;if(r!==null){var s=Op(o);r.push(s),s.view&&(a=!0)}else a||Op(o).view&&(a=!0);Nl=!0,Tp(o,Rl===0?t:t+`_`+Rl,n),Rl++}else e.tag===22&&e.memoizedState!==null||e.tag===30&&i||Bl(e.child,t,n,r,i)&&(a=!0);e=e.sibling}return a}function Vl(e,t){for(;e!==null;)e.tag===5?Ep(e.stateNode,e.memoizedProps):e.tag===22&&e.memoizedState!==null||e.tag===30&&t||Vl(e.child,t),e=e.sibling}function Hl(e){if(e.subtreeFlags&18874368)for(e=e.child;e!==null;){if((e.tag!==22||e.memoizedState===null)&&(Hl(e),e.tag===30&&e.flags&18874368&&e.stateNode.paired)){var t=e.memoizedProps;if(t.name==null||t.name===`auto`)throw Error(i(544));var n=t.name;t=ui(t.default,t.share),t!==`none`&&(zl(e,n,t,null,!1)||Vl(e.child,!1))}e=e.sibling}}function Ul(e,t){if(e.tag===30){var n=e.stateNode,r=e.memoizedProps,i=ci(r,n),a=ui(r.default,n.paired?r.share:r.enter);a===`none`?Hl(e):zl(e,i,a,null,!1)?(Hl(e),n.paired||t||jd(e,r.onEnter)):Vl(e.child,!1)}else if(e.subtreeFlags&33554432)for(e=e.child;e!==null;)Ul(e,t),e=e.sibling;else Hl(e)}function Wl(e){if(Pl!==null&&Pl.size!==0){var t=Pl;if(e.subtreeFlags&18874368)for(e=e.child;e!==null;){if(e.tag!==22||e.memoizedState===null){if(e.tag===30&&e.flags&18874368){var n=e.memoizedProps,r=n.name;if(r!=null&&r!==`auto`){var i=t.get(r);if(i!==void 0){var a=ui(n.default,n.share);if(a!==`none`&&(zl(e,r,a,null,!1)?(a=e.stateNode,i.paired=a,a.paired=i,jd(e,n.onShare)):Vl(e.child,!1)),t.delete(r),t.size===0)break}}}Wl(e)}e=e.sibling}}}function Gl(e){if(e.tag===30){var t=e.memoizedProps,n=ci(t,e.stateNode),r=Pl===null?void 0:Pl.get(n),i=ui(t.default,r===void 0?t.exit:t.share);i!==`none`&&(zl(e,n,i,null,!1)?r===void 0?jd(e,t.onExit):(i=e.stateNode,r.paired=i,i.paired=r,Pl.delete(n),jd(e,t.onShare)):Vl(e.child,!1)),Pl!==null&&Wl(e)}else if(e.subtreeFlags&33554432)for(e=e.child;e!==null;)Gl(e),e=e.sibling;else Pl!==null&&Wl(e)}function Kl(e){for(e=e.child;e!==null;){if(e.tag===30){var t=e.memoizedProps,n=ci(t,e.stateNode);t=ui(t.default,t.update),e.flags&=-5,t!==`none`&&zl(e,n,t,e.memoizedState=[],!1)}else e.subtreeFlags&33554432&&Kl(e);e=e.sibling}}function ql(e){if(e.subtreeFlags&18874368)for(e=e.child;e!==null;){if(e.tag!==22||e.memoizedState===null){if(e.tag===30&&e.flags&18874368){var t=e.stateNode;t.paired!==null&&(t.paired=null,Vl(e.child,!1))}ql(e)}e=e.sibling}}function Jl(e){if(e.tag===30)e.stateNode.paired=null,Vl(e.child,!1),ql(e);else if(e.subtreeFlags&33554432)for(e=e.child;e!==null;)Jl(e),e=e.sibling;else ql(e)}function Yl(e){for(e=e.child;e!==null;)e.tag===30?Vl(e.child,!1):e.subtreeFlags&33554432&&Yl(e),e=e.sibling}function Xl(e,t,n,r,i,a,o){for(var s=!1;t!==null;){if(t.tag===5){var c=t.stateNode;if(a!==null&&Rl<a.length){var l=a[Rl],u=Op(c);(l.view||u.view)&&(s=!0);var d;if(d=!(e.flags&4)){if(u.clip)d=!0;else{d=l.rect;var f=u.rect;d=d.y!==f.y||d.x!==f.x||d.height!==f.height||d.width!==f.width}}d&&(e.flags|=4),u.abs?u=!l.abs:(l=l.rect,u=u.rect,u=l.height!==u.height||l.width!==u.width),u&&(e.flags|=32)}else e.flags|=32;e.flags&4&&Tp(c,Rl===0?n:n+`_`+Rl,i),s&&e.flags&4||(Il===null&&(Il=[]),Il.push(c,Rl===0?r:r+`_`+Rl,t.memoizedProps)),Rl++}else(t.tag!==22||t.memoizedState===null)&&(t.tag===30&&o?e.flags|=t.flags&32:Xl(e,t.child,n,r,i,a,o)&&(s=!0));t=t.sibling}return s}function Zl(e,t){for(e=e.child;e!==null;){if(e.tag===30){var n=e.memoizedProps,r=e.stateNode,i=ci(n,r),a=ui(n.default,n.update);if(t){r=r.clones;var o=r===null?null:r.map(kp)}else o=e.memoizedState,e.memoizedState=null;r=e;var s=e.child;Rl=0,i=Xl(r,s,i,i,a,o,!1),e.flags&4&&i&&(t||jd(e,n.onUpdate))}else e.subtreeFlags&33554432&&Zl(e,t);e=e.sibling}}var Ql=!1,$l=!1,eu=!1,tu=!1,nu=typeof WeakSet==`function`?WeakSet:Set,ru=null,iu=!1,au=!1,ou=!1,su=!1;function cu(e,t,n){if(e=e.containerInfo,sp=gh,e=zr(e),Br(e)){if(`selectionStart`in e)var r={start:e.selectionStart,end:e.selectionEnd};else e:{r=(r=e.ownerDocument)&&r.defaultView||window;var i=r.getSelection&&r.getSelection();if(i&&i.rangeCount!==0){r=i.anchorNode;var a=i.anchorOffset,o=i.focusNode;i=i.focusOffset;try{r.nodeType,o.nodeType}catch{r=null;break e}var s=0,c=-1,l=-1,u=0,d=0,f=e,p=null;t:for(;;){for(var m;f!==r||a!==0&&f.nodeType!==3||(c=s+a),f!==o||i!==0&&f.nodeType!==3||(l=s+i),f.nodeType===3&&(s+=f.nodeValue.length),(m=f.firstChild)!==null;)p=f,f=m;for(;;){if(f===e)break t;if(p===r&&++u===a&&(c=s),p===o&&++d===i&&(l=s),(m=f.nextSibling)!==null)break;f=p,p=f.parentNode}f=m}r=c===-1||l===-1?null:{start:c,end:l}}else r=null}r||={start:0,end:0}}else r=null;for(cp={focusedElem:e,selectionRange:r},gh=!1,n=(n&335544064)===n,ru=t,t=n?9270:1024;ru!==null;){if(e=ru,n&&(r=e.deletions,r!==null))for(a=0;a<r.length;a++)n&&Gl(r[a]);if(e.alternate===null&&e.flags&2)n&&Fl(e),lu(n);else{if(e.tag===22){if(r=e.alternate,e.memoizedState!==null){r!==null&&r.memoizedState===null&&n&&Gl(r),lu(n);continue}if(r!==null&&r.memoizedState!==null){n&&Fl(e),lu(n);continue}}r=e.child,(e.subtreeFlags&t)!==0&&r!==null?(r.return=e,ru=r):(n&&Kl(e),lu(n))}}Pl=null}function lu(e){for(;ru!==null;){var t=ru,n=e,r=t.alternate,a=t.flags;switch(t.tag){case 0:case 11:case 15:break;case 1:if(a&1024&&r!==null){n=void 0,a=r.memoizedProps,r=r.memoizedState;var o=t.stateNode;try{var s=hc(t.type,a);n=o.getSnapshotBeforeUpdate(s,r),o.__reactInternalSnapshotBeforeUpdate=n}catch(e){ff(t,t.return,e)}}break;case 3:if(a&1024){if(r=t.stateNode.containerInfo,n=r.nodeType,n===9)nm(r);else if(n===1)switch(r.nodeName){case`HEAD`:case`HTML`:case`BODY`:nm(r);break;default:r.textContent=``}}break;case 5:case 26:case 27:case 6:case 4:case 17:break;case 30:n&&r!==null&&(n=ci(r.memoizedProps,r.stateNode),a=t.memoizedProps,a=ui(a.default,a.update),a!==`none`&&zl(r,n,a,r.memoizedState=[],!0));break;default:if(a&1024)throw Error(i(163))}if(r=t.sibling,r!==null){r.return=t.return,ru=r;break}ru=t.return}}function uu(e,t,n){var r=n.flags;switch(n.tag){case 0:case 11:case 15:Au(e,n),r&4&&hl(5,n);break;case 1:if(Au(e,n),r&4){if(e=n.stateNode,t===null)try{e.componentDidMount()}catch(e){ff(n,n.return,e)}else{var i=hc(n.type,t.memoizedProps);t=t.memoizedState;try{e.componentDidUpdate(i,t,e.__reactInternalSnapshotBeforeUpdate)}catch(e){ff(n,n.return,e)}}}r&64&&_l(n),r&512&&yl(n,n.return);break;case 3:if(Au(e,n),r&64&&(e=n.updateQueue,e!==null)){if(t=null,n.child!==null)switch(n.child.tag){case 27:case 5:case 1:t=n.child.stateNode}try{go(e,t)}catch(e){ff(n,n.return,e)}}break;case 27:t===null&&r&4&&Ml(n);case 26:case 5:Au(e,n),t===null&&r&4&&El(n),r&512&&yl(n,n.return);break;case 12:Au(e,n);break;case 31:Au(e,n),r&4&&yu(e,n);break;case 13:Au(e,n),r&4&&bu(e,n),r&64&&(e=n.memoizedState,e!==null&&(e=e.dehydrated,e!==null&&(n=gf.bind(null,n),cm(e,n))));break;case 22:if(r=n.memoizedState!==null||Ql,!r){var a=t!==null&&t.memoizedState!==null||$l;t=Ql,i=$l,Ql=r,($l=a)&&!i?(r=2,n.subtreeFlags&8772&&(r|=1),Mu(e,n,r)):Au(e,n),Ql=t,$l=i}break;case 30:Au(e,n),r&512&&yl(n,n.return);break;case 7:r&512&&yl(n,n.return);default:Au(e,n)}}function du(e,t){for(e=e.child;e!==null;)fu(e,t),e=e.sibling}function fu(e,t){switch(e.tag){case 5:case 26:try{var n=e.stateNode;if(t){var r=n.style;typeof r.setProperty==`function`?r.setProperty(`display`,`none`,`important`):r.display=`none`}else{var i=e.stateNode,a=e.memoizedProps.style,o=a!=null&&a.hasOwnProperty(`display`)?a.display:null;i.style.display=o==null||typeof o==`boolean`?``:(``+o).trim()}}catch(t){ff(e,e.return,t)}pu(e,t);break;case 6:try{e.stateNode.nodeValue=t?``:e.memoizedProps,H=!0}catch(t){ff(e,e.return,t)}break;case 18:try{var s=e.stateNode;t?wp(s,!0):wp(e.stateNode,!1)}catch(t){ff(e,e.return,t)}break;case 22:case 23:e.memoizedState===null&&du(e,t);break;default:du(e,t)}}function pu(e,t){if(e.subtreeFlags&67108864)for(e=e.child;e!==null;){e:{var n=e,r=t;switch(n.tag){case 4:fu(n,r);break e;case 22:n.memoizedState===null&&pu(n,r);break e;default:pu(n,r)}}e=e.sibling}}function mu(e){var t=e.alternate;t!==null&&(e.alternate=null,mu(t)),e.child=null,e.deletions=null,e.sibling=null,e.tag===5&&(t=e.stateNode,t!==null&&Dt(t)),e.stateNode=null,e.return=null,e.dependencies=null,e.memoizedProps=null,e.memoizedState=null,e.pendingProps=null,e.stateNode=null,e.updateQueue=null}var hu=null,gu=!1;function _u(e,t,n){for(n=n.child;n!==null;)vu(e,t,n),n=n.sibling}function vu(e,t,n){if(Ge&&typeof Ge.onCommitFiberUnmount==`function`)try{Ge.onCommitFiberUnmount(We,n)}catch{}switch(n.tag){case 26:$l||bl(n,t),_u(e,t,n),n.memoizedState?n.memoizedState.count--:n.stateNode&&!$l&&(n=n.stateNode,n.parentNode.removeChild(n));break;case 27:$l||bl(n,t),Cl(n);var r=hu,i=gu;Sp(n.type)&&(hu=n.stateNode,gu=!1),_u(e,t,n),gm(n.stateNode,n.type,n.memoizedProps),hu=r,gu=i;break;case 5:$l||bl(n,t),Cl(n);case 6:if(n.tag===6&&Cl(n),r=hu,i=gu,hu=null,_u(e,t,n),hu=r,gu=i,hu!==null){if(gu)try{(hu.nodeType===9?hu.body:hu.nodeName===`HTML`?hu.ownerDocument.body:hu).removeChild(n.stateNode),H=!0}catch(e){ff(n,t,e)}else try{hu.removeChild(n.stateNode),H=!0}catch(e){ff(n,t,e)}}break;case 18:hu!==null&&(gu?(e=hu,Cp(e.nodeType===9?e.body:e.nodeName===`HTML`?e.ownerDocument.body:e,n.stateNode),Hh(e)):Cp(hu,n.stateNode));break;case 4:r=hu,i=gu,hu=n.stateNode.containerInfo,gu=!0,_u(e,t,n),hu=r,gu=i;break;case 0:case 11:case 14:case 15:gl(2,n,t),$l||gl(4,n,t),_u(e,t,n);break;case 1:$l||(bl(n,t),r=n.stateNode,typeof r.componentWillUnmount==`function`&&vl(n,t,r)),_u(e,t,n);break;case 21:_u(e,t,n);break;case 22:$l=(r=$l)||n.memoizedState!==null,_u(e,t,n),$l=r;break;case 30:bl(n,t),_u(e,t,n);break;case 7:$l||bl(n,t),_u(e,t,n);break;default:_u(e,t,n)}}function yu(e,t){if(t.memoizedState===null&&(e=t.alternate,e!==null&&(e=e.memoizedState,e!==null))){e=e.dehydrated;try{Hh(e)}catch(e){ff(t,t.return,e)}}}function bu(e,t){if(t.memoizedState===null&&(e=t.alternate,e!==null&&(e=e.memoizedState,e!==null&&(e=e.dehydrated,e!==null))))try{Hh(e)}catch(e){ff(t,t.return,e)}}function xu(e){switch(e.tag){case 31:case 13:case 19:var t=e.stateNode;return t===null&&(t=e.stateNode=new nu),t;case 22:return e=e.stateNode,t=e._retryCache,t===null&&(t=e._retryCache=new nu),t;default:throw Error(i(435,e.tag))}}function Su(e,t){var n=xu(e);t.forEach(function(t){if(!n.has(t)){n.add(t);var r=_f.bind(null,e,t);t.then(r,r)}})}function Cu(e,t,n){var r=t.deletions;if(r!==null)for(var a=0;a<r.length;a++){var o=r[a],s=e,c=t,l=c;e:for(;l!==null;){switch(l.tag){case 27:if(Sp(l.type)){hu=l.stateNode,gu=!1;break e}break;case 5:hu=l.stateNode,gu=!1;break e;case 3:case 4:hu=l.stateNode.containerInfo,gu=!0;break e}l=l.return}if(hu===null)throw Error(i(160));vu(s,c,o),hu=null,gu=!1,s=o.alternate,s!==null&&(s.return=null),o.return=null}if(t.subtreeFlags&13886)for(t=t.child;t!==null;)Tu(t,e,n),t=t.sibling}var wu=null;function Tu(e,t,n){var r=e.alternate,a=e.flags;switch(e.tag){case 0:case 11:case 14:case 15:if(a&4&&(r=e.updateQueue,r=r===null?null:r.events,r!==null))for(var o=0;o<r.length;o++){var s=r[o];s.ref.impl=s.nextImpl}Cu(t,e,n),Eu(e),a&4&&(gl(3,e,e.return),hl(3,e),gl(5,e,e.return));break;case 1:Cu(t,e,n),Eu(e),a&512&&($l||r===null||bl(r,r.return)),a&64&&Ql&&(e=e.updateQueue,e!==null&&(t=e.callbacks,t!==null&&(n=e.shared.hiddenCallbacks,e.shared.hiddenCallbacks=n===null?t:n.concat(t))));break;case 26:if(o=wu,Cu(t,e,n),Eu(e),a&512&&($l||r===null||bl(r,r.return)),a&4){if(a=r===null?null:r.memoizedState,n=e.memoizedState,r===null){if(n===null){if(e.stateNode===null){if(Ql)e.stateNode=fp(e.type,e.memoizedProps,t.containerInfo,e);else{e:{t=e.type,n=e.memoizedProps,a=o.ownerDocument||o;t:switch(t){case`title`:r=a.getElementsByTagName(`title`)[0],(!r||r[Tt]||r[vt]||r.namespaceURI===`http://www.w3.org/2000/svg`||r.hasAttribute(`itemprop`))&&(r=a.createElement(t),a.head.insertBefore(r,a.querySelector(`head > title`))),np(r,t,n),r[vt]=e,Mt(r),t=r;break e;case`link`:if(o=Gm(`link`,`href`,a).get(t+(n.href||``))){for(s=0;s<o.length;s++)if(r=o[s],r.getAttribute(`href`)===(n.href==null||n.href===``?null:n.href)&&r.getAttribute(`rel`)===(n.rel==null?null:n.rel)&&r.getAttribute(`title`)===(n.title==null?null:n.title)&&r.getAttribute(`crossorigin`)===(n.crossOrigin==null?null:n.crossOrigin)){o.splice(s,1);break t}}r=a.createElement(t),np(r,t,n),a.head.appendChild(r);break;case`meta`:if(o=Gm(`meta`,`content`,a).get(t+(n.content||``))){for(s=0;s<o.length;s++)if(r=o[s],r.getAttribute(`content`)===(n.content==null?null:``+n.content)&&r.getAttribute(`name`)===(n.name==null?null:n.name)&&r.getAttribute(`property`)===(n.property==null?null:n.property)&&r.getAttribute(`http-equiv`)===(n.httpEquiv==null?null:n.httpEquiv)&&r.getAttribute(`charset`)===(n.charSet==null?null:n.charSet)){o.splice(s,1);break t}}r=a.createElement(t),np(r,t,n),a.head.appendChild(r);break;default:throw Error(i(468,t))}r[vt]=e,Mt(r),t=r}e.stateNode=t}}else Ql||Km(o,e.type,e.stateNode)}else e.stateNode=Bm(o,n,e.memoizedProps)}else a===n?n===null&&e.stateNode!==null&&Dl(e,e.memoizedProps,r.memoizedProps):(a===null?(t=r.stateNode,t===null||$l||t.parentNode.removeChild(t)):a.count--,n===null?Ql||Km(o,e.type,e.stateNode):Bm(o,n,e.memoizedProps))}break;case 27:Cu(t,e,n),Eu(e),a&512&&($l||r===null||bl(r,r.return)),r!==null&&a&4&&Dl(e,e.memoizedProps,r.memoizedProps);break;case 5:if(o=eu,eu=!1,Cu(t,e,n),eu=o,Eu(e),a&512&&($l||r===null||bl(r,r.return)),e.flags&32){t=e.stateNode;try{on(t,``),H=!0}catch(t){ff(e,e.return,t)}}a&4&&e.stateNode!=null&&(t=e.memoizedProps,Dl(e,t,r===null?t:r.memoizedProps)),a&1024&&(tu=!0);break;case 6:if(Cu(t,e,n),Eu(e),a&4){if(e.stateNode===null)throw Error(i(162));t=e.memoizedProps,n=e.stateNode;try{n.nodeValue=t,H=!0}catch(t){ff(e,e.return,t)}}break;case 3:if(H=!1,Wm=null,o=wu,wu=bm(t.containerInfo),Cu(t,e,n),wu=o,Eu(e),a&4&&r!==null&&r.memoizedState.isDehydrated)try{Hh(t.containerInfo)}catch(t){ff(e,e.return,t)}tu&&(tu=!1,Du(e)),H=!1;break;case 4:a=eu,eu=Ql,r=Ht(),o=wu,wu=bm(e.stateNode.containerInfo),Cu(t,e,n),Eu(e),wu=o,H&&au&&(ou=!0),H=r,eu=a;break;case 12:Cu(t,e,n),Eu(e);break;case 31:Cu(t,e,n),Eu(e),a&4&&(t=e.updateQueue,t!==null&&(e.updateQueue=null,Su(e,t)));break;case 13:Cu(t,e,n),Eu(e),e.child.flags&8192&&e.memoizedState!==null!=(r!==null&&r.memoizedState!==null)&&(fd=Fe()),a&4&&(t=e.updateQueue,t!==null&&(e.updateQueue=null,Su(e,t)));break;case 22:o=e.memoizedState!==null,s=r!==null&&r.memoizedState!==null;var c=Ql,l=$l,u=eu;Ql=c||o,eu=u||o,$l=l||s,Cu(t,e,n),$l=l,eu=u,Ql=c,Eu(e),a&8192&&(t=e.stateNode,t._visibility=o?t._visibility&-2:t._visibility|1,!o||r===null||s||Ql||$l||(t=s||$l,n=Ql,r=$l,Ql=o||Ql,$l=t,ju(e,2),Ql=n,$l=r),!o&&eu||du(e,o)),a&4&&(t=e.updateQueue,t!==null&&(n=t.retryQueue,n!==null&&(t.retryQueue=null,Su(e,n))));break;case 19:Cu(t,e,n),Eu(e),a&4&&(t=e.updateQueue,t!==null&&(e.updateQueue=null,Su(e,t)));break;case 30:a&512&&($l||r===null||bl(r,r.return)),a=Ht(),o=au,s=(n&335544064)===n,c=e.memoizedProps,au=s&&ui(c.default,c.update)!==`none`,Cu(t,e,n),Eu(e),s&&r!==null&&H&&(e.flags|=4),au=o,H=a;break;case 21:break;case 7:a&512&&($l||r===null||bl(r,r.return)),r&&r.stateNode!==null&&(r.stateNode._fragmentFiber=e);default:Cu(t,e,n),Eu(e)}}function Eu(e){var t=e.flags;if(t&2){try{for(var n,r=e.return;r!==null;){if(Ol(r)){n=r;break}r=r.return}r=null;for(var a=e.return;a!==null;){if(Tl(a)){var o=a.stateNode;r===null?r=[o]:r.push(o)}if(wl(a))break;a=a.return}var s=r;if(n==null)throw Error(i(160));switch(n.tag){case 27:var c=n.stateNode;jl(e,kl(e),c,s);break;case 5:var l=n.stateNode;n.flags&32&&(on(l,``),n.flags&=-33),jl(e,kl(e),l,s);break;case 3:case 4:var u=n.stateNode.containerInfo;Al(e,kl(e),u,s);break;default:throw Error(i(161))}}catch(t){ff(e,e.return,t)}e.flags&=-3}t&4096&&(e.flags&=-4097)}function Du(e){if(e.subtreeFlags&1024)for(e=e.child;e!==null;){var t=e;Du(t),t.tag===5&&t.flags&1024&&(t=t.stateNode,gh=!0,t.reset(),gh=!1),e=e.sibling}}function Ou(e,t){if(t.subtreeFlags&9270)for(t=t.child;t!==null;)ku(t,e),t=t.sibling;else Zl(t,!1)}function ku(e,t){var n=e.alternate;if(n===null)Ul(e,!1);else switch(e.tag){case 3:if(su=iu=!1,Ll(),Ou(t,e),!iu&&!ou){if(e=Il,e!==null)for(var r=0;r<e.length;r+=3){n=e[r];var i=e[r+1];Ep(n,e[r+2]),n=n.ownerDocument.documentElement,n!==null&&n.animate({opacity:[0,0],pointerEvents:[`none`,`none`]},{duration:0,fill:`forwards`,pseudoElement:`::view-transition-group(`+i+`)`})}e=t.containerInfo,e=e.nodeType===9?e.documentElement:e.ownerDocument.documentElement,e!==null&&e.style.viewTransitionName===``&&(e.style.viewTransitionName=`none`,e.animate({opacity:[0,0],pointerEvents:[`none`,`none`]},{duration:0,fill:`forwards`,pseudoElement:`::view-transition-group(root)`}),e.animate({width:[0,0],height:[0,0]},{duration:0,fill:`forwards`,pseudoElement:`::view-transition`})),su=!0}Il=null;break;case 5:Ou(t,e);break;case 4:r=iu,iu=!1,Ou(t,e),iu&&(ou=!0),iu=r;break;case 22:e.memoizedState===null&&(n.memoizedState===null?Ou(t,e):Ul(e,!1));break;case 30:r=iu,i=Ll(),iu=!1,Ou(t,e),iu&&(e.flags|=4);var a=e.memoizedProps,o=e.stateNode;t=ci(a,o),o=ci(n.memoizedProps,o);var s=ui(a.default,a.update);s===`none`?t=!1:(a=n.memoizedState,n.memoizedState=null,n=e.child,Rl=0,t=Xl(e,n,t,o,s,a,!0),Rl!==(a===null?0:a.length)&&(e.flags|=32)),e.flags&4&&t?(jd(e,e.memoizedProps.onUpdate),Il=i):i!==null&&(i.push.apply(i,Il),Il=i),iu=e.flags&32?!0:r;break;default:Ou(t,e)}}function Au(e,t){if(t.subtreeFlags&8772)for(t=t.child;t!==null;)uu(e,t.alternate,t),t=t.sibling}function ju(e,t){for(e=e.child;e!==null;){var n=e,r=t;switch(n.tag){case 0:case 11:case 14:case 15:gl(4,n,n.return),ju(n,r);break;case 1:bl(n,n.return);var i=n.stateNode;typeof i.componentWillUnmount==`function`&&vl(n,n.return,i),ju(n,r);break;case 27:r&2&&gm(n.stateNode,n.type,n.memoizedProps);case 5:bl(n,n.return),n.tag!==5&&n.tag!==27||Cl(n),ju(n,r);break;case 6:Cl(n);break;case 26:bl(n,n.return),i=n.stateNode,n.memoizedState!==null||i===null||$l||i.parentNode.removeChild(i),ju(n,r);break;case 22:n.memoizedState===null&&ju(n,r);break;case 30:bl(n,n.return),ju(n,r);break;case 7:bl(n,n.return);default:ju(n,r)}e=e.sibling}}function Mu(e,t,n){for(n=t.subtreeFlags&8772?n:n&-2,t=t.child;t!==null;){var r=t.alternate,i=e,a=t,o=a.flags,s=!!(n&1);switch(a.tag){case 0:case 11:case 15:Mu(i,a,n),hl(4,a);break;case 1:if(Mu(i,a,n),r=a,i=r.stateNode,typeof i.componentDidMount==`function`)try{i.componentDidMount()}catch(e){ff(r,r.return,e)}if(r=a,i=r.updateQueue,i!==null){var c=r.stateNode;try{var l=i.shared.hiddenCallbacks;if(l!==null)for(i.shared.hiddenCallbacks=null,i=0;i<l.length;i++)ho(l[i],c)}catch(e){ff(r,r.return,e)}}s&&o&64&&_l(a),yl(a,a.return);break;case 27:n&2&&Ml(a);case 5:a.tag!==5&&a.tag!==27||Sl(a),Mu(i,a,n),s&&r===null&&o&4&&El(a),yl(a,a.return);break;case 6:Sl(a);break;case 26:c=a.stateNode,a.memoizedState!==null||c===null||Ql||Km(bm(c.ownerDocument),a.type,c),Mu(i,a,n),s&&r===null&&o&4&&El(a),yl(a,a.return);break;case 12:Mu(i,a,n);break;case 31:Mu(i,a,n),s&&o&4&&yu(i,a);break;case 13:Mu(i,a,n),s&&o&4&&bu(i,a);break;case 22:a.memoizedState===null&&Mu(i,a,n),yl(a,a.return);break;case 30:Mu(i,a,n),yl(a,a.return);break;case 7:yl(a,a.return);default:Mu(i,a,n)}t=t.sibling}}function Nu(e,t){var n=null;e!==null&&e.memoizedState!==null&&e.memoizedState.cachePool!==null&&(n=e.memoizedState.cachePool.pool),e=null,t.memoizedState!==null&&t.memoizedState.cachePool!==null&&(e=t.memoizedState.cachePool.pool),e!==n&&(e!=null&&e.refCount++,n!=null&&wa(n))}function Pu(e,t){e=null,t.alternate!==null&&(e=t.alternate.memoizedState.cache),t=t.memoizedState.cache,t!==e&&(t.refCount++,e!=null&&wa(e))}function Fu(e,t,n,r){var i=(n&335544064)===n;if(t.subtreeFlags&(i?10262:10256))for(t=t.child;t!==null;)Iu(e,t,n,r),t=t.sibling;else i&&Yl(t)}function Iu(e,t,n,r){var i=(n&335544064)===n;i&&t.alternate===null&&t.return!==null&&t.return.alternate!==null&&Jl(t);var a=t.flags;switch(t.tag){case 0:case 11:case 15:Fu(e,t,n,r),a&2048&&hl(9,t);break;case 1:Fu(e,t,n,r);break;case 3:Fu(e,t,n,r),i&&su&&(e=e.containerInfo,e=e.nodeType===9?e.body:e.nodeName===`HTML`?e.ownerDocument.body:e,e.style.viewTransitionName===`root`&&(e.style.viewTransitionName=``),e=e.ownerDocument.documentElement,e!==null&&e.style.viewTransitionName===`none`&&(e.style.viewTransitionName=``)),a&2048&&(a=null,t.alternate!==null&&(a=t.alternate.memoizedState.cache),t=t.memoizedState.cache,t!==a&&(t.refCount++,a!=null&&wa(a)));break;case 12:if(a&2048){Fu(e,t,n,r),a=t.stateNode;try{var o=t.memoizedProps,s=o.id,c=o.onPostCommit;typeof c==`function`&&c(s,t.alternate===null?`mount`:`update`,a.passiveEffectDuration,-0)}catch(e){ff(t,t.return,e)}}else Fu(e,t,n,r);break;case 31:case 13:Fu(e,t,n,r);break;case 23:break;case 22:o=t.stateNode,s=t.alternate,t.memoizedState===null?(i&&s!==null&&s.memoizedState!==null&&Jl(t),o._visibility&2?Fu(e,t,n,r):(o._visibility|=2,Lu(e,t,n,r,!!(t.subtreeFlags&10256)||!1))):(i&&s!==null&&s.memoizedState===null&&Jl(s),o._visibility&2?Fu(e,t,n,r):Ru(e,t)),a&2048&&Nu(s,t);break;case 24:Fu(e,t,n,r),a&2048&&Pu(t.alternate,t);break;case 30:i&&(a=t.alternate,a!==null&&(Vl(a.child,!0),Vl(t.child,!0))),Fu(e,t,n,r);break;default:Fu(e,t,n,r)}}function Lu(e,t,n,r,i){for(i&&=!!(t.subtreeFlags&10256)||!1,t=t.child;t!==null;){var a=e,o=t,s=n,c=r,l=o.flags;switch(o.tag){case 0:case 11:case 15:Lu(a,o,s,c,i),hl(8,o);break;case 23:break;case 22:var u=o.stateNode;o.memoizedState===null?(u._visibility|=2,Lu(a,o,s,c,i)):u._visibility&2?Lu(a,o,s,c,i):Ru(a,o),i&&l&2048&&Nu(o.alternate,o);break;case 24:Lu(a,o,s,c,i),i&&l&2048&&Pu(o.alternate,o);break;default:Lu(a,o,s,c,i)}t=t.sibling}}function Ru(e,t){if(t.subtreeFlags&10256)for(t=t.child;t!==null;){var n=e,r=t,i=r.flags;switch(r.tag){case 22:Ru(n,r),i&2048&&Nu(r.alternate,r);break;case 24:Ru(n,r),i&2048&&Pu(r.alternate,r);break;default:Ru(n,r)}t=t.sibling}}var zu=8192;function Bu(e,t,n){if(e.subtreeFlags&zu)for(e=e.child;e!==null;)Vu(e,t,n),e=e.sibling}function Vu(e,t,n){switch(e.tag){case 26:Bu(e,t,n),e.flags&zu&&(e.memoizedState===null?(e=e.stateNode,(t&335544128)===t&&Zm(n,e)):Qm(n,wu,e.memoizedState,e.memoizedProps));break;case 5:Bu(e,t,n),e.flags&zu&&(e=e.stateNode,(t&335544128)===t&&Zm(n,e));break;case 3:case 4:var r=wu;wu=bm(e.stateNode.containerInfo),Bu(e,t,n),wu=r;break;case 22:e.memoizedState===null&&(r=e.alternate,r!==null&&r.memoizedState!==null?(r=zu,zu=16777216,Bu(e,t,n),zu=r):Bu(e,t,n));break;case 30:if((e.flags&zu)!==0&&(r=e.memoizedProps.name,r!=null&&r!==`auto`)){var i=e.stateNode;i.paired=null,Pl===null&&(Pl=new Map),Pl.set(r,i)}Bu(e,t,n);break;default:Bu(e,t,n)}}function Hu(e){var t=e.alternate;if(t!==null&&(e=t.child,e!==null)){t.child=null;do t=e.sibling,e.sibling=null,e=t;while(e!==null)}}function Uu(e){var t=e.deletions;if(e.flags&16){if(t!==null)for(var n=0;n<t.length;n++){var r=t[n];ru=r,Ku(r,e)}Hu(e)}if(e.subtreeFlags&10256)for(e=e.child;e!==null;)Wu(e),e=e.sibling}function Wu(e){switch(e.tag){case 0:case 11:case 15:Uu(e),e.flags&2048&&gl(9,e,e.return);break;case 3:case 12:Uu(e);break;case 22:var t=e.stateNode;e.memoizedState!==null&&t._visibility&2&&(e.return===null||e.return.tag!==13)?(t._visibility&=-3,Gu(e)):Uu(e);break;default:Uu(e)}}function Gu(e){var t=e.deletions;if(e.flags&16){if(t!==null)for(var n=0;n<t.length;n++){var r=t[n];ru=r,Ku(r,e)}Hu(e)}for(e=e.child;e!==null;){switch(t=e,t.tag){case 0:case 11:case 15:gl(8,t,t.return),Gu(t);break;case 22:n=t.stateNode,n._visibility&2&&(n._visibility&=-3,Gu(t));break;default:Gu(t)}e=e.sibling}}function Ku(e,t){for(;ru!==null;){var n=ru;switch(n.tag){case 0:case 11:case 15:gl(8,n,t);break;case 23:case 22:if(n.memoizedState!==null&&n.memoizedState.cachePool!==null){var r=n.memoizedState.cachePool.pool;r!=null&&r.refCount++}break;case 24:wa(n.memoizedState.cache)}if(r=n.child,r!==null)r.return=n,ru=r;else for(n=e;ru!==null;){r=ru;var i=r.sibling,a=r.return;if(mu(r),r===n){ru=null;break}if(i!==null){i.return=a,ru=i;break}ru=a}}}var qu={getCacheForType:function(e){var t=ga(Sa),n=t.data.get(e);return n===void 0&&(n=e(),t.data.set(e,n)),n},cacheSignal:function(){return ga(Sa).controller.signal}},Ju=typeof WeakMap==`function`?WeakMap:Map,Yu=0,Xu=null,X=null,Z=0,Zu=0,Qu=null,$u=!1,ed=!1,td=!1,nd=0,rd=0,id=0,ad=0,od=0,sd=0,cd=0,ld=null,ud=null,dd=!1,fd=0,pd=0,md=1/0,hd=null,gd=null,_d=0,vd=null,yd=null,bd=0,xd=0,Sd=null,Cd=null,wd=null,Td=null,Ed=null,Dd=0,Od=null;function kd(){return Yu&2&&Z!==0?Z&-Z:L.T===null?ht():Nf()}function Ad(){if(sd===0){if(!(Z&536870912)||J){var e=Qe;Qe<<=1,!(Qe&3932160)&&(Qe=262144),sd=e}else sd=536870912}return e=So.current,e!==null&&(e.flags|=32),sd}function jd(e,t){if(t!=null){var n=e.stateNode,r=n.ref;r===null&&(r=n.ref=Pp(ci(e.memoizedProps,n))),Td===null&&(Td=[]),Td.push(t.bind(null,r))}}function Md(e,t,n){(e===Xu&&(Zu===2||Zu===9)||e.cancelPendingCommit!==null)&&(zd(e,0),Id(e,Z,sd,!1)),ct(e,n),Yu&2&&e===Xu||(e===Xu&&(!(Yu&2)&&(ad|=n),rd===4&&Id(e,Z,sd,!1)),Tf(e))}function Nd(e,t,n){if(Yu&6)throw Error(i(327));var r=!n&&!(t&127)&&(t&e.expiredLanes)===0||nt(e,t),a=r?qd(e,t):Gd(e,t,!0),o=r;do{if(a===0){ed&&!r&&Id(e,t,0,!1);break}if(n=e.current.alternate,o&&!Fd(n))a=Gd(e,t,!1),o=!1;else{if(a===2){if(o=t,e.errorRecoveryDisabledLanes&o)var s=0;else s=e.pendingLanes&-536870913,s=s===0?s&536870912?536870912:0:s;if(s!==0){t=s;e:{var c=e;a=ld;var l=c.current.memoizedState.isDehydrated;if(l&&(zd(c,s).flags|=256),s=Gd(c,s,!1),s!==2&&s!==6){if(td&&!l){c.errorRecoveryDisabledLanes|=o,ad|=o,a=4;break e}o=ud,ud=a,o!==null&&(ud===null?ud=o:ud.push.apply(ud,o))}a=s}if(o=!1,a!==2)continue}}if(a===1){zd(e,0),Id(e,t,0,!0);break}e:{switch(r=e,o=a,o){case 0:case 1:throw Error(i(345));case 4:if((t&4194048)!==t&&(t&62914560)!==t)break;case 6:Id(r,t,sd,!$u);break e;case 2:ud=null;break;case 3:case 5:break;default:throw Error(i(329))}if((t&62914560)===t&&(a=fd+300-Fe(),10<a)){if(Id(r,t,sd,!$u),tt(r,0,!0)!==0)break e;bd=t,r.timeoutHandle=gp(Pd.bind(null,r,n,ud,hd,dd,t,sd,ad,cd,$u,o,`Throttled`,-0,0),a);break e}Pd(r,n,ud,hd,dd,t,sd,ad,cd,$u,o,null,-0,0)}break}}while(1);Tf(e)}function Pd(e,t,n,r,i,a,o,s,c,l,u,d,f,p){e.timeoutHandle=-1;var m=t.subtreeFlags,h=(a&335544064)===a;d=null,(h||m&8192||(m&16785408)==16785408)&&(d={stylesheets:null,count:0,imgCount:0,imgBytes:0,suspenseyImages:[],waitingForImages:!0,waitingForViewTransition:!1,unsuspend:mn},Pl=null,Vu(t,a,d),h&&(m=d,h=e.containerInfo,h=(h.nodeType===9?h:h.ownerDocument).__reactViewTransition,h!=null&&(m.count++,m.waitingForViewTransition=!0,m=nh.bind(m),h.finished.then(m,m))),m=(a&62914560)===a?fd-Fe():(a&4194048)===a?pd-Fe():0,m=eh(d,m),m!==null)?(bd=a,e.cancelPendingCommit=m(ef.bind(null,e,t,a,n,r,i,o,s,c,l,u,d,null,f,p)),Id(e,a,o,!l)):ef(e,t,a,n,r,i,o,s,c,l,u,d)}function Fd(e){for(var t=e;;){var n=t.tag;if((n===0||n===11||n===15)&&t.flags&16384&&(n=t.updateQueue,n!==null&&(n=n.stores,n!==null)))for(var r=0;r<n.length;r++){var i=n[r],a=i.getSnapshot;i=i.value;try{if(!Pr(a(),i))return!1}catch{return!1}}if(n=t.child,t.subtreeFlags&16384&&n!==null)n.return=t,t=n;else{if(t===e)break;for(;t.sibling===null;){if(t.return===null||t.return===e)return!0;t=t.return}t.sibling.return=t.return,t=t.sibling}}return!0}function Id(e,t,n,r){t=rt(e,t),t&=~od,t&=~ad,e.suspendedLanes|=t,e.pingedLanes&=~t,r&&(e.warmLanes|=t),r=e.expirationTimes;for(var i=t;0<i;){var a=31-qe(i),o=1<<a;r[a]=-1,i&=~o}n!==0&&ut(e,n,t)}function Ld(){return Yu&6?!0:(Ef(0,!1),!1)}function Rd(){if(X!==null){if(Zu===0)var e=X.return;else e=X,ca=sa=null,Zo(e),Xa=null,Za=0,e=X;for(;e!==null;)ml(e.alternate,e),e=e.return;X=null}}function zd(e,t){var n=e.timeoutHandle;return n!==-1&&(e.timeoutHandle=-1,_p(n)),n=e.cancelPendingCommit,n!==null&&(e.cancelPendingCommit=null,n()),bd=0,Rd(),Xu=e,X=n=Ti(e.current,null),Z=t,Zu=0,Qu=null,$u=!1,ed=nt(e,t),td=!1,cd=sd=od=ad=id=rd=0,ud=ld=null,dd=!1,nd=rt(e,t),hi(),n}function Bd(e,t){Y=null,L.H=sc,t===Ba||t===Ha?(t=Ja(),Zu=3):t===Va?(t=Ja(),Zu=4):Zu=t===Tc?8:typeof t==`object`&&t&&typeof t.then==`function`?6:1,Qu=t,X===null&&(rd=1,yc(e,Ni(t,e.current)))}function Vd(){var e=So.current;return e===null?!0:(Z&4194048)===Z?Co===null:(Z&62914560)===Z||Z&536870912?e===Co:!1}function Hd(){var e=L.H;return L.H=sc,e===null?sc:e}function Ud(){var e=L.A;return L.A=qu,e}function Wd(){rd=4,$u||(Z&4194048)!==Z&&So.current!==null||(ed=!0),!(id&0x7ffffff)&&!(ad&0x7ffffff)||Xu===null||Id(Xu,Z,sd,!1)}function Gd(e,t,n){var r=Yu;Yu|=2;var i=Hd(),a=Ud();(Xu!==e||Z!==t)&&(hd=null,zd(e,t)),t=!1;var o=rd;e:do try{if(Zu!==0&&X!==null){var s=X,c=Qu;switch(Zu){case 8:Rd(),o=6;break e;case 3:case 2:case 9:case 6:So.current===null&&(t=!0);var l=Zu;if(Zu=0,Qu=null,Zd(e,s,c,l),n&&ed){o=0;break e}break;default:l=Zu,Zu=0,Qu=null,Zd(e,s,c,l)}}Kd(),o=rd;break}catch(t){Bd(e,t)}while(1);return t&&e.shellSuspendCounter++,ca=sa=null,Yu=r,L.H=i,L.A=a,X===null&&(Xu=null,Z=0,hi()),o}function Kd(){for(;X!==null;)Yd(X)}function qd(e,t){var n=Yu;Yu|=2;var r=Hd(),a=Ud();Xu!==e||Z!==t?(hd=null,md=Fe()+500,zd(e,t)):ed=nt(e,t);e:do try{if(Zu!==0&&X!==null){t=X;var o=Qu;t:switch(Zu){case 1:Zu=0,Qu=null,Zd(e,t,o,1);break;case 2:case 9:if(Wa(o)){Zu=0,Qu=null,Xd(t);break}t=function(){Zu!==2&&Zu!==9||Xu!==e||(Zu=7),Tf(e)},o.then(t,t);break e;case 3:Zu=7;break e;case 4:Zu=5;break e;case 7:Wa(o)?(Zu=0,Qu=null,Xd(t)):(Zu=0,Qu=null,Zd(e,t,o,7));break;case 5:var s=null;switch(X.tag){case 26:s=X.memoizedState;case 5:case 27:var c=X;if(s?Ym(s):c.stateNode.complete){Zu=0,Qu=null;var l=c.sibling;if(l!==null)X=l;else{var u=c.return;u===null?X=null:(X=u,Qd(u))}break t}}Zu=0,Qu=null,Zd(e,t,o,5);break;case 6:Zu=0,Qu=null,Zd(e,t,o,6);break;case 8:Rd(),rd=6;break e;default:throw Error(i(462))}}Jd();break}catch(t){Bd(e,t)}while(1);return ca=sa=null,L.H=r,L.A=a,Yu=n,X===null?(Xu=null,Z=0,hi(),rd):0}function Jd(){for(;X!==null&&!Ne();)Yd(X)}function Yd(e){var t=al(e.alternate,e,nd);e.memoizedProps=e.pendingProps,t===null?Qd(e):X=t}function Xd(e){var t=e,n=t.alternate;switch(t.tag){case 15:case 0:t=zc(n,t,t.pendingProps,t.type,void 0,Z);break;case 11:t=zc(n,t,t.pendingProps,t.type.render,t.ref,Z);break;case 5:Zo(t);var r=t;r===Ji&&(J?(ta(r),r.tag===5&&r.stateNode!=null&&(Yi=r.stateNode)):(ta(r),J=!0));default:ml(n,t),t=X=Ei(t,nd),t=al(n,t,nd)}e.memoizedProps=e.pendingProps,t===null?Qd(e):X=t}function Zd(e,t,n,r){ca=sa=null,Zo(t),Xa=null,Za=0;var i=t.return;try{if(wc(e,i,t,n,Z)){rd=1,yc(e,Ni(n,e.current)),X=null;return}}catch(t){if(i!==null)throw X=i,t;rd=1,yc(e,Ni(n,e.current)),X=null;return}t.flags&32768?(J||r===1?e=!0:ed||Z&536870912?e=!1:($u=e=!0,(r===2||r===9||r===3||r===6)&&(r=So.current,r!==null&&r.tag===13&&(r.flags|=16384))),$d(t,e)):Qd(t)}function Qd(e){var t=e;do{if(t.flags&32768){$d(t,$u);return}e=t.return;var n=fl(t.alternate,t,nd);if(n!==null){X=n;return}if(t=t.sibling,t!==null){X=t;return}X=t=e}while(t!==null);rd===0&&(rd=5)}function $d(e,t){do{var n=pl(e.alternate,e);if(n!==null){n.flags&=32767,X=n;return}if(n=e.return,n!==null&&(n.flags|=32768,n.subtreeFlags=0,n.deletions=null),!t&&(e=e.sibling,e!==null)){X=e;return}X=e=n}while(e!==null);rd=6,X=null}function ef(e,t,n,r,a,o,s,c,l,u,d,f){e.cancelPendingCommit=null;do lf();while(_d!==0);if(Yu&6)throw Error(i(327));if(t!==null){if(t===e.current)throw Error(i(177));e===Xu&&(X=Xu=null,Z=0),yd=t,vd=e,bd=n,Sd=a,Cd=r,tf(e,t,n,s,c,l,f)}}function tf(e,t,n,r,i,a,o){var s=t.lanes|t.childLanes;if(xd=s,s|=mi,lt(e,n,s,r,i,a),Td=null,(n&335544064)===n?(Ed=Da(e),r=10262):(Ed=null,r=10256),(t.subtreeFlags&r)!==0||(t.flags&r)!==0?(e.callbackNode=null,e.callbackPriority=0,vf(ze,function(){return uf(),null})):(e.callbackNode=null,e.callbackPriority=0),Nl=!1,r=!!(t.flags&13878),t.subtreeFlags&13878||r){r=L.T,L.T=null,i=R.p,R.p=2,a=Yu,Yu|=4;try{cu(e,t,n)}finally{Yu=a,R.p=i,L.T=r}}_d=1,Nl?wd=Mp(o,e.containerInfo,Ed,af,of,rf,sf,uf,nf,null,null):(af(),of(),sf())}function nf(e){_d!==0&&(0,vd.onRecoverableError)(e,{componentStack:null})}function rf(){_d===3&&(_d=0,ku(yd,vd),_d=4)}function af(){if(_d===1){_d=0;var e=vd,t=yd,n=bd,r=!!(t.flags&13878);if(t.subtreeFlags&13878||r){r=L.T,L.T=null;var i=R.p;R.p=2;var a=Yu;Yu|=4;try{au=ou=!1,Tu(t,e,n),n=cp;var o=zr(e.containerInfo),s=n.focusedElem,c=n.selectionRange;if(o!==s&&s&&s.ownerDocument&&Rr(s.ownerDocument.documentElement,s)){if(c!==null&&Br(s)){var l=c.start,u=c.end;if(u===void 0&&(u=l),`selectionStart`in s)s.selectionStart=l,s.selectionEnd=Math.min(u,s.value.length);else{var d=s.ownerDocument||document,f=d&&d.defaultView||window;if(f.getSelection){var p=f.getSelection(),m=s.textContent.length,h=Math.min(c.start,m),g=c.end===void 0?h:Math.min(c.end,m);!p.extend&&h>g&&(o=g,g=h,h=o);var _=K(s,h),v=K(s,g);if(_&&v&&(p.rangeCount!==1||p.anchorNode!==_.node||p.anchorOffset!==_.offset||p.focusNode!==v.node||p.focusOffset!==v.offset)){var y=d.createRange();y.setStart(_.node,_.offset),p.removeAllRanges(),h>g?(p.addRange(y),p.extend(v.node,v.offset)):(y.setEnd(v.node,v.offset),p.addRange(y))}}}}for(d=[],p=s;p=p.parentNode;)p.nodeType===1&&d.push({element:p,left:p.scrollLeft,top:p.scrollTop});for(typeof s.focus==`function`&&s.focus(),s=0;s<d.length;s++){var b=d[s];b.element.scrollLeft=b.left,b.element.scrollTop=b.top}}gh=!!sp,cp=sp=null}finally{Yu=a,R.p=i,L.T=r}}e.current=t,_d=2}}function of(){if(_d===2){_d=0;var e=vd,t=yd,n=!!(t.flags&8772);if(t.subtreeFlags&8772||n){n=L.T,L.T=null;var r=R.p;R.p=2;var i=Yu;Yu|=4;try{uu(e,t.alternate,t)}finally{Yu=i,R.p=r,L.T=n}}_d=3}}function sf(){if(_d===4||_d===3){_d=0;var e=wd;wd=null,Pe();var t=vd,n=yd,r=bd,i=Cd,a=(r&335544064)===r?10262:10256;if((n.subtreeFlags&a)!==0||(n.flags&a)!==0?_d=5:(_d=0,yd=vd=null,cf(t,t.pendingLanes)),a=t.pendingLanes,a===0&&(gd=null),mt(r),n=n.stateNode,Ge&&typeof Ge.onCommitFiberRoot==`function`)try{Ge.onCommitFiberRoot(We,n,void 0,(n.current.flags&128)==128)}catch{}if(i!==null){n=L.T,a=R.p,R.p=2,L.T=null;try{for(var o=t.onRecoverableError,s=0;s<i.length;s++){var c=i[s];o(c.value,{componentStack:c.stack})}}finally{L.T=n,R.p=a}}if(i=Td,o=Ed,Ed=null,i!==null&&(Td=null,o===null&&(o=[]),e!==null))for(c=0;c<i.length;c++)n=(0,i[c])(o),n!==void 0&&e.finished.finally(n);bd&3&&lf(),Tf(t),a=t.pendingLanes,r&261930&&a&42?t===Od?Dd++:(Dd=0,Od=t):(Dd=0,Od=null),Ef(0,!1)}}function cf(e,t){(e.pooledCacheLanes&=t)===0&&(t=e.pooledCache,t!=null&&(e.pooledCache=null,wa(t)))}function lf(){return wd!==null&&(wd.skipTransition(),wd=null),af(),of(),sf(),uf()}function uf(){if(_d!==5)return!1;var e=vd,t=xd;xd=0;var n=mt(bd),r=L.T,a=R.p;try{R.p=32>n?32:n,L.T=null,n=Sd,Sd=null;var o=vd,s=bd;if(_d=0,yd=vd=null,bd=0,Yu&6)throw Error(i(331));var c=Yu;if(Yu|=4,Wu(o.current),Iu(o,o.current,s,n),Yu=c,Ef(0,!1),Ge&&typeof Ge.onPostCommitFiberRoot==`function`)try{Ge.onPostCommitFiberRoot(We,o)}catch{}return!0}finally{R.p=a,L.T=r,cf(e,t)}}function df(e,t,n){t=Ni(n,t),t=xc(e.stateNode,t,2),e=co(e,t,2),e!==null&&(ct(e,2),Tf(e))}function ff(e,t,n){if(e.tag===3)df(e,e,n);else for(;t!==null;){if(t.tag===3){df(t,e,n);break}if(t.tag===1){var r=t.stateNode;if(typeof t.type.getDerivedStateFromError==`function`||typeof r.componentDidCatch==`function`&&(gd===null||!gd.has(r))){e=Ni(n,e),n=Sc(2),r=co(t,n,2),r!==null&&(Cc(n,r,t,e),ct(r,2),Tf(r));break}}t=t.return}}function pf(e,t,n){var r=e.pingCache;if(r===null){r=e.pingCache=new Ju;var i=new Set;r.set(t,i)}else i=r.get(t),i===void 0&&(i=new Set,r.set(t,i));i.has(n)||(td=!0,i.add(n),e=mf.bind(null,e,t,n),t.then(e,e))}function mf(e,t,n){var r=e.pingCache;r!==null&&r.delete(t),e.pingedLanes|=e.suspendedLanes&n,e.warmLanes&=~n,Xu===e&&(Z&n)===n&&(rd===4||rd===3&&(Z&62914560)===Z&&300>Fe()-fd?Yu&2?od|=n:zd(e,0):od|=n,cd===Z&&(cd=0)),Tf(e)}function hf(e,t){t===0&&(t=at()),e=vi(e,t),e!==null&&(ct(e,t),Tf(e))}function gf(e){var t=e.memoizedState,n=0;t!==null&&(n=t.retryLane),hf(e,n)}function _f(e,t){var n=0;switch(e.tag){case 31:case 13:var r=e.stateNode,a=e.memoizedState;a!==null&&(n=a.retryLane);break;case 19:r=e.stateNode;break;case 22:r=e.stateNode._retryCache;break;default:throw Error(i(314))}r!==null&&r.delete(t),hf(e,n)}function vf(e,t){return je(e,t)}var yf=null,bf=null,xf=!1,Sf=!1,Cf=!1,wf=0;function Tf(e){e!==bf&&e.next===null&&(bf===null?yf=bf=e:bf=bf.next=e),Sf=!0,xf||(xf=!0,Mf())}function Ef(e,t){if(!Cf&&Sf){Cf=!0;do for(var n=!1,r=yf;r!==null;){if(!t){if(e!==0){var i=r.pendingLanes;if(i===0)var a=0;else{var o=r.suspendedLanes,s=r.pingedLanes;a=(1<<31-qe(42|e)+1)-1,a&=i&~(o&~s),a=a&0xc000095?a&0xc000095|1:a?a|2:0}a!==0&&(n=!0,jf(r,a))}else a=Z,a=tt(r,r===Xu?a:0,r.cancelPendingCommit!==null||r.timeoutHandle!==-1),!(a&3)||nt(r,a)||(n=!0,jf(r,a))}r=r.next}while(n);Cf=!1}}function Df(){Of()}function Of(){Sf=xf=!1;var e=0;wf!==0&&hp()&&(e=wf);for(var t=Fe(),n=null,r=yf;r!==null;){var i=r.next,a=kf(r,t);a===0?(r.next=null,n===null?yf=i:n.next=i,i===null&&(bf=n)):(n=r,(e!==0||a&3)&&(Sf=!0)),r=i}_d!==0&&_d!==5||Ef(e,!1),wf!==0&&(wf=0)}function kf(e,t){for(var n=e.suspendedLanes,r=e.pingedLanes,i=e.expirationTimes,a=e.pendingLanes&-62914561;0<a;){var o=31-qe(a),s=1<<o,c=i[o];c===-1?((s&n)===0||(s&r)!==0)&&(i[o]=it(s,t)):c<=t&&(e.expiredLanes|=s),a&=~s}if(t=Xu,n=Z,n=tt(e,e===t?n:0,e.cancelPendingCommit!==null||e.timeoutHandle!==-1),r=e.callbackNode,n===0||e===t&&(Zu===2||Zu===9)||e.cancelPendingCommit!==null)return r!==null&&r!==null&&Me(r),e.callbackNode=null,e.callbackPriority=0;if(!(n&3)||nt(e,n)){if(t=n&-n,t===e.callbackPriority)return t;switch(r!==null&&Me(r),mt(n)){case 2:case 8:n=Re;break;case 32:n=ze;break;case 268435456:n=Ve;break;default:n=ze}return r=Af.bind(null,e),n=je(n,r),e.callbackPriority=t,e.callbackNode=n,t}return r!==null&&r!==null&&Me(r),e.callbackPriority=2,e.callbackNode=null,2}function Af(e,t){if(_d!==0&&_d!==5)return e.callbackNode=null,e.callbackPriority=0,null;var n=e.callbackNode;if(lf()&&e.callbackNode!==n)return null;var r=Z;return r=tt(e,e===Xu?r:0,e.cancelPendingCommit!==null||e.timeoutHandle!==-1),r===0?null:(Nd(e,r,t),kf(e,Fe()),e.callbackNode!=null&&e.callbackNode===n?Af.bind(null,e):null)}function jf(e,t){if(lf())return null;Nd(e,t,!0)}function Mf(){bp(function(){Yu&6?je(Le,Df):Of()})}function Nf(){if(wf===0){var e=Aa;e===0&&(e=Ze,Ze<<=1,!(Ze&261888)&&(Ze=256)),wf=e}return wf}function Pf(e){return e==null||typeof e==`symbol`||typeof e==`boolean`?null:typeof e==`function`?e:pn(e)}function Ff(e,t,n,r,i){if(t===`submit`&&n&&n.stateNode===i){var a=Pf((i[yt]||null).action),o=r.submitter;o&&(t=(t=o[yt]||null)?Pf(t.formAction):o.getAttribute(`formAction`),t!==null&&(a=t,o=null));var s=new Pn(`action`,`action`,null,r,i);e.push({event:s,listeners:[{instance:null,listener:function(){if(r.defaultPrevented){if(wf!==0){var e=new FormData(i,o);qs(n,{pending:!0,data:e,method:i.method,action:a},null,e)}}else typeof a==`function`&&(s.preventDefault(),e=new FormData(i,o),qs(n,{pending:!0,data:e,method:i.method,action:a},a,e))},currentTarget:i}]})}}for(var If=0;If<ai.length;If++){var Lf=ai[If];oi(Lf.toLowerCase(),`on`+(Lf[0].toUpperCase()+Lf.slice(1)))}oi(Zr,`onAnimationEnd`),oi(Qr,`onAnimationIteration`),oi($r,`onAnimationStart`),oi(`dblclick`,`onDoubleClick`),oi(`focusin`,`onFocus`),oi(`focusout`,`onBlur`),oi(ei,`onTransitionRun`),oi(ti,`onTransitionStart`),oi(ni,`onTransitionCancel`),oi(ri,`onTransitionEnd`),Lt(`onMouseEnter`,[`mouseout`,`mouseover`]),Lt(`onMouseLeave`,[`mouseout`,`mouseover`]),Lt(`onPointerEnter`,[`pointerout`,`pointerover`]),Lt(`onPointerLeave`,[`pointerout`,`pointerover`]),It(`onChange`,`change click focusin focusout input keydown keyup selectionchange`.split(` `)),It(`onSelect`,`focusout contextmenu dragend focusin keydown keyup mousedown mouseup selectionchange`.split(` `)),It(`onBeforeInput`,[`compositionend`,`keypress`,`textInput`,`paste`]),It(`onCompositionEnd`,`compositionend focusout keydown keypress keyup mousedown`.split(` `)),It(`onCompositionStart`,`compositionstart focusout keydown keypress keyup mousedown`.split(` `)),It(`onCompositionUpdate`,`compositionupdate focusout keydown keypress keyup mousedown`.split(` `));var Rf=`abort canplay canplaythrough durationchange emptied encrypted ended error loadeddata loadedmetadata loadstart pause play playing progress ratechange resize seeked seeking stalled suspend timeupdate volumechange waiting`.split(` `),zf=new Set(`beforetoggle cancel close invalid load scroll scrollend toggle`.split(` `).concat(Rf));function Bf(e,t){t=!!(t&4);for(var n=0;n<e.length;n++){var r=e[n],i=r.event;r=r.listeners;e:{var a=void 0;if(t)for(var o=r.length-1;0<=o;o--){var s=r[o],c=s.instance,l=s.currentTarget;if(s=s.listener,c!==a&&i.isPropagationStopped())break e;a=s,i.currentTarget=l;try{a(i)}catch(e){di(e)}i.currentTarget=null,a=c}else for(o=0;o<r.length;o++){if(s=r[o],c=s.instance,l=s.currentTarget,s=s.listener,c!==a&&i.isPropagationStopped())break e;a=s,i.currentTarget=l;try{a(i)}catch(e){di(e)}i.currentTarget=null,a=c}}}}function Q(e,t){var n=t[xt];n===void 0&&(n=t[xt]=new Set);var r=e+`__bubble`;n.has(r)||(Wf(t,e,2,!1),n.add(r))}function Vf(e,t,n){var r=0;t&&(r|=4),Wf(n,e,r,t)}var Hf=`_reactListening`+Math.random().toString(36).slice(2);function Uf(e){if(!e[Hf]){e[Hf]=!0,Pt.forEach(function(t){t!==`selectionchange`&&(zf.has(t)||Vf(t,!1,e),Vf(t,!0,e))});var t=e.nodeType===9?e:e.ownerDocument;t===null||t[Hf]||(t[Hf]=!0,Vf(`selectionchange`,!1,t))}}function Wf(e,t,n,r){switch(Ch(t)){case 2:var i=_h;break;case 8:i=vh;break;default:i=yh}n=i.bind(null,t,n,e),i=void 0,!U||t!==`touchstart`&&t!==`touchmove`&&t!==`wheel`||(i=!0),r?i===void 0?e.addEventListener(t,n,!0):e.addEventListener(t,n,{capture:!0,passive:i}):i===void 0?e.addEventListener(t,n,!1):e.addEventListener(t,n,{passive:i})}function Gf(e,t,n,r,i){var a=r;if(!(t&1)&&!(t&2)&&r!==null)e:for(;;){if(r===null)return;var s=r.tag;if(s===3||s===4){var c=r.stateNode.containerInfo;if(c===i)break;if(s===4)for(s=r.return;s!==null;){var l=s.tag;if((l===3||l===4)&&s.stateNode.containerInfo===i)return;s=s.return}for(;c!==null;){if(s=Ot(c),s===null)return;if(l=s.tag,l===5||l===6||l===26||l===27){r=a=s;continue e}c=c.parentNode}}r=r.return}xn(function(){var r=a,i=gn(n),s=[];e:{var c=ii.get(e);if(c!==void 0){var l=Pn,u=e;switch(e){case`keypress`:if(kn(n)===0)break e;case`keydown`:case`keyup`:l=Zn;break;case`focusin`:u=`focus`,l=Hn;break;case`focusout`:u=`blur`,l=Hn;break;case`beforeblur`:case`afterblur`:l=Hn;break;case`click`:if(n.button===2)break e;case`auxclick`:case`dblclick`:case`mousedown`:case`mousemove`:case`mouseup`:case`mouseout`:case`mouseover`:case`contextmenu`:l=W;break;case`drag`:case`dragend`:case`dragenter`:case`dragexit`:case`dragleave`:case`dragover`:case`dragstart`:case`drop`:l=Vn;break;case`touchcancel`:case`touchend`:case`touchmove`:case`touchstart`:l=er;break;case Zr:case Qr:case $r:l=Un;break;case ri:l=tr;break;case`scroll`:case`scrollend`:l=In;break;case`wheel`:l=nr;break;case`copy`:case`cut`:case`paste`:l=Wn;break;case`gotpointercapture`:case`lostpointercapture`:case`pointercancel`:case`pointerdown`:case`pointermove`:case`pointerout`:case`pointerover`:case`pointerup`:l=Qn;break;case`submit`:l=$n;break;case`toggle`:case`beforetoggle`:l=G}var d=!!(t&4),f=!d&&(e===`scroll`||e===`scrollend`),p=d?c===null?null:c+`Capture`:c;d=[];for(var m=r,h;m!==null;){var g=m;if(h=g.stateNode,g=g.tag,g!==5&&g!==26&&g!==27||h===null||p===null||(g=Sn(m,p),g!=null&&d.push(Kf(m,g,h))),f)break;m=m.return}0<d.length&&(c=new l(c,u,null,n,i),s.push({event:c,listeners:d}))}}if(!(t&7)){e:{if(l=e===`mouseover`||e===`pointerover`,c=e===`mouseout`||e===`pointerout`,l&&n!==hn&&(u=n.relatedTarget||n.fromElement)&&(Ot(u)||u[bt]))break e;(c||l)&&(u=i.window===i?i:(l=i.ownerDocument)?l.defaultView||l.parentWindow:window,c?(l=n.relatedTarget||n.toElement,c=r,l=l?Ot(l):null,l!==null&&(f=o(l),d=l.tag,l!==f||d!==5&&d!==27&&d!==6)&&(l=null)):(c=null,l=r),c!==l&&(d=W,g=`onMouseLeave`,p=`onMouseEnter`,m=`mouse`,(e===`pointerout`||e===`pointerover`)&&(d=Qn,g=`onPointerLeave`,p=`onPointerEnter`,m=`pointer`),f=c==null?u:At(c),h=l==null?u:At(l),u=new d(g,m+`leave`,c,n,i),u.target=f,u.relatedTarget=h,g=null,Ot(i)===r&&(d=new d(p,m+`enter`,l,n,i),d.target=h,d.relatedTarget=f,g=d),f=g,d=c&&l?w(c,l,Jf):null,c!==null&&Yf(s,u,c,d,!1),l!==null&&f!==null&&Yf(s,f,l,d,!0)))}e:{if(c=r?At(r):window,l=c.nodeName&&c.nodeName.toLowerCase(),l===`select`||l===`input`&&c.type===`file`)var _=Sr;else if(gr(c)){if(Cr)_=Mr;else{_=Ar;var v=kr}}else l=c.nodeName,!l||l.toLowerCase()!==`input`||c.type!==`checkbox`&&c.type!==`radio`?r&&un(r.elementType)&&(_=Sr):_=jr;if(_&&=_(e,r)){_r(s,_,n,i);break e}v&&v(e,c,r)}switch(v=r?At(r):window,e){case`focusin`:(gr(v)||v.contentEditable===`true`)&&(Hr=v,Ur=r,Wr=null);break;case`focusout`:Wr=Ur=Hr=null;break;case`mousedown`:Gr=!0;break;case`contextmenu`:case`mouseup`:case`dragend`:Gr=!1,q(s,n,i);break;case`selectionchange`:if(Vr)break;case`keydown`:case`keyup`:q(s,n,i)}var y;if(ir)e:{switch(e){case`compositionstart`:var b=`onCompositionStart`;break e;case`compositionend`:b=`onCompositionEnd`;break e;case`compositionupdate`:b=`onCompositionUpdate`;break e}b=void 0}else fr?ur(e,n)&&(b=`onCompositionEnd`):e===`keydown`&&n.keyCode===229&&(b=`onCompositionStart`);b&&(sr&&n.locale!==`ko`&&(fr||b!==`onCompositionStart`?b===`onCompositionEnd`&&fr&&(y=On()):(Tn=i,En=`value`in Tn?Tn.value:Tn.textContent,fr=!0)),v=qf(r,b),0<v.length&&(b=new Gn(b,e,null,n,i),s.push({event:b,listeners:v}),y?b.data=y:(y=dr(n),y!==null&&(b.data=y)))),(y=or?pr(e,n):mr(e,n))&&(b=qf(r,`onBeforeInput`),0<b.length&&(v=new Gn(`onBeforeInput`,`beforeinput`,null,n,i),s.push({event:v,listeners:b}),v.data=y)),Ff(s,e,r,n,i)}Bf(s,t)})}function Kf(e,t,n){return{instance:e,listener:t,currentTarget:n}}function qf(e,t){for(var n=t+`Capture`,r=[];e!==null;){var i=e,a=i.stateNode;if(i=i.tag,i!==5&&i!==26&&i!==27||a===null||(i=Sn(e,n),i!=null&&r.unshift(Kf(e,i,a)),i=Sn(e,t),i!=null&&r.push(Kf(e,i,a))),e.tag===3)return r;e=e.return}return[]}function Jf(e){if(e===null)return null;do e=e.return;while(e&&e.tag!==5&&e.tag!==27);return e||null}function Yf(e,t,n,r,i){for(var a=t._reactName,o=[];n!==null&&n!==r;){var s=n,c=s.alternate,l=s.stateNode;if(s=s.tag,c!==null&&c===r)break;s!==5&&s!==26&&s!==27||l===null||(c=l,i?(l=Sn(n,a),l!=null&&o.unshift(Kf(n,l,c))):i||(l=Sn(n,a),l!=null&&o.push(Kf(n,l,c)))),n=n.return}o.length!==0&&e.push({event:t,listeners:o})}var Xf=/\r\n?/g,Zf=/\u0000|\uFFFD/g;function Qf(e){return(typeof e==`string`?e:``+e).replace(Xf,`
`).replace(Zf,``)}function $f(e,t){return t=Qf(t),Qf(e)===t}function ep(e,t,n,r,a,o){switch(n){case`children`:if(typeof r==`string`)t===`body`||t===`textarea`&&r===``||on(e,r);else if(typeof r==`number`||typeof r==`bigint`)t!==`body`&&on(e,``+r);else return;break;case`className`:Wt(e,`class`,r);break;case`tabIndex`:Wt(e,`tabindex`,r);break;case`dir`:case`role`:case`viewBox`:case`width`:case`height`:Wt(e,n,r);break;case`style`:ln(e,r,o);return;case`data`:if(t!==`object`){Wt(e,`data`,r);break}case`src`:case`href`:if(r===``&&(t!==`a`||n!==`href`)||r==null||typeof r==`function`||typeof r==`symbol`||typeof r==`boolean`){e.removeAttribute(n);break}r=pn(r),e.setAttribute(n,r);break;case`action`:case`formAction`:if(typeof r==`function`){e.setAttribute(n,`javascript:throw new Error('A React form was unexpectedly submitted. If you called form.submit() manually, consider using form.requestSubmit() instead. If you\\'re trying to use event.stopPropagation() in a submit event handler, consider also calling event.preventDefault().')`);break}if(typeof o==`function`&&(n===`formAction`?(t!==`input`&&ep(e,t,`name`,a.name,a,null),ep(e,t,`formEncType`,a.formEncType,a,null),ep(e,t,`formMethod`,a.formMethod,a,null),ep(e,t,`formTarget`,a.formTarget,a,null)):(ep(e,t,`encType`,a.encType,a,null),ep(e,t,`method`,a.method,a,null),ep(e,t,`target`,a.target,a,null))),r==null||typeof r==`symbol`||typeof r==`boolean`){e.removeAttribute(n);break}r=pn(r),e.setAttribute(n,r);break;case`onClick`:r!=null&&(e.onclick=mn);return;case`onScroll`:r!=null&&Q(`scroll`,e);return;case`onScrollEnd`:r!=null&&Q(`scrollend`,e);return;case`dangerouslySetInnerHTML`:if(r!=null){if(typeof r!=`object`||!(`__html`in r))throw Error(i(61));if(n=r.__html,n!=null){if(a.children!=null)throw Error(i(60));o?.__html!==n&&(e.innerHTML=n)}}break;case`multiple`:e.multiple=r&&typeof r!=`function`&&typeof r!=`symbol`;break;case`muted`:e.muted=r&&typeof r!=`function`&&typeof r!=`symbol`;break;case`suppressContentEditableWarning`:case`suppressHydrationWarning`:case`defaultValue`:case`defaultChecked`:case`innerHTML`:case`ref`:case`autoFocus`:break;case`xlinkHref`:if(r==null||typeof r==`function`||typeof r==`boolean`||typeof r==`symbol`){e.removeAttribute(`xlink:href`);break}n=pn(r),e.setAttributeNS(`http://www.w3.org/1999/xlink`,`xlink:href`,n);break;case`contentEditable`:case`spellCheck`:case`draggable`:case`value`:case`autoReverse`:case`externalResourcesRequired`:case`focusable`:case`preserveAlpha`:r!=null&&typeof r!=`function`&&typeof r!=`symbol`?e.setAttribute(n,r):e.removeAttribute(n);break;case`inert`:case`allowFullScreen`:case`async`:case`autoPlay`:case`controls`:case`credentialless`:case`default`:case`defer`:case`disabled`:case`disablePictureInPicture`:case`disableRemotePlayback`:case`formNoValidate`:case`hidden`:case`loop`:case`noModule`:case`noValidate`:case`open`:case`playsInline`:case`readOnly`:case`required`:case`reversed`:case`scoped`:case`seamless`:case`itemScope`:r&&typeof r!=`function`&&typeof r!=`symbol`?e.setAttribute(n,``):e.removeAttribute(n);break;case`capture`:case`download`:!0===r?e.setAttribute(n,``):!1!==r&&r!=null&&typeof r!=`function`&&typeof r!=`symbol`?e.setAttribute(n,r):e.removeAttribute(n);break;case`cols`:case`rows`:case`size`:case`span`:r!=null&&typeof r!=`function`&&typeof r!=`symbol`&&!isNaN(r)&&1<=r?e.setAttribute(n,r):e.removeAttribute(n);break;case`rowSpan`:case`start`:r==null||typeof r==`function`||typeof r==`symbol`||isNaN(r)?e.removeAttribute(n):e.setAttribute(n,r);break;case`popover`:Q(`beforetoggle`,e),Q(`toggle`,e),Ut(e,`popover`,r);break;case`xlinkActuate`:Gt(e,`http://www.w3.org/1999/xlink`,`xlink:actuate`,r);break;case`xlinkArcrole`:Gt(e,`http://www.w3.org/1999/xlink`,`xlink:arcrole`,r);break;case`xlinkRole`:Gt(e,`http://www.w3.org/1999/xlink`,`xlink:role`,r);break;case`xlinkShow`:Gt(e,`http://www.w3.org/1999/xlink`,`xlink:show`,r);break;case`xlinkTitle`:Gt(e,`http://www.w3.org/1999/xlink`,`xlink:title`,r);break;case`xlinkType`:Gt(e,`http://www.w3.org/1999/xlink`,`xlink:type`,r);break;case`xmlBase`:Gt(e,`http://www.w3.org/XML/1998/namespace`,`xml:base`,r);break;case`xmlLang`:Gt(e,`http://www.w3.org/XML/1998/namespace`,`xml:lang`,r);break;case`xmlSpace`:Gt(e,`http://www.w3.org/XML/1998/namespace`,`xml:space`,r);break;case`is`:Ut(e,`is`,r);break;case`innerText`:case`textContent`:return;default:if(!(2<n.length)||n[0]!==`o`&&n[0]!==`O`||n[1]!==`n`&&n[1]!==`N`)n=dn.get(n)||n,Ut(e,n,r);else return}H=!0}function tp(e,t,n,r,a,o){switch(n){case`style`:ln(e,r,o);return;case`dangerouslySetInnerHTML`:if(r!=null){if(typeof r!=`object`||!(`__html`in r))throw Error(i(61));if(n=r.__html,n!=null){if(a.children!=null)throw Error(i(60));o?.__html!==n&&(e.innerHTML=n)}}break;case`children`:if(typeof r==`string`)on(e,r);else if(typeof r==`number`||typeof r==`bigint`)on(e,``+r);else return;break;case`onScroll`:r!=null&&Q(`scroll`,e);return;case`onScrollEnd`:r!=null&&Q(`scrollend`,e);return;case`onClick`:r!=null&&(e.onclick=mn);return;case`suppressContentEditableWarning`:case`suppressHydrationWarning`:case`innerHTML`:case`ref`:case`innerText`:case`textContent`:return;default:if(!Ft.hasOwnProperty(n))e:{if(n[0]===`o`&&n[1]===`n`&&(a=n.endsWith(`Capture`),o=n.slice(2,a?n.length-7:void 0),t=e[yt]||null,t=t==null?null:t[n],typeof t==`function`&&e.removeEventListener(o,t,a),typeof r==`function`)){typeof t!=`function`&&t!==null&&(n in e?e[n]=null:e.hasAttribute(n)&&e.removeAttribute(n)),e.addEventListener(o,r,a);break e}H=!0,n in e?e[n]=r:!0===r?e.setAttribute(n,``):Ut(e,n,r)}return}H=!0}function np(e,t,n){switch(t){case`div`:case`span`:case`svg`:case`path`:case`a`:case`g`:case`p`:case`li`:break;case`img`:Q(`error`,e),Q(`load`,e);var r=!1,a=!1,o;for(o in n)if(n.hasOwnProperty(o)){var s=n[o];if(s!=null)switch(o){case`src`:r=!0;break;case`srcSet`:a=!0;break;case`children`:case`dangerouslySetInnerHTML`:throw Error(i(137,t));default:ep(e,t,o,s,n,null)}}a&&ep(e,t,`srcSet`,n.srcSet,n,null),r&&ep(e,t,`src`,n.src,n,null);return;case`input`:Q(`invalid`,e);var c=o=s=a=null,l=null,u=null;for(r in n)if(n.hasOwnProperty(r)){var d=n[r];if(d!=null)switch(r){case`name`:a=d;break;case`type`:s=d;break;case`checked`:l=d;break;case`defaultChecked`:u=d;break;case`value`:o=d;break;case`defaultValue`:c=d;break;case`children`:case`dangerouslySetInnerHTML`:if(d!=null)throw Error(i(137,t));break;default:ep(e,t,r,d,n,null)}}en(e,o,c,l,u,s,a,!1);return;case`select`:for(a in Q(`invalid`,e),r=s=o=null,n)if(n.hasOwnProperty(a)&&(c=n[a],c!=null))switch(a){case`value`:o=c;break;case`defaultValue`:s=c;break;case`multiple`:r=c;default:ep(e,t,a,c,n,null)}t=o,n=s,e.multiple=!!r,t==null?n!=null&&nn(e,!!r,n,!0):nn(e,!!r,t,!1);return;case`textarea`:for(s in Q(`invalid`,e),o=a=r=null,n)if(n.hasOwnProperty(s)&&(c=n[s],c!=null))switch(s){case`value`:r=c;break;case`defaultValue`:a=c;break;case`children`:o=c;break;case`dangerouslySetInnerHTML`:if(c!=null)throw Error(i(91));break;default:ep(e,t,s,c,n,null)}an(e,r,a,o);return;case`option`:for(l in n)if(n.hasOwnProperty(l)&&(r=n[l],r!=null))switch(l){case`selected`:e.selected=r&&typeof r!=`function`&&typeof r!=`symbol`;break;default:ep(e,t,l,r,n,null)}return;case`dialog`:Q(`beforetoggle`,e),Q(`toggle`,e),Q(`cancel`,e),Q(`close`,e);break;case`iframe`:case`object`:Q(`load`,e);break;case`video`:case`audio`:for(r=0;r<Rf.length;r++)Q(Rf[r],e);break;case`image`:Q(`error`,e),Q(`load`,e);break;case`details`:Q(`toggle`,e);break;case`embed`:case`source`:case`link`:Q(`error`,e),Q(`load`,e);case`area`:case`base`:case`br`:case`col`:case`hr`:case`keygen`:case`meta`:case`param`:case`track`:case`wbr`:case`menuitem`:for(u in n)if(n.hasOwnProperty(u)&&(r=n[u],r!=null))switch(u){case`children`:case`dangerouslySetInnerHTML`:throw Error(i(137,t));default:ep(e,t,u,r,n,null)}return;default:if(un(t)){for(d in n)n.hasOwnProperty(d)&&(r=n[d],r!==void 0&&tp(e,t,d,r,n,void 0));return}}for(c in n)n.hasOwnProperty(c)&&(r=n[c],r!=null&&ep(e,t,c,r,n,null))}var rp={};function ip(e,t,n,r){switch(t){case`div`:case`span`:case`svg`:case`path`:case`a`:case`g`:case`p`:case`li`:break;case`input`:var a=null,o=null,s=null,c=null,l=null,u=null,d=null;for(m in n){var f=n[m];if(n.hasOwnProperty(m)&&f!=null)switch(m){case`checked`:case`value`:break;case`defaultValue`:l=f;default:r.hasOwnProperty(m)||ep(e,t,m,null,r,f)}}for(var p in r){var m=r[p];if(f=n[p],r.hasOwnProperty(p)&&(m!=null||f!=null))switch(p){case`type`:m!==f&&(H=!0),o=m;break;case`name`:m!==f&&(H=!0),a=m;break;case`checked`:m!==f&&(H=!0),u=m;break;case`defaultChecked`:m!==f&&(H=!0),d=m;break;case`value`:m!==f&&(H=!0),s=m;break;case`defaultValue`:m!==f&&(H=!0),c=m;break;case`children`:case`dangerouslySetInnerHTML`:if(m!=null)throw Error(i(137,t));break;default:m!==f&&ep(e,t,p,m,r,f)}}$t(e,s,c,l,u,d,o,a);return;case`select`:for(o in m=s=c=p=null,n)if(l=n[o],n.hasOwnProperty(o)&&l!=null)switch(o){case`value`:break;case`multiple`:m=l;default:r.hasOwnProperty(o)||ep(e,t,o,null,r,l)}for(a in r)if(o=r[a],l=n[a],r.hasOwnProperty(a)&&(o!=null||l!=null))switch(a){case`value`:o!==l&&(H=!0),p=o;break;case`defaultValue`:o!==l&&(H=!0),c=o;break;case`multiple`:o!==l&&(H=!0),s=o;default:o!==l&&ep(e,t,a,o,r,l)}t=c,n=s,r=m,p==null?!!r!=!!n&&(t==null?nn(e,!!n,n?[]:``,!1):nn(e,!!n,t,!0)):nn(e,!!n,p,!1);return;case`textarea`:for(c in m=p=null,n)if(a=n[c],n.hasOwnProperty(c)&&a!=null&&!r.hasOwnProperty(c))switch(c){case`value`:case`children`:break;default:ep(e,t,c,null,r,a)}for(s in r)if(a=r[s],o=n[s],r.hasOwnProperty(s)&&(a!=null||o!=null))switch(s){case`value`:a!==o&&(H=!0),p=a;break;case`defaultValue`:a!==o&&(H=!0),m=a;break;case`children`:break;case`dangerouslySetInnerHTML`:if(a!=null)throw Error(i(91));break;default:a!==o&&ep(e,t,s,a,r,o)}rn(e,p,m);return;case`option`:for(var h in n)if(p=n[h],n.hasOwnProperty(h)&&p!=null&&!r.hasOwnProperty(h))switch(h){case`selected`:e.selected=!1;break;default:ep(e,t,h,null,r,p)}for(l in r)if(p=r[l],m=n[l],r.hasOwnProperty(l)&&p!==m&&(p!=null||m!=null))switch(l){case`selected`:p!==m&&(H=!0),e.selected=p&&typeof p!=`function`&&typeof p!=`symbol`;break;default:ep(e,t,l,p,r,m)}return;case`img`:case`link`:case`area`:case`base`:case`br`:case`col`:case`embed`:case`hr`:case`keygen`:case`meta`:case`param`:case`source`:case`track`:case`wbr`:case`menuitem`:for(var g in n)p=n[g],n.hasOwnProperty(g)&&p!=null&&!r.hasOwnProperty(g)&&ep(e,t,g,null,r,p);for(u in r)if(p=r[u],m=n[u],r.hasOwnProperty(u)&&p!==m&&(p!=null||m!=null))switch(u){case`children`:case`dangerouslySetInnerHTML`:if(p!=null)throw Error(i(137,t));break;default:ep(e,t,u,p,r,m)}return;default:if(un(t)){for(var _ in n)p=n[_],n.hasOwnProperty(_)&&p!==void 0&&!r.hasOwnProperty(_)&&tp(e,t,_,void 0,r,p);for(d in r)p=r[d],m=n[d],!r.hasOwnProperty(d)||p===m||p===void 0&&m===void 0||tp(e,t,d,p,r,m);return}}for(var v in n)p=n[v],n.hasOwnProperty(v)&&p!=null&&!r.hasOwnProperty(v)&&ep(e,t,v,null,r,p);for(f in r)p=r[f],m=n[f],!r.hasOwnProperty(f)||p===m||p==null&&m==null||ep(e,t,f,p,r,m)}function ap(e){switch(e){case`css`:case`script`:case`font`:case`img`:case`image`:case`input`:case`link`:return!0;default:return!1}}function op(){if(typeof performance.getEntriesByType==`function`){for(var e=0,t=0,n=performance.getEntriesByType(`resource`),r=0;r<n.length;r++){var i=n[r],a=i.transferSize,o=i.initiatorType,s=i.duration;if(a&&s&&ap(o)){for(o=0,s=i.responseEnd,r+=1;r<n.length;r++){var c=n[r],l=c.startTime;if(l>s)break;var u=c.transferSize,d=c.initiatorType;u&&ap(d)&&(c=c.responseEnd,o+=u*(c<s?1:(s-l)/(c-l)))}if(--r,t+=8*(a+o)/(i.duration/1e3),e++,10<e)break}}if(0<e)return t/e/1e6}return navigator.connection&&(e=navigator.connection.downlink,typeof e==`number`)?e:5}var sp=null,cp=null;function lp(e){return e.nodeType===9?e:e.ownerDocument}function up(e){switch(e){case`http://www.w3.org/2000/svg`:return 1;case`http://www.w3.org/1998/Math/MathML`:return 2;default:return 0}}function dp(e,t){if(e===0)switch(t){case`svg`:return 1;case`math`:return 2;default:return 0}return e===1&&t===`foreignObject`?0:e}function fp(e,t,n,r){return n=lp(n).createElement(e),n[vt]=r,n[yt]=t,np(n,e,t),Mt(n),n}function pp(e,t){return e===`textarea`||e===`noscript`||typeof t.children==`string`||typeof t.children==`number`||typeof t.children==`bigint`||typeof t.dangerouslySetInnerHTML==`object`&&t.dangerouslySetInnerHTML!==null&&t.dangerouslySetInnerHTML.__html!=null}var mp=null;function hp(){var e=window.event;return e&&e.type===`popstate`?e!==mp&&(mp=e,!0):(mp=null,!1)}var gp=typeof setTimeout==`function`?setTimeout:void 0,_p=typeof clearTimeout==`function`?clearTimeout:void 0,vp=typeof Promise==`function`?Promise:void 0,yp=typeof requestAnimationFrame==`function`?requestAnimationFrame:gp,bp=typeof queueMicrotask==`function`?queueMicrotask:vp===void 0?gp:function(e){return vp.resolve(null).then(e).catch(xp)};function xp(e){setTimeout(function(){throw e})}function Sp(e){return e===`head`}function Cp(e,t){var n=t,r=0;do{var i=n.nextSibling;if(e.removeChild(n),i&&i.nodeType===8){if(n=i.data,n===`/$`||n===`/&`){if(r===0){e.removeChild(i),Hh(t);return}r--}else if(n===`$`||n===`$?`||n===`$~`||n===`$!`||n===`&`)r++;else if(n===`html`)_m(e.ownerDocument.documentElement);else if(n===`head`){n=e.ownerDocument.head,_m(n);for(var a=n.firstChild;a;){var o=a.nextSibling,s=a.nodeName;a[Tt]||s===`SCRIPT`||s===`STYLE`||s===`LINK`&&a.rel.toLowerCase()===`stylesheet`||n.removeChild(a),a=o}}else n===`body`&&_m(e.ownerDocument.body)}n=i}while(n);Hh(t)}function wp(e,t){var n=e;e=0;do{var r=n.nextSibling;if(n.nodeType===1?t?(n._stashedDisplay=n.style.display,n.style.display=`none`):(n.style.display=n._stashedDisplay||``,n.getAttribute(`style`)===``&&n.removeAttribute(`style`)):n.nodeType===3&&(t?(n._stashedText=n.nodeValue,n.nodeValue=``):n.nodeValue=n._stashedText||``),r&&r.nodeType===8){if(n=r.data,n===`/$`){if(e===0)break;e--}else n!==`$`&&n!==`$?`&&n!==`$~`&&n!==`$!`||e++}n=r}while(n)}function Tp(e,t,n){if(t=CSS.escape(t)===t?t:`r-`+btoa(t).replace(/=/g,``),e.style.viewTransitionName=t,n!=null&&(e.style.viewTransitionClass=n),n=getComputedStyle(e),n.display===`inline`){if(t=e.getClientRects(),t.length===1)var r=1;else for(var i=r=0;i<t.length;i++){var a=t[i];0<a.width&&0<a.height&&r++}r===1&&(e=e.style,e.display=t.length===1?`inline-block`:`block`,e.marginTop=`-`+n.paddingTop,e.marginBottom=`-`+n.paddingBottom)}}function Ep(e,t){e=e.style,t=t.style;var n=t==null?null:t.hasOwnProperty(`viewTransitionName`)?t.viewTransitionName:t.hasOwnProperty(`view-transition-name`)?t[`view-transition-name`]:null;e.viewTransitionName=n==null||typeof n==`boolean`?``:(``+n).trim(),n=t==null?null:t.hasOwnProperty(`viewTransitionClass`)?t.viewTransitionClass:t.hasOwnProperty(`view-transition-class`)?t[`view-transition-class`]:null,e.viewTransitionClass=n==null||typeof n==`boolean`?``:(``+n).trim(),e.display===`inline-block`&&(t==null?e.display=e.margin=``:(n=t.display,e.display=n==null||typeof n==`boolean`?``:n,n=t.margin,n==null?(n=t.hasOwnProperty(`marginTop`)?t.marginTop:t[`margin-top`],e.marginTop=n==null||typeof n==`boolean`?``:n,t=t.hasOwnProperty(`marginBottom`)?t.marginBottom:t[`margin-bottom`],e.marginBottom=t==null||typeof t==`boolean`?``:t):e.margin=n))}function Dp(e,t,n){return n=n.ownerDocument.defaultView,{rect:e,abs:t.position===`absolute`||t.position===`fixed`,clip:t.clipPath!==`none`||t.overflow!==`visible`||t.filter!==`none`||t.mask!==`none`||t.mask!==`none`||t.borderRadius!==`0px`,view:0<=e.bottom&&0<=e.right&&e.top<=n.innerHeight&&e.left<=n.innerWidth}}function Op(e){return Dp(e.getBoundingClientRect(),getComputedStyle(e),e)}function kp(e){var t=e.getBoundingClientRect();t=new DOMRect(t.x+2e4,t.y+2e4,t.width,t.height);var n=getComputedStyle(e);return Dp(t,n,e)}function Ap(e){return e.documentElement.clientHeight}function jp(e){this.addEventListener(`load`,e),this.addEventListener(`error`,e)}function Mp(e,t,n,r,i,a,o,s,c){var l=t.nodeType===9?t:t.ownerDocument;try{var u=l.startViewTransition({update:function(){var t=l.defaultView,n=t.navigation&&t.navigation.transition,o=l.fonts.status;r();var s=[];if(o===`loaded`&&(Ap(l),l.fonts.status===`loading`&&s.push(l.fonts.ready)),o=s.length,e!==null)for(var c=e.suspenseyImages,u=0,d=0;d<c.length;d++){var f=c[d];if(!f.complete){var p=f.getBoundingClientRect();if(0<p.bottom&&0<p.right&&p.top<t.innerHeight&&p.left<t.innerWidth){if(u+=Xm(f),u>$m){s.length=o;break}f=new Promise(jp.bind(f)),s.push(f)}}}if(0<s.length)return t=Promise.race([Promise.all(s),new Promise(function(e){return setTimeout(e,500)})]).then(i,i),(n?Promise.allSettled([n.finished,t]):t).then(a,a);if(i(),n)return n.finished.then(a,a);a()},types:n});l.__reactViewTransition=u;var d=[];return u.ready.then(function(){for(var e=l.documentElement.getAnimations({subtree:!0}),t=0;t<e.length;t++){var n=e[t],r=n.effect,i=r.pseudoElement;if(i!=null&&i.startsWith(`::view-transition`)){d.push(n),n=r.getKeyframes();for(var a=i=void 0,s=!0,c=0;c<n.length;c++){var u=n[c],f=u.width;if(i===void 0)i=f;else if(i!==f){s=!1;break}if(f=u.height,a===void 0)a=f;else if(a!==f){s=!1;break}delete u.width,delete u.height,u.transform===`none`&&delete u.transform}s&&i!==void 0&&a!==void 0&&(r.setKeyframes(n),s=getComputedStyle(r.target,r.pseudoElement),s.width!==i||s.height!==a)&&(s=n[0],s.width=i,s.height=a,s=n[n.length-1],s.width=i,s.height=a,r.setKeyframes(n))}}o()},function(e){l.__reactViewTransition===u&&(l.__reactViewTransition=null);try{if(typeof e==`object`&&e)switch(e.name){case`InvalidStateError`:(e.message===`View transition was skipped because document visibility state is hidden.`||e.message===`Skipping view transition because document visibility state has become hidden.`||e.message===`Skipping view transition because viewport size changed.`||e.message===`Transition was aborted because of invalid state`)&&(e=null)}e!==null&&c(e)}finally{r(),i(),o()}}),u.finished.finally(function(){for(var e=0;e<d.length;e++)d[e].cancel();l.__reactViewTransition===u&&(l.__reactViewTransition=null),s()}),u}catch{return r(),i(),o(),null}}function Np(e,t){this._scope=document.documentElement,this._selector=`::view-transition-`+e+`(`+t+`)`}Np.prototype.animate=function(e,t){return t=typeof t==`number`?{duration:t}:T({},t),t.pseudoElement=this._selector,this._scope.animate(e,t)},Np.prototype.getAnimations=function(){for(var e=this._scope,t=this._selector,n=e.getAnimations({subtree:!0}),r=[],i=0;i<n.length;i++){var a=n[i].effect;a!==null&&a.target===e&&a.pseudoElement===t&&r.push(n[i])}return r},Np.prototype.getComputedStyle=function(){return getComputedStyle(this._scope,this._selector)};function Pp(e){return{name:e,group:new Np(`group`,e),imagePair:new Np(`image-pair`,e),old:new Np(`old`,e),new:new Np(`new`,e)}}function Fp(e){this._fragmentFiber=e,this._observers=this._eventListeners=null}Fp.prototype.addEventListener=function(e,t,n){var r=null,i=null;if(!(n!=null&&typeof n!=`boolean`&&(r=n.signal||null,r!==null&&r.aborted))){this._eventListeners===null&&(this._eventListeners=[]);var a=this._eventListeners;if(Bp(a,e,t,n)===-1){var o=this,s=t;n!=null&&typeof n!=`boolean`&&!0===n.once&&(s=function(r){o.removeEventListener(e,t,n),typeof t==`function`?t.call(this,r):t.handleEvent(r)}),r!==null&&(i=o.removeEventListener.bind(o,e,t,n),r.addEventListener(`abort`,i,{once:!0}),i=r.removeEventListener.bind(r,`abort`,i)),r=Rp(n),a.push({type:e,listener:t,optionsOrUseCapture:n,attachedListener:s,cleanup:i}),f(this._fragmentFiber.child,!1,Ip,e,s,r)}this._eventListeners=a}};function Ip(e,t,n,r){return _(e).addEventListener(t,n,r),!1}Fp.prototype.removeEventListener=function(e,t,n){var r=this._eventListeners;if(r!==null&&(t=Bp(r,e,t,n),t!==-1)){var i=r[t];n=i.attachedListener;var a=i.cleanup;i=Rp(i.optionsOrUseCapture),f(this._fragmentFiber.child,!1,Lp,e,n,i),r.splice(t,1),a!==null&&a()}};function Lp(e,t,n,r){return _(e).removeEventListener(t,n,r),!1}function Rp(e){return e!=null&&typeof e!=`boolean`&&(!0===e.once||e.signal instanceof AbortSignal)?{capture:e.capture,passive:e.passive}:e}function zp(e){return e==null?`c=0`:typeof e==`boolean`?`c=`+(e?`1`:`0`):`c=`+(e.capture?`1`:`0`)}function Bp(e,t,n,r){if(e.length===0)return-1;r=zp(r);for(var i=0;i<e.length;i++){var a=e[i];if(a.type===t&&a.listener===n&&zp(a.optionsOrUseCapture)===r)return i}return-1}Fp.prototype.dispatchEvent=function(e){var t=p(this._fragmentFiber);if(t===null)return!0;t=_(t);var n=this._eventListeners;if(n!==null&&0<n.length||!e.bubbles){var r=t.nodeType===9?t.createComment(``):document.createTextNode(``);if(n)for(var i=0;i<n.length;i++){var a=n[i];r.addEventListener(a.type,a.attachedListener,Rp(a.optionsOrUseCapture))}if(t.appendChild(r),e=r.dispatchEvent(e),n)for(i=0;i<n.length;i++)a=n[i],r.removeEventListener(a.type,a.attachedListener,Rp(a.optionsOrUseCapture));return t.removeChild(r),e}return t.dispatchEvent(e)},Fp.prototype.focus=function(e){f(this._fragmentFiber.child,!0,Vp,e,void 0,void 0)};function Vp(e,t){return e.tag!==6&&(e=_(e),pm(e,t))}Fp.prototype.focusLast=function(e){var t=[];f(this._fragmentFiber.child,!0,Hp,t,void 0,void 0);for(var n=t.length-1;0<=n&&!Vp(t[n],e);n--);};function Hp(e,t){return t.push(e),!1}Fp.prototype.blur=function(){var e=p(this._fragmentFiber);e!==null&&(e=_(e),e=lp(e).activeElement,e!==null&&f(this._fragmentFiber.child,!1,Up,e,void 0,void 0))};function Up(e,t){return e.tag!==6&&(e=_(e),e===t||e.contains(t)?(t.blur(),!0):!1)}Fp.prototype.observeUsing=function(e){this._observers===null&&(this._observers=new Set),this._observers.add(e),f(this._fragmentFiber.child,!1,Wp,e,void 0,void 0)};function Wp(e,t){return e.tag===6||(e=_(e),t.observe(e)),!1}Fp.prototype.unobserveUsing=function(e){var t=this._observers;if(t!==null&&t.has(e)){t.delete(e),f(this._fragmentFiber.child,!1,Gp,e,void 0,void 0);for(var n=t=0;n<Kp.length;n++){var r=Kp[n];r.fragmentInstance===this&&r.observer===e?e.unobserve(r.instance):Kp[t++]=r}Kp.length=t}};function Gp(e,t){return e.tag===6||(e=_(e),t.unobserve(e)),!1}var Kp=[],qp=!1;function Jp(e,t,n){Kp.push({fragmentInstance:e,observer:t,instance:n}),qp||(qp=!0,mm(function(){qp=!1;var e=Kp;Kp=[];for(var t=0;t<e.length;t++){var n=e[t];n.observer.unobserve(n.instance)}}))}Fp.prototype.getClientRects=function(){var e=[];return f(this._fragmentFiber.child,!1,Yp,e,void 0,void 0),e};function Yp(e,t){if(e.tag===6){e=e.stateNode;var n=e.ownerDocument.createRange();n.selectNodeContents(e),t.push.apply(t,n.getClientRects())}else e=_(e),t.push.apply(t,e.getClientRects());return!1}Fp.prototype.getRootNode=function(e){var t=p(this._fragmentFiber);return t===null?this:_(t).getRootNode(e)},Fp.prototype.compareDocumentPosition=function(e){var t=p(this._fragmentFiber);if(t===null)return Node.DOCUMENT_POSITION_DISCONNECTED;var n=[];f(this._fragmentFiber.child,!1,Hp,n,void 0,void 0);var r=_(t);if(n.length===0){if(n=r,m(this._fragmentFiber)){e:{for(t=this._fragmentFiber.return;t!==null;){if(t.tag===4){t=t.stateNode.containerInfo;break e}if(t.tag===3||t.tag===5||t.tag===27)break;t=t.return}t=null}t!=null&&(n=t)}t=this._fragmentFiber;var i=r=n.compareDocumentPosition(e);return n===e?i=Node.DOCUMENT_POSITION_CONTAINS:r&Node.DOCUMENT_POSITION_CONTAINED_BY&&(n=h(t)[1],n===null?i=Node.DOCUMENT_POSITION_PRECEDING:(e=_(n).compareDocumentPosition(e),i=e===0||e&Node.DOCUMENT_POSITION_FOLLOWING?Node.DOCUMENT_POSITION_FOLLOWING:Node.DOCUMENT_POSITION_PRECEDING)),i|=Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC}t=_(n[0]),i=_(n[n.length-1]);var a=m(this._fragmentFiber)?t.parentElement:r;if(a==null)return Node.DOCUMENT_POSITION_DISCONNECTED;r=a.compareDocumentPosition(t)&Node.DOCUMENT_POSITION_CONTAINED_BY,a=a.compareDocumentPosition(i)&Node.DOCUMENT_POSITION_CONTAINED_BY;var o=t.compareDocumentPosition(e),s=i.compareDocumentPosition(e),c=o&Node.DOCUMENT_POSITION_CONTAINED_BY||s&Node.DOCUMENT_POSITION_CONTAINED_BY;return s=r&&a&&o&Node.DOCUMENT_POSITION_FOLLOWING&&s&Node.DOCUMENT_POSITION_PRECEDING,t=r&&t===e||a&&i===e||c||s?Node.DOCUMENT_POSITION_CONTAINED_BY:!r&&t===e||!a&&i===e?Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC:o,t&Node.DOCUMENT_POSITION_DISCONNECTED||t&Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC||Xp(t,this._fragmentFiber,n[0],n[n.length-1],e)?t:Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC};function Xp(e,t,n,r,i){var a=Ot(i);if(e&Node.DOCUMENT_POSITION_CONTAINED_BY){if(n=!!a)e:{for(;a!==null;){if(a.tag===7&&(a===t||a.alternate===t)){n=!0;break e}a=a.return}n=!1}return n}if(e&Node.DOCUMENT_POSITION_CONTAINS){if(a===null)return a=i.ownerDocument,i===a||i===a.documentElement||i===a.body;e:{for(a=t,t=p(t);a!==null;){if(!(a.tag!==5&&a.tag!==3&&a.tag!==27||a!==t&&a.alternate!==t)){a=!0;break e}a=a.return}a=!1}return a}return e&Node.DOCUMENT_POSITION_PRECEDING?((t=!!a)&&!(t=a===n)&&(t=w(n,a,C),t===null?t=!1:(f(t,!0,b,a,n),a=v,v=null,t=a!==null)),t):e&Node.DOCUMENT_POSITION_FOLLOWING?((t=!!a)&&!(t=a===r)&&(t=w(r,a,C),t===null?t=!1:(f(t,!0,x,a,r),a=v,y=v=null,t=a!==null)),t):!1}function Zp(e,t){var n=e.ownerDocument.createRange();n.selectNodeContents(e),e=n.getBoundingClientRect(),window.scrollTo(window.scrollX+e.left,t?window.scrollY+e.top:window.scrollY+e.bottom-window.innerHeight)}Fp.prototype.scrollIntoView=function(e){if(typeof e==`object`)throw Error(i(566));var t=[];f(this._fragmentFiber.child,!1,Hp,t,void 0,void 0);var n=!1!==e;if(t.length===0){var r=h(this._fragmentFiber);if(r=n?r[1]||r[0]||p(this._fragmentFiber):r[0]||r[1],r===null)return;if(r.tag===6){e=_(r),Zp(e,n);return}if(r=_(r),r.nodeType!==9){if(r.nodeType===11){n=`host`in r?r.host:null,n!==null&&n.scrollIntoView(e);return}r.scrollIntoView(e)}}for(r=n?t.length-1:0;r!==(n?-1:t.length);){var a=t[r];a.tag===6?(a=_(a),Zp(a,n)):_(a).scrollIntoView(e),r+=n?-1:1}};function Qp(e,t){return e=_(e),$p(e,t),!1}function $p(e,t){e.reactFragments??=new Set,e.reactFragments.add(t)}function em(e,t){var n=t._eventListeners;if(n!==null)for(var r=0;r<n.length;r++){var i=n[r];e.addEventListener(i.type,i.attachedListener,Rp(i.optionsOrUseCapture))}e.nodeType!==3&&(n=t._observers,n!==null&&n.forEach(function(n){for(var r=0,i=0;i<Kp.length;i++){var a=Kp[i];(a.fragmentInstance!==t||a.observer!==n||a.instance!==e)&&(Kp[r++]=a)}Kp.length=r,n.observe(e)}),$p(e,t))}function tm(e,t){var n=t._eventListeners;if(n!==null)for(var r=0;r<n.length;r++){var i=n[r];e.removeEventListener(i.type,i.attachedListener,Rp(i.optionsOrUseCapture))}e.nodeType!==3&&(n=t._observers,n!==null&&n.forEach(function(n){typeof n.rootMargin==`string`?Jp(t,n,e):n.unobserve(e)}),e.reactFragments!=null&&e.reactFragments.delete(t))}function nm(e){var t=e.firstChild;for(t&&t.nodeType===10&&(t=t.nextSibling);t;){var n=t;switch(t=t.nextSibling,n.nodeName){case`HTML`:case`HEAD`:case`BODY`:nm(n),Dt(n);continue;case`SCRIPT`:case`STYLE`:continue;case`LINK`:if(n.rel.toLowerCase()===`stylesheet`)continue}e.removeChild(n)}}function rm(e,t,n,r){for(;e.nodeType===1;){var i=n;if(e.nodeName.toLowerCase()!==t.toLowerCase()){if(!r&&(e.nodeName!==`INPUT`||e.type!==`hidden`))break}else if(!r){if(t===`input`&&e.type===`hidden`){var a=i.name==null?null:``+i.name;if(i.type===`hidden`&&e.getAttribute(`name`)===a)return e}else return e}else if(!e[Tt])switch(t){case`meta`:if(!e.hasAttribute(`itemprop`))break;return e;case`link`:if(a=e.getAttribute(`rel`),a===`stylesheet`&&e.hasAttribute(`data-precedence`)||a!==i.rel||e.getAttribute(`href`)!==(i.href==null||i.href===``?null:i.href)||e.getAttribute(`crossorigin`)!==(i.crossOrigin==null?null:i.crossOrigin)||e.getAttribute(`title`)!==(i.title==null?null:i.title))break;return e;case`style`:if(e.hasAttribute(`data-precedence`))break;return e;case`script`:if(a=e.getAttribute(`src`),(a!==(i.src==null?null:i.src)||e.getAttribute(`type`)!==(i.type==null?null:i.type)||e.getAttribute(`crossorigin`)!==(i.crossOrigin==null?null:i.crossOrigin))&&a&&e.hasAttribute(`async`)&&!e.hasAttribute(`itemprop`))break;return e;default:return e}if(e=lm(e.nextSibling),e===null)break}return null}function im(e,t,n){if(t===``)return null;for(;e.nodeType!==3;)if((e.nodeType!==1||e.nodeName!==`INPUT`||e.type!==`hidden`)&&!n||(e=lm(e.nextSibling),e===null))return null;return e}function am(e,t){for(;e.nodeType!==8;)if((e.nodeType!==1||e.nodeName!==`INPUT`||e.type!==`hidden`)&&!t||(e=lm(e.nextSibling),e===null))return null;return e}function om(e){return e.data===`$?`||e.data===`$~`}function sm(e){return e.data===`$!`||e.data===`$?`&&e.ownerDocument.readyState!==`loading`}function cm(e,t){var n=e.ownerDocument;if(e.data===`$~`)e._reactRetry=t;else if(e.data!==`$?`||n.readyState!==`loading`)t();else{var r=function(){t(),n.removeEventListener(`DOMContentLoaded`,r)};n.addEventListener(`DOMContentLoaded`,r),e._reactRetry=r}}function lm(e){for(;e!=null;e=e.nextSibling){var t=e.nodeType;if(t===1||t===3)break;if(t===8){if(t=e.data,t===`$`||t===`$!`||t===`$?`||t===`$~`||t===`&`||t===`F!`||t===`F`)break;if(t===`/$`||t===`/&`)return null}}return e}var um=null;function dm(e){e=e.nextSibling;for(var t=0;e;){if(e.nodeType===8){var n=e.data;if(n===`/$`||n===`/&`){if(t===0)return lm(e.nextSibling);t--}else n!==`$`&&n!==`$!`&&n!==`$?`&&n!==`$~`&&n!==`&`||t++}e=e.nextSibling}return null}function fm(e){e=e.previousSibling;for(var t=0;e;){if(e.nodeType===8){var n=e.data;if(n===`$`||n===`$!`||n===`$?`||n===`$~`||n===`&`){if(t===0)return e;t--}else n!==`/$`&&n!==`/&`||t++}e=e.previousSibling}return null}function pm(e,t){function n(){r=!0}if(e.ownerDocument.activeElement===e)return!0;var r=!1;try{e.ownerDocument.addEventListener(`focus`,n,!0),(e.focus||HTMLElement.prototype.focus).call(e,t)}finally{e.ownerDocument.removeEventListener(`focus`,n,!0)}return r}function mm(e){yp(function(){yp(function(t){return e(t)})})}function hm(e,t,n){switch(t=lp(n),e){case`html`:if(e=t.documentElement,!e)throw Error(i(452));return e;case`head`:if(e=t.head,!e)throw Error(i(453));return e;case`body`:if(e=t.body,!e)throw Error(i(454));return e;default:throw Error(i(451))}}function gm(e,t,n){for(var r in n){var i=n[r];n.hasOwnProperty(r)&&i!=null&&ep(e,t,r,null,rp,i)}n.dangerouslySetInnerHTML!=null&&(e.textContent=``),e.onclick===mn&&(e.onclick=null),Dt(e)}function _m(e){for(var t=e.attributes;t.length;)e.removeAttributeNode(t[0]);Dt(e)}var vm=new Map,ym=new Set;function bm(e){if(typeof e.getRootNode==`function`){var t=e.getRootNode();if(t.nodeType===9||t.nodeType===11)return t}return e.nodeType===9?e:e.ownerDocument}var xm=R.d;R.d={f:Sm,r:Cm,D:Em,C:Dm,L:Om,m:km,X:jm,S:Am,M:Mm};function Sm(){var e=xm.f(),t=Ld();return e||t}function Cm(e){var t=kt(e);t!==null&&t.tag===5&&t.type===`form`?Ys(t):xm.r(e)}var wm=typeof document>`u`?null:document;function Tm(e,t,n){var r=wm;if(r&&typeof t==`string`&&t){var i=Qt(t);i=`link[rel="`+e+`"][href="`+i+`"]`,typeof n==`string`&&(i+=`[crossorigin="`+n+`"]`),ym.has(i)||(ym.add(i),e={rel:e,crossOrigin:n,href:t},r.querySelector(i)===null&&(t=r.createElement(`link`),np(t,`link`,e),Mt(t),r.head.appendChild(t)))}}function Em(e){xm.D(e),Tm(`dns-prefetch`,e,null)}function Dm(e,t){xm.C(e,t),Tm(`preconnect`,e,t)}function Om(e,t,n){xm.L(e,t,n);var r=wm;if(r&&e&&t){var i=`link[rel="preload"][as="`+Qt(t)+`"]`;t===`image`&&n&&n.imageSrcSet?(i+=`[imagesrcset="`+Qt(n.imageSrcSet)+`"]`,typeof n.imageSizes==`string`&&(i+=`[imagesizes="`+Qt(n.imageSizes)+`"]`)):i+=`[href="`+Qt(e)+`"]`;var a=i;switch(t){case`style`:a=Pm(e);break;case`script`:a=Rm(e)}if(!(vm.has(a)||(e=T({rel:`preload`,href:t===`image`&&n&&n.imageSrcSet?void 0:e,as:t},n),vm.set(a,e),r.querySelector(i)!==null||t===`style`&&r.querySelector(Fm(a))||t===`script`&&r.querySelector(zm(a))))){var o=r.createElement(`link`);np(o,`link`,e),t===`style`&&(o[Et]=!0,o.onload=o.onerror=function(){Nt(o)}),Mt(o),r.head.appendChild(o)}}}function km(e,t){xm.m(e,t);var n=wm;if(n&&e){var r=t&&typeof t.as==`string`?t.as:`script`,i=`link[rel="modulepreload"][as="`+Qt(r)+`"][href="`+Qt(e)+`"]`,a=i;switch(r){case`audioworklet`:case`paintworklet`:case`serviceworker`:case`sharedworker`:case`worker`:case`script`:a=Rm(e)}if(!vm.has(a)&&(e=T({rel:`modulepreload`,href:e},t),vm.set(a,e),n.querySelector(i)===null)){switch(r){case`audioworklet`:case`paintworklet`:case`serviceworker`:case`sharedworker`:case`worker`:case`script`:if(n.querySelector(zm(a)))return}r=n.createElement(`link`),np(r,`link`,e),Mt(r),n.head.appendChild(r)}}}function Am(e,t,n){xm.S(e,t,n);var r=wm;if(r&&e){var i=jt(r).hoistableStyles,a=Pm(e);t||=`default`;var o=i.get(a);if(!o){var s={loading:0,preload:null};if(o=r.querySelector(Fm(a)))s.loading=5;else{e=T({rel:`stylesheet`,href:e,"data-precedence":t},n),(n=vm.get(a))&&Hm(e,n);var c=o=r.createElement(`link`);Mt(c),np(c,`link`,e),c._p=new Promise(function(e,t){c.onload=e,c.onerror=t}),c.addEventListener(`load`,function(){s.loading|=1}),c.addEventListener(`error`,function(){s.loading|=2}),s.loading|=4,Vm(o,t,r)}o={type:`stylesheet`,instance:o,count:1,state:s},i.set(a,o)}}}function jm(e,t){xm.X(e,t);var n=wm;if(n&&e){var r=jt(n).hoistableScripts,i=Rm(e),a=r.get(i);a||(a=n.querySelector(zm(i)),a||(e=T({src:e,async:!0},t),(t=vm.get(i))&&Um(e,t),a=n.createElement(`script`),Mt(a),np(a,`link`,e),n.head.appendChild(a)),a={type:`script`,instance:a,count:1,state:null},r.set(i,a))}}function Mm(e,t){xm.M(e,t);var n=wm;if(n&&e){var r=jt(n).hoistableScripts,i=Rm(e),a=r.get(i);a||(a=n.querySelector(zm(i)),a||(e=T({src:e,async:!0,type:`module`},t),(t=vm.get(i))&&Um(e,t),a=n.createElement(`script`),Mt(a),np(a,`link`,e),n.head.appendChild(a)),a={type:`script`,instance:a,count:1,state:null},r.set(i,a))}}function Nm(e,t,n,r){var a=(a=ve.current)?bm(a):null;if(!a)throw Error(i(446));switch(e){case`meta`:case`title`:return null;case`style`:return typeof n.precedence==`string`&&typeof n.href==`string`?(n=Pm(n.href),t=jt(a).hoistableStyles,r=t.get(n),r||(r={type:`style`,instance:null,count:0,state:null},t.set(n,r)),r):{type:`void`,instance:null,count:0,state:null};case`link`:if(n.rel===`stylesheet`&&typeof n.href==`string`&&typeof n.precedence==`string`){e=Pm(n.href);var o=jt(a).hoistableStyles,s=o.get(e);if(s||(a=a.ownerDocument||a,s={type:`stylesheet`,instance:null,count:0,state:{loading:0,preload:null}},o.set(e,s),(o=a.querySelector(Fm(e)))?o._p||(s.instance=o,s.state.loading=5):(o=vm.get(e),o||(o={rel:`preload`,as:`style`,href:n.href,crossOrigin:n.crossOrigin,integrity:n.integrity,media:n.media,hrefLang:n.hrefLang,referrerPolicy:n.referrerPolicy},vm.set(e,o)),Lm(a,e,o,s.state))),t&&r===null)throw Error(i(528,``));return s}if(t&&r!==null)throw Error(i(529,``));return null;case`script`:return t=n.async,n=n.src,typeof n==`string`&&t&&typeof t!=`function`&&typeof t!=`symbol`?(n=Rm(n),t=jt(a).hoistableScripts,r=t.get(n),r||(r={type:`script`,instance:null,count:0,state:null},t.set(n,r)),r):{type:`void`,instance:null,count:0,state:null};default:throw Error(i(444,e))}}function Pm(e){return`href="`+Qt(e)+`"`}function Fm(e){return`link[rel="stylesheet"][`+e+`]`}function Im(e){return T({},e,{"data-precedence":e.precedence,precedence:null})}function Lm(e,t,n,r){if(t=e.querySelector(`link[rel="preload"][as="style"][`+t+`]`)){if(!0!==t[Et]){r.loading=1;return}}else t=e.createElement(`link`),t[Et]=!0,t.onload=t.onerror=Nt.bind(null,t),np(t,`link`,n),Mt(t),e.head.appendChild(t);r.preload=t,t.addEventListener(`load`,function(){return r.loading|=1}),t.addEventListener(`error`,function(){return r.loading|=2})}function Rm(e){return`[src="`+Qt(e)+`"]`}function zm(e){return`script[async]`+e}function Bm(e,t,n){if(t.count++,t.instance===null)switch(t.type){case`style`:var r=e.querySelector(`style[data-href~="`+Qt(n.href)+`"]`);if(r)return t.instance=r,Mt(r),r;var a=T({},n,{"data-href":n.href,"data-precedence":n.precedence,href:null,precedence:null});return r=(e.ownerDocument||e).createElement(`style`),Mt(r),np(r,`style`,a),Vm(r,n.precedence,e),t.instance=r;case`stylesheet`:a=Pm(n.href);var o=e.querySelector(Fm(a));if(o)return t.state.loading|=4,t.instance=o,Mt(o),o;r=Im(n),(a=vm.get(a))&&Hm(r,a),o=(e.ownerDocument||e).createElement(`link`),Mt(o);var s=o;return s._p=new Promise(function(e,t){s.onload=e,s.onerror=t}),np(o,`link`,r),t.state.loading|=4,Vm(o,n.precedence,e),t.instance=o;case`script`:return o=Rm(n.src),(a=e.querySelector(zm(o)))?(t.instance=a,Mt(a),a):(r=n,(a=vm.get(o))&&(r=T({},n),Um(r,a)),e=e.ownerDocument||e,a=e.createElement(`script`),Mt(a),np(a,`link`,r),e.head.appendChild(a),t.instance=a);case`void`:return null;default:throw Error(i(443,t.type))}else t.type===`stylesheet`&&!(t.state.loading&4)&&(r=t.instance,t.state.loading|=4,Vm(r,n.precedence,e));return t.instance}function Vm(e,t,n){for(var r=n.querySelectorAll(`link[rel="stylesheet"][data-precedence],style[data-precedence]`),i=r.length?r[r.length-1]:null,a=i,o=0;o<r.length;o++){var s=r[o];if(s.dataset.precedence===t)a=s;else if(a!==i)break}a?a.parentNode.insertBefore(e,a.nextSibling):(t=n.nodeType===9?n.head:n,t.insertBefore(e,t.firstChild))}function Hm(e,t){e.crossOrigin??=t.crossOrigin,e.referrerPolicy??=t.referrerPolicy,e.title??=t.title}function Um(e,t){e.crossOrigin??=t.crossOrigin,e.referrerPolicy??=t.referrerPolicy,e.integrity??=t.integrity}var Wm=null;function Gm(e,t,n){if(Wm===null){var r=new Map,i=Wm=new Map;i.set(n,r)}else i=Wm,r=i.get(n),r||(r=new Map,i.set(n,r));if(r.has(e))return r;for(r.set(e,null),n=n.getElementsByTagName(e),i=0;i<n.length;i++){var a=n[i];if(!(a[Tt]||a[vt]||e===`link`&&a.getAttribute(`rel`)===`stylesheet`)&&a.namespaceURI!==`http://www.w3.org/2000/svg`){var o=a.getAttribute(t)||``;o=e+o;var s=r.get(o);s?s.push(a):r.set(o,[a])}}return r}function Km(e,t,n){e=e.ownerDocument||e,e.head.insertBefore(n,t===`title`?e.querySelector(`head > title`):null)}function qm(e,t,n){if(n===1||t.itemProp!=null)return!1;switch(e){case`meta`:case`title`:return!0;case`style`:if(typeof t.precedence!=`string`||typeof t.href!=`string`||t.href===``)break;return!0;case`link`:if(typeof t.rel!=`string`||typeof t.href!=`string`||t.href===``||t.onLoad||t.onError)break;switch(t.rel){case`stylesheet`:return e=t.disabled,typeof t.precedence==`string`&&e==null;default:return!0}case`script`:if(t.async&&typeof t.async!=`function`&&typeof t.async!=`symbol`&&!t.onLoad&&!t.onError&&t.src&&typeof t.src==`string`)return!0}return!1}function Jm(e,t){return e===`img`&&t.src!=null&&t.src!==``&&t.onLoad==null&&t.loading!==`lazy`}function Ym(e){return!(e.type===`stylesheet`&&!(e.state.loading&3))}function Xm(e){return(e.width||100)*(e.height||100)*(typeof devicePixelRatio==`number`?devicePixelRatio:1)*.25}function Zm(e,t){typeof t.decode==`function`&&(e.imgCount++,t.complete||(e.imgBytes+=Xm(t),e.suspenseyImages.push(t)),e=rh.bind(e),t.decode().then(e,e))}function Qm(e,t,n,r){if(n.type===`stylesheet`&&(typeof r.media!=`string`||!1!==matchMedia(r.media).matches)&&!(n.state.loading&4)){if(n.instance===null){var i=Pm(r.href),a=t.querySelector(Fm(i));if(a){t=a._p,typeof t==`object`&&t&&typeof t.then==`function`&&(e.count++,e=nh.bind(e),t.then(e,e)),n.state.loading|=4,n.instance=a,Mt(a);return}a=t.ownerDocument||t,r=Im(r),(i=vm.get(i))&&Hm(r,i),a=a.createElement(`link`),Mt(a);var o=a;o._p=new Promise(function(e,t){o.onload=e,o.onerror=t}),np(a,`link`,r),n.instance=a}e.stylesheets===null&&(e.stylesheets=new Map),e.stylesheets.set(n,t),(t=n.state.preload)&&!(n.state.loading&3)&&(e.count++,n=nh.bind(e),t.addEventListener(`load`,n),t.addEventListener(`error`,n))}}var $m=0;function eh(e,t){return e.stylesheets&&e.count===0&&ah(e,e.stylesheets),0<e.count||0<e.imgCount?function(n){var r=setTimeout(function(){if(e.stylesheets&&ah(e,e.stylesheets),e.unsuspend){var t=e.unsuspend;e.unsuspend=null,t()}},6e4+t);0<e.imgBytes&&$m===0&&($m=62500*op());var i=setTimeout(function(){if(e.waitingForImages=!1,e.count===0&&(e.stylesheets&&ah(e,e.stylesheets),e.unsuspend)){var t=e.unsuspend;e.unsuspend=null,t()}},(e.imgBytes>$m?50:800)+t);return e.unsuspend=n,function(){e.unsuspend=null,clearTimeout(r),clearTimeout(i)}}:null}function th(e){if(e.count===0&&(e.imgCount===0||!e.waitingForImages)){if(e.stylesheets)ah(e,e.stylesheets);else if(e.unsuspend){var t=e.unsuspend;e.unsuspend=null,t()}}}function nh(){this.count--,th(this)}function rh(){this.imgCount--,th(this)}var ih=null;function ah(e,t){e.stylesheets=null,e.unsuspend!==null&&(e.count++,ih=new Map,t.forEach(oh,e),ih=null,nh.call(e))}function oh(e,t){if(!(t.state.loading&4)){var n=ih.get(e);if(n)var r=n.get(null);else{n=new Map,ih.set(e,n);for(var i=e.querySelectorAll(`link[data-precedence],style[data-precedence]`),a=0;a<i.length;a++){var o=i[a];(o.nodeName===`LINK`||o.getAttribute(`media`)!==`not all`)&&(n.set(o.dataset.precedence,o),r=o)}r&&n.set(null,r)}i=t.instance,o=i.getAttribute(`data-precedence`),a=n.get(o)||r,a===r&&n.set(null,i),n.set(o,i),this.count++,r=nh.bind(this),i.addEventListener(`load`,r),i.addEventListener(`error`,r),a?a.parentNode.insertBefore(i,a.nextSibling):(e=e.nodeType===9?e.head:e,e.insertBefore(i,e.firstChild)),t.state.loading|=4}}var sh={$$typeof:N,Provider:null,Consumer:null,_currentValue:fe,_currentValue2:fe,_threadCount:0};function ch(e,t,n,r,i,a,o,s,c){this.tag=1,this.containerInfo=e,this.pingCache=this.current=this.pendingChildren=null,this.timeoutHandle=-1,this.callbackNode=this.next=this.pendingContext=this.context=this.cancelPendingCommit=null,this.callbackPriority=0,this.expirationTimes=st(-1),this.entangledLanes=this.shellSuspendCounter=this.errorRecoveryDisabledLanes=this.expiredLanes=this.warmLanes=this.pingedLanes=this.suspendedLanes=this.pendingLanes=0,this.entanglements=st(0),this.hiddenUpdates=st(null),this.identifierPrefix=r,this.onUncaughtError=i,this.onCaughtError=a,this.onRecoverableError=o,this.pooledCache=null,this.pooledCacheLanes=0,this.formState=c,this.transitionTypes=null,this.incompleteTransitions=new Map}function lh(e,t,n,r,i,a,o,s,c,l,u,d){return e=new ch(e,t,n,o,c,l,u,d,s),t=1,!0===a&&(t|=24),a=Ci(3,null,null,t),e.current=a,a.stateNode=e,t=Ca(),t.refCount++,e.pooledCache=t,t.refCount++,a.memoizedState={element:r,isDehydrated:n,cache:t},ao(a),e}function uh(e){return e?(e=xi,e):xi}function dh(e,t,n,r,i,a){i=uh(i),r.context===null?r.context=i:r.pendingContext=i,r=so(t),r.payload={element:n},a=a===void 0?null:a,a!==null&&(r.callback=a),n=co(e,r,t),n!==null&&(Md(n,e,t),lo(n,e,t))}function fh(e,t){if(e=e.memoizedState,e!==null&&e.dehydrated!==null){var n=e.retryLane;e.retryLane=n!==0&&n<t?n:t}}function ph(e,t){fh(e,t),(e=e.alternate)&&fh(e,t)}function mh(e){if(e.tag===13||e.tag===31){var t=vi(e,67108864);t!==null&&Md(t,e,67108864),ph(e,67108864)}}function hh(e){if(e.tag===13||e.tag===31){var t=kd();t=pt(t);var n=vi(e,t);n!==null&&Md(n,e,t),ph(e,t)}}var gh=!0;function _h(e,t,n,r){var i=L.T;L.T=null;var a=R.p;try{R.p=2,yh(e,t,n,r)}finally{R.p=a,L.T=i}}function vh(e,t,n,r){var i=L.T;L.T=null;var a=R.p;try{R.p=8,yh(e,t,n,r)}finally{R.p=a,L.T=i}}function yh(e,t,n,r){if(gh){var i=bh(r);if(i===null)Gf(e,t,r,xh,n),Mh(e,r);else if(Ph(i,e,t,n,r))r.stopPropagation();else if(Mh(e,r),t&4&&-1<jh.indexOf(e)){for(;i!==null;){var a=kt(i);if(a!==null)switch(a.tag){case 3:if(a=a.stateNode,a.current.memoizedState.isDehydrated){var o=et(a.pendingLanes);if(o!==0){var s=a;for(s.pendingLanes|=2,s.entangledLanes|=2;o;){var c=1<<31-qe(o);s.entanglements[1]|=c,o&=~c}Tf(a),!(Yu&6)&&(md=Fe()+500,Ef(0,!1))}}break;case 31:case 13:s=vi(a,2),s!==null&&Md(s,a,2),Ld(),ph(a,2)}if(a=bh(r),a===null&&Gf(e,t,r,xh,n),a===i)break;i=a}i!==null&&r.stopPropagation()}else Gf(e,t,r,null,n)}}function bh(e){return e=gn(e),Sh(e)}var xh=null;function Sh(e){if(xh=null,e=Ot(e),e!==null){var t=o(e);if(t===null)e=null;else{var n=t.tag;if(n===13){if(e=s(t),e!==null)return e;e=null}else if(n===31){if(e=c(t),e!==null)return e;e=null}else if(n===3){if(t.stateNode.current.memoizedState.isDehydrated)return t.tag===3?t.stateNode.containerInfo:null;e=null}else t!==e&&(e=null)}}return xh=e,null}function Ch(e){switch(e){case`beforetoggle`:case`cancel`:case`click`:case`close`:case`contextmenu`:case`copy`:case`cut`:case`auxclick`:case`dblclick`:case`dragend`:case`dragstart`:case`drop`:case`focusin`:case`focusout`:case`input`:case`invalid`:case`keydown`:case`keypress`:case`keyup`:case`mousedown`:case`mouseup`:case`paste`:case`pause`:case`play`:case`pointercancel`:case`pointerdown`:case`pointerup`:case`ratechange`:case`reset`:case`seeked`:case`submit`:case`toggle`:case`touchcancel`:case`touchend`:case`touchstart`:case`volumechange`:case`change`:case`selectionchange`:case`textInput`:case`compositionstart`:case`compositionend`:case`compositionupdate`:case`beforeblur`:case`afterblur`:case`beforeinput`:case`blur`:case`fullscreenchange`:case`fullscreenerror`:case`focus`:case`hashchange`:case`popstate`:case`select`:case`selectstart`:return 2;case`drag`:case`dragenter`:case`dragexit`:case`dragleave`:case`dragover`:case`mousemove`:case`mouseout`:case`mouseover`:case`pointermove`:case`pointerout`:case`pointerover`:case`resize`:case`scroll`:case`touchmove`:case`wheel`:case`mouseenter`:case`mouseleave`:case`pointerenter`:case`pointerleave`:return 8;case`message`:switch(Ie()){case Le:return 2;case Re:return 8;case ze:case Be:return 32;case Ve:return 268435456;default:return 32}default:return 32}}var wh=!1,Th=null,Eh=null,Dh=null,Oh=new Map,kh=new Map,Ah=[],jh=`mousedown mouseup touchcancel touchend touchstart auxclick dblclick pointercancel pointerdown pointerup dragend dragstart drop compositionend compositionstart keydown keypress keyup input textInput copy cut paste click change contextmenu reset`.split(` `);function Mh(e,t){switch(e){case`focusin`:case`focusout`:Th=null;break;case`dragenter`:case`dragleave`:Eh=null;break;case`mouseover`:case`mouseout`:Dh=null;break;case`pointerover`:case`pointerout`:Oh.delete(t.pointerId);break;case`gotpointercapture`:case`lostpointercapture`:kh.delete(t.pointerId)}}function Nh(e,t,n,r,i,a){return e===null||e.nativeEvent!==a?(e={blockedOn:t,domEventName:n,eventSystemFlags:r,nativeEvent:a,targetContainers:[i]},t!==null&&(t=kt(t),t!==null&&mh(t)),e):(e.eventSystemFlags|=r,t=e.targetContainers,i!==null&&t.indexOf(i)===-1&&t.push(i),e)}function Ph(e,t,n,r,i){switch(t){case`focusin`:return Th=Nh(Th,e,t,n,r,i),!0;case`dragenter`:return Eh=Nh(Eh,e,t,n,r,i),!0;case`mouseover`:return Dh=Nh(Dh,e,t,n,r,i),!0;case`pointerover`:var a=i.pointerId;return Oh.set(a,Nh(Oh.get(a)||null,e,t,n,r,i)),!0;case`gotpointercapture`:return a=i.pointerId,kh.set(a,Nh(kh.get(a)||null,e,t,n,r,i)),!0}return!1}function Fh(e){var t=Ot(e.target);if(t!==null){var n=o(t);if(n!==null){if(t=n.tag,t===13){if(t=s(n),t!==null){e.blockedOn=t,gt(e.priority,function(){hh(n)});return}}else if(t===31){if(t=c(n),t!==null){e.blockedOn=t,gt(e.priority,function(){hh(n)});return}}else if(t===3&&n.stateNode.current.memoizedState.isDehydrated){e.blockedOn=n.tag===3?n.stateNode.containerInfo:null;return}}}e.blockedOn=null}function Ih(e){if(e.blockedOn!==null)return!1;for(var t=e.targetContainers;0<t.length;){var n=bh(e.nativeEvent);if(n===null){n=e.nativeEvent;var r=new n.constructor(n.type,n);hn=r,n.target.dispatchEvent(r),hn=null}else return t=kt(n),t!==null&&mh(t),e.blockedOn=n,!1;t.shift()}return!0}function Lh(e,t,n){Ih(e)&&n.delete(t)}function Rh(){wh=!1,Th!==null&&Ih(Th)&&(Th=null),Eh!==null&&Ih(Eh)&&(Eh=null),Dh!==null&&Ih(Dh)&&(Dh=null),Oh.forEach(Lh),kh.forEach(Lh)}function zh(e,n){e.blockedOn===n&&(e.blockedOn=null,wh||(wh=!0,t.unstable_scheduleCallback(t.unstable_NormalPriority,Rh)))}var Bh=null;function Vh(e){Bh!==e&&(Bh=e,t.unstable_scheduleCallback(t.unstable_NormalPriority,function(){Bh===e&&(Bh=null);for(var t=0;t<e.length;t+=3){var n=e[t],r=e[t+1],i=e[t+2];if(typeof r!=`function`){if(Sh(r||n)===null)continue;break}var a=kt(n);a!==null&&(e.splice(t,3),t-=3,qs(a,{pending:!0,data:i,method:n.method,action:r},r,i))}}))}function Hh(e){function t(t){return zh(t,e)}Th!==null&&zh(Th,e),Eh!==null&&zh(Eh,e),Dh!==null&&zh(Dh,e),Oh.forEach(t),kh.forEach(t);for(var n=0;n<Ah.length;n++){var r=Ah[n];r.blockedOn===e&&(r.blockedOn=null)}for(;0<Ah.length&&(n=Ah[0],n.blockedOn===null);)Fh(n),n.blockedOn===null&&Ah.shift();if(n=(e.ownerDocument||e).$$reactFormReplay,n!=null)for(r=0;r<n.length;r+=3){var i=n[r],a=n[r+1],o=i[yt]||null;if(typeof a==`function`)o||Vh(n);else if(o){var s=null;if(a&&a.hasAttribute(`formAction`)){if(i=a,o=a[yt]||null)s=o.formAction;else if(Sh(i)!==null)continue}else s=o.action;typeof s==`function`?n[r+1]=s:(n.splice(r,3),r-=3),Vh(n)}}}function Uh(){function e(e){e.canIntercept&&e.info===`react-transition`&&e.intercept({handler:function(){return new Promise(function(e){return i=e})},focusReset:`manual`,scroll:`manual`})}function t(){i!==null&&(i(),i=null),r||setTimeout(n,20)}function n(){if(!r&&!navigation.transition){var e=navigation.currentEntry;e&&e.url!=null&&navigation.navigate(e.url,{state:e.getState(),info:`react-transition`,history:`replace`})}}if(typeof navigation==`object`){var r=!1,i=null;return navigation.addEventListener(`navigate`,e),navigation.addEventListener(`navigatesuccess`,t),navigation.addEventListener(`navigateerror`,t),setTimeout(n,100),function(){r=!0,navigation.removeEventListener(`navigate`,e),navigation.removeEventListener(`navigatesuccess`,t),navigation.removeEventListener(`navigateerror`,t),i!==null&&(i(),i=null)}}}function Wh(e){this._internalRoot=e}Gh.prototype.render=Wh.prototype.render=function(e){var t=this._internalRoot;if(t===null)throw Error(i(409));dh(t.current,kd(),e,t,null,null)},Gh.prototype.unmount=Wh.prototype.unmount=function(){var e=this._internalRoot;if(e!==null){this._internalRoot=null;var t=e.containerInfo;dh(e.current,2,null,e,null,null),Ld(),t[bt]=null}};function Gh(e){this._internalRoot=e}Gh.prototype.unstable_scheduleHydration=function(e){if(e){var t=ht();e={blockedOn:null,target:e,priority:t};for(var n=0;n<Ah.length&&t!==0&&t<Ah[n].priority;n++);Ah.splice(n,0,e),n===0&&Fh(e)}};var Kh=n.version;if(Kh!==`19.3.1`)throw Error(i(527,Kh,`19.3.1`));R.findDOMNode=function(e){var t=e._reactInternals;if(t===void 0)throw typeof e.render==`function`?Error(i(188)):(e=Object.keys(e).join(`,`),Error(i(268,e)));return e=u(t),e=e===null?null:d(e),e=e===null?null:e.stateNode,e};var qh={bundleType:0,version:`19.3.1`,rendererPackageName:`react-dom`,currentDispatcherRef:L,reconcilerVersion:`19.3.1`};if(typeof __REACT_DEVTOOLS_GLOBAL_HOOK__<`u`){var Jh=__REACT_DEVTOOLS_GLOBAL_HOOK__;if(!Jh.isDisabled&&Jh.supportsFiber)try{We=Jh.inject(qh),Ge=Jh}catch{}}e.createRoot=function(e,t){if(!a(e))throw Error(i(299));var n=!1,r=``,o=gc,s=_c,c=vc;return t!=null&&(!0===t.unstable_strictMode&&(n=!0),t.identifierPrefix!==void 0&&(r=t.identifierPrefix),t.onUncaughtError!==void 0&&(o=t.onUncaughtError),t.onCaughtError!==void 0&&(s=t.onCaughtError),t.onRecoverableError!==void 0&&(c=t.onRecoverableError)),t=lh(e,1,!1,null,null,n,r,null,o,s,c,Uh),e[bt]=t.current,Uf(e),new Wh(t)}})),Zy=o(((e,t)=>{function n(){if(typeof __REACT_DEVTOOLS_GLOBAL_HOOK__<`u`&&typeof __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE==`function`)try{__REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE(n)}catch(e){console.error(e)}}n(),t.exports=Xy()}))(),Qy=new URL(`../`,``+import.meta.url),$y=Qy.pathname.replace(/\/$/,``);function eb(e){return new URL(`../${e}`,Qy)}var tb=new Set,nb=!1;function rb(e){nb!==e&&(nb=e,tb.forEach(e=>e()))}function ib(){return(0,C.useSyncExternalStore)(e=>(tb.add(e),()=>tb.delete(e)),()=>nb)}var ab=class extends Error{code;constructor(e,t){super(e),this.name=`ApiError`,this.code=t}},ob=class extends Error{constructor(){super(`The server cannot be reached.`),this.name=`ConnectionError`}};function sb(e){return e instanceof Error?e.message:String(e)}var cb=`tenantry.token`,lb=new Set;function ub(){return sessionStorage.getItem(cb)}function db(e){sessionStorage.setItem(cb,e),hb()}function fb(){sessionStorage.removeItem(cb),hb()}function pb(){return(0,C.useSyncExternalStore)(mb,ub)}function mb(e){return lb.add(e),()=>lb.delete(e)}function hb(){lb.forEach(e=>e())}var gb=new Set([502,503,504]);async function _b(e,t,n={}){let r=new Headers({"Content-Type":`application/json`,Accept:`application/graphql-response+json, application/json;q=0.9`});n.dryRun&&r.set(`Tenantry-Dry-Run`,`true`),n.idempotencyKey&&r.set(`Idempotency-Key`,n.idempotencyKey);let i=await vb(`graphql`,{method:`POST`,headers:r,body:JSON.stringify({query:e.toString(),variables:t}),...n.signal&&{signal:n.signal},...n.token&&{token:n.token}}),a=await i.json().catch(()=>({})),o=a.errors?.[0];if(o)throw new ab(o.message,o.extensions?.code);if(!i.ok||!a.data)throw new ab(`The server answered with status ${i.status}.`);return a.data}async function vb(e,{token:t,...n}){let r=new Headers(n.headers);r.set(`Authorization`,`Bearer ${t??ub()??``}`);let i;try{i=await fetch(eb(e),{...n,headers:r})}catch(e){throw n.signal?.aborted?e:(rb(!0),new ob)}if(gb.has(i.status))throw rb(!0),new ob;return rb(!1),i.status===401&&!t&&fb(),i}function yb(){let e=crypto.getRandomValues(new Uint8Array(16));return Array.from(e,e=>e.toString(16).padStart(2,`0`)).join(``)}var bb=new $m({defaultOptions:{queries:{staleTime:1e4,retry:(e,t)=>t instanceof ob&&e<2}}});function xb(e,t){return ch({queryKey:[e.toString(),t],queryFn:({signal:n})=>_b(e,t,{signal:n})})}function Sb({error:e,onRetry:t}){return(0,U.jsx)(cu,{color:`red`,title:`The request failed`,role:`alert`,children:(0,U.jsxs)(Tf,{gap:`xs`,align:`flex-start`,children:[(0,U.jsx)(pu,{size:`sm`,children:sb(e)}),t&&(0,U.jsx)(md,{size:`xs`,variant:`default`,onClick:t,children:`Try again`})]})})}function Cb(){return(0,U.jsx)(gd,{p:`xl`,role:`status`,"aria-label":`Loading`,children:(0,U.jsx)(ic,{size:`sm`,type:`dots`})})}function wb({children:e}){return(0,U.jsx)(gd,{p:`xl`,children:(0,U.jsx)(pu,{c:`dimmed`,size:`sm`,ta:`center`,children:e})})}function Tb({query:e,children:t}){return e.data===void 0?e.error?(0,U.jsx)(Sb,{error:e.error,onRetry:()=>void e.refetch()}):(0,U.jsx)(Cb,{}):t(e.data)}function Eb(e){return typeof e==`string`&&e!==``?e:typeof e==`number`?String(e):void 0}function Db(e,t){return e.find(e=>e===t)}function Ob(e){return e}var kb=[`created`,`updated`,`retired`,`reactivated`,`removed`],Ab=[`user`,`org`,`membership`,`group`,`group_membership`,`role`,`token`];function jb(e){return Ob({verb:Db(kb,e.verb),entity:Db(Ab,e.entity),user:Eb(e.user),userName:Eb(e.userName),org:Eb(e.org),orgName:Eb(e.orgName),since:Eb(e.since),until:Eb(e.until),event:Eb(e.event),live:e.live===!0||void 0})}var Mb=[`ACTIVE`,`RETIRED`],Nb=[{value:`name`,label:`Name`,orderBy:`NAME`,direction:`ASC`},{value:`name-desc`,label:`Name, from Z`,orderBy:`NAME`,direction:`DESC`},{value:`created`,label:`Newest`,orderBy:`CREATED_AT`,direction:`DESC`}],Pb=[{value:`joined`,label:`Joining`,orderBy:`JOINED`,direction:`ASC`},{value:`newest`,label:`Newest`,orderBy:`JOINED`,direction:`DESC`},{value:`name`,label:`Name`,orderBy:`NAME`,direction:`ASC`},{value:`email`,label:`E-mail address`,orderBy:`EMAIL`,direction:`ASC`}];function Fb(e){return Ob({q:Eb(e.q),status:Db(Mb,e.status),order:Db(Nb.map(({value:e})=>e),e.order)})}var Ib=[`groups`,`roles`,`tokens`,`history`],Lb=[`ACTIVE`,`RETIRED`],Rb=[`OWNER`,`ADMIN`,`USER`];function zb(e){return Ob({tab:Db(Ib,e.tab),status:Db(Lb,e.status),q:Eb(e.q),role:Db(Rb,e.role),order:Db(Pb.map(({value:e})=>e),e.order)})}var Bb=[`CREATE`,`JOIN`,`UPDATE`,`REACTIVATE`,`RETIRE`,`REMOVE`,`DELETE`,`HELD`,`CONFLICT`,`UNCHANGED`];function Vb(e){return Ob({action:Db(Bb,e.action)})}var Hb=[`ACTIVE`,`EXPIRED`,`REVOKED`];function Ub(e){return Ob({status:Db(Hb,e.status)})}var Wb=[`ACTIVE`,`SUSPENDED`],Gb=[{value:`name`,label:`Name`,orderBy:`NAME`,direction:`ASC`},{value:`name-desc`,label:`Name, from Z`,orderBy:`NAME`,direction:`DESC`},{value:`email`,label:`E-mail address`,orderBy:`EMAIL`,direction:`ASC`},{value:`changed`,label:`Last change`,orderBy:`UPDATED_AT`,direction:`DESC`},{value:`created`,label:`Newest`,orderBy:`CREATED_AT`,direction:`DESC`}];function Kb(e){return Ob({q:Eb(e.q),status:Db(Wb,e.status),order:Db(Gb.map(({value:e})=>e),e.order)})}function qb(e){return Ob({tab:Db([`groups`,`tokens`,`history`],e.tab)})}var Jb=(0,C.createContext)(null);function Yb(){let e=(0,C.use)(Jb);if(!e)throw Error(`useViewer requires a signed-in viewer`);return e}function Xb({viewer:e,orgs:t}){let n=new Set(e.permissions);for(let e of t?.nodes??[])e.viewerPermissions.forEach(e=>n.add(e));return{token:e.token,user:e.user,isPlatform:!e.user&&!e.token.org,may:e=>n.has(e)}}var $=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};new $(`
    fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
    `,{fragmentName:`UserFields`}),new $(`
    fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
    `,{fragmentName:`OrgFields`}),new $(`
    fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
    `,{fragmentName:`MembershipFields`}),new $(`
    fragment GroupFields on Group {
  id
  name
  externalId
  version
}
    `,{fragmentName:`GroupFields`}),new $(`
    fragment RoleFields on Role {
  id
  name
  permissions
  version
}
    `,{fragmentName:`RoleFields`}),new $(`
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
    fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`,{fragmentName:`Result`}),new $(`
    fragment EventFields on Event {
  id
  at
  actorKind
  actor {
    id
    name
  }
  actorName
  label
  tokenId
  source
  requestId
  syncRun
  verb
  entity
  entityId
  org {
    id
    name
  }
  user {
    id
    name
  }
  before
  after
}
    `,{fragmentName:`EventFields`}),new $(`
    fragment JobFields on Job {
  id
  kind
  status
  total
  progress
  failed
  rowsPerSecond
  secondsLeft
  message
  dryRun
  createdAt
  startedAt
  finishedAt
}
    `,{fragmentName:`JobFields`}),new $(`
    fragment MembershipOfUser on Membership {
  ...MembershipFields
  source
  ownedBy
  createdAt
  org {
    id
    name
    status
    viewerPermissions
  }
}
    fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}`,{fragmentName:`MembershipOfUser`}),new $(`
    fragment TokenFields on Token {
  id
  name
  prefix
  scopes
  allowedIps
  source
  status
  createdAt
  expiresAt
  lastUsedAt
  user {
    id
    name
  }
  org {
    id
    name
  }
}
    `,{fragmentName:`TokenFields`});var Zb=new $(`
    query Viewer {
  viewer {
    token {
      id
      name
      prefix
      expiresAt
      org {
        id
        name
      }
    }
    user {
      id
      name
      email
    }
    permissions
  }
  orgs(first: 100) {
    nodes {
      id
      viewerPermissions
    }
  }
}
    `),Qb=new $(`
    query PickUsers($filter: UserFilter!) {
  users(filter: $filter, first: 20) {
    nodes {
      id
      name
      email
    }
  }
}
    `),$b=new $(`
    query PickOrgs($filter: OrgFilter!) {
  orgs(filter: $filter, first: 20) {
    nodes {
      id
      name
    }
  }
}
    `),ex=new $(`
    query Events($filter: EventFilter, $first: Int, $after: String) {
  events(filter: $filter, first: $first, after: $after) {
    nodes {
      ...EventFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EventFields on Event {
  id
  at
  actorKind
  actor {
    id
    name
  }
  actorName
  label
  tokenId
  source
  requestId
  syncRun
  verb
  entity
  entityId
  org {
    id
    name
  }
  user {
    id
    name
  }
  before
  after
}`),tx=new $(`
    query Event($id: Uuid!) {
  event(id: $id) {
    ...EventFields
  }
}
    fragment EventFields on Event {
  id
  at
  actorKind
  actor {
    id
    name
  }
  actorName
  label
  tokenId
  source
  requestId
  syncRun
  verb
  entity
  entityId
  org {
    id
    name
  }
  user {
    id
    name
  }
  before
  after
}`),nx=new $(`
    subscription EventStream($filter: EventFilter) {
  events(filter: $filter) {
    id
  }
}
    `),rx=new $(`
    query Group($id: Uuid!) {
  group(id: $id) {
    ...GroupFields
    createdAt
    updatedAt
    org {
      id
      name
      status
      viewerPermissions
    }
  }
}
    fragment GroupFields on Group {
  id
  name
  externalId
  version
}`),ix=new $(`
    query GroupMembers($id: Uuid!, $status: MemberStatus, $first: Int, $after: String) {
  group(id: $id) {
    id
    members(status: $status, first: $first, after: $after) {
      nodes {
        status
        addedAt
        user {
          id
          name
          email
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `),ax=new $(`
    mutation CreateGroup($org: Uuid!, $name: String!, $externalId: String) {
  result: createGroup(org: $org, name: $name, externalId: $externalId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),ox=new $(`
    mutation UpdateGroup($groupId: Uuid!, $name: String, $externalId: String, $ifVersion: Int) {
  result: updateGroup(
    groupId: $groupId
    name: $name
    externalId: $externalId
    ifVersion: $ifVersion
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),sx=new $(`
    mutation DeleteGroup($groupId: Uuid!) {
  result: deleteGroup(groupId: $groupId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),cx=new $(`
    mutation AddGroupMembership($org: Uuid!, $userId: Uuid!, $groupId: Uuid!) {
  result: addGroupMembership(org: $org, userId: $userId, groupId: $groupId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),lx=new $(`
    mutation RemoveGroupMembership($org: Uuid!, $userId: Uuid!, $groupId: Uuid!) {
  result: removeGroupMembership(org: $org, userId: $userId, groupId: $groupId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),ux=new $(`
    query Home($withEvents: Boolean!, $withJobs: Boolean!) {
  events(first: 8) @include(if: $withEvents) {
    nodes {
      ...EventFields
    }
  }
  jobs(first: 20) @include(if: $withJobs) {
    nodes {
      ...JobFields
    }
  }
  orgs(first: 8) {
    nodes {
      id
      name
    }
  }
  counts {
    users
    suspendedUsers
    orgs
    retiredOrgs
    memberships
    groups
    tokens
    runningJobs
  }
}
    fragment EventFields on Event {
  id
  at
  actorKind
  actor {
    id
    name
  }
  actorName
  label
  tokenId
  source
  requestId
  syncRun
  verb
  entity
  entityId
  org {
    id
    name
  }
  user {
    id
    name
  }
  before
  after
}
fragment JobFields on Job {
  id
  kind
  status
  total
  progress
  failed
  rowsPerSecond
  secondsLeft
  message
  dryRun
  createdAt
  startedAt
  finishedAt
}`),dx=new $(`
    query ChangesByDay($d0: EventFilter, $d1: EventFilter, $d2: EventFilter, $d3: EventFilter, $d4: EventFilter, $d5: EventFilter, $d6: EventFilter, $d7: EventFilter, $d8: EventFilter, $d9: EventFilter, $d10: EventFilter, $d11: EventFilter, $d12: EventFilter, $d13: EventFilter) {
  d0: events(first: 0, filter: $d0) {
    totalCount
  }
  d1: events(first: 0, filter: $d1) {
    totalCount
  }
  d2: events(first: 0, filter: $d2) {
    totalCount
  }
  d3: events(first: 0, filter: $d3) {
    totalCount
  }
  d4: events(first: 0, filter: $d4) {
    totalCount
  }
  d5: events(first: 0, filter: $d5) {
    totalCount
  }
  d6: events(first: 0, filter: $d6) {
    totalCount
  }
  d7: events(first: 0, filter: $d7) {
    totalCount
  }
  d8: events(first: 0, filter: $d8) {
    totalCount
  }
  d9: events(first: 0, filter: $d9) {
    totalCount
  }
  d10: events(first: 0, filter: $d10) {
    totalCount
  }
  d11: events(first: 0, filter: $d11) {
    totalCount
  }
  d12: events(first: 0, filter: $d12) {
    totalCount
  }
  d13: events(first: 0, filter: $d13) {
    totalCount
  }
}
    `),fx=new $(`
    query Jobs($first: Int, $after: String) {
  jobs(first: $first, after: $after) {
    nodes {
      ...JobFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment JobFields on Job {
  id
  kind
  status
  total
  progress
  failed
  rowsPerSecond
  secondsLeft
  message
  dryRun
  createdAt
  startedAt
  finishedAt
}`),px=new $(`
    query Job($id: Uuid!) {
  job(id: $id) {
    ...JobFields
  }
}
    fragment JobFields on Job {
  id
  kind
  status
  total
  progress
  failed
  rowsPerSecond
  secondsLeft
  message
  dryRun
  createdAt
  startedAt
  finishedAt
}`),mx=new $(`
    query JobResults($id: Uuid!, $onlyFailed: Boolean, $first: Int, $after: String) {
  job(id: $id) {
    id
    results(onlyFailed: $onlyFailed, first: $first, after: $after) {
      nodes {
        index
        ref
        outcome
        targetId
        code
        error
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `),hx=new $(`
    subscription JobProgress($id: Uuid!) {
  jobProgress(id: $id) {
    ...JobFields
  }
}
    fragment JobFields on Job {
  id
  kind
  status
  total
  progress
  failed
  rowsPerSecond
  secondsLeft
  message
  dryRun
  createdAt
  startedAt
  finishedAt
}`),gx=new $(`
    mutation CancelJob($jobId: Uuid!) {
  result: cancelJob(jobId: $jobId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),_x=new $(`
    mutation RetryFailed($jobId: Uuid!) {
  result: retryFailed(jobId: $jobId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),vx=new $(`
    mutation AddOrgMember($org: Uuid!, $userId: Uuid!, $role: String, $externalId: String) {
  result: addOrgMember(
    org: $org
    userId: $userId
    role: $role
    externalId: $externalId
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),yx=new $(`
    mutation UpsertMembership($org: Uuid!, $userId: Uuid!, $input: MembershipInput!, $ifVersion: Int) {
  result: upsertMembership(
    org: $org
    userId: $userId
    input: $input
    ifVersion: $ifVersion
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),bx=new $(`
    mutation MakeDefault($org: Uuid!, $userId: Uuid!) {
  result: makeDefault(org: $org, userId: $userId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),xx=new $(`
    mutation RemoveOrgMember($org: Uuid!, $userId: Uuid!) {
  result: removeOrgMember(org: $org, userId: $userId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Sx=new $(`
    query OrgRoles($org: Uuid!) {
  org(id: $org) {
    id
    roles {
      ...RoleFields
    }
  }
}
    fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Cx=new $(`
    mutation HoldMembership($org: Uuid!, $userId: Uuid!, $until: DateTime!, $reason: String!) {
  result: holdMembership(
    org: $org
    userId: $userId
    until: $until
    reason: $reason
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),wx=new $(`
    mutation ReleaseMembership($org: Uuid!, $userId: Uuid!) {
  result: releaseMembership(org: $org, userId: $userId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Tx=new $(`
    query Orgs($filter: OrgFilter, $orderBy: OrgOrder, $direction: Direction, $first: Int, $after: String) {
  orgs(
    filter: $filter
    orderBy: $orderBy
    direction: $direction
    first: $first
    after: $after
  ) {
    nodes {
      ...OrgFields
      memberCount(status: ACTIVE)
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}`),Ex=new $(`
    query Org($id: Uuid!) {
  org(id: $id) {
    ...OrgFields
    createdAt
    updatedAt
    viewerPermissions
    active: memberCount(status: ACTIVE)
    retired: memberCount(status: RETIRED)
    owners {
      id
      user {
        id
        name
      }
    }
  }
}
    fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}`),Dx=new $(`
    query OrgMembers($id: Uuid!, $search: String, $status: MemberStatus, $role: MemberRole, $isOwner: Boolean, $orderBy: MemberOrder, $direction: Direction, $first: Int, $after: String) {
  org(id: $id) {
    id
    members(
      search: $search
      status: $status
      role: $role
      isOwner: $isOwner
      orderBy: $orderBy
      direction: $direction
      first: $first
      after: $after
    ) {
      nodes {
        ...MembershipFields
        source
        createdAt
        user {
          id
          name
          email
          status
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}`),Ox=new $(`
    query OrgGroups($id: Uuid!, $search: String, $first: Int, $after: String) {
  org(id: $id) {
    id
    groups(search: $search, first: $first, after: $after) {
      nodes {
        ...GroupFields
        memberCount
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment GroupFields on Group {
  id
  name
  externalId
  version
}`),kx=new $(`
    mutation CreateOrg($name: String!, $externalId: String, $owner: Uuid) {
  result: createOrg(name: $name, externalId: $externalId, owner: $owner) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Ax=new $(`
    mutation UpdateOrg($org: Uuid!, $name: String, $externalId: String, $ifVersion: Int) {
  result: updateOrg(
    org: $org
    name: $name
    externalId: $externalId
    ifVersion: $ifVersion
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),jx=new $(`
    mutation RetireOrg($org: Uuid!) {
  result: retireOrg(org: $org) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Mx=new $(`
    mutation RestoreOrg($org: Uuid!, $name: String) {
  result: restoreOrg(org: $org, name: $name) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Nx=new $(`
    mutation CreateRole($org: Uuid!, $name: String!, $permissions: [String!]!) {
  result: createRole(org: $org, name: $name, permissions: $permissions) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Px=new $(`
    mutation UpdateRole($roleId: Uuid!, $name: String, $permissions: [String!], $ifVersion: Int) {
  result: updateRole(
    roleId: $roleId
    name: $name
    permissions: $permissions
    ifVersion: $ifVersion
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Fx=new $(`
    mutation DeleteRole($roleId: Uuid!) {
  result: deleteRole(roleId: $roleId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Ix=new $(`
    query SearchEverywhere($text: String!) {
  search(text: $text, first: 12) {
    __typename
    ... on User {
      id
      name
      email
    }
    ... on Org {
      id
      name
    }
    ... on Group {
      id
      name
      org {
        id
        name
      }
    }
  }
}
    `),Lx=new $(`
    query SyncRuns($first: Int, $after: String) {
  syncRuns(first: $first, after: $after) {
    nodes {
      id
      source
      mode
      status
      createdAt
      appliedAt
      org {
        id
        name
      }
      revertOf {
        id
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `),Rx=new $(`
    query SyncRun($id: Uuid!) {
  syncRun(id: $id) {
    id
    source
    mode
    status
    preset
    ignoredColumns
    total
    applied
    failed
    partial
    error
    code
    createdAt
    plannedAt
    appliedAt
    org {
      id
      name
    }
    untouchedOrgs {
      id
      name
    }
    revertOf {
      id
    }
    job {
      ...JobFields
    }
    guard {
      removals
      limit
      tripped
      reasons
    }
    counts {
      created
      joined
      updated
      reactivated
      retired
      removed
      deleted
      unchanged
      held
      conflicts
      clearedFields
      groupsCreated
      groupsAdded
      groupsRemoved
    }
  }
}
    fragment JobFields on Job {
  id
  kind
  status
  total
  progress
  failed
  rowsPerSecond
  secondsLeft
  message
  dryRun
  createdAt
  startedAt
  finishedAt
}`),zx=new $(`
    query SyncItems($id: Uuid!, $action: SyncAction, $first: Int, $after: String) {
  syncRun(id: $id) {
    id
    plan {
      items(action: $action, first: $first, after: $after) {
        edges {
          cursor
          node {
            line
            action
            code
            reason
            user {
              id
              name
            }
            org {
              id
              name
            }
            fields {
              name
              before
              after
              code
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `),Bx=new $(`
    mutation PlanSync($input: PlanSyncInput!) {
  result: planSync(input: $input) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Vx=new $(`
    mutation ApplySync($id: Uuid!, $expectRemovals: Int) {
  result: applySync(id: $id, expectRemovals: $expectRemovals) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Hx=new $(`
    mutation RevertSync($id: Uuid!) {
  result: revertSync(id: $id) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Ux=new $(`
    query Tokens($org: Uuid, $filter: TokenFilter, $first: Int, $after: String) {
  tokens(
    org: $org
    filter: $filter
    direction: DESC
    first: $first
    after: $after
  ) {
    nodes {
      ...TokenFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment TokenFields on Token {
  id
  name
  prefix
  scopes
  allowedIps
  source
  status
  createdAt
  expiresAt
  lastUsedAt
  user {
    id
    name
  }
  org {
    id
    name
  }
}`),Wx=new $(`
    query PermissionCatalogue {
  permissions {
    name
    description
    grantableInOrg
  }
}
    `),Gx=new $(`
    mutation CreateToken($input: CreateTokenInput!) {
  result: createToken(input: $input) {
    secret
    result {
      ...Result
    }
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Kx=new $(`
    mutation RotateToken($tokenId: Uuid!, $overlapSeconds: Int) {
  result: rotateToken(tokenId: $tokenId, overlapSeconds: $overlapSeconds) {
    secret
    result {
      ...Result
    }
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),qx=new $(`
    mutation RevokeToken($tokenId: Uuid!) {
  result: revokeToken(tokenId: $tokenId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),Jx=new $(`
    query Users($filter: UserFilter, $orderBy: UserOrder, $direction: Direction, $first: Int, $after: String) {
  users(
    filter: $filter
    orderBy: $orderBy
    direction: $direction
    first: $first
    after: $after
  ) {
    nodes {
      id
      name
      email
      mobile
      timezone
      status
      externalId
      updatedAt
      defaultMembership {
        id
        org {
          id
          name
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `),Yx=new $(`
    query User($id: Uuid!) {
  user(id: $id) {
    ...UserFields
    createdAt
    updatedAt
    memberships(first: 100) {
      nodes {
        id
        status
        org {
          id
          viewerPermissions
        }
      }
    }
  }
}
    fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}`),Xx=new $(`
    query UserMemberships($id: Uuid!, $first: Int, $after: String) {
  user(id: $id) {
    id
    memberships(first: $first, after: $after) {
      nodes {
        ...MembershipOfUser
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment MembershipOfUser on Membership {
  ...MembershipFields
  source
  ownedBy
  createdAt
  org {
    id
    name
    status
    viewerPermissions
  }
}`),Zx=new $(`
    query UserGroups($id: Uuid!, $first: Int, $after: String) {
  user(id: $id) {
    id
    groups(first: $first, after: $after) {
      nodes {
        id
        name
        org {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `),Qx=new $(`
    mutation CreateUser($org: Uuid!, $email: String!, $first: String!, $last: String!, $mobile: String, $externalId: String) {
  result: createUser(
    org: $org
    email: $email
    first: $first
    last: $last
    mobile: $mobile
    externalId: $externalId
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),$x=new $(`
    mutation UpdateUser($userId: Uuid!, $email: String, $first: String, $last: String, $name: String, $mobile: String, $timezone: String, $status: UserStatus, $ifVersion: Int) {
  result: updateUser(
    userId: $userId
    email: $email
    first: $first
    last: $last
    name: $name
    mobile: $mobile
    timezone: $timezone
    status: $status
    ifVersion: $ifVersion
  ) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),eS=new $(`
    mutation MergeUsers($keep: Uuid!, $drop: Uuid!) {
  result: mergeUsers(keep: $keep, drop: $drop) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),tS=new $(`
    mutation DeleteUser($userId: Uuid!) {
  result: deleteUser(userId: $userId) {
    ...Result
  }
}
    fragment Result on MutationResult {
  outcome
  records
  error
  code
  field
  existingId
  problems {
    path
    message
  }
  targetId
  user {
    ...UserFields
  }
  org {
    ...OrgFields
  }
  membership {
    ...MembershipFields
  }
  group {
    ...GroupFields
  }
  role {
    ...RoleFields
  }
  job {
    id
  }
}
fragment UserFields on User {
  id
  email
  first
  last
  name
  mobile
  timezone
  status
  externalId
  version
}
fragment OrgFields on Org {
  id
  name
  externalId
  status
  version
}
fragment MembershipFields on Membership {
  id
  role
  status
  isOwner
  isDefault
  defaultReason
  externalId
  permissions
  allowedIps
  version
  roles {
    id
    name
  }
  hold {
    until
    reason
  }
}
fragment GroupFields on Group {
  id
  name
  externalId
  version
}
fragment RoleFields on Role {
  id
  name
  permissions
  version
}`),nS={home:`M4 11l8-7 8 7v9h-5v-6h-6v6h-5z`,user:`M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-7 8-7s8 3 8 7`,users:`M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 3.5a4 4 0 0 1 0 7M18 14.5c2.5 1 4 3.3 4 6.5`,org:`M4 21V4h10v17M14 9h6v12M2 21h20M8 8h2M8 12h2M8 16h2`,import:`M12 3v12M7 10l5 5 5-5M4 20h16`,jobs:`M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2`,audit:`M6 3h9l4 4v14H6zM9 10h7M9 14h7M9 18h4`,token:`M15 9a5 5 0 1 0-4.6 5L12 12.5h2V11h2l1-1M7.5 9h.01`,search:`M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM21 21l-6-6`,sun:`M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5`,moon:`M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z`,out:`M14 4H5v16h9M10 12h11M17 8l4 4-4 4`,columns:`M4 4h16v16H4zM9.5 4v16M14.5 4v16`,download:`M12 3v12M7 10l5 5 5-5M4 20h16`,group:`M8 8h8v8H8zM4 4h4v4H4zM16 4h4v4h-4zM4 16h4v4H4zM16 16h4v4h-4z`,code:`M8 7l-5 5 5 5M16 7l5 5-5 5`};function rS({name:e,size:t=18}){return(0,U.jsx)(`svg`,{"aria-hidden":`true`,width:t,height:t,viewBox:`0 0 24 24`,fill:`none`,stroke:`currentColor`,strokeWidth:`1.8`,strokeLinecap:`round`,strokeLinejoin:`round`,children:(0,U.jsx)(`path`,{d:nS[e]})})}var iS=3e3;function aS(){let e=ib();return(0,C.useEffect)(()=>{if(!e)return;let t=setInterval(()=>void oS(),iS);return()=>clearInterval(t)},[e]),e?(0,U.jsx)(cu,{color:`orange`,mb:`md`,role:`alert`,title:`The connection to the server is lost`,children:`The page shows what was read before. It connects again by itself.`}):null}async function oS(){(await fetch(eb(`healthz`)).catch(()=>null))?.ok&&(rb(!1),await bb.invalidateQueries())}var sS=[{label:`Home`,to:`/`,icon:`home`},{label:`Users`,to:`/users`,icon:`users`,permission:`members:read`},{label:`Orgs`,to:`/orgs`,icon:`org`},{label:`Import`,to:`/import`,icon:`import`,permission:`sync:write`},{label:`Jobs`,to:`/jobs`,icon:`jobs`,permission:`jobs:write`},{label:`Audit log`,to:`/events`,icon:`audit`,permission:`events:read`},{label:`Tokens`,to:`/tokens`,icon:`token`,permission:`tokens:write`}];function cS(e){return sS.filter(({permission:t})=>!t||e.may(t))}var lS=(function(){let e=typeof document<`u`&&document.createElement(`link`).relList;return e&&e.supports&&e.supports(`modulepreload`)?`modulepreload`:`preload`})(),uS=function(e,t){return new URL(e,t).href},dS={},fS={},pS=function(e){return e.pathname.endsWith(`.css`)},mS=function(e,t,n){if(t in e)return e[t];let r=n();if(!r){e[t]=void 0;return}let i=r.then(()=>{e[t]=void 0},n=>{throw delete e[t],n});return e[t]=i,i},hS=function(e,t,n){let r=Promise.resolve();if(t&&t.length>0){let e,i=document.querySelector(`meta[property=csp-nonce]`),a=i?.nonce||i?.getAttribute(`nonce`);function o(e){return Promise.all(e.map(e=>Promise.resolve(e).then(e=>({status:`fulfilled`,value:e}),e=>({status:`rejected`,reason:e}))))}function s(e){return import.meta.resolve?new URL(import.meta.resolve(e)):new URL(e,import.meta.url)}r=o(t.map(t=>{t=uS(t,n);let r=s(t),i=pS(r);return mS(dS,r.href,()=>{if(e===void 0){e={all:new Set,styles:new Set};let t=document.getElementsByTagName(`link`);for(let n=t.length-1;n>=0;n--){let r=t[n];e.all.add(r.href),r.rel===`stylesheet`&&e.styles.add(r.href)}}let t=i?e.styles:e.all,n=i?fS[r.href]:void 0;if(!n&&t.has(r.href))return;let o=document.createElement(`link`);if(o.rel=i?`stylesheet`:lS,i||(o.as=`script`),o.crossOrigin=``,o.href=r.href,a&&o.setAttribute(`nonce`,a),n&&delete fS[r.href],n?.isConnected?n.replaceWith(o):document.head.appendChild(o),i)return new Promise((e,t)=>{let n=i=>{o.removeEventListener(`load`,n),o.removeEventListener(`error`,n),i.type===`error`?(fS[r.href]=o,t(Error(`Unable to preload CSS for ${r}`))):e(i)};o.addEventListener(`load`,n),o.addEventListener(`error`,n)})})}).filter(e=>e!==void 0))}function i(e){let t=new Event(`vite:preloadError`,{cancelable:!0});if(t.payload=e,window.dispatchEvent(t),!t.defaultPrevented)throw e}return r.then(t=>{for(let e of t||[])e.status===`rejected`&&i(e.reason);return e().catch(i)})},gS=()=>hS(()=>import(`./SearchDialog-185OlzWM.js`),__vite__mapDeps([0,1,2,3,4,5]),import.meta.url),_S=(0,C.lazy)(gS);function vS(){let e=Yb(),[t,n]=Qe(!1),[r,i]=Qe(!1);Ze([[`mod+K`,i.open]],[]),(0,C.useEffect)(()=>void setTimeout(gS,1e3),[]);let a=qy({select:({location:e})=>e.pathname});return(0,C.useEffect)(n.close,[a,n.close]),(0,U.jsxs)(ed,{header:{height:56},navbar:{width:220,breakpoint:`sm`,collapsed:{mobile:!t}},padding:`md`,children:[(0,U.jsx)(`a`,{href:`#main`,className:`skip-link`,children:`Skip to the content`}),(0,U.jsx)(ed.Header,{children:(0,U.jsxs)(Sc,{h:`100%`,px:`md`,justify:`space-between`,wrap:`nowrap`,children:[(0,U.jsxs)(Sc,{gap:`sm`,wrap:`nowrap`,children:[(0,U.jsx)(ad,{opened:t,onClick:n.toggle,hiddenFrom:`sm`,size:`sm`,"aria-label":`Navigation`,"aria-expanded":t}),(0,U.jsx)(pu,{fw:700,component:yy,to:`/`,td:`none`,c:`inherit`,children:`tenantry`})]}),(0,U.jsxs)(Sc,{gap:`xs`,wrap:`nowrap`,children:[(0,U.jsx)(md,{variant:`default`,leftSection:(0,U.jsx)(rS,{name:`search`,size:16}),rightSection:(0,U.jsx)(Sd,{size:`xs`,visibleFrom:`sm`,children:`Ctrl K`}),onClick:i.open,children:`Search`}),(0,U.jsx)(yS,{}),(0,U.jsx)(bS,{})]})]})}),(0,U.jsx)(ed.Navbar,{p:`xs`,"aria-label":`Screens`,children:cS(e).map(({label:e,to:t,icon:n})=>(0,U.jsx)(df,{renderRoot:e=>(0,U.jsx)(yy,{...e,to:t}),label:e,leftSection:(0,U.jsx)(rS,{name:n}),active:t===`/`?a===`/`:a.startsWith(t)},t))}),(0,U.jsxs)(ed.Main,{id:`main`,tabIndex:-1,children:[(0,U.jsx)(aS,{}),(0,U.jsx)(Ly,{})]}),(0,U.jsx)(C.Suspense,{children:r&&(0,U.jsx)(_S,{onClose:i.close})})]})}function yS(){let{setColorScheme:e}=un(),t=pn(`light`)===`dark`;return(0,U.jsx)(fc,{variant:`default`,size:`lg`,"aria-label":t?`Use light colors`:`Use dark colors`,onClick:()=>e(t?`light`:`dark`),children:(0,U.jsx)(rS,{name:t?`sun`:`moon`})})}function bS(){let{token:e,user:t,isPlatform:n}=Yb();return(0,U.jsxs)(cf,{position:`bottom-end`,width:260,children:[(0,U.jsx)(cf.Target,{children:(0,U.jsx)(fc,{variant:`default`,size:`lg`,"aria-label":`Account`,children:(0,U.jsx)(rS,{name:`user`})})}),(0,U.jsxs)(cf.Dropdown,{children:[(0,U.jsxs)(cf.Label,{children:[`Token “`,e.name,`” (`,e.prefix,`…)`,(0,U.jsx)(`br`,{}),n?`Platform token`:t?.email??e.org?.name]}),t&&(0,U.jsx)(cf.Item,{leftSection:(0,U.jsx)(rS,{name:`user`}),renderRoot:e=>(0,U.jsx)(yy,{...e,to:`/users/$userId`,params:{userId:t.id}}),children:`Your user`}),(0,U.jsx)(cf.Item,{component:`a`,href:eb(`playground`).href,leftSection:(0,U.jsx)(rS,{name:`code`}),children:`Playground`}),(0,U.jsx)(cf.Item,{leftSection:(0,U.jsx)(rS,{name:`out`}),onClick:fb,children:`Sign out`})]})]})}function xS(){let[e,t]=(0,C.useState)(``),n=lh({mutationFn:e=>_b(Zb,{},{token:e}),onSuccess:(e,t)=>db(t)});return(0,U.jsx)(gd,{mih:`100dvh`,p:`md`,component:`main`,children:(0,U.jsx)(ls,{withBorder:!0,p:`xl`,maw:460,w:`100%`,radius:`lg`,children:(0,U.jsx)(`form`,{onSubmit:t=>{t.preventDefault(),n.mutate(e.trim())},children:(0,U.jsxs)(Tf,{children:[(0,U.jsx)(Mf,{order:1,size:`h2`,children:`tenantry`}),(0,U.jsx)(pu,{size:`sm`,children:`Sign in with an API token to see and change who belongs where.`}),(0,U.jsx)(xf,{label:`Token`,description:`The token stays in this tab until you close it.`,placeholder:`tnt_…`,value:e,onChange:e=>t(e.currentTarget.value),autoComplete:`off`,spellCheck:!1,required:!0,autoFocus:!0,visibilityToggleButtonProps:{"aria-label":`Show the token`,tabIndex:0}}),n.error&&(0,U.jsx)(cu,{color:`red`,role:`alert`,children:SS(n.error)}),(0,U.jsx)(md,{type:`submit`,loading:n.isPending,disabled:!e.trim(),children:`Sign in`}),(0,U.jsxs)(Tf,{gap:6,children:[(0,U.jsx)(pu,{size:`sm`,fw:600,children:`Where a token comes from`}),(0,U.jsxs)(pu,{size:`sm`,c:`dimmed`,children:[`The first start of the server prints a root token. On the server's machine,`,` `,(0,U.jsx)(yd,{children:`tenantry token create --name console`}),` prints another one. The owner of an org creates tokens for its members on the screen “Tokens”.`]}),(0,U.jsxs)(pu,{size:`sm`,c:`dimmed`,children:[`To write queries, open the`,` `,(0,U.jsx)(gu,{href:eb(`playground`).href,inherit:!0,underline:`always`,children:`playground`}),`.`]})]})]})})})})}function SS(e){return e instanceof ab&&e.code===`UNAUTHENTICATED`?`The server does not accept this token. It is misspelled, expired or revoked.`:sb(e)}function CS(){let e=pb();return(0,C.useEffect)(()=>{e||bb.clear()},[e]),e?(0,U.jsx)(wS,{}):(0,U.jsx)(xS,{})}function wS(){let e=sh({...xb(Zb,{}),staleTime:6e4});return(0,U.jsx)(Tb,{query:e,children:e=>(0,U.jsx)(Jb,{value:Xb(e),children:(0,U.jsx)(vS,{})})})}var TS=Ey({component:CS}),ES=()=>TS,DS=[wy({getParentRoute:ES,path:`/`,component:Dy(()=>hS(()=>import(`./HomeScreen-CKvkymHD.js`),__vite__mapDeps([6,7,8,9,10,11,12,13]),import.meta.url),`HomeScreen`)}),wy({getParentRoute:ES,path:`/users`,validateSearch:Kb,component:Dy(()=>hS(()=>import(`./UsersScreen-CpaU14fu.js`),__vite__mapDeps([14,15,16,17,18,9,19,20,1,21,4,22,7,23,2,3,24,25,26,27,28,29]),import.meta.url),`UsersScreen`)}),wy({getParentRoute:ES,path:`/users/$userId`,validateSearch:qb,component:Dy(()=>hS(()=>import(`./UserScreen-CzNSMF0K.js`),__vite__mapDeps([30,31,1,32,18,9,19,7,17,21,4,23,2,3,24,25,26,27,28,16,33,34,35,36,10,37]),import.meta.url),`UserScreen`)}),wy({getParentRoute:ES,path:`/orgs`,validateSearch:Fb,component:Dy(()=>hS(()=>import(`./OrgsScreen-CsQr2r9g.js`),__vite__mapDeps([38,15,16,17,18,9,19,20,1,21,4,39,24,23,2,3,25,26,27,28]),import.meta.url),`OrgsScreen`)}),wy({getParentRoute:ES,path:`/orgs/$orgId`,validateSearch:zb,component:Dy(()=>hS(()=>import(`./OrgScreen-Dl1eCew6.js`),__vite__mapDeps([40,31,1,32,18,9,19,7,17,21,4,23,2,3,24,25,26,27,28,16,33,34,35,36,10,37,39,41,15,20,22]),import.meta.url),`OrgScreen`)}),wy({getParentRoute:ES,path:`/groups/$groupId`,component:Dy(()=>hS(()=>import(`./GroupScreen-CT_duXET.js`),__vite__mapDeps([42,34,35,9,18,19,33,41,1,24,23,2,3,25,26,27,21,17,4,28]),import.meta.url),`GroupScreen`)}),wy({getParentRoute:ES,path:`/import`,component:Dy(()=>hS(()=>import(`./ImportScreen-34UY_ag3.js`),__vite__mapDeps([43,9,18,19,16,17,7,1,24,21,4,28,26,44,45]),import.meta.url),`ImportScreen`)}),wy({getParentRoute:ES,path:`/import/$runId`,validateSearch:Vb,component:Dy(()=>hS(()=>import(`./RunScreen-CT1zrukC.js`),__vite__mapDeps([46,23,1,2,3,18,9,19,24,25,26,27,8,7,34,35,11,12,44,15,16,17,47]),import.meta.url),`RunScreen`)}),wy({getParentRoute:ES,path:`/jobs`,component:Dy(()=>hS(()=>import(`./JobsScreen-Dpz9aKtP.js`),__vite__mapDeps([48,9,18,19,12]),import.meta.url),`JobsScreen`)}),wy({getParentRoute:ES,path:`/jobs/$jobId`,component:Dy(()=>hS(()=>import(`./JobScreen-DrfJKpXE.js`),__vite__mapDeps([49,50,18,9,19,23,1,2,3,24,25,26,27,34,35,11,12]),import.meta.url),`JobScreen`)}),wy({getParentRoute:ES,path:`/events`,validateSearch:jb,component:Dy(()=>hS(()=>import(`./EventsScreen-DQrZhSXw.js`),__vite__mapDeps([51,50,18,9,19,1,15,16,17,21,4,36,25,26,27,10,3,34,35,37]),import.meta.url),`EventsScreen`)}),wy({getParentRoute:ES,path:`/tokens`,validateSearch:Ub,component:Dy(()=>hS(()=>import(`./TokensScreen-Bruhe25N.js`),__vite__mapDeps([52,15,16,17,18,9,19,32,7,21,1,4,23,2,3,24,25,26,27,28]),import.meta.url),`TokensScreen`)})],OS=Uy({routeTree:TS.addChildren(DS),basepath:$y,defaultPreload:`intent`,scrollRestoration:!0,defaultErrorComponent:({error:e,reset:t})=>(0,U.jsx)(Sb,{error:e,onRetry:t}),defaultNotFoundComponent:kS});function kS(){return(0,U.jsx)(gd,{p:`xl`,children:(0,U.jsxs)(Tf,{align:`center`,children:[(0,U.jsx)(pu,{children:`There is no screen at this address.`}),(0,U.jsx)(gu,{component:yy,to:`/`,children:`Home`})]})})}var AS=Vn({primaryColor:`indigo`,primaryShade:{light:7,dark:8},defaultRadius:`md`,cursorType:`pointer`,focusRing:`auto`,components:{InputWrapper:Ql.extend({defaultProps:{inputWrapperOrder:[`label`,`input`,`description`,`error`]}})}}),jS=[`blue`,`gray`,`grape`,`indigo`,`orange`,`red`,`teal`],MS=()=>({variables:{},light:{"--mantine-color-dimmed":`var(--mantine-color-gray-7)`,"--mantine-color-placeholder":`var(--mantine-color-gray-7)`,...Object.fromEntries(jS.map(e=>[`--mantine-color-${e}-light-color`,`color-mix(in srgb, var(--mantine-color-${e}-9), black 30%)`]))},dark:{"--mantine-color-dimmed":`var(--mantine-color-dark-1)`,"--mantine-color-placeholder":`var(--mantine-color-dark-1)`}}),NS=document.querySelector(`meta[property=csp-nonce]`)?.nonce??``;Wc(NS);var PS=document.querySelector(`link[rel=icon]`);PS&&(PS.href=new URL(PS.href).href),(0,Zy.createRoot)(document.getElementById(`root`)).render((0,U.jsx)(C.StrictMode,{children:(0,U.jsx)(Bn,{theme:AS,cssVariablesResolver:MS,defaultColorScheme:`auto`,getStyleNonce:()=>NS,children:(0,U.jsxs)(Bp,{client:bb,children:[(0,U.jsx)(Fp,{position:`bottom-right`}),(0,U.jsx)(Ky,{router:OS})]})})}));export{ox as $,F as $n,yd as $t,Ex as A,Hn as An,ab as At,lx as B,xt as Bn,$h as Bt,ux as C,zr as Cn,Cb as Ct,fx as D,ur as Dn,_b as Dt,mx as E,Nr as En,yb as Et,Wx as F,Jt as Fn,ry as Ft,Hx as G,Ue as Gn,Vm as Gt,Mx as H,ot as Hn,lh as Ht,$b as I,H as In,Yv as It,Ix as J,Re as Jn,mm as Jt,qx as K,He as Kn,Em as Kt,Qb as L,Vt as Ln,zv as Lt,Dx as M,En as Mn,eb as Mt,Sx as N,hn as Nn,xy as Nt,bx as O,sr as On,vb as Ot,Tx as P,sn as Pn,vy as Pt,Ux as Q,oe as Qn,cf as Qt,Bx as R,wt as Rn,Hv as Rt,Cx as S,q as Sn,Tb as St,hx as T,Rr as Tn,bb as Tt,jx as U,Qe as Un,sh as Ut,xx as V,bt as Vn,ig as Vt,_x as W,We as Wn,oh as Wt,Rx as X,he as Xn,Mf as Xt,zx as Y,Le as Yn,Jf as Yt,Lx as Z,fe as Zn,Tf as Zt,tx as _,Ss as _n,Mb as _t,vx as a,cu as an,M as ar,Zx as at,rx as b,bo as bn,wb as bt,dx as c,Ll as cn,w as cr,Yb as ct,Nx as d,_c as dn,_ as dr,Hb as dt,md as en,re as er,Ax as et,Gx as f,fc as fn,m as fr,Bb as ft,tS as g,Os as gn,Nb as gt,Fx as h,Ps as hn,Lb as ht,cx as i,pu as in,te as ir,Yx as it,Ox as j,W as jn,sb as jt,eS as k,G as kn,ub as kt,ax as l,Ml as ln,S as lr,Gb as lt,sx as m,zs as mn,c as mr,Rb as mt,cS as n,nd as nn,ie as nr,$x as nt,Vx as o,iu as on,A as or,Xx as ot,Qx as p,Xs as pn,l as pr,Pb as pt,Kx as q,ze as qn,Dm as qt,rS as r,gu as rn,P as rr,yx as rt,gx as s,tu as sn,T as sr,Jx as st,hS as t,td as tn,ne as tr,Px as tt,kx as u,Sc as un,y as ur,Wb as ut,nx as v,ls as vn,Ab as vt,px as w,K as wn,xb as wt,ix as x,qr as xn,Sb as xt,ex as y,is as yn,kb as yt,wx as z,St as zn,Sv as zt};