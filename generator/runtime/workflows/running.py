"""Runs of workflows: preparation, the loops around the state machine, and what they return."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from msgspec import Struct

from ..errors import ApiError, UsageError
from ..messages import Argument, Message
from .errors import (
    WorkflowError,
    WorkflowFailedError,
    WorkflowRolledBackError,
    WorkflowTimeoutError,
)
from .evaluation import Scope
from .execution import Execution
from .journal import Journal, exclusive_lock, journal_folder
from .program import Library, Program, Step
from .run_ids import check_run
from .run_state import Pace

if TYPE_CHECKING:
    from ..client.context import ClientContext
    from ..client.session import AsyncSession, Session

__all__ = [
    "JournalFolder",
    "Outcome",
    "Progress",
    "Run",
    "RunOptions",
    "prepare",
    "run",
    "run_async",
]

JournalFolder: TypeAlias = str | Path | bool
"""A folder of journals: True is that of the user, False none."""


class Progress(Struct, frozen=True, kw_only=True):
    """A step that a run begins."""

    run: str
    step: str
    text: Message


class RunOptions(Struct, frozen=True, kw_only=True):
    """Options of a run.

    `resume` is the id of a run to continue, `on_failure` the name of the compensation of a run that
    fails; `poll` and `timeout` are seconds in place of those of the workflow. Journals are in the
    folder `journal`; True is that of the user, False means none. `progress` is called when a step begins.
    """

    resume: str | None = None
    on_failure: str | None = None
    poll: float | None = None
    timeout: float | None = None
    journal: JournalFolder = True
    progress: Callable[[Progress], object] | None = None


class Outcome(Struct, frozen=True):
    """The result of a run: its id, its outputs by name, and the seconds that each step took."""

    run: str
    outputs: Mapping[str, Any]
    durations: Mapping[str, float]


class Run:
    """A run of a workflow: its execution, its journal, and how it is undone when it fails."""

    def __init__(
        self,
        context: "ClientContext",
        library: Library,
        name: str,
        inputs: Mapping[str, Any],
        options: RunOptions,
    ) -> None:
        self._library = library
        self._options = options
        self._context = context
        self._folder = _journal_folder(context, options.journal)
        program = library.programs[name]
        _check_compensation(program, options.on_failure)
        resume = options.resume
        self.id = check_run(resume) if resume else context.environment.new_id()
        self.journal = self._journal(program)
        snapshot = self.journal.read() if resume else None
        given = {key: value for key, value in inputs.items() if value is not None}
        self.execution = self._execution(
            program, _continued(given, snapshot.inputs if snapshot else {}), snapshot
        )

    def lock(self) -> AbstractContextManager[None]:
        """Return the lock of what the run works on."""
        execution, endpoint = self.execution, self._context.endpoint
        subject = execution.inputs.get(execution.program.exclusive)
        scoped = (str(value) for value in self._context.client_scoped.values())
        folder = self._folder if subject is not None else None
        return exclusive_lock(folder, (str(endpoint), *scoped, str(subject)))

    def undoing(self, error: WorkflowError) -> "tuple[Execution, Journal] | None":
        """Return the run that undoes this one, and its journal; None where the error asks for none."""
        program = self.execution.program
        failed = isinstance(error, WorkflowFailedError | WorkflowTimeoutError)
        is_asked_for = self._options.on_failure is not None and self.execution.has_written
        if not failed or not is_asked_for or program.compensation is None:
            return None
        compensation = program.compensation
        scope = Scope(self.execution.inputs, {})
        inputs = {name: scope.value(value) for name, value in compensation.inputs}
        undoing = self._library.programs[compensation.workflow]
        journal = self._journal(undoing)
        return self._execution(undoing, inputs, journal.read()), journal

    def undone(self, error: WorkflowError, undoing: Execution) -> WorkflowError:
        """Return the error of a run that failed and was undone."""
        self.journal.remove()
        return WorkflowRolledBackError(
            Message("{message}; the run was undone", message=error.message_data),
            run=self.id,
            step=error.step,
            cause=error.cause,
            result=undoing.result(),
        )

    def outcome(self) -> Outcome:
        """Return what the run returned, which needs no continuation from now on."""
        self.journal.remove()
        return Outcome(self.id, self.execution.result(), self.execution.durations)

    def _journal(self, program: Program) -> Journal:
        return Journal(self._folder if program.is_resumable else None, program.name, self.id)

    def _execution(self, program: Program, inputs: Mapping[str, Any], snapshot: Any) -> Execution:
        return Execution(
            self._library,
            program,
            inputs,
            run=self.id,
            monotonic=self._context.environment.monotonic,
            remembered=snapshot.outputs if snapshot else None,
            pace=Pace(poll=self._options.poll, timeout=self._options.timeout),
            on_step=self._tell,
        )

    def _tell(self, step: Step) -> None:
        if self._options.progress and step.text:
            text = Message(step.text)
            self._options.progress(Progress(run=self.id, step=step.name, text=text))


def prepare(
    context: "ClientContext",
    library: Library,
    name: str,
    arguments: Mapping[str, Any],
    options: RunOptions,
) -> Run:
    """Return a run of a workflow with these arguments; raise UsageError where they are invalid."""
    names = {each.argument: each.name for each in library.programs[name].inputs}
    for argument in arguments:
        if argument not in names:
            raise UsageError(
                Message("{workflow} has no input {name}", workflow=name, name=repr(argument))
            )
    inputs = {names[argument]: value for argument, value in arguments.items()}
    return Run(context, library, name, inputs, options)


def run(session: "Session", prepared: Run) -> Outcome:
    """Carry out a run, and undo it where it fails and its options say so."""
    with prepared.lock():
        try:
            _carry_out(session, prepared.execution, prepared.journal)
        except WorkflowError as error:
            undoing = prepared.undoing(error)
            if undoing is None:
                raise
            _carry_out(session, *undoing)
            undoing[1].remove()
            raise prepared.undone(error, undoing[0]) from error
        return prepared.outcome()


async def run_async(session: "AsyncSession", prepared: Run) -> Outcome:
    """Carry out a run without blocking, and undo it where it fails and its options say so."""
    with prepared.lock():
        try:
            await _carry_out_async(session, prepared.execution, prepared.journal)
        except WorkflowError as error:
            undoing = prepared.undoing(error)
            if undoing is None:
                raise
            await _carry_out_async(session, *undoing)
            undoing[1].remove()
            raise prepared.undone(error, undoing[0]) from error
        return prepared.outcome()


def _carry_out(session: "Session", execution: Execution, journal: Journal) -> None:
    while (call := execution.next()) is not None:
        if call.delay:
            session.sleep(call.delay)
        if call.is_write:
            journal.record(execution.snapshot)
        try:
            result = session.call(call.operation, call.arguments)
        except ApiError as error:
            execution.fail(error)
        else:
            execution.accept(result)


async def _carry_out_async(session: "AsyncSession", execution: Execution, journal: Journal) -> None:
    while (call := execution.next()) is not None:
        if call.delay:
            await session.sleep(call.delay)
        if call.is_write:
            journal.record(execution.snapshot)
        try:
            result = await session.call(call.operation, call.arguments)
        except ApiError as error:
            execution.fail(error)
        else:
            execution.accept(result)


def _continued(given: Mapping[str, Any], recorded: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs of a run that is continued; raise UsageError for one that was another."""
    plain = {name: msgspec.to_builtins(value) for name, value in given.items()}
    for name, value in plain.items():
        if recorded and recorded.get(name) != value:
            message = Message("the run was begun with another {name}", name=Argument(name))
            remedy = Message("leave it out to continue the run, or begin a new one")
            raise UsageError(message, remedy=remedy)
    return {**recorded, **plain}


def _journal_folder(context: "ClientContext", chosen: JournalFolder) -> Path | None:
    if isinstance(chosen, bool):
        environ = context.environment.environ
        return journal_folder(context.api.package, environ) if chosen else None
    return Path(chosen)


def _check_compensation(program: Program, name: str | None) -> None:
    known = program.compensation.name if program.compensation else None
    if name is not None and name != known:
        expected = repr(known) if known else Message("nothing")
        raise UsageError(
            Message(
                "{name} must be {expected}, not {value}",
                name=Argument("on_failure"),
                expected=expected,
                value=repr(name),
            )
        )
