"""Changelog of a release: the notes under "Unreleased" become the section of the release.

A section has handwritten notes and, last, a generated part about the contract. Pure functions.
"""

import re
from collections.abc import Sequence

__all__ = ["contract_version_before", "release_changelog"]

_NEXT = "Unreleased"
_CONTRACT = re.compile(r"^### Contract (\S+)$", re.MULTILINE)


def contract_version_before(text: str, name: str) -> str | None:
    """Return the contract's version in the newest other release; None where there is none."""
    matches = (_CONTRACT.search(body) for _, body in _older(text, name))
    return next((match[1] for match in matches if match), None)


def release_changelog(text: str, name: str, contract: str, changes: Sequence[str]) -> str:
    """Return the changelog with a section for a release, and an empty one for the next.

    Raises ValueError where nothing was noted and the contract did not change.
    """
    head, sections = _split(text)
    bodies = dict(sections)
    notes = "\n".join(filter(None, (_notes(bodies.get(title, "")) for title in (name, _NEXT))))
    if not notes and not changes:
        raise ValueError(f'docs/changelog.md: nothing is new; note what is below "## {_NEXT}"')
    if contract_version_before(text, name):
        part = "\n".join(f"- {line}" for line in changes) or "As in the release before."
    else:
        part = "The first that is released."
    body = "\n\n".join(filter(None, (notes, f"### Contract {contract}", part)))
    older = (f"## {title}\n\n{body}" for title, body in _older(text, name))
    return "\n\n".join((head, f"## {_NEXT}", f"## {name}\n\n{body}", *older)) + "\n"


def _older(text: str, name: str) -> list[tuple[str, str]]:
    return [section for section in _split(text)[1] if section[0] not in (_NEXT, name)]


def _split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the text above all sections, and title and body of each section."""
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    parts = [section.partition("\n") for section in sections]
    return head.strip(), [(title.strip(), body.strip()) for title, _, body in parts]


def _notes(body: str) -> str:
    """Return the handwritten notes of a section."""
    return body[: match.start()].strip() if (match := _CONTRACT.search(body)) else body
