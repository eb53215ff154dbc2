"""The mutants can be made, die of the suite, and a fault that is none survives it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from .mutant import Mutant, MutantError, load_mutants, source_of
from .score import LIMIT, kill, warm_up

ROOT = Path(__file__).parents[3]
MUTANTS = {mutant.name: mutant for mutant in load_mutants()}

SAMPLES = (
    "the total is that of the page",
    "the default direction is ascending",
    "an account lists the jobs of another",
    "no signature is checked",
    "a Deny is ignored",
)
NO_FAULT = Mutant(
    "none",
    "a total of 0 is 0",
    "flinkjobs_target.services.jobs:JobService.list_jobs",
    "$page.total",
    "$page.total if $page.total else 0",
)


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=lambda one: f"{one.topic}: {one.name}")
def test_every_mutant_can_be_made(mutant: Mutant) -> None:
    """Each pattern matches its symbol exactly once, and the replacement makes another module."""
    source = source_of(mutant.module).read_text("utf-8")

    faulty = mutant.applied(source)

    assert ast.dump(faulty) != ast.dump(ast.parse(source))
    compile(faulty, mutant.module, "exec")


def test_there_are_many() -> None:
    """There are at least as many mutants as the project promises."""
    assert 170 <= len(MUTANTS)


@pytest.mark.parametrize(
    ("symbol", "find", "replace", "where", "problem"),
    [
        ("m:C.f", "$x.total", "0", (), "has `$x.total` 0 times, not once; write the pattern"),
        ("m:C.f", "$x.size", "0", (), "has `$x.size` 2 times, not once; write the pattern"),
        ("m:C.g", "$x.size", "0", (), "has 0 definitions, not one; write the symbol"),
        ("m:f", "$x.size", "0", (), "has 0 definitions, not one; write the symbol"),
        ("m:C.f", "$x.index", "$y", (), "the replacement has $y, which nothing binds; add it to"),
        ("m:C.f", "$x.index", "0", ("$y.total",), "where `$y.total` is not there"),
        ("m:C.f", "$x.index", "0", ("$y[0]",), "where `$y[0]` binds different names at 2 places"),
        ("m:C.f", "$x.index +", "0", (), "`$x.index +` is not Python syntax"),
        ("m:C.f", "$x.index", "f(...)", (), "the replacement has more ... than the pattern"),
    ],
)
def test_an_error_names_topic_fault_and_symbol(
    symbol: str, find: str, replace: str, where: tuple[str, ...], problem: str
) -> None:
    """A mutant that no longer applies says which it is, what is wrong and what to do."""
    source = "class C:\n    def f(self, a, b): return a.size + b.size + a.index + a[0] + b[0]"
    mutant = Mutant("pages", "a fault", symbol, find, replace, where)

    with pytest.raises(MutantError) as caught:
        mutant.applied(source)

    assert str(caught.value).startswith(f"pages.toml: 'a fault': {symbol} ")
    assert problem in str(caught.value)


def test_two_mutants_of_one_name_are_refused(tmp_path: Path) -> None:
    """A name stands for one mutant only, so that a report means one."""
    for topic in ("one", "two"):
        (tmp_path / f"{topic}.toml").write_text('["module:f"]\n"a fault" = ["old", "new"]\n')

    with pytest.raises(MutantError, match="two mutants are called a fault"):
        load_mutants(tmp_path)


def test_the_documented_mutants_can_be_made(tmp_path: Path) -> None:
    """The examples of README.md are mutants of the target as it is."""
    text = Path(__file__).with_name("README.md").read_text("utf-8")
    (tmp_path / "topic.toml").write_text(text.split("```toml\n")[1].split("```")[0])

    mutants = load_mutants(tmp_path)

    assert len(mutants) == 4
    for mutant in mutants:
        mutant.applied(source_of(mutant.module).read_text("utf-8"))


def try_samples() -> None:
    """Try a fault of each kind and one that is none; print a line for each survivor."""
    warm_up()
    score = kill([*(MUTANTS[name] for name in SAMPLES), NO_FAULT], seed=1, order={}, fuzzing=False)
    print("survivors:", *(name for name, killer in score.killers.items() if killer is None))


def test_faults_die_and_what_is_none_survives() -> None:
    """The suite kills a fault of each kind, and lets a target live that has none.

    In a process of its own, which has not imported what is to be faulty.
    """
    code = "from tests.harness.mutants.test_mutants import try_samples; try_samples()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )

    assert ended.stdout.splitlines()[-1] == "survivors: none: a total of 0 is 0", ended.stderr
