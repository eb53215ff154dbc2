"""The argument parser of a program, built from its commands."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from ...messages import Message
from ..command import Command, Program, Resource, Workflow
from ..exit_codes import describe_exit_codes
from ..i18n import Messages
from .body_values import FLAG
from .global_options import global_options
from .help import InvalidArgumentError, LocalizedParser
from .option import GROUPS, Option
from .options import SHELLS, command_options, doctor_options
from .special_commands import COMPLETION_SUMMARY, DOCTOR_SUMMARY, HELP_SUMMARY, special_commands

__all__ = ["COMMAND", "DOCTOR", "SHELL", "WORKFLOW", "build_parser", "with_help"]

COMMAND, DOCTOR, SHELL, WORKFLOW = ":command", ":doctor", ":shell", ":workflow"
"""Names that no parameter can have."""

_SubParsers = Any


def build_parser(program: Program, messages: Messages, arguments: Sequence[str]) -> LocalizedParser:
    """Build the parser; the chosen command is found under COMMAND, or the shell under SHELL.

    Only the resource that is among the arguments gets its actions, and only the action that is gets
    its options, so that a large contract takes no longer than a small one.
    """
    parser = LocalizedParser(
        messages=messages,
        prog=program.api.package,
        usage=f"%(prog)s {messages('RESOURCE')} {messages('ACTION')} [{messages('OPTIONS')}]",
        description=messages(program.summary),
        epilog=describe_exit_codes(messages, of_workflows=bool(program.workflows)),
    )
    version = f"%(prog)s {program.api.package_version} (contract {program.contract_version})"
    text = messages("Show the versions of the program and of its contract, and exit.")
    parser.add_argument("--version", action="version", version=version, help=text)
    parser.requires(COMMAND, messages("RESOURCE"), SHELL, DOCTOR, WORKFLOW)
    resources = parser.add_subparsers(
        title=messages("resources"),
        metavar=messages("RESOURCE"),
        prog=parser.prog,
    )
    shared = tuple(global_options(program, messages))
    for resource in program.resources:
        _add_resource(resources, program, resource, messages, shared, arguments)
    for workflow in program.workflows_of(""):
        _add_workflow(resources, workflow, messages, shared, arguments)
    names = [name for name, _ in special_commands(program)]
    if "completion" in names:
        _add_completion(resources, program, messages, shared)
    if "doctor" in names:
        _add_doctor(resources, program, messages, shared, arguments)
    if "help" in names:
        resources.add_parser("help", messages=messages, help=messages(HELP_SUMMARY))
    _add_options(parser, shared, messages)
    return parser


def _add_resource(
    resources: _SubParsers,
    program: Program,
    resource: Resource,
    messages: Messages,
    shared: Sequence[Option],
    arguments: Sequence[str],
) -> None:
    summary = messages(resource.summary)
    parser = resources.add_parser(
        resource.name,
        messages=messages,
        help=_escape(summary),
        description=summary,
        usage=f"%(prog)s {messages('ACTION')} [{messages('OPTIONS')}]",
    )
    parser.requires(COMMAND, messages("ACTION"), WORKFLOW)
    if resource.name not in arguments:
        return
    actions = parser.add_subparsers(
        title=messages("actions"), metavar=messages("ACTION"), prog=parser.prog
    )
    for command in resource.all_commands:
        if command.action in arguments:
            options = command_options(program, command, messages)
            _add_command(actions, command, messages, shared, _adapted(options, arguments))
        else:
            summary = _escape(messages(command.summary))
            actions.add_parser(command.action, messages=messages, help=summary)
    for workflow in program.workflows_of(resource.name):
        _add_workflow(actions, workflow, messages, shared, arguments)
    _add_options(parser, shared, messages, hidden=True)


def _adapted(options: Iterable[Option], arguments: Sequence[str]) -> list[Option]:
    """Return the options; those of a body's properties are not required beside `--body`."""
    has_body = any(word == FLAG or word.startswith(f"{FLAG}=") for word in arguments)
    return [
        replace(option, required=False) if has_body and option.group == "body" else option
        for option in options
    ]


def _add_command(
    actions: _SubParsers,
    command: Command,
    messages: Messages,
    shared: Sequence[Option],
    options: Sequence[Option],
) -> None:
    summary = messages(command.summary)
    needed = "".join(f"{_usage(each, options)} " for each in options if each.required)
    parser = actions.add_parser(
        command.action,
        messages=messages,
        help=_escape(summary),
        description=messages.join(summary, messages(command.description)),
        usage=f"%(prog)s {_escape(needed)}[{messages('OPTIONS')}]",
        epilog=describe_exit_codes(messages),
    )
    parser.set_defaults(**{COMMAND: command})
    _add_options(parser, [*shared, *options], messages)


