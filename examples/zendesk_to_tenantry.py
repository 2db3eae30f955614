#!/usr/bin/env python3
"""Copies users, organizations and memberships between servers with the Zendesk API, with zenpy.

The script can be run again: it then updates existing rows and creates no duplicates. Fields that
are empty at the source are cleared at the target. Organizations are identified by their external id
or else their name, and keep an external id that was cleared at the source. Users are identified by
their e-mail address; users without an e-mail address are skipped. The organizations of a user are
replaced by those at the source.

    pip install zenpy
    export SOURCE_URL=https://acme.zendesk.com SOURCE_EMAIL=... SOURCE_TOKEN=...
    export TARGET_URL=http://127.0.0.1:8080 TARGET_TOKEN=tnt_...
    examples/zendesk_to_tenantry.py
"""

import contextlib
import os
import sys
import time
from collections import defaultdict
from urllib.parse import urlsplit

from zenpy import Zenpy
from zenpy.lib.api_objects import Organization, User

# The maximum number of rows per request.
AT_ONCE = 100


@contextlib.contextmanager
def server(side):
    """Returns a client of the source or the target. zenpy reads these variables at each request."""
    place = urlsplit(os.environ[f"{side}_URL"])
    os.environ["ZENPY_FORCE_SCHEME"] = place.scheme
    os.environ["ZENPY_FORCE_NETLOC"] = place.netloc
    email = os.environ.get(f"{side}_EMAIL", "sync@example.com")
    yield Zenpy(subdomain=side.lower(), email=email, token=os.environ[f"{side}_TOKEN"])


def finished(client, job):
    while job.status in ("queued", "working"):
        time.sleep(0.2)
        job = client.job_status(id=job.id)
    if job.status != "completed":
        sys.exit(f"job {job.id}: {job.status}: {job.message}")
    return job


def main():
    needed = ["SOURCE_URL", "SOURCE_TOKEN", "TARGET_URL", "TARGET_TOKEN"]
    missing = [name for name in needed if not os.environ.get(name)]
    if missing or len(sys.argv) > 1:
        print(__doc__.strip())
        # A request for help succeeds; anything else is an error.
        if sys.argv[1:] in (["-h"], ["--help"]):
            return 0
        print(f"\nmissing: {', '.join(missing)}" if missing else "\nThe script takes no arguments.", file=sys.stderr)
        return 2

    with server("SOURCE") as source:
        organizations = list(source.organizations())
        users = [user for user in source.users() if user.email]
        belongs = defaultdict(list)
        for membership in source.organization_memberships():
            belongs[membership.user_id].append(membership)

    with server("TARGET") as target:
        numbers = {}
        for organization in organizations:
            stated = Organization(name=organization.name, external_id=organization.external_id)
            numbers[organization.id] = target.organizations.create_or_update(stated).id

        def stated(user):
            mine = [row for row in belongs[user.id] if row.organization_id in numbers]
            default = [numbers[row.organization_id] for row in mine if row.default]
            return User(
                email=user.email,
                name=user.name,
                # zenpy omits fields that are None. An empty text clears a field.
                external_id=user.external_id or "",
                phone=user.phone or "",
                iana_time_zone=user.iana_time_zone or "",
                suspended=user.suspended,
                organization_ids=[numbers[row.organization_id] for row in mine],
                **({"organization_id": default[0]} if default else {}),
            )

        failed = 0
        for start in range(0, len(users), AT_ONCE):
            part = users[start : start + AT_ONCE]
            job = target.users.create_or_update([stated(user) for user in part])
            for result in finished(target, job).results:
                if getattr(result, "error", None):
                    failed += 1
                    print(f"{part[result.index].email}: {result.details}", file=sys.stderr)

    rows = sum(len(rows) for rows in belongs.values())
    print(f"{len(organizations)} organizations, {len(users) - failed} of {len(users)} users, {rows} memberships")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
