// The ids that the examples fill in. Ids are collected from the variables and the replies of all
// requests, so that an example continues with the org, user or group of the request before it.

// The id that stands for a missing id in the examples.
const NO_ID = '00000000-0000-0000-0000-000000000000';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// The variable of the examples for each kind of object. A kind is the object's type, or else the last
// word of its key in a reply, like `createUser`, `orgs` or `findUserBy`.
const VARIABLES = {
  user: 'userId',
  org: 'org',
  group: 'groupId',
  role: 'roleId',
  token: 'tokenId',
  job: 'jobId',
};
const KIND = new RegExp(`(${Object.keys(VARIABLES).join('|')})(s|by)?$`, 'i');
const NAMES = new Set(Object.values(VARIABLES));

// The last id of each variable.
let known = {};

export function forgetIds() {
  known = {};
}

// Collects the ids of a request. Variables take precedence over the reply, and the first object of a
// list over the others.
export function collectIds({ variables, operationName }, { data }) {
  if (operationName === 'IntrospectionQuery') {
    return;
  }
  const found = {};
  visit(found, '', data);
  Object.assign(known, found, idsOf(variables));
}

function visit(found, key, value) {
  if (Array.isArray(value)) {
    value.forEach((item) => visit(found, key, item));
  } else if (value !== null && typeof value === 'object') {
    // The result of a queued change has the id of a job.
    const word = (value.__typename ?? key).match(KIND)?.[1].toLowerCase();
    const kind = key.startsWith('queue') ? 'job' : word;
    keep(found, VARIABLES[kind], value.targetId ?? value.id);
    for (const [name, field] of Object.entries(value)) {
      // The rows of a list are objects of the list's kind.
      visit(found, ['nodes', 'edges', 'node'].includes(name) ? key : name, field);
    }
  } else {
    keep(found, key, value);
  }
}

function keep(found, name, id) {
  if (NAMES.has(name) && isId(id)) {
    found[name] ??= id;
  }
}

function isId(value) {
  return typeof value === 'string' && UUID.test(value) && value !== NO_ID;
}

function idsOf(variables) {
  return Object.fromEntries(Object.entries(variables ?? {}).filter(([, value]) => isId(value)));
}

// Returns the variables of an example with known ids. `previous` is the text of the variables of the
// previous tab, which may not have been sent.
export function filled(variables, previous) {
  let written = {};
  try {
    written = idsOf(JSON.parse(previous));
  } catch {
    // The text is not JSON yet.
  }
  const ids = { ...known, ...written };
  const fill = ([name, value]) => [name, value === NO_ID ? (ids[name] ?? value) : value];
  return Object.fromEntries(Object.entries(variables).map(fill));
}
