"""Retries: which failures, how often, after which delay, each with a new signature."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from flinkjobs import (
    AuthenticationError,
    Environment,
    FlinkJobsError,
    InvalidParameterError,
    RequestTimeoutError,
    ServerError,
    ThrottledError,
    TransportError,
    UsageError,
)
from flinkjobs.contract import SIGNER

from .conftest import AnyClient
from .scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope, refusal

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class World:
    """Time that passes only during sleep, and randomness that is constant."""

    def __init__(self, draw: float = 1.0) -> None:
        self.slept: list[float] = []
        self.draw = draw
        self.begun = 1000.0

    def sleep(self, seconds: float) -> "_Done":
        self.slept.append(seconds)
        return _Done()

    def monotonic(self) -> float:
        return self.begun + sum(self.slept)

    def environment(self, **more: Any) -> dict[str, Any]:
        around = Environment(
            clock=lambda: NOW,
            sleep=self.sleep,
            monotonic=self.monotonic,
            random=lambda: self.draw,
            environ={},
            **more,
        )
        return {"environment": around, "retries": 2}


class _Done:
    """A sleep that both clients can use: it returns at once, and can be awaited."""

    def __await__(self) -> Iterator[Any]:
        return iter(())


def then(*responses: CannedResponse) -> Callable[[ReceivedRequest], CannedResponse]:
    """Return a function that responds with one after the other; the last is repeated."""
    remaining = list(responses)

    def respond(_: ReceivedRequest) -> CannedResponse:
        return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    return respond


BUSY = refusal(503, "ServiceUnavailable")
JOB = envelope([{"jobId": "a"}])


@pytest.fixture
def world() -> World:
    return World()


def error_of(any_client: AnyClient, settings: dict[str, Any]) -> FlinkJobsError:
    """Return the error that a call raises."""
    with pytest.raises(FlinkJobsError) as caught:
        any_client.page(settings)
    return caught.value


def test_transient_failures_are_retried(
    any_client: AnyClient, server: ScriptedServer, world: World
) -> None:
    """Two responses of 503 and then a page return the page."""
    server.response = then(BUSY, BUSY, JOB)
    page = any_client.page(world.environment())

    assert [job.job_id for job in page.items] == ["a"]
    assert len(server.requests) == 3


def test_each_attempt_is_signed_anew(
    any_client: AnyClient, server: ScriptedServer, world: World
) -> None:
    """No two attempts of a call have the same nonce or signature."""
    server.response = then(BUSY, BUSY, JOB)
    any_client.page(world.environment())

    assert len({request.headers["x-acs-signature-nonce"] for request in server.requests}) == 3
    assert len({request.headers["authorization"] for request in server.requests}) == 3


def test_last_error_is_raised(any_client: AnyClient, server: ScriptedServer, world: World) -> None:
    """The last attempt's error is raised, and counts the attempts."""
    server.response = BUSY
    error = error_of(any_client, world.environment())

    assert (type(error), error.attempts, error.operation) == (ServerError, 3, "ListJobs")


def test_no_retries(any_client: AnyClient, server: ScriptedServer, world: World) -> None:
    """Without retries the first failure is raised at once."""
    server.response = BUSY
    error = error_of(any_client, {**world.environment(), "retries": 0})

    assert (error.attempts, world.slept) == (1, [])


@pytest.mark.parametrize("retries", [-1, 101, "2", None, 1.5, True])
def test_retries_are_a_small_number(any_client: AnyClient, retries: Any) -> None:
    """Anything but a number from 0 to 100 is refused by name."""
    error = error_of(any_client, {"retries": retries})

    assert isinstance(error, UsageError)
    assert f"retries must be an integer from 0 to 100, not {retries!r}" in str(error)


def test_backoff_grows_with_jitter(any_client: AnyClient, server: ScriptedServer) -> None:
    """A delay is random, up to half a second, then up to a second."""
    server.response = BUSY
    longest, half = World(1.0), World(0.5)
    error_of(any_client, longest.environment())
    error_of(any_client, half.environment())

    assert longest.slept == [0.5, 1.0]
    assert half.slept == [0.25, 0.5]


@pytest.mark.parametrize(
    ("header", "value", "wait"),
    [
        ("x-acs-retry-after", "1500", 1.5),
        ("Retry-After", "7", 7.0),
        ("Retry-After", format_datetime(NOW + timedelta(seconds=9), usegmt=True), 9.0),
        ("Retry-After", format_datetime(NOW - timedelta(seconds=9), usegmt=True), 0.0),
    ],
)
def test_requested_delay(
    any_client: AnyClient,
    server: ScriptedServer,
    world: World,
    header: str,
    value: str,
    wait: float,
) -> None:
    """The delay that the server requests is waited, in milliseconds, seconds or until a date."""
    throttled = refusal(429, "Throttling.User")
    server.response = then(CannedResponse(throttled.body, 429, {header: value}), JOB)
    any_client.page(world.environment())

    assert (world.slept or [0.0]) == [wait]


