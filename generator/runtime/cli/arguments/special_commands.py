"""The commands beside those of the contract, which their names give way to."""

from collections.abc import Iterator

from ...messages import Message
from ..command import Program

__all__ = ["COMPLETION_SUMMARY", "DOCTOR_SUMMARY", "HELP_SUMMARY", "special_commands"]

COMPLETION_SUMMARY = Message("Print a completion script for a shell.")
DOCTOR_SUMMARY = Message("Check access key, endpoint, settings, clock and permissions.")
HELP_SUMMARY = Message("Show the help of a command.")


def special_commands(program: Program) -> Iterator[tuple[str, str]]:
    """Yield the names of the commands beside those of the contract, and their summaries."""
    taken = {resource.name for resource in program.resources}
    summaries = {"completion": COMPLETION_SUMMARY, "help": HELP_SUMMARY}
    if program.diagnosis is not None:
        summaries["doctor"] = DOCTOR_SUMMARY
    yield from ((name, str(text)) for name, text in summaries.items() if name not in taken)
