"""Credentials that a client takes, and which of them go with which operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..ir import Scheme
from ..naming import Names, python_name
from ..openapi.lookup import resolve

__all__ = ["schemes", "security", "unsent"]

# Arguments that every client has.
_TAKEN = (
    *("self", "headers", "endpoint", "allow_http", "retries", "timeout", "time_budget"),
    *("max_per_second", "user_agent", "hooks", "transport", "surroundings", "region"),
)
_BEARERS = ("oauth2", "openidconnect")
_PLACES = ("header", "query", "cookie")


def schemes(document: dict[str, Any]) -> dict[str, Scheme]:
    """Give the schemes that a client can send, by their names in the document."""
    names, found = Names(_TAKEN), {}
    for key, node in _stated(document):
        plain = python_name(key) or "credential"
        scheme = _scheme(node, names.take(plain, f"{plain}_credential"))
        if scheme is not None:
            found[key] = scheme
    return found


def unsent(document: dict[str, Any]) -> Iterator[str]:
    """Name the schemes that a client cannot send by itself."""
    known = schemes(document)
    yield from (key for key, _ in _stated(document) if key not in known)


def security(
    document: dict[str, Any], node: dict[str, Any], known: dict[str, Scheme]
) -> tuple[tuple[str, ...], ...] | None:
    """Give the groups of credentials of which one goes with an operation; None where none is stated."""
    stated = node.get("security", document.get("security"))
    if not isinstance(stated, list):
        return None
    groups = [[key for key in one if key in known] for one in stated if isinstance(one, dict)]
    return tuple(dict.fromkeys(tuple(known[key].name for key in one) for one in groups if one))


def _stated(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    stated = document.get("components", {}).get("securitySchemes") or {}
    for key, node in stated.items():
        yield key, resolve(document, node)


def _scheme(node: dict[str, Any], name: str) -> Scheme | None:
    """Read one scheme; None for one that is not sent in a request, such as a certificate."""
    kind, about = str(node.get("type", "")).lower(), str(node.get("description") or "").strip()
    word = str(node.get("scheme") or "")
    if kind == "apikey" and node.get("in") in _PLACES and isinstance(node.get("name"), str):
        return Scheme(
            name, node["in"], node["name"], "", False, about or f"Key for {node['name']}."
        )
    if kind in _BEARERS or (kind == "http" and word.lower() == "bearer"):
        return Scheme(name, "header", "authorization", "Bearer", False, about or "Bearer token.")
    if kind == "http" and word.lower() == "basic":
        said = about or "User and password."
        return Scheme(name, "header", "authorization", "Basic", True, said)
    return None
