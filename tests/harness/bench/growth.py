"""The cost of the generator by the size of a specification: synthetic ones, and those of a folder.

Everything runs on one processor. The folder is named by CORPUS; it is passed over where it is not
there, and so is a document that the generator refuses.
"""

import json
import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from ..corpus.made import made as generate_specification
from .harness import cpu_of_process, interleaved, wall_of_process
from .results import Benchmark, Curve, Finding, compare
from .trees import Cost, cost_of

__all__ = ["BENCHMARKS"]

_SIZES = (50, 100, 200, 400, 700, 1_400)
_LIMIT = 700
_LARGE = 10_000_000
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def growing() -> Sequence[Finding]:
    """Generate from synthetic specifications of several sizes, and from those of a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        costs = [_generate(_made(folder, size), folder) for size in _SIZES]
        largest = costs[_SIZES.index(_LIMIT)]
        cpu, memory = [cost.cpu for cost in costs], [cost.memory for cost in costs]
        per_thousand = [1_000 * seconds / size for seconds, size in zip(cpu, _SIZES, strict=True)]
        across = "operations, made by a seed"
        return (
            compare(f"{_LIMIT} operations, CPU", largest.cpu, 60, at_most=1, peer="60 s"),
            compare(
                f"{_LIMIT} operations, memory of all processes", largest.memory, 1.5 * 2**30,
                at_most=1, peer="1.5 GiB", unit="bytes",
            ),
            compare(
                "exponent of CPU over operations, least squares", _exponent(_SIZES, cpu), 1,
                at_most=1.05, peer="linear", unit="count",
            ),
            _curve("CPU of one generation", across, _SIZES, {"made": cpu}),
            _curve("CPU for 1,000 operations", across, _SIZES, {"made": per_thousand}),
            Curve(label="memory of all processes", across=across, at=_SIZES,
                  series={"made": memory}, unit="bytes"),
            *_real(folder),
        )  # fmt: skip


def large() -> Sequence[Finding]:
    """Generate from ten megabytes of JSON and of YAML, and check what is unchanged."""
    found: list[Finding] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix in (".json", ".yaml"):
            specification = _ten_megabytes(folder, suffix)
            label = f"10 MB of {suffix[1:].upper()}"
            cost = _generate(specification, folder)
            found.append(compare(f"{label}, CPU", cost.cpu, 180, at_most=1, peer="180 s"))
            found.append(
                compare(
                    f"{label}, memory of all processes", cost.memory, 1.5 * 2**30,
                    at_most=1, peer="1.5 GiB", unit="bytes",
                )
            )  # fmt: skip
            check = _command("check", specification, folder)
            taken, cpu = interleaved([wall_of_process(*check), cpu_of_process(*check)], rounds=9)
            found.append(compare(f"{label}, check, CPU", cpu, 0.2, at_most=1, peer="0.2 s"))
            found.append(compare(f"{label}, check, unchanged", taken, 0.2, at_most=1, peer="0.2 s"))
    return found


def _real(folder: Path) -> Iterator[Curve]:
    """Generate from each specification of the corpus, in the order of their operations."""
    corpus = Path(os.environ.get("CORPUS", "corpus"))
    rows = []
    for path in sorted(corpus.glob("*")) if corpus.is_dir() else ():
        count = _operations(path) if path.suffix in (".json", ".yaml", ".yml") else 0
        if count:
            try:
                rows.append((count, _generate(path, folder)))
            except RuntimeError as error:
                print(f"{path.name} is passed over: {str(error).partition(chr(10))[0]}", flush=True)
    if len(rows) > 1:
        rows.sort(key=lambda row: row[0])
        at = [float(count) for count, _ in rows]
        cpu = {"of the corpus": [1_000 * cost.cpu / count for count, cost in rows]}
        memory = {"of the corpus": [cost.memory for _, cost in rows]}
        across = "operations of a specification"
        yield _curve("CPU for 1,000 operations, corpus", across, at, cpu)
        yield Curve(label="memory, corpus", across=across, at=at, series=memory, unit="bytes")


def _operations(path: Path) -> int:
    text = path.read_text("utf-8")
    document = json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.CSafeLoader)
    items = (document.get("paths") or {}).values()
    return sum(len(_METHODS & item.keys()) for item in items if isinstance(item, dict))


def _made(folder: Path, operations: int) -> Path:
    path = folder / f"made{operations}.json"
    path.write_text(json.dumps(generate_specification(operations)), "utf-8")
    return path


def _ten_megabytes(folder: Path, suffix: str) -> Path:
    """Make a specification of ten megabytes, written as people's are: indented."""
    path = folder / f"large{suffix}"
    size = 600
    while True:
        document = generate_specification(size)
        text = json.dumps(document, indent=2) if suffix == ".json" else yaml.dump(
            document, Dumper=yaml.CSafeDumper, sort_keys=False
        )  # fmt: skip
        if len(text) >= _LARGE:
            path.write_text(text, "utf-8")
            return path
        size = math.ceil(size * max(1.01, _LARGE / len(text)))


def _generate(specification: Path, folder: Path) -> Cost:
    return cost_of(*_command("generate", specification, folder))


def _command(verb: str, specification: Path, folder: Path) -> list[str]:
    location = ["--out", str(folder / specification.stem), "--package", "made"]
    return ["-m", "generator", verb, "--spec", str(specification), *location]


def _exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Return the power by which values grow: the slope of a line through their logarithms."""
    across, up = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, centre = sum(across) / len(across), sum(up) / len(up)
    both = sum((x - middle) * (y - centre) for x, y in zip(across, up, strict=True))
    return both / sum((x - middle) ** 2 for x in across)


def _curve(label: str, across: str, at: Sequence[float], series: dict[str, list[float]]) -> Curve:
    return Curve(label=label, across=across, at=at, series=series)


BENCHMARKS = (
    Benchmark("growth", "how generating grows with the specification", growing, slow=True),
    Benchmark("large", "specifications of ten megabytes", large, slow=True),
)
