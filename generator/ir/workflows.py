"""Workflows: what a caller passes to each, what it returns, and the program that runs it."""

from __future__ import annotations

from dataclasses import dataclass

from ..runtime.workflows.program import Program

__all__ = ["Workflow", "WorkflowInput", "WorkflowOutput"]


@dataclass(frozen=True, slots=True)
class WorkflowInput:
    """An input; one that is not `required` may be left out.

    `scalar` is its type in JSON, where that is a scalar one; `model` the model that it is, where it is one.
    """

    name: str
    wire_name: str
    annotation: str
    description: str
    required: bool
    scalar: str
    is_client_scoped: bool = False
    model: str = ""


@dataclass(frozen=True, slots=True)
class WorkflowOutput:
    """An output, which may be absent."""

    name: str
    wire_name: str
    annotation: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow that people call: `method_name` is its method and its command.

    The command is an action of `resource`, where there is one.
    """

    method_name: str
    class_name: str
    constant: str
    summary: str
    description: str
    inputs: tuple[WorkflowInput, ...]
    outputs: tuple[WorkflowOutput, ...]
    program: Program
    resource: str = ""
    shows_difference: bool = False

    @property
    def compensation(self) -> str:
        """The name by which a caller asks for a failed run to be undone; empty where it cannot be."""
        return self.program.compensation.name if self.program.compensation else ""
