"""The options of a command that runs a workflow."""

from collections.abc import Iterator

from ...messages import Message
from ...parameters.scalars import Choice, Codec, Integer, Number
from ..arguments.durations import DURATION, parse_duration
from ..arguments.option import Option, flag_of, metavar_of
from ..i18n import Messages
from .command import WorkflowCommand, WorkflowInput

__all__ = ["FROM_FILE", "RESUME", "workflow_options"]

FROM_FILE = "FILE|-|TEXT"
RESUME = "--resume"
_CODECS: dict[str, Codec] = {"integer": Integer(), "number": Number()}
_SOURCES = Message("JSON or YAML: a file, - for standard input, or the text itself.")


def workflow_options(command: WorkflowCommand, messages: Messages) -> Iterator[Option]:
    """Yield the options of a command: its inputs, and those of every run."""
    structured = [each for each in command.inputs if not each.scalar]
    for each in command.inputs:
        short = ("-f",) if structured == [each] else ()
        yield _input_option(command, each, short, messages)
    text = messages("Show the difference and the steps, and do nothing.")
    yield Option(name="--plan", flags=("--plan", "--dry-run"), group="parameters", help=text)
    if command.is_resumable:
        text = messages("Continue the interrupted run with this id; no step is done twice.")
        yield _option(RESUME, "RUN", text)
    if command.compensation:
        kind = Choice(values=(command.compensation,))
        text = messages("What to do with a run that fails after its first change.")
        yield Option(
            name="--on-failure",
            flags=("--on-failure",),
            group="parameters",
            help=text,
            metavar=command.compensation,
            parse=kind.decode,
            expected=kind.expected,
            choices=kind.values,
        )
    longest = messages("Maximum time that a step waits; after it, the exit code is 124.")
    interval = messages("Interval between requests.")
    for name, text in (("--timeout", longest), ("--poll", interval)):
        yield Option(
            name=name,
            flags=(name,),
            group="waiting",
            help=text,
            metavar="DURATION",
            parse=parse_duration,
            expected=DURATION,
        )


def _input_option(
    command: WorkflowCommand, each: WorkflowInput, short: tuple[str, ...], messages: Messages
) -> Option:
    flags = (*short, flag_of(each.name))
    alternatives = (RESUME,) if command.is_resumable else ()
    if each.scalar == "boolean":
        return Option(name=each.name, flags=flags, group="parameters", help=messages(each.help))
    codec = _CODECS.get(each.scalar)
    if codec is not None:
        return Option(
            name=each.name,
            flags=flags,
            group="parameters",
            help=messages(each.help),
            metavar=metavar_of(codec),
            parse=codec.decode,
            expected=codec.expected,
            required=each.required,
            alternatives=alternatives,
        )
    text = (
        messages(each.help)
        if each.scalar
        else messages.join(messages(each.help), messages(_SOURCES))
    )
    return Option(
        name=each.name,
        flags=flags,
        group="parameters",
        help=text,
        metavar="TEXT" if each.scalar else FROM_FILE,
        parse=str,
        is_file=not each.scalar,
        required=each.required,
        alternatives=alternatives,
    )


def _option(name: str, metavar: str, text: str) -> Option:
    return Option(
        name=name, flags=(name,), group="parameters", help=text, metavar=metavar, parse=str
    )
