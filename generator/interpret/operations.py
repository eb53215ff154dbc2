"""Operations: one tag's become the methods of one resource."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ..ir import (
    Latest,
    NamedOperation,
    Operation,
    Pagination,
    Parameter,
    Permission,
    Resource,
    TypeRef,
)
from ..naming import Names, constant, pascal, python_name, snake, verb
from ..openapi.lookup import (
    first_server,
    operations,
    resolve,
    schema_at,
    server_url,
    success,
    success_status,
    type_ref,
)
from ..openapi.path_templates import wire_path
from ..reserved_names import CLASSES
from .bodies import answered, body_parameter
from .filters import filters
from .parameters import parameter
from .security import schemes, security
from .waiters import waiters

__all__ = ["resources"]


def resources(
    document: dict[str, Any], names: dict[tuple[str, str], NamedOperation]
) -> tuple[Resource, ...]:
    """Group the operations by tag, in the order of the document."""
    described = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
    grouped: dict[str, list[Operation]] = {}
    nodes: dict[str, dict[str, Any]] = {}
    functions, verbs, known = Names(), dict[str, Names](), schemes(document)
    for path, method, node in operations(document):
        named = names[(method, path)]
        named = replace(named, function=functions.take(named.function))
        scope = verbs.setdefault(named.tag, Names(["session"]))
        own = scope.take(verb(named.function, named.tag), named.function)
        found = _operation(document, path, method, node, named, own)
        found = replace(found, security=security(document, node, known))
        grouped.setdefault(named.tag, []).append(found)
        nodes[found.name] = node
    schemas = document.get("components", {}).get("schemas", {})
    classes = Names([*(type_ref(name).name for name in schemas), *CLASSES])
    every = {one.name: one for listed in grouped.values() for one in listed}
    return tuple(
        Resource(
            name=tag,
            class_name=classes.take(pascal(tag), f"{pascal(tag)}Operations"),
            description=described.get(tag) or f"Operations of {tag}.",
            operations=tuple(own),
            waiters=tuple(waiter for one in own for waiter in waiters(one, nodes[one.name], every)),
        )
        for tag, own in grouped.items()
    )


def _operation(
    document: dict[str, Any],
    path: str,
    method: str,
    node: dict[str, Any],
    named: NamedOperation,
    own: str,
) -> Operation:
    type_, alias, reads, empty, accept = answered(document, method, node, named.function)
    answer = success(document, node)[1].get("schema", {})
    body = body_parameter(document, node, named.function)
    given = _parameters(document, path, node, named)
    parameters = (*given, *([body[0]] if body else ()))
    envelope = document.get("x-envelope", {}).get("answer") if type_.home == "models" else None
    name = node.get("operationId") or pascal(named.function)
    plain, query = wire_path(path)
    server = first_server(node if node.get("servers") else document)
    return Operation(
        name=name,
        function=named.function,
        constant=constant(named.function),
        verb=own,
        method=method.upper(),
        path=urlsplit(server_url(server)).path.rstrip("/") + plain,
        summary=node.get("summary", "").strip() or f"Call {name}.",
        description=node.get("description", "").strip(),
        parameters=parameters,
        answer=type_,
        payload=_payload(document, answer, envelope) if envelope else None,
        enveloped=envelope is not None,
        pagination=_pagination(document, node, answer, parameters),
        latest=_latest(node, constant(named.function), parameters),
        filters=tuple(filters(document, node, answer)),
        permission=_permission(node),
        pointer=f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}",
        aliases=tuple(one for one in (alias, body[1] if body else None) if one),
        reads=reads,
        may_be_empty=empty,
        accept=accept,
        query=query,
        status=success_status(node),
    )


def _parameters(
    document: dict[str, Any], path: str, node: dict[str, Any], named: NamedOperation
) -> tuple[Parameter, ...]:
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    for one in [*document["paths"][path].get("parameters", []), *node.get("parameters", [])]:
        found = resolve(document, one)
        nodes[(found["name"], found["in"])] = found
    return tuple(parameter(document, found, named.parameters[key]) for key, found in nodes.items())


def _payload(
    document: dict[str, Any], answer: dict[str, Any], envelope: dict[str, Any]
) -> TypeRef | None:
    carried = schema_at(document, answer, [envelope["payload"]])
    return type_ref(carried["$ref"]) if "$ref" in carried else None


def _pagination(
    document: dict[str, Any],
    node: dict[str, Any],
    answer: dict[str, Any],
    parameters: tuple[Parameter, ...],
) -> Pagination | None:
    stated = node.get("x-pagination")
    if stated is None:
        return None
    named = {one.wire: one for one in parameters}
    items = schema_at(document, answer, [stated["items"]])
    return Pagination(
        page=named[stated["page"]].name,
        size=named[stated["size"]].name,
        items=snake(stated["items"]),
        items_wire=stated["items"],
        total=snake(stated["total"]),
        key=snake(stated["key"]),
        largest=named[stated["size"]].maximum,
        item=type_ref(items["items"]["$ref"]),
    )


def _latest(
    node: dict[str, Any], operation: str, parameters: tuple[Parameter, ...]
) -> Latest | None:
    stated = node.get("x-latest")
    if stated is None:
        return None
    pages = (node["x-pagination"]["page"], node["x-pagination"]["size"])
    left_out = {*pages, *stated["order"]}
    kept = (one for one in parameters if one.wire not in left_out)
    return Latest(
        constant=f"{operation}_LATEST",
        summary=stated["summary"],
        time=python_name(stated["time"]),
        size=stated["size"],
        parameters=tuple(sorted(kept, key=lambda one: (one.bound, not one.required))),
    )


def _permission(node: dict[str, Any]) -> Permission | None:
    stated = node.get("x-ram")
    if stated is None:
        return None
    return Permission(
        action=stated["action"],
        access_level=stated["accessLevel"],
        resource=stated["resource"],
        condition_keys=tuple(stated["conditionKeys"]),
        related_operations=tuple(stated["relatedOperations"]),
    )