@pytest.mark.parametrize("value", ["soon", "-1", "1e3", "", "99999999999"])
def test_invalid_retry_after(
    any_client: AnyClient, server: ScriptedServer, world: World, value: str
) -> None:
    """A Retry-After that is neither seconds nor a date leaves the wait to the client."""
    server.response = then(CannedResponse(BUSY.body, 503, {"Retry-After": value}), JOB)
    any_client.page(world.environment())

    assert world.slept == [0.5]


def test_a_wait_beyond_the_budget_is_not_begun(
    any_client: AnyClient, server: ScriptedServer, world: World
) -> None:
    """A wait that would outlast the call's time budget ends the call instead."""
    throttled = refusal(429, "Throttling.User")
    server.response = CannedResponse(throttled.body, 429, {"Retry-After": "91"})
    error = error_of(any_client, world.environment())

    assert (type(error), error.attempts, world.slept) == (ThrottledError, 1, [])


@pytest.mark.parametrize("code", ["InvalidPageSize", "Forbidden.RAM", "SignatureDoesNotMatch"])
def test_permanent_errors_are_not_retried(
    any_client: AnyClient, server: ScriptedServer, world: World, code: str
) -> None:
    """An error that the contract does not declare retryable is raised at once."""
    server.response = refusal(400, code)

    assert error_of(any_client, world.environment()).attempts == 1


def test_the_contract_decides_by_code(
    any_client: AnyClient, server: ScriptedServer, world: World
) -> None:
    """A code that the contract declares retryable is retried whatever its status, and the reverse."""
    server.response = refusal(400, "Throttling.User")
    retried = error_of(any_client, world.environment())
    server.response = refusal(503, "InvalidPageSize")
    not_retried = error_of(any_client, world.environment())

    assert (type(retried), retried.attempts) == (ThrottledError, 3)
    assert (type(not_retried), not_retried.attempts) == (InvalidParameterError, 1)


def test_refused_connection_is_retried(any_client: AnyClient, world: World) -> None:
    """A refused connection is retried; the error counts the attempts."""
    error = error_of(any_client, {**world.environment(), "endpoint": "http://127.0.0.1:1"})

    assert (type(error), error.attempts) == (TransportError, 3)


def test_timeout_is_retried(any_client: AnyClient, server: ScriptedServer, world: World) -> None:
    """A timeout is retried, and raised as one."""
    server.response = then(CannedResponse(waits=True), CannedResponse(waits=True), JOB)
    settings = {**world.environment(), "timeout": 0.1}

    assert len(any_client.page(settings).items) == 1
    server.response = CannedResponse(waits=True)
    assert type(error_of(any_client, {**settings, "retries": 0})) is RequestTimeoutError


def test_retry_budget(any_client: AnyClient, server: ScriptedServer, world: World) -> None:
    """After ten retries without a success a client stops repeating its calls."""
    server.response = BUSY
    attempts = any_client.failures(15, world.environment())

    assert attempts[:5] == [3, 3, 3, 3, 3]
    assert attempts[5:] == [1] * 10


def expired(date: datetime) -> CannedResponse:
    """Return an error about the request's time, with the server's time in its Date header."""
    response = refusal(400, "InvalidTimeStamp.Expired")
    return CannedResponse(response.body, 400, {"Date": format_datetime(date, usegmt=True)})


def test_clock_skew_is_corrected(
    any_client: AnyClient, server: ScriptedServer, world: World
) -> None:
    """The server's time is taken from its response, and signed at once."""
    theirs = NOW + timedelta(hours=3)

    def respond(request: ReceivedRequest) -> CannedResponse:
        return JOB if request.headers["x-acs-date"] == "2026-11-22T15:00:00Z" else expired(theirs)

    server.response = respond
    any_client.page(world.environment())

    assert len(server.requests) == 2
    assert world.slept == []
    assert abs(theirs - NOW) > SIGNER.window


def test_clock_skew_is_corrected_once(
    any_client: AnyClient, server: ScriptedServer, world: World
) -> None:
    """A server that rejects the corrected time ends the call with its error."""
    server.response = expired(NOW + timedelta(hours=3))
    error = error_of(any_client, world.environment())

    assert (type(error), error.attempts) == (AuthenticationError, 2)


def test_rate_limit(any_client: AnyClient, server: ScriptedServer, world: World) -> None:
    """At four a second, simultaneous attempts are a quarter of a second apart."""
    server.response = JOB
    any_client.pages(3, {**world.environment(), "max_per_second": 4})

    assert world.slept == [0.25, 0.25]
