"""Comparison of content: media types, their schemas and their encoding."""

from collections.abc import Iterator

from ..openapi.pointer import JsonObject
from .annotations import without_texts
from .change import Change, Context, is_same, pairs
from .located import Located
from .schemas import schemas

__all__ = ["content", "other_members", "schema_of"]


def content(context: Context, before: Located, after: Located) -> Iterator[Change]:
    """Compare the content of two bodies, or of two parameters.

    A server has to accept a new media type of requests, and a caller may send a removed one. Which
    of several a response has is up to both of them.
    """
    one, other = (_by_media_type(part.child("content")) for part in (before, after))
    is_request = context.direction == "request"
    for media_type, old, new in pairs(one, other):
        part = context.at((*after.pointer, "content", media_type))
        if old is None:
            yield part.change(f"{media_type} added", callers=not is_request, servers=True)
        elif new is None:
            yield part.change(f"{media_type} removed", callers=True, servers=not is_request)
        else:
            yield from schemas(part.at(new.pointer), schema_of(old), schema_of(new))
            yield from other_members(part, old, new, {"schema"}, f"{media_type} ")


def _by_media_type(owner: Located) -> dict[str, Located]:
    return {_normalised(media_type): owner.child(media_type) for media_type in owner.members}


def _normalised(media_type: str) -> str:
    """Return a media type in lower case, without blanks around its parameters."""
    return ";".join(part.strip() for part in media_type.lower().split(";"))


def schema_of(owner: Located) -> Located:
    """Return the schema of a media type, parameter or header; any value where there is none."""
    return owner.child("schema", True)


def other_members(
    context: Context, before: Located, after: Located, compared: set[str], prefix: str = ""
) -> Iterator[Change]:
    """Compare the members without a rule of their own: any difference breaks both."""
    old, new = (_without(part.members, compared) for part in (before, after))
    for keyword, earlier, later in pairs(old, new):
        if not is_same(earlier, later):
            place = context.at(after.pointer)
            yield place.breaks_both(f"{prefix}{keyword}", earlier, later, (keyword,))


def _without(members: JsonObject, names: set[str]) -> JsonObject:
    plain: JsonObject = without_texts(members)
    return {key: value for key, value in plain.items() if key not in names}
