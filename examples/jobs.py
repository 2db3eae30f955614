#!/usr/bin/env python3
"""Adds many users to an org in one job, kills the server meanwhile, and checks that no row is lost.

The script creates demo data with `tenantry demo`, in a temporary folder or in the empty database at
--database-url. It starts the program, uploads a line for each user to POST /jobs/memberships, and
kills the program with SIGKILL after a quarter, a half and three quarters of the rows. In the end
the job must have executed every row exactly once: the script counts the members of the org, the
results of the job and the audit events. Needs a built program and Python 3.

    cargo build --release
    examples/jobs.py                        # 100,000 rows, on SQLite
    examples/jobs.py 1000000 --database-url postgres://postgres@127.0.0.1/empty
"""

import argparse
import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time


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
                if self.get("/readyz").status == 200:
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

    def kill(self):
        self.look()
        self.process.kill()
        self.process.wait()

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}"} | (headers or {})
        connection.request(method, path, body, headers)
        return connection.getresponse()

    def get(self, path):
        return self.send("GET", path)

    def ask(self, query, **variables):
        body = json.dumps({"query": query, "variables": variables})
        reply = json.load(self.send("POST", "/graphql", body, {"Content-Type": "application/json"}))
        if "errors" in reply:
            sys.exit(json.dumps(reply, indent=2))
        return reply["data"]


def write_rows(server, org, path):
    """Writes a line for each user, and returns the number of lines."""
    query = """query($after: String) { users(orderBy: ID, first: 1000, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } }"""
    rows, after = 0, None
    with open(path, "w", encoding="ascii") as lines:
        while True:
            page = server.ask(query, after=after)["users"]
            for user in page["nodes"]:
                row = {"ref": str(rows), "org": {"id": org}, "user": {"id": user["id"]}}
                lines.write(json.dumps(row, separators=(",", ":")) + "\n")
                rows += 1
            if not page["pageInfo"]["hasNextPage"]:
                return rows
            after = page["pageInfo"]["endCursor"]


def upload(server, path):
    headers = {"Content-Type": "application/jsonl", "Content-Length": str(os.path.getsize(path))}
    with open(path, "rb") as lines:
        reply = server.send("POST", "/jobs/memberships", lines, headers)
    body = json.load(reply)
    if reply.status != 202:
        sys.exit(json.dumps(body, indent=2))
    return body["id"]


def follow(server, job, rows):
    """Kills the server three times until the job ends, and returns the final status."""
    kills = [rows * part // 4 for part in (1, 2, 3)]
    while True:
        status = json.load(server.get(f"/jobs/{job}"))
        if status["finishedAt"]:
            return status
        if kills and status["progress"] >= kills[0]:
            print(f"  killed at {status['progress']} rows", flush=True)
            server.kill()
            server.start()
            kills.pop(0)
        time.sleep(0.05)


def count_results(server, job):
    """Returns the number of rows per result. Checks that the results are complete and in order."""
    words = {}
    for index, line in enumerate(server.get(f"/jobs/{job}/results")):
        row = json.loads(line)
        if (row["index"], row["ref"]) != (index, str(index)):
            sys.exit(f"row {index} is missing: {row}")
        words[row["result"]] = words.get(row["result"], 0) + 1
    return words


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--program", default="target/release/tenantry")
    parser.add_argument("--database-url", help="an empty database (default: a temporary SQLite file)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = arguments.database_url or f"sqlite://{folder}/tenantry.db"
        server = Server(os.path.abspath(arguments.program), database, folder)
        server.run("demo", "--users", str(arguments.rows), "--orgs", "20", "--groups", "0", "--seed", "1")
        server.start()
        org = server.ask('mutation { it: createOrg(name: "Everybody at once") { id error } }')["it"]["id"]
        path = os.path.join(folder, "rows.jsonl")
        rows = write_rows(server, org, path)
        began = time.monotonic()
        job = upload(server, path)
        print(f"{rows} rows uploaded in {time.monotonic() - began:.1f} s", flush=True)
        began = time.monotonic()
        status = follow(server, job, rows)
        took = time.monotonic() - began
        server.look()
        words = count_results(server, job)
        counts = server.ask(
            """query($org: Uuid!) {
              org(id: $org) { members { totalCount } }
              events(filter: { org: $org, entity: "membership", verb: "created" }) { totalCount }
            }""",
            org=org,
        )
        members, events = counts["org"]["members"]["totalCount"], counts["events"]["totalCount"]
        server.process.terminate()
        server.process.wait()
    print(f"{status['status']} in {took:.1f} s, {rows / took:.0f} rows/s, at most {server.peak} MiB of memory")
    print(f"{status['progress']} rows executed, results {words}, {members} members, {events} events")
    whole = status["status"] == "COMPLETED" and status["failed"] == 0
    if not whole or (status["progress"], members, events, words) != (rows, rows, rows, {"created": rows}):
        sys.exit("rows are missing or were repeated")
    print("every row was executed exactly once")


if __name__ == "__main__":
    main()
