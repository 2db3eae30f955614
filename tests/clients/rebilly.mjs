// Calls a tenantry server with rebilly-js-sdk, as scripts do. The client is unmodified: only its
// URLs are configured.

import assert from 'node:assert/strict';
import RebillyAPI from 'rebilly-js-sdk';

const {TENANTRY_URL, TENANTRY_TOKEN, RUN} = process.env;
const urls = {live: TENANTRY_URL, sandbox: TENANTRY_URL};
const api = RebillyAPI({apiKey: TENANTRY_TOKEN, urls});

// The Rebilly API cannot create users or organizations, so GraphQL creates them.
const ask = async (query) => {
  const headers = {authorization: `Bearer ${TENANTRY_TOKEN}`, 'content-type': 'application/json'};
  const reply = await fetch(`${TENANTRY_URL}/graphql`, {method: 'POST', headers, body: JSON.stringify({query})});
  const {data, errors} = await reply.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
};
const org = async (name) => (await ask(`mutation { it: createOrg(name: "${name} ${RUN}") { id } }`)).it.id;
const [acme, globex] = [await org('rebilly Acme'), await org('rebilly Globex')];
const user = async (name) => {
  const fields = `org: "${globex}", email: "rebilly-${name}-${RUN}@example.com", first: "${name}", last: "Lee"`;
  return (await ask(`mutation { it: createUser(${fields}) { id } }`)).it.id;
};
const [ann, bob] = [await user('Ann'), await user('Bob')];

const at = (organizationId, userId) => ({organizationId, userId});
const kept = await api.memberships.update({
  ...at(acme, ann),
  data: {isOwner: true, roleIds: ['admin'], permissions: ['invoices:read'], allowedIps: ['76.1.2.*'], user: {id: ann}},
});
assert.equal(kept.response.status, 201);
const read = (await api.memberships.get(at(acme, ann))).fields;
assert.equal(read.organization.id, acme);
assert.deepEqual([read.isOwner, read.roleIds, read.permissions], [true, ['admin'], ['invoices:read']]);

// What was read can be sent back.
const same = await api.memberships.update({...at(acme, ann), data: JSON.parse(JSON.stringify(read))});
assert.equal(same.response.status, 200);

const filter = `organization.id:${acme},${globex};user.id:${ann}`;
const list = await api.memberships.getAll({limit: 1, offset: 1, filter, sort: '-organization.name'});
assert.deepEqual([list.total, list.limit, list.offset], [2, 1, 1]);
assert.equal(list.items[0].fields.organization.id, acme);

// The default can be moved, but not cleared.
await api.memberships.update({...at(acme, ann), data: {isDefault: true}});
await assert.rejects(api.memberships.update({...at(acme, ann), data: {isDefault: false}}), {name: 'RebillyValidationError'});
await assert.rejects(
  api.memberships.update({...at(acme, ann), data: {allowedIps: ['10.0.0.1']}}),
  (error) => error.name === 'RebillyValidationError' && error.invalidFields[0].field === 'allowedIps',
);
await assert.rejects(api.memberships.delete(at(acme, ann)), {name: 'RebillyConflictError'});
await assert.rejects(api.memberships.get(at(acme, bob)), {name: 'RebillyNotFoundError'});
const wrong = RebillyAPI({apiKey: 'tnt_wrong', urls});
await assert.rejects(wrong.memberships.getAll(), {name: 'RebillyForbiddenError'});

// A client that is bound to an organization.
const bound = RebillyAPI({apiKey: TENANTRY_TOKEN, urls, organizationId: acme});
assert.equal((await bound.memberships.getAll()).total, 1);
await bound.memberships.update({...at(acme, bob), data: {isOwner: true}});
await bound.memberships.delete(at(acme, ann));
assert.deepEqual((await bound.memberships.getAll()).items.map((item) => item.fields.user.id), [bob]);
console.log('  memberships: as expected');
