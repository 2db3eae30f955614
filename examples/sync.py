#!/usr/bin/env python3
"""Synchronizes the members of orgs with a CSV file. Needs only the Python standard library.

    TENANTRY_TOKEN=tnt_... python3 sync.py --org "Acme" people.csv
    some-export | TENANTRY_TOKEN=tnt_... python3 sync.py --org "Acme" -

The first line of the file names the columns, which are separated by commas, semicolons or tabs. The
output states the separator that was found. Only `email` is required. Fields without a column are
not changed.

    org          id or name of the org of the row; an empty cell means the org of `--org`
    email        identifies the user; compared without regard to case
    first, last  required for users who do not exist yet; an empty cell changes nothing
    mobile       an empty cell clears the number
    external_id  of the membership; an empty cell clears it
    role         user or admin; an empty cell changes nothing
    status       active or retired; an empty cell means active
    groups       all groups of the member in the org, separated by `;` (in quotes if columns are
                 separated by `;` too). Groups that do not exist are created. The member is removed
                 from all other groups

If the e-mail address is unknown and the external id belongs to a member, the address is the
member's new address. A row fails if its address and its external id belong to two users, or if an
earlier row names the same user by another address. A row with the status retired ends the member's
access, and leaves the user's details and groups unchanged. Users who are not in the file are left
unchanged. If several rows have the same address and org, the last row applies.

The script reads the current state and sends mutations only for differences. So it can be run again
at any time, also after it was killed. Connection errors, status 503 and BUSY are retried with
growing pauses.

In the end the script prints the numbers of rows that were created, updated, reactivated, unchanged,
removed and errors. Each row is counted once, as the first of these that applies: errors, created
(joined the org), reactivated, updated, removed (only left groups), unchanged.
Exit code: 0 if all rows are synchronized, 1 if a row failed (each is printed to standard error with
its line and code), 2 if the script had to stop.
"""

import argparse
import csv
import http.client
import json
import os
import random
import sys
import time
import unicodedata
import urllib.parse
import uuid

# The GraphQL types of variables, by their names.
TYPES = {
    **dict.fromkeys(("org", "id", "user", "userId", "groupId"), "Uuid!"),
    **dict.fromkeys(("name", "email", "first", "last", "role", "status"), "String!"),
    **dict.fromkeys(("mobile", "externalId"), "String"),
    "filter": "MembershipFilter",
}
COLUMNS = ("org", "email", "first", "last", "mobile", "external_id", "role", "status", "groups")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
PERSON = "id email first last mobile"
MEMBER = "role status externalId"
RESULT = "id result records error code existingId"
# A row is counted as the first of these that applies.
OUTCOMES = ("errors", "created", "reactivated", "updated", "removed", "unchanged")
PRINTED = ("created", "updated", "reactivated", "unchanged", "removed", "errors")
# Codes that can result from a change by another row or another client. Such rows are retried once.
LOOK_AGAIN = ("AMBIGUOUS_MATCH", "EMAIL_TAKEN", "ALREADY_MEMBER", "NOT_A_MEMBER", "MEMBER_RETIRED")
ATTEMPTS = 10


class Stop(Exception):
    """An error that stops the script."""


class Api:
    """Sends documents of many fields, over one connection that is reopened when it breaks."""

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
        """Returns (value, error code, message) for each (field, arguments, selection), in order."""
        return self._all("query", fields, self._read)

    def mutations(self, fields):
        """Returns the MutationResult of each (field, arguments), in order."""
        return self._all("mutation", [(*field, RESULT) for field in fields], self._write)

    def _all(self, kind, fields, run):
        answers = []
        for start in range(0, len(fields), self.size):
            part = fields[start : start + self.size]
            answers += self._patiently(kind, part, run)
        return answers

    def _patiently(self, kind, fields, run):
        """Runs the fields, and retries those that fail with BUSY."""
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
        # An error of a non-null field makes all data null, so the fields are sent one by one.
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
        """Sends a request, and sends it again without a reply. This is safe for these mutations."""
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
        raise Stop(f"{ATTEMPTS} attempts failed; the last error: {trouble}")


def code_of(answer):
    return answer["code"] if isinstance(answer, dict) else answer[1]


def describe(reply):
    return "; ".join(error["message"] for error in reply.get("errors", [])) or "no data"


def seconds(text):
    return min(int(text), 60) if text and text.isdigit() else 0


def pause(attempt, wait=0):
    time.sleep(max(wait, min(0.2 * 2**attempt, 20) * random.uniform(0.5, 1)))


