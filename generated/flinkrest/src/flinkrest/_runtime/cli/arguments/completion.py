"""Completion scripts for shells: they hold all they need, and start no Python."""

from collections.abc import Callable, Iterator

from ..command import Program
from ..i18n import Words
from .options import SHELLS, Option, command_options, global_options

__all__ = ["script"]

_HELP = Option(name="--help", flags=("-h", "--help"), group="global", help="Show this help and exit.")  # fmt: skip


def script(program: Program, shell: str) -> str:
    """Write the script that teaches a shell the words of a program."""
    return _SCRIPTS[shell](program)


def _paths(program: Program) -> Iterator[tuple[str, list[tuple[str, str]], list[Option]]]:
    """Give each point on the way to a command: the words so far, the next ones, the options."""
    words = Words("en")
    shared = [_HELP, *global_options(program, words)]
    nouns = [(noun.name, noun.summary) for noun in program.nouns]
    yield "", [*nouns, ("completion", "Print a completion script for a shell.")], shared
    yield " completion", [(shell, "") for shell in SHELLS], [_HELP]
    for noun in program.nouns:
        yield f" {noun.name}", [(one.verb, one.summary) for one in noun.commands], shared
        for command in noun.commands:
            options = [*command_options(program, command, words), *shared]
            yield f" {noun.name} {command.verb}", [], options


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
    paths, values, words = [], [], []
    for path, nexts, options in _paths(program):
        if path:
            paths.append(f'"{path}"')
        for option in (one for one in options if one.read):
            flags = "|".join(f'"{path} {flag}"' for flag in option.flags)
            answer = f'COMPREPLY=($(compgen -W "{" ".join(option.values)}" -- "$current"))'
            reply = answer if option.values else "COMPREPLY=()"
            if option.alone is None:
                values.append(f"        {flags}) {reply}; return ;;")
        flags = " ".join(option.flags[-1] for option in options)
        known = " ".join(word for word, _ in nexts)
        words.append(f'        "{path}") known="{known}" flags="{flags}" ;;')
    return _BASH.format(
        name=program.api.package,
        safe=_safe(program),
        paths="|".join(paths),
        values="\n".join(values),
        words="\n".join(words),
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
    paths, words = [], []
    for path, nexts, options in _paths(program):
        if path:
            paths.append(_quoted(path))
        depth = path.count(" ") + 1
        arguments = [_zsh_option(one, flag) for one in options for flag in one.flags]
        arguments += [_quoted(f"{place}:word:()") for place in range(1, depth)]
        if nexts:
            arguments.append(f"'{depth}:word:(({_zsh_words(nexts)}))'")
        words.append(f"        ({_quoted(path)}) _arguments {' '.join(arguments)} ;;")
    return _ZSH.format(
        name=program.api.package,
        safe=_safe(program),
        paths="|".join(paths),
        words="\n".join(words),
    )


def _zsh_words(nexts: list[tuple[str, str]]) -> str:
    return " ".join(f'{word}\\:"{_plain(text)}"' for word, text in nexts)


def _zsh_option(option: Option, flag: str) -> str:
    value = ""
    if option.read:
        value = f":{_plain(option.metavar)}:" + (f"({' '.join(option.values)})" if option.values else "")  # fmt: skip
        value = f":{value}" if option.alone is not None else value
    return _quoted(f"{flag}[{_plain(option.help)}]{value}")


def _fish(program: Program) -> str:
    name, lines = program.api.package, [f"# Completion of {program.api.package} for fish."]
    lines.append(_FISH.format(name=name, safe=_safe(program)))
    for path, nexts, options in _paths(program):
        where = f"-n '__{_safe(program)}_at{path}'"
        for word, text in nexts:
            lines.append(f"complete -c {name} -f {where} -a {word} -d {_quoted(_plain(text))}")
        for option in options:
            flags = " ".join(
                f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
                for flag in option.flags
            )
            takes = " -x" if option.read and option.alone is None else " -f"
            values = f" -a {_quoted(' '.join(option.values))}" if option.values else ""
            text = _quoted(_plain(option.help))
            lines.append(f"complete -c {name} {where} {flags}{takes}{values} -d {text}")
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
    """Take from a text what means something to a shell or to its completion."""
    return "".join(one for one in text if one not in "'\"`$\\[]:()|")


def _quoted(text: str) -> str:
    return f"'{text}'"


_SCRIPTS: dict[str, Callable[[Program], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
