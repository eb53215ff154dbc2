"""`python -m tests.bench [NAME …]`: measure, print ratios, and fail where a limit does not hold."""

import platform
import sys
from importlib.metadata import version

from . import calls, command_line, decode, processes, serving, store
from .harness import Benchmark, Result

BENCHMARKS = (
    *decode.BENCHMARKS,
    *calls.BENCHMARKS,
    *processes.BENCHMARKS,
    *command_line.BENCHMARKS,
    *serving.BENCHMARKS,
    *store.BENCHMARKS,
)


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, or all."""
    unknown = set(names) - {one.name for one in BENCHMARKS}
    if unknown:
        known = ", ".join(one.name for one in BENCHMARKS)
        print(f"no benchmark {', '.join(sorted(unknown))}; there are {known}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}, msgspec {version('msgspec')}")
    chosen = [one for one in BENCHMARKS if not names or one.name in names]
    held = [_show(one, result) for one in chosen for result in one.run()]
    return 0 if all(held) else 1


def _show(benchmark: Benchmark, result: Result) -> bool:
    word = "at least" if result.at_least else "at most"
    figures = f"{result.ours * 1e3:9.2f} ms against {result.theirs * 1e3:9.2f} ms"
    ratio = f"{result.ratio:5.2f} times, {word} {result.limit:g}"
    verdict = "holds" if result.holds else "DOES NOT HOLD"
    print(
        f"{benchmark.name:9} {result.what:35} {figures}  {ratio}  {verdict}  ({result.peer})",
        flush=True,
    )
    return result.holds


sys.exit(main(sys.argv[1:]))
