#!/usr/bin/env python3
"""Synchronizes the members of orgs with a file of people. Needs only the Python standard library.

    TENANTRY_TOKEN=tnt_... python3 sync.py people.csv --source hr --org Acme
    TENANTRY_TOKEN=tnt_... python3 sync.py people.csv --source hr --org Acme --apply

The script sends the file to POST /sync, plans a run with `planSync`, prints the plan, and with
--apply applies the run with `applySync`. docs/sync.md explains the file, the plan and its actions.
`tenantry sync --server` does the same. Use the script as a start for your own.

The server stores the file and runs the jobs, so the script may be killed at any time: the plan can
be applied later with `--apply-run`.

Exit code of a plan: 0 if there is nothing to change and no conflict, 2 if there is. Exit code of
applying: 0 if every row was applied, 3 if rows failed or are conflicts, 4 if the guard has refused
the plan, 5 if applying ended early. 1 if the script had to stop, and nothing was written.
"""

import argparse
import http.client
import json
import os
import sys
import time
import urllib.parse
import uuid

RUN = """query($id: Uuid!) { syncRun(id: $id) {
  status code error applied failed partial
  counts { created joined updated reactivated retired removed deleted unchanged held conflicts }
  guard { removals limit tripped reasons }
  job { kind status }
} }"""
ITEMS = """query($id: Uuid!, $after: String) { syncRun(id: $id) { plan { items(first: 500, after: $after) {
  nodes { line action code reason user { email } org { name } fields { name before after } }
  pageInfo { hasNextPage endCursor }
} } } }"""
PLAN = "mutation($input: PlanSyncInput!) { done: planSync(input: $input) { id code error } }"
APPLY = """mutation($id: Uuid!, $expect: Int) {
  done: applySync(id: $id, expectRemovals: $expect) { id code error }
}"""
CHANGES = ("created", "joined", "updated", "reactivated", "retired", "removed", "deleted")
ATTEMPTS = 10


class Stop(Exception):
    """An error that stops the script."""


class Server:
    """A server, and the token for it."""

    def __init__(self, url, token):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Stop(f"TENANTRY_URL must be like http://127.0.0.1:8080, not {url!r}")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connect = lambda: kind(parts.hostname, parts.port, timeout=300)
        self.path = parts.path.rstrip("/")
        self.token = token

    def post(self, path, body, headers):
        """Sends a request, and returns the status and the JSON of the response."""
        connection = self.connect()
        try:
            headers = {"Authorization": f"Bearer {self.token}"} | headers
            connection.request("POST", self.path + path, body, headers)
            response = connection.getresponse()
            return response.status, json.load(response)
        finally:
            connection.close()

    def upload(self, file):
        """Sends a file, which is streamed, and returns the id of the upload."""
        is_lines = file.endswith((".jsonl", ".ndjson"))
        headers = {
            "Content-Type": "application/x-ndjson" if is_lines else "text/csv",
            "Content-Length": str(os.path.getsize(file)),
        }
        with open(file, "rb") as body:
            status, reply = self.post("/sync", body, headers)
        if status not in (200, 201):
            place = f"line {reply['line']}, column {reply['column']}: " if "line" in reply else ""
            raise Stop(f"{file}: {place}{reply.get('detail', status)}")
        return reply["upload"]

    def ask(self, document, **variables):
        """Executes a document. Attempts without a response are repeated under one idempotency key,
        so that a mutation is executed once."""
        body = json.dumps({"query": document, "variables": variables})
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        for attempt in range(ATTEMPTS):
            try:
                status, reply = self.post("/graphql", body, headers)
                if status not in (429, 502, 503, 504):
                    break
                trouble = f"HTTP {status}"
            except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
                trouble = f"{type(error).__name__}: {error}"
            time.sleep(min(0.2 * 2**attempt, 10))
        else:
            raise Stop(f"{ATTEMPTS} attempts failed; the last error: {trouble}")
        if reply.get("errors"):
            raise Stop(reply["errors"][0]["message"])
        return reply.get("data")

    def change(self, document, **variables):
        """Executes a mutation, and returns its result."""
        return self.ask(document, **variables)["done"]

    def follow(self, run, goal):
        """Waits until a run has one of these statuses, and returns the run."""
        while True:
            found = self.ask(RUN, id=run)["syncRun"]
            if found is None:
                raise Stop(f"there is no run {run}, or this token may not see it")
            if found["status"] in goal:
                return found
            time.sleep(0.2)

    def items(self, run):
        """Yields the items of a plan."""
        after = None
        while True:
            page = self.ask(ITEMS, id=run, after=after)["syncRun"]["plan"]["items"]
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]


