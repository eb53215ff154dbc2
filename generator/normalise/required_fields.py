"""The properties that a model must have: required in every direction in which it goes.

A request has no read-only properties, a response no write-only ones. Where the document says that
a response may lack any property (`x-responses`), only models that requests alone carry require
anything; so it is with the envelope of a response, which a failure leaves half empty. A property
that may be null is never required of a constructor: unset, it is null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .reachable import reached, requested
from .schema_nodes import NULL, AnyOf, Anything, Node, ObjectSchema, Reference, references
from .specification import Specification

__all__ = ["may_be_null", "required_fields"]


def required_fields(specification: Specification) -> Mapping[str, frozenset[str]]:
    """Return the wire names of the properties that each model requires, by component."""
    sent = requested(specification)
    answered = reached(
        specification,
        (
            node
            for each in specification.operations
            for node in (each.response.node, *(error.node for error in each.errors))
        ),
    )
    envelopes = set(_envelopes(specification))
    return {
        component.name: frozenset(
            _required(
                specification,
                component,
                in_request=component.name in sent,
                in_response=component.name in answered or component.name not in sent,
            )
        )
        if component.name not in envelopes
        else frozenset()
        for component in specification.objects
    }


def may_be_null(specification: Specification, node: Node) -> bool:
    """Whether null is a value of a node; one that says nothing has any value."""
    waiting, seen = [node], set[str]()
    while waiting:
        match waiting.pop():
            case Reference(name):
                component = specification.components[name]
                if name not in seen and not isinstance(component, ObjectSchema):
                    waiting += component.nodes
                seen.add(name)
            case AnyOf(nodes):
                waiting += nodes
            case Anything():
                return True
            case other:
                if other == NULL:
                    return True
    return False


def _required(
    specification: Specification, component: ObjectSchema, *, in_request: bool, in_response: bool
) -> Iterator[str]:
    if in_response and specification.may_omit:
        return
    for stated in component.properties:
        is_kept_back = (in_request and stated.is_read_only) or (
            in_response and stated.is_write_only
        )
        if stated.wire_name not in component.required or is_kept_back:
            continue
        if not may_be_null(specification, stated.node):
            yield stated.wire_name


def _envelopes(specification: Specification) -> Iterator[str]:
    if specification.envelope is not None:
        for operation in specification.operations:
            yield from references(operation.response.node)
