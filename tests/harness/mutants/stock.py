"""schemathesis as it comes, against mutants: its command, its checks, its phases.

Ours are the signature, without which it would see nothing but refusals, the data, and two settings
without which it would find fault with the correct target: unknown parameters are passed over here,
and a request that is to show what happens without Authorization is not signed. What it still finds
on the correct target is written into a baseline first, and does not count.
"""

import contextlib
import io
import json
import re
import tempfile
from collections.abc import Container, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ...contract.contract import load_contract
from .mutant import Mutant, MutantError
from .patching import switch_on
from .readme import ROOT
from .running import run_each
from .sampling import try_sample

__all__ = ["run_stock"]

_LIMIT = 600.0
_MOST_BASELINES = 12
_QUIET = 3
"""Runs on the correct target, with the mutants' seed and others, that must find nothing new."""
_SETTINGS = "[generation]\nallow-extra-parameters = false\n"
_CASE = "X-Schemathesis-TestCaseId"
_FAILED = re.compile(r"^- (ST[0-9]+ .+)$", re.MULTILINE)


def run_stock(
    mutants: Sequence[Mutant], *, examples: int, seed: int, minutes: float, whole: bool
) -> int:
    """Print what stock schemathesis finds in each mutant, and its score.

    Mutants come in a random order; after some minutes, no other is begun. With the `whole` of the
    mutants to choose from, tell README.md.
    """
    _warm_up()
    with tempfile.TemporaryDirectory() as folder:
        baseline = Path(folder) / "baseline"
        _record(baseline, examples, seed)

        def run(mutant: Mutant) -> str:
            switch_on(mutant)
            return _found(["--baseline", str(baseline), "--max-failures", "1"], examples, seed)

        sample = try_sample(mutants, run, seed=seed, minutes=minutes, limit=_LIMIT)
    settings = f"{examples} examples, seed {seed}"
    print(f"\nstock schemathesis {version('schemathesis')} found {sample} ({settings})")
    if whole:
        sample.record("mutants-stock", settings)
    return 0


def _warm_up() -> None:
    """Import what takes long and is none of the target: once, for all copies of this process."""
    import schemathesis.cli  # noqa: F401


def _record(baseline: Path, examples: int, seed: int) -> None:
    """Let runs on the correct target say what schemathesis would rather have otherwise."""

    def run(each: int) -> str:
        return _found(["--baseline", str(baseline), "--baseline-update"], examples, each)

    quiet = 0
    for number in range(_MOST_BASELINES):
        each = seed + number % _QUIET
        [one] = run_each([each], run, limit=_LIMIT)
        if one.result is None:
            raise MutantError("stock schemathesis comes to no end on the correct target")
        print(f"correct target, seed {each}: {one.result or 'nothing new'}", flush=True)
        quiet = 0 if one.result else quiet + 1
        if quiet == _QUIET:
            break
    for entry in json.loads(baseline.read_text("utf-8"))["entries"]:
        what = f"{entry['failure']} {entry['signature']}".strip()
        print(f"does not count: {what} at {entry['operation']}", flush=True)


def _found(arguments: Sequence[str], examples: int, seed: int) -> str:
    """Run the command of schemathesis; give what it found first, or nothing."""
    from schemathesis.auths import GLOBAL_AUTH_STORAGE
    from schemathesis.cli import schemathesis as command

    from ...contract.requests_adapter import RequestSignature
    from ...contract.targets.served import served

    printed, code = io.StringIO(), 0
    with served() as target, tempfile.NamedTemporaryFile("w", suffix=".toml") as settings:
        settings.write(_SETTINGS)
        settings.flush()
        spared = _meant_to_be_unsigned()
        signature = RequestSignature(
            load_contract(),
            target.key,
            may_sign=lambda request: request.headers.get(_CASE) not in spared,
        )
        GLOBAL_AUTH_STORAGE.set_from_requests(signature)
        line = [
            "--config-file",
            settings.name,
            "run",
            str(ROOT / "spec" / "openapi.yaml"),
            "--url",
            target.url,
            *arguments,
        ]
        line += ["--max-examples", str(examples), "--seed", str(seed), "--no-color", "--no-shrink"]
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                command(line, standalone_mode=False)
            except SystemExit as error:
                code = error.code if isinstance(error.code, int) else 1
    return _first(printed.getvalue()) if code else ""


def _meant_to_be_unsigned() -> Container[str]:
    """Return the growing set of ids of cases whose Authorization was spoilt on purpose.

    Of all that they send, only headers are not as they ought to be, though those of the operation
    are there.
    """
    import schemathesis
    from schemathesis.core.parameters import ParameterLocation

    found: set[str] = set()
    needed = {
        parameter.name
        for operation in load_contract().operations
        for parameter in operation.parameters
        if parameter.location == "header"
    }

    @schemathesis.hook
    def before_call(_context: object, case: schemathesis.Case[Any], _kwargs: object) -> None:
        components = case.meta.components if case.meta else {}
        spoilt = [place for place, component in components.items() if component.mode.is_negative]
        headers_alone = spoilt == [ParameterLocation.HEADER]
        if headers_alone and all(case.headers.get(name) for name in needed):
            found.add(case.id)

    return found


def _first(report: str) -> str:
    """Return the heading of the first failure, else the last line of the report."""
    found = _FAILED.search(report)
    return found[1] if found else report.strip().rpartition("\n")[2]
