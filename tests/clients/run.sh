#!/usr/bin/env bash
# Tests a running server with third-party clients of the REST APIs and of front ends, and lints its
# OpenAPI documents:
# run.sh URL TOKEN
# The clients and the linter are installed into a temporary folder. Needs Node 20, npm, curl and
# Python 3 with venv.
set -euo pipefail

url=${1:?the address of a server, like http://127.0.0.1:8080}
token=${2:?a platform token}
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check zenpy==2.0.57
(cd "$folder" && npm install --silent --no-audit --no-fund --no-save \
  node-zendesk@6.0.1 rebilly-js-sdk@62.162.1 @redocly/cli@2.77.0 \
  graphql@16.15.0 @apollo/client@4.3.8 rxjs@7.8.2 @urql/core@6.0.3 @urql/exchange-graphcache@9.0.2 \
  graphql-ws@6.4.2 ws@8.23.0 @graphql-codegen/cli@7.4.3 @graphql-codegen/client-preset@6.2.0 \
  @graphql-typed-document-node/core@3.2.0 typescript@5.9.3)
# Node resolves modules from the folder of the script.
cp "$here"/*.mjs "$folder"

# Makes names unique, so that the scripts can run again on the same server.
run=$(date +%s)-$$

# Lints an OpenAPI document. Warnings are errors, and the linter uses no network.
lint() {
  curl --silent --show-error --fail --output "$folder/$1.json" "$url/openapi/$1.json"
  (cd "$folder" && REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
    node_modules/.bin/redocly lint --extends=recommended-strict --format=stylish "$1.json")
}

echo "OpenAPI documents"
lint zendesk
lint rebilly
echo "zenpy"
TENANTRY_URL=$url TENANTRY_TOKEN=$token RUN=$run "$folder/python/bin/python" "$here/zenpy_client.py"
echo "node-zendesk"
TENANTRY_URL=$url TENANTRY_TOKEN=$token RUN=$run node "$folder/node_zendesk.mjs"
echo "rebilly-js-sdk"
TENANTRY_URL=$url TENANTRY_TOKEN=$token RUN=$run node "$folder/rebilly.mjs"
echo "clients of front ends"
(cd "$folder" && URL=$url TOKEN=$token RUN=$run REPOSITORY=$(cd "$here/../.." && pwd) node frontend.mjs)
echo "all clients work"
