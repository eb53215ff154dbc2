"""The filters of a listing of deployments, as a query."""

from msgspec import Struct

from .types import NamespaceKey

__all__ = ["DefinitionFilter", "listing_query"]


class DefinitionFilter(Struct, frozen=True, kw_only=True):
    """The conditions of a listing: a deployment is on it when all that are not None hold."""

    name: str | None = None
    status: str | None = None
    mode: str | None = None
    creator: str | None = None
    modifier: str | None = None
    label: str | None = None
    label_values: tuple[str, ...] | None = None


def listing_query(
    namespace: NamespaceKey, conditions: DefinitionFilter
) -> tuple[str, str, list[object]]:
    """Return the tables and the condition of a listing, and the values of both.

    A name is found first, along the index of suffixes, and the rest is joined to it: no planner
    shall walk a whole namespace for a few names.
    """
    digest = namespace.digest()
    source, clauses = "definitions", ["definitions.namespace_digest = ?"]
    values: list[object] = [digest]
    if conditions.name is not None:
        part = conditions.name.encode()
        source = (
            "(SELECT DISTINCT deployment AS named FROM name_suffixes "
            "WHERE namespace_digest = ? AND suffix >= ? AND suffix < ?) AS found "
            "CROSS JOIN definitions"
        )
        clauses.append("definitions.deployment = named")
        values = [digest, part, part + b"\xff", digest]
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
