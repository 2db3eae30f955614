#!/usr/bin/env bash
# Common administration requests with curl: creates orgs, a group and a user, adds and changes
# members, and adds the user to the group and lists the group. Prints the name and the reply of each
# request. The script can be run again: it then uses the existing rows.
#
#     TENANTRY_TOKEN=tnt_... examples/guide.sh
#
# TENANTRY_URL is the URL of the server, by default http://127.0.0.1:8080. Needs curl and python3.
set -euo pipefail

url=${TENANTRY_URL:-http://127.0.0.1:8080}
token=${TENANTRY_TOKEN:?set it to a platform token, such as the root token that the first start prints}

# Sends a document with variables (name value ...), prints the reply, and stores it in $reply.
ask() {
  local name=$1 query=$2 body
  shift 2
  body=$(python3 -c 'import json, sys
query, *rest = sys.argv[1:]
print(json.dumps({"query": query, "variables": dict(zip(rest[::2], rest[1::2]))}))' "$query" "$@")
  reply=$(printf '%s' "$body" | curl --silent --show-error --fail-with-body "$url/graphql" \
    --header @<(printf 'Authorization: Bearer %s\n' "$token") \
    --header 'Content-Type: application/json' \
    --data-binary @-) || { printf '%s failed\n  %s\n' "$name" "$reply" >&2; exit 1; }
  printf '%s\n  %s\n' "$name" "$reply"
}

# Prints the value at a path of the last reply, like createOrg.id, or nothing if there is none.
at() {
  python3 -c 'import json, sys
value = json.loads(sys.argv[1]).get("data")
for step in sys.argv[2].split("."):
    value = value[int(step) if step.isdigit() else step] if value else None
print("" if value is None else value)' "$reply" "$1"
}

# Exits unless the last reply is a MutationResult without an error.
check() {
  [[ -n $(at "$1.result") && -z $(at "$1.error") ]] || { echo "$1 failed" >&2; exit 1; }
}

# Finds or creates the org with this name, and stores its id in $found.
org_named() {
  ask "org $1" 'query($name: String!) { org(name: $name) { id name status } }' name "$1"
  found=$(at org.id)
  if [[ -z $found ]]; then
    ask "createOrg $1" 'mutation($name: String!) { createOrg(name: $name) { id result records error } }' name "$1"
    check createOrg
    found=$(at createOrg.id)
  fi
}

org_named 'Guide Example'
org=$found
org_named 'Guide Example Partner'
partner=$found

# If the group exists already, the reply has its id in existingId.
ask 'createGroup Operations' 'mutation($org: Uuid!) {
  createGroup(org: $org, name: "Operations") { id result records error code existingId }
}' org "$org"
group=$(at createGroup.id)
group=${group:-$(at createGroup.existingId)}
[[ -n $group ]] || { echo 'createGroup failed' >&2; exit 1; }

ask findUserBy 'query {
  findUserBy(externalId: "guide-example-1") { id email name timezone }
}'

ask createUser 'mutation($org: Uuid!) {
  createUser(
    org: $org, email: "guide.example@somedomain.com", first: "Test", last: "User", externalId: "guide-example-1"
  ) { id result records error }
}' org "$org"
check createUser
user=$(at createUser.id)

ask addOrgMember 'mutation($org: Uuid!, $user: Uuid!) {
  addOrgMember(org: $org, userId: $user) { id result records error }
}' org "$partner" user "$user"
check addOrgMember

ask 'updateMember, role' 'mutation($org: Uuid!, $user: Uuid!) {
  updateMember(org: $org, userId: $user, role: "admin") { id result records error }
}' org "$org" user "$user"
check updateMember

ask addGroupMembership 'mutation($org: Uuid!, $user: Uuid!, $group: Uuid!) {
  addGroupMembership(org: $org, userId: $user, groupId: $group) { id result records error }
}' org "$org" user "$user" group "$group"
check addGroupMembership

ask groupUsers 'query($org: Uuid!, $group: Uuid!) {
  groupUsers(org: $org, groupId: $group) { userId groupId status userName }
}' org "$org" group "$group"

ask removeGroupMembership 'mutation($org: Uuid!, $user: Uuid!, $group: Uuid!) {
  removeGroupMembership(org: $org, userId: $user, groupId: $group) { id result records error }
}' org "$org" user "$user" group "$group"
check removeGroupMembership

ask 'updateMember, retired in the partner org' 'mutation($org: Uuid!, $user: Uuid!) {
  updateMember(org: $org, userId: $user, status: "retired") { id result records error }
}' org "$partner" user "$user"
check updateMember
