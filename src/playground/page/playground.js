// The playground: asks for a token, stores it for the tab, and opens GraphiQL, which sends requests
// with the token. All URLs are relative to the page, so the page works under any path prefix of a
// proxy or a host.
//
// requests.js sends requests, examples.js lists the examples, and ids.js collects the ids that the
// examples fill in.

import { BEGIN, examples } from './examples.js';
import { forgetIds } from './ids.js';
import { fetcherWith, messageOf, send } from './requests.js';

const { createElement } = React;

const KEPT = 'tenantry.token';
const WHO = '{ viewer { token { name prefix } } }';

const part = (id) => document.getElementById(id);
const [form, field, refusal, holder, forget, editor] =
  ['ask', 'token', 'refusal', 'holder', 'forget', 'editor'].map(part);
const submit = form.querySelector('button');

let root = null;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  enter(field.value.trim());
});
forget.addEventListener('click', () => {
  sessionStorage.removeItem(KEPT);
  // Data that was read with the token is removed from the page.
  root?.unmount();
  root = null;
  forgetIds();
  askForToken('');
});

// The editors use Tab for indentation, so the keyboard alone could not leave them. After Escape, Tab
// moves the focus as it does elsewhere.
let leaves = false;
editor.addEventListener('keydown', (event) => {
  const isInEditor = event.target.closest('.CodeMirror') !== null;
  if (isInEditor && leaves && event.key === 'Tab') {
    event.stopPropagation();
  }
  leaves = isInEditor && (event.key === 'Escape' || (leaves && event.key === 'Shift'));
}, { capture: true });

const kept = sessionStorage.getItem(KEPT);
if (kept === null) {
  askForToken('');
} else {
  await enter(kept);
}

function askForToken(why) {
  form.hidden = false;
  forget.hidden = true;
  holder.textContent = '';
  refusal.textContent = why;
  field.setAttribute('aria-invalid', String(why !== ''));
  field.focus();
}

// Asks for another token after a token was refused.
function refuse(token, message) {
  // Another token may have been entered in the meantime. That token is kept.
  if (sessionStorage.getItem(KEPT) === token) {
    sessionStorage.removeItem(KEPT);
    askForToken(message);
  }
}

// Checks the token with a query, and opens the editor if the token is accepted.
async function enter(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    askForToken('A token consists of ASCII letters, digits and punctuation, without spaces. Check what you pasted.');
    return;
  }
  submit.disabled = true;
  holder.textContent = 'Checking the token…';
  try {
    const { status, body } = await send(token, { query: WHO });
    const known = body.data?.viewer?.token;
    if (known === undefined) {
      // After other errors, the stored token is kept: the server may be unavailable for a moment.
      if (status === 401) {
        sessionStorage.removeItem(KEPT);
      }
      askForToken(messageOf(status, body));
      return;
    }
    sessionStorage.setItem(KEPT, token);
    holder.textContent = `Token: ${known.name} (${known.prefix}…)`;
    open(token);
  } catch (error) {
    askForToken(`The request failed: ${error.message}`);
  } finally {
    submit.disabled = false;
  }
}

function open(token) {
  form.hidden = true;
  form.reset();
  refusal.textContent = '';
  forget.hidden = false;
  root ??= ReactDOM.createRoot(editor);
  root.render(
    createElement(GraphiQL, {
      fetcher: fetcherWith(token, (message) => refuse(token, message)),
      plugins: [examples],
      visiblePlugin: examples,
      defaultQuery: BEGIN,
      defaultEditorToolsVisibility: 'variables',
      // An idempotency key is for one request, so headers are not stored.
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
      storage: sessionStorage,
    }),
  );
  editor.focus();
}
