"""Phrases that are put together of facts: bounds, defaults, how the latest item is found."""

from ..emit.docstrings import latest_description
from ..interpret.parameters import kind_of
from ..ir import Latest, Operation, Parameter
from ..openapi.lookup import resolve
from ..runtime.parameters import scalars
from .localized_spec import Reading

__all__ = ["default", "found_first", "must_be"]


def must_be(spec: Reading, parameter: Parameter, pointer: str) -> str:
    """Say what a parameter must be. In English, the words of every error and every help text."""
    if not spec.language.folder:
        return parameter.expects
    kind = kind_of(resolve(spec.document, spec.node(pointer)["schema"]))
    if isinstance(kind, scalars.Choice):
        return spec.say("choice", values="、".join(kind.values))
    if isinstance(kind, scalars.Integer | scalars.Number):
        return spec.say(type(kind).__name__, span=_span(spec, kind))
    if isinstance(kind, scalars.Text):
        return _text(spec, kind)
    return spec.say("Boolean")


def _text(spec: Reading, kind: scalars.Text) -> str:
    if kind.pattern is not None:
        return spec.say("matching", pattern=kind.pattern)
    if kind.max_length is not None:
        return spec.say("long", least=kind.min_length, most=kind.max_length)
    return spec.say("not_empty" if kind.min_length else "any_text")


def _span(spec: Reading, kind: scalars.Integer | scalars.Number) -> str:
    least, most = kind.minimum, kind.maximum
    if least is not None and most is not None:
        return spec.say("between", least=least, most=most)
    if least is not None:
        return spec.say("at_least", least=least)
    return spec.say("at_most", most=most) if most is not None else ""


def default(spec: Reading, parameter: Parameter, operation: Operation) -> str:
    """Write a default, and what this client sends instead where it walks pages."""
    if parameter.default is None:
        return ""
    plain = f"`{parameter.default.strip(chr(39))}`"
    pagination = operation.pagination
    if pagination and parameter.name == pagination.size:
        return plain + spec.say("asks_for", number=pagination.largest)
    return plain


def found_first(spec: Reading, latest: Latest) -> str:
    """Say how the latest item of a listing is found."""
    if not spec.language.folder:
        return latest_description(latest)
    return spec.say("found_first", size=latest.size, time=latest.time)
