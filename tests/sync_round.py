#!/usr/bin/env python3
"""Exports a directory, edits it, applies the edited file while the server is killed, and undoes it.

The script makes demo data in a temporary SQLite file, or in the empty PostgreSQL database at
--database-url. It then

1. exports all memberships and takes them over for the source `hr`;
2. edits one row in a hundred: joins, leaves, renames, new e-mail addresses, roles and groups;
3. plans the edited file, and applies the plan while the program is killed with SIGKILL three times;
4. compares the export with the edited file, and plans the file again: every row is unchanged;
5. reverts the run, and compares all directory rows with those before step 3.

Versions, times of updates and the ids of rows in groups that came back are not compared. Needs a
built program, Python 3, and psql for PostgreSQL.

    cargo build --release
    tests/sync_round.py                        # 10,000 users, on SQLite
    tests/sync_round.py 1000000 --database-url postgres://postgres@127.0.0.1/empty
"""

import argparse
import csv
import http.client
import json
import os
import random
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

COLUMNS = {
    "users": "id, email, email_key, first_name, last_name, display_name, display_name_is_custom, mobile, timezone,"
    " status, created_at, external_id, owned_by",
    "memberships": "id, org_id, user_id, role, status, is_owner, is_default, default_reason, external_id, created_at,"
    " permissions, rights, allowed_ips, source, roles, owned_by, hold_until",
    "group_memberships": "org_id, group_id, user_id, owned_by",
}
ORDER = {"users": "id", "memberships": "id", "group_memberships": "group_id, user_id"}


