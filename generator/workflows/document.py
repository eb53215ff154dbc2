"""An Arazzo document: read, and valid by its published schema and by those of our extensions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from ..diagnostics import Diagnostic, SpecificationError, quote, shown
from ..openapi.pointer import JsonObject, PointerParts, format_pointer
from ..openapi.source import SourceFile, read_file
from ..repository import SPECIFICATIONS

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

__all__ = ["EXTENSIONS", "Arazzo", "load_arazzo"]

_SCHEMA: Final = Path(__file__).with_name("arazzo-1.0.schema.json")
EXTENSIONS: Final = SPECIFICATIONS / "workflow-extensions.schema.json"
_VERSION: Final = re.compile(r"1\.0\.\d+\Z")
_LONGEST_MESSAGE: Final = 160


@dataclass(frozen=True, slots=True)
class Arazzo:
    """A document whose values know the lines that they were read from; `faults` collects what is wrong."""

    path: Path
    document: JsonObject
    file: SourceFile = field(repr=False)
    faults: list[Diagnostic] = field(default_factory=list, repr=False)

    def diagnostic(
        self, pointer: PointerParts, message: str, remedy: str, subject: str | None = None
    ) -> Diagnostic:
        """Build a diagnostic about the value at a pointer."""
        location = self.file.origin.below(pointer).location
        line = None if location.is_one_line else location.line
        return Diagnostic(shown(self.path), line, format_pointer(pointer), subject, message, remedy)

    def fault(
        self, pointer: PointerParts, message: str, remedy: str, subject: str | None = None
    ) -> None:
        """Record a fault."""
        self.faults.append(self.diagnostic(pointer, message, remedy, subject))

    def end(self) -> None:
        """Raise SpecificationError where there are faults."""
        if self.faults:
            raise SpecificationError(self.faults)

    @property
    def workflows(self) -> Mapping[str, tuple[PointerParts, JsonObject]]:
        """The workflows by name, each with its pointer."""
        listed = enumerate(self.document["workflows"])
        return {each["workflowId"]: (("workflows", str(i)), each) for i, each in listed}


def load_arazzo(path: Path) -> Arazzo:
    """Read a document; raise SpecificationError with everything that its schemas do not allow."""
    file = read_file(path)
    value: Any = file.value
    arazzo = Arazzo(path, value if isinstance(value, dict) else {}, file)
    version = arazzo.document.get("arazzo")
    if not (isinstance(version, str) and _VERSION.match(version)):
        _refuse_version(arazzo, version)
    for error in _validator().iter_errors(arazzo.document):
        _record(arazzo, error, (), "the Arazzo specification")
    arazzo.end()
    for kind, pointer, value in _objects(arazzo.document):
        _check_extensions(arazzo, kind, pointer, value)
    _check_names(arazzo)
    arazzo.end()
    return arazzo


def _refuse_version(arazzo: Arazzo, version: object) -> NoReturn:
    found = "missing" if version is None else quote(str(version))
    arazzo.fault(("arazzo",), f"the version is {found}", "write the document as arazzo: 1.0.1")
    raise SpecificationError(arazzo.faults)


def _objects(document: JsonObject) -> Iterator[tuple[str, PointerParts, JsonObject]]:
    """Yield the objects that may have extensions of ours, each with its kind and pointer."""
    for i, workflow in enumerate(document["workflows"]):
        at: PointerParts = ("workflows", str(i))
        yield "workflow", at, workflow
        properties = workflow.get("inputs", {}).get("properties", {})
        for name, value in properties.items() if isinstance(properties, dict) else ():
            yield "input", (*at, "inputs", "properties", name), value
        for j, step in enumerate(workflow["steps"]):
            below = (*at, "steps", str(j))
            yield "step", below, step
            for key in ("onSuccess", "onFailure"):
                kind = "failure action" if key == "onFailure" else "success action"
                for k, action in enumerate(step.get(key, ())):
                    yield kind, (*below, key, str(k)), action


def _check_extensions(arazzo: Arazzo, kind: str, pointer: PointerParts, value: JsonObject) -> None:
    for name in (key for key in value if key.startswith("x-")):
        definition = _definitions().get(name)
        if definition is None:
            arazzo.fault(
                (*pointer, name), f"{name} is no extension", "remove it: it would have no effect"
            )
            continue
        kinds, validator = definition
        if kind not in kinds:
            belongs = " or ".join(kinds)
            arazzo.fault((*pointer, name), f"{name} is on a {kind}", f"it belongs on a {belongs}")
            continue
        for error in validator.iter_errors(value[name]):
            _record(arazzo, error, (*pointer, name), f"{EXTENSIONS.parent.name}/{EXTENSIONS.name}")


def _check_names(arazzo: Arazzo) -> None:
    seen: set[str] = set()
    for i, workflow in enumerate(arazzo.document["workflows"]):
        if workflow["workflowId"] in seen:
            pointer: PointerParts = ("workflows", str(i), "workflowId")
            arazzo.fault(pointer, "two workflows have this name", "rename one of them")
        seen.add(workflow["workflowId"])
        steps: set[str] = set()
        for j, step in enumerate(workflow["steps"]):
            if step["stepId"] in steps:
                pointer = ("workflows", str(i), "steps", str(j), "stepId")
                arazzo.fault(pointer, "two steps have this name", "rename one of them")
            steps.add(step["stepId"])


def _record(arazzo: Arazzo, error: ValidationError, root: PointerParts, author: str) -> None:
    unexpected = getattr(error.kind, "unexpected", None) or []
    pointer = (*root, *map(str, [*error.instance_path, *unexpected[:1]]))
    message = error.message
    if len(message) > _LONGEST_MESSAGE:
        message = message[: _LONGEST_MESSAGE - 1] + "…"
    arazzo.fault(pointer, message, f"{author} defines it")


@cache
def _validator() -> Validator:
    import jsonschema_rs  # here, since it takes longer to import than most documents to check

    return jsonschema_rs.validator_for(json.loads(_SCHEMA.read_bytes()))


@cache
def _definitions() -> Mapping[str, tuple[tuple[str, ...], Validator]]:
    import jsonschema_rs

    schema = json.loads(EXTENSIONS.read_bytes())
    validators = jsonschema_rs.validator_map_for(schema)
    return {
        name: (tuple(definition["x-allowed-on"]), validators[f"#/$defs/{name}"])
        for name, definition in schema["$defs"].items()
        if name.startswith("x-")
    }
