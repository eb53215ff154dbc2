"""The words and the place of each kind of change are those that were read and recorded.

Others are recorded by `python -m tests.compare.test_messages`, and read in the diff.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.compare import compare

from . import test_document_kinds, test_schema_kinds
from .documents import in_request, in_response

RECORDED = Path(__file__).with_suffix(".txt")


def kinds() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield the name of each kind with two documents."""
    for kind, before, after, _ in test_document_kinds.KINDS:
        yield kind, before, after
    named = test_document_kinds.PETS
    for kind, earlier, later, *_ in test_document_kinds.DISCRIMINATORS:
        yield f"request: {kind}", in_request(earlier, **named), in_request(later, **named)
        yield f"response: {kind}", in_response(earlier, **named), in_response(later, **named)
    for kind, earlier, later, *_ in test_schema_kinds.KINDS:
        yield f"request: {kind}", in_request(earlier), in_request(later)
        yield f"response: {kind}", in_response(earlier), in_response(later)


def messages() -> Iterator[str]:
    """Yield a line for each kind, and two below it for each change: its words and its pointer."""
    for kind, before, after in kinds():
        yield kind
        for change in compare(copy.deepcopy(before), copy.deepcopy(after)):
            yield f"    {change}"
            yield f"        {' '.join(change.pointer)}"


def test_words_and_places() -> None:
    """A report says the same of each kind, at the same place."""
    assert list(messages()) == RECORDED.read_text("utf-8").splitlines()


if __name__ == "__main__":
    RECORDED.write_text("".join(f"{line}\n" for line in messages()), "utf-8")
