// Runs the server audits of the GraphQL-over-HTTP specification against the server at URL, and
// prints a line for each.
//
//   npm i && URL=http://127.0.0.1:8080/graphql TOKEN=tnt_... npm run audit

import { auditServer } from 'graphql-http';

const { URL: url, TOKEN: token } = process.env;
if (!url || !token) {
  console.error('Set URL to the server\'s /graphql and TOKEN to a token.');
  process.exit(2);
}

const results = await auditServer({
  url,
  fetchFn: (target, options = {}) => {
    const headers = new Headers(options.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(target, { ...options, headers });
  },
});

let failed = 0;
for (const { status, id, name, reason } of results) {
  if (status !== 'ok') failed += 1;
  console.log(`${status.padEnd(6)} ${id}  ${name}${reason ? `: ${reason}` : ''}`);
}
console.log(`${results.length - failed} of ${results.length} audits passed`);
process.exit(failed === 0 && results.length > 0 ? 0 : 1);
