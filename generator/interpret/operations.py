"""Operations: those of one tag become the methods of one resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..ir import (
    Latest,
    LookupArgument,
    Only,
    Operation,
    Pagination,
    Parameter,
    Permission,
    Resource,
    Scheme,
    TypeRef,
    Waiter,
)
from ..ir.default_texts import operation_summary, resource_description
from ..naming import Names, constant, method_name, pascal, python_name, snake
from ..normalise import NamedOperation
from ..normalise.reachable import decodes_twice, has_exact_numbers
from ..normalise.schema_nodes import Property
from ..normalise.specification import Operation as StatedOperation
from ..normalise.specification import Specification
from ..reserved_names import METHODS, OPERATIONS, RESOURCE_CLASSES
from .annotations import annotation, type_ref
from .bodies import BodyType, ResponseType, body_type, response_type
from .body_fields import body_fields
from .error_bodies import error_bodies
from .filters import filters
from .idempotency import with_idempotency
from .lookups import lookup_arguments
from .parameters import body_parameter, parameter
from .properties import item_of, listed_item, object_of, property_at
from .security import schemes, security
from .waiters import waiters, with_awaits

__all__ = ["resources"]


def resources(
    specification: Specification, names: Mapping[tuple[str, str], NamedOperation]
) -> tuple[Resource, ...]:
    """Group the operations by tag, in the order of the document."""
    described = {tag.name: tag.description for tag in specification.tags}
    grouped: dict[str, list[Operation]] = {}
    stated: dict[str, StatedOperation] = {}
    functions, credentials = Names(OPERATIONS), schemes(specification)
    method_names = _method_names(specification, names)
    for entry in specification.operations:
        named = names[entry.key]
        named = replace(named, function=functions.take(named.function))
        method = method_names[named.tag].take(
            entry.method_name or _plain_method(specification, entry, named), named.function
        )
        operation = _operation(specification, entry, named, method, credentials)
        grouped.setdefault(named.tag, []).append(operation)
        stated[operation.name] = entry
    classes = Names([*specification.components, *RESOURCE_CLASSES])
    named_operations = {entry.name: entry for group in grouped.values() for entry in group}
    operations = {
        name: with_idempotency(operation, stated[name].idempotency, named_operations)
        for name, operation in named_operations.items()
    }
    found = {tag: tuple(_waiters(group, stated, operations)) for tag, group in grouped.items()}
    return tuple(
        Resource(
            name=tag,
            class_name=classes.take(pascal(tag), f"{pascal(tag)}Operations"),
            description=described.get(tag) or str(resource_description(tag)),
            operations=tuple(
                with_awaits(operations[operation.name], stated[operation.name].awaits, found)
                for operation in group
            ),
            waiters=found[tag],
        )
        for tag, group in grouped.items()
    )


def _waiters(
    group: Iterable[Operation],
    stated: Mapping[str, StatedOperation],
    operations: Mapping[str, Operation],
) -> Iterator[Waiter]:
    """Yield the waiters of the operations of one resource."""
    for operation in group:
        yield from waiters(operations[operation.name], stated[operation.name].waiters, operations)


def _plain_method(
    specification: Specification, entry: StatedOperation, named: NamedOperation
) -> str:
    """Return the name of a method as the operation's own name has it."""
    name = entry.short_name or entry.name
    node = entry.response.node
    is_listing = entry.pagination is not None or item_of(specification, node) is not None
    plain = method_name(name, named.tag, is_listing=entry.method == "get" and is_listing)
    return plain if snake(name) == named.function else method_name(named.function, named.tag)


def _method_names(
    specification: Specification, names: Mapping[tuple[str, str], NamedOperation]
) -> dict[str, Names]:
    """Return the method names of each resource, of which extensions have taken theirs already."""
    taken: dict[str, list[str]] = {}
    for operation in specification.operations:
        own = taken.setdefault(names[operation.key].tag, [*METHODS])
        own += ["latest"] if operation.latest else []
        own += [snake(name) for name, _ in operation.waiters]
    return {tag: Names(own) for tag, own in taken.items()}


def _operation(
    specification: Specification,
    stated: StatedOperation,
    named: NamedOperation,
    method: str,
    credentials: Mapping[str, Scheme],
) -> Operation:
    function = named.function
    response = response_type(specification, stated, function)
    body = body_type(specification, stated, function)
    parameters = _parameters(specification, stated, named, body)
    fields = tuple(body_fields(specification, stated.body, parameters))
    lookups = tuple(lookup_arguments(specification, stated, parameters, fields))
    path, _ = stated.key
    operation = Operation(
        name=stated.name,
        function=function,
        constant=constant(function),
        method_name=method,
        method=stated.method.upper(),
        path=stated.path,
        summary=stated.summary.strip() or str(operation_summary(stated.name)),
        description=stated.description.strip(),
        parameters=tuple(parameters),
        response_type=response.type,
        pagination=_pagination(specification, stated, parameters),
        latest=_latest(stated, constant(function), parameters, lookups),
        filters=tuple(filters(specification, stated)),
        permission=_permission(stated),
        pointer=f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{stated.method}",
        aliases=tuple(filter(None, (response.alias, response.item, body.alias if body else None))),
        query=stated.query,
        security=security(stated, credentials),
        body_fields=fields,
        lookups=lookups,
        question=stated.confirmation.question if stated.confirmation else "",
        only=_only(stated, constant(function), parameters),
        errors=error_bodies(specification, stated),
        error_forms=stated.error_forms,
        chooses_success=stated.chooses_success,
    )
    return _with_response(specification, stated, response, operation)


