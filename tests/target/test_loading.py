"""Job files: formats, error positions, and atomic loads."""

import asyncio
import io
import json
import random
from typing import Any

import pytest

from flinkjobs_target.errors import TargetError
from flinkjobs_target.job_files import read_jobs
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.store.sort_keys import SortOrder

JOB = '{"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}'


def read(content: str | bytes) -> list[str]:
    """Read a file; return the ids of its jobs."""
    raw = content.encode() if isinstance(content, str) else content
    return [job.job_id for job in read_jobs(io.BytesIO(raw), "f.json")]


def job(job_id: str) -> str:
    """Return a job as JSON."""
    return JOB.replace('"j"', json.dumps(job_id))


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (job("a"), ["a"]),
        (f"[{job('a')}, {job('b')}]", ["a", "b"]),
        (f'{{"requestId": "R", "success": true, "data": [{job("a")}]}}', ["a"]),
        (f"{job('a')}\n{job('b')}\n", ["a", "b"]),
        (f"\n{job('a')}\n\n  \r\n{job('b')}\r\n", ["a", "b"]),
        (f'[{job("a")}]\n{{"data": [{job("b")}]}}\n', ["a", "b"]),
        (f"\ufeff{job('a')}", ["a"]),
        (json.dumps(json.loads(job("a")), indent=2), ["a"]),
        ("[]", []),
        ('{"data": []}', []),
        (job("é\u2028"), ["é\u2028"]),
    ],
)
def test_every_format_of_file_is_read(content: str, ids: list[str]) -> None:
    """One job, an array, a response, or one of these per line."""
    assert read(content) == ids


def test_the_products_example_is_read(example: Any) -> None:
    """The response on the product's page is a file of one job."""
    (stored,) = read_jobs(io.BytesIO(json.dumps({"data": [example]}).encode()), "f")

    assert (stored.gmt_create, stored.status) == (1714058507, "RUNNING")
    assert json.loads(stored.document) == example


def test_only_whitespace_is_removed() -> None:
    """Numbers, escapes and the order of names are kept."""
    content = JOB.replace("}", ', "z": [1.0, 1e5, "\\u00e9\\/ "], "a": {} }').encode()

    (stored,) = read_jobs(io.BytesIO(content), "f")

    assert stored.document.endswith(b'"z":[1.0,1e5,"\\u00e9\\/ "],"a":{}}')


NEEDED = "a job needs a jobId, a deploymentId, a namespace and a workspace"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "f.json:1: Input data was truncated"),
        ('{"a": 1', "f.json:1: Input data was truncated"),
        ('[\n{"a": 1},\n{"a" 1}]', "f.json:3: JSON is malformed: expected ':'"),
        (f"{JOB}\n{{oops}}", "f.json:2: JSON is malformed: expected '\"'"),
        ("3", "f.json:1: Expected `object`, got `int`"),
        ("[3]", "f.json:1: Expected `object`, got `int` - at `$[0]`"),
        (
            '{"data": [\n{"jobId": 7}]}',
            "f.json:2: Expected `str | null`, got `int` - at `$.data[0].jobId`",
        ),
        (
            f'{{"data": [{JOB},\n\n{JOB[:-1]}, "startTime": "x"}}]}}',
            "f.json:3: Expected `int | null`, got `str` - at `$.data[1].startTime`",
        ),
        (
            f'{JOB}\n{JOB[:-1]}, "startTime": "x"}}\n',
            "f.json:2: Expected `int | null`, got `str` - at `$.startTime`",
        ),
        (
            f'[{JOB[:-1]}, "x": {{}}}},\n{{}}]',
            f"f.json:2: `$[1].jobId` is missing or empty; {NEEDED}",
        ),
        (JOB.replace('"n"', "null"), f"f.json:1: `$.namespace` is missing or empty; {NEEDED}"),
        (JOB.replace('"j"', '"' + "é" * 251 + '"'), "f.json:1: `$.jobId` is longer than 500 bytes"),
        (
            f'[{JOB[:-1]}, "status": {{"currentJobStatus": "{"s" * 501}"}}}}]',
            "f.json:1: `$[0].status.currentJobStatus` is longer than 500 bytes",
        ),
        (JOB.replace('"w"', '""'), f"f.json:1: `$.workspace` is missing or empty; {NEEDED}"),
    ],
)
def test_an_error_has_line_and_path(content: str, message: str) -> None:
    """Of the first invalid value."""
    with pytest.raises(TargetError) as caught:
        read(content)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "unsound",
    [b'{"x": "\xff"}', b'{"x": 1e999}', b'{"x": "\\ud800"}', b"[" * 100_000 + b"]" * 100_000],
)
def test_undecodable_json_is_not_loaded(unsound: bytes) -> None:
    """Even in properties that the contract does not define."""
    content = JOB.encode()[:-1] + b', "unknown": ' + unsound + b"}"

    with pytest.raises(TargetError):
        read(content)


