"""A mutant is in functions that exist already, in copies of this process alone."""

from flinkjobs._runtime.client import http_dates

from ..mutants.running import run_each
from .generated_mutant import GeneratedMutant, find_mutants
from .modules import RUNTIME, Module
from .switching import Functions

MODULE = Module(RUNTIME / "client" / "http_dates.py")
DATES = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 -0000", "soon", None)


def parse_all() -> str:
    """Return what a function of a module that was imported before makes of dates."""
    results: list[object] = []
    for date in DATES:
        try:
            results.append(http_dates.parse_http_date(date))
        except Exception as error:
            results.append(error)
    return repr(results)


def parse_with(mutant: GeneratedMutant) -> str:
    """Switch a mutant on, and return what the function makes of dates."""
    Functions([MODULE]).switch_on(mutant)
    return parse_all()


def test_a_function_that_exists_is_changed() -> None:
    """Mutants of a small module are in its function, and none of them in this process."""
    before = parse_all()
    mutants = find_mutants(MODULE)
    results = [finished.result for finished in run_each(mutants, parse_with, limit=60)]

    assert len(results) == len(mutants)
    assert None not in results
    assert sum(result != before for result in results) > len(mutants) / 2
    assert parse_all() == before
