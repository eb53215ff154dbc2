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
    f"__{one}__" for one in ("enter", "exit", "aenter", "aexit")
}
_STARS = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}
_INDENT = "    "
_COLOUR = re.compile(r"\x1b\[\d+m")


def modules() -> list[str]:
    """Name the modules that people import from, and those of the clients' nouns."""
    nouns = [
        f".{folder}.{path.stem}"
        for folder in ("_sync", "_async")
        for path in sorted((SOURCES / "flinkjobs" / folder).glob("*.py"))
        if path.stem not in ("__init__", "client")
    ]
    return [f"flinkjobs{name}" for name in (*_PUBLIC, *nouns)]


@cache
def _package() -> griffe.Module:
    found = griffe.load("flinkjobs", search_paths=[SOURCES])
    assert isinstance(found, griffe.Module)
    return found


@cache
def listing(module: str) -> str:
    """Write the public interface of a module, inherited members of its classes included."""
    found = _package()[module.partition(".")[2]] if "." in module else _package()
    names = sorted(map(str, found.exports or ()))
    lines = [line for name in names for line in _written(name, found[name])]
    return _formatted("".join(f"{line}\n" for line in lines))


def breaks(module: str, before: str, after: str) -> list[tuple[str, str]]:
    """Give what breaks callers between two listings of a module: what is broken, in griffe's words."""
    old, new = (griffe.visit(module, Path(f"{module}.py"), code) for code in (before, after))
    found = griffe.find_breaking_changes(old, new)
    return [(_subject(module, one.obj.path), _words(one)) for one in found]


def _subject(module: str, path: str) -> str:
    """Name what people know: a class stands for how it is made."""
    return path.removeprefix(f"{module}.").removesuffix(".__init__")


def _words(one: griffe.Breakage) -> str:
    said = _COLOUR.sub("", one.explain(griffe.ExplanationStyle.ONE_LINE))
    return said.partition(": ")[2]


def _formatted(code: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "-"]
    done = subprocess.run(command, input=code, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def _written(name: str, member: griffe.Object | griffe.Alias) -> Iterator[str]:
    found = member.final_target if isinstance(member, griffe.Alias) else member
    if isinstance(found, griffe.Class):
        yield from _class(name, found)
    elif isinstance(found, griffe.Function):
        yield from _function(name, found)
    elif isinstance(found, griffe.Attribute):
        yield _attribute(name, found)


def _attribute(name: str, found: griffe.Attribute) -> str:
    """Write an attribute; only a field's default can be left out by who makes the object."""
    is_field = isinstance(found.parent, griffe.Class) and "class-attribute" in found.labels
    value = f" = {found.value}" if is_field and found.value is not None else ""
    return f"{name}: {found.annotation}{value}" if found.annotation else f"{name} = ..."


def _class(name: str, found: griffe.Class) -> Iterator[str]:
    bases = ", ".join(map(str, found.bases))
    yield f"class {name}({bases}):" if bases else f"class {name}:"
    inside = [
        f"{_INDENT}{line}"
        for member in sorted(found.all_members)
        if member in _METHODS or not member.startswith("_")
        for line in _written(member, found.all_members[member])
    ]
    yield from inside or [f"{_INDENT}..."]


def _function(name: str, found: griffe.Function) -> Iterator[str]:
    decorators = ("classmethod", "staticmethod")
    yield from (f"@{one}" for one in decorators if one in found.labels)
    define = "async def" if "async" in found.labels else "def"
    yield f"{define} {name}({_parameters(found)}) -> {found.returns or 'Any'}: ..."


def _parameters(found: griffe.Function) -> str:
    written = []
    starred = False
    for one in found.parameters:
        if one.kind is griffe.ParameterKind.var_positional:
            starred = True
        elif one.kind is griffe.ParameterKind.keyword_only and not starred:
            written.append("*")
            starred = True
        written.append(_parameter(one))
    return ", ".join(written)


def _parameter(one: griffe.Parameter) -> str:
    stars = _STARS.get(one.kind, "") if one.kind else ""
    annotated = f"{stars}{one.name}: {one.annotation}" if one.annotation else f"{stars}{one.name}"
    return annotated if one.default is None or stars else f"{annotated} = {one.default}"
