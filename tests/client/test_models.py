"""Models of responses: times, states and plans, with absent and unknown properties."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from flinkjobs.models import (
    ExpertResourceSetting,
    Job,
    JobFailure,
    JobStatus,
    ListJobsResponse,
    RestoreStrategy,
    RunningStatus,
)


def job_of(**fields: Any) -> Job:
    return msgspec.json.decode(json.dumps(fields), type=Job)


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of every value inside a JSON value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [way for key, item in inner for way in [(*at, key), *paths(item, (*at, key))]]


@pytest.fixture
def job(example_bytes: bytes) -> Job:
    """The job of the product's page."""
    (job,) = msgspec.json.decode(example_bytes, type=ListJobsResponse).data or []
    return job


def test_times(job: Job) -> None:
    """Each time of the page's example has a derived property with an aware time in UTC."""
    strategy = job.restore_strategy

    assert datetime(2022, 8, 11, 4, 7, 15, tzinfo=UTC) == job.start_time_utc
    assert datetime(2022, 8, 12, 4, 7, 15, tzinfo=UTC) == job.end_time_utc
    assert datetime(2024, 4, 25, 15, 21, 47, tzinfo=UTC) == job.created_at_utc
    assert datetime(2024, 4, 25, 15, 26, 40, tzinfo=UTC) == job.modified_at_utc
    assert job.failure is not None
    assert datetime(2022, 8, 10, 8, 27, 42, tzinfo=UTC) == job.failure.failed_at_utc
    assert strategy is not None
    assert strategy.job_start_time_in_ms is not None
    assert strategy.job_start_time_utc is not None
    assert strategy.job_start_time_in_ms == strategy.job_start_time_utc.timestamp() * 1000


def test_short_names(job: Job) -> None:
    """A job has short names for its state, failure and number of restarts."""
    assert job.status is not None
    assert (job.state, job.restarts) == ("RUNNING", 4)
    assert job.failure is job.status.failure


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, (None, None, None)),
        (JobStatus(), (None, None, None)),
        (JobStatus(running=RunningStatus()), (None, None, None)),
        (JobStatus(current_job_status="FAILED"), ("FAILED", None, None)),
        (JobStatus(running=RunningStatus(observed_flink_job_restarts=0)), (None, None, 0)),
        (JobStatus(failure=JobFailure(reason="r")), (None, JobFailure(reason="r"), None)),
    ],
)
def test_short_names_of_absent_values(
    status: JobStatus | None, expected: tuple[object, ...]
) -> None:
    """A short name is None when anything on its way is absent."""
    job = Job(status=status)

    assert (job.state, job.failure, job.restarts) == expected


@pytest.mark.parametrize("value", ["", "null", "soon", "9" * 30, "-9" + "9" * 20])
def test_no_time(value: str) -> None:
    """A text that is not a time gives None, and is kept."""
    job = Job(created_at=value)

    assert (job.created_at_utc, job.created_at) == (None, value)


@pytest.mark.parametrize("value", [None, 10**20, -(10**20)])
def test_time_out_of_the_calendar(value: int | None) -> None:
    """A number out of the calendar's range gives None."""
    assert Job(start_time=value).start_time_utc is None
    assert RestoreStrategy(job_start_time_in_ms=value).job_start_time_utc is None


PLAN = '{"ssgProfiles":[{"name":"default","cpu":0.25}],"note":"a \\"quoted\\" word"}'


@pytest.mark.parametrize("times", [1, 2])
def test_plan(times: int) -> None:
    """A resource plan is read whether its quotes are escaped once or twice."""
    text = PLAN if times == 1 else json.dumps(PLAN)[1:-1]
    plan = ExpertResourceSetting(resource_plan=text).parsed_resource_plan

    assert plan is not None
    assert [profile.name for profile in plan.ssg_profiles or []] == ["default"]


