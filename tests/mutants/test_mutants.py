"""The mutants can be made, die of the suite, and a fault that is none survives it."""

import subprocess
import sys
from pathlib import Path

import pytest

from .mutant import Mutant, MutantError, load_mutants, source_of
from .score import LIMIT, kill, warm_up

ROOT = Path(__file__).parents[2]
MUTANTS = {one.name: one for one in load_mutants()}

SAMPLES = (
    "the total is that of the page",
    "the default direction is ascending",
    "an account lists the jobs of another",
    "no signature is checked",
    "a Deny is ignored",
)
NO_FAULT = Mutant(
    "none",
    "a name is another",
    "flinkjobs_target.services.jobs",
    '"""Job instances, listed and given from the store."""',
    '"""Job instances."""',
)


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=lambda one: f"{one.topic}: {one.name}")
def test_every_mutant_can_be_made(mutant: Mutant) -> None:
    """Each text is in its module exactly once, and what stands in its place makes a module."""
    source = source_of(mutant.module).read_text("utf-8")
    faulty = mutant.applied(source)

    assert source != faulty
    compile(faulty, mutant.module, "exec")


def test_there_are_many() -> None:
    """There are at least as many mutants as the project promises."""
    assert 170 <= len(MUTANTS)


def test_a_text_that_is_gone_is_said_with_its_place() -> None:
    """A mutant that no longer applies names topic, fault, module and text."""
    mutant = Mutant("pages", "a fault", "some.module", "gone", "new")

    with pytest.raises(MutantError, match=r"pages.toml: 'a fault': some.module .* 'gone' 0 times"):
        mutant.applied("source")


def test_two_mutants_of_one_name_are_refused(tmp_path: Path) -> None:
    """A name stands for one mutant only, so that a report means one."""
    for topic in ("one", "two"):
        (tmp_path / f"{topic}.toml").write_text('[module]\n"a fault" = ["old", "new"]\n')

    with pytest.raises(MutantError, match="two mutants are called a fault"):
        load_mutants(tmp_path)


def try_samples() -> None:
    """Try a fault of each kind and one that is none; print a line for each survivor."""
    warm_up()
    score = kill([*(MUTANTS[name] for name in SAMPLES), NO_FAULT], seed=1, order={}, fuzzing=False)
    print("survivors:", *(name for name, killer in score.killers.items() if killer is None))


def test_faults_die_and_what_is_none_survives() -> None:
    """The suite kills a fault of each kind, and lets a target live that has none.

    In a process of its own, which has not imported what is to be faulty.
    """
    code = "from tests.mutants.test_mutants import try_samples; try_samples()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )

    assert "survivors: none: a name is another" == ended.stdout.splitlines()[-1], ended.stderr
