"""The summary on the terminal: a few lines for each finding, all on one screen."""

from collections.abc import Iterator, Sequence

from .findings import Finding, LeftOut

__all__ = ["finding_lines", "left_out_lines"]

_DETAILED = 2
"""Findings that are shown with the commands that repeat them."""
_FINDINGS, _FAILURES = 14, 3
_WIDTH = 110


def finding_lines(found: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines of findings: of the first ones with details, of others one line."""
    for number, finding in enumerate(found[:_FINDINGS], 1):
        first, count = finding.first, len(finding.failures)
        times = f"{count} failures" if count > 1 else "1 failure"
        line = f"{number}. {finding.cause.text}: {times} ({first.location})"
        if number > _DETAILED:
            yield f"{line}, {'such as ' if count > 1 else ''}{first.id}"
            continue
        yield line
        yield from (f"   {_short(failure.id)}" for failure in finding.failures[:_FAILURES])
        if count > _FAILURES:
            yield f"   … and {count - _FAILURES} more"
        message = first.message.partition("\n")[0]
        if not message.startswith(finding.cause.text):
            yield f"   says: {_short(message)}"
        if first.curl:
            yield f"   send: {first.curl}"
        yield f"   test: {first.repeat}"
    if len(found) > _FINDINGS:
        yield f"… and {len(found) - _FINDINGS} findings more"
    if any(finding.first.curl for finding in found[:_DETAILED]):
        yield "What is sent is signed with the key of the environment or settings; no secret is shown."


def left_out_lines(absent: Sequence[LeftOut], total: int) -> Iterator[str]:
    """Yield the lines about clauses that were left out: by setting, those that no setting has last."""
    if not absent:
        return
    count = sum(group.clauses for group in absent)
    yield f"left out: {count} of {total} clauses ({count / total:.0%})"
    settings = [f"{group.settings} ({group.clauses})" for group in absent if not group.is_ours]
    if settings:
        yield f"   settings of --config FILE that would include some: {', '.join(settings)}"
    for group in absent:
        if group.is_ours:
            yield f"   {group.remedy}"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
