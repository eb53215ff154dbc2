"""The options that every command has."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from ...messages import Message
from ...parameters.scalars import Choice
from ..command import ClientParameter, Program, Setting
from ..i18n import ENGLISH, Messages
from .durations import DURATION, parse_duration
from .option import Option, default_text, flag_of, metavar_of

__all__ = ["FORMATS", "global_options"]

FORMATS = ("table", "wide", "blocks", "json", "jsonl", "csv", "ids")


def global_options(program: Program, messages: Messages) -> Iterator[Option]:
    """Yield the options of every command: where to call, with which settings, what to print."""
    variable = program.api.variable
    for setting in program.settings:
        yield _setting_option(program, setting, messages)
    yield _option(
        messages, "endpoint", Message("Endpoint to call."), "URL", f"${variable('endpoint')}"
    )
    for parameter in program.client_parameters:
        yield _parameter_option(program, parameter, messages)
    default = f"${variable('call_timeout')}, 30s"
    text = Message("Timeout of a single request.")
    yield _option(
        messages,
        "call-timeout",
        text,
        "DURATION",
        default,
        parse=parse_duration,
        expected=DURATION,
    )
    yield from _output_options(program, messages)


def _output_options(program: Program, messages: Messages) -> Iterator[Option]:
    variable = program.api.variable
    text = Message(
        "Output format: table, wide or blocks for people; json or jsonl exactly as received; csv; "
        "ids only."
    )
    default = f"${variable('output')}, table"
    yield _choice(messages, "output", text, "FORMAT", default, FORMATS, short="-o")
    yield _switch(messages, "utc", Message("Show times in UTC, not in local time."))
    text = Message("Log each request attempt to standard error.")
    yield _switch(messages, "verbose", text, short="-v", default=f"${variable('verbose')}")
    if program.languages:
        codes = (ENGLISH, *program.languages)
        text, default = Message("Language of help and errors."), f"${variable('lang')}, $LANG"
        yield _choice(messages, "lang", text, "|".join(codes), default, codes)


def _setting_option(program: Program, setting: Setting, messages: Messages) -> Option:
    variables = (program.api.variable(setting.name), *setting.variables)
    default = ", ".join(f"${name}" for name in variables)
    option = _option(
        messages,
        setting.name,
        setting.help,
        setting.metavar,
        default,
        choices=setting.suggestions,
    )
    return replace(option, flags=(flag_of(setting.name),))


def _choice(
    messages: Messages,
    name: str,
    text: str | Message,
    metavar: str,
    default: str,
    choices: tuple[str, ...],
    short: str = "",
) -> Option:
    kind = Choice(values=choices)
    return _option(
        messages,
        name,
        text,
        metavar,
        default,
        short=short,
        choices=choices,
        parse=kind.decode,
        expected=kind.expected,
    )


def _option(
    messages: Messages,
    name: str,
    text: str | Message,
    metavar: str,
    default: str,
    *,
    short: str = "",
    choices: tuple[str, ...] = (),
    parse: Callable[[str], object] = str,
    expected: Message | None = None,
) -> Option:
    return Option(
        name=f"--{name}",
        flags=(short, f"--{name}") if short else (f"--{name}",),
        group="global",
        help=messages.join(messages(text), default_text(messages, default)),
        metavar=metavar,
        parse=parse,
        expected=expected,
        choices=choices,
    )


def _switch(
    messages: Messages, name: str, text: Message, short: str = "", default: str = ""
) -> Option:
    suffix = default_text(messages, default) if default else ""
    flags = (short, f"--{name}") if short else (f"--{name}",)
    help_ = messages.join(messages(text), suffix)
    return Option(name=f"--{name}", flags=flags, group="global", help=help_)


def _parameter_option(program: Program, each: ClientParameter, messages: Messages) -> Option:
    parameter = each.parameter
    default = default_text(messages, f"${program.api.variable(parameter.name)}")
    return Option(
        name=parameter.name,
        flags=(flag_of(parameter.name),),
        group="global",
        help=messages.join(messages(each.help), default),
        metavar=metavar_of(parameter.codec),
        parse=parameter.codec.decode,
        expected=parameter.codec.expected,
    )
