"""Open-loop load: weighted random requests that start on time, whether others are done or not."""

import asyncio
from array import array
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from . import invalid_requests, valid_requests
from .load_client import LoadClient, ServiceUnavailable, now
from .outages import Outages, UnexpectedResponse
from .plan import Plan

__all__ = ["REQUEST_WEIGHTS", "Load", "LoadStatistics", "RequestFunction", "request_name"]

RequestFunction = Callable[[LoadClient], Awaitable[None]]

REQUEST_WEIGHTS: dict[RequestFunction, float] = {
    valid_requests.list_steady_jobs: 24,
    valid_requests.list_growing_jobs: 20,
    valid_requests.get_job: 9,
    valid_requests.get_newest_job: 5,
    valid_requests.list_observed_jobs: 4,
    valid_requests.list_as_user: 5,
    valid_requests.list_empty_deployment: 2,
    valid_requests.request_head: 2,
    invalid_requests.send_invalid_parameters: 5,
    invalid_requests.send_wrong_signature: 3,
    invalid_requests.list_unknown_deployment: 3,
    invalid_requests.send_replay: 3,
    invalid_requests.send_unknown_key: 2,
    invalid_requests.send_disabled_key: 2,
    invalid_requests.send_expired_timestamp: 1,
    invalid_requests.send_unsigned_request: 1,
    invalid_requests.get_unknown_job: 1,
    invalid_requests.access_other_account: 2,
    invalid_requests.get_forbidden_job: 2,
    invalid_requests.request_unknown_path: 1,
    invalid_requests.send_wrong_method: 1,
    invalid_requests.send_long_url: 0.5,
    invalid_requests.send_large_headers: 0.5,
    invalid_requests.send_partial_request: 1,
}
"""Relative frequency of each request, in percent."""
_WITHOUT_LATENCY = (invalid_requests.send_replay, invalid_requests.send_partial_request)
"""Requests without exactly one response."""
_MAX_MESSAGES = 20


@dataclass
class LoadStatistics:
    """Counts and latencies of a run.

    `latencies` are seconds from the time at which a request was due to its response, without
    requests during an outage. `start_delays` are the part of them before the request was sent.
    """

    requests: Counter[str] = field(default_factory=Counter)
    refused_in_outage: int = 0
    unexpected: int = 0
    messages: list[str] = field(default_factory=list)
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    start_delays: "array[float]" = field(default_factory=lambda: array("d"))

    def record_error(self, source: str, error: BaseException) -> None:
        """Record an unexpected response or a failed event."""
        self.unexpected += 1
        if len(self.messages) < _MAX_MESSAGES:
            self.messages.append(f"{source}: {type(error).__name__}: {error}"[:1000])
            print(f"UNEXPECTED {self.messages[-1]}", flush=True)


class Load:
    """Sends random requests for the duration of the plan."""

    def __init__(self, client: LoadClient, plan: Plan, outages: Outages) -> None:
        self.statistics = LoadStatistics()
        self._client = client
        self._plan = plan
        self._outages = outages

    async def run(self) -> None:
        """Send all requests, and wait for the last responses."""
        rng, requests = self._client.rng, list(REQUEST_WEIGHTS)
        weights = list(REQUEST_WEIGHTS.values())
        started = due = now()
        async with asyncio.TaskGroup() as group:
            while due - started < self._plan.seconds:
                due += rng.expovariate(self._plan.rate)
                await asyncio.sleep(due - now())
                (request,) = rng.choices(requests, weights)
                group.create_task(self.send(request, due))

    async def send(self, request: RequestFunction, due: float) -> None:
        """Send a request that is due, and record its outcome."""
        name = request_name(request)
        self.statistics.requests[name] += 1
        started = now()
        self.statistics.start_delays.append(started - due)
        try:
            await request(self._client)
        except ServiceUnavailable as error:
            if not self._outages.overlap(started, now()):
                self.statistics.record_error(name, error)
            self.statistics.refused_in_outage += 1
        except UnexpectedResponse as error:
            if not (error.excused_by_outage and self._outages.overlap(started, now())):
                self.statistics.record_error(name, error)
        except Exception as error:
            self.statistics.record_error(name, error)
        ended = now()
        if request not in _WITHOUT_LATENCY and not self._outages.overlap(due, ended):
            self.statistics.latencies.append(ended - due)


def request_name(request: RequestFunction) -> str:
    """Return the name of a request for people."""
    return str(getattr(request, "__name__", "")).replace("_", " ")
