"""The order of schemas that datamodel-code-generator settles in one pass.

It goes through all models that refer to a later one again and again, as often as a chain of them
is long, and puts out those that refer to none that is left. Here the same order is found by following
the references, so that a chain of a thousand costs no more than a thousand schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["in_order"]


def in_order(schemas: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Return the same schemas, each after those that it refers to, as far as these form no cycle."""
    indexes = {name: index for index, name in enumerate(schemas)}
    needs = {name: _referred(name, schema, prefix, indexes) for name, schema in schemas.items()}
    passes = _passes(needs, indexes)
    last = len(schemas)
    names = sorted(schemas, key=lambda name: (passes.get(name, last), indexes[name]))
    return {name: schemas[name] for name in names}


def _passes(needs: Mapping[str, set[str]], indexes: Mapping[str, int]) -> dict[str, int]:
    """Return the pass in which each schema has all that it refers to; none for one that leads to a cycle."""
    users: dict[str, list[str]] = {}
    for name, others in needs.items():
        for other in others:
            users.setdefault(other, []).append(name)
    left = {name: len(others) for name, others in needs.items()}
    ready = [name for name, count in left.items() if not count]
    passes = dict.fromkeys(ready, 0)
    while ready:
        name = ready.pop()
        for user in users.get(name, ()):
            least = passes[name] + (indexes[name] > indexes[user])
            passes[user] = max(passes.get(user, 0), least)
            left[user] -= 1
            if not left[user]:
                ready.append(user)
    return {name: number for name, number in passes.items() if not left[name]}


def _referred(name: str, schema: Any, prefix: str, known: Mapping[str, int]) -> set[str]:
    found = {reference.removeprefix(prefix) for reference in _references(schema)}
    return {other for other in found if other in known and other != name}


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _references(part)
    if isinstance(schema, dict):
        if isinstance(reference := schema.get("$ref"), str):
            yield reference
        for key in ("items", "additionalProperties", "anyOf", "oneOf", "allOf"):
            yield from _references(schema.get(key))
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from _references(list(properties.values()))
