// The list of examples beside the editor.

import { filled } from './ids.js';

const { createElement, useEffect, useState } = React;
const { useEditorContext } = GraphiQL.React;

export const BEGIN = '# Type a query and press Ctrl-Enter, or choose an example.\n';

const HEADERS = '# headers ';

const chapters = read(await (await fetch('playground/examples.graphql')).text());

// The GraphiQL plugin.
export const examples = { title: 'Examples', icon: Icon, content: Examples };

// Parses the examples, which are separated by empty lines, into chapters. A line that begins with
// `##` is the title of a chapter. An example consists of a line with the title, an optional line
// with the variables, an optional line with the headers, and the operation.
function read(text) {
  const chapters = [];
  for (const block of text.trim().split(/\n{2,}/)) {
    if (block.startsWith('##')) {
      chapters.push({ title: block.slice(2).trim(), examples: [] });
    } else {
      chapters.at(-1).examples.push(example(block));
    }
  }
  return chapters;
}

function example(block) {
  const [title, ...lines] = block.split('\n');
  const variables = lines[0].startsWith('# {') ? JSON.parse(lines.shift().slice(1)) : {};
  const headers = lines[0].startsWith(HEADERS) ? JSON.parse(lines.shift().slice(HEADERS.length)) : {};
  return { title: title.slice(1).trim(), variables, headers, query: [title, ...lines, ''].join('\n') };
}

// Returns an object as the text of an editor.
function written(object) {
  return Object.keys(object).length === 0 ? '' : JSON.stringify(object, null, 2);
}

function Examples() {
  const { queryEditor, variableEditor, headerEditor, addTab } = useEditorContext({ nonNull: true });
  const [opened, setOpened] = useState(null);
  const isReady = [queryEditor, variableEditor, headerEditor].every((editor) => editor !== null);

  // Runs after the new tab was added.
  useEffect(() => {
    if (opened !== null) {
      queryEditor.setValue(opened.query);
      variableEditor.setValue(opened.variables);
      if (opened.headers !== '') {
        headerEditor.setValue(opened.headers);
        document.querySelector('[data-name=headers]').click();
      }
      // On a narrow screen, the list is above the editor.
      if (matchMedia('(max-width: 700px)').matches) {
        document.querySelector('[aria-label="Hide Examples"]')?.click();
      }
      queryEditor.focus();
    }
  }, [opened]);

  const choose = ({ query, variables, headers }) => {
    const asked = filled(variables, variableEditor.getValue());
    if (!['', BEGIN.trim()].includes(queryEditor.getValue().trim())) {
      addTab();
    }
    setOpened({ query, variables: written(asked), headers: written(headers) });
  };

  const entry = (example) =>
    createElement(
      'li',
      { key: example.title },
      createElement('button', { type: 'button', onClick: () => choose(example) }, example.title),
    );
  const chapter = ({ title, examples }) => [
    createElement('h3', { key: title }, title),
    createElement('ul', { key: `${title}:` }, examples.map(entry)),
  ];
  return createElement(
    'section',
    { className: 'examples' },
    createElement('h2', null, 'Examples'),
    createElement('p', null, 'Each example opens in a tab. Ids are filled in from your last requests and replies. To leave an editor by the keyboard, press Escape and then Tab.'),
    // The editors are loaded after the page, and an example opens in them.
    isReady && chapters.map(chapter),
  );
}

function Icon() {
  return createElement(
    'svg',
    { viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, 'aria-hidden': true },
    createElement('path', { d: 'M2 3h12M2 8h12M2 13h8', strokeLinecap: 'round' }),
  );
}