class Row:
    """A line of the file, and its results."""

    def __init__(self, line, cells):
        self.line = line
        self.cells = cells
        self.email = cells["email"]
        self.retired = cells.get("status", "").lower() == "retired"
        self.failures = []
        self.results = set()
        self.org = None
        self.user = None
        self.member = None
        self.has_new_email = False
        self.in_groups = set()
        self.look_again = False

    def get(self, column):
        """Returns the cell, or None if the cell is empty or its column is absent."""
        return self.cells.get(column) or None

    def fail(self, code, message):
        self.failures.append((code, message))
        self.look_again |= code in LOOK_AGAIN

    def check(self):
        """Checks the values that are not sent to the server, and returns whether they are valid."""
        if None in self.cells:
            self.fail("INVALID_VALUE", "the row has more cells than the file has columns")
        if self.cells.get("status", "").lower() not in ("", "active", "retired"):
            self.fail("INVALID_STATUS", "`status` must be active or retired")
        if self.cells.get("role", "").lower() not in ("", "user", "admin"):
            self.fail("INVALID_ROLE", "`role` must be user or admin")
        return not self.failures

    def identify(self, members):
        """Compares the user with the row's e-mail address with the members with its external id."""
        if self.user is None and len(members) == 1:
            self.member, self.user, self.has_new_email = members[0], members[0]["user"], True
        elif self.user is None and members:
            self.fail("AMBIGUOUS_MATCH", "the e-mail is unknown, and several members have the external id")
        elif members and self.user["id"] not in [member["user"]["id"] for member in members]:
            other = members[0]["user"]["email"]
            self.fail("AMBIGUOUS_MATCH", f"the e-mail belongs to another user than the external id, which is that of {other}")

    def wanted_groups(self):
        return list(dict.fromkeys(filter(None, map(str.strip, self.cells["groups"].split(";")))))

    def details(self):
        """Returns the fields of the user that differ from the row."""
        names = {"first": self.get("first"), "last": self.get("last")}
        changed = {name: value for name, value in names.items() if value and value != self.user[name]}
        if self.has_new_email:
            changed["email"] = self.email
        if "mobile" in self.cells and self.get("mobile") != self.user["mobile"]:
            changed["mobile"] = self.get("mobile")
        return changed

    def membership(self):
        """Returns the fields of the membership that differ from the row."""
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
        """Returns arguments from the cells that are not empty."""
        return {name: self.get(column) for name, column in names.items() if self.get(column)}


class Sync:
    """Synchronizes rows, a batch at a time."""

    def __init__(self, api):
        self.api = api
        # Ids of orgs and groups, by the names in the cells.
        self.orgs, self.groups = {"": None}, {}
        # The line and the e-mail address of the first row of each user.
        self.claims = {}
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
        """Looks up the org, the user, the membership and the groups of each row."""
        for row in rows:
            row.org = self.find_org(name := row.cells.get("org", ""))
            if row.org is None:
                row.fail("ORG_NOT_FOUND", f"no org {name!r} for this token" if name else "no --org for an empty `org`")
        rows = [row for row in rows if row.org]
        found = self.api.queries([("user", {"email": row.email}, PERSON) for row in rows])
        for row, answer in zip(rows, found):
            row.user, row.member, row.has_new_email = value_of(row, answer), None, False
        known = [row for row in rows if row.user]
        found = self.api.queries([("membership", {"org": row.org, "user": row.user["id"]}, MEMBER) for row in known])
        for row, answer in zip(known, found):
            row.member = value_of(row, answer)
        named = [row for row in rows if row.get("external_id")]
        wanted = [{"filter": {"org": row.org, "externalId": row.get("external_id")}} for row in named]
        fields = f"nodes {{ {MEMBER} user {{ {PERSON} }} }}"
        for row, answer in zip(named, self.api.queries([("memberships", filter, fields) for filter in wanted])):
            row.identify((value_of(row, answer) or {"nodes": []})["nodes"])
        known = [row for row in rows if row.user and not row.failures]
        for row in known:
            self.claim(row)
        members = [row for row in known if row.member and not row.retired and "groups" in row.cells]
        found = self.api.queries(
            [("groupUsers", {"org": row.org, "userId": row.user["id"]}, "groupId") for row in members]
        )
        for row, answer in zip(members, found):
            row.in_groups = {entry["groupId"] for entry in value_of(row, answer) or []}

    def find_org(self, name):
        """Returns the id of the org with this name or id, or None if the token cannot see it."""
        if name not in self.orgs:
            try:
                by = {"id": str(uuid.UUID(name))}
            except ValueError:
                by = {"name": name}
            org, _, _ = self.api.queries([("org", by, "id")])[0]
            self.orgs[name] = org and org["id"]
        return self.orgs[name]

    def claim(self, row):
        """Fails if an earlier row names the same user by another e-mail address."""
        first = self.claims.setdefault(row.user["id"], (row.line, folded(row.email)))
        if first[1] != folded(row.email):
            row.fail("AMBIGUOUS_MATCH", f"line {first[0]} names the same person with the e-mail {first[1]}")

    def person(self, row):
        """Yields the mutations that bring the user and the membership in line with the row."""
        if row.user is None:
            if row.retired:
                return
            names = {"first": row.cells.get("first", ""), "last": row.cells.get("last", "")}
            extra = row.optional(mobile="mobile", externalId="external_id")
            yield row, "createUser", {"org": row.org, "email": row.email, **names, **extra}
            return
        whom = {"org": row.org, "userId": row.user["id"]}
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
        """Yields the mutations that bring the groups of the member in line with the row."""
        whom = {"org": row.org, "userId": row.user["id"]}
        wanted = set()
        for name in row.wanted_groups():
            group, code, message = self.groups[row.org, name]
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
        """Finds or creates the groups that the rows name."""
        wanted = {(row.org, name): None for row in rows for name in row.wanted_groups()}
        wanted = [key for key in wanted if key not in self.groups]
        made = self.api.mutations([("createGroup", {"org": org, "name": name}) for org, name in wanted])
        for key, result in zip(wanted, made):
            is_there = result["code"] == "NAME_TAKEN" and result["existingId"]
            self.groups[key] = (result["id"] or is_there or None, result["code"], result["error"])

    def post(self, steps):
        """Sends mutations and records their results."""
        steps = list(steps)
        results = self.api.mutations([(field, arguments) for _, field, arguments in steps])
        promotions = []
        for (row, field, arguments), result in zip(steps, results):
            if result["code"]:
                row.fail(result["code"], f"{field}: {result['error']}")
                continue
            row.results.add(meaning(field, result["result"]))
            if field == "createUser":
                row.user = {"id": result["id"]}
                self.claim(row)
                # A new user joins with role `user`.
                if (row.get("role") or "user").lower() != "user":
                    whom = {"org": row.org, "userId": result["id"]}
                    promotions.append((row, "updateMember", {**whom, "role": row.get("role")}))
            if field in ("createUser", "addOrgMember"):
                row.member = True
        if promotions:
            self.post(promotions)


