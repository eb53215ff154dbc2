"""The contract in a release: recorded for good, and told apart from that of the release before."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..compare import compare
from ..compare.change import Node
from ..compare.gate import unannounced
from ..compare.history import Version, changes_since_last
from ..diagnostics import Problem, SpecificationError, shown
from ..output.manifest import history_folder

__all__ = ["record", "told_since"]


def record(specification: Path, *, dry: bool = False) -> Version:
    """Copy the contract to its recorded versions, unless it is there or this is a dry run.

    Raises SpecificationError for a break that is not announced, and for a contract that says
    otherwise than the recorded one of its version.
    """
    last, now, changes = changes_since_last(specification)
    problems = list(unannounced(last, now, changes))
    if now.number == last.number and changes and not problems:
        problems.append(_said_before(now))
    if problems:
        raise SpecificationError(problems)
    if now.number != last.number and not dry:
        shutil.copy(specification, history_folder(specification) / f"{now.name}.yaml")
    return now


def _said_before(now: Version) -> Problem:
    path = history_folder(now.source.path) / f"{now.name}.yaml"
    what = f"{shown(path)} records version {now.name}, and the contract says otherwise since"
    remedy = "raise info.version, and say under x-changes what changed; make diff shows it"
    return now.source.problem(("info", "version"), what, remedy)


def told_since(before: str | None, versions: Sequence[Version], now: Version) -> tuple[str, ...]:
    """Give lines for people: what the contract says since a recorded version, and whom it breaks."""
    old = next((one for one in versions if one.name == before), None)
    if old is None:
        return ()
    changes = compare(old.source.document, now.source.document)
    return (*_summaries(old, now), *map(str, changes))


def _summaries(old: Version, now: Version) -> Iterator[str]:
    document: Node = now.source.document
    for one in document.get("x-changes", ()):
        stated = tuple(map(int, str(one.get("version", "0")).split(".")))
        if old.number < stated <= now.number:
            yield f"**{one['version']}**: {one['summary']}"
