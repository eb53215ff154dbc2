"""A comparison of whole documents ignores texts, and nothing else."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.compare import compare
from generator.compare.annotations import TEXT_KEYWORDS
from generator.openapi.source import load

from .editing import CONTRACT, ROOT

DOCUMENTS = [
    ROOT / "spec" / "openapi.yaml",
    *sorted((ROOT / "spec" / "history").rglob("*.yaml")),
    ROOT / "tests" / "generator" / "other" / "pets.yaml",
]
# Members that no call depends on.
NOT_COMPARED = {"info", "openapi", "tags", "x-style-rules", "x-changes", "license"}
Keys = tuple[str | int, ...]


def leaves(value: Any, at: Keys = ()) -> Iterator[Keys]:
    """Yield the keys of every value that has no members."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in entries:
        if isinstance(member, dict | list) and member:
            yield from leaves(member, (*at, key))
        else:
            yield (*at, key)


def is_text(at: Keys) -> bool:
    names = {"properties", "schemas", "parameters", "headers"}
    keywords = {key for before, key in zip(("", *at), at, strict=False) if before not in names}
    return bool(keywords & (TEXT_KEYWORDS | {"when", "remedy", "question"}))


def with_another_value(at: Keys) -> dict[str, Any]:
    document = copy.deepcopy(CONTRACT)
    *parents, last = at
    owner: Any = document
    for key in parents:
        owner = owner[key]
    before = owner[last]
    number = isinstance(before, int | float) and not isinstance(before, bool)
    owner[last] = not before if isinstance(before, bool) else before + 1 if number else "other"
    return document


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_equal_documents(path: Path) -> None:
    """Equal documents have no changes."""
    document = load(path).document

    assert compare(document, copy.deepcopy(document)) == ()


def compared(*, texts: bool) -> list[Keys]:
    """Return the keys of the texts, or of all other values that are compared.

    References of parameters and responses are left out: their targets are compared instead.
    """
    return [
        at
        for at in leaves(CONTRACT)
        if at[0] not in NOT_COMPARED
        and (at[-1] != "$ref" or "schemas" in at)
        and is_text(at) == texts
    ]


def test_texts_are_ignored() -> None:
    """Another description, example or remedy is no change of meaning."""
    assert len(compared(texts=True)) > 300
    assert {
        at: changes
        for at in compared(texts=True)
        if (changes := compare(CONTRACT, with_another_value(at)))
    } == {}


def test_nothing_else_is_ignored() -> None:
    """Any other value of the contract that becomes another one is a change."""
    keys = compared(texts=False)

    assert len(keys) > 300
    assert [at for at in keys if not compare(CONTRACT, with_another_value(at))] == []
