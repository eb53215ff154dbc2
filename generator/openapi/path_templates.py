"""Paths as OpenAPI writes them, and what of them goes over the wire.

Authors tell operations of one path apart by what stands behind it: a query (`/pets?beta=true`)
or a fragment (`/pets#clone`). The query is sent with each call; a fragment never is.
"""

from urllib.parse import parse_qsl

__all__ = ["wire_path"]


def wire_path(path: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part a path from the pairs of its query; a fragment is left out."""
    plain, _, query = path.partition("#")[0].partition("?")
    return plain, tuple(parse_qsl(query, keep_blank_values=True))
