"""Idempotency keys of operations: the parameter or the property of the body that holds each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..ir import Idempotency, Operation
from ..naming import python_name
from ..normalise.extensions import Idempotency as StatedIdempotency

__all__ = ["with_idempotency"]


def with_idempotency(
    operation: Operation, stated: StatedIdempotency | None, operations: Mapping[str, Operation]
) -> Operation:
    """Return an operation with its idempotency key; `operations` holds all operations by name."""
    if stated is None:
        return operation
    own = {parameter.wire_name: parameter.name for parameter in operation.parameters}
    read = operations[stated.read] if stated.read else None
    by_key = {parameter.wire_name: parameter.name for parameter in read.parameters} if read else {}
    is_parameter = stated.key in own
    key = Idempotency(
        parameter=own[stated.key] if is_parameter else "body",
        wire_name=stated.key,
        field=None if is_parameter else python_name(stated.key),
        read=read.constant if read else None,
        read_parameter=by_key[stated.key] if read else "",
    )
    return replace(operation, idempotency=key)