def _with_response(
    specification: Specification,
    stated: StatedOperation,
    response: ResponseType,
    operation: Operation,
) -> Operation:
    """Return an operation with what is known of its response."""
    carried = _carried(specification, stated, response)
    node = stated.response.node
    return replace(
        operation,
        payload=_payload(specification, carried),
        has_payload=carried is not None,
        enveloped=_is_enveloped(specification, response),
        decoding=response.decoding,
        may_be_empty=response.may_be_empty,
        accept=response.accept,
        status=stated.response.status,
        contents=response.contents,
        item_type=TypeRef("", response.item.name, "operations") if response.item else None,
        is_stream_only=response.is_stream_only,
        keeps_additional=response.decoding in ("json", "stated")
        and decodes_twice(specification, node),
        is_exact=has_exact_numbers(specification, node),
    )


def _parameters(
    specification: Specification,
    stated: StatedOperation,
    named: NamedOperation,
    body: BodyType | None,
) -> list[Parameter]:
    """Return the parameters of an operation under their names in Python, the body last."""
    parameters = [
        parameter(specification, entry, named.parameters[(entry.name, entry.location)])
        for entry in stated.parameters
    ]
    if stated.body and body:
        parameters.append(body_parameter(stated.body, body.codec))
    return parameters


def _is_enveloped(specification: Specification, response: ResponseType) -> bool:
    return specification.envelope is not None and response.type.home == "models"


def _carried(
    specification: Specification, stated: StatedOperation, response: ResponseType
) -> Property | None:
    """Return the property of an envelope that holds the payload."""
    if specification.envelope is None or not _is_enveloped(specification, response):
        return None
    owner = object_of(specification, stated.response.node)
    return property_at(specification, owner, [specification.envelope.payload])


def _payload(specification: Specification, carried: Property | None) -> TypeRef | None:
    """Return what an envelope carries: a model, or a text."""
    if carried is not None and annotation(specification, carried.node) == "str":
        return TypeRef("", "str", "builtin")
    component = object_of(specification, carried.node) if carried else None
    return type_ref(specification, component.name) if component else None


def _pagination(
    specification: Specification, stated: StatedOperation, parameters: list[Parameter]
) -> Pagination | None:
    pages = stated.pagination
    if pages is None:
        return None
    named = {argument.wire_name: argument for argument in parameters}
    item = listed_item(specification, stated.response.node, pages.items)
    if item is None:
        return None
    return Pagination(
        style=pages.style,
        position=named[pages.position].name if pages.position else None,
        size=named[pages.size].name if pages.size else None,
        largest=named[pages.size].maximum if pages.size else None,
        items=snake(pages.items) if pages.items else None,
        items_wire_name=pages.items,
        total=snake(pages.total) if pages.total else None,
        next=tuple(map(snake, pages.next.split("."))) if pages.next else (),
        key=snake(pages.key),
        item=type_ref(specification, item.name),
    )


def _latest(
    stated: StatedOperation,
    operation: str,
    parameters: list[Parameter],
    lookups: tuple[LookupArgument, ...],
) -> Latest | None:
    latest, pages = stated.latest, stated.pagination
    if latest is None or pages is None:
        return None
    left_out = {pages.position, pages.size, *latest.order}
    kept = (argument for argument in parameters if argument.wire_name not in left_out)
    return Latest(
        constant=f"{operation}_LATEST",
        summary=latest.summary,
        time=python_name(latest.time),
        size=latest.size,
        parameters=tuple(
            sorted(kept, key=lambda argument: (argument.is_client_scoped, not argument.required))
        ),
        lookups=tuple(lookup for lookup in lookups if lookup.wire_name is None),
    )


def _only(stated: StatedOperation, operation: str, parameters: list[Parameter]) -> Only | None:
    if stated.only is None:
        return None
    [parameter] = [each for each in parameters if each.wire_name == stated.only.parameter]
    return Only(
        constant=f"{operation}_ONLY", match=python_name(stated.only.match), parameter=parameter.name
    )


def _permission(stated: StatedOperation) -> Permission | None:
    permission = stated.permission
    if permission is None:
        return None
    return Permission(
        action=permission.action,
        access_level=permission.access_level,
        resource=permission.resource,
        condition_keys=permission.condition_keys,
        related_operations=permission.related_operations,
    )
