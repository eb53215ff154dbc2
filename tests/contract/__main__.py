"""The command `flinkjobs-contract`: tests a server against the contract, or replays a failure."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from .program import FOLDER, IS_PACKAGED, PROGRAM

__all__ = ["main"]

_DESCRIPTION = """Test a server against the contract. Key and ids come from a file (--config) or the
environment: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, WORKSPACE, NAMESPACE,
DEPLOYMENT, JOB."""
_PASSED_ON = ("operations", "examples", "report", "clause", "baseline", "write-baseline")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite; return 0 when every clause holds, 1 when one fails, 2 for wrong settings."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] == ["sign"]:
        from .sign import main as sign

        return sign(words[1:])
    options = _parser().parse_args(words)
    if options.replay:
        from .replay import main as replay

        return replay(options.replay, target=options.target, config=options.config)
    if IS_PACKAGED and not options.target and not options.config:
        print("name a server: --target URL, or --config FILE with its url", file=sys.stderr)
        return 2
    return int(pytest.main(list(_pytest_arguments(options))))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=PROGRAM, description=_DESCRIPTION)
    parser.add_argument("--target", default="", metavar="URL", help="the server")
    parser.add_argument("--config", metavar="FILE", help="settings of the server, in TOML")
    parser.add_argument("--only", metavar="WORDS", help="the clauses with this in their names")
    parser.add_argument("--clause", metavar="NAME", help="the clause with this name")
    parser.add_argument("--operations", metavar="NAMES", help="those that it has, such as A,B")
    parser.add_argument("--examples", metavar="N", help="fuzzed requests of an operation")
    parser.add_argument("--seed", metavar="N", help="repeats a run")
    parser.add_argument("--report", metavar="DIR", help="writes HTML, JUnit, NDJSON and HAR files")
    parser.add_argument("--baseline", metavar="FILE", help="known failures, which do not count")
    parser.add_argument("--write-baseline", metavar="FILE", help="records all failures there")
    parser.add_argument("--replay", metavar="FILE[#N]", help="repeats failures of failures.ndjson")
    parser.add_argument("-v", "--verbose", action="store_true", help="names each clause")
    return parser


def _pytest_arguments(options: argparse.Namespace) -> Iterator[str]:
    yield str(FOLDER)
    yield from ("-p", "no:cacheprovider", "-v" if options.verbose else "-q")
    if IS_PACKAGED:  # no settings of the project in which it is called
        yield from ("-c", os.devnull, f"--rootdir={FOLDER.parent}", "--import-mode=importlib")
    if options.target:
        yield f"--contract-target={options.target}"
    if options.config:
        yield f"--contract-config={options.config}"
    if options.only:
        yield from ("-k", options.only)
    if options.seed:
        yield f"--hypothesis-seed={options.seed}"
    for name in _PASSED_ON:
        value = getattr(options, name.replace("-", "_"))
        if value:
            yield f"--contract-{name}={value}"
    if options.report:
        yield f"--junitxml={Path(options.report) / 'junit.xml'}"


if __name__ == "__main__":
    sys.exit(main())
