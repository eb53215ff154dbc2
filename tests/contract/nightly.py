"""`python -m tests.contract.nightly`: a night's number of fuzzed cases, in shares side by side.

Each share is a run of its own with a seed of its own, which repeats it: what schemathesis keeps in
mind of a run stays small, and every processor has something to do.
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

__all__ = ["Night", "Share", "main"]

_FUZZING = ("tests/contract/test_fuzzing.py", "tests/contract/test_links.py")
_SENT = re.compile(r"^contract: (\d+) requests were sent, (\d+) answered with 5xx$", re.MULTILINE)
_LINES = 20


@dataclass(frozen=True)
class Share:
    """One run: how many requests it sent, how many of them were answered with 5xx, and what failed."""

    seed: int
    requests: int
    server_errors: int
    report: str

    @property
    def passed(self) -> bool:
        return not self.report and not self.server_errors


@dataclass(frozen=True)
class Night:
    """All runs of a night."""

    target: str
    examples: int
    seed: int
    shares: int

    def run(self) -> int:
        """Run all shares and print each, then the sum; return 1 when one of them failed."""
        began = time.monotonic()
        done = []
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            for share in workers.map(self._share, range(self.seed, self.seed + self.shares)):
                print(_told(share), flush=True)
                done.append(share)
        _sum_up(done, time.monotonic() - began)
        return 0 if all(share.passed for share in done) else 1

    def _share(self, seed: int) -> Share:
        """Run a share; without a failure, its report is empty."""
        examples = -(-self.examples // self.shares)
        settings = (f"--contract-examples={examples}", f"--hypothesis-seed={seed}")
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", *_FUZZING, "-q", "-p", "no:cacheprovider"),
                *("--contract-target", self.target, *settings),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        sent = _SENT.search(ended.stdout)
        requests, errors = (int(sent[1]), int(sent[2])) if sent else (0, 0)
        return Share(seed, requests, errors, ended.stdout if ended.returncode else "")


def main(arguments: Sequence[str]) -> int:
    """Run a night as asked for; return 0 when every answer was the one that its request deserves."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.nightly", description=__doc__)
    parser.add_argument("--target", default="", help="'local', a URL, or nothing: in process")
    parser.add_argument("--examples", type=int, default=35_000, help="cases an operation")
    parser.add_argument("--seed", type=int, default=1, help="that of the first share")
    parser.add_argument("--shares", type=int, default=7, help="runs that they are spread over")
    given = parser.parse_args(arguments)
    return Night(given.target, given.examples, given.seed, given.shares).run()


def _told(share: Share) -> str:
    what = "passes" if share.passed else "FAILS"
    line = f"seed {share.seed:<10} {share.requests:7,} requests  {what}"
    return "\n".join([line, *share.report.splitlines()[-_LINES:]])


def _sum_up(done: Sequence[Share], seconds: float) -> None:
    requests = sum(share.requests for share in done)
    errors = sum(share.server_errors for share in done)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    passed = sum(share.passed for share in done)
    print(
        f"{requests:,} requests in {seconds / 60:.0f} minutes, {errors} answered with 5xx; "
        f"{passed} of {len(done)} runs found no violation; none took more than {memory} MiB"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
