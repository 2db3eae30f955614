#!/usr/bin/env python3
"""Measures sync against SQL written by hand, in one run on one database server.

By hand: the rows are copied into a temporary table, and three INSERT ... SELECT statements make the
users, the memberships and both audit events of each row, in one transaction, with ids that were made
beforehand. There are no checks of permissions, matches or defaults.

Sync: `tenantry sync people.csv --org Bench --source bench --apply` plans and applies the same rows,
then runs again without a difference, then with one row in a hundred changed.

Both write into tables with the same indexes and triggers. The script makes temporary SQLite files, or
drops and creates the databases tenantry_bench_hand and tenantry_bench_sync on the PostgreSQL server
at --server. Needs a built program, Python 3, and psql for PostgreSQL.

    cargo build --profile dist
    benches/sync.py                        # 100,000 rows, on SQLite
    benches/sync.py 1000000 --server postgres://postgres@127.0.0.1
"""

import argparse
import csv
import json
import os
import resource
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

INSERTS = """
INSERT INTO users (id, email, email_key, first_name, last_name, display_name, display_name_is_custom, display_name_key,
  search_text, status, created_at, updated_at, version, owned_by)
  SELECT user_id, email, lower(email), first, last, first || ' ' || last, false, lower(first || ' ' || last),
    lower(first || ' ' || last || {newline} || first || {newline} || last), 'active', o.created_at, o.created_at, 1, 'bench'
  FROM staged, orgs o;
INSERT INTO memberships (id, org_id, user_id, role, status, is_owner, is_default, default_reason, external_id, created_at,
  updated_at, rights, version, owned_by)
  SELECT membership_id, o.id, user_id, 'user', 'active', false, true, 'only', s.external_id, o.created_at, o.created_at, 0, 1,
    'bench'
  FROM staged s, orgs o;
INSERT INTO events (id, at, actor_kind, source, user_id, entity, entity_id, verb, after, version, change_id, label, actor_label)
  SELECT event_of_user, o.created_at, 'cli', 'bench', user_id, 'user', user_id, 'created',
    {json}('email', email, 'first', first, 'last', last, 'name', first || ' ' || last, 'status', 'ACTIVE', 'ownedBy', 'bench'),
    1, event_of_user, first || ' ' || last, 'command line'
  FROM staged, orgs o;
INSERT INTO events (id, at, actor_kind, source, org_id, user_id, entity, entity_id, verb, after, version, change_id, actor_label)
  SELECT event_of_membership, o.created_at, 'cli', 'bench', o.id, user_id, 'membership', membership_id, 'created',
    {json}('org', {text}, 'user', {user}, 'role', 'USER', 'status', 'ACTIVE', 'isOwner', false, 'isDefault', true,
      'defaultReason', 'ONLY', 'externalId', s.external_id, 'ownedBy', 'bench'),
    1, event_of_user, 'command line'
  FROM staged s, orgs o;
"""


def new_id(millis, state=[0]):
    """Returns the bytes of a UUIDv7. Each is greater than the one before."""
    state[0] += secrets.randbelow(1 << 32) + 1
    tail = state[0]
    number = millis << 80 | 7 << 76 | (tail >> 62 & 0xFFF) << 64 | 2 << 62 | tail & (1 << 62) - 1
    return number.to_bytes(16, "big")


def write_files(folder, rows):
    """Writes the file for sync, and the same rows with ids for SQL."""
    millis = int(time.time() * 1000)
    with (
        open(f"{folder}/people.csv", "w", encoding="ascii", newline="") as people,
        open(f"{folder}/staged.csv", "w", encoding="ascii", newline="") as staged,
    ):
        people, staged = csv.writer(people), csv.writer(staged)
        people.writerow(["email", "external_id", "first", "last"])
        for number in range(rows):
            row = [f"person.{number}@bench.example", f"b-{number}", f"First{number % 997}", f"Last{number % 9973}"]
            people.writerow(row)
            staged.writerow(row + [new_id(millis).hex() for _ in range(4)])


def change(folder):
    """Writes a file in which one person in a hundred has another last name."""
    with (
        open(f"{folder}/people.csv", encoding="ascii", newline="") as people,
        open(f"{folder}/changed.csv", "w", encoding="ascii", newline="") as changed,
    ):
        changed = csv.writer(changed)
        for number, row in enumerate(csv.reader(people)):
            changed.writerow(row[:3] + ["Changed"] if number % 100 == 50 else row)


