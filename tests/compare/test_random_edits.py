"""A comparison finds a change where the meaning changed, none elsewhere, and never fails."""

import copy
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from generator.compare import compare
from generator.diagnostics import SpecificationError
from generator.openapi.bundle import bundle
from generator.openapi.source import load
from generator.rules import check

from .editing import ROOT
from .random_edits import CHANGES, mutated, neutral, sent_schemas

_FOLDER = ROOT / "tests" / "generator"


def valid_document(path: Path) -> dict[str, Any] | None:
    """Return the document of a file as `diff` compares it; None where it breaks a rule."""
    try:
        source = bundle(load(path), lambda _: None)
        return None if check(source) else source.document
    except SpecificationError:
        return None


PATHS = [
    path
    for pattern in ("cases/*/spec.yaml", "constructs/*.yaml", "other/*.yaml")
    for path in sorted(_FOLDER.glob(pattern))
]


@cache
def document_of(path: Path) -> dict[str, Any]:
    """Return the document of one of the paths; an empty one where it breaks a rule."""
    return valid_document(path) or {}


DOCUMENTS = st.sampled_from(PATHS).map(document_of).filter(bool)
EXAMPLES = settings(
    derandomize=True, max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate]
)


def lines(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [str(change) for change in compare(before, after)]


def test_a_document_and_itself() -> None:
    """A document says what its copy says."""
    documents = [document for path in PATHS if (document := document_of(path))]

    assert len(documents) > 15
    assert [lines(document, copy.deepcopy(document)) for document in documents] == [[]] * len(
        documents
    )


@given(DOCUMENTS, st.data())
@EXAMPLES
def test_another_spelling(document: dict[str, Any], draw: st.DataObject) -> None:
    """Other texts, keys in another order and references inlined are no change."""
    rewritten = neutral(copy.deepcopy(document), draw)

    assert (lines(document, rewritten), lines(rewritten, document)) == ([], [])


@pytest.mark.parametrize("edit", CHANGES)
@given(DOCUMENTS, st.data())
@settings(EXAMPLES, max_examples=20)
def test_another_meaning(edit: str, document: dict[str, Any], draw: st.DataObject) -> None:
    """A schema that is sent and means something else is a change, there and back."""
    after = copy.deepcopy(document)
    schemas = sent_schemas(after)
    assume(schemas)
    CHANGES[edit](draw.draw(st.sampled_from(schemas)))

    assert lines(document, after) != []
    assert lines(after, document) != []


@given(DOCUMENTS, st.data())
@EXAMPLES
def test_any_valid_document(document: dict[str, Any], draw: st.DataObject) -> None:
    """Any two valid documents can be compared, and one of them with itself has no changes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spec.json"
        path.write_text(json.dumps(mutated(document, draw)), "utf-8")
        other = valid_document(path)
    assume(other)
    assert other is not None

    assert lines(other, copy.deepcopy(other)) == []
    assert bool(compare(document, other)) == bool(compare(other, document))
