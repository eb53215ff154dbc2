"""GetJob: selection by id, missing resources and permissions."""

from collections.abc import Callable

import pytest

from flinkjobs._runtime.client.request import build_request
from flinkjobs.operations import GET_JOB
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.store.jobs import WriteSummary
from flinkjobs_target.store.keys import KeyRecord

from .conftest import MakeJob, Response, SigningClient


def get(client: SigningClient, **values: str) -> Response:
    """Get the job `j` of `w` and `n`, unless other values are passed."""
    defaults = {"workspace": "w", "namespace": "n", "job_id": "j"}
    request = build_request(GET_JOB, defaults | values)
    return client.send(request, client.sign(request))


def test_a_job_is_returned_as_it_was_loaded(
    owner: SigningClient, load: Callable[..., WriteSummary], make_job: MakeJob
) -> None:
    """Including fields that the contract does not define."""
    job = make_job("j", tomorrow=[1.5, None], createdAt="5")
    load(job, make_job("k"))

    assert get(owner).body["data"] == job


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"job_id": "J"}, 'job "J"'),
        ({"namespace": "m"}, 'namespace "m"'),
        ({"workspace": "v"}, 'workspace "v"'),
    ],
)
def test_a_missing_resource_is_named(
    owner: SigningClient,
    load: Callable[..., WriteSummary],
    make_job: MakeJob,
    values: dict[str, str],
    missing: str,
) -> None:
    """The outermost missing resource is named."""
    load(make_job("j"))
    response = get(owner, **values)

    assert (response.status, response.code) == (200, "990301")
    assert response.body["errorMessage"] == f"{missing} does not exist"


def test_a_job_of_another_account_does_not_exist(
    owner: SigningClient, load: Callable[..., WriteSummary], make_job: MakeJob
) -> None:
    """The response does not reveal whether it exists."""
    load(make_job("j"), account="somebody")

    assert get(owner).body["errorMessage"] == 'workspace "w" does not exist'


def test_the_newest_job_of_an_id_is_returned(
    owner: SigningClient, load: Callable[..., WriteSummary], make_job: MakeJob
) -> None:
    """When several deployments of a namespace have it."""
    load(
        make_job("j", deploymentId="d", createdAt="5"),
        make_job("j", deploymentId="e", createdAt="7"),
        make_job("j", deploymentId="f"),
    )

    assert get(owner).body["data"]["deploymentId"] == "e"


@pytest.mark.parametrize("created", [{}, {"createdAt": "5"}], ids=["unknown", "the same"])
def test_equally_new_jobs_are_chosen_by_deployment_id(
    owner: SigningClient,
    load: Callable[..., WriteSummary],
    make_job: MakeJob,
    created: dict[str, str],
) -> None:
    """By bytes, whatever the order of loading; every deployment lists its own."""
    ids = ["é", "d", "D", "e"]
    load(*(make_job("j", deploymentId=deployment_id, **created) for deployment_id in ids))

    assert get(owner).body["data"]["deploymentId"] == "D"
    assert [owner.list(deployment_id=deployment_id).job_ids for deployment_id in ids] == [["j"]] * 4


def test_listing_does_not_permit_getting(
    keyring: Keyring,
    client_for: Callable[[KeyRecord], SigningClient],
    load: Callable[..., WriteSummary],
    make_job: MakeJob,
) -> None:
    """A policy that allows stream:ListJobs does not allow stream:GetJob."""
    keyring.create_first()
    load(make_job("j"))
    statement = '{"Effect": "Allow", "Action": "stream:ListJobs", "Resource": "*"}'
    policy = f'{{"Version": "1", "Statement": [{statement}]}}'
    client = client_for(keyring.create(user="alice", policies=[policy]))

    assert (get(client).code, get(client).status) == ("Forbidden.RAM", 403)
    assert client.list().job_ids == ["j"]
