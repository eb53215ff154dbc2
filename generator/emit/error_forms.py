"""Filters of the templates of error bodies: the types of those that are read, the forms of those that are written."""

from collections import Counter
from typing import Any

from ..ir import Api
from ..runtime.server.error_forms import ErrorForm, Slot

__all__ = ["common_error_form", "error_form", "error_models", "error_unions"]


def error_form(form: ErrorForm | None) -> str:
    """Write a form as Python."""
    if form is None:
        return "None"
    return f"ErrorForm(media_type={form.media_type!r}, template={_template(form.template)})"


def common_error_form(api: Api) -> str:
    """Write the form of errors that no operation states: the one that most state, first as their default.

    A list of validation errors tells of requests only, so that it is none; without any, problem details are it.
    """
    stated = [
        (status, error_form(form))
        for operation in api.operations
        for status, form in operation.error_forms
        if form is not None and _has_message(form.template)
    ]
    defaults = Counter(form for status, form in stated if status == "default")
    counted = Counter(form for _, form in stated)
    return max(counted, key=lambda form: (defaults[form], counted[form]), default="PROBLEM")


def error_models(api: Api) -> str:
    """Return the models that the bodies of error responses are made of."""
    return ", ".join(sorted(_used_by_errors(api) - {union.name for union in api.unions}))


def error_unions(api: Api) -> str:
    """Return the named unions that the bodies of error responses are made of."""
    return ", ".join(sorted(_used_by_errors(api) & {union.name for union in api.unions}))


def _used_by_errors(api: Api) -> set[str]:
    errors = (error for operation in api.operations for error in operation.errors)
    return {name for error in errors for name in error.uses}


def _has_message(template: Any) -> bool:
    """Whether a template has a message outside of lists."""
    if isinstance(template, dict):
        return any(map(_has_message, template.values()))
    return isinstance(template, Slot) and template.fact == "message"


def _template(template: Any) -> str:
    if isinstance(template, Slot):
        return _slot(template)
    if isinstance(template, dict):
        members = (f"{name!r}: {_template(value)}" for name, value in template.items())
        return f"{{{', '.join(members)}}}"
    if isinstance(template, list):
        return f"[{', '.join(map(_template, template))}]"
    return repr(template)


def _slot(slot: Slot) -> str:
    plain = Slot(fact=slot.fact)
    arguments = [f"fact={slot.fact!r}"]
    arguments += [] if slot.is_text == plain.is_text else [f"is_text={slot.is_text}"]
    arguments += [] if slot.values == plain.values else [f"values={slot.values!r}"]
    return f"Slot({', '.join(arguments)})"