def folded(email):
    """Returns the e-mail address in the form in which it is compared.

    The server also treats a domain and its ASCII form as equal, which this function does not.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", email).casefold())


def value_of(row, answer):
    """Returns the value of a lookup, or records its failure in the row."""
    value, code, message = answer
    if code:
        row.fail(code, message)
    return value


def meaning(field, result):
    """Returns the result of a row that follows from the result of one of its mutations."""
    joined = field in ("createUser", "addOrgMember")
    return "updated" if result == "created" and not joined else result


def rows_of(file, has_org):
    """Yields the rows of a CSV file as they are read."""
    first = file.readline()
    separator = max(SEPARATORS, key=first.count)
    header = [name.strip() for name in next(csv.reader([first], delimiter=separator), [])]
    print(f"columns are separated by {SEPARATORS[separator]}", flush=True)
    unknown = [name for name in header if name not in COLUMNS]
    if "email" not in header or unknown or len(set(header)) < len(header):
        raise Stop(f"the first line must name columns out of {', '.join(COLUMNS)}, with email; not {header}")
    if "org" not in header and not has_org:
        raise Stop("name the org with --org or in a column `org`")
    reader = csv.DictReader(file, header, restval="", delimiter=separator)
    for cells in reader:
        yield Row(reader.line_num + 1, {name: cell.strip() if name else cell for name, cell in cells.items()})


def batches(rows, size):
    """Yields batches of at most `size` rows.

    A row that names a user of the current batch again starts a new batch, so that it is executed
    after the first row.
    """
    batch, met = [], set()
    for row in rows:
        names = {("email", folded(row.email)), ("external_id", row.get("external_id") or row.line)}
        if len(batch) == size or names & met:
            yield batch
            batch, met = [], set()
        batch.append(row)
        met |= names
    if batch:
        yield batch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", help="the file, in UTF-8, or - for standard input")
    parser.add_argument("--org", help="id or name of the org of rows that name no org")
    url = os.environ.get("TENANTRY_URL", "http://127.0.0.1:8080")
    parser.add_argument("--url", default=url, help="the URL of the server (default: TENANTRY_URL, or else http://127.0.0.1:8080)")
    sizes = {"type": int, "default": 50, "choices": range(1, 101), "metavar": "1-100"}
    parser.add_argument("--batch", **sizes, help="rows per batch, and maximum number of fields per document (default 50)")
    options = parser.parse_args()
    token = os.environ.get("TENANTRY_TOKEN")
    if not token:
        raise Stop("set TENANTRY_TOKEN to a token that may change the org")
    sync = Sync(Api(options.url, token, options.batch))
    if options.org:
        sync.orgs[""] = sync.find_org(options.org)
        if sync.orgs[""] is None:
            raise Stop(f"no org {options.org!r} for this token")
    try:
        source = 0 if options.csv == "-" else options.csv
        with open(source, encoding="utf-8-sig", newline="") as file:
            for batch in batches(rows_of(file, bool(options.org)), options.batch):
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
