"""ListJobs: pages, sort orders and missing resources."""

import random
from typing import Any

import pytest

from flinkjobs_target.store.jobs import DeploymentKey

STATES = ["RUNNING", "FAILED", "FINISHED", "running", "É", None]
IDS = ["a", "B", "b", "10", "9", "é", "Z", "a b", "中", "a/b", "a%", "~", "%", "_", "a'b", "A"]


def created(job: dict[str, Any]) -> int:
    """Return the creation time; an unknown one sorts first."""
    text = job.get("createdAt", "")
    return int(text) if text.isdecimal() else -(2**70)


def state(job: dict[str, Any]) -> str:
    """Return the state; an unknown one sorts first."""
    return job.get("status", {}).get("currentJobStatus") or ""


KEYS = {
    "gmt_create": lambda job: (created(job), job["jobId"].encode()),
    "job_id": lambda job: (job["jobId"].encode(),),
    "status": lambda job: (state(job).encode(), job["jobId"].encode()),
}


def random_jobs(make_job: Any, rng: random.Random) -> list[dict[str, Any]]:
    """Make jobs with many equal times and states, and ids that sort in surprising ways."""
    jobs = []
    for job_id in rng.sample(IDS, rng.randint(1, len(IDS))):
        fields: dict[str, Any] = {}
        if rng.random() < 0.8:
            fields["createdAt"] = rng.choice(["5", "10", "9", "0", "soon", "5.0", ""])
        if rng.random() < 0.8:
            fields["status"] = {"currentJobStatus": rng.choice(STATES)}
        jobs.append(make_job(job_id, **fields))
    return jobs


@pytest.mark.parametrize("name", list(KEYS))
def test_jobs_are_sorted_by_their_sort_key(owner: Any, load: Any, make_job: Any, name: str) -> None:
    """Ties are sorted by id; desc is the exact reverse of asc."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    jobs = random_jobs(make_job, random.Random(seed))
    load(*jobs)
    expected = [job["jobId"] for job in sorted(jobs, key=KEYS[name])]

    ascending = owner.list(sort_name=name, sort_order="asc", page_size=100)
    descending = owner.list(sort_name=name, sort_order="desc", page_size=100)

    assert ascending.job_ids == expected
    assert descending.job_ids == expected[::-1]


@pytest.mark.parametrize("name", list(KEYS))
def test_pages_together_contain_every_job_once(
    owner: Any, load: Any, make_job: Any, name: str
) -> None:
    """With any page size, in order, and with the total."""
    jobs = random_jobs(make_job, random.Random(7))
    load(*jobs)
    whole = owner.list(sort_name=name, page_size=100).job_ids
    for size in (1, 2, 3, 7, len(jobs), len(jobs) + 1):
        walked: list[str] = []
        for index in range(1, len(jobs) // size + 2):
            page = owner.list(sort_name=name, page_size=size, page_index=index)
            walked += page.job_ids

            assert len(jobs) == page.body["totalSize"]
            assert (page.body["pageIndex"], page.body["pageSize"]) == (index, size)

        assert walked == whole


def test_the_default_page_is_the_newest_ten_jobs(owner: Any, load: Any, make_job: Any) -> None:
    """Without parameters of page and order."""
    load(*(make_job(f"job-{number}", createdAt=str(number)) for number in range(8, 20)))

    assert owner.list().job_ids == [f"job-{number}" for number in range(19, 9, -1)]


def test_a_page_beyond_the_last_is_empty(owner: Any, load: Any, make_job: Any) -> None:
    """Even the largest page number, with the total."""
    load(make_job("a"))

    page = owner.list(page_index=2**31 - 1, page_size=100)

    assert (page.job_ids, page.body["totalSize"], page.body["success"]) == ([], 1, True)


def test_a_job_is_served_as_it_was_loaded(owner: Any, load: Any, example: Any) -> None:
    """Including unknown fields and the odd values of the product's page."""
    job = example | {"flinkConf": {"x": [1.0, None, {"y": "\x00é"}]}, "newField": {"a": 1}}
    load(job)

    listed = owner.list(
        workspace=job["workspace"],
        namespace=job["namespace"],
        deployment_id=job["deploymentId"],
    )

    assert listed.body["data"] == [job]
    assert tuple(listed.body[name] for name in ("errorCode", "errorMessage", "httpCode")) == (
        "",
        "",
        200,
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
def test_a_missing_resource_is_named(
    owner: Any, load: Any, make_job: Any, ids: dict[str, str], message: str
) -> None:
    """Ids are compared byte for byte."""
    load(make_job("a"))

    response = owner.list(**ids)

    assert (
        response.status,
        *(response.body[name] for name in ("success", "errorCode", "errorMessage", "data")),
    ) == (200, False, "990301", message, [])


def test_a_deployment_without_jobs_is_an_empty_page(owner: Any, data: Any) -> None:
    """It exists, so it is no failure."""
    data.jobs.register("owner", DeploymentKey("w", "n", "d"))

    response = owner.list()

    assert (response.body["success"], response.body["totalSize"], response.job_ids) == (True, 0, [])


def test_another_accounts_workspace_does_not_exist(
    owner: Any, keyring: Any, client_for: Any, load: Any, make_job: Any
) -> None:
    """The response does not reveal whether it exists."""
    stranger = client_for(keyring.create("stranger"))
    load(make_job("a"))
    load(make_job("b", workspace="theirs"), account="stranger")

    foreign, nowhere = stranger.list(), stranger.list(workspace="x")

    assert stranger.list(workspace="theirs").job_ids == ["b"]
    assert (foreign.code, nowhere.code) == ("990301", "990301")
    shown = foreign.body["errorMessage"].replace('"w"', '"x"')
    assert shown == nowhere.body["errorMessage"]


def test_deployments_with_equal_ids_are_distinct(owner: Any, load: Any, make_job: Any) -> None:
    """Workspace and namespace are part of the key."""
    places = [("w", "n"), ("w", "m"), ("v", "n")]
    load(*(make_job(f"{w}{n}", workspace=w, namespace=n) for w, n in places))

    for workspace, namespace in places:
        page = owner.list(workspace=workspace, namespace=namespace)

        assert (page.job_ids, page.body["totalSize"]) == ([f"{workspace}{namespace}"], 1)
