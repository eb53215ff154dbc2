"""Security schemes in the typed subset: those that a client can send by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..openapi.lookup import resolve
from .extensions import Signature, extension
from .objects import text
from .specification import Credential

__all__ = ["credentials", "requirements", "signature", "unsent_schemes"]

_BEARERS = ("oauth2", "openidconnect")
_LOCATIONS = ("header", "query", "cookie")


def credentials(document: dict[str, Any]) -> tuple[Credential, ...]:
    """Return the credentials that a client can send, in the order of the document."""
    found = (_credential(key, scheme) for key, scheme in _schemes(document))
    return tuple(credential for credential in found if credential)


def unsent_schemes(document: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the schemes that a client cannot send by itself."""
    known = {credential.key for credential in credentials(document)}
    yield from (key for key, _ in _schemes(document) if key not in known)


def signature(document: dict[str, Any]) -> Signature | None:
    """Return how requests are signed; None where they are not."""
    found = (extension(scheme, "x-signature", Signature) for _, scheme in _schemes(document))
    return next((stated for stated in found if stated), None)


def requirements(
    document: dict[str, Any], node: dict[str, Any]
) -> tuple[tuple[str, ...], ...] | None:
    """Return the groups of schemes of which one goes with an operation; None where none is stated."""
    stated = (
        node["security"] if isinstance(node.get("security"), list) else document.get("security")
    )
    if not isinstance(stated, list):
        return None
    return tuple(tuple(group) for group in stated if isinstance(group, dict))


def _schemes(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    stated = document.get("components", {}).get("securitySchemes") or {}
    for key, scheme in stated.items():
        yield key, resolve(document, scheme)


def _credential(key: str, scheme: dict[str, Any]) -> Credential | None:
    """Read one scheme; None for one that is not sent in a request, such as a certificate."""
    type_, description = str(scheme.get("type", "")).lower(), text(scheme, "description").strip()
    http = str(scheme.get("scheme") or "").lower() if type_ == "http" else ""
    location, name = scheme.get("in"), scheme.get("name")
    if type_ == "apikey" and location in _LOCATIONS and isinstance(name, str):
        return Credential(key, location, name, "", False, description or f"Key for {name}.")
    if type_ in _BEARERS or http == "bearer":
        described = description or "Bearer token."
        return Credential(key, "header", "authorization", "Bearer", False, described)
    if http == "basic":
        described = description or "User and password."
        return Credential(key, "header", "authorization", "Basic", True, described)
    return None
