"""schemathesis as it comes, against every mutant: its command, its checks, its phases.

Ours are the signature, without which it would see nothing but refusals, and the data. What it
finds on the correct target, too, is written into a baseline first, and does not count.
"""

import contextlib
import io
import re
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from .mutant import Mutant, MutantError
from .patching import switch_on
from .readme import ROOT, machine, write
from .running import run_each

__all__ = ["run_stock"]

_LIMIT = 300.0
_WIDTH = 72
_BASELINES = 5
_FAILED = re.compile(r"^- (ST[0-9]+ .+)$", re.MULTILINE)


def run_stock(mutants: Sequence[Mutant], *, examples: int, seed: int, whole: bool) -> int:
    """Print what stock schemathesis finds in each mutant, and its score."""
    began, killed = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        baseline = Path(folder) / "baseline"
        _record(baseline, examples, seed)

        def run(mutant: Mutant) -> str:
            switch_on(mutant)
            return _found(["--baseline", str(baseline), "--max-failures", "1"], examples, seed)

        for one in run_each(mutants, run, limit=_LIMIT):
            found = f"more than {_LIMIT:g} s" if one.result is None else one.result
            killed += bool(found)
            name = f"{one.task.topic}: {one.task.name}"
            print(
                f"{name[:_WIDTH]:{_WIDTH}} {one.seconds:5.1f} s  {found or 'SURVIVES'}", flush=True
            )
    each = (time.monotonic() - began) / len(mutants)
    score = f"{killed} of {len(mutants)}"
    print(f"\nstock schemathesis {version('schemathesis')} found {score}, in {each:.1f} s each")
    if whole:
        write("mutants-stock", f"{score} | {each:.1f} s | {machine()}")
    return 0


def _record(baseline: Path, examples: int, seed: int) -> None:
    """Let a few runs on the correct target say what schemathesis would rather have otherwise."""

    def run(each: int) -> str:
        return _found(["--baseline", str(baseline), "--baseline-update"], examples, each)

    for number in range(_BASELINES):
        [one] = run_each([seed + number], run, limit=_LIMIT)
        if one.result is None:
            raise MutantError("stock schemathesis comes to no end on the correct target")
        print(f"correct target, seed {one.task}: {one.result or 'nothing new'}", flush=True)


def _found(arguments: Sequence[str], examples: int, seed: int) -> str:
    """Run the command of schemathesis; give what it found first, or nothing."""
    from schemathesis.auths import GLOBAL_AUTH_STORAGE
    from schemathesis.cli import schemathesis as command

    from .served import Signature, served_target

    printed, code = io.StringIO(), 0
    with served_target() as served:
        GLOBAL_AUTH_STORAGE.set_from_requests(Signature(served))
        line = ["run", str(ROOT / "spec" / "openapi.yaml"), "--url", served.url, *arguments]
        line += ["--max-examples", str(examples), "--seed", str(seed), "--no-color", "--no-shrink"]
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                command(line, standalone_mode=False)
            except SystemExit as error:
                code = error.code if isinstance(error.code, int) else 1
    return _first(printed.getvalue()) if code else ""


def _first(report: str) -> str:
    """Give the heading of the first failure, else the last line of what was printed."""
    found = _FAILED.search(report)
    return found[1] if found else report.strip().rpartition("\n")[2]
