"""The options of a command: its parameters, its body, and those for waiting and listing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from ...contract.operation import LookupArgument, Parameter
from ...messages import Message
from ...parameters.scalars import Choice, Formatted, Integer, Number
from ..command import Command, Filter, Program, Wait
from ..i18n import Messages
from .bodies import body_options, body_parameter
from .durations import (
    DURATION,
    INTERVAL,
    TIME,
    format_duration,
    parse_duration,
    parse_interval,
    parse_time,
)
from .global_options import global_options
from .option import Option, default_text, flag_of, metavar_of

__all__ = ["SHELLS", "command_options", "doctor_options"]

SHELLS = ("bash", "zsh", "fish")
_MAX_PARALLEL = 100
_WATCH_INTERVAL = 5.0


def command_options(program: Program, command: Command, messages: Messages) -> Iterator[Option]:
    """Yield the options of a command, but for the global ones."""
    body = body_parameter(command)
    options = [
        _parameter_option(command, parameter, messages)
        for parameter in command.parameters
        if parameter.name not in program.client_scoped and parameter is not body
    ]
    options += [_lookup_option(command, lookup, messages) for lookup in command.lookups]
    if command.wait:
        options += _waiting_options(command, messages)
    if command.awaits:
        options += _following_options(command.awaits.wait, messages)
    if command.question:
        options.append(_consent_option(messages))
    if command.is_paged:
        options += _listing_options(command, messages)
    if command.columns:
        options.append(_columns_option(command, messages))
    yield from options
    if body is not None:
        others = (*options, *global_options(program, messages))
        taken = {flag for option in others for flag in option.flags}
        yield from body_options(command, messages, taken)


def doctor_options(program: Program, messages: Messages) -> Iterator[Option]:
    """Yield an option for each required text parameter of a reader: with them, ids are checked."""
    options: dict[str, Option] = {}
    for command in (command for resource in program.resources for command in resource.commands):
        for parameter in command.parameters if command.operation.method == "GET" else ():
            is_required = parameter.required and parameter.name not in program.client_scoped
            if is_required and parameter.name not in options:
                option = _parameter_option(command, parameter, messages)
                options[parameter.name] = replace(option, required=False)
    yield from options.values()


def _parameter_option(command: Command, parameter: Parameter, messages: Messages) -> Option:
    pagination = command.operation.pagination
    is_size = pagination is not None and parameter.name == pagination.size
    default = pagination.largest if pagination and is_size else parameter.default
    if isinstance(parameter.codec, Formatted) and default is not None:
        default = parameter.codec.encode(default)
    is_bounded = isinstance(parameter.codec, Integer | Number)
    expected = parameter.codec.expected
    sentences = [
        messages(command.help[parameter.name]),
        _sentence(messages, expected) if is_bounded else "",
        "" if default is None or command.wait else default_text(messages, default),
    ]
    return Option(
        name=parameter.name,
        flags=(flag_of(parameter.name),),
        group="parameters",
        help=messages.join(*sentences),
        metavar=metavar_of(parameter.codec),
        parse=parameter.codec.decode,
        expected=expected,
        choices=parameter.codec.values if isinstance(parameter.codec, Choice) else (),
        required=command.requires(parameter),
        alternatives=tuple(
            lookup.name for lookup in command.lookups if lookup.target == parameter.name
        ),
    )


def _lookup_option(command: Command, lookup: LookupArgument, messages: Messages) -> Option:
    return Option(
        name=lookup.name,
        flags=(flag_of(lookup.name),),
        group="parameters" if lookup.wire_name is None else "body",
        help=messages(command.help[lookup.name]),
        metavar="NAME",
        parse=str,
    )


def _consent_option(messages: Messages) -> Option:
    text = messages("Do it without asking, as is necessary where there is no terminal.")
    return Option(name="--yes", flags=("--yes",), group="parameters", help=text)


def _sentence(messages: Messages, expected: Message) -> str:
    """Return the description of valid values as a sentence of its own."""
    sentence = messages("{text}.", text=expected)
    return f"{sentence[0].upper()}{sentence[1:]}"


def _waiting_options(command: Command, messages: Messages) -> Iterator[Option]:
    assert command.wait
    wait, goals = command.wait, tuple(command.wait.waiter.goals)
    if wait.waiter.latest:
        text = messages("Ignore instances that are not newer than the one with this id.")
        yield _option("after", "waiting", text, "ID")
    text = messages.join(messages("State to wait for."), default_text(messages, wait.goal))
    kind = Choice(values=goals)
    yield _option("until", "waiting", text, "|".join(goals), kind.decode, kind.expected, goals)
    yield from _time_options(wait, messages)


def _following_options(wait: Wait, messages: Messages) -> Iterator[Option]:
    goals = tuple(wait.waiter.goals)
    kind = Choice(values=goals)
    text = messages("Wait afterwards until this state, and end as the command for waiting does.")
    yield Option(
        name="--wait",
        flags=("--wait",),
        group="waiting",
        help=messages.join(text, default_text(messages, wait.goal)),
        metavar="|".join(goals),
        parse=kind.decode,
        expected=kind.expected,
        choices=goals,
        implicit=wait.goal,
    )
    yield from _time_options(wait, messages)


def _time_options(wait: Wait, messages: Messages) -> Iterator[Option]:
    timeout_text = messages("Maximum time to wait; after it, the exit code is 124.")
    poll_text = messages("Interval between requests.")
    for name, text, seconds in (
        ("timeout", timeout_text, wait.timeout),
        ("poll", poll_text, wait.interval),
    ):
        help_ = messages.join(text, default_text(messages, format_duration(seconds)))
        yield _option(name, "waiting", help_, "DURATION", parse_duration, DURATION)


def _listing_options(command: Command, messages: Messages) -> Iterator[Option]:
    text = messages("Also list all following pages.")
    yield Option(name="--all", flags=("--all",), group="listing", help=text)
    if command.operation.required_pagination.is_counted:
        kind = Integer(minimum=1, maximum=_MAX_PARALLEL)
        text = messages("Number of pages to read concurrently, for bulk export; implies --all.")
        text = messages.join(text, _sentence(messages, kind.expected))
        yield _option("parallel", "listing", text, "N", kind.decode, kind.expected)
    for filter_ in command.filters:
        yield _filter_option(filter_, messages)
    text = messages("Repeat the listing at this interval and mark changes.")
    yield Option(
        name="--watch",
        flags=("--watch",),
        group="listing",
        help=messages.join(text, default_text(messages, format_duration(_WATCH_INTERVAL))),
        metavar="DURATION",
        parse=parse_interval,
        expected=INTERVAL,
        implicit=_WATCH_INTERVAL,
    )


def _columns_option(command: Command, messages: Messages) -> Option:
    text = messages("Fields to show, with commas between them; a path has dots.")
    columns = (*command.columns, *command.more_columns)
    return _option("columns", "output", text, "A,B,…", choices=columns)


def _filter_option(filter_: Filter, messages: Messages) -> Option:
    text = messages.join(messages(filter_.help), messages("Filtered by the client, after reading."))
    if filter_.condition == "since":
        return _option(filter_.name, "listing", text, "TIME", _parse_past, TIME)
    values = ", ".join(filter_.values)
    if filter_.values:
        text = messages.join(text, messages("Values: {values}.", values=values))
    kind = Choice(values=filter_.values)

    def parse(text: str) -> tuple[str, ...]:
        parts = text.split(",")
        return tuple(
            kind.decode(part.strip().upper()) if filter_.values else part for part in parts
        )

    expected = Message("one or more of {values}, separated by commas", values=values)
    return _option(filter_.name, "listing", text, "A,B,…", parse, expected, filter_.values)


def _parse_past(text: str) -> datetime:
    return parse_time(text, datetime.now(UTC))


def _option(
    name: str,
    group: str,
    text: str,
    metavar: str,
    parse: Callable[[str], object] = str,
    expected: Message | None = None,
    choices: tuple[str, ...] = (),
) -> Option:
    """Build an option that is no parameter of the contract."""
    flag = flag_of(name)
    return Option(
        name=flag,
        flags=(flag,),
        group=group,
        help=text,
        metavar=metavar,
        parse=parse,
        expected=expected,
        choices=choices,
    )
