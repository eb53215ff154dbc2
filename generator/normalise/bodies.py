"""Bodies of requests in the typed subset: one media type each, chosen from those that are stated."""

from __future__ import annotations

from typing import Any

from ..openapi.lookup import resolve
from .body_schemas import BodySchemas
from .encodings import Encodings
from .media_types import JSON, encoding_of, is_json, request_rank
from .objects import text
from .remarks import Remark
from .schema_nodes import Scalar
from .schemas import Schemas
from .specification import Body

__all__ = ["Bodies"]

_TEXT = Scalar("string")


class Bodies:
    """Builds the body of one operation."""

    def __init__(
        self,
        document: dict[str, Any],
        schemas: Schemas,
        body_schemas: BodySchemas,
        operation: str,
    ) -> None:
        self.noted: list[Remark] = []
        self.refused: list[Remark] = []
        self._body_schemas = body_schemas
        self._document = document
        self._schemas = schemas
        self._operation = operation

    def build(self, stated: Any) -> Body | None:
        """Build a body of the most expressive media type, and note the others."""
        found = resolve(self._document, stated) if isinstance(stated, dict) else {}
        content = {k: v for k, v in (found.get("content") or {}).items() if isinstance(v, dict)}
        if not content:
            return None
        media = min(content, key=request_rank)
        if others := ", ".join(other for other in content if other != media):
            message = f"the body is sent as {media}; it is never sent as {others}"
            self.noted.append(Remark(("requestBody",), message, "put first what you prefer"))
        schema = content[media].get("schema", {})
        flat = self._schemas.flat(schema)
        encoding = encoding_of(media, flat)
        is_structured = encoding in ("json", "form")
        encodings = Encodings(self._schemas, media)
        built = encodings.build(content[media])
        self.noted += encodings.noted
        self.refused += encodings.refused
        return Body(
            media_type=JSON if is_json(media) and "*" in media else media,
            encoding=encoding,
            node=self._schemas.node(schema, f"{self._operation}_body") if is_structured else _TEXT,
            is_required=found.get("required") is True,
            description=text(found, "description"),
            required_parts=_required_parts(flat) if encoding == "multipart" else (),
            schema=self._body_schemas.add(schema, self._operation) if is_structured else None,
            encodings=built,
        )


def _required_parts(flat: dict[str, Any]) -> tuple[str, ...]:
    """Return the parts that a multipart body must have."""
    properties = flat.get("properties")
    stated = properties if isinstance(properties, dict) else {}
    return tuple(name for name in flat.get("required", ()) if name in stated)
