"""A command that runs a workflow, as data."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from ...workflows.program import Library
from ..arguments.option import Option
from ..i18n import Messages

if TYPE_CHECKING:
    from ..invocation import Invocation

__all__ = ["WorkflowCommand", "WorkflowInput", "WorkflowOutput"]


class WorkflowInput(Struct, frozen=True, kw_only=True):
    """An input that is an option; one that is no scalar is JSON or YAML."""

    name: str
    help: str
    required: bool = False
    scalar: Literal["", "string", "integer", "number", "boolean"] = ""


class WorkflowOutput(Struct, frozen=True):
    """An output: its name in Python and in JSON."""

    name: str
    wire_name: str


class WorkflowCommand(Struct, frozen=True, kw_only=True):
    """A command: the inputs and outputs of a workflow; `load` reads its program when it is run.

    `compensation` is how a failed run is undone; empty where it cannot be. With `shows_difference`, a
    run prints what it changes first, and ends where that is nothing.
    """

    workflow: str
    description: str
    inputs: tuple[WorkflowInput, ...]
    outputs: tuple[WorkflowOutput, ...]
    load: Callable[[], Library]
    is_resumable: bool = False
    compensation: str = ""
    shows_difference: bool = False

    def options(self, messages: Messages) -> Iterator[Option]:
        """Yield the options of the command."""
        from .options import workflow_options

        return workflow_options(self, messages)

    def run(
        self, invocation: "Invocation", connect: Callable[..., Any], options: Mapping[str, Any]
    ) -> None:
        """Run it with some options, or show its plan."""
        from .action import run_workflow

        run_workflow(invocation, connect, self, options)
