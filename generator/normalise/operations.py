"""Operations in plain form: each has a name, one tag, own parameters, one body and one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ..diagnostics import Problem
from ..interpret.security import unsent
from ..naming import Names, pascal, python_name, snake
from ..openapi.lookup import METHODS, first_server, is_server, resolve, server_url
from ..openapi.path_templates import wire_path
from ..openapi.source import Source
from ..rules.extensions.definitions import definitions
from .bodies import Contents
from .parameters import Given, Said
from .schemas import Schemas

__all__ = ["Calls"]

# Modules of a client, and names that its constructors have.
_NOT_TAGS = frozenset(
    [
        "client",
        "models",
        "operations",
        "contract",
        "errors",
        "server",
        "signing",
        "transports",
        "cli",
        "close",
        "session",
        "guards",
        "lifespan",
        "limits",
        "observer",
        "new_request_id",
        "region",
        "endpoint",
        "headers",
        "retries",
        "timeout",
        "hooks",
        "transport",
        "surroundings",
        "self",
        "caller",
        "default_",
        "literal",
        "any",
    ]
)
_TEMPLATE = re.compile(r"\{[^{}]*\}")
_KEPT = ("summary", "description", "deprecated")


class Calls:
    """Writes operations in plain form, and notes what is left out of them."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._source = source
        self._document: dict[str, Any] = source.document
        self._names = self._operation_names()
        self._tags = self._resource_names()
        self._note_paths()
        self._note_unused()

    @property
    def names(self) -> Iterator[str]:
        """The names in emitted modules that operations take, which no schema may have."""
        for name in self._names.values():
            for ending in ("Answer", "Body", "Parameters"):
                yield f"{pascal(name)}{ending}"

    @property
    def tags(self) -> list[dict[str, Any]]:
        """The tags that are declared, under their new names."""
        stated = [one for one in self._document.get("tags", []) if isinstance(one, dict)]
        return [
            {"name": self._tags[tag["name"]], "description": _text(tag, "description")}
            for tag in stated
            if tag.get("name") in self._tags
        ]

    def write(self, schemas: Schemas) -> dict[str, Any]:
        """Write the paths; what operations share by path becomes their own."""
        paths: dict[str, Any] = {}
        for path, method, item, node in self._operations():
            paths.setdefault(path, {})[method] = self._operation(schemas, path, method, item, node)
        return paths

    def _operations(self) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
        for path, stated in (self._document.get("paths") or {}).items():
            if path.startswith("x-"):
                continue
            item = resolve(self._document, stated)
            for method in METHODS:
                if method in item:
                    yield path, method, item, item[method]

    def _operation_names(self) -> dict[tuple[str, str], str]:
        names = Names()
        found: dict[tuple[str, str], str] = {}
        for path, method, _, node in self._operations():
            stated = node.get("operationId")
            plain = snake(stated) if isinstance(stated, str) else ""
            plain = plain or snake(f"{method} {path}")
            plain = plain if plain[0].isalpha() else f"call_{plain}"
            taken = names.take(plain[:120].rstrip("_"))
            keeps = isinstance(stated, str) and snake(stated) == taken and len(stated) <= 120
            found[(path, method)] = str(stated) if keeps else taken
        return found

    def _resource_names(self) -> dict[str, str]:
        names = Names(_NOT_TAGS)
        found: dict[str, str] = {}
        folded: dict[str, str] = {}
        for _, _, _, node in self._operations():
            tag = _tag(node)
            plain = python_name(tag)[:80].rstrip("_") or "default"
            if plain not in folded:
                folded[plain] = names.take(plain, f"{plain}_operations")
            found[tag] = folded[plain]
        return found

    def _operation(
        self,
        schemas: Schemas,
        path: str,
        method: str,
        item: dict[str, Any],
        node: dict[str, Any],
    ) -> dict[str, Any]:
        name, at = self._names[(path, method)], ("paths", path, method)
        given = Given(self._document, schemas, name)
        contents = Contents(self._document, schemas, name)
        written: dict[str, Any] = {
            **{key: _text(node, key) for key in _KEPT if _text(node, key)},
            **{key: value for key, value in node.items() if key in definitions()},
            "operationId": name,
            "tags": [self._tags[_tag(node)]],
            "parameters": given.parameters(path, item, node),
            "responses": contents.answer(node.get("responses", {})),
        }
        noted = [*self._own_server(item, node, written)]
        if isinstance(node.get("security"), list):
            written["security"] = node["security"]
        body = contents.body(node.get("requestBody"))
        if body is not None:
            written["requestBody"] = body
        said = (*given.refused, *contents.refused)
        self.problems += [self._source.problem((*at, *p), w, r, name) for p, w, r in said]
        noted += [*given.noted, *contents.noted]
        if node.get("callbacks"):
            noted.append((("callbacks",), "callbacks are ignored", "receive them on your own"))
        self.notes += [self._source.problem((*at, *p), w, r, name) for p, w, r in noted]
        return written

    def _own_server(
        self, item: dict[str, Any], node: dict[str, Any], written: dict[str, Any]
    ) -> Iterator[Said]:
        """Keep an operation's own server: calls begin with its path, but go to the client's host."""
        stated = node.get("servers") or item.get("servers")
        if not stated or not isinstance(stated, list) or not is_server(stated[0]):
            return
        written["servers"] = stated[:1]
        host = urlsplit(server_url(stated[0])).netloc
        if host and host != urlsplit(server_url(first_server(self._document))).netloc:
            what = f'is called at the client\'s endpoint, not at "{host}"'
            yield (), what, "pass endpoint to a client of its own"

    def _note_paths(self) -> None:
        """Say which paths go over the wire otherwise than they are written, or like another one."""
        seen: dict[tuple[str, str, str], str] = {}
        for path, method, _, _ in self._operations():
            plain, query = wire_path(path)
            first = seen.setdefault((_TEMPLATE.sub("{}", plain), str(query), method), path)
            if "#" in path:
                what = f"{method.upper()} {path}: what follows # is never sent"
            elif first != path:
                what = f"{method.upper()} {path} matches the same requests as {first}"
            else:
                continue
            remedy = "a server of this contract takes its calls for those of the first such path"
            self.notes.append(self._source.problem(("paths", path, method), what, remedy))

    def _note_unused(self) -> None:
        if self._document.get("webhooks"):
            what = "webhooks are ignored: they are calls to you, not by you"
            note = self._source.problem(("webhooks",), what, "receive them on your own")
            self.notes.append(note)
        for key in unsent(self._document):
            what = f'security scheme "{key}" is not sent by the client'
            at = ("components", "securitySchemes", key)
            remedy = "pass headers or a transport of your own that does it"
            self.notes.append(self._source.problem(at, what, remedy))
        if len(self._document.get("servers") or ()) > 1:
            what = "only the first server is called"
            self.notes.append(
                self._source.problem(("servers",), what, "pass endpoint to call another")
            )


def _tag(node: dict[str, Any]) -> str:
    tags = node.get("tags") or ["default"]
    return str(tags[0])


def _text(node: dict[str, Any], key: str) -> Any:
    value = node.get(key)
    return value if isinstance(value, str) else ""