def describe(item):
    """Returns an item as a line of text."""
    fields = {field["name"]: field for field in item["fields"]}
    email = item["user"]["email"] if item["user"] else fields.get("email", {}).get("after")
    org = item["org"] and item["org"]["name"]
    line = f"line {item['line']}" if item["line"] else None
    changes = [f"{name}: {field['before']!r} -> {field['after']!r}" for name, field in fields.items()]
    parts = [item["action"], line, email, org, item["code"], item["reason"], *changes]
    return "  ".join(part for part in parts if part)


def plan(server, arguments):
    """Plans a run, prints the plan, and returns the id of the run with the run."""
    org = None
    if arguments.org:
        try:
            org = {"id": str(uuid.UUID(arguments.org))}
        except ValueError:
            org = {"name": arguments.org}
    upload = server.upload(arguments.file)
    wanted = {"upload": upload, "source": arguments.source, "org": org, "mode": arguments.mode.upper()}
    planned = server.change(PLAN, input=wanted | {"createGroups": arguments.create_groups})
    if planned["error"]:
        raise Stop(f"{planned['code']}: {planned['error']}")
    run = server.follow(planned["id"], ("PLANNED", "FAILED", "CANCELLED"))
    if run["status"] != "PLANNED":
        raise Stop(f"{run['code']}: {run['error']}")
    for item in server.items(planned["id"]):
        if item["action"] != "UNCHANGED":
            print(describe(item))
    print("  ".join(f"{name} {number}" for name, number in run["counts"].items() if number))
    for reason in run["guard"]["reasons"]:
        print(f"guard: {reason}")
    return planned["id"], run


def apply(server, run, expect):
    """Applies a run, and returns the exit code."""
    done = server.change(APPLY, id=run, expect=expect)
    if done["code"] == "GUARD_TRIPPED":
        print(done["error"], file=sys.stderr)
        return 4
    if done["error"]:
        raise Stop(f"{done['code']}: {done['error']}")
    try:
        found = server.follow(run, ("APPLIED", "FAILED", "CANCELLED"))
    except Stop as stop:
        print(f"sync.py: {stop}; the server goes on with run {run}", file=sys.stderr)
        return 5
    if found["status"] != "APPLIED":
        print(f"{found['status']}: {found['error']}", file=sys.stderr)
        return 5 if found["applied"] > found["failed"] else 1
    print(f"applied: {found['failed']} failed, {found['counts']['conflicts']} conflicts")
    return 3 if found["failed"] or found["partial"] or found["counts"]["conflicts"] else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", nargs="?", help="CSV, or JSON Lines if its name ends in .jsonl")
    parser.add_argument("--source", help="the name of the system that the file is from")
    parser.add_argument("--org", help="the org of all rows, by name or id")
    parser.add_argument("--mode", choices=("add", "replace"), default="add")
    parser.add_argument("--create-groups", action="store_true", help="create groups that do not exist")
    parser.add_argument("--apply", action="store_true", help="apply the plan at once")
    parser.add_argument("--apply-run", metavar="RUN", help="apply a plan that was made before")
    parser.add_argument("--expect-removals", type=int, help="the number of removals, if the guard has tripped")
    arguments = parser.parse_args()
    try:
        token = os.environ.get("TENANTRY_TOKEN")
        if not token:
            raise Stop("TENANTRY_TOKEN is not set")
        server = Server(os.environ.get("TENANTRY_URL", "http://127.0.0.1:8080"), token)
        if arguments.apply_run:
            return apply(server, arguments.apply_run, arguments.expect_removals)
        if not arguments.file or not arguments.source:
            raise Stop("name a file and its --source, or a run with --apply-run")
        run_id, run = plan(server, arguments)
        if arguments.apply:
            return apply(server, run_id, arguments.expect_removals)
        if not any(run["counts"][name] for name in (*CHANGES, "conflicts")):
            return 0
        print(f"run {run_id}")
        return 2
    except (Stop, OSError, KeyError) as stop:
        print(f"sync.py: {stop}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