def test_a_file_is_loaded_completely_or_not_at_all(owner: Any, data: Any) -> None:
    """An error on the last line rolls the load back."""
    lines = [job(str(number)) for number in range(2500)] + ["{}"]
    with pytest.raises(TargetError, match=r"f\.json:2501"):
        data.jobs.put("owner", read_jobs(io.BytesIO("\n".join(lines).encode()), "f.json"))

    assert owner.list().code == "990301"


def test_the_longest_ids_and_states_are_stored(owner: Any, load: Any, make_job: Any) -> None:
    """Whatever their characters."""
    longest = {name: random_text(name) for name in ("jobId", "deploymentId")}
    state = {"currentJobStatus": "\x00" * 500}
    load(make_job(longest["jobId"], deploymentId=longest["deploymentId"], status=state))

    assert owner.list(deployment_id=longest["deploymentId"]).job_ids == [longest["jobId"]]


def random_text(seed: str) -> str:
    """Return an incompressible text of 500 bytes."""
    return random.Random(seed).randbytes(250).hex()


def test_a_job_replaces_the_one_with_its_id(owner: Any, load: Any, make_job: Any) -> None:
    """Its sort keys change, the total does not."""
    load(make_job("a", createdAt="1"), make_job("b", createdAt="2"))

    stored = load(make_job("a", createdAt="3"), make_job("c"), make_job("c", creator="me"))

    listed = owner.list()
    assert (stored.jobs, stored.new, len(stored.deployments)) == (3, 1, 1)
    assert (listed.job_ids, listed.body["totalSize"]) == (["a", "b", "c"], 3)
    assert listed.body["data"][2]["creator"] == "me"


def test_a_batch_is_written_completely_or_not_at_all(owner: Any, load: Any, make_job: Any) -> None:
    """An error in a later deployment leaves jobs and totals unchanged."""
    load(make_job("a", createdAt="1"), make_job("b", createdAt="2"))
    load(make_job("x", workspace="x"), account="bob")

    with pytest.raises(TargetError, match="workspace x belongs to another account than owner"):
        load(make_job("a", createdAt="3"), make_job("c"), make_job("x", workspace="x"))

    listed = owner.list()
    assert (listed.job_ids, listed.body["totalSize"]) == (["b", "a"], 2)
    assert [job["createdAt"] for job in listed.body["data"]] == ["2", "1"]


def test_a_workspace_belongs_to_one_account(load: Any, make_job: Any) -> None:
    """Loading into a workspace of another account is an error."""
    load(make_job("a"))

    with pytest.raises(TargetError, match="workspace w belongs to another account than bob"):
        load(make_job("b"), account="bob")


def test_jobs_outlive_the_process(location: Any) -> None:
    """They are read after closing and opening the storage."""
    with open_storage(location) as data:
        data.jobs.put("owner", read_jobs(io.BytesIO(JOB.encode()), "f"))

    with open_storage(location) as data:
        key, order = DeploymentKey("w", "n", "d"), SortOrder("job_id", "asc")
        page = asyncio.run(data.jobs.page("owner", key, order, limit=9, offset=0))

    assert (1, [JOB.replace(" ", "").encode()]) == (page.total, page.documents)
