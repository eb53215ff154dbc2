"""The state machine of one call, attempt by attempt; sending and sleeping happen elsewhere."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from ..contract.operation import Operation
from ..errors import ApiError, NotFoundError
from .context import ClientContext
from .hooks import Attempt, AttemptOutcome, is_logged, log_outcome
from .idempotency import (
    fill_key,
    is_repeatable,
    key_of,
    may_have_acted,
    read_arguments,
    required_read,
    uncertain_remedy,
)
from .request import Request
from .response import Response, Result, check_page, decode_response
from .retry import Attempts

__all__ = ["Call"]

ResponseT = TypeVar("ResponseT")


class Call(Generic[ResponseT]):
    """One call: the next request, the delay before it, and the result.

    Its session runs a loop: `delay`, `next_request`, which it authenticates and sends, then
    `receive` or `handle_error`, which raises when there is to be no other attempt. Once a write
    may have been carried out, a call whose contract says so reads first, and repeats the write
    only when nothing is there.
    """

    def __init__(
        self,
        context: ClientContext,
        operation: Operation[ResponseT],
        arguments: Mapping[str, object],
        link: str | None = None,
    ) -> None:
        environment = context.environment
        self._context = context
        self._operation: Operation[Any] = operation
        self._has_new_key = False
        if operation.idempotency is not None:
            arguments, self._has_new_key = fill_key(operation, arguments, environment.new_id)
        self._arguments = arguments
        self._request = context.build(operation, arguments)
        if link is not None:
            self._request = context.follow(self._request, link)
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
        self._uncertain: ApiError | None = None
        self._is_reading = False
        self._started_at = 0.0
        self._sent: Request | None = None
        self._attempt: Attempt | None = None

    @property
    def is_streamed(self) -> bool:
        """Whether its body is read while it is sent, or its response while it arrives."""
        return self._request.stream is not None or self._operation.is_streamed

    @property
    def timeout(self) -> float:
        """The seconds that the current attempt may take."""
        return self._attempts.timeout

    def delay(self) -> float:
        """Return the seconds to wait before the next attempt."""
        delay, self._delay = self._delay, 0.0
        return delay + self._context.rate_limiter.reserve()

    def next_request(self) -> Request:
        """Return the request of the next attempt, to be authenticated."""
        self._number += 1
        request = self._read_request() if self._is_reading else self._request
        for change in self._context.request_hooks:
            request = change(request)
        self._sent, self._attempt = request, None
        for hooks in self._context.hooks:
            hooks.before_attempt(self._described())
        self._started_at = self._monotonic()
        return request

    def receive(self, response: Response) -> Result[ResponseT]:
        """Decode a response; raise the error that it reports."""
        operation = self._read_operation if self._is_reading else self._operation
        try:
            result = decode_response(self._context.api, operation, response)
            if operation.pagination is not None:
                check_page(self._context.api, operation, self._arguments, result, response)
        except NotFoundError as error:
            if self._uncertain is None or operation.method != "DELETE":
                raise
            result = Result(None, response.body, error.request_id)  # an earlier attempt deleted it
        self._context.retry_budget.earn()
        self._end_attempt(response.status, result.request_id, None)
        return cast("Result[ResponseT]", result)

    def handle_error(self, error: ApiError) -> None:
        """Prepare the next attempt; raise the error when there is to be none."""
        error.operation = self._operation.name
        error.attempts = self._number
        self._end_attempt(error.status, error.request_id, error)
        if self._is_reading and isinstance(error, NotFoundError):
            self._is_reading = False  # nothing is there: the write is repeated
            return
        if not self._is_reading and may_have_acted(self._operation, error):
            self._uncertain = error
        if self._repair(error):
            return
        delay = self._attempts.delay_after(error) if self._may_repeat() else None
        if delay is None:
            raise self._final(error)
        self._delay = delay
        self._is_reading = self._uncertain is not None and self._reads_first

    def _may_repeat(self) -> bool:
        if self._request.stream is not None and not self._request.stream.can_be_sent:
            return False
        return self._uncertain is None or is_repeatable(self._operation)

    def _final(self, error: ApiError) -> ApiError:
        """Return the error to raise; for a write that may have happened, one that says so."""
        if self._uncertain is None:
            return error
        if self._is_reading:
            error = self._uncertain
            error.attempts = self._number
        idempotency = self._operation.idempotency
        key = key_of(idempotency, self._arguments) if idempotency else None
        error.may_have_acted, error.idempotency_key = True, key
        error.remedy_data = uncertain_remedy(self._operation, key)
        error.retryable &= is_repeatable(self._operation) and not self._has_new_key
        return error

    @property
    def _reads_first(self) -> bool:
        idempotency = self._operation.idempotency
        return idempotency is not None and idempotency.read is not None

    @property
    def _read_operation(self) -> Operation[Any]:
        return required_read(self._operation)

    def _read_request(self) -> Request:
        return self._context.build(
            self._read_operation, read_arguments(self._operation, self._arguments)
        )

    def _repair(self, error: ApiError) -> bool:
        """Correct clock skew, once per call, when the server rejects the time; return whether it did."""
        if self._repaired or error.repair != "clock":
            return False
        self._repaired = self._context.clock.correct(error)
        return self._repaired

    def _described(self) -> Attempt:
        """Return the current attempt, for those who observe it."""
        if self._attempt is None and self._sent is not None:
            request = self._sent
            self._attempt = Attempt(
                operation=request.operation,
                method=request.method,
                path=request.path,
                number=self._number,
            )
        return cast("Attempt", self._attempt)

    def _end_attempt(
        self, status: int | None, request_id: str | None, error: ApiError | None
    ) -> None:
        hooks, package = self._context.hooks, self._context.api.package
        if self._sent is None or not (hooks or is_logged(package, error)):
            return
        outcome = AttemptOutcome(
            attempt=self._described(),
            seconds=self._monotonic() - self._started_at,
            status=status,
            request_id=request_id,
            error=error,
        )
        for hook in hooks:
            hook.after_attempt(outcome)
        log_outcome(package, outcome)
