"""A workflow as data: its steps, and the values and conditions that they are made of.

A package holds its programs as JSON, which `load_library` reads.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from ..contract.operation import Operation

__all__ = [
    "Action",
    "Array",
    "Call",
    "Comparison",
    "Compensation",
    "Condition",
    "Constant",
    "Derived",
    "Difference",
    "Failure",
    "Group",
    "Input",
    "Library",
    "Object",
    "Program",
    "Reference",
    "Step",
    "Text",
    "Value",
    "Where",
    "load_library",
]

Path: TypeAlias = tuple[str, ...]


class Constant(Struct, frozen=True, tag="constant", tag_field="is", omit_defaults=True):
    """A value that never changes."""

    value: Any


class Reference(Struct, frozen=True, tag="reference", tag_field="is", omit_defaults=True):
    """A value that is known when a step runs; absent values are None.

    `source` holds it: the `inputs` by name, the outputs of `steps` by step and name, the `body` of the
    response by the parts of a pointer, its `headers` by name, or its `status`.
    """

    source: Literal["inputs", "steps", "body", "headers", "status"]
    path: Path = ()


class Text(Struct, frozen=True, tag="text", tag_field="is", omit_defaults=True):
    """A text of several parts; absent ones are empty."""

    parts: "tuple[Value, ...]"


class Object(Struct, frozen=True, tag="object", tag_field="is", omit_defaults=True):
    """An object; properties whose value is absent are left out."""

    properties: "tuple[tuple[str, Value], ...]"


class Array(Struct, frozen=True, tag="array", tag_field="is", omit_defaults=True):
    """A list of values."""

    items: "tuple[Value, ...]"


Value: TypeAlias = Constant | Reference | Text | Object | Array


class Comparison(Struct, frozen=True, tag="comparison", tag_field="is"):
    """A comparison of two values; texts are equal whatever their case, absent is equal to null."""

    left: Value
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    right: Value


class Group(Struct, frozen=True, tag="group", tag_field="is"):
    """Conditions of which `all`, `any` or `none` hold."""

    quantifier: Literal["all", "any", "none"]
    conditions: "tuple[Condition, ...]"


Condition: TypeAlias = Comparison | Group | Value


class Failure(Struct, frozen=True):
    """Why a run ends: its kind, and a template of a text with the values of its placeholders."""

    kind: Literal["failed", "conflict"]
    message: str
    values: tuple[tuple[str, Value], ...] = ()


class Action(Struct, frozen=True, omit_defaults=True):
    """An action that follows a step when its criteria hold: another `step`, a retry, or the end of the run.

    A retry waits for `seconds`, at most `limit` times.
    """

    type: Literal["goto", "retry", "end"]
    step: str = ""
    criteria: tuple[Condition, ...] = ()
    seconds: float = 0.0
    limit: int = 1
    failure: Failure | None = None


class Where(Struct, frozen=True, omit_defaults=True):
    """A filter of the array at a pointer of the response, which takes its place before it is looked at.

    Items stay whose values at the pointers of `equal` are those, and at the pointers of `differ` are not.
    A value that is absent filters nothing. A listing is read until an item stays.
    """

    items: Path
    equal: tuple[tuple[Path, Value], ...] = ()
    differ: tuple[tuple[Path, Value], ...] = ()


class Call(Struct, frozen=True, omit_defaults=True):
    """The call of an operation, by its name; `arguments` have their names in Python."""

    operation: str
    arguments: tuple[tuple[str, Value], ...] = ()
    where: Where | None = None


class Step(Struct, frozen=True, omit_defaults=True):
    """A step; without a call it only chooses what follows.

    `text` tells people what it does; one without is not mentioned.
    """

    name: str
    call: Call | None = None
    text: str = ""
    criteria: tuple[Condition, ...] = ()
    on_success: tuple[Action, ...] = ()
    on_failure: tuple[Action, ...] = ()
    outputs: tuple[tuple[str, Value], ...] = ()


class Derived(Struct, frozen=True, omit_defaults=True):
    """The origin of an input that its caller may leave out.

    It is the id of the run, the id with a `number` of the run, the value at a `pointer` of another
    `input`, or what an interrupted run `remembers`.
    """

    type: Literal["run", "number", "input", "remembered"]
    number: int = 0
    input: str = ""
    pointer: Path = ()
    remembers: Value | None = None


class Input(Struct, frozen=True, omit_defaults=True):
    """An input, by its names in the document and in Python."""

    name: str
    argument: str
    required: bool = False
    default: Any = None
    derived: Derived | None = None


class Compensation(Struct, frozen=True):
    """The workflow that undoes a run that failed; `name` is how callers ask for it."""

    name: str
    workflow: str
    inputs: tuple[tuple[str, Value], ...] = ()


class Difference(Struct, frozen=True):
    """The two values whose difference a plan shows."""

    before: Value
    after: Value


class Program(Struct, frozen=True, omit_defaults=True):
    """A workflow; runs with the same value of the input `exclusive` exclude each other on one machine."""

    name: str
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    outputs: tuple[tuple[str, Value], ...] = ()
    exclusive: str = ""
    difference: Difference | None = None
    compensation: Compensation | None = None

    @property
    def is_resumable(self) -> bool:
        """Whether a run of it can be continued by its id, which is an input."""
        return any(each.derived and each.derived.type == "run" for each in self.inputs)

    def index(self, name: str) -> int:
        """Return the index of a step."""
        return next(index for index, step in enumerate(self.steps) if step.name == name)


class Library(Struct, frozen=True):
    """All workflows of a package by name, and the operations that their steps call."""

    programs: Mapping[str, Program]
    operations: Mapping[str, Operation[Any]]


def load_library(module: str, operations: Iterable[Operation[Any]]) -> Library:
    """Read the workflows that lie beside the file of a module of the package."""
    content = FilePath(module).with_name("workflows.json").read_bytes()
    programs = msgspec.json.decode(content, type=dict[str, Program])
    return Library(programs, {operation.name: operation for operation in operations})
