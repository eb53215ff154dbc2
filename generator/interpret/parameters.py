"""Parameters: their kinds, bounds and defaults as source text."""

from typing import Any

from ..ir import Parameter
from ..openapi.lookup import resolve
from ..runtime.parameters import scalars
from .parameter_codecs import Written, compound_kind, styled

__all__ = ["kind_of", "parameter"]

_INT32 = 2**31 - 1


def parameter(document: dict[str, Any], node: dict[str, Any], name: str) -> Parameter:
    """Read one parameter, named `name` in Python."""
    compound = compound_kind(document, node)
    if compound is not None:
        return _compound(node, name, compound)
    schema = resolve(document, node["schema"])
    kind = kind_of(schema)
    default = schema.get("default")
    return Parameter(
        name=name,
        wire=node["name"],
        place=node["in"],
        kind=styled(node, _source(kind)),
        kind_name=type(kind).__name__,
        annotation=_annotation(kind),
        required=bool(node.get("required")),
        default=None if default is None else repr(default),
        maximum=getattr(kind, "maximum", None),
        bound=node.get("x-bound") == "client",
        description=node.get("description", "").strip(),
        expects=kind.expects,
        example=None if node.get("example") is None else str(node["example"]),
        source=node.get("x-source", "doc"),
    )


def _compound(node: dict[str, Any], name: str, written: Written) -> Parameter:
    kind, kind_name, annotation, expects = written
    return Parameter(
        name=name,
        wire=node["name"],
        place=node["in"],
        kind=styled(node, kind),
        kind_name=kind_name,
        annotation=annotation,
        required=bool(node.get("required")),
        default=None,
        maximum=None,
        bound=False,
        description=node.get("description", "").strip(),
        expects=expects,
        example=None,
        source=node.get("x-source", "doc"),
    )


def kind_of(schema: dict[str, Any]) -> scalars.Kind:
    """Tell what a parameter of a schema may hold."""
    if "enum" in schema:
        return scalars.Choice(values=tuple(map(str, schema["enum"])))
    if schema.get("type") == "integer":
        largest = _INT32 if schema.get("format") == "int32" else None
        return scalars.Integer(
            minimum=schema.get("minimum"), maximum=schema.get("maximum", largest)
        )
    if schema.get("type") == "number":
        return scalars.Number(minimum=schema.get("minimum"), maximum=schema.get("maximum"))
    if schema.get("type") == "boolean":
        return scalars.Boolean()
    return scalars.Text(
        min_length=schema.get("minLength", 0),
        max_length=schema.get("maxLength"),
        pattern=schema.get("pattern"),
    )


def _source(kind: scalars.Kind) -> str:
    """Write a kind as Python, leaving out what it has by default."""
    plain = type(kind)(values=()) if isinstance(kind, scalars.Choice) else type(kind)()
    given = ", ".join(
        f"{name}={getattr(kind, name)!r}"
        for name in kind.__struct_fields__  # type: ignore[attr-defined]
        if getattr(kind, name) != getattr(plain, name)
    )
    return f"{type(kind).__name__}({given})"


def _annotation(kind: scalars.Kind) -> str:
    if isinstance(kind, scalars.Choice):
        return f"Literal[{', '.join(map(repr, kind.values))}]"
    names: dict[type, str] = {
        scalars.Text: "str",
        scalars.Integer: "int",
        scalars.Number: "float",
        scalars.Boolean: "bool",
    }
    return names[type(kind)]
