"""`python -m tests.harness.bench [--record] [NAME …]`: measure, print ratios, fail where a limit does not hold.

With `--record` the figures are kept, and docs/performance.md is written from all that are kept.
"""

import os
import sys
from collections.abc import Sequence

from . import (
    calls,
    command_line,
    curves,
    decode,
    deploy,
    growth,
    mocking,
    observing,
    options,
    processes,
    serving,
    sharing,
    steps,
    store,
    throttling,
    under_load,
)
from .machine import describe_machine
from .record import record
from .report import write_documents
from .results import Benchmark, Comparison, Finding, MissingTool, shown

BENCHMARKS = (
    *decode.BENCHMARKS,
    *calls.BENCHMARKS,
    *options.BENCHMARKS,
    *processes.BENCHMARKS,
    *command_line.BENCHMARKS,
    *serving.BENCHMARKS,
    *mocking.BENCHMARKS,
    *steps.BENCHMARKS,
    *sharing.BENCHMARKS,
    *under_load.BENCHMARKS,
    *throttling.BENCHMARKS,
    *store.BENCHMARKS,
    *deploy.BENCHMARKS,
    *curves.BENCHMARKS,
    *observing.BENCHMARKS,
    *growth.BENCHMARKS,
)


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks that are named, or all that are quick enough."""
    names = [name for name in arguments if name != "--record"]
    unknown = sorted(set(names) - {benchmark.name for benchmark in BENCHMARKS})
    if unknown:
        available = ", ".join(benchmark.name for benchmark in BENCHMARKS)
        print(f"no benchmark {', '.join(unknown)}; there are {available}", file=sys.stderr)
        return 2
    chosen = [
        benchmark
        for benchmark in BENCHMARKS
        if benchmark.name in names or not (names or benchmark.slow)
    ]
    print(describe_machine(), flush=True)
    passed = [_run(benchmark, keep="--record" in arguments) for benchmark in chosen]
    if "--record" in arguments:
        write_documents()
    return 0 if all(passed) else 1


def _run(benchmark: Benchmark, *, keep: bool) -> bool:
    load = os.getloadavg()[0]
    try:
        findings = benchmark.run()
    except MissingTool as missing:
        print(f"{benchmark.name:9} was not measured: {missing}", flush=True)
        return True
    for finding in findings:
        print(f"{benchmark.name:9} {_line(finding)}", flush=True)
    if keep:
        record(benchmark, findings, load)
    return all(finding.holds for finding in findings if isinstance(finding, Comparison))


def _line(finding: Finding) -> str:
    if not isinstance(finding, Comparison):
        ends = (
            f"{name}: {shown(values[0], finding.unit)} to {shown(values[-1], finding.unit)}"
            for name, values in finding.series.items()
        )
        return f"{finding.label}, {finding.at[0]:,g} to {finding.at[-1]:,g}: {'; '.join(ends)}"
    word = "at least" if finding.at_least else "at most"
    wanted = "" if finding.limit is None else f", {word} {finding.limit:g}"
    figures = f"{shown(finding.ours, finding.unit)} against {shown(finding.theirs, finding.unit)}"
    ratio = f"{finding.ratio:6.2f} times{wanted}"
    verdict = _verdict(finding)
    return f"{ratio:26} {verdict:13} {finding.label} ({figures}: {finding.peer})"


def _verdict(comparison: Comparison) -> str:
    if comparison.limit is None:
        return ""
    return "holds" if comparison.holds else "DOES NOT HOLD"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