class Server:
    """A running program on a free port. It can be killed and started again."""

    def __init__(self, program, database, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.token = "tnt_example_" + secrets.token_hex(16)
        self.program = program
        self.log = open(os.path.join(folder, "log"), "ab")
        self.environment = os.environ | {
            "TENANTRY_DATABASE_URL": database,
            "TENANTRY_LISTEN": f"127.0.0.1:{self.port}",
            "TENANTRY_ROOT_TOKEN": self.token,
        }
        self.process = None
        self.peak = 0

    def run(self, *arguments):
        subprocess.run([self.program, *arguments], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve"], env=self.environment, stdout=subprocess.DEVNULL, stderr=self.log
        )
        while True:
            try:
                if self.send("GET", "/readyz").status == 200:
                    return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("the server has exited; see its log")
            time.sleep(0.05)

    def look(self):
        """Records the peak memory usage of the program."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            peak = re.search(r"VmHWM:\s+(\d+) kB", status.read())
        self.peak = max(self.peak, int(peak[1]) // 1024 if peak else 0)

    def stop(self, kill):
        self.look()
        self.process.kill() if kill else self.process.terminate()
        self.process.wait()

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        headers = {"Authorization": f"Bearer {self.token}"} | (headers or {})
        connection.request(method, path, body, headers)
        return connection.getresponse()

    def ask(self, query, **variables):
        body = json.dumps({"query": query, "variables": variables})
        reply = json.load(self.send("POST", "/graphql", body, {"Content-Type": "application/json"}))
        if "errors" in reply:
            sys.exit(json.dumps(reply, indent=2))
        return reply["data"]

    def export(self, path):
        reply = self.send("GET", "/export?format=csv")
        if reply.status != 200:
            sys.exit(reply.read().decode())
        with open(path, "wb") as file:
            while piece := reply.read(1 << 16):
                file.write(piece)

    def upload(self, path):
        headers = {"Content-Type": "text/csv", "Content-Length": str(os.path.getsize(path))}
        with open(path, "rb") as file:
            reply = self.send("POST", "/sync", file, headers)
        body = json.load(reply)
        if reply.status not in (200, 201, 202):
            sys.exit(json.dumps(body, indent=2))
        return body["upload"]

    def show(self, run):
        fields = """id status error counts { created joined updated reactivated retired removed deleted unchanged held
          conflicts clearedFields groupsCreated groupsAdded groupsRemoved } guard { removals limit tripped }
          job { progress total status }"""
        return self.ask("query($id: Uuid!) { syncRun(id: $id) { %s } }" % fields, id=run)["syncRun"]

    def finish(self, run, kills=()):
        """Waits for the job of the run. Kills the server at these parts of its rows."""
        kills = list(kills)
        while True:
            shown = self.show(run)
            job = shown["job"]
            if job and job["status"] not in ("QUEUED", "WORKING"):
                if kills:
                    print(f"  ended before {len(kills)} of the kills", flush=True)
                return shown
            if kills and job and job["total"] and job["progress"] >= job["total"] * kills[0]:
                print(f"  killed at {job['progress']} of {job['total']}", flush=True)
                self.stop(kill=True)
                self.start()
                kills.pop(0)
            time.sleep(0.02 if kills else 0.2)

    def plan(self, path, **options):
        upload = self.upload(path)
        plan = "mutation($input: PlanSyncInput!) { it: planSync(input: $input) { id result error code } }"
        done = self.ask(plan, input={"upload": upload, "source": "hr", "mode": "REPLACE"} | options)["it"]
        if done["error"]:
            sys.exit(json.dumps(done))
        return self.planned(done["id"])

    def planned(self, run):
        began = time.monotonic()
        shown = self.finish(run)
        counts = {name: count for name, count in shown["counts"].items() if count}
        print(f"  planned in {time.monotonic() - began:.1f} s: {counts}, guard {shown['guard']}", flush=True)
        if shown["status"] != "PLANNED":
            sys.exit(json.dumps(shown))
        return shown

    def apply(self, shown, kills=()):
        began = time.monotonic()
        apply = "mutation($id: Uuid!, $n: Int) { it: applySync(id: $id, expectRemovals: $n) { id result error code } }"
        expected = shown["guard"]["removals"] if shown["guard"]["tripped"] else None
        done = self.ask(apply, id=shown["id"], n=expected)["it"]
        if done["error"]:
            sys.exit(json.dumps(done))
        shown = self.finish(shown["id"], kills)
        print(f"  {shown['status']} in {time.monotonic() - began:.1f} s", flush=True)
        bad = self.ask(
            """query($id: Uuid!) { syncRun(id: $id) { plan { items(first: 1000) { nodes { line action code reason } } } } }""",
            id=shown["id"],
        )["syncRun"]["plan"]["items"]["nodes"]
        bad = [item for item in bad if item["code"]]
        if shown["status"] != "APPLIED" or bad:
            sys.exit(json.dumps([shown, bad[:10]], indent=2))

    def revert(self, shown):
        done = self.ask("mutation($id: Uuid!) { it: revertSync(id: $id) { id error } }", id=shown["id"])["it"]
        if done["error"]:
            sys.exit(json.dumps(done))
        return self.planned(done["id"])


def rows_of(database, table):
    """Returns the rows of a table as text, in order, without the columns that are not compared."""
    query = f"SELECT {COLUMNS[table]} FROM {table} ORDER BY {ORDER[table]}"
    if database.startswith("sqlite://"):
        connection = sqlite3.connect(f"file:{database.removeprefix('sqlite://')}?mode=ro", uri=True)
        for row in connection.execute(query):
            yield repr(row)
    else:
        command = ["psql", database, "-q", "-c", f"COPY ({query}) TO STDOUT"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as psql:
            yield from psql.stdout


def store(database, folder):
    """Writes all directory rows to a folder, a file for each table and a line for each row."""
    os.mkdir(folder)
    for table in COLUMNS:
        with open(os.path.join(folder, table), "w", encoding="utf-8", newline="\n") as file:
            file.writelines(row.rstrip("\n") + "\n" for row in rows_of(database, table))


def compare_states(before, after):
    """Checks that two folders have the same rows. Prints the first rows that differ."""
    for table in COLUMNS:
        command = ["diff", "--speed-large-files", os.path.join(before, table), os.path.join(after, table)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as diff:
            lines = list(diff.stdout)
        if lines:
            print(f"{table}: {COLUMNS[table]}", *(line.rstrip() for line in lines[:40]), sep="\n")
            sys.exit(f"{table}: {len(lines)} lines differ from the first state")


def owners(database):
    """Returns the addresses of owners, whom the edits leave alone."""
    query = "SELECT DISTINCT u.email FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.is_owner"
    if database.startswith("sqlite://"):
        connection = sqlite3.connect(f"file:{database.removeprefix('sqlite://')}?mode=ro", uri=True)
        return {row[0] for row in connection.execute(query)}
    told = subprocess.run(["psql", database, "-qAt", "-c", query], check=True, capture_output=True, text=True)
    return set(told.stdout.split("\n"))


def edit(path, into, protected, rng):
    """Writes the edited file. Returns its rows by org and address, and the rows that were left out."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    orgs_of, groups_of, sizes = {}, {}, {}
    for row in rows:
        orgs_of[row["email"]] = orgs_of.get(row["email"], 0) + 1
        sizes[row["org"]] = sizes.get(row["org"], 0) + 1
        for name in filter(None, row["groups"].split(";")):
            groups_of.setdefault(row["org"], set()).add(name)
    wanted, gone, kinds = [], [], {}
    left = {}
    for index, row in enumerate(rows):
        alone = orgs_of[row["email"]] == 1 and row["email"] not in protected and row["status"] == "active"
        kind = rng.choice("leave rename email role group mobile".split()) if alone and rng.random() < 0.01 else None
        if kind == "leave" and left.get(row["org"], 0) * 25 >= sizes[row["org"]]:
            kind = "rename"
        if kind == "email" and not row["external_id"]:
            kind = "rename"
        if kind == "leave":
            left[row["org"]] = left.get(row["org"], 0) + 1
            gone.append(row)
        elif kind == "rename":
            row = row | {"first": "Renamed", "last": f"Person {index}", "name": ""}
        elif kind == "email":
            row = row | {"email": f"new-{index}@changed.example"}
        elif kind == "role":
            # Fewer admin roles are removals, which the guard limits.
            row = row | {"role": "admin"}
        elif kind == "group" and groups_of.get(row["org"]):
            names = set(filter(None, row["groups"].split(";"))) | {rng.choice(sorted(groups_of[row["org"]]))}
            row = row | {"groups": ";".join(sorted(names))}
        elif kind == "mobile":
            row = row | {"mobile": f"+4930{1000000 + index}"}
        if kind:
            kinds[kind] = kinds.get(kind, 0) + 1
        if kind != "leave":
            wanted.append(row)
    names = sorted(sizes)
    for index in range(max(1, len(rows) // 1000)):
        wanted.append(
            dict.fromkeys(rows[0], "")
            | {
                "email": f"joiner-{index}@changed.example",
                "external_id": f"joiner-{index}",
                "first": "Joiner",
                "last": str(index),
                "org": rng.choice(names),
                "role": "user",
                "status": "active",
            }
        )
    kinds["join"] = max(1, len(rows) // 1000)
    with open(into, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(wanted)
    print(f"  edited {kinds}", flush=True)
    return wanted, gone


def compare(path, wanted, gone):
    """Checks that the export has the edited rows, and the rows that were left out as retired."""
    with open(path, encoding="utf-8", newline="") as file:
        found = {(row["org"], row["email"]): row for row in csv.DictReader(file)}
    if len(found) != len(wanted) + len(gone):
        sys.exit(f"{len(found)} rows instead of {len(wanted)} + {len(gone)}")
    for row in wanted:
        now = found[row["org"], row["email"]]
        for name, value in row.items():
            # An export protects spreadsheets from cells that look like formulas.
            same = now[name].removeprefix("'") == value.removeprefix("'")
            if name == "groups":
                same = set(now[name].split(";")) == set(value.split(";"))
            # A joiner's default follows from the rules, and a cleared name from first and last name.
            if not same and name not in ("is_default", "name"):
                sys.exit(f"{name} differs: {row} {now}")
    for row in gone:
        if found[row["org"], row["email"]]["status"] != "retired":
            sys.exit(f"not retired: {row}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("users", nargs="?", type=int, default=10_000)
    parser.add_argument("--program", default="target/release/tenantry")
    parser.add_argument("--database-url", help="an empty PostgreSQL database (default: a temporary SQLite file)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        database = arguments.database_url or f"sqlite://{folder}/tenantry.db"
        server = Server(os.path.abspath(arguments.program), database, folder)
        server.run("demo", "--users", str(arguments.users), "--seed", "1")
        server.start()
        first, edited, last = (os.path.join(folder, name) for name in ("first.csv", "edited.csv", "last.csv"))
        began = time.monotonic()
        server.export(first)
        print(f"exported {os.path.getsize(first) >> 20} MiB in {time.monotonic() - began:.1f} s", flush=True)
        print("takes all rows over", flush=True)
        server.apply(server.plan(first, takeOver=True))
        store(database, os.path.join(folder, "before"))
        wanted, gone = edit(first, edited, owners(database), rng)
        print("plans and applies the edited file", flush=True)
        run = server.plan(edited)
        server.apply(run, kills=(0.25, 0.5, 0.75))
        server.export(last)
        compare(last, wanted, gone)
        print("plans the edited file and its export again", flush=True)
        for path in (edited, last):
            counts = server.plan(path)["counts"]
            others = {name: count for name, count in counts.items() if count and name != "unchanged"}
            if others:
                sys.exit(f"not every row is unchanged: {others}")
        print("reverts the run", flush=True)
        server.apply(server.revert(run))
        store(database, os.path.join(folder, "after"))
        compare_states(os.path.join(folder, "before"), os.path.join(folder, "after"))
        server.stop(kill=False)
    print(f"ends in the first state; at most {server.peak} MiB of memory")


if __name__ == "__main__":
    main()
