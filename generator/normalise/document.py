"""A whole document in the typed subset, and notes on what of it no call needs or sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..diagnostics import Diagnostic, SpecificationError
from ..openapi.lookup import first_server, server_url
from ..openapi.source import Source
from .credentials import credentials, signature
from .extensions import (
    Envelope,
    ErrorResponse,
    ErrorRule,
    Lookup,
    extension,
    extension_list,
    extension_map,
)
from .objects import text
from .operations import Operations
from .quotas import Quotas
from .schema_nodes import Component
from .schemas import Schemas
from .servers import server_path, servers
from .specification import Information, Operation, Specification

__all__ = ["Normalised", "normalise"]

_URL = re.compile(r"https?://[!-~]{1,500}")
_KEYWORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}")
_LICENSE = re.compile(r"[A-Za-z0-9.+-]{1,60}")
# How OpenAPI 3.0, which has names only, usually calls a licence.
_SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "mit": "MIT",
    "mit license": "MIT",
}


@dataclass(frozen=True, slots=True)
class Normalised:
    """A typed specification, with what its author should know."""

    specification: Specification
    notes: tuple[Diagnostic, ...]


def normalise(source: Source) -> Normalised:
    """Rewrite a valid document into the typed subset that both code generators support.

    Raises SpecificationError with each construct that has no such form, by its location.
    """
    _require_information(source)
    document: dict[str, Any] = source.document
    quotas = Quotas(source)
    problems: list[Diagnostic] = []
    notes: list[Diagnostic] = []
    pointers = _Pointers(document)

    def refuse(schema: Any, message: str) -> None:
        problems.append(source.diagnostic(pointers.of(schema), message, "say it in another way"))

    def note(schema: Any, message: str, remedy: str) -> None:
        notes.append(source.diagnostic(pointers.of(schema), message, remedy))

    builder = Operations(source)
    schemas = Schemas(document, builder.type_names, builder.tag_names, refuse, quotas.take, note)
    try:
        operations = builder.build(schemas)
        components = schemas.finish()
    except RecursionError:
        message, remedy = "schemas are made of one another without end", "say what one of them is"
        raise SpecificationError([source.diagnostic(("components",), message, remedy)]) from None
    problems += builder.problems
    if not operations and not components:
        message = "there is no operation and no model"
        problems.append(source.diagnostic("/paths", message, "describe one"))
    if problems:
        raise SpecificationError(problems)
    specification = _specification(source, builder, operations, components)
    quotas.take_specification(specification)
    return Normalised(specification, (*builder.notes, *notes))


def _specification(
    source: Source,
    builder: Operations,
    operations: tuple[Operation, ...],
    components: Mapping[str, Component],
) -> Specification:
    document: dict[str, Any] = source.document
    envelope = document.get("x-envelope", {})
    server, regions = _server(document)
    return Specification(
        information=_information(document),
        product=document.get("x-product"),
        server=server,
        regions=regions,
        tags=builder.tags,
        operations=operations,
        components=components,
        body_schemas=builder.body_schemas.finish(),
        credentials=credentials(document),
        signature=signature(document),
        envelope=extension(envelope, "response", Envelope),
        error_response=extension(envelope, "error", ErrorResponse),
        errors=extension_list(document, "x-errors", ErrorRule),
        translations=source.translations,
        may_omit=document.get("x-responses") == {"absent": "any"},
        lookups=extension_map(document, "x-lookups", Lookup),
        servers=() if signature(document) else servers(document),
        server_path=server_path(document),
    )


def _require_information(source: Source) -> None:
    """Refuse a document without title and version: nothing could be called by its name."""
    info: Any = source.document.get("info") or {}
    lacking = [key for key in ("title", "version") if info.get(key) is None]
    if lacking:
        message = f"info has no {' and no '.join(lacking)}"
        raise SpecificationError([source.diagnostic(("info",), message, "add what is missing")])


def _information(document: dict[str, Any]) -> Information:
    info = document["info"]
    return Information(
        title=info["title"],
        version=str(info["version"]),
        summary=info.get("summary", info["title"]).strip(),
        description=text(info, "description").strip(),
        license=_license(info),
        links=tuple(_links(document)),
        keywords=tuple(_keywords(document)),
    )


def _links(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the links that the document states, each with its label."""
    for label, owner in (
        ("Documentation", document.get("externalDocs")),
        ("Contact", document["info"].get("contact")),
        ("Terms of service", {"url": document["info"].get("termsOfService")}),
    ):
        url = owner.get("url") if isinstance(owner, dict) else None
        if isinstance(url, str) and _URL.fullmatch(url):
            yield label, url


def _keywords(document: dict[str, Any]) -> Iterator[str]:
    """Yield the names of tags that a list of keywords can hold."""
    tags = document.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        name = tag.get("name") if isinstance(tag, dict) else None
        if isinstance(name, str) and _KEYWORD.fullmatch(name):
            yield name


def _license(info: dict[str, Any]) -> str | None:
    """Return the SPDX expression of the licence, where the document states one."""
    stated = info.get("license")
    if not isinstance(stated, dict):
        return None
    known = stated.get("identifier") or _SPDX.get(str(stated.get("name", "")).strip().lower())
    return known if isinstance(known, str) and _LICENSE.fullmatch(known) else None


def _server(document: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return an endpoint's URL without its path, and the regions; where requests are signed, with
    `{region}` left in it."""
    server = first_server(document)
    region = (server.get("variables") or {}).get("region", {}) if signature(document) else {}
    regions = tuple(region.get("enum", ()))
    parts = urlsplit(server_url(server, excluding="region" if regions else ""))
    return (f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""), regions


class _Pointers:
    """The locations of the values of a document, indexed only when something is wrong."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, value: Any) -> tuple[str, ...]:
        """Return the pointer of a value; that of the whole document where it was merged."""
        if not self._known:
            self._known = {id(node): pointer for node, pointer in self._nodes()}
        return self._known.get(id(value), ())

    def _nodes(self) -> Iterator[tuple[Any, tuple[str, ...]]]:
        waiting: list[tuple[Any, tuple[str, ...]]] = [(self._document, ())]
        while waiting:
            node, pointer = waiting.pop()
            yield node, pointer
            entries = node.items() if isinstance(node, dict) else enumerate(node)
            waiting += [
                (value, (*pointer, str(key)))
                for key, value in entries
                if isinstance(value, dict | list)
            ]
