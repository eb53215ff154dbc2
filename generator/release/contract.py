"""The contract of a release: recording it, and its changes since the previous release."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..compare import compare
from ..compare.gate import unannounced
from ..compare.history import Version, changes_since_last
from ..diagnostics import Diagnostic, SpecificationError, shown
from ..openapi.pointer import JsonObject
from ..output.manifest import history_folder

__all__ = ["changes_since", "record", "recorded_text"]


def record(specification: Path, *, dry_run: bool = False) -> Version:
    """Write the contract to its recorded versions, unless it is there or this is a dry run.

    Raises SpecificationError for a break that is not announced, and for a contract that differs
    from the recorded one of its version.
    """
    last, now, changes = changes_since_last(specification)
    diagnostics = list(unannounced(last, now, changes))
    if now.number == last.number and changes and not diagnostics:
        diagnostics.append(_recorded_already(now))
    if diagnostics:
        raise SpecificationError(diagnostics)
    if now.number != last.number and not dry_run:
        recorded = history_folder(specification) / f"{now.name}.yaml"
        recorded.write_text(recorded_text(now), "utf-8")
    return now


def recorded_text(version: Version) -> str:
    """Return a contract as it is recorded: as written, or bundled in JSON where it has several files."""
    source = version.source
    if len(source.files) == 1:
        return source.path.read_text("utf-8")
    return json.dumps(source.document, ensure_ascii=False, indent=2) + "\n"


def _recorded_already(now: Version) -> Diagnostic:
    path = history_folder(now.source.path) / f"{now.name}.yaml"
    message = f"{shown(path)} records version {now.name}, and the contract says otherwise since"
    remedy = "raise info.version, and say under x-changes what changed; make diff shows it"
    return now.source.diagnostic(("info", "version"), message, remedy)


def changes_since(before: str | None, versions: Sequence[Version], now: Version) -> tuple[str, ...]:
    """Return the changes of the contract since a recorded version, as lines of text."""
    old = next((version for version in versions if version.name == before), None)
    if old is None:
        return ()
    changes = compare(old.source.document, now.source.document)
    return (*_summaries(old, now), *map(str, changes))


def _summaries(old: Version, now: Version) -> Iterator[str]:
    document: JsonObject = now.source.document
    for entry in document.get("x-changes", ()):
        number = tuple(map(int, str(entry.get("version", "0")).split(".")))
        if old.number < number <= now.number:
            yield f"**{entry['version']}**: {entry['summary']}"
