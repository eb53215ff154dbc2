"""The programs of workflows as JSON, and the docstrings of their methods."""

from __future__ import annotations

import json

import msgspec

from ..ir import Api, Workflow

__all__ = ["operation_constants", "plan_doc", "workflow_doc", "workflows_json"]


def workflows_json(api: Api) -> str:
    """Return the programs of a package by name; each step is a line, so that changes of one are read."""
    programs = ",\n".join(
        f'"{workflow.program.name}": {_program(workflow)}' for workflow in api.workflows
    )
    return f"{{\n{programs}\n}}\n"


def _program(workflow: Workflow) -> str:
    plain = msgspec.to_builtins(workflow.program)
    steps = ",\n  ".join(_line(step) for step in plain.pop("steps"))
    members = [f'"{name}": {_line(value)}' for name, value in plain.items()]
    return "{\n " + ",\n ".join([*members, f'"steps": [\n  {steps}\n ]']) + "\n}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def operation_constants(api: Api) -> str:
    """Return the constants of the operations that workflows call."""
    called = {
        step.call.operation
        for workflow in api.workflows
        for step in workflow.program.steps
        if step.call
    }
    constants = (each.constant for each in api.operations if each.name in called)
    return ", ".join(sorted(constants))


def workflow_doc(workflow: Workflow) -> str:
    """Return the docstring of a method that runs a workflow."""
    lines = [
        f"    {each.name}: {each.description}{_default(each.is_client_scoped)}"
        for each in workflow.inputs
    ]
    if workflow.program.is_resumable:
        lines.append(
            "    resume: Id of an interrupted run to continue; inputs are then read from its journal."
        )
    if workflow.compensation:
        lines.append("    on_failure: How a run that fails is undone; by default it is not.")
    arguments = "\n".join([*lines, _OPTIONS])
    return (
        f"{workflow.summary}\n\n{workflow.description}\n\nArgs:\n{arguments}\n\n"
        f"Returns:\n    The {workflow.class_name} of the run.\n\n{_RAISES}"
    )


def plan_doc() -> str:
    """Return the docstring of the method that plans a run."""
    return (
        "Read what a run would find, and return what it would change and do; nothing is written.\n\n"
        "Args:\n    workflow: Name of the workflow.\n    inputs: Its inputs.\n\n"
        f"Returns:\n    The changes and the steps, as far as they are known beforehand.\n\n{_RAISES}"
    )


def _default(is_client_scoped: bool) -> str:
    return " Default: the client's." if is_client_scoped else ""


_OPTIONS = """\
    poll: Interval between calls that wait, in seconds.
    timeout: Maximum time that a step waits, in seconds.
    journal: Folder of the journals of runs; False for none, True for that of the user.
    progress: Called when a step begins."""
_RAISES = """\
Raises:
    UsageError: An argument is invalid; nothing was sent.
    WorkflowFailedError: The goal cannot be reached.
    WorkflowConflictError: Somebody else changed the same thing, or another run is under way.
    WorkflowTimeoutError: A step did not end in time.
    WorkflowInterruptedError: A call failed; the run can be continued."""
