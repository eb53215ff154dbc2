"""The state machine of one call, attempt by attempt; sending and sleeping happen elsewhere."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from ..contract.operation import Operation
from ..errors import ApiError
from .context import ClientContext
from .hooks import Attempt, AttemptOutcome, log_outcome
from .request import Request
from .response import Response, Result, decode_response
from .retry import Attempts

__all__ = ["Call"]

ResponseT = TypeVar("ResponseT")


class Call(Generic[ResponseT]):
    """One call: the next request, the delay before it, and the result.

    Its session runs a loop: `delay`, `next_request`, then `receive` or `handle_error`, which
    raises when there is to be no other attempt.
    """

    def __init__(
        self,
        context: ClientContext,
        operation: Operation[ResponseT],
        arguments: Mapping[str, object],
    ) -> None:
        environment = context.environment
        self._context = context
        self._operation = operation
        self._request = context.build(operation, arguments)
        self._monotonic = environment.monotonic
        self._attempts = Attempts(
            context.retry_policy,
            context.retry_budget,
            monotonic=environment.monotonic,
            random=environment.random,
            clock=context.clock.now,
            delay_header=context.api.retry_delay_header,
        )
        self._number = 0
        self._delay = 0.0
        self._repaired = False
        self._started_at = 0.0
        self._attempt: Attempt | None = None

    @property
    def timeout(self) -> float:
        """The seconds that the current attempt may take."""
        return self._attempts.timeout

    def delay(self) -> float:
        """Return the seconds to wait before the next attempt."""
        delay, self._delay = self._delay, 0.0
        return delay + self._context.rate_limiter.reserve()

    def next_request(self) -> Request:
        """Return the request of the next attempt, signed or with credentials."""
        self._number += 1
        request = self._request
        self._attempt = Attempt(
            operation=request.operation,
            method=request.method,
            path=request.path,
            number=self._number,
        )
        for hooks in self._context.hooks:
            hooks.before_attempt(self._attempt)
        self._started_at = self._monotonic()
        return self._context.authenticate(request)

    def receive(self, response: Response) -> Result[ResponseT]:
        """Decode a response; raise the error that it reports."""
        result = decode_response(self._context.api, self._operation, response)
        self._context.retry_budget.earn()
        self._end_attempt(response.status, result.request_id, None)
        return result

    def handle_error(self, error: ApiError) -> None:
        """Prepare the next attempt; raise the error when there is to be none."""
        error.operation = self._operation.name
        error.attempts = self._number
        self._end_attempt(error.status, error.request_id, error)
        if self._repair(error):
            return
        delay = self._attempts.delay_after(error)
        if delay is None:
            raise error
        self._delay = delay

    def _repair(self, error: ApiError) -> bool:
        """Correct clock skew, once per call, when the server rejects the time; return whether it did."""
        if self._repaired or error.repair != "clock":
            return False
        self._repaired = self._context.clock.correct(error)
        return self._repaired

    def _end_attempt(
        self, status: int | None, request_id: str | None, error: ApiError | None
    ) -> None:
        if self._attempt is None:
            return
        outcome = AttemptOutcome(
            attempt=self._attempt,
            seconds=self._monotonic() - self._started_at,
            status=status,
            request_id=request_id,
            error=error,
        )
        for hooks in self._context.hooks:
            hooks.after_attempt(outcome)
        log_outcome(self._context.api.package, outcome)
