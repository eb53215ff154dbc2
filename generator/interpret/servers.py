"""Servers as arguments of a client: one that names the server, and one for each variable of URLs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..ir import Operation, Scheme, Server, ServerArgument, Servers, ServerVariable
from ..naming import Names, python_name
from ..normalise.specification import Server as StatedServer
from ..normalise.specification import Specification
from ..reserved_names import CREDENTIALS, PARAMETERS

__all__ = ["servers"]

_FREE = frozenset({"region"})
"""The name of an argument that only clients have which sign, and these choose no server."""


def servers(
    specification: Specification, operations: Iterable[Operation], schemes: Iterable[Scheme]
) -> Servers | None:
    """Return the servers of a specification; None where nothing is to choose."""
    if not specification.servers:
        return None
    taken = {argument.name for operation in operations for argument in operation.signature}
    names = Names(
        [*(CREDENTIALS | PARAMETERS) - _FREE, *taken, *(scheme.name for scheme in schemes)]
    )
    argument = names.take("server", "api_server")
    arguments: dict[str, str] = {}
    for variable in (each for server in specification.servers for each in server.variables):
        if variable.name not in arguments:
            plain = python_name(variable.name) or "variable"
            arguments[variable.name] = names.take(plain, f"server_{plain}")
    return Servers(
        argument=argument,
        path=specification.server_path,
        servers=tuple(_server(server, arguments) for server in specification.servers),
        arguments=tuple(_arguments(specification, argument, arguments)),
    )


def _server(server: StatedServer, arguments: dict[str, str]) -> Server:
    return Server(
        server.name,
        server.url,
        server.description,
        tuple(
            ServerVariable(each.name, arguments[each.name], each.default, each.values)
            for each in server.variables
        ),
    )


def _arguments(
    specification: Specification, argument: str, arguments: dict[str, str]
) -> Iterator[ServerArgument]:
    listed = specification.servers
    if len(listed) > 1:
        names = [server.name for server in listed]
        text = f"Name of the server to call. Default: {names[0]}."
        yield ServerArgument(argument, _literal(names), text)
    for name, taken in arguments.items():
        variables = [each for server in listed for each in server.variables if each.name == name]
        is_open = any(not each.values for each in variables)
        values = list(dict.fromkeys(value for each in variables for value in each.values))
        first = variables[0]
        meaning = " ".join(first.description.split()) or f"{{{name}}} in the server's URL."
        text = f"{meaning.removesuffix('.')}. Default: {first.default}."
        yield ServerArgument(taken, "str" if is_open else _literal(values), text)


def _literal(values: list[str]) -> str:
    return f"Literal[{', '.join(map(repr, values))}]"
