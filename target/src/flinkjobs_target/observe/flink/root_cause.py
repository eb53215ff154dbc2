"""Why a job failed: the root cause of a Java stack trace, in one line that is short enough."""

import re

from ..jobs.facts import Failure

__all__ = ["failure_of"]

_CAUSED_BY = "Caused by: "
_CLASS = re.compile(r"[\w$]+(\.[\w$]+)*(?=:|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST = 64 * 1024


def failure_of(stack: str, *, length: int) -> Failure | None:
    """Give the exception's class and message of what caused all the others.

    A message may carry a row of somebody's data. It is cut at `length` characters; with 0 it is
    left out, and only the class is told. None when there is no exception to be found.
    """
    lines = stack[:_LONGEST].splitlines()
    causes = [line.strip() for line in lines if line.lstrip().startswith(_CAUSED_BY)]
    root = causes[-1].removeprefix(_CAUSED_BY) if causes else (lines[0] if lines else "")
    named = _CLASS.match(root)
    if named is None:
        return None
    message = _CONTROL.sub(" ", root[named.end() :].removeprefix(":")).strip()
    return Failure(reason=named[0], message=_shortened(message, length) if length else None)


def _shortened(message: str, length: int) -> str | None:
    if len(message) <= length:
        return message or None
    return message[: length - 1] + "…"
