"""Operations in the typed subset: each has a name, one tag, its own parameters, one body, one response."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..diagnostics import Diagnostic
from ..naming import Names, pascal, python_name, snake
from ..openapi.grammar import METHODS
from ..openapi.lookup import first_server, is_server, resolve, server_url
from ..openapi.path_templates import wire_path
from ..openapi.source import Source
from ..reserved_names import OPERATIONS, RESOURCES
from .bodies import Bodies
from .body_schemas import BodySchemas
from .credentials import requirements, signature, unsent_schemes
from .error_forms import error_forms
from .error_responses import chooses_success, error_bodies
from .extensions import (
    Awaits,
    Confirmation,
    Filter,
    Idempotency,
    Latest,
    Only,
    Pagination,
    Permission,
    Waiter,
    extension,
    extension_map,
)
from .objects import text
from .parameters import Parameters
from .remarks import Remark
from .responses import Responses
from .schemas import Schemas
from .specification import Operation, Parameter, Tag

__all__ = ["Operations"]

_NO_WORD = re.compile(r"\W")
_TEMPLATE = re.compile(r"\{[^{}]*\}")
_LONGEST_NAME, _LONGEST_TAG = 120, 80


@dataclass(frozen=True, slots=True)
class _Entry:
    """An operation of the document, with the path item that it stands in."""

    path: str
    method: str
    item: dict[str, Any]
    node: dict[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """Its path and method."""
        return self.path, self.method

    @property
    def pointer(self) -> tuple[str, ...]:
        """Its pointer in the document."""
        return ("paths", self.path, self.method)


class Operations:
    """Builds the operations of a document, and notes what is left out of them."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Diagnostic] = []
        self.notes: list[Diagnostic] = []
        self._source = source
        self._document: dict[str, Any] = source.document
        self._entries = tuple(self._read())
        self.body_schemas = BodySchemas(self._document)
        self._short_names = self._without_suffixes()
        self._names = self._operation_names()
        self._tags = self._resource_names()
        self._note_paths()
        self._note_unused()

    @property
    def type_names(self) -> Iterator[str]:
        """The names of types in emitted modules that operations take, which no schema may have."""
        for key, name in self._names.items():
            plain = pascal(self._short_names.get(key, name))
            for ending in ("Body", "Item", "Parameters", "Result"):
                yield f"{plain}{ending}"

    @property
    def tag_names(self) -> tuple[str, ...]:
        """The names of all tags in Python."""
        return tuple(dict.fromkeys(self._tags.values()))

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags that are declared and used, under their names in Python."""
        stated = [tag for tag in self._document.get("tags", []) if isinstance(tag, dict)]
        return tuple(
            Tag(self._tags[tag["name"]], text(tag, "description"))
            for tag in stated
            if tag.get("name") in self._tags
        )

    def build(self, schemas: Schemas) -> tuple[Operation, ...]:
        """Build all operations; what operations share by path becomes their own."""
        return tuple(self._operation(schemas, entry) for entry in self._entries)

    def _read(self) -> Iterator[_Entry]:
        for path, stated in (self._document.get("paths") or {}).items():
            if path.startswith("x-"):
                continue
            item = resolve(self._document, stated)
            for method in METHODS:
                if method in item:
                    yield _Entry(path, method, item, item[method])

    def _operation_names(self) -> dict[tuple[str, str], str]:
        names = Names(OPERATIONS)
        found: dict[tuple[str, str], str] = {}
        for entry in self._entries:
            stated = entry.node.get("operationId")
            plain = snake(stated) if isinstance(stated, str) else ""
            plain = plain or snake(f"{entry.method} {entry.path}")
            plain = plain if plain[0].isalpha() else f"call_{plain}"
            plain = plain[:_LONGEST_NAME].rstrip("_")
            taken = names.take(plain, f"{plain}_operation" if plain in OPERATIONS else "")
            is_short = isinstance(stated, str) and len(stated) <= _LONGEST_NAME
            keeps = is_short and snake(str(stated)) == taken
            found[entry.key] = str(stated) if keeps else taken
        return found

    def _without_suffixes(self) -> dict[tuple[str, str], str]:
        """Return the names of operations without the path and method that FastAPI adds to them.

        One that is not the only one of its name keeps them.
        """
        names: dict[tuple[str, str], str] = {}
        for entry in self._entries:
            stated = entry.node.get("operationId")
            stated = stated if isinstance(stated, str) else ""
            suffix = f"{_NO_WORD.sub('_', entry.path)}_{entry.method}"
            names[entry.key] = stated.removesuffix(suffix) or stated
        counts = Counter(map(snake, names.values()))
        return {
            entry.key: names[entry.key]
            for entry in self._entries
            if names[entry.key] != entry.node.get("operationId", "")
            and counts[snake(names[entry.key])] == 1
        }

    def _resource_names(self) -> dict[str, str]:
        names = Names(RESOURCES)
        found: dict[str, str] = {}
        folded: dict[str, str] = {}
        for entry in self._entries:
            tag = _tag(entry.node)
            plain = python_name(tag)[:_LONGEST_TAG].rstrip("_") or "default"
            if plain not in folded:
                folded[plain] = names.take(plain, f"{plain}_operations")
            found[tag] = folded[plain]
        return found

    def _operation(self, schemas: Schemas, entry: _Entry) -> Operation:
        name, node, tag = self._names[entry.key], entry.node, self._tags[_tag(entry.node)]
        schemas.enter_tag(tag)
        parameters = Parameters(self._document, schemas, name)
        bodies = Bodies(self._document, schemas, self.body_schemas, name)
        responses = Responses(self._document, schemas, name)
        plain, query = wire_path(entry.path)
        stated = node.get("responses") or {}
        operation = Operation(
            name=name,
            key=entry.key,
            tag=tag,
            path=urlsplit(server_url(self._server(entry))).path.rstrip("/") + plain,
            query=query,
            summary=text(node, "summary"),
            description=text(node, "description"),
            parameters=parameters.build(entry.path, entry.item, node),
            response=responses.build(stated),
            body=bodies.build(node.get("requestBody")),
            security=requirements(self._document, node),
            pagination=extension(node, "x-pagination", Pagination),
            latest=extension(node, "x-latest", Latest),
            only=extension(node, "x-only", Only),
            filters=extension_map(node, "x-filters", Filter),
            waiters=extension_map(node, "x-waiters", Waiter),
            permission=extension(node, "x-ram", Permission),
            idempotency=extension(node, "x-idempotency", Idempotency),
            method_name=text(node, "x-method"),
            awaits=extension(node, "x-awaits", Awaits),
            confirmation=extension(node, "x-confirm", Confirmation),
            errors=error_bodies(self._document, schemas, name, stated),
            error_forms=error_forms(self._document, schemas, stated),
            chooses_success=chooses_success(self._document, stated),
            short_name=self._short_names.get(entry.key, ""),
        )
        self.problems += self._located(entry, name, [*parameters.refused, *bodies.refused])
        remarks = [*self._own_server(entry), *parameters.noted, *bodies.noted, *responses.noted]
        remarks += self._without_argument(schemas, entry, operation.parameters)
        if node.get("callbacks"):
            remedy = "receive them on your own"
            remarks.append(Remark(("callbacks",), "callbacks are ignored", remedy))
        self.notes += self._located(entry, name, remarks)
        return operation

    def _without_argument(
        self, schemas: Schemas, entry: _Entry, parameters: tuple[Parameter, ...]
    ) -> Iterator[Remark]:
        """Yield a remark on each property of a JSON body that a parameter takes the argument of."""
        body = resolve(self._document, entry.node.get("requestBody") or {})
        media = (body.get("content") or {}).get("application/json") or {}
        properties = schemas.flat(media.get("schema")).get("properties") or {}
        taken = {python_name(parameter.name): parameter.name for parameter in parameters}
        for name, schema in properties.items():
            is_sent = schemas.flat(schema).get("readOnly") is not True
            if is_sent and (parameter := taken.get(python_name(name))):
                message = (
                    f'property "{name}" of the body has no argument: parameter "{parameter}" has it'
                )
                yield Remark(("requestBody",), message, "pass it as part of body")

    def _located(self, entry: _Entry, name: str, remarks: list[Remark]) -> list[Diagnostic]:
        return [
            self._source.diagnostic(
                (*entry.pointer, *remark.pointer), remark.message, remark.remedy, name
            )
            for remark in remarks
        ]

    def _server(self, entry: _Entry) -> dict[str, Any]:
        """Return the server whose path an operation's own path follows."""
        return _own_server(entry) or first_server(self._document)

    def _own_server(self, entry: _Entry) -> Iterator[Remark]:
        """Yield a remark on a host that is not called: calls go to the client's endpoint."""
        own = _own_server(entry)
        host = urlsplit(server_url(own)).netloc if own else ""
        if host and host != urlsplit(server_url(first_server(self._document))).netloc:
            message = f'is called at the client\'s endpoint, not at "{host}"'
            yield Remark((), message, "pass endpoint to a client of its own")

    def _note_paths(self) -> None:
        """Note the paths that are sent otherwise than they are written, or like another one."""
        seen: dict[tuple[str, str, str], str] = {}
        for entry in self._entries:
            plain, query = wire_path(entry.path)
            key = (_TEMPLATE.sub("{}", plain), str(query), entry.method)
            first, called = seen.setdefault(key, entry.path), f"{entry.method.upper()} {entry.path}"
            if "#" in entry.path:
                message = f"{called}: what follows # is never sent"
            elif first != entry.path:
                message = f"{called} matches the same requests as {first}"
            else:
                continue
            remedy = "a server of this contract takes its calls for those of the first such path"
            self.notes.append(self._source.diagnostic(entry.pointer, message, remedy))

    def _note_unused(self) -> None:
        if self._document.get("webhooks"):
            message = "webhooks are ignored: they are calls to you, not by you"
            self._note(("webhooks",), message, "receive them on your own")
        for key in unsent_schemes(self._document):
            message = f'security scheme "{key}" is not sent by the client'
            remedy = "pass headers or a transport of your own that does it"
            self._note(("components", "securitySchemes", key), message, remedy)
        if len(self._document.get("servers") or ()) > 1 and signature(self._document):
            self._note(
                ("servers",), "only the first server is called", "pass endpoint to call another"
            )

    def _note(self, pointer: tuple[str, ...], message: str, remedy: str) -> None:
        self.notes.append(self._source.diagnostic(pointer, message, remedy))


def _own_server(entry: _Entry) -> dict[str, Any] | None:
    """Return the server that an operation or its path item states for itself."""
    stated = entry.node.get("servers") or entry.item.get("servers")
    if not stated or not isinstance(stated, list) or not is_server(stated[0]):
        return None
    server: dict[str, Any] = stated[0]
    return server


def _tag(node: dict[str, Any]) -> str:
    tags = node.get("tags") or ["default"]
    return str(tags[0])
