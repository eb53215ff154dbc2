"""The filters of a listing of deployments, as a query."""

from msgspec import Struct

from .types import NamespaceKey

__all__ = ["DefinitionFilter", "counting_query", "listing_query"]


_NAMED = "FROM name_suffixes WHERE namespace_digest = ? AND suffix >= ? AND suffix < ?"


class DefinitionFilter(Struct, frozen=True, kw_only=True):
    """The conditions of a listing: a deployment is on it when all that are not None hold."""

    name: str | None = None
    status: str | None = None
    mode: str | None = None
    creator: str | None = None
    modifier: str | None = None
    label: str | None = None
    label_values: tuple[str, ...] | None = None


def counting_query(
    namespace: NamespaceKey, conditions: DefinitionFilter
) -> tuple[str, list[object]]:
    """Return the statement that counts the deployments of a listing, and its values."""
    if conditions == DefinitionFilter():
        return "SELECT total FROM namespaces WHERE namespace_digest = ?", [namespace.digest()]
    if conditions == DefinitionFilter(name=conditions.name):
        counted = f"SELECT COUNT(*) FROM (SELECT DISTINCT deployment {_NAMED}) AS found"
        return counted, _named(namespace, conditions)
    source, where, values = listing_query(namespace, conditions, is_broad=False)
    return f"SELECT COUNT(*) FROM {source} WHERE {where}", values


def listing_query(
    namespace: NamespaceKey, conditions: DefinitionFilter, *, is_broad: bool
) -> tuple[str, str, list[object]]:
    """Return the tables and the condition of a listing, and the values of both.

    A few names are found first, along the index of suffixes, and the rest is joined to them: no
    planner shall walk a whole namespace for these. A broad listing keeps much of the namespace, and
    is walked in its order until a page is full.
    """
    digest = namespace.digest()
    source, clauses = "definitions", ["definitions.namespace_digest = ?"]
    values: list[object] = [digest]
    if conditions.name is not None and is_broad:
        # An expression: no planner looks each of the names up instead.
        deployment = "COALESCE(definitions.deployment, definitions.deployment)"
        clauses.append(f"{deployment} IN (SELECT deployment {_NAMED})")
        values += _named(namespace, conditions)
    elif conditions.name is not None:
        source = f"(SELECT DISTINCT deployment AS named {_NAMED}) AS found CROSS JOIN definitions"
        clauses.append("definitions.deployment = named")
        values = [*_named(namespace, conditions), digest]
    for column in ("status", "mode", "creator", "modifier"):
        if (value := getattr(conditions, column)) is not None:
            clauses.append(f"{column} = ?")
            values.append(value.encode())
    if conditions.label is not None:
        accepted = conditions.label_values
        in_values = f" AND value IN ({', '.join('?' * len(accepted))})" if accepted else ""
        clauses.append(
            "EXISTS (SELECT 1 FROM labels WHERE labels.deployment = definitions.deployment "
            f"AND label = ?{in_values})"
        )
        values.append(conditions.label.encode())
        values += [value.encode() for value in accepted or ()]
    return source, " AND ".join(clauses), values


def _named(namespace: NamespaceKey, conditions: DefinitionFilter) -> list[object]:
    """Return the values of the condition that a name contains a text."""
    part = (conditions.name or "").encode()
    return [namespace.digest(), part, part + b"\xff"]