def prepare(program, database):
    """Migrates the database and creates the org."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = "tnt_bench_" + secrets.token_hex(16)
    environment = os.environ | {
        "TENANTRY_DATABASE_URL": database,
        "TENANTRY_LISTEN": f"127.0.0.1:{port}",
        "TENANTRY_ROOT_TOKEN": token,
    }
    server = subprocess.Popen(
        [program, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    body = json.dumps({"query": 'mutation { createOrg(name: "Bench") { id error } }'}).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for _ in range(200):
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, headers)
            print("org", urllib.request.urlopen(request).read().decode())
            break
        except OSError:
            time.sleep(0.05)
    server.terminate()
    server.wait()


def by_hand_sqlite(folder, database):
    connection = sqlite3.connect(database.removeprefix("sqlite://"), isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    names = "email, external_id, first, last, user_id, membership_id, event_of_user, event_of_membership"
    began = time.monotonic()
    connection.execute(f"CREATE TEMPORARY TABLE staged ({names})")
    connection.execute("BEGIN IMMEDIATE")
    with open(f"{folder}/staged.csv", encoding="ascii", newline="") as file:
        rows = (row[:4] + [bytes.fromhex(cell) for cell in row[4:]] for row in csv.reader(file))
        connection.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    hexadecimal = "substr(lower(hex({0})), 1, 8) || '-' || substr(lower(hex({0})), 9)"
    inserts = INSERTS.format(
        newline="char(10)", json="json_object", text=hexadecimal.format("o.id"), user=hexadecimal.format("user_id")
    )
    for statement in filter(str.strip, inserts.split(";\n")):
        connection.execute(statement)
    connection.execute("COMMIT")
    took = time.monotonic() - began
    connection.close()
    return took


def by_hand_postgres(folder, database):
    script = (
        "CREATE TEMPORARY TABLE staged (email text, external_id text, first text, last text, user_id uuid,"
        " membership_id uuid, event_of_user uuid, event_of_membership uuid);\nBEGIN;\n"
        f"\\copy staged FROM '{folder}/staged.csv' (FORMAT csv)\n"
        + INSERTS.format(newline="chr(10)", json="jsonb_build_object", text="o.id", user="user_id")
        + "COMMIT;\n"
    )
    began = time.monotonic()
    subprocess.run(["psql", database, "-q", "-v", "ON_ERROR_STOP=1"], input=script, text=True, check=True)
    return time.monotonic() - began


def sync(program, database, path, codes):
    """Plans and applies a file. Returns the time, and prints the largest memory of all runs so far."""
    environment = os.environ | {"TENANTRY_DATABASE_URL": database}
    began = time.monotonic()
    command = [program, "sync", path, "--org", "Bench", "--source", "bench", "--apply", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    took = time.monotonic() - began
    if done.returncode not in codes:
        sys.exit(f"{done.returncode}: {done.stdout[-2000:]} {done.stderr[-2000:]}")
    return took


def size(database):
    if database.startswith("sqlite://"):
        return os.path.getsize(database.removeprefix("sqlite://")) >> 20
    query = "SELECT pg_database_size(current_database()) >> 20"
    return int(subprocess.run(["psql", database, "-qAt", "-c", query], check=True, capture_output=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--program", default="target/dist/tenantry")
    parser.add_argument("--server", help="a PostgreSQL server, without a database (default: SQLite)")
    parser.add_argument("--repeat", type=int, default=1, help="the number of runs without a difference")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        if arguments.server:
            hand, synced = (f"{arguments.server}/tenantry_bench_{name}" for name in ("hand", "sync"))
            for name in ("hand", "sync"):
                for word in ("DROP DATABASE IF EXISTS", "CREATE DATABASE"):
                    statement = f"{word} tenantry_bench_{name}"
                    subprocess.run(["psql", f"{arguments.server}/postgres", "-q", "-c", statement], check=True)
        else:
            hand, synced = (f"sqlite://{folder}/{name}.db" for name in ("hand", "sync"))
        write_files(folder, arguments.rows)
        change(folder)
        prepare(program, hand)
        prepare(program, synced)
        by_hand = (by_hand_postgres if arguments.server else by_hand_sqlite)(folder, hand)
        print(f"by hand:       {by_hand:7.1f} s, {arguments.rows / by_hand:7.0f} rows/s, {size(hand)} MiB", flush=True)
        first = sync(program, synced, f"{folder}/people.csv", (0,))
        print(
            f"first load:    {first:7.1f} s, {arguments.rows / first:7.0f} rows/s, {by_hand / first:.2f} of by hand,"
            f" {size(synced)} MiB",
            flush=True,
        )
        for _ in range(arguments.repeat):
            same = sync(program, synced, f"{folder}/people.csv", (0,))
            print(f"no difference: {same:7.1f} s, {same / first:.2f} of the first load, {size(synced)} MiB", flush=True)
        changed = sync(program, synced, f"{folder}/changed.csv", (0,))
        print(f"1 % changed:   {changed:7.1f} s, {changed - same:.1f} s more, {size(synced)} MiB", flush=True)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"memory: at most {peak} MiB in one process")


if __name__ == "__main__":
    main()
