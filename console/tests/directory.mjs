// @ts-check
/** The people of a demo directory who sign in, and the objects that the tests open. */

/**
 * @param {import("./server.mjs").Server} server
 */
export async function readDirectory(server) {
  const { orgs } = await server.graphql(`{
    orgs(first: 2) {
      nodes {
        id
        name
        groups(first: 1) { nodes { id name } }
        admins: members(role: ADMIN, status: ACTIVE, first: 1) { nodes { user { id name email } } }
        users: members(role: USER, status: ACTIVE, first: 100) {
          nodes { isOwner user { id name email memberships { nodes { role isOwner } } } }
        }
      }
    }
  }`);
  const [org, otherOrg] = orgs.nodes;
  const admin = org.admins.nodes[0].user;
  // A person who is nothing but a user in all their orgs. Their name has Latin letters, because the
  // pictures of the documents are taken where other fonts may be missing.
  const plain = org.users.nodes
    .map((/** @type {any} */ membership) => membership.user)
    .filter((/** @type {any} */ user) => /^[ -~]+$/.test(user.name))
    .find((/** @type {any} */ user) =>
      user.memberships.nodes.every(
        (/** @type {any} */ { role, isOwner }) => role === "USER" && !isOwner,
      ),
    );
  return {
    org,
    otherOrg,
    group: org.groups.nodes[0],
    admin,
    plain,
    adminToken: await createToken(server, { name: "admin", userId: admin.id, org: org.id }),
    plainToken: await createToken(server, { name: "plain", userId: plain.id }),
  };
}

/**
 * @param {import("./server.mjs").Server} server
 * @param {object} input
 * @returns {Promise<string>}
 */
async function createToken(server, input) {
  const data = await server.graphql(
    `mutation ($input: CreateTokenInput!) {
      createToken(input: $input) { secret result { error } }
    }`,
    { input },
  );
  if (!data.createToken.secret) {
    throw new Error(data.createToken.result.error);
  }
  return data.createToken.secret;
}
