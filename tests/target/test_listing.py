"""What is loaded is listed: page by page, in the order asked for, to its own account only."""

import random
from typing import Any

import pytest

from flinkjobs_target.store.jobs import DeploymentKey

STATES = ["RUNNING", "FAILED", "FINISHED", "running", "É", None]
IDS = ["a", "B", "b", "10", "9", "é", "Z", "a b", "中", "a/b", "a%", "~", "%", "_", "a'b", "A"]


def created(job: dict[str, Any]) -> int:
    """Give the creation time; an unknown one is older than all others."""
    text = job.get("createdAt", "")
    return int(text) if text.isdecimal() else -(2**70)


def state(job: dict[str, Any]) -> str:
    """Give the state; an unknown one comes before all others."""
    return job.get("status", {}).get("currentJobStatus") or ""


KEYS = {
    "gmt_create": lambda job: (created(job), job["jobId"].encode()),
    "job_id": lambda job: (job["jobId"].encode(),),
    "status": lambda job: (state(job).encode(), job["jobId"].encode()),
}


def random_jobs(make_job: Any, chance: random.Random) -> list[dict[str, Any]]:
    """Make jobs with many equal times and states, and ids that sort in surprising ways."""
    jobs = []
    for job_id in chance.sample(IDS, chance.randint(1, len(IDS))):
        fields: dict[str, Any] = {}
        if chance.random() < 0.8:
            fields["createdAt"] = chance.choice(["5", "10", "9", "0", "soon", "5.0", ""])
        if chance.random() < 0.8:
            fields["status"] = {"currentJobStatus": chance.choice(STATES)}
        jobs.append(make_job(job_id, **fields))
    return jobs


@pytest.mark.parametrize("name", list(KEYS))
def test_every_order_is_that_of_its_key(owner: Any, load: Any, make_job: Any, name: str) -> None:
    """Equal ones follow by id, byte for byte, and desc is the exact reverse of asc."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    jobs = random_jobs(make_job, random.Random(seed))
    load(*jobs)
    expected = [job["jobId"] for job in sorted(jobs, key=KEYS[name])]

    ascending = owner.list(sort_name=name, sort_order="asc", page_size=100)
    descending = owner.list(sort_name=name, sort_order="desc", page_size=100)

    assert expected == ascending.job_ids
    assert expected[::-1] == descending.job_ids


@pytest.mark.parametrize("name", list(KEYS))
def test_pages_together_are_all_jobs_once(owner: Any, load: Any, make_job: Any, name: str) -> None:
    """However large the pages, walking them gives each job, in order, and the total."""
    jobs = random_jobs(make_job, random.Random(7))
    load(*jobs)
    whole = owner.list(sort_name=name, page_size=100).job_ids
    for size in (1, 2, 3, 7, len(jobs), len(jobs) + 1):
        walked: list[str] = []
        for index in range(1, len(jobs) // size + 2):
            page = owner.list(sort_name=name, page_size=size, page_index=index)
            walked += page.job_ids

            assert len(jobs) == page.body["totalSize"]
            assert (index, size) == (page.body["pageIndex"], page.body["pageSize"])

        assert whole == walked


def test_the_newest_ten_come_first_unless_asked_otherwise(
    owner: Any, load: Any, make_job: Any
) -> None:
    """A call without options gives the newest jobs."""
    load(*(make_job(f"job-{number}", createdAt=str(number)) for number in range(8, 20)))

    assert [f"job-{number}" for number in range(19, 9, -1)] == owner.list().job_ids


def test_a_page_beyond_the_last_is_empty(owner: Any, load: Any, make_job: Any) -> None:
    """Even the largest page number is answered, with the total."""
    load(make_job("a"))

    page = owner.list(page_index=2**31 - 1, page_size=100)

    assert ([], 1, True) == (page.job_ids, page.body["totalSize"], page.body["success"])


def test_a_job_is_served_as_it_was_loaded(owner: Any, load: Any, example: Any) -> None:
    """Also what the contract does not know of, and the odd values of the product's page."""
    job = example | {"flinkConf": {"x": [1.0, None, {"y": "\x00é"}]}, "newField": {"a": 1}}
    load(job)

    listed = owner.list(
        workspace=job["workspace"],
        namespace=job["namespace"],
        deployment_id=job["deploymentId"],
    )

    assert [job] == listed.body["data"]
    assert ("", "", 200) == tuple(
        listed.body[name] for name in ("errorCode", "errorMessage", "httpCode")
    )


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ({"workspace": "W"}, 'workspace "W" does not exist'),
        ({"workspace": "w%"}, 'workspace "w%" does not exist'),
        ({"namespace": "n/"}, 'namespace "n/" does not exist'),
        ({"namespace": "é\n"}, 'namespace "é\\n" does not exist'),
        ({"deployment_id": "D"}, 'deployment "D" does not exist'),
        ({"deployment_id": "d\x00"}, 'deployment "d\\u0000" does not exist'),
        ({"deployment_id": "_"}, 'deployment "_" does not exist'),
    ],
)
def test_what_does_not_exist_is_named(
    owner: Any, load: Any, make_job: Any, ids: dict[str, str], message: str
) -> None:
    """Ids are compared byte for byte; the failure says which of the three is wrong."""
    load(make_job("a"))

    answer = owner.list(**ids)

    assert (200, False, "990301", message, []) == (
        answer.status,
        *(answer.body[name] for name in ("success", "errorCode", "errorMessage", "data")),
    )


def test_a_deployment_without_jobs_is_an_empty_page(owner: Any, data: Any) -> None:
    """It exists, so it is no failure."""
    data.jobs.register("owner", DeploymentKey("w", "n", "d"))

    answer = owner.list()

    assert (True, 0, []) == (answer.body["success"], answer.body["totalSize"], answer.job_ids)


def test_another_accounts_workspace_does_not_exist(
    owner: Any, keyring: Any, call_as: Any, load: Any, make_job: Any
) -> None:
    """Nobody can tell whether a workspace exists for someone else."""
    stranger = call_as(keyring.create("stranger"))
    load(make_job("a"))
    load(make_job("b", workspace="theirs"), account="stranger")

    foreign, nowhere = stranger.list(), stranger.list(workspace="x")

    assert ["b"] == stranger.list(workspace="theirs").job_ids
    assert ("990301", "990301") == (foreign.code, nowhere.code)
    shown = foreign.body["errorMessage"].replace('"w"', '"x"')
    assert nowhere.body["errorMessage"] == shown


def test_deployments_of_one_id_are_kept_apart(owner: Any, load: Any, make_job: Any) -> None:
    """Workspace and namespace are part of what a deployment is."""
    places = [("w", "n"), ("w", "m"), ("v", "n")]
    load(*(make_job(f"{w}{n}", workspace=w, namespace=n) for w, n in places))

    for workspace, namespace in places:
        page = owner.list(workspace=workspace, namespace=namespace)

        assert ([f"{workspace}{namespace}"], 1) == (page.job_ids, page.body["totalSize"])
