"""One call, attempt by attempt, apart from sending and sleeping."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from ..contract.operation import Operation
from ..errors import ApiError
from .context import Caller
from .hooks import Attempt, Outcome, log_outcome
from .request import Request, Response
from .response import Answer, read_answer
from .retry import Attempts

__all__ = ["Call"]

AnswerT = TypeVar("AnswerT")


class Call(Generic[AnswerT]):
    """A call on its way: what to send next, for how long to wait, and what came of it.

    Whoever sends does so in a loop: `pause`, `request`, then `answered` or `failed`, which
    raises when there is to be no other attempt.
    """

    def __init__(
        self, caller: Caller, operation: Operation[AnswerT], values: Mapping[str, object]
    ) -> None:
        around = caller.surroundings
        self._caller = caller
        self._operation = operation
        self._request = caller.build(operation, values)
        self._monotonic = around.monotonic
        self._attempts = Attempts(
            caller.policy,
            caller.budget,
            monotonic=around.monotonic,
            draw=around.draw,
            clock=caller.clock.now,
        )
        self._number = 0
        self._wait = 0.0
        self._repaired = False
        self._begun = 0.0
        self._attempt: Attempt | None = None

    @property
    def timeout(self) -> float:
        """The seconds that the attempt at hand may take."""
        return self._attempts.timeout

    def pause(self) -> float:
        """Give the seconds to wait before the next attempt."""
        wait, self._wait = self._wait, 0.0
        return wait + self._caller.pace.wait()

    def request(self) -> Request:
        """Complete the next attempt: signed for this moment with a new nonce, or with credentials."""
        self._number += 1
        request = self._request
        self._attempt = Attempt(
            operation=request.operation,
            method=request.method,
            path=request.path,
            number=self._number,
        )
        for hooks in self._caller.hooks:
            hooks.before_attempt(self._attempt)
        self._begun = self._monotonic()
        return self._caller.complete(request)

    def answered(self, response: Response) -> Answer[AnswerT]:
        """Read a response; raise the error it stands for."""
        answer = read_answer(self._caller.api, self._operation, response)
        self._caller.budget.earn()
        self._ended(response.status, answer.request_id, None)
        return answer

    def failed(self, error: ApiError) -> None:
        """Get ready for the next attempt; raise the error when there is to be none."""
        error.operation = self._operation.name
        error.attempts = self._number
        self._ended(error.status, error.request_id, error)
        if self._repairs(error):
            return
        wait = self._attempts.wait_after(error)
        if wait is None:
            raise error
        self._wait = wait

    def _repairs(self, error: ApiError) -> bool:
        """Take over the server's clock, once a call, when it says that ours is off."""
        if self._repaired or error.repair != "clock":
            return False
        self._repaired = self._caller.clock.learn(error)
        return self._repaired

    def _ended(self, status: int | None, request_id: str | None, error: ApiError | None) -> None:
        if self._attempt is None:
            return
        outcome = Outcome(
            attempt=self._attempt,
            seconds=self._monotonic() - self._begun,
            status=status,
            request_id=request_id,
            error=error,
        )
        for hooks in self._caller.hooks:
            hooks.after_attempt(outcome)
        log_outcome(self._caller.api.package, outcome)
