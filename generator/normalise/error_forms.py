"""Forms of error bodies: a template for each error response that a document states.

A template is JSON that fits the schema. The names and types of properties decide which fact of an error
each tells; a required property that tells none has its default or a plain value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ..runtime.server.error_forms import ErrorForm, Fact, Slot
from .error_responses import stated_errors
from .schemas import Schemas

__all__ = ["StatedForms", "error_forms"]

StatedForms: TypeAlias = tuple[tuple[str, ErrorForm | None], ...]

_MESSAGES = {
    "message",
    "msg",
    "detail",
    "errormessage",
    "errordescription",
    "description",
    "reason",
}
_FACTS: Mapping[str, Fact] = {
    **dict.fromkeys(_MESSAGES, "message"),
    **dict.fromkeys(("title", "statustext", "summary"), "title"),
    **dict.fromkeys(("code", "errorcode", "type", "errortype", "kind", "error"), "code"),
    **dict.fromkeys(("status", "statuscode", "httpstatus", "httpcode"), "status"),
    **dict.fromkeys(("requestid", "traceid", "correlationid"), "request_id"),
    **dict.fromkeys(("path", "instance"), "path"),
    **dict.fromkeys(("timestamp", "time", "datetime"), "time"),
    **dict.fromkeys(("loc", "location", "field", "pointer", "parameter"), "location"),
}
_NUMBERS: tuple[Fact, ...] = ("status", "code")
_PLAIN: Mapping[str, Any] = {
    "integer": 0,
    "number": 0,
    "boolean": False,
    "null": None,
    "string": "",
}
_ERROR, _DEEPEST = "error", 6


def error_forms(
    document: dict[str, Any], schemas: Schemas, responses: Mapping[Any, Any]
) -> StatedForms:
    """Return the form of each error response that an operation states; None for one without a body."""
    return tuple(
        (status, _form(schemas, response.get("content") or {}))
        for status, response in stated_errors(document, responses)
    )


def _form(schemas: Schemas, content: Mapping[str, Any]) -> ErrorForm | None:
    """Return the form of the first media type that can be written: JSON before plain text."""
    for media in sorted(content, key=lambda media: "json" not in media):
        schema = content[media].get("schema") if isinstance(content[media], dict) else None
        if media.lower().startswith("text/plain"):
            return ErrorForm(media_type=f"{media}; charset=utf-8", template=Slot(fact="message"))
        if media == "*/*" or "json" in media:
            template = _Template(schemas).value(schema, "", {}, 0)
            return ErrorForm(media_type=media.replace("*/*", "application/json"), template=template)
    return None


class _Template:
    """Writes the template of one schema."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def value(self, schema: Any, name: str, siblings: Mapping[str, Any], depth: int) -> Any:
        """Return the template of a property of this name beside others, or of a whole body."""
        flat = self._schemas.flat(schema)
        alternatives = [*flat.get("oneOf", ()), *flat.get("anyOf", ())]
        if alternatives and "properties" not in flat and depth < _DEEPEST:
            found = [self.value(each, name, siblings, depth + 1) for each in alternatives]
            return next((template for template in found if _tells(template)), found[0])
        if "const" in flat:
            return flat["const"]
        type_ = _type(flat)
        if type_ == "object":
            return self._object(flat, depth)
        fact = _fact(name, siblings)
        if type_ == "array":
            return self._list(flat, name, fact, siblings, depth)
        return _scalar(flat, type_, fact)

    def _list(
        self, flat: dict[str, Any], name: str, fact: Fact | None, siblings: Any, depth: int
    ) -> Any:
        if fact == "location":
            return Slot(fact="location", is_text=False)
        return [self.value(flat.get("items"), name or "message", siblings, depth + 1)]

    def _object(self, flat: dict[str, Any], depth: int) -> Any:
        properties = flat.get("properties")
        stated: dict[str, Any] = properties if isinstance(properties, dict) else {}
        if not stated and not depth:
            return {"code": Slot(fact="code"), "message": Slot(fact="message")}
        if depth >= _DEEPEST:
            return {}
        written = dict(self._properties(flat, stated, depth))
        has_message = any(
            isinstance(each, Slot) and each.fact == "message" for each in written.values()
        )
        required = flat.get("required") or ()
        return {
            name: value
            for name, value in written.items()
            if name in required
            or isinstance(value, Slot)
            or (_tells(value) and not has_message)
            or (_plain(name) == "type" and value is not None)
        }

    def _properties(
        self, flat: dict[str, Any], stated: Mapping[str, Any], depth: int
    ) -> Iterator[tuple[str, Any]]:
        for name, schema in stated.items():
            if self._schemas.flat(schema).get("writeOnly") is not True:
                yield name, self.value(schema, name, stated, depth + 1)


def _scalar(flat: Mapping[str, Any], type_: str | None, fact: Fact | None) -> Any:
    """Return the slot of a plain value, or a value where it tells no fact."""
    stated = flat.get("enum")
    values = tuple(stated) if isinstance(stated, list) else ()
    if fact and type_ in ("string", None):
        if fact == "code" and flat.get("format") in ("uri", "uri-reference"):
            return "about:blank"
        return Slot(fact=fact, values=values)
    if type_ in ("integer", "number") and fact in (*_NUMBERS, "time"):
        kept: Fact = "time" if fact == "time" else "status"
        return Slot(fact=kept, is_text=False, values=values)
    if values or "default" in flat:
        return flat.get("default", values[0] if values else None)
    if type_ == "string" and flat.get("minLength"):
        return Slot(fact="message")
    return flat.get("minimum", _PLAIN.get(type_ or "string"))


def _fact(name: str, siblings: Mapping[str, Any]) -> Fact | None:
    """Return the fact that a property of this name tells; that of a body that is a text is the message."""
    plain, beside = _plain(name), set(map(_plain, siblings))
    if not plain:
        return "message"
    if plain == _ERROR and beside.isdisjoint(_MESSAGES):
        return "message"
    if plain == _ERROR and not beside.isdisjoint({"status", "timestamp"}):
        return "title"
    return _FACTS.get(plain)


def _type(flat: Mapping[str, Any]) -> str | None:
    stated = flat.get("type")
    types = stated if isinstance(stated, list) else [stated]
    type_ = next((each for each in types if each != "null"), None)
    if type_ is None and "properties" in flat:
        return "object"
    return "array" if type_ is None and "items" in flat else type_


def _tells(template: Any) -> bool:
    """Whether a template has a slot for the message."""
    if isinstance(template, dict):
        return any(map(_tells, template.values()))
    if isinstance(template, list):
        return any(map(_tells, template))
    return isinstance(template, Slot) and template.fact == "message"


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()
