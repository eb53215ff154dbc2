"""One job by its id: whose it is, which it is, and that nothing else is told."""

from collections.abc import Callable

import pytest

from flinkjobs._runtime.client.request import build_request
from flinkjobs.operations import GET_JOB
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.store.jobs import Stored
from flinkjobs_target.store.keys import KeyRecord

from .conftest import Answer, Caller, MakeJob


def get(caller: Caller, **values: str) -> Answer:
    """Ask for the job `j` of `w` and `n`, unless told otherwise."""
    known = {"workspace": "w", "namespace": "n", "job_id": "j"}
    request = build_request(GET_JOB, known | values)
    return caller.send(request, caller.sign(request))


def test_a_job_is_given_as_it_was_loaded(
    owner: Caller, load: Callable[..., Stored], make_job: MakeJob
) -> None:
    """A job is given field by field, those that the contract does not know included."""
    job = make_job("j", tomorrow=[1.5, None], createdAt="5")
    load(job, make_job("k"))

    assert job == get(owner).body["data"]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"job_id": "J"}, 'job "J"'),
        ({"namespace": "m"}, 'namespace "m"'),
        ({"workspace": "v"}, 'workspace "v"'),
    ],
)
def test_what_does_not_exist_is_named(
    owner: Caller,
    load: Callable[..., Stored],
    make_job: MakeJob,
    values: dict[str, str],
    missing: str,
) -> None:
    """The first thing on the way to the job that is not there is named."""
    load(make_job("j"))
    answer = get(owner, **values)

    assert (200, "990301") == (answer.status, answer.code)
    assert f"{missing} does not exist" == answer.body["errorMessage"]


def test_a_job_of_another_account_does_not_exist(
    owner: Caller, load: Callable[..., Stored], make_job: MakeJob
) -> None:
    """Nobody learns whether a job of somebody else exists."""
    load(make_job("j"), account="somebody")

    assert 'workspace "w" does not exist' == get(owner).body["errorMessage"]


def test_of_one_id_in_two_deployments_the_newest_is_given(
    owner: Caller, load: Callable[..., Stored], make_job: MakeJob
) -> None:
    """An id that two deployments of a namespace have stands for the job created last."""
    load(
        make_job("j", deploymentId="d", createdAt="5"),
        make_job("j", deploymentId="e", createdAt="7"),
        make_job("j", deploymentId="f"),
    )

    assert "e" == get(owner).body["data"]["deploymentId"]


@pytest.mark.parametrize("created", [{}, {"createdAt": "5"}], ids=["unknown", "the same"])
def test_of_equally_new_ones_that_of_the_least_deployment_id_is_given(
    owner: Caller, load: Callable[..., Stored], make_job: MakeJob, created: dict[str, str]
) -> None:
    """Byte by byte, whatever came first; and every deployment lists its own."""
    ids = ["é", "d", "D", "e"]
    load(*(make_job("j", deploymentId=one, **created) for one in ids))

    assert "D" == get(owner).body["data"]["deploymentId"]
    assert [["j"]] * 4 == [owner.list(deployment_id=one).job_ids for one in ids]


def test_listing_does_not_permit_getting(
    keyring: Keyring,
    call_as: Callable[[KeyRecord], Caller],
    load: Callable[..., Stored],
    make_job: MakeJob,
) -> None:
    """A policy that allows stream:ListJobs allows stream:GetJob no more than any other action."""
    keyring.create_first()
    load(make_job("j"))
    statement = '{"Effect": "Allow", "Action": "stream:ListJobs", "Resource": "*"}'
    policy = f'{{"Version": "1", "Statement": [{statement}]}}'
    caller = call_as(keyring.create(user="alice", policies=[policy]))

    assert ("Forbidden.RAM", 403) == (get(caller).code, get(caller).status)
    assert ["j"] == caller.list().job_ids
