#!/usr/bin/env bash
# A load test of your own server with your own data. Reads the users of the server, then sends
# queries for them as fast as possible, and prints the requests per second and their latencies. The
# script only reads.
#
#     TENANTRY_TOKEN=tnt_... examples/load.sh [SECONDS] [CONNECTIONS]
#
# TENANTRY_URL is the URL of the server, by default http://127.0.0.1:8080. The default is 10 seconds
# and 16 connections for each workload. Needs wrk, curl and python3. Run the script on another
# machine than the server, because it needs a lot of CPU time itself.
set -euo pipefail

url=${TENANTRY_URL:-http://127.0.0.1:8080}
token=${TENANTRY_TOKEN:?set it to a token that may read members, such as the root token that the first start prints}
seconds=${1:-10} connections=${2:-16}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf 'Authorization: Bearer %s\n' "$token" >"$work/token"
curl --silent --show-error --fail-with-body "$url/graphql" --header @"$work/token" \
  --header 'Content-Type: application/json' \
  --data '{"query": "{ users(first: 1000, orderBy: ID) { nodes { id email name memberships(first: 1) { nodes { org { id } } } } } }"}' \
  >"$work/users.json"

# Writes a file for each workload, with a request body per line.
python3 - "$work" <<'PYTHON'
import json, sys

work = sys.argv[1]
reply = json.load(open(f"{work}/users.json"))
if "errors" in reply:
    sys.exit(reply["errors"][0]["message"])
users = reply["data"]["users"]["nodes"]
if not users:
    sys.exit("this token can see no users; `tenantry demo` creates some")
orgs = {user["memberships"]["nodes"][0]["org"]["id"] for user in users if user["memberships"]["nodes"]}

def write(name, query, values):
    with open(f"{work}/{name}.bodies", "w") as out:
        for value in values:
            out.write(json.dumps({"query": query, "variables": {"x": value}}) + "\n")

write("1 a user by e-mail", "query($x: String!) { findUserBy(email: $x) { id email name timezone } }",
      [user["email"] for user in users])
write("2 users by part of the name", "query($x: String!) { findUserBy(name: $x) { id email name timezone } }",
      [user["name"][:6] for user in users if len(user["name"].strip()) >= 6])
write("3 a user with orgs and 20 members of each",
      "query($x: String!) { user(email: $x) { name memberships { nodes { role org { name members(first: 20) {"
      " nodes { role user { id name } } } } } } } }", [user["email"] for user in users])
if orgs:
    write("4 a page of an org's members",
          "query($x: Uuid!) { org(id: $x) { members(first: 50) { nodes { role status user { name email } } } } }",
          sorted(orgs))
PYTHON

cat >"$work/load.lua" <<'LUA'
local bodies = {}
for body in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = body end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
for line in io.lines(os.getenv("TOKEN_FILE")) do
  wrk.headers["Authorization"] = line:match("^Authorization: (.*)$")
end
local next = 0
function request()
  next = next % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[next])
end
function response(status, _, body)
  if status ~= 200 or body:find('"errors"', 1, true) then failed = (failed or 0) + 1 end
end
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function done(summary, latency)
  local wrong = 0
  for _, thread in ipairs(threads) do wrong = wrong + (thread:get("failed") or 0) end
  io.write(string.format("  %.0f requests/s   half within %.2f ms, 99 of 100 within %.2f ms   %d failed\n",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    wrong + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
LUA

for bodies in "$work"/*.bodies; do
  name=$(basename "$bodies" .bodies)
  echo "${name#* }"
  BODIES=$bodies TOKEN_FILE=$work/token wrk --threads 1 --connections "$connections" --duration "${seconds}s" \
    --timeout 10s --script "$work/load.lua" "$url/graphql" | grep requests/s
done
