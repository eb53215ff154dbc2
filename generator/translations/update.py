"""The catalogues with their texts: bringing them up to date, and what they lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Final, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from ..config import targets
from ..diagnostics import Diagnostic, quote, shown
from .catalogue import (
    EXPLORER,
    LANGUAGE,
    REFERENCE,
    RUNTIME,
    Text,
    contract_catalogue,
    read_catalogue,
    update_catalogue,
    write_catalogue,
)
from .contract_texts import contract_texts
from .source_texts import explorer_texts, reference_texts, runtime_texts
from .workflow_texts import workflow_texts

__all__ = ["Translated", "faults", "translated", "update"]

_ROOT: Final = Path(__file__).parents[2]
_REMEDY: Final = "run make translations, and translate it in {path}"


class Translated(NamedTuple):
    """A catalogue, and the texts it has to translate; with placeholders where those are filled in."""

    catalogue: Path
    texts: Callable[[], Iterable[Text]]
    has_placeholders: bool


def translated() -> Iterator[Translated]:
    """Yield our own catalogues, and that of each declared contract which has one."""
    yield Translated(RUNTIME, runtime_texts, True)
    yield Translated(REFERENCE, reference_texts, True)
    yield Translated(EXPLORER, explorer_texts, True)
    for target in targets(None, None, None, None):
        path = contract_catalogue(_ROOT / target.spec)
        if path.is_file():
            yield _of_contract(path, _ROOT / target.spec)
        if target.workflows and contract_catalogue(_ROOT / target.workflows).is_file():
            document = _ROOT / target.workflows
            yield _of_workflows(contract_catalogue(document), document)


def _of_workflows(path: Path, document: Path) -> Translated:
    """Return the catalogue of workflows, whose texts have placeholders as messages have."""
    return Translated(path, lambda: workflow_texts(document), True)


def _of_contract(path: Path, specification: Path) -> Translated:
    return Translated(path, lambda: contract_texts(specification), False)


def update(subject: Translated) -> None:
    """Bring a catalogue up to date with its texts, which stay untranslated if they are new."""
    is_new = not subject.catalogue.is_file()
    catalogue = Catalog(locale=LANGUAGE) if is_new else read_catalogue(subject.catalogue)
    update_catalogue(catalogue, subject.texts(), _ROOT)
    write_catalogue(catalogue, subject.catalogue)


def faults(subject: Translated) -> Iterator[Diagnostic]:
    """Yield what a catalogue lacks, and what it has in excess."""
    path, catalogue = subject.catalogue, read_catalogue(subject.catalogue)
    texts = {text.english: text for text in reversed(list(subject.texts()))}
    for english, text in reversed(texts.items()):
        if english not in catalogue or not catalogue[english].string:
            message, remedy = f"{quote(english)} has no translation", _REMEDY
            yield _fault(text.path, text.line, message, remedy.format(path=shown(path)))
    for entry in (entry for entry in catalogue if entry.id):
        if entry.id not in texts:
            yield _fault(path, entry.lineno, _obsolete(entry), "run make translations")
        elif entry.fuzzy:
            message, remedy = f"{quote(str(entry.id))} is fuzzy", "correct it, and remove the mark"
            yield _fault(path, entry.lineno, message, remedy)
        elif subject.has_placeholders and entry.string:
            yield from _placeholder_faults(path, entry)
    for entry in catalogue.obsolete.values():
        yield _fault(path, entry.lineno, _obsolete(entry), "remove it")


def _obsolete(entry: Entry) -> str:
    return f"{quote(str(entry.id))} is obsolete: no text reads so"


def _placeholder_faults(path: Path, entry: Entry) -> Iterator[Diagnostic]:
    stated, found = _placeholders(str(entry.id)), _placeholders(str(entry.string))
    if stated != found:
        message = f"the translation of {quote(str(entry.id))} has other placeholders"
        yield _fault(path, entry.lineno, message, f"use {', '.join(stated) or 'none'}")


def _placeholders(text: str) -> list[str]:
    """Return the placeholders of a template in order of their names; none of a text with plain braces."""
    try:
        return sorted(field for _, field, _, _ in Formatter().parse(text) if field is not None)
    except ValueError:
        return []


def _fault(path: Path, line: int | None, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(shown(path), line, "", None, message, remedy)
