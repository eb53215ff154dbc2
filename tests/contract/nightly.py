"""The nightly run, `python -m tests.contract.nightly`: many fuzzed cases, in several runs in parallel.

Each run has a seed of its own, which repeats it. Several of them keep the memory of schemathesis
small, and every processor busy.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .program import FOLDER

__all__ = ["FuzzingRun", "NightlyRun", "main"]

_FUZZING = tuple(str(FOLDER / f"test_{name}.py") for name in ("fuzzing", "links"))
_COUNTS = re.compile(r"^contract: (\d+) requests were sent, (\d+) answered with 5xx$", re.MULTILINE)
_LINES = 20


@dataclass(frozen=True)
class FuzzingRun:
    """One run: the number of requests, how many had a 5xx response, and a report of what failed."""

    seed: int
    requests: int
    server_errors: int
    report: str

    @property
    def passed(self) -> bool:
        return not self.report and not self.server_errors


@dataclass(frozen=True)
class NightlyRun:
    """All runs of a night, and their settings."""

    target: str
    config: str
    examples: int
    seed: int
    shares: int
    """The number of runs that the examples are spread over."""

    def run(self) -> int:
        """Run all and print each, then the sum; return 1 when one of them failed."""
        began = time.monotonic()
        done = []
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            for run in workers.map(self._run, range(self.seed, self.seed + self.shares)):
                print(_summary(run), flush=True)
                done.append(run)
        _sum_up(done, time.monotonic() - began)
        return 0 if all(run.passed for run in done) else 1

    def _run(self, seed: int) -> FuzzingRun:
        """Run once; without a failure, the report is empty."""
        examples = -(-self.examples // self.shares)
        settings = (f"--contract-examples={examples}", f"--hypothesis-seed={seed}")
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", *_FUZZING, "-q", "-p", "no:cacheprovider"),
                *("--contract-target", self.target, *settings),
                *((f"--contract-config={self.config}",) if self.config else ()),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        counts = _COUNTS.search(ended.stdout)
        requests, errors = (int(counts[1]), int(counts[2])) if counts else (0, 0)
        return FuzzingRun(seed, requests, errors, ended.stdout if ended.returncode else "")


def main(arguments: Sequence[str]) -> int:
    """Run the nightly run; return 0 when every response was the one that its request deserves."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.nightly", description=__doc__)
    parser.add_argument("--target", default="", help="'local', a URL, or nothing: in process")
    parser.add_argument("--config", default="", help="a file with settings of the target")
    parser.add_argument("--examples", type=int, default=35_000, help="cases an operation")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first run")
    parser.add_argument("--shares", type=int, default=7, help="number of runs")
    options = parser.parse_args(arguments)
    return NightlyRun(**vars(options)).run()


def _summary(run: FuzzingRun) -> str:
    outcome = "passes" if run.passed else "FAILS"
    line = f"seed {run.seed:<10} {run.requests:7,} requests  {outcome}"
    return "\n".join([line, *run.report.splitlines()[-_LINES:]])


def _sum_up(done: Sequence[FuzzingRun], seconds: float) -> None:
    requests = sum(run.requests for run in done)
    errors = sum(run.server_errors for run in done)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    passed = sum(run.passed for run in done)
    print(
        f"{requests:,} requests in {seconds / 60:.0f} minutes, {errors} answered with 5xx; "
        f"{passed} of {len(done)} runs found no violation; none took more than {memory} MiB"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
