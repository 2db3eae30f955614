#!/usr/bin/env python3
"""Keeps one org of tenantry in step with a CSV file. Python standard library only.

    TENANTRY_TOKEN=tnt_... python3 sync.py --org "Acme" people.csv
    some-export | TENANTRY_TOKEN=tnt_... python3 sync.py --org "Acme" -

The first line of the file names its columns. `email` is required; the others may be left out, and what a column that is
not there would say is left alone.

    email        who it is; compared without regard to case
    first, last  required for people whom tenantry does not know yet; an empty cell changes nothing
    mobile       an empty cell clears it
    external_id  of the membership; an empty cell clears it
    role         user or admin; an empty cell changes nothing
    status       active or retired; an empty cell means active
    groups       names separated by `;`: the member's groups in this org, all of them. Groups that are not there are made;
                 from others the member is taken out

A row that is retired ends the membership's access, if there is one, and leaves the person's details and groups alone.
Who is not in the file is left alone. When an e-mail stands twice, the later row wins.

It looks at what is there, and posts mutations only for what differs, so it can be run again at any time: after a kill, a
power cut or an error it goes on where it was. Connection errors, 503 and BUSY are tried again with growing pauses.

At the end it prints how many rows were created, updated, reactivated, unchanged, removed and errors. Each row counts
once: errors before created (joined the org), reactivated, updated, removed (did nothing but leave groups), unchanged.
Exit code: 0 when all rows are in step, 1 when a row failed (each is on standard error with its line and code), 2 when
nothing more could be done.
"""

import argparse
import csv
import http.client
import json
import os
import random
import sys
import time
import urllib.parse
import uuid

# The type that a variable of this name is declared with. A variable that may be null is declared so.
TYPES = {
    "org": "Uuid!",
    "id": "Uuid!",
    "user": "Uuid!",
    "userId": "Uuid!",
    "groupId": "Uuid!",
    "name": "String!",
    "email": "String!",
    "first": "String!",
    "last": "String!",
    "role": "String!",
    "status": "String!",
    "mobile": "String",
    "externalId": "String",
}
COLUMNS = ("email", "first", "last", "mobile", "external_id", "role", "status", "groups")
RESULT = "id result records error code existingId"
# The first that a row's results contain is what the row counts as.
OUTCOMES = ("errors", "created", "reactivated", "updated", "removed", "unchanged")
PRINTED = ("created", "updated", "reactivated", "unchanged", "removed", "errors")
# A mutation that meets one of these found somebody who was not there a moment ago: look again, once.
LOOK_AGAIN = ("EMAIL_TAKEN", "ALREADY_MEMBER", "NOT_A_MEMBER", "MEMBER_RETIRED")
ATTEMPTS = 10


class Stop(Exception):
    """Nothing more can be done: the message says why."""


