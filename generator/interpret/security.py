"""Credentials as arguments of a client, and which of them go with which operation."""

from __future__ import annotations

from collections.abc import Mapping

from ..ir import Scheme
from ..naming import Names, python_name
from ..normalise.specification import Credential, Operation, Specification
from ..reserved_names import CREDENTIALS

__all__ = ["schemes", "security"]


def schemes(specification: Specification) -> dict[str, Scheme]:
    """Return the credentials that a client takes, by their keys in the document."""
    names = Names(CREDENTIALS)
    return {credential.key: _scheme(names, credential) for credential in specification.credentials}


def security(
    operation: Operation, known: Mapping[str, Scheme]
) -> tuple[tuple[str, ...], ...] | None:
    """Return the groups of credentials of which one goes with an operation; None where none is stated."""
    if operation.security is None:
        return None
    groups = ([key for key in group if key in known] for group in operation.security)
    return tuple(
        dict.fromkeys(tuple(known[key].name for key in group) for group in groups if group)
    )


def _scheme(names: Names, credential: Credential) -> Scheme:
    plain = python_name(credential.key) or "credential"
    return Scheme(
        name=names.take(plain, f"{plain}_credential"),
        location=credential.location,
        wire_name=credential.wire_name,
        prefix=credential.prefix,
        is_password=credential.is_password,
        description=credential.description,
    )
