"""The lines that each test runs without a mutant, and its seconds: kept while tests and modules stay the same."""

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import coverage
import msgspec

from ..mutants.running import run_each
from .collected_tests import CollectedTests
from .digests import digest_of, file_digest, test_digest
from .modules import AREAS, KEPT, ROOT, Area, Module

__all__ = ["MeasuredTest", "measured_tests"]

_LIMIT = 1200.0


class MeasuredTest(msgspec.Struct):
    """Whether a test passes, its seconds, and the numbers of the lines that it runs, by module."""

    passes: bool
    seconds: float = 0.0
    lines: dict[str, list[int]] = {}


class _MeasuredFile(msgspec.Struct):
    digest: str
    tests: dict[str, MeasuredTest]


def measured_tests(areas: Iterable[Area], collected: CollectedTests) -> dict[str, MeasuredTest]:
    """Return the tests of some areas by their names; files of them that have changed are run."""
    found: dict[str, MeasuredTest] = {}
    for folders in dict.fromkeys(area.tests for area in areas):
        digests = _digests(folders)
        _measure(
            {file: digests[file] for file in digests if not _tests(file, digests[file])}, collected
        )
        for file in digests:
            found |= _tests(file, digests[file])
    for test, measured in found.items():
        if not measured.passes:
            print(f"LEFT OUT, it fails without a mutant: {test}", flush=True)
    return {test: measured for test, measured in found.items() if measured.passes}


def _digests(folders: tuple[str, ...]) -> dict[str, str]:
    """Return the digest of each file of tests, together with the modules that they may run."""
    modules = [module for area in AREAS if area.tests == folders for module in area.modules]
    state = digest_of(file_digest(ROOT / module.path) for module in modules)
    files = (path for folder in folders for path in sorted((ROOT / folder).rglob("test_*.py")))
    names = [path.relative_to(ROOT).as_posix() for path in files]
    return {name: digest_of([state, test_digest(name)]) for name in names}


def _measure(digests: dict[str, str], collected: CollectedTests) -> None:
    """Run files of tests, each in a process of its own, and keep what each test did."""

    def measure(file: str) -> int:
        tests = dict(_measure_each(collected, collected.names(file)))
        _path(file).write_bytes(msgspec.json.encode(_MeasuredFile(digests[file], tests)))
        return len(tests)

    KEPT.joinpath("tests").mkdir(parents=True, exist_ok=True)
    for finished in run_each(digests, measure, limit=_LIMIT):
        if finished.result is None:
            print(f"LEFT OUT, its process dies or does not end: {finished.task}", flush=True)
        else:
            print(f"measured {finished.task} in {finished.seconds:.0f} s", flush=True)


def _measure_each(
    collected: CollectedTests, names: Iterable[str]
) -> Iterator[tuple[str, MeasuredTest]]:
    include = ["*/_runtime/*", "*/generator/compare/*"]
    measuring = coverage.Coverage(data_file=None, include=include, config_file=False)
    measuring.start()
    tests = {
        test: MeasuredTest(
            not any(report.failed for report in reports),
            sum(report.duration for report in reports),
            {},
        )
        for test, reports in collected.run(names, measuring.switch_context)
    }
    measuring.stop()
    with warnings.catch_warnings(action="ignore"):  # one says that all was run in other processes
        data = measuring.get_data()
    for path in data.measured_files():
        name = Module(Path(path)).name
        for line, contexts in data.contexts_by_lineno(path).items():
            for test in tests.keys() & contexts:
                tests[test].lines.setdefault(name, []).append(line)
    yield from tests.items()


def _path(file: str) -> Path:
    return KEPT / "tests" / f"{file.replace('/', '.')}.json"


def _tests(file: str, digest: str) -> dict[str, MeasuredTest]:
    """Return the tests of a file as they were measured; none when it has changed since."""
    try:
        kept = msgspec.json.decode(_path(file).read_bytes(), type=_MeasuredFile)
    except (OSError, msgspec.MsgspecError):
        return {}
    return kept.tests if kept.digest == digest else {}
