"""Every link from one document to another leads somewhere, down to the heading or the line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = [ROOT / "target" / "README.md", *sorted((ROOT / "generated").glob("*/README.md"))]
"""What a package index shows, where nothing else of the repository is."""
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "spec" / "README.md",
    *PACKAGES,
    *sorted((ROOT / "docs").rglob("*.md")),
]
API = ROOT / "docs" / "api"
LINK = re.compile(r"\[(?:[^][]|\[[^]]*\])*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def links(document: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the fragment of each link that stays in the repository."""
    for target in LINK.findall(FENCED.sub("", document.read_text("utf-8"))):
        if "://" not in target and not target.startswith("mailto:"):
            path, _, fragment = target.partition("#")
            yield path, fragment


def anchors(document: Path) -> set[str]:
    """Return the anchors of the headings of a document."""
    headings = HEADING.findall(FENCED.sub("", document.read_text("utf-8")))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(document: Path, path: str, fragment: str) -> bool:
    found = (document.parent / path).resolve() if path else document
    if not found.exists() or not found.is_relative_to(ROOT):
        return False
    if re.fullmatch(r"L\d+", fragment):
        return int(fragment[1:]) <= len(found.read_text("utf-8").splitlines())
    return not fragment or fragment in anchors(found)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links(document: Path) -> None:
    """A link in a document leads to a file that is there, and to a heading or line of it."""
    assert [link for link in links(document) if not leads_somewhere(document, *link)] == []


@pytest.mark.parametrize("document", PACKAGES, ids=lambda path: path.parent.name)
def test_links_on_a_package_index(document: Path) -> None:
    """The README of a package links to nothing that only the repository has."""
    assert [path for path, _ in links(document) if path] == []


def test_every_document_is_in_the_index() -> None:
    """Each guide and each page of the reference is linked from docs/README.md."""
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / path).resolve() for path, _ in links(index)}
    pages = {*(ROOT / "docs" / "guide").glob("*.md"), *API.glob("*.md")}

    assert pages - linked == set()


def test_places_in_the_specification() -> None:
    """A row of the reference that names a symbol links to the very line that states it."""
    files = (ROOT / "spec").glob("*.yaml")
    lines = {file.name: file.read_text("utf-8").splitlines() for file in files}
    row = re.compile(r"^\| `(\w+)` \|.* \[\d+\]\(\S+/(\S+)#L(\d+)\) \|$", re.MULTILINE)
    found = [link for page in API.rglob("*.md") for link in row.findall(page.read_text("utf-8"))]

    assert len(found) > 100
    assert [link for link in found if link[0] not in lines[link[1]][int(link[2]) - 1]] == []
