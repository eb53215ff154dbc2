"""The contents that the responses of an operation may have, by status and media type."""

from typing import Any, Literal

from msgspec import Struct

__all__ = ["Content", "Redirect"]


class Redirect(Struct, frozen=True, kw_only=True):
    """A stated redirect: its status, and the location that it leads to, which may be relative.

    It is a result, and is not followed.
    """

    status: int
    location: str | None = None


class Content(Struct, frozen=True, kw_only=True):
    """A content: the status that it comes with, as "200", "2XX" or "default", and its media type.

    `decoding` is how it is decoded: as JSON, text or bytes, as a stream of events or of JSON records,
    as a redirect, or not at all. `type` is the type of JSON, of the data of an event, or of a record.
    """

    status: str
    decoding: Literal["json", "text", "bytes", "nothing", "redirect", "events", "records"]
    media_type: str = ""
    type: Any = None

    @property
    def is_streamed(self) -> bool:
        """Whether a response with this content is decoded item by item, as it arrives."""
        return self.decoding in ("events", "records")
