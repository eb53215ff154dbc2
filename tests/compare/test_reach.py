"""The schemas that a value leads to, and a value with all that it leads to in its place."""

from typing import Any

import pytest

from generator.compare.located import Located
from generator.compare.reach import expanded, is_subtype, reachable


def link(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


TOLD_APART = {"type": "object", "discriminator": {"propertyName": "kind"}}
SCHEMAS: dict[str, Any] = {
    "Pet": {**TOLD_APART, "properties": {"owner": link("Owner")}},
    "Cat": {"allOf": [link("Pet"), {"properties": {"toys": {"items": link("Toy")}}}]},
    "Kitten": {"allOf": [link("Cat")]},
    "Plain": {"type": "object"},
    "Dressed": {"allOf": [True, link("Plain")]},
    "Owner": {"properties": {"friend": link("Owner"), "$ref": {"type": "string"}}},
    "Toy": True,
    "Shop": {
        "oneOf": [{"type": "object"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"a": link("Dressed")["$ref"], "b": "Cat", "c": 1},
        },
    },
}
DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": SCHEMAS,
        "responses": {"Done": {"description": "Done.", "schema": link("Toy")}},
    }
}


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ({}, set()),
        ([{"schema": link("Toy")}], {"Toy"}),
        (link("Owner"), {"Owner"}),
        (link("Pet"), {"Pet", "Owner", "Cat", "Toy"}),
        (link("Plain"), {"Plain"}),
        (link("Shop"), {"Shop", "Dressed", "Plain"}),
        ({"$ref": "#/components/responses/Done"}, {"Toy"}),
        ({"mapping": ["a"], "$ref": 1}, set()),
    ],
)
def test_schemas_that_a_value_leads_to(root: Any, expected: set[str]) -> None:
    """References, mappings of discriminators and subtypes are followed, each once."""
    assert reachable(DOCUMENT, [root]) == expected


def test_a_document_without_schemas() -> None:
    """Nothing leads anywhere."""
    assert reachable({}, [{"type": "object"}]) == set()


@pytest.mark.parametrize(
    ("name", "among", "expected"),
    [
        ("Cat", {"Pet"}, True),
        ("Cat", {"Owner"}, False),
        ("Dressed", {"Plain"}, False),
        ("Kitten", {"Cat"}, False),
        ("Toy", {"Pet"}, False),
        ("Pet", {"Pet"}, False),
    ],
)
def test_a_subtype_extends_one_with_a_discriminator(
    name: str, among: set[str], expected: bool
) -> None:
    """A part without a discriminator is not told apart, and makes no subtype."""
    assert is_subtype(DOCUMENT, name, among) is expected


def test_an_expanded_value() -> None:
    """References are replaced at any depth, but for one that leads back to itself; texts are left out."""
    value = {"description": "A list.", "items": [link("Owner"), 1]}

    assert expanded(Located(DOCUMENT, (), value)) == {
        "items": [{"properties": {"friend": link("Owner"), "$ref": {"type": "string"}}}, 1]
    }


def test_a_reference_that_was_seen_stays() -> None:
    """A value inside of what a reference leads to keeps that reference."""
    reference = link("Toy")["$ref"]

    assert expanded(Located(DOCUMENT, (), link("Toy"))) is True
    assert expanded(Located(DOCUMENT, (), link("Toy")), frozenset({reference})) == link("Toy")
