"""Related items: the latest items of other listings that columns of a value may show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..ir import Operation, Related
from ..naming import python_name, snake
from ..normalise.specification import Specification
from .annotations import type_ref

__all__ = ["related_items"]


def related_items(
    specification: Specification, operations: Mapping[str, Operation]
) -> Iterator[Related]:
    """Yield what x-related states of each object; `operations` holds all operations by name."""
    for owner in specification.objects:
        for name, stated in owner.related:
            listing = operations[stated.operation]
            if listing.latest is None:
                continue
            named = {parameter.wire_name: parameter.name for parameter in listing.parameters}
            yield Related(
                owner=type_ref(specification, owner.name),
                name=snake(name),
                constant=listing.latest.constant,
                item=listing.result,
                arguments=tuple(
                    (named[parameter], python_name(property_))
                    for parameter, property_ in stated.parameters.items()
                ),
            )
