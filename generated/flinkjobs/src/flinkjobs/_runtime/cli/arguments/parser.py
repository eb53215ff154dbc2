"""From commands as data to argparse."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from ..command import Command, Noun, Program
from ..exit_codes import codes_text
from ..i18n import Words
from .help import SpeakingParser
from .options import GROUPS, SHELLS, Option, command_options, global_options

__all__ = ["COMMAND", "SHELL", "build_parser"]

COMMAND, SHELL = ":command", ":shell"
"""Names that no parameter can have."""

_SubParsers = Any


def build_parser(program: Program, words: Words, arguments: Sequence[str]) -> SpeakingParser:
    """Make the parser of a program; what was chosen is found under COMMAND, or under SHELL.

    Only verbs that the arguments speak of get their options, so that a large contract costs no
    more time than a small one.
    """
    parser = SpeakingParser(
        words=words,
        prog=program.api.package,
        usage=f"%(prog)s {words('NOUN')} {words('VERB')} [{words('OPTIONS')}]",
        description=words(program.summary),
        epilog=codes_text(words),
    )
    version = f"%(prog)s {program.api.package_version} (contract {program.contract_version})"
    text = words("Show the versions of the program and of its contract, and exit.")
    parser.add_argument("--version", action="version", version=version, help=text)
    nouns = parser.add_subparsers(
        title=words("nouns"), metavar=words("NOUN"), required=True, prog=parser.prog
    )
    shared = tuple(global_options(program, words))
    for noun in program.nouns:
        _add_noun(nouns, program, noun, words, shared, arguments)
    if all(noun.name != "completion" for noun in program.nouns):
        _add_completion(nouns, program, words, shared)
    _add_options(parser, shared, words)
    return parser


def _add_noun(
    nouns: _SubParsers,
    program: Program,
    noun: Noun,
    words: Words,
    shared: Sequence[Option],
    arguments: Sequence[str],
) -> None:
    about = words.sentence(noun.summary)
    parser = nouns.add_parser(
        noun.name,
        words=words,
        help=_escape(about),
        description=about,
        usage=f"%(prog)s {words('VERB')} [{words('OPTIONS')}]",
    )
    verbs = parser.add_subparsers(
        title=words("verbs"), metavar=words("VERB"), required=True, prog=parser.prog
    )
    for command in noun.commands:
        if command.verb in arguments:
            _add_command(verbs, program, command, words, shared)
        else:
            verbs.add_parser(
                command.verb, words=words, help=_escape(words.sentence(command.summary))
            )
    _add_options(parser, shared, words, hidden=True)


def _add_command(
    verbs: _SubParsers,
    program: Program,
    command: Command,
    words: Words,
    shared: Sequence[Option],
) -> None:
    summary = words.sentence(command.summary)
    options = list(command_options(program, command, words))
    needed = "".join(f"{one.flags[-1]} {one.metavar} " for one in options if one.required)
    parser = verbs.add_parser(
        command.verb,
        words=words,
        help=_escape(summary),
        description=words.together(summary, words.sentence(command.description)),
        usage=f"%(prog)s {_escape(needed)}[{words('OPTIONS')}]",
        epilog=codes_text(words),
    )
    parser.set_defaults(**{COMMAND: command})
    _add_options(parser, [*shared, *options], words)


def _add_completion(
    nouns: _SubParsers, program: Program, words: Words, shared: Sequence[Option]
) -> None:
    text = words("Print a completion script for a shell.")
    command = f'eval "$({program.api.package} completion bash)"'
    parser = nouns.add_parser(
        "completion",
        words=words,
        help=text,
        description=words.together(text, words("In bash: {command}", command=command)),
        usage=f"%(prog)s {'|'.join(SHELLS)}",
    )
    parser.add_argument(SHELL, choices=SHELLS, metavar="|".join(SHELLS), help=words("The shell."))
    _add_options(parser, shared, words, hidden=True)


def _add_options(
    parser: SpeakingParser, options: Sequence[Option], words: Words, *, hidden: bool = False
) -> None:
    """Add options by group; of two that have one flag, the later one keeps it."""
    used = {option.group for option in options}
    groups = {
        name: parser.add_argument_group(None if hidden else words(heading))
        for name, heading in GROUPS.items()
        if name in used
    }
    for option in options:
        text = argparse.SUPPRESS if hidden else _escape(option.help)
        settings: dict[str, Any] = {"dest": option.name, "help": text, "default": argparse.SUPPRESS}
        if option.read is None:
            groups[option.group].add_argument(*option.flags, action="store_true", **settings)
            continue
        if option.alone is not None:
            settings |= {"nargs": "?", "const": option.alone}
        groups[option.group].add_argument(
            *option.flags,
            required=option.required,
            type=_reader(option.read, option.expects),
            metavar=option.metavar,
            **settings,
        )


def _reader(read: Callable[[str], object], expects: str) -> Callable[[str], object]:
    def checked(text: str) -> object:
        try:
            return read(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"must be {expects}, not {text!r}") from None

    return checked


def _escape(text: str) -> str:
    return text.replace("%", "%%")
