"""Names of components: their classes, the modules of their models, and their subtypes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from keyword import iskeyword
from typing import Any

from ..naming import pascal, python_name
from ..reserved_names import MODEL_MODULES

__all__ = ["SCHEMAS", "class_name", "heirs_by_parent", "model_modules"]

SCHEMAS = "#/components/schemas/"
_QUALIFIED = re.compile(r"([a-z][a-z0-9_]*)\.([A-Z][A-Za-z0-9]*)")


def class_name(hint: str) -> str:
    """Return the name of a class."""
    name = pascal(hint) or "Model"
    return f"Model{name}" if name[0].isdigit() else name


def model_modules(
    classes: Mapping[str, str], schemas: Mapping[str, Any], tags: Iterable[str]
) -> dict[str, str]:
    """Return the module of each schema, by the schema's name; of each tag, by the tag.

    A schema `jobs.Job` has its model in the module `jobs` where every schema of the document is
    named so and keeps the name of its class (`classes`), and no module has the name of a property,
    beside which models could not import it. In any other document there are no modules.
    """
    modules: dict[str, str] = {}
    for name in schemas:
        match = _QUALIFIED.fullmatch(name)
        if match is None or classes[name] != match[2] or not _is_module(match[1]):
            return {}
        modules[name] = match[1]
    properties = _property_names(schemas) if modules else set()
    if not modules or properties & {*modules.values()}:
        return {}
    return {**modules, **{t: t for t in tags if _is_module(t) and t not in properties}}


def _is_module(name: str) -> bool:
    return not iskeyword(name) and name not in MODEL_MODULES


def _property_names(schemas: Mapping[str, Any]) -> set[str]:
    """Return the Python names of all properties, however deep."""
    names: set[str] = set()
    waiting: list[Any] = list(schemas.values())
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            properties = node.get("properties")
            names |= set(map(python_name, properties)) if isinstance(properties, dict) else set()
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return names


def heirs_by_parent(schemas: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the references of the schemas that are made of each schema by allOf."""
    heirs: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        for part in schema.get("allOf", ()) if isinstance(schema, dict) else ():
            if isinstance(part, dict) and isinstance(part.get("$ref"), str):
                heirs.setdefault(part["$ref"], []).append(f"{SCHEMAS}{name}")
    return heirs
