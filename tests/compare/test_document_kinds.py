"""Each kind of change of operations, parameters, headers, security and media types."""

from typing import Any

import pytest

from .documents import impacts, in_request, in_response, lines, whole

STRING: dict[str, Any] = {"type": "string"}
INTEGER: dict[str, Any] = {"type": "integer"}
JSON, XML, TEXT = "application/json", "application/xml", "text/plain"


def parameter(location: str = "query", **members: Any) -> dict[str, Any]:
    listed = [{"name": "Age", "in": location, "schema": STRING, **members}]
    return whole({"parameters": listed})


def body(*media_types: str, **members: Any) -> dict[str, Any]:
    content = {media_type: {"schema": STRING} for media_type in media_types}
    return whole({"requestBody": {"content": content, **members}})


def answers(**responses: Any) -> dict[str, Any]:
    stated = {name.strip("_"): {"description": "", **answer} for name, answer in responses.items()}
    return whole({"responses": stated})


def content(*media_types: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": STRING} for media_type in media_types}}


def header(name: str = "Age", **members: Any) -> dict[str, Any]:
    return answers(_200={"headers": {name: {"schema": STRING, **members}}})


def secured(*alternatives: Any, **members: Any) -> dict[str, Any]:
    return whole({"security": list(alternatives)}, **members)


def scheme(**members: Any) -> dict[str, Any]:
    key = {"type": "apiKey", "in": "header", "name": "Key", **members}
    return whole({}, components={"securitySchemes": {"key": key}})


def at_server(url: str = "https://a.example", **variables: Any) -> dict[str, Any]:
    return whole({}, servers=[{"url": url, "variables": variables}])


def keyed(**members: str) -> dict[str, Any]:
    return whole({"x-idempotency": members})


def paged(**members: str) -> dict[str, Any]:
    return whole({"x-pagination": {"items": "cups", "key": "id", **members}})


PLAIN, SUCCESS = whole({}), {"description": ""}
AGE = {"Age": {"schema": STRING}}
CALLED = {"post": {"responses": {"200": SUCCESS}}}
# What changes; before; after; whom it breaks: C are callers, S are servers, - is nobody.
KINDS = [
    # Keys that make writes idempotent.
    ("idempotency added", PLAIN, keyed(key="id"), "S"),
    ("idempotency removed", keyed(key="id"), PLAIN, "C"),
    ("another key", keyed(key="id"), keyed(key="token"), "CS"),
    ("read by the key added", keyed(key="id"), keyed(key="id", read="getThing"), "C"),
    # Pagination.
    ("pagination added", PLAIN, paged(), "CS"),
    ("pagination removed", paged(), PLAIN, "CS"),
    ("usual style stated", paged(), paged(style="page"), "no change"),
    ("total added", paged(), paged(total="sum"), "S"),
    ("total removed", paged(total="sum"), paged(), "C"),
    ("another total", paged(total="sum"), paged(total="count"), "CS"),
    ("another style", paged(page="at"), paged(style="offset", page="at"), "CS"),
    ("another cursor", paged(next="next"), paged(next="meta.next"), "CS"),
    # Operations.
    ("deprecated", PLAIN, whole({"deprecated": True}), "-"),
    ("id changed", PLAIN, whole({"operationId": "Other"}), "CS"),
    ("tag added", PLAIN, whole({"tags": ["a"]}), "CS"),
    ("server of its own", PLAIN, whole({"servers": [{"url": "https://b.example"}]}), "CS"),
    ("callback added", PLAIN, whole({"callbacks": {"done": {"{$url}": CALLED}}}), "CS"),
    ("webhook done added", PLAIN, whole({}, webhooks={"done": CALLED}), "CS"),
    ("webhook done removed", whole({}, webhooks={"done": CALLED}), PLAIN, "CS"),
    (
        "webhook done changed",
        whole({}, webhooks={"done": CALLED}),
        whole({}, webhooks={"done": {"put": CALLED["post"]}}),
        "CS",
    ),
    ("unknown member of the root", PLAIN, whole({}, **{"x-unheard": 1}), "CS"),
    # Parameters.
    ("optional parameter added", PLAIN, parameter(), "S"),
    ("required parameter added", PLAIN, parameter(required=True), "CS"),
    ("optional parameter removed", parameter(), PLAIN, "C"),
    ("required parameter removed", parameter(required=True), PLAIN, "CS"),
    ("parameter becomes required", parameter(), parameter(required=True), "CS"),
    ("parameter becomes optional", parameter(required=True), parameter(), "S"),
    ("parameter moves", parameter(), parameter("header"), "CS"),
    ("parameter deprecated", parameter(), parameter(deprecated=True), "-"),
    ("another type", parameter(), parameter(schema=INTEGER), "CS"),
    ("another style", parameter(), parameter(style="pipeDelimited"), "CS"),
    ("no longer exploded", parameter(), parameter(explode=False), "CS"),
    ("reserved characters", parameter(), parameter(allowReserved=True), "CS"),
    ("empty values", parameter(), parameter(allowEmptyValue=True), "CS"),
    ("default of the style", parameter(), parameter(style="form", explode=True), "no change"),
    ("case of a query name", parameter(), parameter(name="age"), "CS"),
    ("case of a header", parameter("header"), parameter("header", name="age"), "no change"),
    ("cookie removed", parameter("cookie"), PLAIN, "C"),
    (
        "constraint on a header",
        parameter("header"),
        parameter("header", schema={"maxLength": 3, **STRING}),
        "CS",
    ),
    (
        "content of a parameter",
        parameter(schema=True, **content(JSON)),
        parameter(schema=True, content={JSON: {"schema": INTEGER}}),
        "CS",
    ),
    # Request bodies.
    ("optional body added", PLAIN, body(JSON), "S"),
    ("required body added", PLAIN, body(JSON, required=True), "CS"),
    ("optional body removed", body(JSON), PLAIN, "C"),
    ("required body removed", body(JSON, required=True), PLAIN, "CS"),
    ("body becomes required", body(JSON), body(JSON, required=True), "CS"),
    ("body becomes optional", body(JSON, required=True), body(JSON), "S"),
    ("media type accepted", body(JSON), body(JSON, XML), "S"),
    ("media type refused", body(JSON, XML), body(JSON), "C"),
    ("case of a media type", body(JSON), body("Application/JSON"), "no change"),
    ("another media type", body(JSON), body(TEXT), "CS"),
    # Responses.
    ("status of success added", answers(_200={}), answers(_200={}, _202={}), "C"),
    ("status of success removed", answers(_200={}, _202={}), answers(_200={}), "CS"),
    ("status of an error added", answers(_200={}), answers(_200={}, _409={}), "-"),
    ("status of an error removed", answers(_200={}, _409={}), answers(_200={}), "S"),
    ("default response added", answers(_200={}), answers(_200={}, default={}), "-"),
    ("content added", answers(_200={}), answers(_200=content(JSON)), "CS"),
    ("content removed", answers(_200=content(JSON)), answers(_200={}), "CS"),
    ("media type added", answers(_200=content(JSON)), answers(_200=content(JSON, XML)), "CS"),
    ("media type removed", answers(_200=content(JSON, XML)), answers(_200=content(JSON)), "CS"),
    ("unknown member", answers(_200={}), answers(_200={"x-unheard": 1}), "CS"),
    # Headers of responses.
    ("header added", answers(_200={}), header(), "-"),
    ("required header added", answers(_200={}), header(required=True), "S"),
    ("header removed", header(), answers(_200={}), "C"),
    ("header becomes required", header(), header(required=True), "S"),
    ("header becomes optional", header(required=True), header(), "C"),
    ("type of a header", header(), header(schema=INTEGER), "CS"),
    ("header deprecated", header(), header(deprecated=True), "-"),
    ("style of a header", header(), header(explode=True), "CS"),
    ("case of a header of a response", header(), header("age"), "no change"),
    # Security.
    ("credentials needed", PLAIN, secured({"key": []}), "CS"),
    ("credentials no longer needed", secured({"key": []}), PLAIN, "S"),
    ("credentials become optional", secured({"key": []}), secured({"key": []}, {}), "S"),
    ("another choice", secured({"key": []}), secured({"key": []}, {"token": []}), "S"),
    ("a choice removed", secured({"key": []}, {"token": []}), secured({"key": []}), "CS"),
    ("both needed", secured({"key": []}), secured({"key": [], "token": []}), "CS"),
    ("scope added", secured({"key": ["a"]}), secured({"key": ["a", "b"]}), "CS"),
    ("scope removed", secured({"key": ["a", "b"]}), secured({"key": ["a"]}), "S"),
    ("order of choices", secured({"a": []}, {"b": []}), secured({"b": []}, {"a": []}), "no change"),
    ("security of all moves", whole({}, security=[{"key": []}]), secured({"key": []}), "S"),
    ("scheme added", whole({}, components={}), scheme(), "-"),
    ("scheme removed", scheme(), whole({}, components={}), "C"),
    ("scheme moves", scheme(), scheme(**{"in": "query"}), "CS"),
    ("name of the key", scheme(), scheme(name="Other"), "CS"),
    # Servers.
    ("another server", at_server(), at_server("https://b.example"), "CS"),
    (
        "variable closed",
        at_server(a={"default": "x"}),
        at_server(a={"default": "x", "enum": ["x"]}),
        "C",
    ),
    (
        "variable opened",
        at_server(a={"default": "x", "enum": ["x"]}),
        at_server(a={"default": "x"}),
        "-",
    ),
    ("default of a variable", at_server(a={"default": "x"}), at_server(a={"default": "y"}), "C"),
]


@pytest.mark.parametrize(("_", "before", "after", "impact"), KINDS, ids=[kind[0] for kind in KINDS])
def test_one_kind(_: str, before: Any, after: Any, impact: str) -> None:
    """A change of an operation or of a part of it breaks those whom the table names."""
    assert impacts(before, after) == impact


PETS: dict[str, Any] = {
    "Cat": {"type": "object", "properties": {"kind": STRING}},
    "Dog": {"type": "object", "properties": {"kind": STRING, "age": INTEGER}},
}


def told_apart(*names: str, by: str = "kind", **mapping: str) -> dict[str, Any]:
    discriminator = {"propertyName": by, **({"mapping": mapping} if mapping else {})}
    links = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return {"oneOf": links, "discriminator": discriminator}


DISCRIMINATORS = [
    ("option added", told_apart("Cat"), told_apart("Cat", "Dog"), "S", "C"),
    ("option removed", told_apart("Cat", "Dog"), told_apart("Cat"), "CS", "S"),
    ("another property", told_apart("Cat", "Dog"), told_apart("Cat", "Dog", by="a"), "CS", "CS"),
    ("values named", told_apart("Cat"), told_apart("Cat", Cat="Cat"), "no change", "no change"),
    ("value renamed", told_apart("Cat", cat="Cat"), told_apart("Cat", puss="Cat"), "CS", "CS"),
    ("value added", told_apart("Cat", a="Cat"), told_apart("Cat", a="Cat", b="Cat"), "S", "C"),
    (
        "value leads elsewhere",
        told_apart("Cat", "Dog", a="Cat", b="Dog"),
        told_apart("Cat", "Dog", a="Dog", b="Cat"),
        "CS",
        "C",
    ),
    ("discriminator removed", told_apart("Cat"), {"oneOf": told_apart("Cat")["oneOf"]}, "CS", "CS"),
]


@pytest.mark.parametrize(
    ("_", "before", "after", "request_impact", "response_impact"),
    DISCRIMINATORS,
    ids=[kind[0] for kind in DISCRIMINATORS],
)
def test_one_discriminator(
    _: str, before: Any, after: Any, request_impact: str, response_impact: str
) -> None:
    """A discriminator is compared by the values that lead to each schema."""
    found = {
        "request": impacts(in_request(before, **PETS), in_request(after, **PETS)),
        "response": impacts(in_response(before, **PETS), in_response(after, **PETS)),
    }

    assert found == {"request": request_impact, "response": response_impact}


def test_a_subtype_of_a_request() -> None:
    """A subtype that no operation names is sent wherever its base is."""
    pet = {"$ref": "#/components/schemas/Pet"}
    base = {"type": "object", "discriminator": {"propertyName": "kind"}}
    cat: dict[str, Any] = {"allOf": [pet, {"required": ["age"], "properties": {"age": INTEGER}}]}
    before = in_request(pet, Pet=base)
    after = in_request(pet, Pet=base, Cat=cat)

    assert lines(before, after) == ["Cat: model added (breaks servers)"]
    (change,) = lines(
        after, in_request(pet, Pet=base, Cat={"allOf": [*cat["allOf"], {"required": ["kind"]}]})
    )
    assert change == "Cat, field kind: is required now (breaks callers and servers)"


def test_a_subtype_inlined() -> None:
    """A schema that inherits a discriminator has no name of its own to tell apart."""
    link = {"$ref": "#/components/schemas/Cat"}
    base = {"type": "object", "discriminator": {"propertyName": "kind"}}
    named = {"Pet": base, "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}]}}

    assert lines(in_request(link, **named), in_request(named["Cat"], **named)) == []


def test_a_path_item_behind_a_reference() -> None:
    """An operation of a named path item is compared like any other."""
    before, after = PLAIN, parameter(required=True)
    moved = [
        {
            **document,
            "paths": {"/pets": {"$ref": "#/components/pathItems/Pets"}},
            "components": {"pathItems": {"Pets": document["paths"]["/pets"]}},
        }
        for document in (before, after)
    ]

    assert lines(*moved) == lines(before, after) != []


def test_a_recursive_schema() -> None:
    """A schema that contains itself is compared once, in one form or another."""
    link = {"$ref": "#/components/schemas/Pet"}
    pet: dict[str, Any] = {
        "type": "object",
        "properties": {"child": link, "children": {"items": link}},
    }
    inlined = {**pet, "properties": {**pet["properties"], "child": pet}}

    assert lines(in_request(link, Pet=pet), in_request(pet, Pet=inlined)) == []