class Api:
    """GraphQL documents of many fields, over one connection that is made anew when it breaks."""

    def __init__(self, url, token, size):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Stop(f"TENANTRY_URL must be like http://127.0.0.1:8080, not {url!r}")
        path = parts.path.rstrip("/")
        self.path = path if path.endswith("/graphql") else path + "/graphql"
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(parts.hostname, parts.port, timeout=120)
        self.token = token
        self.size = size

    def queries(self, fields):
        """(value, error code, message) of each (field, arguments, selection), in order."""
        return self._all("query", fields, self._read)

    def mutations(self, fields):
        """The MutationResult of each (field, arguments), in order."""
        return self._all("mutation", [(*field, RESULT) for field in fields], self._write)

    def _all(self, kind, fields, run):
        answers = []
        for start in range(0, len(fields), self.size):
            part = fields[start : start + self.size]
            answers += self._patiently(kind, part, run)
        return answers

    def _patiently(self, kind, fields, run):
        """Asks again for the fields that were BUSY, and for those alone."""
        answers = run(kind, fields)
        for attempt in range(ATTEMPTS):
            busy = [at for at, answer in enumerate(answers) if code_of(answer) == "BUSY"]
            if not busy:
                break
            pause(attempt)
            for at, answer in zip(busy, run(kind, [fields[at] for at in busy])):
                answers[at] = answer
        return answers

    def _write(self, kind, fields):
        reply = self._document(kind, fields)
        if reply.get("data") is None:
            raise Stop(f"the server refused the request: {describe(reply)}")
        return [reply["data"][f"f{at}"] for at in range(len(fields))]

    def _read(self, kind, fields):
        reply = self._document(kind, fields)
        failed = {
            error["path"][0]: (None, error["extensions"]["code"], error["message"])
            for error in reply.get("errors", [])
            if error.get("path")
        }
        data = reply.get("data")
        if data is not None:
            return [failed.get(f"f{at}") or (data[f"f{at}"], None, None) for at in range(len(fields))]
        if not failed:
            raise Stop(f"the server refused the request: {describe(reply)}")
        if len(fields) == 1:
            return [failed["f0"]]
        # A field that cannot be null took the others with it: one by one.
        return [self._read(kind, [field])[0] for field in fields]

    def _document(self, kind, fields):
        declared, selected, variables = [], [], {}
        for at, (field, arguments, selection) in enumerate(fields):
            given = []
            for name, value in arguments.items():
                variables[f"v{at}_{name}"] = value
                declared.append(f"$v{at}_{name}: {TYPES[name]}")
                given.append(f"{name}: $v{at}_{name}")
            selected.append(f"f{at}: {field}({', '.join(given)}) {{ {selection} }}")
        query = f"{kind}({', '.join(declared)}) {{ {' '.join(selected)} }}"
        return self._post({"query": query, "variables": variables})

    def _post(self, body):
        """Every mutation here can be sent twice, so a request that got no answer is sent again."""
        text = json.dumps(body).encode()
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        for attempt in range(ATTEMPTS):
            wait = 0
            try:
                self.connection.request("POST", self.path, text, headers)
                response = self.connection.getresponse()
                content = response.read()
                if response.status == 200:
                    return json.loads(content)
                trouble = f"HTTP {response.status}: {content.decode(errors='replace')[:300]}"
                if response.status not in (408, 429, 502, 503, 504):
                    raise Stop(f"the server refused the request: {trouble}")
                wait = seconds(response.headers.get("Retry-After"))
            except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
                trouble = f"{type(error).__name__}: {error}"
            self.connection.close()
            pause(attempt, wait)
        raise Stop(f"the server did not answer {ATTEMPTS} times; the last time: {trouble}")


def code_of(answer):
    return answer["code"] if isinstance(answer, dict) else answer[1]


def describe(reply):
    return "; ".join(error["message"] for error in reply.get("errors", [])) or "no data"


def seconds(text):
    return min(int(text), 60) if text and text.isdigit() else 0


def pause(attempt, wait=0):
    time.sleep(max(wait, min(0.2 * 2**attempt, 20) * random.uniform(0.5, 1)))


class Row:
    """A line of the file, and what became of it."""

    def __init__(self, line, cells):
        self.line = line
        self.cells = cells
        self.email = cells["email"]
        self.retired = cells.get("status", "").lower() == "retired"
        self.failures = []
        self.results = set()
        self.user = None
        self.member = None
        self.in_groups = set()
        self.look_again = False

    def get(self, column):
        """The cell; None where it says nothing, because it is empty or has no column."""
        return self.cells.get(column) or None

    def fail(self, code, message):
        self.failures.append((code, message))

    def check(self):
        """What only this script can see: the server never gets to read these."""
        if None in self.cells:
            self.fail("INVALID_VALUE", "the row has more cells than the file has columns")
        if self.cells.get("status", "").lower() not in ("", "active", "retired"):
            self.fail("INVALID_STATUS", "`status` must be active or retired")
        if self.cells.get("role", "").lower() not in ("", "user", "admin"):
            self.fail("INVALID_ROLE", "`role` must be user or admin")
        return not self.failures

    def wanted_groups(self):
        return list(dict.fromkeys(filter(None, map(str.strip, self.cells["groups"].split(";")))))

    def details(self):
        """The person's fields that differ from what the row says."""
        said = {"first": self.get("first"), "last": self.get("last")}
        changed = {name: value for name, value in said.items() if value and value != self.user[name]}
        if "mobile" in self.cells and self.get("mobile") != self.user["mobile"]:
            changed["mobile"] = self.get("mobile")
        return changed

    def membership(self):
        """The membership's fields that differ from what the row says."""
        changed = {}
        status = "retired" if self.retired else "active"
        if ("status" in self.cells) and status != self.member["status"].lower():
            changed["status"] = status
        role = self.get("role")
        if role and role.lower() != self.member["role"].lower():
            changed["role"] = role
        if "external_id" in self.cells and self.get("external_id") != self.member["externalId"]:
            changed["externalId"] = self.get("external_id")
        return changed

    def optional(self, **names):
        """Arguments from the cells that say something."""
        return {name: self.get(column) for name, column in names.items() if self.get(column)}


