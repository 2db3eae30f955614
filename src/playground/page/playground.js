// The playground: asks for a token, keeps it for the tab, and gives GraphiQL what it needs to ask with it.
// All addresses are relative to the page, so it works wherever a proxy or a host puts it.

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
  // What was read with the token leaves the screen with it.
  root?.unmount();
  root = null;
  askForToken('');
});

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

// Tries the token, and opens the editor with it.
async function enter(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    askForToken('A token is made of letters, digits and signs, without spaces. Look at what you pasted.');
    return;
  }
  submit.disabled = true;
  holder.textContent = 'Trying the token…';
  try {
    const { status, body } = await send(token, { query: WHO });
    const known = body.data?.viewer?.token;
    if (known === undefined) {
      // A server that is away for a moment is no reason to lose a good token.
      if (status === 401) {
        sessionStorage.removeItem(KEPT);
      }
      askForToken(told(status, body));
      return;
    }
    sessionStorage.setItem(KEPT, token);
    holder.textContent = `Token: ${known.name} (${known.prefix}…)`;
    open(token);
  } catch (error) {
    askForToken(`The server could not be asked: ${error.message}`);
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
      // The token is the only header, and GraphiQL never sees it.
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
      storage: sessionStorage,
    }),
  );
  editor.focus();
}

// A new one for each token: GraphiQL then reads the schema anew, as that token may.
function fetcherWith(token) {
  return async (asked) => {
    const { status, body } = await send(token, asked);
    if (status === 401) {
      // Unless another token has taken its place meanwhile.
      if (sessionStorage.getItem(KEPT) === token) {
        sessionStorage.removeItem(KEPT);
        askForToken(told(status, body));
      }
      throw new Error(told(status, body));
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
    throw new Error(`HTTP ${reply.status}, and the reply is no JSON.`);
  }
}

function told(status, body) {
  const message = body.errors?.[0]?.message ?? 'The server did not say why.';
  return status === 401 ? `The token was refused. ${message}` : `HTTP ${status}. ${message}`;
}

// Examples stand with an empty line between them: a line with the title, one with the variables if any, the operation.
function read(text) {
  return text.trim().split(/\n{2,}/).map((example) => {
    const [title, ...lines] = example.split('\n');
    const variables = lines[0].startsWith('#') ? JSON.parse(lines.shift().slice(1)) : {};
    const name = lines[0].match(/\w+ (\w+)/)[1];
    return { title: title.slice(1).trim(), name, variables, query: [title, ...lines, ''].join('\n') };
  });
}

// The example's variables, with the ids that stand in the tab which is left.
function filled(variables, left) {
  let known;
  try {
    known = JSON.parse(left) ?? {};
  } catch {
    known = {};
  }
  const fill = ([name, value]) => [name, value === NO_ID ? (known[name] ?? value) : value];
  return Object.fromEntries(Object.entries(variables).map(fill));
}

function Examples() {
  const { queryEditor, variableEditor, addTab, setOperationName } = useEditorContext({ nonNull: true });
  const [opened, setOpened] = useState(null);

  // Once the new tab is there.
  useEffect(() => {
    if (opened !== null) {
      queryEditor.setValue(opened.query);
      variableEditor.setValue(opened.variables);
      // GraphiQL finds it by itself, but later than a quick hand runs the query.
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
    createElement('p', null, 'Each opens in a tab. Put your own values into its variables; ids are taken over from the tab before.'),
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
