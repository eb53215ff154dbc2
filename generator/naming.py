"""Conversion of names between the wire and Python."""

import re
from collections.abc import Iterable, Sequence
from keyword import iskeyword

from .reserved_names import FIELDS

__all__ = [
    "SEPARATORS",
    "Names",
    "additional_field",
    "constant",
    "field_names",
    "method_name",
    "pascal",
    "python_name",
    "snake",
    "wire_of",
]

SEPARATORS = re.compile(r"[/.:#]+")
"""Separators between the words of an operation's name."""
_READING = frozenset({"get", "read", "fetch", "retrieve", "find"})
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+[0-9]*|[0-9]+")


def snake(name: str) -> str:
    """Return a camel-case or Pascal-case name in snake case."""
    return "_".join(word.lower() for word in _WORDS.findall(name))


def python_name(name: str) -> str:
    """Return a name as the models have it: in snake case, with an underscore after a keyword."""
    plain = snake(name)
    if plain[:1].isdigit():
        return f"field_{plain}"
    return f"{plain}_" if iskeyword(plain) or plain in FIELDS else plain


def field_names(wires: Sequence[str]) -> dict[str, str]:
    """Return the Python names of the properties of one schema, no two alike, by wire name."""
    names = Names()
    spelled = {wire: python_name(wire) or "unnamed" for wire in wires}
    return {wire: names.take("list_" if n == "list" else n) for wire, n in spelled.items()}


def additional_field(names: Iterable[str]) -> str:
    """Return the name of the field beside some others that keeps additional properties."""
    return Names(names).take("additional_properties")


def pascal(name: str) -> str:
    """Return a name in Pascal case."""
    return "".join(word[:1].upper() + word[1:] for word in snake(name).split("_"))


def constant(name: str) -> str:
    """Return a name as a constant."""
    return snake(name).upper()


def wire_of(name: str) -> str:
    """Return a snake-case name in camel case, as the models' base class does: `p2p` becomes `P2P`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def method_name(operation: str, resource: str, *, is_listing: bool = False) -> str:
    """Return an operation's name without its resource: `listJobs` of `jobs` becomes `list`.

    A resource before a separator leaves the rest as it is: `issues/add-sub-issue` becomes
    `add_sub_issue`. A listing that is got, read or fetched is `list`, beside the `get` of one item.
    """
    parts = [snake(part) for part in SEPARATORS.split(operation)]
    for index in range(len(parts) - 2, -1, -1):
        if parts[index] in _numbers(resource) and any(parts[index + 1 :]):
            return python_name("_".join(filter(None, parts[index + 1 :])))
    function = "_".join(filter(None, parts))
    plain = _without(function, resource)
    is_plural = function.endswith(f"_{resource}") and len(_numbers(resource)) > 1
    return "list" if is_listing and is_plural and plain in _READING else plain


def _without(function: str, resource: str) -> str:
    for number in _numbers(resource):
        for beginning in (f"{number}_controller_", f"{number}_"):
            if function.startswith(beginning):
                return python_name(function.removeprefix(beginning)) or function
        if function.endswith(f"_{number}"):
            return python_name(function.removesuffix(f"_{number}")) or function
    return python_name(function) or function


def _numbers(resource: str) -> tuple[str, ...]:
    """Return the name of a resource, and in the singular where it is a plural."""
    if resource.endswith("ies"):
        return resource, f"{resource.removesuffix('ies')}y"
    if resource.endswith(("sses", "xes", "ches", "shes")):
        return resource, resource.removesuffix("es")
    is_plural = resource.endswith("s") and not resource.endswith(("ss", "us", "is"))
    return (resource, resource.removesuffix("s")) if is_plural else (resource,)


class Names:
    """The names of one scope, of which no two differ by case alone."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}
        self._numbers: dict[str, int] = {}

    def take(self, name: str, fallback: str = "") -> str:
        """Return a free name and take it: the name, else the fallback, else the name with a number.

        A class whose name ends with a digit is numbered behind the fallback: `Page2` becomes
        `Page2Model2`, for an underscore would not stay in its name.
        """
        for candidate in (name, fallback or name):
            if candidate.casefold() not in self._taken:
                self._taken.add(candidate.casefold())
                return candidate
        name = fallback if fallback and name[:1].isupper() and name[-1].isdigit() else name
        plain, number = name.rstrip("_"), self._numbers.get(name, 1)
        joint = "_" if plain[-1:].isdigit() or "_" in name or plain.islower() else ""
        while (numbered := f"{plain}{joint}{number + 1}").casefold() in self._taken:
            number += 1
        self._numbers[name] = number
        self._taken.add(numbered.casefold())
        return numbered
