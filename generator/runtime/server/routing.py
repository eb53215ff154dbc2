"""From the method and path of a request to the operation that it calls.

Paths are matched segment by segment as they stand on the wire, so that a `%2F` stays inside its
segment. What a segment means is left to decoding.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl

from msgspec import Struct

from ..contract.operation import Operation
from ..parameters.percent_encoding import percent_decode
from .path_template import rank, read_part
from .service_api import Call, Refusal

__all__ = ["Match", "Route", "Router"]

ParametersT = TypeVar("ParametersT")
ResultT = TypeVar("ResultT")

_LONGEST_SHOWN = 200
_REMEMBERED = 256


class Route(Struct, Generic[ParametersT, ResultT], frozen=True):
    """An operation and what answers it."""

    operation: Operation[Any]
    parameters_type: type[ParametersT]
    handler: Callable[[Call, ParametersT], Awaitable[ResultT]]


class Match(Struct, frozen=True):
    """A route, and its path parameters by wire name, still percent-encoded."""

    route: Route[Any, Any]
    segments: Mapping[str, str]


class _Template(Struct, frozen=True):
    """A path of the contract: segments that are literal, a parameter, or partly one, each by index.

    `ranks` say which of two paths is meant where both fit. `routes` holds those of each method;
    several are told apart by the pairs that go with their every call.
    """

    ranks: tuple[int, ...]
    literals: tuple[tuple[int, str], ...]
    names: tuple[tuple[int, str], ...]
    parts: tuple[tuple[int, str], ...]
    routes: dict[str, list[Route[Any, Any]]]

    @classmethod
    def of(cls, path: str) -> "_Template":
        """Take a path apart, in which `{name}` is where a parameter stands."""
        segments = path.split("/")
        ranks = tuple(map(rank, segments))
        kinds: tuple[list[tuple[int, str]], ...] = ([], [], [])
        for index, segment in enumerate(segments):
            kinds[ranks[index]].append((index, segment))
        literals, parts, names = kinds
        names = [(index, segment[1:-1]) for index, segment in names]
        return cls(ranks, tuple(literals), tuple(names), tuple(parts), {})

    def read(self, raw: Sequence[str]) -> dict[str, str] | None:
        """Give the path parameters of a raw path of as many segments; None when it is another."""
        for index, literal in self.literals:
            if literal != raw[index] and literal != _decoded(raw[index]):
                return None
        found = {name: raw[index] for index, name in self.names}
        for index, template in self.parts:
            part = read_part(template, raw[index])
            if part is None:
                return None
            found.update(part)
        return found


class Router:
    """Finds the route of a request; requests like the last ones are not looked into again."""

    def __init__(self, routes: Sequence[Route[Any, Any]]) -> None:
        self.match = lru_cache(_REMEMBERED)(self._match)
        """Find the route of a request; raise Refusal when there is none.

        HEAD is answered as GET is, without the body, where no operation has it.
        """
        self._templates: dict[int, list[_Template]] = {}
        for template in _templates(routes):
            self._templates.setdefault(len(template.ranks), []).append(template)

    def _match(self, method: str, raw_path: str, raw_query: str = "") -> Match:
        raw = raw_path.split("/")
        fitting, allowed = [], set[str]()
        for template in self._templates.get(len(raw), ()):
            found = template.read(raw)
            if found is not None:
                allowed.update(template.routes)
                for route in template.routes.get(method, ()):
                    fitting.append((template.ranks, Match(route, found)))
        if len(fitting) == 1:
            return fitting[0][1]
        if fitting:
            return _told_apart(fitting, raw_path, raw_query)
        if method == "HEAD" and "GET" in allowed:
            return self._match("GET", raw_path, raw_query)
        raise _method_refused(method, allowed) if allowed else _path_refused(raw_path)


def _told_apart(
    fitting: Sequence[tuple[tuple[int, ...], Match]], raw_path: str, raw_query: str
) -> Match:
    """Choose among several: the most literal path, and then the most pairs, of those a query has."""
    given = set(parse_qsl(raw_query, keep_blank_values=True))
    meant = [
        (ranks, -len(match.route.operation.query), match)
        for ranks, match in fitting
        if given.issuperset(match.route.operation.query)
    ]
    if not meant:
        raise _path_refused(f"{raw_path}?{raw_query}")
    return min(meant, key=lambda one: one[:2])[2]


def _templates(routes: Sequence[Route[Any, Any]]) -> list[_Template]:
    """Gather the routes by path; a literal segment goes before a parameter."""
    by_path: dict[str, _Template] = {}
    for route in routes:
        path = route.operation.path
        template = by_path.setdefault(path, _Template.of(path))
        template.routes.setdefault(route.operation.method, []).append(route)
    return sorted(by_path.values(), key=lambda each: each.ranks)


def _decoded(segment: str) -> str | None:
    try:
        return percent_decode(segment)
    except ValueError:
        return None


def _method_refused(method: str, allowed: set[str]) -> Refusal:
    methods = ", ".join(sorted(allowed | {"HEAD"} if "GET" in allowed else allowed))
    message = f"no operation has this path with method {method}; use {methods}"
    return Refusal("InvalidApi.NotFound", message, status=405, headers={"allow": methods})


def _path_refused(raw_path: str) -> Refusal:
    shown = raw_path if len(raw_path) <= _LONGEST_SHOWN else f"{raw_path[:_LONGEST_SHOWN]}…"
    return Refusal("InvalidApi.NotFound", f"no operation has the path {shown}")
