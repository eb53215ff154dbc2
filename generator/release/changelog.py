"""The changelog's text: what was noted while nothing was released becomes a release's section.

A section has notes by hand and, last, a part on the contract that is written here. Pure.
"""

import re
from collections.abc import Sequence

__all__ = ["contract_before", "released"]

_NEXT = "Unreleased"
_CONTRACT = re.compile(r"^### Contract (\S+)$", re.MULTILINE)


def contract_before(text: str, name: str) -> str | None:
    """Give the contract's version in the newest release but this one; None where there is none."""
    found = (_CONTRACT.search(body) for _, body in _older(text, name))
    return next((one[1] for one in found if one), None)


def released(text: str, name: str, contract: str, told: Sequence[str]) -> str:
    """Give the changelog with a section for a release, and an empty one for what comes next.

    Raises ValueError where nothing was noted and the contract did not change.
    """
    head, sections = _split(text)
    bodies = dict(sections)
    notes = "\n".join(filter(None, (_notes(bodies.get(one, "")) for one in (name, _NEXT))))
    if not notes and not told:
        raise ValueError(f'docs/changelog.md: nothing is new; note what is below "## {_NEXT}"')
    if contract_before(text, name):
        part = "\n".join(f"- {line}" for line in told) or "As in the release before."
    else:
        part = "The first that is released."
    body = "\n\n".join(filter(None, (notes, f"### Contract {contract}", part)))
    older = (f"## {title}\n\n{body}" for title, body in _older(text, name))
    return "\n\n".join((head, f"## {_NEXT}", f"## {name}\n\n{body}", *older)) + "\n"


def _older(text: str, name: str) -> list[tuple[str, str]]:
    return [one for one in _split(text)[1] if one[0] not in (_NEXT, name)]


def _split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Give what stands above all sections, and the title and the body of each."""
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    parts = [one.partition("\n") for one in sections]
    return head.strip(), [(title.strip(), body.strip()) for title, _, body in parts]


def _notes(body: str) -> str:
    """Give what was noted by hand."""
    return body[: found.start()].strip() if (found := _CONTRACT.search(body)) else body
