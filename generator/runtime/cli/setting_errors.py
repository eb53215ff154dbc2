"""All missing settings in one error: whoever sets them has to be told only once."""

import os
from collections.abc import Iterator

from ..errors import UsageError
from .invocation import Invocation

__all__ = ["with_all_settings"]


def with_all_settings(error: UsageError, invocation: Invocation) -> UsageError:
    """Return an error about a setting together with those about the others; any other one as it is."""
    try:
        texts = list(dict.fromkeys(_missing(invocation)))
    except UsageError:  # an invalid setting, which is the error itself
        return error
    own = next((text for text in texts if error.message.endswith(text)), None)
    if own is None or len(texts) < 2:
        return error
    return UsageError("; ".join(texts), operation=error.operation)


def _missing(invocation: Invocation) -> Iterator[str]:
    """Yield the errors of the settings: those of the client, then those of its calls."""
    program, operation = invocation.program, invocation.command.operation
    if program.diagnosis is not None:
        settings = invocation.client_settings
        for error in program.diagnosis.setting_errors(program, settings, os.environ):
            yield error.message
    for name in program.client_scoped:
        variable = program.api.variable(name)
        if invocation.option(name) or os.environ.get(variable) or not operation.requires(name):
            continue
        option = f"--{name.replace('_', '-')}"
        yield f"no {name}: give one ({name}=, {option}), or set {variable}"
