"""The log of all runs with one access: what killed each mutant, so that a run is continued, and the next one quick."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["LOGS", "Fate", "Record", "load_hints", "open_record"]

LOGS = Path(__file__).parents[3] / "dist" / "mutants"
_BEGINNING = {"run": "begins"}


@dataclass(frozen=True)
class Fate:
    """The clause that killed a mutant, None for a survivor; and the processor's seconds that this took."""

    killer: str | None
    seconds: float


@dataclass
class Record:
    """The fates of mutants in a run by their names, appended to a log if there is one."""

    log: Path | None = None
    fates: dict[str, Fate] = field(default_factory=dict)

    def add(self, name: str, fate: Fate) -> None:
        """Keep the fate of a mutant, at once."""
        self.fates[name] = fate
        line = {"mutant": name, "killer": fate.killer, "seconds": round(fate.seconds, 2)}
        if self.log is not None:
            _append(self.log, line)


def open_record(access: str, *, resume: bool, folder: Path = LOGS) -> Record:
    """Begin a run with an access, or resume the last one."""
    log = folder / f"{access}.ndjson"
    folder.mkdir(parents=True, exist_ok=True)
    if not resume:
        _append(log, _BEGINNING)
    record = Record(log)
    for line in _lines(log):
        if line == _BEGINNING:
            record.fates.clear()
        else:
            record.fates[line["mutant"]] = Fate(line["killer"], line["seconds"])
    return record


def load_hints(folder: Path = LOGS) -> Mapping[str, set[str]]:
    """Return what killed each mutant in any run that is logged."""
    hints: dict[str, set[str]] = defaultdict(set)
    for log in folder.glob("*.ndjson"):
        for line in _lines(log):
            if line.get("killer"):
                hints[line["mutant"]].add(line["killer"])
    return hints


def _append(log: Path, line: Mapping[str, Any]) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    if log.exists():
        yield from map(json.loads, log.read_text("utf-8").splitlines())
