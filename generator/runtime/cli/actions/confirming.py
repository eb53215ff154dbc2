"""The question before a command that destroys something; answered by `--yes` or on a terminal."""

import sys

from ...errors import ApiError, UsageError
from ...messages import Message
from ..invocation import Invocation
from ..output.formatting import printable

__all__ = ["ask", "check_consent"]

_YES = {"y", "yes", "是"}


def check_consent(invocation: Invocation) -> None:
    """Raise UsageError where nobody can be asked and `--yes` was not given."""
    if invocation.option("--yes") or _has_terminal():
        return
    question = Message(invocation.command.question)
    raise UsageError(
        Message("{question} Nobody can be asked without a terminal; add --yes", question=question)
    )


def ask(invocation: Invocation, given: dict[str, object]) -> None:
    """Ask whether to go on, and show what with; raise ApiError where the answer is no."""
    if invocation.option("--yes"):
        return
    question = invocation.messages(invocation.command.question)
    sys.stdout.flush()
    sys.stderr.write(f"{question} {_subject(invocation, given)} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in _YES:
        raise ApiError(Message("not confirmed; nothing was changed"))


def _subject(invocation: Invocation, given: dict[str, object]) -> str:
    """Return the arguments that name what the command is about, and the ids that they stand for."""
    command = invocation.command
    shown: dict[str, object] = {}
    for parameter in command.operation.parameters:
        is_own = parameter.name not in invocation.program.client_scoped
        if is_own and parameter.location != "body" and parameter.name in invocation.values:
            shown[parameter.name] = invocation.values[parameter.name]
    named = {lookup.name: given[lookup.name] for lookup in command.lookups if lookup.name in given}
    return printable(", ".join(f"{name} {value}" for name, value in {**named, **shown}.items()))


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
