"""Calls a tenantry server with the unmodified client zenpy, as scripts do."""

import os
import time
from urllib.parse import urlsplit

place = urlsplit(os.environ["TENANTRY_URL"])
os.environ["ZENPY_FORCE_NETLOC"] = place.netloc
os.environ["ZENPY_FORCE_SCHEME"] = place.scheme

from zenpy import Zenpy
from zenpy.lib.api_objects import Organization, OrganizationMembership, User
from zenpy.lib.exception import APIException, RecordNotFoundException, TooManyValuesException

token, run = os.environ["TENANTRY_TOKEN"], os.environ["RUN"]
by_oauth = Zenpy(subdomain="tenantry", oauth_token=token)
client = Zenpy(subdomain="tenantry", email="ann@example.com", token=token)


def name(what):
    return f"zenpy {what} {run}"


def email(who):
    return f"zenpy-{who}-{run}@example.com"


def done(job):
    """Polls a job until it ends."""
    while job.status not in ("completed", "failed"):
        time.sleep(0.05)
        job = client.job_status(id=job.id)
    assert job.status == "completed", job.to_dict()
    return job


assert by_oauth.users.me().id == client.users.me().id

acme = client.organizations.create(Organization(name=name("Acme"), external_id=f"acme-{run}"))
globex = client.organizations.create(Organization(name=name("Globex")))
assert client.organizations(id=acme.id).name == name("Acme")
assert [found.id for found in client.organizations.external(f"acme-{run}")] == [acme.id]

ann = client.users.create(User(name="Ann Lee", email=email("ann"), organization_id=globex.id))
assert ann.organization_id == globex.id and ann.organization.name == name("Globex")
assert [found.id for found in client.users.search(query=email("ann"))] == [ann.id]

membership = client.organization_memberships.create(
    OrganizationMembership(user_id=ann.id, organization_id=acme.id)
)
assert membership.organization.id == acme.id and not membership.default
try:
    client.organization_memberships.create(
        OrganizationMembership(user_id=ann.id, organization_id=acme.id)
    )
    raise SystemExit("a duplicate membership was created")
except APIException as refused:
    assert refused.response.status_code == 422, refused.response.text

# The default first, then by name.
of_ann = list(client.users.organization_memberships(ann))
assert [one.organization_id for one in of_ann] == [globex.id, acme.id]

# An organization by name is added. The other memberships do not change.
initech = client.organizations.create(Organization(name=name("Initech")))
user = User(email=email("ann"))
user.organization = Organization(name=name("Initech"))
assert client.users.create_or_update(user).id == ann.id
assert len(list(client.users.organization_memberships(ann))) == 3

# Batches run as jobs.
people = [User(name=f"Person {n}", email=email(n)) for n in range(25)]
job = done(client.users.create(people))
ids = [result.id for result in job.results]
assert len(ids) == 25
job = done(
    client.organization_memberships.create(
        [OrganizationMembership(user_id=id, organization_id=acme.id) for id in ids]
    )
)
members = [result.id for result in job.results]
assert sorted(user.id for user in client.organizations.users(acme)) == sorted([ann.id, *ids])
assert len(list(client.organizations.organization_memberships(acme))) == 26
done(
    client.organization_memberships.delete(
        [OrganizationMembership(id=id) for id in members[:20]]
    )
)
assert len(list(client.organizations.organization_memberships(acme))) == 6

try:
    client.organization_memberships.create(
        [OrganizationMembership(user_id=1, organization_id=1) for _ in range(101)]
    )
    raise SystemExit("101 memberships were accepted")
except TooManyValuesException:
    pass

client.organization_memberships.delete(membership)
try:
    client.organization_memberships(id=membership.id)
    raise SystemExit("a removed membership was found")
except RecordNotFoundException:
    pass

ann = client.users(id=ann.id)
ann.name = "Ann Lee-Smith"
assert client.users.update(ann).name == "Ann Lee-Smith"
client.users.delete(ann)
client.organizations.delete(globex)
try:
    client.organizations(id=globex.id)
    raise SystemExit("a deleted organization was found")
except RecordNotFoundException:
    pass
print("  organizations, users, memberships, jobs: as expected")
