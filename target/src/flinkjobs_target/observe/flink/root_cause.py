"""The root cause of a Java stack trace, shortened to one line."""

import re

from ..jobs.facts import Failure

__all__ = ["parse_root_cause"]

_CAUSED_BY = "Caused by: "
_CLASS = re.compile(r"[\w$]+(\.[\w$]+)*(?=:|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_MAX_LENGTH = 64 * 1024


def parse_root_cause(stacktrace: str, *, length: int) -> Failure | None:
    """Return class and message of the innermost exception; None when there is no exception.

    A message may contain a row of user data. It is cut at `length` characters; 0 leaves it out.
    """
    lines = stacktrace[:_MAX_LENGTH].splitlines()
    causes = [line.strip() for line in lines if line.lstrip().startswith(_CAUSED_BY)]
    root = causes[-1].removeprefix(_CAUSED_BY) if causes else (lines[0] if lines else "")
    match = _CLASS.match(root)
    if match is None:
        return None
    message = _CONTROL.sub(" ", root[match.end() :].removeprefix(":")).strip()
    return Failure(reason=match[0], message=_truncate(message, length) if length else None)


def _truncate(message: str, length: int) -> str | None:
    if len(message) <= length:
        return message or None
    return message[: length - 1] + "…"
