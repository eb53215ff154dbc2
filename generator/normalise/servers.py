"""Servers of a document between which a client chooses, with the variables of their URLs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ..naming import Names
from ..openapi.lookup import first_server, is_server, server_url
from .objects import text
from .specification import Server, ServerVariable

__all__ = ["server_path", "servers"]


def servers(document: dict[str, Any]) -> tuple[Server, ...]:
    """Return the servers, where there are several or one has variables; none where nothing is to choose."""
    stated = [server for server in document.get("servers") or () if is_server(server)]
    names = Names()
    found = tuple(
        Server(
            name=names.take(text(server, "name").strip() or server["url"]),
            url=_url(server),
            description=text(server, "description").strip(),
            variables=tuple(
                _variable(name, variable)
                for name, variable in (server.get("variables") or {}).items()
            ),
        )
        for server in stated
    )
    return found if len(found) > 1 or any(server.variables for server in found) else ()


def server_path(document: dict[str, Any]) -> str:
    """Return the path of the first server."""
    return urlsplit(server_url(first_server(document))).path.rstrip("/")


def _url(server: dict[str, Any]) -> str:
    """Return a URL without the query and the fragment, which no call could have."""
    return str(server["url"]).partition("?")[0].partition("#")[0].rstrip("/")


def _variable(name: str, variable: dict[str, Any]) -> ServerVariable:
    stated = variable.get("enum")
    return ServerVariable(
        name=name,
        default=str(variable["default"]),
        values=tuple(map(str, stated)) if isinstance(stated, list) else (),
        description=text(variable, "description").strip(),
    )
