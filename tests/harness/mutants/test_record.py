"""The log of runs: a run that was ended is resumed, and what killed a mutant before is tried first."""

from pathlib import Path

from .record import Fate, load_hints, open_record


def test_a_run_is_resumed(tmp_path: Path) -> None:
    """A mutant that a run has recorded is not run again, until another run begins."""
    open_record("url", resume=False, folder=tmp_path).add(
        "pages: seen", Fate("ListJobs/pages", 1.5)
    )
    resumed = open_record("url", resume=True, folder=tmp_path)
    resumed.add("pages: missed", Fate(None, 2.0))
    again = open_record("url", resume=True, folder=tmp_path)

    assert resumed.fates.keys() == {"pages: seen", "pages: missed"}
    assert again.fates == resumed.fates
    assert open_record("url", resume=False, folder=tmp_path).fates == {}


def test_the_clauses_that_killed_are_known_in_all_later_runs(tmp_path: Path) -> None:
    """Hints are of every run with every access; a survivor has none."""
    open_record("url", resume=False, folder=tmp_path).add(
        "pages: seen", Fate("ListJobs/pages", 1.0)
    )
    other = open_record("in-process", resume=False, folder=tmp_path)
    other.add("pages: seen", Fate("ListJobs/answer", 1.0))
    other.add("pages: missed", Fate(None, 1.0))

    assert load_hints(tmp_path) == {"pages: seen": {"ListJobs/pages", "ListJobs/answer"}}
