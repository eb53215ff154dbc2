"""Filters of a listing: they keep the items that fit by what the listing itself says of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from .page_walks import Listing, item_id, largest_page, walk

Item: TypeAlias = Mapping[str, Any]
Fits: TypeAlias = Callable[[Item, str], bool | None]
"""Whether an item fits a value of a filter; None when the item does not say."""

_NOBODY = "there-is-none"
_VALUES = 6


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the filters of a listing whose meaning is documented."""
    names = {parameter.name for parameter in operation.parameters}
    if operation.name != "ListDeployments":
        return
    for name, fits in _FITS.items():
        if name in names:
            yield _kept(operation, name, fits)
    yield _in_one_state(operation)


def _contains(item: Item, value: str) -> bool | None:
    return value in item["name"] if "name" in item else None


def _equal(name: str) -> Fits:
    return lambda item, value: item[name] == value if item.get(name) is not None else None


def _has_label(item: Item, value: str) -> bool | None:
    return value in item["labels"] if isinstance(item.get("labels"), dict) else None


_FITS: Mapping[str, Fits] = {
    "name": _contains,
    "executionMode": _equal("executionMode"),
    "creator": _equal("creator"),
    "modifier": _equal("modifier"),
    "labelKey": _has_label,
}


def _kept(operation: Operation, name: str, fits: Fits) -> Clause:
    clause_id = f"{operation.name}/filter/{name}"

    def check(checker: Checker) -> None:
        listing = walk(checker, operation, largest_page(operation))
        known = sorted({text for item in listing.known for text in _stated(item, name)})
        chosen = checker.random_for(clause_id).sample(known, min(_VALUES, len(known)))
        for value in (*chosen, *_values_of_nobody(operation, name)):
            kept = walk(checker, operation, largest_page(operation), **{name: value})
            _expect_fitting(checker, operation, kept, fits, value)
            if listing.is_whole and kept.is_whole:
                found = {item_id(operation, item) for item in kept.known}
                fitting = [item for item in listing.known if fits(item, value)]
                missing = [item for item in fitting if item_id(operation, item) not in found]
                checker.expect_equal([], missing, f"what fits {name}={value}, and is not listed")

    return Clause(clause_id, f"{name} keeps what fits, all of it and nothing else.", check, cost=10)


def _expect_fitting(
    checker: Checker, operation: Operation, kept: Listing, fits: Fits, value: str
) -> None:
    strays = [item_id(operation, item) for item in kept.known if fits(item, value) is False]
    checker.expect_equal([], strays, f"what does not fit {value}, and is listed")


def _stated(item: Item, name: str) -> Iterator[str]:
    """Yield values of a filter that an item fits, or nearly."""
    if name == "labelKey":
        labels = item.get("labels")
        yield from labels if isinstance(labels, dict) else ()
        return
    text = item.get(name)
    if isinstance(text, str) and text:
        yield text
        if name == "name":
            yield from (text[1:] or text, text[:-1] or text, text[0], text[-1], text.swapcase())


def _values_of_nobody(operation: Operation, name: str) -> tuple[str, ...]:
    schema = operation.parameter(name).schema
    return tuple(schema["enum"]) if "enum" in schema else (_NOBODY,)


def _in_one_state(operation: Operation) -> Clause:
    """Build a clause that a deployment passes the filter of one state, of which it has a job."""

    def check(checker: Checker) -> None:
        seen: dict[str, str] = {}
        for state in operation.parameter("status").schema["enum"]:
            for item in walk(checker, operation, largest_page(operation), status=state).known:
                deployment = item_id(operation, item)
                number = (item.get("jobSummary") or {}).get(state.lower(), 1)
                checker.expect(number > 0, f"{deployment} is {state}, but counts no such job")
                other = seen.setdefault(deployment, state)
                checker.expect_equal(other, state, f"the state of the latest job of {deployment}")

    fact = "A deployment is listed for one state only, that of its latest job."
    return Clause(f"{operation.name}/filter/status", fact, check, cost=6)
