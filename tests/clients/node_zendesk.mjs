// Calls a tenantry server with node-zendesk, as scripts do. The client is unmodified: only its
// endpoint is configured.

import assert from 'node:assert/strict';
import zendesk from 'node-zendesk';

const {TENANTRY_URL, TENANTRY_TOKEN, RUN} = process.env;
const client = zendesk.createClient({
  username: 'ann@example.com',
  token: TENANTRY_TOKEN,
  throwOriginalException: true,
  endpointUri: `${TENANTRY_URL}/api/v2`,
});
const byOauth = zendesk.createClient({oauth: true, token: TENANTRY_TOKEN, endpointUri: `${TENANTRY_URL}/api/v2`});
const name = (what) => `node ${what} ${RUN}`;
const email = (who) => `node-${who}-${RUN}@example.com`;
const one = (reply) => reply.result;
const refused = (work, status) =>
  assert.rejects(work, (error) => error.statusCode === status || assert.fail(`${error.statusCode}: ${error}`));
const finished = async (job) => {
  const status = await client.jobstatuses.watch(job.id, 50, 1000);
  assert.equal(status.status, 'completed', JSON.stringify(status));
  return status;
};

assert.equal(one(await byOauth.users.me()).id, one(await client.users.me()).id);

const acme = one(await client.organizations.create({organization: {name: name('Acme'), external_id: `n-${RUN}`}}));
const globex = one(await client.organizations.create({organization: {name: name('Globex')}}));
assert.equal(one(await client.organizations.show(acme.id)).name, name('Acme'));

const ann = one(await client.users.create({user: {name: 'Ann Lee', email: email('ann'), organization_id: globex.id}}));
assert.equal(ann.organization_id, globex.id);
const belongs = {user_id: ann.id, organization_id: acme.id};
const membership = one(await client.organizationmemberships.create(belongs));
await refused(client.organizationmemberships.create(belongs), 422);

// The default moves.
const moved = await client.organizationmemberships.makeDefault(ann.id, membership.id);
assert.ok(moved);
const ofAnn = await client.organizationmemberships.listByUser(ann.id);
assert.deepEqual(ofAnn.map((row) => [row.organization_id, row.default]), [[acme.id, true], [globex.id, false]]);
assert.equal(one(await client.users.show(ann.id)).organization_id, acme.id);

// Batches run as jobs. Together they create more users than fit on a page.
const people = (from) =>
  Array.from({length: 60}, (_, n) => ({name: `Person ${n}`, email: email(from + n), organization_id: acme.id}));
for (const from of [0, 60]) {
  const {job_status: job} = one(await client.users.createMany({users: people(from)}));
  await finished(job);
}
// One of these methods uses cursor pages, the other uses numbered pages.
assert.equal((await client.users.listByOrganization(acme.id)).length, 121);
const rows = await client.organizationmemberships.listByOrganization(acme.id);
assert.equal(rows.length, 121);

const gone = rows.slice(0, 50).map((row) => row.id);
const removed = await client.organizationmemberships.deleteMany(gone);
await finished((removed.result ?? removed).job_status);
assert.equal((await client.organizationmemberships.listByOrganization(acme.id)).length, 71);

assert.equal(one(await client.users.createOrUpdate({user: {email: email('ann'), name: 'Ann Smith'}})).name, 'Ann Smith');
assert.equal(one(await client.users.suspend(ann.id)).suspended, true);
assert.equal(one(await client.users.unsuspend(ann.id)).suspended, false);
await refused(client.users.show(7), 404);
await client.organizations.delete(globex.id);
await refused(client.organizations.show(globex.id), 404);
console.log('  organizations, users, memberships, jobs: as expected');
