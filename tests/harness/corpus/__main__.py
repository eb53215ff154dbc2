"""`python -m tests.harness.corpus DIR`: what the generator makes of a folder of specifications.

Each is generated, imported, type-checked (with --types) and called, operation by operation; beside
it stands what the two tools make of it on their own. The table goes to dist/corpus.md.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import stock

ROOT = Path(__file__).parents[3]
_HEAD = """\
| document | operations | refused | calls answered | faults | typed | seconds | s / 1,000 operations \
| stock client: operations | of its modules, broken | stock models: decodable | seconds |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


@dataclass
class Row:
    """The result of one document."""

    name: str
    stated: int = 0
    emitted: int = 0
    answered: int = 0
    undrawn: int = 0
    seconds: float = 0.0
    typed: str = "not asked"
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    client: stock.Client | None = None
    models: stock.Models | None = None

    @property
    def good(self) -> bool:
        """Whether all that was asked for works."""
        whole = self.emitted == self.stated or bool(self.refused)
        return whole and not self.faults and self.typed in ("yes", "not asked")

    def __str__(self) -> str:
        rate = f"{1000 * self.seconds / self.emitted:.1f}" if self.emitted else "–"
        one, other = self.client, self.models
        beside = f"{one.operations} | {one.broken}" if one else "– | –"
        decoded = f"{other.decodable} of {other.models}" if other else "–"
        seconds = f"{one.seconds:.1f} + {other.seconds:.1f}" if one and other else "–"
        return (
            f"| {self.name} | {self.emitted} of {self.stated} | {len(self.refused)} "
            f"| {self.answered} ({self.undrawn} without example) | {len(self.faults)} | {self.typed} "
            f"| {self.seconds:.1f} | {rate} | {beside} | {decoded} | {seconds} |"
        )


def main() -> int:
    """Make the table; 1 when anything of ours does not work, 2 when there is nothing to try."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness.corpus")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="documents whose name holds this")
    parser.add_argument("--types", action="store_true", help="type-check what is emitted")
    parser.add_argument("--no-stock", action="store_true", help="leave the stock tools out")
    parser.add_argument("--table", type=Path, default=ROOT / "dist" / "corpus.md")
    options = parser.parse_args()
    rows = [_row(document, options) for document in _documents(parser, options)]
    table = "\n".join([_HEAD, *map(str, rows), "", *_plot(rows), ""])
    options.table.parent.mkdir(exist_ok=True)
    options.table.write_text(table, "utf-8")
    print(table)
    for row in rows:
        for line in (*row.refused[:10], *row.faults[:10]):
            print(f"{row.name}: {line}")
    return 0 if all(row.good for row in rows) else 1


def _documents(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Path]:
    """Find the documents that are asked for; stop with a line where there are none."""
    folder = options.folder
    if not folder.is_dir():
        parser.exit(2, f"{folder}: is no folder; give one with specifications, CORPUS=DIR\n")
    found = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml", ".json"))
    wanted = [path for path in found if options.only in path.name]
    if not wanted:
        named = f" with {options.only!r} in its name" if options.only else ""
        parser.exit(
            2, f"{folder}: holds no .yaml, .yml or .json{named}; give another, CORPUS=DIR\n"
        )
    return wanted


def _plot(rows: list[Row]) -> list[str]:
    """Draw the seconds of each document, in the order of their operations."""
    known = sorted((row for row in rows if row.emitted), key=lambda row: row.emitted)
    lines = (
        f"{row.emitted:5} operations {row.seconds:6.1f} s {'#' * round(2 * row.seconds)} {row.name}"
        for row in known
    )
    return ["```", *lines, "```"]


def package_of(stem: str) -> str:
    """Return a name that Python can import, and that no module of its own has, for any file."""
    return f"api_{re.sub('[^a-z0-9]+', '_', stem.lower()).strip('_')}"[:60].rstrip("_")


def _row(spec: Path, options: argparse.Namespace) -> Row:
    package = package_of(spec.stem)
    row = Row(spec.stem)
    with tempfile.TemporaryDirectory() as name:
        folder, began = Path(name), time.monotonic()
        out = folder / package
        words = ["generate", "--spec", str(spec), "--out", str(out), "--package", package]
        done = _python("-m", "generator", *words)
        row.seconds = time.monotonic() - began
        if done.returncode:
            row.refused = done.stderr.splitlines()
        else:
            _use(row, spec, out, package)
        if options.types and not done.returncode:
            command = ["-m", "mypy", "--strict", "--cache-dir", f"{name}/mypy", "-p", package]
            row.typed = "no" if _python(*command, cwd=out / "src").returncode else "yes"
        if not options.no_stock:
            row.client, row.models = stock.client(spec, folder), stock.models(spec, folder)
    return row


def _use(row: Row, spec: Path, out: Path, package: str) -> None:
    done = _python("-m", "tests.harness.corpus.exercise", str(spec), str(out / "src"), package)
    if done.returncode:
        row.faults = [done.stderr.strip().rpartition("\n")[2]]
        return
    counted = json.loads(done.stdout.splitlines()[-1])
    row.stated, row.emitted = counted["stated"], counted["emitted"]
    row.answered, row.undrawn, row.faults = (
        counted[key] for key in ("answered", "undrawn", "faults")
    )


def _python(*words: str, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
