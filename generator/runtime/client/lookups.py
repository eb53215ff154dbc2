"""Lookups of names: what is searched, and which item found has the name.

A search neither sends nor waits: a session lists its operation, and passes it each item. Names move,
so a result is used for one call only.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from ..contract.operation import LookupArgument, Operation
from ..errors import LookupFailedError, UsageError
from ..messages import Argument, Message
from ..parameters.bodies import JsonBody
from .body_arguments import property_of, with_property

__all__ = ["Search", "searches"]

_MAX_NAMES = 5
"""How many names or ids an error lists."""


class Search:
    """The search for the item of one name, and the arguments of a call with the id that it finds."""

    def __init__(
        self,
        caller: Operation[Any],
        argument: LookupArgument,
        name: object,
        shared: Mapping[str, object],
    ) -> None:
        self.operation = argument.lookup.operation
        self.arguments: dict[str, object] = {**shared, argument.lookup.filter: name}
        self._caller = caller
        self._argument = argument
        self._name = name
        self._ids: list[object] = []
        self._others: dict[str, None] = {}

    def accept(self, item: object) -> None:
        """Look at an item of the listing."""
        lookup = self._argument.lookup
        found = getattr(item, lookup.match, None)
        if found == self._name:
            self._ids.append(getattr(item, lookup.result, None))
        elif isinstance(found, str):
            self._others[found] = None

    def with_id(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments with the id in place of the name.

        Raises LookupFailedError where not exactly one item has the name.
        """
        if len(self._ids) != 1 or self._ids[0] is None:
            raise LookupFailedError(self._fault(), operation=self._caller.name)
        rest = {name: value for name, value in arguments.items() if name != self._argument.name}
        target, wire_name, id = self._argument.target, self._argument.wire_name, self._ids[0]
        if wire_name is None:
            return {**rest, target: id}
        return {**rest, "body": with_property(rest.get("body"), wire_name, target, id)}

    def _fault(self) -> Message:
        facts: dict[str, object] = {
            "argument": Argument(self._argument.name),
            "name": repr(self._name),
            "listing": self.operation.name,
        }
        if self._ids:
            ids = ", ".join(str(id) for id in self._ids[:_MAX_NAMES])
            target = Argument(self._argument.target)
            return Message(
                "{argument} {name}: {listing} found {count} of this name; pass {target} of one of "
                "them: {ids}",
                **facts,
                count=len(self._ids),
                target=target,
                ids=ids,
            )
        similar = self._similar()
        if not similar:
            return Message("{argument} {name}: {listing} found none of this name", **facts)
        return Message(
            "{argument} {name}: {listing} found none of this name; similar are {similar}",
            **facts,
            similar=", ".join(map(repr, similar)),
        )

    def _similar(self) -> list[str]:
        return get_close_matches(str(self._name), self._others, n=_MAX_NAMES, cutoff=0)


def searches(
    operation: Operation[Any], arguments: Mapping[str, Any], shared: Collection[str]
) -> Iterator[Search]:
    """Yield a search for each name among the arguments; those of a client are `shared` by both calls.

    Raises UsageError for a name beside its id, and where neither of two that are needed is given.
    """
    common = {name: arguments[name] for name in shared if arguments.get(name) is not None}
    for argument in operation.lookups:
        name, id = arguments.get(argument.name), _id(argument, arguments)
        if name is not None and id is not None:
            raise UsageError(
                Message(
                    "{operation}: pass {target} or {name}, not both", **_facts(operation, argument)
                )
            )
        if name is not None:
            yield Search(operation, argument, name, common)
        elif id is None and _is_needed(operation, argument):
            raise UsageError(
                Message("{operation}: pass {target} or {name}", **_facts(operation, argument))
            )


def _id(argument: LookupArgument, arguments: Mapping[str, Any]) -> object:
    if argument.wire_name is None:
        return arguments.get(argument.target)
    return property_of(arguments.get("body"), argument.wire_name, argument.target)


def _is_needed(operation: Operation[Any], argument: LookupArgument) -> bool:
    """Whether the call needs the id; a body that may be absent does not need its properties."""
    if argument.wire_name is None:
        return operation.requires(argument.target)
    bodies = (each for each in operation.parameters if each.location == "body")
    return any(
        isinstance(body.codec, JsonBody)
        and body.required
        and argument.wire_name in body.codec.required
        for body in bodies
    )


def _facts(operation: Operation[Any], argument: LookupArgument) -> dict[str, object]:
    return {
        "operation": operation.name,
        "target": Argument(argument.target),
        "name": Argument(argument.name),
    }
