"""The public interface of the package as text: every name, with signatures, annotations, defaults.

The text is Python without bodies, so that people can read it and griffe can compare it.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import griffe

__all__ = ["breaks", "listing", "modules"]

SOURCES = Path(__file__).parents[2] / "generated" / "flinkjobs" / "src"
_PUBLIC = ("", ".models", ".server", ".signing", ".transports")
_METHODS = frozenset(("__init__", "__iter__", "__len__", "__await__", "__aiter__")) | {
    f"__{name}__" for name in ("enter", "exit", "aenter", "aexit")
}
_STARS = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}
_INDENT = "    "
_COLOUR = re.compile(r"\x1b\[\d+m")


def modules() -> list[str]:
    """Return the names of public modules, and those of the clients' resources."""
    resources = [
        f".{folder}.{path.stem}"
        for folder in ("_sync", "_async")
        for path in sorted((SOURCES / "flinkjobs" / folder).glob("*.py"))
        if path.stem not in ("__init__", "client")
    ]
    return [f"flinkjobs{name}" for name in (*_PUBLIC, *resources)]


@cache
def _package() -> griffe.Module:
    package = griffe.load("flinkjobs", search_paths=[SOURCES])
    assert isinstance(package, griffe.Module)
    return package


@cache
def listing(module: str) -> str:
    """Return the public interface of a module, with inherited members of its classes."""
    member_ = _package()[module.partition(".")[2]] if "." in module else _package()
    names = sorted(map(str, member_.exports or ()))
    lines = [line for name in names for line in _lines(name, member_[name])]
    return _formatted("".join(f"{line}\n" for line in lines))


def breaks(module: str, before: str, after: str) -> list[tuple[str, str]]:
    """Return the breaking changes between two listings of a module: subject, and griffe's description."""
    old, new = (griffe.visit(module, Path(f"{module}.py"), code) for code in (before, after))
    breakages = griffe.find_breaking_changes(old, new)
    return [(_subject(module, breakage.obj.path), _description(breakage)) for breakage in breakages]


def _subject(module: str, path: str) -> str:
    """Return the public name: a class for its constructor."""
    return path.removeprefix(f"{module}.").removesuffix(".__init__")


def _description(breakage: griffe.Breakage) -> str:
    text = _COLOUR.sub("", breakage.explain(griffe.ExplanationStyle.ONE_LINE))
    return text.partition(": ")[2]


def _formatted(code: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "-"]
    done = subprocess.run(command, input=code, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def _lines(name: str, member: griffe.Object | griffe.Alias) -> Iterator[str]:
    member_ = member.final_target if isinstance(member, griffe.Alias) else member
    if isinstance(member_, griffe.Class):
        yield from _class(name, member_)
    elif isinstance(member_, griffe.Function):
        yield from _function(name, member_)
    elif isinstance(member_, griffe.Attribute):
        yield _attribute(name, member_)


def _attribute(name: str, member_: griffe.Attribute) -> str:
    """Return the line of an attribute; only fields show their default."""
    is_field = isinstance(member_.parent, griffe.Class) and "class-attribute" in member_.labels
    value = f" = {member_.value}" if is_field and member_.value is not None else ""
    return f"{name}: {member_.annotation}{value}" if member_.annotation else f"{name} = ..."


def _class(name: str, member_: griffe.Class) -> Iterator[str]:
    bases = ", ".join(map(str, member_.bases))
    yield f"class {name}({bases}):" if bases else f"class {name}:"
    inside = [
        f"{_INDENT}{line}"
        for member in sorted(member_.all_members)
        if member in _METHODS or not member.startswith("_")
        for line in _lines(member, member_.all_members[member])
    ]
    yield from inside or [f"{_INDENT}..."]


def _function(name: str, member_: griffe.Function) -> Iterator[str]:
    decorators = ("classmethod", "staticmethod")
    yield from (f"@{decorator}" for decorator in decorators if decorator in member_.labels)
    define = "async def" if "async" in member_.labels else "def"
    yield f"{define} {name}({_parameters(member_)}) -> {member_.returns or 'Any'}: ..."


def _parameters(member_: griffe.Function) -> str:
    written = []
    starred = False
    for parameter in member_.parameters:
        if parameter.kind is griffe.ParameterKind.var_positional:
            starred = True
        elif parameter.kind is griffe.ParameterKind.keyword_only and not starred:
            written.append("*")
            starred = True
        written.append(_parameter(parameter))
    return ", ".join(written)


def _parameter(parameter: griffe.Parameter) -> str:
    stars = _STARS.get(parameter.kind, "") if parameter.kind else ""
    annotated = (
        f"{stars}{parameter.name}: {parameter.annotation}"
        if parameter.annotation
        else f"{stars}{parameter.name}"
    )
    return annotated if parameter.default is None or stars else f"{annotated} = {parameter.default}"