class Sync:
    """Brings rows into step, a batch at a time."""

    def __init__(self, api, org):
        self.api = api
        self.org = org
        self.groups = {}
        self.counts = dict.fromkeys(OUTCOMES, 0)

    def run(self, rows):
        todo = [row for row in rows if row.check()]
        self.attempt(todo)
        again = [row for row in todo if row.look_again]
        for row in again:
            row.look_again = False
            row.failures.clear()
        self.attempt(again)
        for row in rows:
            self.count(row)

    def count(self, row):
        for code, message in row.failures:
            print(f"line {row.line}: {row.email}: {code}: {message}", file=sys.stderr)
        outcome = "errors" if row.failures else next((o for o in OUTCOMES if o in row.results), "unchanged")
        self.counts[outcome] += 1

    def attempt(self, rows):
        self.look_up(rows)
        rows = [row for row in rows if not row.failures]
        self.post(step for row in rows for step in self.person(row))
        active = [row for row in rows if row.member and not row.retired and not row.failures and "groups" in row.cells]
        self.find_groups(active)
        self.post(step for row in active for step in self.group_changes(row))

    def look_up(self, rows):
        """Who of them is there, in which groups of the org."""
        found = self.api.queries([("user", {"email": row.email}, "id first last mobile") for row in rows])
        for row, answer in zip(rows, found):
            row.user = settle(row, answer)
        known = [row for row in rows if row.user]
        fields = "role status externalId"
        found = self.api.queries([("membership", {"org": self.org, "user": row.user["id"]}, fields) for row in known])
        for row, answer in zip(known, found):
            row.member = settle(row, answer)
        members = [row for row in known if row.member and not row.retired and "groups" in row.cells]
        found = self.api.queries(
            [("groupUsers", {"org": self.org, "userId": row.user["id"]}, "groupId") for row in members]
        )
        for row, answer in zip(members, found):
            row.in_groups = {entry["groupId"] for entry in settle(row, answer) or []}

    def person(self, row):
        """The mutations that make the user a member as the row says."""
        if row.user is None:
            if row.retired:
                return
            names = {"first": row.cells.get("first", ""), "last": row.cells.get("last", "")}
            extra = row.optional(mobile="mobile", externalId="external_id")
            yield row, "createUser", {"org": self.org, "email": row.email, **names, **extra}
            return
        whom = {"org": self.org, "userId": row.user["id"]}
        details = {} if row.retired else row.details()
        if details:
            yield row, "updateUser", {"userId": row.user["id"], **details}
        if row.member:
            changed = row.membership()
            if changed:
                yield row, "updateMember", {**whom, **changed}
        elif not row.retired:
            yield row, "addOrgMember", {**whom, **row.optional(role="role", externalId="external_id")}

    def group_changes(self, row):
        """The mutations that remain once the user is a member."""
        whom = {"org": self.org, "userId": row.user["id"]}
        wanted = set()
        for name in row.wanted_groups():
            group, code, message = self.groups[name]
            if group is None:
                row.fail(code, f"group {name!r}: {message}")
            else:
                wanted.add(group)
        if row.failures:
            return
        for group in sorted(wanted - row.in_groups):
            yield row, "addGroupMembership", {**whom, "groupId": group}
        for group in sorted(row.in_groups - wanted):
            yield row, "removeGroupMembership", {**whom, "groupId": group}

    def find_groups(self, rows):
        """A group's id by its name: made, or there already."""
        names = {name: None for row in rows for name in row.wanted_groups() if name not in self.groups}
        made = self.api.mutations([("createGroup", {"org": self.org, "name": name}) for name in names])
        for name, result in zip(names, made):
            is_there = result["code"] == "NAME_TAKEN" and result["existingId"]
            self.groups[name] = (result["id"] or is_there or None, result["code"], result["error"])

    def post(self, steps):
        """Posts mutations and notes what became of each."""
        steps = list(steps)
        results = self.api.mutations([(field, arguments) for _, field, arguments in steps])
        promotions = []
        for (row, field, arguments), result in zip(steps, results):
            if result["code"]:
                row.look_again |= result["code"] in LOOK_AGAIN
                row.fail(result["code"], f"{field}: {result['error']}")
                continue
            row.results.add(meaning(field, result["result"]))
            if field == "createUser":
                row.user = {"id": result["id"]}
                # A new user joins with role `user`.
                if (row.get("role") or "user").lower() != "user":
                    whom = {"org": self.org, "userId": result["id"]}
                    promotions.append((row, "updateMember", {**whom, "role": row.get("role")}))
            if field in ("createUser", "addOrgMember"):
                row.member = True
        if promotions:
            self.post(promotions)


