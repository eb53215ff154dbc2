"""From commands as data to argparse."""

import argparse
from collections.abc import Callable

from ..kinds import Boolean, Choice, Integer, Kind, Number
from ..operation import Parameter
from .command import Command, Noun, Program

__all__ = ["build_parser"]

_METAVARS: dict[type, str] = {Integer: "N", Number: "X", Boolean: "true|false"}


def build_parser(program: Program) -> argparse.ArgumentParser:
    """Make the parser of a program; a parsed command is found in `command` and `noun`."""
    parser = argparse.ArgumentParser(
        prog=program.api.package, description=program.summary, allow_abbrev=False
    )
    version = f"%(prog)s {program.api.package_version} (contract {program.contract_version})"
    parser.add_argument("--version", action="version", version=version)
    nouns = parser.add_subparsers(title="nouns", metavar="NOUN", required=True)
    for noun in program.nouns:
        _add_noun(nouns, program, noun)
    return parser


def _add_noun(
    nouns: "argparse._SubParsersAction[argparse.ArgumentParser]", program: Program, noun: Noun
) -> None:
    parser = nouns.add_parser(
        noun.name, help=_escape(noun.summary), description=noun.summary, allow_abbrev=False
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for command in noun.commands:
        _add_command(verbs, program, noun, command)


def _add_command(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    program: Program,
    noun: Noun,
    command: Command,
) -> None:
    parser = verbs.add_parser(
        command.verb,
        help=_escape(command.summary),
        description=f"{command.summary} {command.description}",
        allow_abbrev=False,
    )
    parser.set_defaults(noun=noun, command=command)
    own = parser.add_argument_group("query")
    for parameter in command.parameters:
        if parameter.name not in program.bound:
            _add_parameter(own, command, parameter)
    where = parser.add_argument_group("connection")
    for parameter in command.parameters:
        if parameter.name in program.bound:
            _add_bound(where, program, command, parameter)
    _add_connection(where, program)
    _add_output(parser, command)


def _add_parameter(
    group: "argparse._ArgumentGroup", command: Command, parameter: Parameter
) -> None:
    text = command.help[parameter.name]
    default = _default(command, parameter)
    shown = "" if default is None else f" Default: {default}."
    group.add_argument(
        _flag(parameter),
        required=parameter.required,
        type=_reader(parameter.kind),
        metavar=_metavar(parameter),
        help=_escape(f"{text} {_expects(parameter)}{shown}".replace("  ", " ").strip()),
    )


def _add_bound(
    group: "argparse._ArgumentGroup", program: Program, command: Command, parameter: Parameter
) -> None:
    text = f"{command.help[parameter.name]} Default: ${program.api.variable(parameter.name)}."
    group.add_argument(
        _flag(parameter),
        type=_reader(parameter.kind),
        metavar=_metavar(parameter),
        help=_escape(text),
    )


def _add_connection(group: "argparse._ArgumentGroup", program: Program) -> None:
    if program.api.regions:
        group.add_argument(
            "--region", metavar="REGION", help="Region to call. Default: $ALIBABA_CLOUD_REGION_ID."
        )
    instead = " instead of a region's" if program.api.regions else ""
    variable = program.api.variable("endpoint")
    group.add_argument(
        "--endpoint",
        metavar="URL",
        help=f"Endpoint to call{instead}. Default: ${variable}.",
    )
    group.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=float,
        default=30.0,
        help="Longest wait for an answer. Default: 30.",
    )


def _add_output(parser: argparse.ArgumentParser, command: Command) -> None:
    group = parser.add_argument_group("output")
    received = " exactly as it was received, jsonl a line each" if command.lists else ""
    group.add_argument(
        "-o",
        "--output",
        choices=("table", "json", "jsonl") if command.lists else ("table", "json"),
        default="table",
        help=f"A table for people, or JSON{received}. Default: table.",
    )
    if command.lists:
        group.add_argument(
            "--all", action="store_true", help="Go on to all pages after the one asked for."
        )


def _flag(parameter: Parameter) -> str:
    return "--" + parameter.name.replace("_", "-")


def _metavar(parameter: Parameter) -> str:
    if isinstance(parameter.kind, Choice):
        return "|".join(parameter.kind.values)
    return _METAVARS.get(type(parameter.kind), "TEXT")


def _default(command: Command, parameter: Parameter) -> object:
    """Give what is sent, or holds, when nothing is given: pages are as large as they may be."""
    pagination = command.operation.pagination
    if pagination is not None and parameter.name == pagination.size:
        return pagination.largest
    return parameter.default


def _expects(parameter: Parameter) -> str:
    if isinstance(parameter.kind, Integer | Number):
        return f"{parameter.kind.expects[0].upper()}{parameter.kind.expects[1:]}."
    return ""


def _reader(kind: Kind) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return kind.read(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"must be {kind.expects}, not {text!r}") from None

    return read


def _escape(text: str) -> str:
    return text.replace("%", "%%")