def _add_workflow(
    resources: _SubParsers,
    workflow: Workflow,
    messages: Messages,
    shared: Sequence[Option],
    arguments: Sequence[str],
) -> None:
    summary = messages(workflow.summary)
    if workflow.name not in arguments:
        resources.add_parser(workflow.name, messages=messages, help=_escape(summary))
        return
    command = workflow.load()
    options = list(command.options(messages))
    needed = "".join(f"{_usage(each, options)} " for each in options if each.required)
    parser = resources.add_parser(
        workflow.name,
        messages=messages,
        help=_escape(summary),
        description=messages.join(summary, messages(command.description)),
        usage=f"%(prog)s {_escape(needed)}[{messages('OPTIONS')}]",
        epilog=describe_exit_codes(messages, of_workflows=True),
    )
    parser.set_defaults(**{WORKFLOW: command})
    _add_options(parser, [*shared, *options], messages)


def _usage(option: Option, options: Sequence[Option]) -> str:
    """Return a required option as the usage shows it, with what may be given in its place."""
    ways = [option, *(each for each in options if each.name in option.alternatives)]
    shown = "|".join(f"{each.flags[-1]} {each.metavar}" for each in ways)
    return f"({shown})" if len(ways) > 1 else shown


def _add_completion(
    resources: _SubParsers, program: Program, messages: Messages, shared: Sequence[Option]
) -> None:
    text = messages(COMPLETION_SUMMARY)
    command = f'eval "$({program.api.package} completion bash)"'
    parser = resources.add_parser(
        "completion",
        messages=messages,
        help=text,
        description=messages.join(text, messages("In bash: {command}", command=command)),
        usage=f"%(prog)s {'|'.join(SHELLS)}",
    )
    shells = "|".join(SHELLS)
    parser.add_argument(
        SHELL, choices=SHELLS, metavar=shells, nargs="?", help=messages("The shell.")
    )
    parser.requires(SHELL, shells)
    _add_options(parser, shared, messages, hidden=True)


def _add_doctor(
    resources: _SubParsers,
    program: Program,
    messages: Messages,
    shared: Sequence[Option],
    arguments: Sequence[str],
) -> None:
    parser = resources.add_parser(
        "doctor",
        messages=messages,
        help=messages(DOCTOR_SUMMARY),
        description=messages(DOCTOR_SUMMARY),
        usage=f"%(prog)s [{messages('OPTIONS')}]",
    )
    parser.set_defaults(**{DOCTOR: True})
    own = doctor_options(program, messages) if "doctor" in arguments else ()
    _add_options(parser, [*shared, *own], messages)


def with_help(program: Program, arguments: Sequence[str]) -> Sequence[str]:
    """Return arguments with `--help` last for those that begin with `help`, after a language at most."""
    index = 0
    while index < len(arguments) and arguments[index].startswith("--lang"):
        index += 1 if "=" in arguments[index] else 2
    is_taken = any(resource.name == "help" for resource in program.resources)
    if is_taken or list(arguments[index : index + 1]) != ["help"]:
        return arguments
    return [*arguments[:index], *arguments[index + 1 :], "--help"]


def _add_options(
    parser: LocalizedParser,
    options: Sequence[Option],
    messages: Messages,
    *,
    hidden: bool = False,
) -> None:
    """Add options by group; of two options with one flag, the later one has it."""
    used = {option.group for option in options}
    groups = {
        name: parser.add_argument_group(None if hidden else messages(heading))
        for name, heading in GROUPS.items()
        if name in used
    }
    for option in options:
        text = argparse.SUPPRESS if hidden else _escape(option.help)
        settings: dict[str, Any] = {"dest": option.name, "help": text, "default": argparse.SUPPRESS}
        if option.parse is None:
            groups[option.group].add_argument(*option.flags, action="store_true", **settings)
            continue
        if option.implicit is not None:
            settings |= {"nargs": "?", "const": option.implicit}
        action = groups[option.group].add_argument(
            *option.flags, metavar=option.metavar, type=str, **settings
        )
        action.type = _checked(action, option.parse, option.expected)
        if option.required:
            names = {each.name: each for each in options}
            ways = [names[name] for name in option.alternatives if name in names]
            shown = "|".join("/".join(each.flags) for each in (option, *ways))
            parser.requires(option.name, shown, *option.alternatives)


def _checked(
    action: argparse.Action, parse: Callable[[str], object], expected: Message | None
) -> Callable[[str], object]:
    def parse_argument(text: str) -> object:
        try:
            return parse(text)
        except ValueError:
            raise InvalidArgumentError(action, expected, text) from None

    return parse_argument


def _escape(text: str) -> str:
    return text.replace("%", "%%")
