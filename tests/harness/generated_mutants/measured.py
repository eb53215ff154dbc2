"""The lines that each test runs without a mutant, and its seconds: kept while tests and modules stay the same."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..mutants.running import run_each
from .digests import digest_of, file_digest, test_digest
from .modules import AREAS, KEPT, ROOT, Area, MutantsError
from .running_tests import MeasuredTest, measure_file, warm_up

__all__ = ["measured_tests"]

_LIMIT = 1200.0


class _MeasuredFile(msgspec.Struct):
    digest: str
    tests: dict[str, MeasuredTest]


def measured_tests(areas: Iterable[Area], seed: int) -> dict[str, MeasuredTest]:
    """Return the tests of some areas by their names; files of them that have changed are run."""
    found: dict[str, MeasuredTest] = {}
    for folders in dict.fromkeys(area.tests for area in areas):
        digests = _digests(folders)
        _measure({file: digests[file] for file in digests if not _tests(file, digests[file])}, seed)
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


def _measure(digests: dict[str, str], seed: int) -> None:
    """Run files of tests, each in a process of its own, and keep what each test did."""
    warm_up()

    def measure(file: str) -> int:
        tests = measure_file(file, seed)
        _path(file).write_bytes(msgspec.json.encode(_MeasuredFile(digests[file], tests)))
        return len(tests)

    KEPT.joinpath("tests").mkdir(parents=True, exist_ok=True)
    for finished in run_each(digests, measure, limit=_LIMIT):
        if not finished.result:
            raise MutantsError(f"{finished.task} does not end, or not even start")
        print(f"measured {finished.task} in {finished.seconds:.0f} s", flush=True)


def _path(file: str) -> Path:
    return KEPT / "tests" / f"{file.replace('/', '.')}.json"


def _tests(file: str, digest: str) -> dict[str, MeasuredTest]:
    """Return the tests of a file as they were measured; none when it has changed since."""
    try:
        kept = msgspec.json.decode(_path(file).read_bytes(), type=_MeasuredFile)
    except (OSError, msgspec.MsgspecError):
        return {}
    return kept.tests if kept.digest == digest else {}
