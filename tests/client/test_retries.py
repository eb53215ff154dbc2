"""A call that failed for a reason that passes is made again: signed anew, patiently, not forever."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from flinkjobs import (
    AuthenticationError,
    ConnectionFailed,
    FlinkJobsError,
    InvalidParameterError,
    ServerError,
    Surroundings,
    ThrottledError,
    TimedOut,
    UsageError,
)
from flinkjobs.contract import SIGNER

from .conftest import Caller
from .scripted import Answer, Asked, Script, envelope, refusal

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class World:
    """Time that passes only while somebody sleeps, and chance that always draws the same."""

    def __init__(self, draw: float = 1.0) -> None:
        self.slept: list[float] = []
        self.draw = draw
        self.begun = 1000.0

    def sleep(self, seconds: float) -> "_Done":
        self.slept.append(seconds)
        return _Done()

    def monotonic(self) -> float:
        return self.begun + sum(self.slept)

    def surroundings(self, **more: Any) -> dict[str, Any]:
        around = Surroundings(
            clock=lambda: NOW,
            sleep=self.sleep,
            monotonic=self.monotonic,
            draw=lambda: self.draw,
            environ={},
            **more,
        )
        return {"surroundings": around, "retries": 2}


class _Done:
    """What both a plain call and an await can take."""

    def __await__(self) -> Iterator[Any]:
        return iter(())


def then(*answers: Answer) -> Callable[[Asked], Answer]:
    """Answer one after the other; the last goes on."""
    remaining = list(answers)

    def answer(_: Asked) -> Answer:
        return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    return answer


BUSY = refusal(503, "ServiceUnavailable")
JOB = envelope([{"jobId": "a"}])


@pytest.fixture
def world() -> World:
    return World()


def error_of(caller: Caller, settings: dict[str, Any]) -> FlinkJobsError:
    """Call, and give the error that is raised."""
    with pytest.raises(FlinkJobsError) as caught:
        caller.page(settings)
    return caught.value


def test_a_passing_failure_is_not_seen(caller: Caller, script: Script, world: World) -> None:
    """Two answers of 503 and then a page give the page."""
    script.answer = then(BUSY, BUSY, JOB)
    page = caller.page(world.surroundings())

    assert ["a"] == [job.job_id for job in page.items]
    assert 3 == len(script.asked)


def test_each_attempt_is_signed_anew(caller: Caller, script: Script, world: World) -> None:
    """No two attempts of a call have the same nonce or signature."""
    script.answer = then(BUSY, BUSY, JOB)
    caller.page(world.surroundings())

    assert 3 == len({asked.headers["x-acs-signature-nonce"] for asked in script.asked})
    assert 3 == len({asked.headers["authorization"] for asked in script.asked})


def test_it_gives_up_in_the_end(caller: Caller, script: Script, world: World) -> None:
    """The last attempt's error is raised, and counts the attempts."""
    script.answer = BUSY
    error = error_of(caller, world.surroundings())

    assert (ServerError, 3, "ListJobs") == (type(error), error.attempts, error.operation)


def test_off_by_a_word(caller: Caller, script: Script, world: World) -> None:
    """Without retries the first failure is raised at once."""
    script.answer = BUSY
    error = error_of(caller, {**world.surroundings(), "retries": 0})

    assert (1, []) == (error.attempts, world.slept)


@pytest.mark.parametrize("retries", [-1, 101, "2", None, 1.5, True])
def test_retries_are_a_small_number(caller: Caller, retries: Any) -> None:
    """Anything but a number from 0 to 100 is refused by name."""
    error = error_of(caller, {"retries": retries})

    assert isinstance(error, UsageError)
    assert "retries must be an integer from 0 to 100" in str(error)


def test_waits_grow_and_are_drawn(caller: Caller, script: Script) -> None:
    """A wait is drawn from nothing up to half a second, then up to a second."""
    script.answer = BUSY
    longest, half = World(1.0), World(0.5)
    error_of(caller, longest.surroundings())
    error_of(caller, half.surroundings())

    assert [0.5, 1.0] == longest.slept
    assert [0.25, 0.5] == half.slept


@pytest.mark.parametrize(
    ("header", "value", "wait"),
    [
        ("x-acs-retry-after", "1500", 1.5),
        ("Retry-After", "7", 7.0),
        ("Retry-After", format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9.0),
        ("Retry-After", format_datetime(NOW - timedelta(seconds=9), usegmt=True), 0.0),
    ],
)
def test_the_server_says_how_long(
    caller: Caller, script: Script, world: World, header: str, value: str, wait: float
) -> None:
    """What the server asks for is waited, in milliseconds, seconds or until a date."""
    throttled = refusal(429, "Throttling.User")
    script.answer = then(Answer(throttled.body, 429, {header: value}), JOB)
    caller.page(world.surroundings())

    assert [wait] == (world.slept or [0.0])


