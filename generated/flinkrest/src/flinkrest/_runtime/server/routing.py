"""The router: finds the operation of a request by method, path and fixed query parameters.

Paths are matched segment by segment while still percent-encoded, so that a `%2F` stays inside its
segment. Path parameters are decoded later.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl

from msgspec import Struct

from ..contract.operation import Operation
from ..parameters.percent_encoding import percent_decode
from .path_template import Specificity, match_segment, specificity
from .service_api import ErrorResponse, ServiceCall

__all__ = ["Match", "Route", "Router"]

ParametersT = TypeVar("ParametersT")
ResultT = TypeVar("ResultT")

_LONGEST_SHOWN = 200


class Route(Struct, Generic[ParametersT, ResultT], frozen=True):
    """An operation, the type of its parameters, and the service method that handles it."""

    operation: Operation[Any]
    parameters_type: type[ParametersT]
    handler: Callable[[ServiceCall, ParametersT], Awaitable[ResultT]]


class Match(Struct, frozen=True):
    """A route and its path parameters by wire name, still percent-encoded."""

    route: Route[Any, Any]
    path_values: Mapping[str, str]


class _Template(Struct, frozen=True):
    """A path template and its routes by method.

    Segments are literals, parameters (`names`) or partly parameters (`partials`), each by index.
    Several routes of one method differ in their fixed query parameters. `specificity` decides
    between templates that match the same path.
    """

    specificity: tuple[Specificity, ...]
    literals: tuple[tuple[int, str], ...]
    names: tuple[tuple[int, str], ...]
    partials: tuple[tuple[int, str], ...]
    routes: dict[str, list[Route[Any, Any]]]

    @classmethod
    def parse(cls, path: str) -> "_Template":
        """Parse a path template, in which parameters are written `{name}`."""
        segments = path.split("/")
        keys = tuple(map(specificity, segments))
        groups: tuple[list[tuple[int, str]], ...] = ([], [], [])
        for index, segment in enumerate(segments):
            groups[keys[index][0]].append((index, segment))
        literals, partials, parameters = groups
        names = [(index, segment[1:-1]) for index, segment in parameters]
        return cls(keys, tuple(literals), tuple(names), tuple(partials), {})

    def match(self, raw: Sequence[str]) -> dict[str, str] | None:
        """Return the path parameters of a raw path with as many segments; None without a match."""
        for index, literal in self.literals:
            if literal != raw[index] and literal != _decoded(raw[index]):
                return None
        values = {name: raw[index] for index, name in self.names}
        for index, template in self.partials:
            partial_values = match_segment(template, raw[index])
            if partial_values is None:
                return None
            values.update(partial_values)
        return values


class Router:
    """Finds the route of a request."""

    def __init__(self, routes: Sequence[Route[Any, Any]]) -> None:
        self._templates: dict[int, list[_Template]] = {}
        for template in _templates(routes):
            self._templates.setdefault(len(template.specificity), []).append(template)

    def match(self, method: str, raw_path: str, raw_query: str = "") -> Match:
        """Return the match of a method, path and query; raise ErrorResponse when there is none.

        A HEAD request is routed as GET, unless an operation has the method HEAD.
        """
        raw = raw_path.split("/")
        candidates, allowed = [], set[str]()
        for template in self._templates.get(len(raw), ()):
            values = template.match(raw)
            if values is not None:
                allowed.update(template.routes)
                for route in template.routes.get(method, ()):
                    candidates.append((template.specificity, Match(route, values)))
        if len(candidates) == 1:
            return candidates[0][1]
        if candidates:
            return _most_specific(candidates, raw_path, raw_query)
        if method == "HEAD" and "GET" in allowed:
            return self.match("GET", raw_path, raw_query)
        raise _method_not_allowed(method, allowed) if allowed else _not_found(raw_path)


def _most_specific(
    candidates: Sequence[tuple[tuple[Specificity, ...], Match]], raw_path: str, raw_query: str
) -> Match:
    """Return the match with the most literal path, then with the most fixed query parameters."""
    pairs = set(parse_qsl(raw_query, keep_blank_values=True))
    matches = [
        (key, -len(match.route.operation.query), match)
        for key, match in candidates
        if pairs.issuperset(match.route.operation.query)
    ]
    if not matches:
        raise _not_found(f"{raw_path}?{raw_query}")
    return min(matches, key=lambda ranked: ranked[:2])[2]


def _templates(routes: Sequence[Route[Any, Any]]) -> list[_Template]:
    """Group the routes by path template, the most specific first."""
    by_path: dict[str, _Template] = {}
    for route in routes:
        path = route.operation.path
        template = by_path.setdefault(path, _Template.parse(path))
        template.routes.setdefault(route.operation.method, []).append(route)
    return sorted(by_path.values(), key=lambda template: template.specificity)


def _decoded(segment: str) -> str | None:
    try:
        return percent_decode(segment)
    except ValueError:
        return None


def _method_not_allowed(method: str, allowed: set[str]) -> ErrorResponse:
    methods = ", ".join(sorted(allowed | {"HEAD"} if "GET" in allowed else allowed))
    message = f"no operation has this path with method {method}; use {methods}"
    return ErrorResponse("InvalidApi.NotFound", message, status=405, headers={"allow": methods})


def _not_found(raw_path: str) -> ErrorResponse:
    shown = raw_path if len(raw_path) <= _LONGEST_SHOWN else f"{raw_path[:_LONGEST_SHOWN]}…"
    return ErrorResponse("InvalidApi.NotFound", f"no operation has the path {shown}")
