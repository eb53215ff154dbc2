"""Gettext catalogues: files of messages by their English text, read and written by Babel."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from ..diagnostics import Diagnostic, SpecificationError, shown

__all__ = [
    "EXPLORER",
    "LANGUAGE",
    "REFERENCE",
    "RUNTIME",
    "Text",
    "contract_catalogue",
    "contract_translations",
    "read_catalogue",
    "read_translations",
    "update_catalogue",
    "write_catalogue",
]

LANGUAGE: Final = "zh"
_FOLDER: Final = Path("locale", LANGUAGE, "LC_MESSAGES")
_OURS: Final = Path(__file__).parents[1] / _FOLDER
RUNTIME: Final = _OURS / "runtime.po"
"""The catalogue of the runtime's own words: of its errors and of the command line."""
REFERENCE: Final = _OURS / "reference.po"
"""The catalogue of the reference pages' own words."""
EXPLORER: Final = Path(__file__).parents[2] / "target" / "explorer" / _FOLDER / "explorer.po"
"""The catalogue of the explorer, whose build compiles it for the browser."""
_HEADER: Final = f"""\
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""A header without dates and versions: the same translations are the same bytes."""
_WIDTH: Final = 100


class Text(NamedTuple):
    """A text to translate, and the file and line it stands on."""

    english: str
    path: Path
    line: int


def contract_catalogue(specification: Path) -> Path:
    """Return the catalogue of a contract; it need not exist."""
    name = f"{specification.stem}.po"
    return specification.parent / _FOLDER / name


def contract_translations(specification: Path) -> dict[str, str]:
    """Return the translations of a contract; none where it has no catalogue."""
    path = contract_catalogue(specification)
    return read_translations(path) if path.is_file() else {}


def read_translations(path: Path) -> dict[str, str]:
    """Return the usable translations of a catalogue: neither empty nor fuzzy."""
    return {
        str(message.id): str(message.string)
        for message in read_catalogue(path)
        if message.id and message.string and not message.fuzzy
    }


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue; raise SpecificationError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return read_po(file, locale=LANGUAGE, abort_invalid=True)
    except PoFileError as error:
        line = error.lineno + 1
        fault = Diagnostic(
            shown(path), line, "", None, f"the catalogue is damaged: {error}", "mend it"
        )
        raise SpecificationError([fault]) from None


def update_catalogue(catalogue: Catalog, texts: Iterable[Text], root: Path) -> None:
    """Bring a catalogue up to date: new texts empty, changed ones fuzzy, absent ones obsolete."""
    template = Catalog()
    for text in texts:
        template.add(text.english, locations=[(_relative(text.path, root), text.line)])
    catalogue.update(template)


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue, with the file but not the line of each text."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=_WIDTH, omit_header=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{_HEADER}{buffer.getvalue().decode('utf-8').strip()}\n", "utf-8")


def _relative(path: Path, root: Path) -> str:
    path = path.resolve()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
