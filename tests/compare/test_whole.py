"""A comparison of whole documents passes over words, and over nothing else."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.compare import compare
from generator.compare.annotations import WORDS
from generator.openapi.source import load

from .editing import CONTRACT, ROOT

DOCUMENTS = [
    ROOT / "spec" / "openapi.yaml",
    *sorted((ROOT / "spec" / "history").rglob("*.yaml")),
    ROOT / "tests" / "generator" / "other" / "pets.yaml",
]
# What says nothing about a call: who wrote it, which version it is, words about tags and servers.
ABOUT = {"info", "openapi", "tags", "x-house-rules", "x-changes", "license"}
Path_ = tuple[str | int, ...]


def leaves(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Give the place of every value that holds no others."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in entries:
        if isinstance(one, dict | list) and one:
            yield from leaves(one, (*at, key))
        else:
            yield (*at, key)


def is_said_for_people(at: Path_) -> bool:
    names = {"properties", "schemas", "parameters", "headers"}
    said = {key for before, key in zip(("", *at), at, strict=False) if before not in names}
    return bool(said & (WORDS | {"when", "remedy"}))


def with_another_value(at: Path_) -> dict[str, Any]:
    document = copy.deepcopy(CONTRACT)
    *parents, last = at
    found: Any = document
    for step in parents:
        found = found[step]
    before = found[last]
    number = isinstance(before, int | float) and not isinstance(before, bool)
    found[last] = not before if isinstance(before, bool) else before + 1 if number else "other"
    return document


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_itself(path: Path) -> None:
    """A document says what it says itself."""
    document = load(path).document

    assert () == compare(document, copy.deepcopy(document))


def meant(spoken: bool) -> list[Path_]:
    """Give the values that a comparison sees, or those it does not.

    References of parameters and responses are left out: what they lead to is compared instead.
    """
    return [
        at
        for at in leaves(CONTRACT)
        if at[0] not in ABOUT
        and (at[-1] != "$ref" or "schemas" in at)
        and is_said_for_people(at) == spoken
    ]


def test_words_are_passed_over() -> None:
    """Another description, example or remedy is no change of meaning."""
    assert len(meant(True)) > 300
    assert {} == {
        at: found for at in meant(True) if (found := compare(CONTRACT, with_another_value(at)))
    }


def test_nothing_else_is() -> None:
    """Any other value of the contract that becomes another one is a change."""
    seen = meant(False)

    assert len(seen) > 300
    assert [] == [at for at in seen if not compare(CONTRACT, with_another_value(at))]