def test_plan_of_the_example(job: Job) -> None:
    """The plan of the page's example, which is escaped twice, is read."""
    setting = job.streaming_resource_setting
    assert setting is not None
    assert setting.expert_resource_setting is not None
    plan = setting.expert_resource_setting.parsed_resource_plan

    assert plan is not None
    assert plan.ssg_profiles


@pytest.mark.parametrize("text", [None, ""])
def test_no_plan(text: str | None) -> None:
    """No plan is None."""
    assert ExpertResourceSetting(resource_plan=text).parsed_resource_plan is None


@pytest.mark.parametrize("text", ["plan", "[]", '{"ssgProfiles":1}', "\\", "[" * 100_000])
def test_unreadable_plan(text: str) -> None:
    """A plan that cannot be read is a ValueError that names it; the text itself stays."""
    with pytest.raises(ValueError, match=r"^not a ResourcePlan: "):
        _ = ExpertResourceSetting(resource_plan=text).parsed_resource_plan


def test_unreadable_plan_says_where() -> None:
    """A plan of the wrong type is refused with its path, however often it is escaped."""
    expected = "not a ResourcePlan: Expected `array | null`, got `int` - at `$.ssgProfiles`"
    for text in ('{"ssgProfiles":1}', '{\\"ssgProfiles\\":1}'):
        with pytest.raises(ValueError) as caught:
            _ = ExpertResourceSetting(resource_plan=text).parsed_resource_plan
        assert str(caught.value) == expected


def test_anything_may_be_absent(example: dict[str, Any]) -> None:
    """Whatever is taken out of the page's example, or null there, the rest is read, as None."""
    for path in paths(example):
        results = []
        for absent in (True, False):
            changed = copy.deepcopy(example)
            owner: Any = changed
            for step in path[:-1]:
                owner = owner[step]
            if isinstance(owner, list) or path[-2:-1] in (("flinkConf",), ("userFlinkConf",)):
                break
            if absent:
                del owner[path[-1]]
            else:
                owner[path[-1]] = None
            results.append(msgspec.json.decode(json.dumps(changed), type=ListJobsResponse))
        assert results[1:] == results[:1], path


def test_unknown_fields(example: dict[str, Any]) -> None:
    """An unknown field, anywhere, changes nothing."""
    expected = msgspec.json.decode(json.dumps(example), type=ListJobsResponse)
    grown = copy.deepcopy(example)
    free = {"flinkConf", "userFlinkConf"}
    for path in [(), *paths(example)]:
        owner: Any = grown
        for step in path:
            owner = owner[step]
        if isinstance(owner, dict) and not free.intersection(path):
            owner["fieldOfTomorrow"] = {"any": [1, None]}

    assert msgspec.json.decode(json.dumps(grown), type=ListJobsResponse) == expected


def test_unknown_values() -> None:
    """An unknown state, kind or mode is kept as it is."""
    job = job_of(
        executionMode="HYBRID",
        status={"currentJobStatus": "HIBERNATING"},
        artifact={"kind": "SCALA"},
        restoreStrategy={"kind": "FROM_DREAM"},
    )

    assert (job.execution_mode, job.state) == ("HYBRID", "HIBERNATING")
    assert job.artifact is not None
    assert job.artifact.kind == "SCALA"


@pytest.mark.parametrize("value", ["text", 1, 1.5, True, None, [1], {"a": {}}])
def test_free_settings(value: object) -> None:
    """A Flink setting may be of any JSON type."""
    assert job_of(flinkConf={"key": value}).flink_conf == {"key": value}


def test_fractions() -> None:
    """A number of cores may be a whole number or a fraction."""
    assert [job_of(metric={"totalCpu": cpu}).metric.total_cpu for cpu in (2, 0.25)] == [2, 0.25]  # type: ignore[union-attr]


def test_example_round_trip(example: dict[str, Any], example_bytes: bytes) -> None:
    """The page's example, decoded and encoded again, has lost nothing."""
    response = msgspec.json.decode(example_bytes, type=ListJobsResponse)

    assert json.loads(msgspec.json.encode(response)) == example
