"""All missing settings in one error: whoever sets them has to be told only once."""

import os
from collections.abc import Iterator, Mapping

from ..errors import UsageError
from ..messages import Argument, Message
from .invocation import Invocation

__all__ = ["with_all_settings"]


def with_all_settings(error: UsageError, invocation: Invocation) -> UsageError:
    """Return an error about a setting together with those about the others; any other one as it is."""
    try:
        messages = list(dict.fromkeys(_missing(invocation)))
    except UsageError:  # an invalid setting, which is the error itself
        return error
    if len(messages) < 2 or not any(_is_same(error.message_data, each) for each in messages):
        return error
    joined = messages[0]
    for message in messages[1:]:
        joined = Message("{first}; {second}", first=joined, second=message)
    return UsageError(joined, operation=error.operation)


def _missing(invocation: Invocation) -> Iterator[str | Message]:
    """Yield the errors of the settings: those of the client, then those of its calls."""
    program, operation = invocation.program, invocation.command.operation
    if program.diagnosis is not None:
        settings = invocation.client_settings
        for error in program.diagnosis.setting_errors(program, settings, os.environ):
            yield error.message_data
    for name in program.client_scoped:
        variable = program.api.variable(name)
        if invocation.option(name) or os.environ.get(variable) or not operation.requires(name):
            continue
        yield Message(
            "no {name}: pass {argument}, or set {variable}",
            name=name,
            argument=Argument(name),
            variable=variable,
        )


def _is_same(error: str | Message, other: str | Message) -> bool:
    """Whether an error is another one, apart from the operation that it may name."""
    if not isinstance(error, Message) or not isinstance(other, Message):
        return error == other
    own = {name: value for name, value in error.parameters.items() if name != "operation"}
    template = error.template.removeprefix("{operation}: ")
    return (template, _texts(own)) == (other.template, _texts(other.parameters))


def _texts(parameters: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in parameters.items()}
