"""Running a workflow from the command line: progress to standard error, the result to standard output."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, Protocol

from ...client.session import Session
from ...errors import UsageError
from ...messages import Message
from ...workflows.planning import Change, Plan, plan
from ...workflows.running import (
    Outcome,
    Progress,
    RunOptions,
    prepare,
    run,
)
from ..arguments.option import flag_of
from ..invocation import Invocation
from ..output.formatting import format_time, format_value, printable
from .command import WorkflowCommand
from .documents import read_document
from .options import RESUME

__all__ = ["run_workflow"]

_UNCHANGED = Message("nothing to change")


class Connect(Protocol):
    """Opens a client for the duration of a context; returns its session."""

    def __call__(self, **settings: Any) -> AbstractContextManager[Session]:
        """Return the context."""


def run_workflow(
    invocation: Invocation, connect: Connect, command: WorkflowCommand, options: Mapping[str, Any]
) -> None:
    """Run a workflow or show its plan; raise an error where it does not reach its goal."""
    arguments = _arguments(command, options)
    scoped = {name: options[name] for name in invocation.program.client_scoped if name in options}
    log = _ProgressLog(invocation)
    settings = RunOptions(
        resume=options.get(RESUME),
        on_failure=options.get("--on-failure"),
        poll=options.get("--poll"),
        timeout=options.get("--timeout"),
        journal="--plan" not in options,
        progress=log.write,
    )
    _ = invocation.output  # an invalid one is reported before anything is sent
    with connect(**invocation.client_settings, **scoped, **invocation.hooks) as session:
        if command.shows_difference and "--plan" not in options:
            first = prepare(session.context, command.load(), command.workflow, arguments, settings)
            changes = plan(session, first).changes
            _write_changes(invocation, changes)
            if not changes:
                return
        prepared = prepare(session.context, command.load(), command.workflow, arguments, settings)
        if "--plan" in options:
            _write_plan(invocation, plan(session, prepared))
            return
        if command.is_resumable:
            log.begin(prepared.id)
        _write_outcome(invocation, command, run(session, prepared))


def _arguments(command: WorkflowCommand, options: Mapping[str, Any]) -> dict[str, Any]:
    arguments = {each.name: options[each.name] for each in command.inputs if each.name in options}
    for each in command.inputs:
        if not each.scalar and each.name in arguments:
            value = read_document(arguments[each.name], flag_of(each.name))
            if not isinstance(value, dict):
                raise UsageError(
                    Message("{flag} must be an object of JSON or YAML", flag=flag_of(each.name))
                )
            arguments[each.name] = value
    return arguments


class _ProgressLog:
    """Prints each step that begins in a line, with its time."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation

    def begin(self, run: str) -> None:
        """Print the id of the run, by which it can be continued."""
        self._note(self._invocation.messages(Message("run {run}", run=run)))

    def write(self, progress: Progress) -> None:
        """Print a step that begins."""
        self._note(self._invocation.messages(progress.text))

    def _note(self, text: str) -> None:
        now = format_time(datetime.now(UTC), utc=self._invocation.utc)
        self._invocation.note(f"{now}  {printable(text)}")


def _write_outcome(invocation: Invocation, command: WorkflowCommand, outcome: Outcome) -> None:
    values = {each.wire_name: outcome.outputs.get(each.name) for each in command.outputs}
    if invocation.output in ("json", "jsonl"):
        seconds = {name: round(value, 3) for name, value in outcome.durations.items()}
        result = {"run": outcome.run, **values, "durations": seconds}
        indent = 2 if invocation.output == "json" else None
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=indent) + "\n")
        return
    shown = {name: value for name, value in values.items() if value is not None}
    width = max(map(len, shown), default=0)
    for name, value in shown.items():
        text = printable(format_value(value, utc=invocation.utc))
        sys.stdout.write(f"{name:<{width}}  {text}\n")


def _write_plan(invocation: Invocation, result: Plan) -> None:
    messages = invocation.messages
    steps = [messages(step) for step in result.steps]
    if invocation.output in ("json", "jsonl"):
        planned = {"changes": _plain(result.changes), "steps": steps}
        sys.stdout.write(json.dumps(planned, ensure_ascii=False) + "\n")
        return
    _write_lines(result.changes)
    for number, step in enumerate(steps, 1):
        sys.stdout.write(printable(f"{number}. {step}") + "\n")


def _write_changes(invocation: Invocation, changes: Sequence[Change]) -> None:
    """Write what a run would change: JSON as one object, else a line for each value."""
    if invocation.output in ("json", "jsonl"):
        sys.stdout.write(json.dumps({"changes": _plain(changes)}, ensure_ascii=False) + "\n")
        return
    if not changes:
        invocation.note(invocation.messages(_UNCHANGED))
    _write_lines(changes)


def _write_lines(changes: Sequence[Change]) -> None:
    for change in changes:
        before, after = (
            json.dumps(value, ensure_ascii=False) for value in (change.before, change.after)
        )
        sys.stdout.write(printable(f"{'.'.join(change.path)}: {before} -> {after}") + "\n")


def _plain(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [
        {"path": list(change.path), "before": change.before, "after": change.after}
        for change in changes
    ]
