"""The score over HTTP, and the file of mutants that nobody can notice there."""

from pathlib import Path

import pytest

from .access import Access
from .mutant import Mutant, MutantError, load_mutants
from .score import Score
from .served import ServedScore
from .unobservable import load_unobservable

MUTANTS = [Mutant("pages", name, "m:f", "1", "2") for name in ("seen", "missed", "hidden")]
SECTION = '[clock]\nreason = "No clock."\nwith = ["url"]\nmutants = ["hidden"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "unobservable.toml"
    path.write_text(text, "utf-8")
    return path


def scored(access: Access, **killers: str | None) -> ServedScore:
    named = {f"pages: {name}": killer for name, killer in killers.items()}
    return ServedScore(access, Score(named, 1.0), {"hidden": "clock"})


def test_the_file_names_mutants_that_there_are() -> None:
    """Each of its sections has a reason; most concern a URL alone, few everything."""
    mutants = load_mutants()

    at_url = load_unobservable(mutants, Access.URL)
    with_everything = load_unobservable(mutants, Access.EVERYTHING)

    assert 0 < len(with_everything) < 5
    assert with_everything.keys() < at_url.keys()


def test_a_missing_input_counts_for_its_accesses_alone(tmp_path: Path) -> None:
    """A mutant that is unobservable at a URL is not so with everything given."""
    path = written(tmp_path, SECTION)

    assert load_unobservable(MUTANTS, Access.URL, path) == {"hidden": "clock"}
    assert load_unobservable(MUTANTS, Access.EVERYTHING, path) == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (SECTION.replace("hidden", "renamed"), "there is no mutant 'renamed'; remove it"),
        (SECTION + SECTION.replace("clock", "data"), "'hidden' stands there twice; remove one"),
        (SECTION.replace("No clock.", ""), "[clock] needs reason and with; add them"),
    ],
)
def test_a_faulty_file_is_an_error(tmp_path: Path, text: str, problem: str) -> None:
    """A name that is no mutant's, a repeated one and a missing reason are refused."""
    with pytest.raises(MutantError) as caught:
        load_unobservable(MUTANTS, Access.URL, written(tmp_path, text))

    assert problem in str(caught.value)


def test_a_survivor_counts_unless_it_is_unobservable() -> None:
    """The score is of those that can be noticed."""
    score = scored(Access.URL, seen="ListJobs/answer", missed=None, hidden=None)

    assert str(score) == "1 of 2 observable"
    assert score.survivors == ["pages: missed"]
    assert not score.is_enough


def test_a_stale_reason_is_never_enough() -> None:
    """A mutant that dies although nobody can notice it makes the run fail."""
    score = scored(Access.URL, seen="ListJobs/answer", hidden="ListJobs/answer")

    assert score.stale == ["pages: hidden"]
    assert not score.is_enough


def test_a_survivor_in_twenty_is_allowed_at_a_url_only() -> None:
    """With everything given, all of the observable die."""
    killers = {f"seen{number}": "ListJobs/answer" for number in range(19)}

    assert scored(Access.URL, missed=None, **killers).is_enough
    assert not scored(Access.EVERYTHING, missed=None, **killers).is_enough
    assert scored(Access.EVERYTHING, **killers).is_enough
