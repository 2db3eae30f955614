// The playground: asks for a token, stores it for the tab, and opens GraphiQL, which sends queries
// with the token. All URLs are relative to the page, so the page works under any path prefix of a
// proxy or a host.

const { createElement, useEffect, useState } = React;
const { useEditorContext } = GraphiQL.React;

const KEPT = 'tenantry.token';
const NO_ID = '00000000-0000-0000-0000-000000000000';
const BEGIN = '# Type a query and press Ctrl-Enter, or choose an example.\n';
const WHO = '{ viewer { token { name prefix } } }';

const part = (id) => document.getElementById(id);
const [form, field, refusal, holder, forget, editor] =
  ['ask', 'token', 'refusal', 'holder', 'forget', 'editor'].map(part);
const submit = form.querySelector('button');

const examples = read(await (await fetch('playground/examples.graphql')).text());
const plugin = { title: 'Examples', icon: Icon, content: Examples };
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
      fetcher: fetcherWith(token),
      plugins: [plugin],
      visiblePlugin: plugin,
      defaultQuery: BEGIN,
      defaultEditorToolsVisibility: 'variables',
      // The fetcher adds the token, so GraphiQL neither edits nor stores headers.
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
      storage: sessionStorage,
    }),
  );
  editor.focus();
}

// Returns a fetcher for a token. GraphiQL reads the schema again for each new fetcher.
function fetcherWith(token) {
  return async (asked) => {
    const { status, body } = await send(token, asked);
    if (status === 401) {
      // Another token may have been entered in the meantime. That token is kept.
      if (sessionStorage.getItem(KEPT) === token) {
        sessionStorage.removeItem(KEPT);
        askForToken(messageOf(status, body));
      }
      throw new Error(messageOf(status, body));
    }
    return body;
  };
}

async function send(token, asked) {
  const reply = await fetch('graphql', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify(asked),
  });
  const text = await reply.text();
  try {
    return { status: reply.status, body: JSON.parse(text) };
  } catch {
    throw new Error(`HTTP ${reply.status}: the reply is not JSON.`);
  }
}

// Returns the error message of a reply.
function messageOf(status, body) {
  const message = body.errors?.[0]?.message ?? 'The reply has no error message.';
  return status === 401 ? `The token was refused. ${message}` : `HTTP ${status}. ${message}`;
}

// Parses the examples, which are separated by empty lines. An example consists of a line with the
// title, an optional line with the variables, and the operation.
function read(text) {
  return text.trim().split(/\n{2,}/).map((example) => {
    const [title, ...lines] = example.split('\n');
    const variables = lines[0].startsWith('#') ? JSON.parse(lines.shift().slice(1)) : {};
    const name = lines[0].match(/\w+ (\w+)/)[1];
    return { title: title.slice(1).trim(), name, variables, query: [title, ...lines, ''].join('\n') };
  });
}

// Returns the variables of an example, with ids from the variables of the previous tab.
function filled(variables, previous) {
  let known;
  try {
    known = JSON.parse(previous) ?? {};
  } catch {
    known = {};
  }
  const fill = ([name, value]) => [name, value === NO_ID ? (known[name] ?? value) : value];
  return Object.fromEntries(Object.entries(variables).map(fill));
}

function Examples() {
  const { queryEditor, variableEditor, addTab, setOperationName } = useEditorContext({ nonNull: true });
  const [opened, setOpened] = useState(null);

  // Runs after the new tab was added.
  useEffect(() => {
    if (opened !== null) {
      queryEditor.setValue(opened.query);
      variableEditor.setValue(opened.variables);
      // GraphiQL also finds the name itself, but possibly after the user has run the query.
      setOperationName(opened.name);
      queryEditor.focus();
    }
  }, [opened]);

  const choose = ({ query, name, variables }) => {
    const asked = filled(variables, variableEditor.getValue());
    if (!['', BEGIN.trim()].includes(queryEditor.getValue().trim())) {
      addTab();
    }
    const isEmpty = Object.keys(asked).length === 0;
    setOpened({ query, name, variables: isEmpty ? '' : JSON.stringify(asked, null, 2) });
  };

  const entry = (example) =>
    createElement(
      'li',
      { key: example.title },
      createElement('button', { type: 'button', onClick: () => choose(example) }, example.title),
    );
  return createElement(
    'section',
    { className: 'examples' },
    createElement('h2', null, 'Examples'),
    createElement('p', null, 'Each example opens in a tab. Fill in its variables. Ids are copied from the previous tab. To leave an editor by the keyboard, press Escape and then Tab.'),
    createElement('ul', null, examples.map(entry)),
  );
}

function Icon() {
  return createElement(
    'svg',
    { viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, 'aria-hidden': true },
    createElement('path', { d: 'M2 3h12M2 8h12M2 13h8', strokeLinecap: 'round' }),
  );
}
