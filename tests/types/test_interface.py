"""What people can call is written down: a change of it is seen, and announced in the changelog."""

from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[2]
WRITTEN = Path(__file__).with_name("interface.txt")


def public(module: str) -> Iterator[str]:
    """List the public names of a module, with signatures, members included."""
    found = griffe.load(module, search_paths=[ROOT / "generated" / "flinkjobs" / "src"])
    assert isinstance(found, griffe.Module)
    for name in sorted(map(str, found.exports or ())):
        member = found[name]
        target = member.final_target if isinstance(member, griffe.Alias) else member
        yield from described(f"{module}.{name}", target)


def described(path: str, found: griffe.Object) -> Iterator[str]:
    """Describe an object and, for a class, its public members, inherited ones included."""
    if isinstance(found, griffe.Function):
        yield f"{path}({', '.join(argument(one) for one in found.parameters if one.name != 'self')})"
        return
    yield path
    if isinstance(found, griffe.Class):
        for name, member in sorted(found.all_members.items()):
            if name == "__init__" or not name.startswith("_"):
                target = member.final_target if isinstance(member, griffe.Alias) else member
                yield from described(f"{path}.{name}", target)


def argument(parameter: griffe.Parameter) -> str:
    """Write a parameter: its name, and that it may be left out."""
    return parameter.name if parameter.default is None else f"{parameter.name}="


def test_the_public_interface_is_the_one_written_down() -> None:
    """Every public name and parameter stands in interface.txt; whoever changes one says so there."""
    found = [
        line
        for module in ("flinkjobs", "flinkjobs.models", "flinkjobs.server", "flinkjobs.signing")
        for line in public(module)
    ]
    text = "".join(f"{line}\n" for line in found)

    assert WRITTEN.read_text("utf-8") == text, f"write it down, with docs/changelog.md:\n{text}"
