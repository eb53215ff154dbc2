"""The state machine of one run: which call comes next, and what follows from its response.

It neither sends nor sleeps nor writes; the loops of `running` do. A run that is repeated with the same
id looks before it writes, so that it goes on where it was interrupted.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

import msgspec

from ..client.idempotency import READ_METHODS
from ..client.response import Result
from ..contract.operation import Operation
from ..errors import (
    ApiError,
    BusinessError,
    ConflictError,
    InvalidParameterError,
    NotFoundError,
    UsageError,
)
from ..messages import Argument, Message
from .errors import (
    WorkflowConflictError,
    WorkflowError,
    WorkflowFailedError,
    WorkflowInterruptedError,
    WorkflowTimeoutError,
)
from .evaluation import UNKNOWN, Scope, filtered, value_at
from .inputs import complete_inputs
from .program import Action, Failure, Library, Program, Step
from .run_state import NextCall, Pace, Snapshot

__all__ = ["Execution"]

_MAX_FRESH_STARTS = 3
"""How often a run begins again after a write of which nobody knows whether it happened."""
_FRESH_START_DELAY = 1.0
_REFUSALS = (BusinessError, ConflictError, InvalidParameterError, NotFoundError, UsageError)
"""What no repetition would change."""


_AS_STATED = Pace()


class Execution:
    """One run. A loop calls `next`, sends that call, and passes what came of it to `accept` or `fail`.

    `remembered` are the outputs of the run before it was interrupted. `on_step` is told of each step
    that has a text.
    """

    def __init__(
        self,
        library: Library,
        program: Program,
        inputs: Mapping[str, Any],
        *,
        run: str,
        monotonic: Callable[[], float],
        remembered: Mapping[str, Mapping[str, Any]] | None = None,
        pace: Pace = _AS_STATED,
        on_step: Callable[[Step], None] | None = None,
    ) -> None:
        self.program = program
        self.run = run
        self.durations: dict[str, float] = {}
        self.has_written = False
        self._library = library
        self._given = dict(inputs)
        self._remembered = remembered or {}
        self.inputs = complete_inputs(program, inputs, run, self._remembered)
        self._monotonic = monotonic
        self._pace = pace
        self._on_step = on_step or (lambda _: None)
        self._outputs: dict[str, dict[str, Any]] = {}
        self._fresh_starts = 0
        self._delay = 0.0
        self._is_announced = False
        self._index: int | None = None
        self._enter(0)

    @property
    def snapshot(self) -> Snapshot:
        """The run as a journal keeps it."""
        return Snapshot(
            workflow=self.program.name,
            run=self.run,
            inputs=msgspec.to_builtins(self._given),
            step=self.step.name,
            outputs={**self._remembered, **self._outputs},
        )

    @property
    def step(self) -> Step:
        """The current step; the last one when the run has ended."""
        return self.program.steps[-1 if self._index is None else self._index]

    def next(self) -> NextCall | None:
        """Return the next call; None when the run has reached its goal."""
        while self._index is not None and self.step.call is None:
            self._succeed(self._scope)
        if self._index is None:
            return None
        if not self._is_announced:
            self._is_announced = True
            self._on_step(self.step)
        operation, delay = self._operation, self._delay
        self._delay = 0.0
        is_write = operation.method not in READ_METHODS
        return NextCall(operation, self._arguments(operation), delay, is_write)

    def accept(self, result: Result[Any]) -> None:
        """Take the result of the call, and decide what follows; raise WorkflowError where the run ends."""
        call = self.step.call
        self.has_written |= self._operation.method not in READ_METHODS
        body = msgspec.json.decode(result.raw) if result.raw else None
        scope = self._with(body, self._operation.status, result.headers)
        if call and call.where:
            kept = filtered(call.where, scope)
            if self._has_another_page(result, bool(value_at(kept, call.where.items))):
                self._page += 1
                return
            scope = self._with(kept, scope.status, result.headers)
        if scope.hold(self.step.criteria):
            self._succeed(scope)
        else:
            self._miss(scope)

    def fail(self, error: ApiError) -> None:
        """Take the error of the call, and decide what follows; raise an error where the run stops."""
        if isinstance(error, UsageError) and not self.has_written:
            raise error
        self.has_written |= error.may_have_acted
        if error.may_have_acted and self._fresh_starts < _MAX_FRESH_STARTS:
            self._start_afresh()
            return
        body = _decoded(error.body)
        scope = self._with(body, error.status, error.headers)
        action = _chosen(self.step.on_failure, scope)
        if action is None or isinstance(error, UsageError) or action.type == "end":
            raise self._ended_by(error) from error
        self._follow(action, scope)

    def result(self) -> dict[str, Any]:
        """Return the outputs of the run."""
        scope = self._scope
        return {name: scope.value(value) for name, value in self.program.outputs}

    def planned(self) -> Iterator[Step]:
        """Yield the steps to come from here on, as far as they are known without carrying them out.

        What they would return is unknown, and chooses nothing. The run cannot go on afterwards.
        """
        seen: set[int] = set()
        while self._index is not None and self._index not in seen:
            seen.add(self._index)
            step = self.step
            yield step
            self._succeed(self._with(UNKNOWN, None, {}) if step.call else self._scope)

    @property
    def difference(self) -> tuple[Any, Any] | None:
        """The values before and after that the workflow names; None where it names none."""
        difference = self.program.difference
        if difference is None:
            return None
        return self._scope.value(difference.before), self._scope.value(difference.after)

    @property
    def _scope(self) -> Scope:
        return self._with(None, None, {})

    @property
    def _operation(self) -> Operation[Any]:
        call = self.step.call
        assert call is not None
        return self._library.operations[call.operation]

    def _with(self, body: Any, status: int | None, headers: Mapping[str, str]) -> Scope:
        return Scope(self.inputs, self._outputs, body, status, headers)

    def _arguments(self, operation: Operation[Any]) -> dict[str, Any]:
        call, scope = self.step.call, self._scope
        assert call is not None
        values = ((name, scope.value(value)) for name, value in call.arguments)
        arguments = {name: value for name, value in values if value is not None}
        pagination = operation.pagination
        if call.where and pagination and pagination.position and self._page > 1:
            is_page = pagination.style == "page"
            arguments[pagination.position] = self._page if is_page else self._read_items
        return arguments

    def _has_another_page(self, result: Result[Any], is_found: bool) -> bool:
        """Whether the listing goes on, and no item has stayed so far."""
        pagination = self._operation.pagination
        if is_found or pagination is None or not pagination.is_counted:
            return False
        items = pagination.items_of(result.value)
        self._read_items += len(items)
        total = getattr(result.value, pagination.total or "", None) or 0
        return bool(items) and self._read_items < total

    def _enter(self, index: int) -> None:
        self._index = index if index < len(self.program.steps) else None
        self._page = 1
        self._read_items = 0
        self._entered_at = self._monotonic()
        self._is_announced = False

    def _succeed(self, scope: Scope) -> None:
        step = self.step
        self._outputs[step.name] = {name: scope.value(value) for name, value in step.outputs}
        if step.call:
            seconds = self._monotonic() - self._entered_at
            self.durations[step.name] = self.durations.get(step.name, 0.0) + seconds
        after = Scope(self.inputs, self._outputs, scope.body, scope.status, scope.headers)
        action = _chosen(step.on_success, after)
        if action is not None:
            self._follow(action, after)
        elif self._index is not None:
            self._enter(self._index + 1)

    def _miss(self, scope: Scope) -> None:
        """Follow a response that does not meet the criteria of the step."""
        action = _chosen(self.step.on_failure, scope)
        if action is not None:
            self._follow(action, scope)
            return
        message = Message("the response does not meet the criteria of the step")
        raise self._failed(WorkflowFailedError, message)

    def _follow(self, action: Action, scope: Scope) -> None:
        if action.type == "goto":
            self._enter(self.program.index(action.step))
        elif action.type == "retry":
            self._retry(action)
        elif action.failure is not None:
            self._end(action.failure, scope)
        else:
            self._index = None

    def _retry(self, action: Action) -> None:
        timeout = self._pace.timeout
        timeout = action.seconds * action.limit if timeout is None else timeout
        left = self._entered_at + timeout - self._monotonic()
        if left <= 0:
            message = Message("not done after {timeout:g} s", timeout=timeout)
            raise self._failed(WorkflowTimeoutError, message)
        self._delay = min(action.seconds if self._pace.poll is None else self._pace.poll, left)
        self._page, self._read_items = 1, 0

    def _start_afresh(self) -> None:
        """Begin again with the reads, which find out whether a write has happened."""
        self._fresh_starts += 1
        self._remembered = {**self._remembered, **self._outputs}
        self._outputs = {}
        self.inputs = complete_inputs(self.program, self._given, self.run, self._remembered)
        self._enter(0)
        self._delay = _FRESH_START_DELAY

    def _end(self, failure: Failure, scope: Scope) -> NoReturn:
        values = {name: scope.value(value) for name, value in failure.values}
        shown = {name: "-" if value is None else value for name, value in values.items()}
        kind = WorkflowConflictError if failure.kind == "conflict" else WorkflowFailedError
        raise self._failed(kind, Message(failure.message, **shown))

    def _failed(self, kind: type[WorkflowError], message: Message) -> WorkflowError:
        step = self.step
        text = Message(step.text) if step.text else step.name
        shown = Message("{step}: {message}", step=text, message=message)
        return kind(shown, run=self.run, step=step.name, remedy=self._remedy(kind))

    def _ended_by(self, error: ApiError) -> WorkflowError:
        """Return the error of a run whose call was refused, or failed for a reason that may pass."""
        is_refused = isinstance(error, _REFUSALS) and not error.retryable
        kind = WorkflowFailedError if is_refused else WorkflowInterruptedError
        ended = self._failed(kind, Message("{error}", error=error.describe(error.message_data)))
        ended.cause = error
        return ended

    def _remedy(self, kind: type[WorkflowError]) -> Message | None:
        """Return how the run can be continued, where that may help and there is something to continue."""
        can_continue = kind in (WorkflowInterruptedError, WorkflowTimeoutError)
        if not can_continue or not self.program.is_resumable:
            return None
        return Message("continue the run with {name} {run}", name=Argument("resume"), run=self.run)


def _chosen(actions: tuple[Action, ...], scope: Scope) -> Action | None:
    """Return the first action whose criteria hold."""
    return next((action for action in actions if scope.hold(action.criteria)), None)


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
