"""The root causes of failures that Flink reports, in one line without secrets."""

import re

import msgspec

from flinkrest.models import Exceptions

from ...observe.flink.exception_history import find_failure
from ...observe.flink.redaction import without_secrets
from ...observe.flink.root_cause import parse_root_cause
from ...observe.jobs.advice import explanation
from ..interface import Failure

__all__ = ["causes_in", "failure_in", "root_failure", "text_of", "without_secrets_in"]

_MOST_CAUSES = 10
_EXCEPTION = re.compile(r"[\w$]+(\.[\w$]+)+(:|$)")


def failure_in(exceptions: Exceptions, length: int) -> Failure:
    """Return the root cause of a job's latest failure."""
    found = find_failure(exceptions, length=length)
    if found is None:
        return Failure(reason="UnknownFailure", message="Flink does not say why the job failed.")
    kept = msgspec.structs.replace(found, message=without_secrets_in(found.message))
    return Failure(reason=found.reason, message=explanation(kept) or "")


def root_failure(text: str, length: int) -> Failure:
    """Return the root cause of what Flink says of an error, in one line without secrets."""
    lines = [line for line in text.splitlines() if line.strip()]
    start = next((i for i, line in enumerate(lines) if _EXCEPTION.match(line)), 0)
    found = parse_root_cause("\n".join(lines[start:]), length=length)
    if found is None:
        return Failure(reason="FlinkError", message=(lines[0] if lines else "")[:length])
    return Failure(reason=found.reason, message=without_secrets_in(found.message))


def causes_in(text: str, length: int) -> tuple[str, ...]:
    """Return the exceptions of what Flink says of an error, the outermost first, each in one line."""
    causes = [line.strip().removeprefix("Caused by: ") for line in text.splitlines()]
    found = [line for line in causes if _EXCEPTION.match(line)]
    kept = list(dict.fromkeys(found))[:_MOST_CAUSES]
    return tuple(without_secrets_in(line[:length]) for line in kept)


def without_secrets_in(message: str | None) -> str:
    """Return a message, unless it looks as if it held a secret."""
    kept = without_secrets({"message": message or ""})
    return kept.get("message", "The message is left out: it seems to hold a secret.")


def text_of(body: bytes) -> str:
    """Return the messages of an error response."""
    try:
        errors = msgspec.json.decode(body, type=dict[str, list[str]]).get("errors", [])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        return body.decode(errors="replace").replace("\\n", "\n").replace("\\t", "\t")
    return "\n".join(errors)
