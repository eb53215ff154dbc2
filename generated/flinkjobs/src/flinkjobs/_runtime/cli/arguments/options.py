"""The options of a command as data, from which its parser, its help and its completion are made.

A parameter of the contract is found under its own name; any other option under its flag, so that
no parameter can be taken for it.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from ...contract.operation import Parameter
from ...parameters.scalars import Boolean, Choice, Integer, Kind, Number
from ..command import Command, Filter, Program
from ..i18n import LANGUAGES, Words
from .durations import LENGTH, MOMENT, PAUSE, read_duration, read_moment, read_pause, written

__all__ = ["FORMATS", "GROUPS", "SHELLS", "Option", "command_options", "global_options"]

FORMATS = ("table", "wide", "json", "jsonl", "csv", "ids")
SHELLS = ("bash", "zsh", "fish")
GROUPS = {"query": "query", "waiting": "waiting", "shown": "what is shown", "global": "global"}
"""The headings of groups of options, in the order of the help."""

_METAVARS: dict[type, str] = {Integer: "N", Number: "X", Boolean: "true|false"}
_MOST_AT_ONCE = 100
_WATCH_EVERY = 5.0


class Option(Struct, frozen=True, kw_only=True):
    """An option; one without `read` is a switch, one with `alone` may stand without a value."""

    name: str
    flags: tuple[str, ...]
    group: str
    help: str
    metavar: str = ""
    read: Callable[[str], object] | None = None
    expects: str = ""
    values: tuple[str, ...] = ()
    required: bool = False
    alone: Any = None


def command_options(program: Program, command: Command, words: Words) -> Iterator[Option]:
    """Give the options of a command, but for the global ones."""
    for parameter in command.parameters:
        if parameter.name not in program.bound:
            yield _parameter(command, parameter, words)
    if command.wait:
        yield from _waiting(command, words)
    if command.lists:
        yield from _listing(command, words)


def global_options(program: Program, words: Words) -> Iterator[Option]:
    """Give the options that every command has."""
    api, variable = program.api, program.api.variable
    if api.signer:
        text = "Profile of the vendor's command line to take the access key from."
        yield _setting(words, "profile", text, "NAME", variable("profile"))
    if api.regions:
        where = f"{variable('region')}, $ALIBABA_CLOUD_REGION_ID"
        yield _setting(words, "region", "Region to call.", "REGION", where, values=api.regions)
    text = "Endpoint to call instead of a region's." if api.regions else "Endpoint to call."
    yield _setting(words, "endpoint", text, "URL", variable("endpoint"))
    for parameter in _bound(program):
        yield _given_once(program, parameter, words)
    yield from _answers(program, words)


def _answers(program: Program, words: Words) -> Iterator[Option]:
    """Give the options that say how long to wait for an answer, and how to show it."""
    variable = program.api.variable
    default = f"{variable('call_timeout')}, 30s"
    text = "Longest wait for one answer of the service."
    yield _setting(
        words, "call-timeout", text, "DURATION", default, read=read_duration, expects=LENGTH
    )
    text = "How to show what came: table or wide for people; json or jsonl exactly as it was received; csv; ids alone."
    default = f"{variable('output')}, table"
    yield _setting(words, "output", text, "FORMAT", default, short="-o", values=FORMATS)
    yield _switch(words, "utc", "Show times in UTC, not in local time.")
    text = "Tell of each attempt, on standard error."
    yield _switch(words, "verbose", text, short="-v", default=variable("verbose"))
    text, default = "Language of help and errors.", f"{variable('lang')}, $LANG"
    yield _setting(words, "lang", text, "|".join(LANGUAGES), default, values=LANGUAGES)


def _parameter(command: Command, parameter: Parameter, words: Words) -> Option:
    pagination = command.operation.pagination
    size = pagination is not None and parameter.name == pagination.size
    default = pagination.largest if pagination and size else parameter.default
    bounded = isinstance(parameter.kind, Integer | Number)
    expects = parameter.kind.expects
    parts = [
        words(command.help[parameter.name]),
        words.sentence(f"{expects[0].upper()}{expects[1:]}.") if bounded else "",
        "" if default is None or command.wait else _default(words, default),
    ]
    return Option(
        name=parameter.name,
        flags=(_flag(parameter.name),),
        group="query",
        help=words.together(*parts),
        metavar=_metavar(parameter.kind),
        read=parameter.kind.read,
        expects=expects,
        values=parameter.kind.values if isinstance(parameter.kind, Choice) else (),
        required=command.requires(parameter),
    )


def _waiting(command: Command, words: Words) -> Iterator[Option]:
    assert command.wait
    wait, goals = command.wait, tuple(command.wait.waiter.goals)
    if wait.waiter.latest:
        text = (
            "Id of the one that what is waited for must be newer than. An older one is never taken."
        )
        yield _own("after", "waiting", words(text), "ID")
    text = words.together(words("What to wait for."), _default(words, wait.goal))
    kind = Choice(values=goals)
    yield _own("until", "waiting", text, "|".join(goals), kind.read, kind.expects, goals)  # fmt: skip
    for name, text, seconds in (
        ("timeout", "When to give up; then the exit code is 124.", wait.timeout),
        ("poll", "How long to pause between two calls.", wait.every),
    ):
        said = words.together(words(text), _default(words, written(seconds)))
        yield _own(name, "waiting", said, "DURATION", read_duration, LENGTH)


def _listing(command: Command, words: Words) -> Iterator[Option]:
    text = "Go on to all pages after the one asked for."
    yield Option(name="--all", flags=("--all",), group="shown", help=words(text))
    kind = Integer(minimum=1, maximum=_MOST_AT_ONCE)
    text = words("Read so many pages at once, for bulk export; implies --all.")
    text = words.together(text, words.sentence(f"An integer from 1 to {_MOST_AT_ONCE}."))
    yield _own("parallel", "shown", text, "N", kind.read, kind.expects)
    for one in command.filters:
        yield _filter(one, words)
    text = words("List again and again, every so often, and mark what changed.")
    yield Option(
        name="--watch",
        flags=("--watch",),
        group="shown",
        help=words.together(text, _default(words, written(_WATCH_EVERY))),
        metavar="DURATION",
        read=read_pause,
        expects=PAUSE,
        alone=_WATCH_EVERY,
    )


def _filter(one: Filter, words: Words) -> Option:
    text = words.together(words(one.help), words("Left out on this side, after reading."))
    if one.keeps == "since":
        return _own(one.name, "shown", text, "TIME", _read_past, MOMENT)
    if one.values:
        text = words.together(text, words("Known: {values}.", values=", ".join(one.values)))
    kind = Choice(values=one.values)

    def read(given: str) -> tuple[str, ...]:
        parts = given.split(",")
        return tuple(kind.read(part.strip().upper()) if one.values else part for part in parts)

    expects = f"some of {', '.join(one.values)}, with commas between them"
    return _own(one.name, "shown", text, "A,B,…", read, expects, one.values)


def _read_past(text: str) -> datetime:
    return read_moment(text, datetime.now(UTC))


def _own(
    name: str,
    group: str,
    text: str,
    metavar: str,
    read: Callable[[str], object] = str,
    expects: str = "",
    values: tuple[str, ...] = (),
) -> Option:
    """Make an option of ours, which is found under its flag."""
    flag = _flag(name)
    return Option(
        name=flag, flags=(flag,), group=group, help=text, metavar=metavar,
        read=read, expects=expects, values=values,
    )  # fmt: skip


def _setting(
    words: Words,
    name: str,
    text: str,
    metavar: str,
    default: str,
    *,
    short: str = "",
    values: tuple[str, ...] = (),
    read: Callable[[str], object] | None = None,
    expects: str = "",
) -> Option:
    """Make a global option whose value may come from the environment as well."""
    kind = Choice(values=values)
    return Option(
        name=f"--{name}",
        flags=(short, f"--{name}") if short else (f"--{name}",),
        group="global",
        help=words.together(words(text), _default(words, f"${default}")),
        metavar=metavar,
        read=read or (kind.read if values and name != "region" else str),
        expects=expects or kind.expects,
        values=values,
    )


def _switch(words: Words, name: str, text: str, short: str = "", default: str = "") -> Option:
    said = words.together(words(text), _default(words, f"${default}") if default else "")
    flags = (short, f"--{name}") if short else (f"--{name}",)
    return Option(name=f"--{name}", flags=flags, group="global", help=said)


def _given_once(program: Program, parameter: Parameter, words: Words) -> Option:
    helps = (command.help for noun in program.nouns for command in noun.commands)
    text = next(one[parameter.name] for one in helps if parameter.name in one)
    default = _default(words, f"${program.api.variable(parameter.name)}")
    return Option(
        name=parameter.name,
        flags=(_flag(parameter.name),),
        group="global",
        help=words.together(words(text), default),
        metavar=_metavar(parameter.kind),
        read=parameter.kind.read,
        expects=parameter.kind.expects,
    )


def _default(words: Words, default: object) -> str:
    return words("Default: {default}.", default=default)


def _bound(program: Program) -> Iterator[Parameter]:
    """Give the parameters that are given once for all commands."""
    every = (one for noun in program.nouns for one in noun.commands)
    found = {parameter.name: parameter for one in every for parameter in one.parameters}
    yield from (found[name] for name in program.bound if name in found)


def _flag(name: str) -> str:
    return "--" + name.strip("_").replace("_", "-")


def _metavar(kind: Kind) -> str:
    if isinstance(kind, Choice):
        return "|".join(kind.values)
    return _METAVARS.get(type(kind), "TEXT")