@pytest.mark.parametrize("value", ["soon", "-1", "1e3", "", "99999999999"])
def test_a_wish_that_nobody_understands(
    caller: Caller, script: Script, world: World, value: str
) -> None:
    """A Retry-After that is neither seconds nor a date leaves the wait to the client."""
    script.answer = then(Answer(BUSY.body, 503, {"Retry-After": value}), JOB)
    caller.page(world.surroundings())

    assert [0.5] == world.slept


def test_a_wait_beyond_the_budget_is_not_begun(
    caller: Caller, script: Script, world: World
) -> None:
    """A wait that would outlast the call's time budget ends the call instead."""
    throttled = refusal(429, "Throttling.User")
    script.answer = Answer(throttled.body, 429, {"Retry-After": "91"})
    error = error_of(caller, world.surroundings())

    assert (ThrottledError, 1, []) == (type(error), error.attempts, world.slept)


@pytest.mark.parametrize("code", ["InvalidPageSize", "Forbidden.RAM", "SignatureDoesNotMatch"])
def test_what_will_not_pass_is_not_repeated(
    caller: Caller, script: Script, world: World, code: str
) -> None:
    """A refusal that the contract does not call retryable is raised at once."""
    script.answer = refusal(400, code)

    assert 1 == error_of(caller, world.surroundings()).attempts


def test_the_contract_decides_by_code(caller: Caller, script: Script, world: World) -> None:
    """A code that the contract calls retryable is repeated whatever its status, and the reverse."""
    script.answer = refusal(400, "Throttling.User")
    retried = error_of(caller, world.surroundings())
    script.answer = refusal(503, "InvalidPageSize")
    not_retried = error_of(caller, world.surroundings())

    assert (ThrottledError, 3) == (type(retried), retried.attempts)
    assert (InvalidParameterError, 1) == (type(not_retried), not_retried.attempts)


def test_no_answer_is_tried_again(caller: Caller, world: World) -> None:
    """A refused connection is tried again, and told with its attempts."""
    error = error_of(caller, {**world.surroundings(), "endpoint": "http://127.0.0.1:1"})

    assert (ConnectionFailed, 3) == (type(error), error.attempts)


def test_silence_is_tried_again(caller: Caller, script: Script, world: World) -> None:
    """A time-out is tried again, and told as one."""
    script.answer = then(Answer(waits=True), Answer(waits=True), JOB)
    settings = {**world.surroundings(), "timeout": 0.1}

    assert 1 == len(caller.page(settings).items)
    script.answer = Answer(waits=True)
    assert TimedOut is type(error_of(caller, {**settings, "retries": 0}))


def test_an_outage_is_not_made_worse(caller: Caller, script: Script, world: World) -> None:
    """After ten retries without a success a client stops repeating its calls."""
    script.answer = BUSY
    attempts = caller.failures(15, world.surroundings())

    assert [3, 3, 3, 3, 3] == attempts[:5]
    assert [1] * 10 == attempts[5:]


def expired(date: datetime) -> Answer:
    """Refuse a request's time, and show the server's."""
    said = refusal(400, "InvalidTimeStamp.Expired")
    return Answer(said.body, 400, {"Date": format_datetime(date, usegmt=True)})


def test_a_clock_that_is_off_is_repaired(caller: Caller, script: Script, world: World) -> None:
    """The server's time is learnt from its answer, and signed at once."""
    theirs = NOW + timedelta(hours=3)

    def answer(asked: Asked) -> Answer:
        return JOB if asked.headers["x-acs-date"] == "2026-11-22T15:00:00Z" else expired(theirs)

    script.answer = answer
    caller.page(world.surroundings())

    assert 2 == len(script.asked)
    assert [] == world.slept
    assert abs(theirs - NOW) > SIGNER.window


def test_a_clock_is_repaired_once(caller: Caller, script: Script, world: World) -> None:
    """A server that will not be satisfied ends the call with its refusal."""
    script.answer = expired(NOW + timedelta(hours=3))
    error = error_of(caller, world.surroundings())

    assert (AuthenticationError, 2) == (type(error), error.attempts)


def test_a_pace_is_kept(caller: Caller, script: Script, world: World) -> None:
    """At four a second, attempts that come at once wait a quarter of a second each."""
    script.answer = JOB
    caller.pages(3, {**world.surroundings(), "max_per_second": 4})

    assert [0.25, 0.25] == world.slept
