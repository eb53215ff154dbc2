"""A mutant counts as out of reach only if its function can have no effect without a call."""

import base64

from .mutant import Mutant
from .reach import called_functions, is_reached


def mutant(symbol: str) -> Mutant:
    return Mutant("pages", "a fault", symbol, "1", "2")


def test_functions_of_other_packages_are_not_collected() -> None:
    """Only those of the target and of its package matter."""
    with called_functions() as called:
        base64.b64encode(b"text")

    assert called == set()


def test_a_function_is_reached_when_it_was_called() -> None:
    """A plain method is reached by its own call alone."""
    listing = mutant("flinkjobs_target.store.jobs:JobStore.get")

    assert is_reached(listing, {listing.symbol})
    assert not is_reached(listing, {"flinkjobs_target.store.jobs:JobStore.put"})


def test_what_counts_without_a_call_is_always_reached() -> None:
    """A module, a class and a variable have their effect when they are imported."""
    for symbol in (
        "flinkjobs_target.store.jobs",
        "flinkjobs_target.store.jobs:JobStore",
        "flinkjobs_target.store.jobs:__all__",
    ):
        assert is_reached(mutant(symbol), set())
