"""Completion scripts for bash, zsh and fish; they are static and start no Python."""

from collections.abc import Callable, Iterator

from ..command import Program
from ..i18n import Messages
from .global_options import global_options
from .option import Option
from .options import SHELLS, command_options, doctor_options
from .special_commands import special_commands

__all__ = ["script"]

_HELP = Option(name="--help", flags=("-h", "--help"), group="global", help="Show this help and exit.")  # fmt: skip


def script(program: Program, shell: str) -> str:
    """Return the completion script of a program for a shell."""
    return _SCRIPTS[shell](program)


def _paths(program: Program) -> Iterator[tuple[str, list[tuple[str, str]], list[Option]]]:
    """Yield each prefix of a command: the words so far, the next words, and the options."""
    messages = Messages()
    shared = [_HELP, *global_options(program, messages)]
    resources = [(resource.name, resource.summary) for resource in program.resources]
    workflows = [(workflow.name, workflow.summary) for workflow in program.workflows_of("")]
    yield "", [*resources, *workflows, *special_commands(program)], shared
    yield " completion", [(shell, "") for shell in SHELLS], [_HELP]
    if program.diagnosis is not None:
        yield " doctor", [], [*doctor_options(program, messages), *shared]
    yield " help", [*resources, *workflows], [_HELP]
    for workflow in program.workflows:
        path = f" {workflow.resource} {workflow.name}" if workflow.resource else f" {workflow.name}"
        yield path, [], [*workflow.load().options(messages), *shared]
    for resource in program.resources:
        actions = [(command.action, str(command.summary)) for command in resource.all_commands]
        actions += [(each.name, each.summary) for each in program.workflows_of(resource.name)]
        yield f" {resource.name}", actions, shared
        yield f" help {resource.name}", actions, [_HELP]
        for command in resource.all_commands:
            options = [*command_options(program, command, messages), *shared]
            yield f" {resource.name} {command.action}", [], options


_BASH = """\
# Completion of {name} for bash.
_{safe}() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
    local path="" known="" flags="" word
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$path $word" in {paths}) path="$path $word" ;; esac
    done
    case "$path $before" in
{values}
    esac
    case "$path" in
{words}
    esac
    [[ $current == -* || -z $known ]] && known="$flags"
    COMPREPLY=($(compgen -W "$known" -- "$current"))
}}
complete -o default -F _{safe} {name}
"""


def _bash(program: Program) -> str:
    paths, values, cases = [], [], []
    for path, nexts, options in _paths(program):
        if path:
            paths.append(f'"{path}"')
        for option in (each for each in options if each.parse):
            flags = "|".join(f'"{path} {flag}"' for flag in option.flags)
            choices = f'COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$current"))'
            reply = choices if option.choices else "COMPREPLY=()"
            if option.implicit is None:
                values.append(f"        {flags}) {reply}; return ;;")
        flags = " ".join(option.flags[-1] for option in options)
        following = " ".join(word for word, _ in nexts)
        cases.append(f'        "{path}") known="{following}" flags="{flags}" ;;')
    return _BASH.format(
        name=program.api.package,
        safe=_safe(program),
        paths="|".join(paths),
        values="\n".join(values),
        words="\n".join(cases),
    )


_ZSH = """\
#compdef {name}
# Completion of {name} for zsh.
_{safe}() {{
    local path="" word
    for word in "${{words[@]:1:$((CURRENT-2))}}"; do
        case "$path $word" in ({paths}) path="$path $word" ;; esac
    done
    case "$path" in
{words}
    esac
}}
compdef _{safe} {name}
"""


def _zsh(program: Program) -> str:
    paths, cases = [], []
    for path, nexts, options in _paths(program):
        if path:
            paths.append(_quoted(path))
        depth = path.count(" ") + 1
        arguments = [_zsh_option(option, flag) for option in options for flag in option.flags]
        arguments += [_quoted(f"{position}:word:()") for position in range(1, depth)]
        if nexts:
            arguments.append(f"'{depth}:word:(({_zsh_words(nexts)}))'")
        cases.append(f"        ({_quoted(path)}) _arguments {' '.join(arguments)} ;;")
    return _ZSH.format(
        name=program.api.package,
        safe=_safe(program),
        paths="|".join(paths),
        words="\n".join(cases),
    )


def _zsh_words(nexts: list[tuple[str, str]]) -> str:
    return " ".join(f'{word}\\:"{_plain(text)}"' for word, text in nexts)


def _zsh_option(option: Option, flag: str) -> str:
    value = ""
    if option.parse:
        choices = f"({' '.join(option.choices)})" if option.choices else ""
        value = f":{_plain(option.metavar)}:{'_files' if option.is_file else choices}"
        value = f":{value}" if option.implicit is not None else value
    return _quoted(f"{flag}[{_plain(option.help)}]{value}")


def _fish(program: Program) -> str:
    name, lines = program.api.package, [f"# Completion of {program.api.package} for fish."]
    lines.append(_FISH.format(name=name, safe=_safe(program)))
    for path, nexts, options in _paths(program):
        condition = f"-n '__{_safe(program)}_at{path}'"
        for word, text in nexts:
            lines.append(f"complete -c {name} -f {condition} -a {word} -d {_quoted(_plain(text))}")
        for option in options:
            flags = " ".join(
                f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
                for flag in option.flags
            )
            takes = " -x" if option.parse and option.implicit is None else " -f"
            takes = " -r -F" if option.is_file else takes
            values = f" -a {_quoted(' '.join(option.choices))}" if option.choices else ""
            text = _quoted(_plain(option.help))
            lines.append(f"complete -c {name} {condition} {flags}{takes}{values} -d {text}")
    return "\n".join(lines) + "\n"


_FISH = """\
function __{safe}_at
    set -l found
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and break
        set -a found $word
    end
    test "$found" = "$argv"
end"""


def _safe(program: Program) -> str:
    return program.api.package.replace("-", "_")


def _plain(text: str) -> str:
    """Return a text without the characters that are special to a shell or its completion."""
    return "".join(character for character in text if character not in "'\"`$\\[]:()|")


def _quoted(text: str) -> str:
    return f"'{text}'"


_SCRIPTS: dict[str, Callable[[Program], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
