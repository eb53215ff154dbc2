"""Why a job failed: the root cause, where to look, and what led there."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from flinkjobs_target.observe.flink.exception_history import find_failure
from flinkjobs_target.observe.jobs.advice import advice_for
from flinkrest.models import Exceptions

from .conftest import LABELS, ManualObserver
from .simulator import SimulatedFlink, SimulatedJob


def exceptions(*stacks: tuple[str, str]) -> Exceptions:
    """Return an exception history of tasks and stacks, the latest first."""
    entries = [{"taskName": task, "stacktrace": stack} for task, stack in stacks]
    text = json.dumps({"exceptionHistory": {"entries": entries}})
    return msgspec.json.decode(text, type=Exceptions)


@pytest.mark.parametrize(
    ("reason", "message", "part"),
    [
        ("org.apache.flink.x.NoResourceAvailableException", None, "too few free slots"),
        ("java.lang.OutOfMemoryError", "Java heap space", "memory ran out"),
        (
            "org.apache.flink.util.FlinkRuntimeException",
            "Exceeded checkpoint tolerable failure threshold.",
            "checkpoints fail",
        ),
        ("java.util.concurrent.TimeoutException", "Heartbeat of TaskManager timed out", "was lost"),
        ("java.net.UnknownHostException", "kafka", "another system does not answer"),
        ("java.lang.ClassNotFoundException", "x.Y", "a class is missing"),
        ("java.lang.NumberFormatException", "For input string", "a record is at fault"),
        ("com.example.OddError", None, "look at the log"),
    ],
)
def test_a_failure_has_one_plain_sentence(reason: str, message: str | None, part: str) -> None:
    """It names what to look at first."""
    assert part in advice_for(reason, message)


def test_causes_are_ranked_by_how_often_they_came() -> None:
    """With their tasks; no message is among them."""
    failure = find_failure(
        exceptions(
            ("Sink (1/2) - execution #3", "a.Last: secret row\n\tat x"),
            ("Source (1/2) - execution #2", "a.Other: x\nCaused by: b.Often: secret row\n\tat x"),
            ("Source (2/2) - execution #1", "b.Often: y\n\tat x"),
        ),
        length=0,
    )

    assert failure is not None
    assert (failure.reason, failure.message) == ("a.Last", None)
    assert failure.causes == ("2 × b.Often in Source", "1 × a.Last in Sink")


@pytest.mark.parametrize("length", [300, 0])
def test_the_explanation_is_published(
    flink: SimulatedFlink, make_observer: Callable[..., ManualObserver], length: int
) -> None:
    """The message may be left out, the rest stays."""
    job = SimulatedJob("fail-after-2").with_labels(**LABELS)
    job.parts["checkpoints"]["counts"]["failed"] = 4
    flink.add(job)
    observer = make_observer(message_length=length)

    observer.poll()

    message = observer.job()["status"]["failure"]["message"]
    assert message.startswith("For input string") == bool(length)
    assert "What to do: the program or a record is at fault" in message
    assert "2 × java.lang.NumberFormatException in Source: datagen_source[1] -> Calc[2]" in message
    assert message.endswith("4 failed checkpoints.")


def stored_failure(observer: ManualObserver) -> Any:
    return observer.job()["status"].get("failure")


def test_a_restart_is_explained_to_those_who_are_told_only(
    flink: SimulatedFlink, observer: ManualObserver
) -> None:
    """The job runs, so that it has no failure for the API."""
    flink.add(SimulatedJob("restarting").with_labels(**LABELS).enter_state("RUNNING", 2**41))

    observer.poll()

    assert stored_failure(observer) is None
