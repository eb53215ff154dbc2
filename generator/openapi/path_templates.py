"""Paths of a document, and the part of them that is sent.

Authors distinguish operations of one path by a query (`/pets?beta=true`) or a fragment
(`/pets#clone`) behind it. The query is sent with each call; a fragment never is.
"""

from urllib.parse import parse_qsl

__all__ = ["wire_path"]


def wire_path(path: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a path without query and fragment, and the pairs of its query."""
    plain, _, query = path.partition("#")[0].partition("?")
    return plain, tuple(parse_qsl(query, keep_blank_values=True))