def settle(row, answer):
    """The value that a look-up gave, or its failure on the row."""
    value, code, message = answer
    if code:
        row.fail(code, message)
    return value


def meaning(field, result):
    """What one mutation's result says about its row."""
    joined = field in ("createUser", "addOrgMember")
    return "updated" if result == "created" and not joined else result


def rows_of(file):
    """The rows of a CSV file, read as they are needed."""
    reader = csv.DictReader(file, restval="")
    header = reader.fieldnames or []
    unknown = [name for name in header if name not in COLUMNS]
    if "email" not in header or unknown or len(set(header)) < len(header):
        raise Stop(f"the first line must name columns out of {', '.join(COLUMNS)}, with email; it is {header}")
    for cells in reader:
        yield Row(reader.line_num, {name: cell.strip() if name else cell for name, cell in cells.items()})


def batches(rows, size):
    """Rows, so many at a time. An e-mail that comes again begins a new batch, because the first must be done by then."""
    batch, emails = [], set()
    for row in rows:
        email = row.email.lower()
        if len(batch) == size or email in emails:
            yield batch
            batch, emails = [], set()
        batch.append(row)
        emails.add(email)
    if batch:
        yield batch


def find_org(api, wanted):
    """An org's id, by id or name."""
    try:
        by = {"id": str(uuid.UUID(wanted))}
    except ValueError:
        by = {"name": wanted}
    org, code, message = api.queries([("org", by, "id")])[0]
    if org is None:
        raise Stop(f"no org {wanted!r} for this token" + (f": {code}: {message}" if code else ""))
    return org["id"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", help="the file, in UTF-8; - for standard input")
    parser.add_argument("--org", required=True, help="the org's id or name")
    url = os.environ.get("TENANTRY_URL", "http://127.0.0.1:8080")
    parser.add_argument("--url", default=url, help="the server, instead of TENANTRY_URL (http://127.0.0.1:8080)")
    sizes = {"type": int, "default": 50, "choices": range(1, 101), "metavar": "1-100"}
    parser.add_argument("--batch", **sizes, help="rows at a time, and fields of a document at the most; 50")
    options = parser.parse_args()
    token = os.environ.get("TENANTRY_TOKEN")
    if not token:
        raise Stop("set TENANTRY_TOKEN to a token that may change the org")
    api = Api(options.url, token, options.batch)
    sync = Sync(api, find_org(api, options.org))
    try:
        source = 0 if options.csv == "-" else options.csv
        with open(source, encoding="utf-8-sig", newline="") as file:
            for batch in batches(rows_of(file), options.batch):
                sync.run(batch)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Stop(f"{options.csv} cannot be read: {error}") from error
    finally:
        print(" ".join(f"{name} {sync.counts[name]}" for name in PRINTED))
    return 1 if sync.counts["errors"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        print(f"sync.py: {stop}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
