"""Changes of parts of a schema: of merged ones, of named ones, and of what stands beside a reference."""

import copy
from typing import Any

import pytest

from generator.compare import compare

from .documents import in_request

STRING, INTEGER, NUMBER = ({"type": t} for t in ("string", "integer", "number"))
PET = {"$ref": "#/components/schemas/Pet"}
BOTH, SERVERS, NOBODY = (
    "(breaks callers and servers)",
    "(breaks servers)",
    "(breaks nobody)",
)


def kind(value: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": value}, **properties},
    }


CAT, DOG, COW = (kind(value) for value in ("cat", "dog", "cow"))
NAMED = {"Cat": CAT, "Dog": DOG, "Pet": STRING}


def parts(*listed: Any, **own: Any) -> dict[str, Any]:
    return {"allOf": list(listed), **own}


def any_of(*options: Any) -> dict[str, Any]:
    return {"anyOf": list(options)}


def told_apart(**mapping: str) -> dict[str, Any]:
    links = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog")]
    return {"oneOf": links, "discriminator": {"propertyName": "kind", "mapping": mapping}}


# A schema before and after; each change of it, with its pointer from there.
CASES = [
    # Unions of parts.
    (
        "another union in a part",
        parts(any_of(CAT, DOG), {"minProperties": 1}),
        parts({"oneOf": [CAT, DOG]}, {"minProperties": 1}),
        [f"anyOf became oneOf {BOTH}", ""],
    ),
    (
        "another union beside parts",
        {**any_of(CAT, DOG), **parts({"minProperties": 1})},
        {"oneOf": [CAT, DOG], **parts({"minProperties": 1})},
        [f"anyOf became oneOf {BOTH}", ""],
    ),
    (
        "first of two unions",
        parts(any_of(CAT, DOG), any_of(CAT, STRING)),
        parts(any_of(CAT, COW), any_of(CAT, STRING)),
        [f"allOf changed {BOTH}", "allOf"],
    ),
    (
        "first of three unions",
        parts(any_of(CAT, DOG), any_of(CAT, STRING), any_of(CAT, INTEGER)),
        parts(any_of(CAT, COW), any_of(CAT, STRING), any_of(CAT, INTEGER)),
        [f"allOf changed {BOTH}", "allOf"],
    ),
    (
        "a union of a part, beside another",
        parts(any_of(CAT, DOG), oneOf=[CAT, STRING]),
        parts(any_of(CAT, COW), oneOf=[CAT, STRING]),
        [f"allOf changed {BOTH}", "allOf"],
    ),
    (
        "equal unions",
        parts(any_of(CAT, DOG), any_of(CAT, STRING), any_of(CAT, INTEGER)),
        parts(any_of(CAT, DOG), any_of(CAT, STRING), any_of(CAT, {"type": ["integer"]})),
        [],
    ),
    (
        "second union of one schema",
        {**any_of(CAT, DOG), "oneOf": [CAT, STRING]},
        {**any_of(CAT, DOG), "oneOf": [CAT, INTEGER]},
        [f"oneOf changed {BOTH}", "oneOf"],
    ),
    # Constraints of parts.
    (
        "patterns of two parts",
        parts({"pattern": "^a"}, {"pattern": "b$"}),
        parts({"pattern": "^a"}, {"pattern": "c$"}),
        [
            f'pattern changed from {{"all of": ["^a", "b$"]}} to {{"all of": ["^a", "c$"]}} {BOTH}',
            "pattern",
        ],
    ),
    (
        "higher maximum of two parts",
        parts({"maximum": 5}, {"maximum": 9}),
        parts({"maximum": 5}, {"maximum": 7}),
        [],
    ),
    (
        "lower maximum of two parts",
        parts({"maximum": 5}, {"maximum": 9}),
        parts({"maximum": 4}, {"maximum": 9}),
        [f"maximum lowered from 5 to 4 {BOTH}", "maximum"],
    ),
    # Types that have values in common.
    (
        "integers become numbers",
        INTEGER,
        {**NUMBER, "maximum": 9},
        [
            f"type changed from integer to number {SERVERS}",
            "type",
            f"maximum of 9 added {BOTH}",
            "maximum",
        ],
    ),
    (
        "numbers become integers",
        NUMBER,
        {**INTEGER, "maximum": 9},
        [
            f"type changed from number to integer {BOTH}",
            "type",
            f"maximum of 9 added {BOTH}",
            "maximum",
        ],
    ),
    (
        "other types",
        STRING,
        {"type": ["number", "boolean"], "maximum": 9},
        [f"type changed from string to boolean or number {BOTH}", "type"],
    ),
    (
        "only null",
        {"type": "null"},
        STRING,
        [
            f"type changed from null to string {SERVERS}",
            "type",
            f"null not allowed any more {BOTH}",
            "",
        ],
    ),
    # Fields and items without a name.
    (
        "fields of a pattern",
        {"patternProperties": {"^a": STRING}},
        {"patternProperties": {"^a": INTEGER, "^b": STRING}},
        [
            f", fields ^a: type changed from string to integer {BOTH}",
            "patternProperties ^a type",
            f", fields ^b: type changed from any to string {BOTH}",
            "patternProperties ^b type",
        ],
    ),
    (
        "a first item more",
        {"prefixItems": [STRING]},
        {"prefixItems": [STRING, INTEGER]},
        [f", item 1: type changed from any to integer {BOTH}", "prefixItems 1 type"],
    ),
    (
        "a list of items less",
        {"items": [STRING, INTEGER]},
        {"items": [INTEGER]},
        [
            f", item 0: type changed from string to integer {BOTH}",
            "items 0 type",
            f", item 1: type changed from integer to any {SERVERS}",
            "(any) type",
        ],
    ),
    # Values of a discriminator.
    (
        "a value that leads elsewhere",
        told_apart(a="Cat", b="Dog"),
        told_apart(a="Cat", b="gone.yaml"),
        [
            f"discriminator value b changed from Dog to gone.yaml {BOTH}",
            "discriminator mapping b",
            f"discriminator value Dog added {SERVERS}",
            "discriminator mapping Dog",
        ],
    ),
    (
        "a discriminator more",
        {"oneOf": told_apart()["oneOf"]},
        told_apart(),
        [f"discriminator added {BOTH}", "discriminator"],
    ),
    # Names of options.
    (
        "options of several types",
        any_of({"type": ["number", "array"]}, CAT),
        any_of({"type": ["string", "boolean"]}, CAT),
        [
            f"option array or number removed {BOTH}",
            "",
            f"option boolean or string added {SERVERS}",
            "anyOf 0",
        ],
    ),
    (
        "options with values",
        any_of({"enum": ["a", 1]}, CAT),
        any_of({"enum": [True]}, CAT),
        [
            f"option a or 1 removed {BOTH}",
            "",
            f"option true added {SERVERS}",
            "anyOf 0",
        ],
    ),
    # Schemas whose effect nobody can tell.
    ("a negation less", {"not": STRING}, {}, [f"not removed {BOTH}", "not"]),
    ("a negation more", {}, {"not": STRING}, [f"not added {BOTH}", "not"]),
    (
        "a dependent schema less",
        {"dependentSchemas": {"a": CAT, "b": CAT}},
        {"dependentSchemas": {"a": CAT}},
        [f"dependentSchemas changed {BOTH}", "dependentSchemas"],
    ),
    # Whether any value is allowed.
    ("a value allowed", False, STRING, [f"values allowed now {SERVERS}", ""]),
    ("no value allowed", STRING, False, [f"no value allowed any more {BOTH}", ""]),
    (
        "fields that no part has",
        {"unevaluatedProperties": False},
        {},
        [
            f"fields that no part describes allowed now {SERVERS}",
            "unevaluatedProperties",
        ],
    ),
    (
        "items that no part has",
        {"unevaluatedItems": STRING},
        {"unevaluatedItems": INTEGER},
        [
            f", other items: type changed from string to integer {BOTH}",
            "unevaluatedItems type",
        ],
    ),
    (
        "known values",
        any_of({"type": "string", "enum": ["a", "b"]}, STRING),
        STRING,
        [f"known values no longer listed: a, b {NOBODY}", ""],
    ),
    (
        "a read-only field less",
        {"properties": {"a": {**STRING, "readOnly": True}}},
        {},
        [f", field a: removed {NOBODY}", "properties a"],
    ),
    # What only people and clients read.
    (
        "a view more",
        {},
        {"x-time": {"unit": "second"}},
        [f'x-time changed from none to {{"unit": "second"}} {NOBODY}', "x-time"],
    ),
    (
        "a view less",
        {"x-time": {"unit": "second"}},
        {},
        ['x-time changed from {"unit": "second"} to none (breaks callers)', "x-time"],
    ),
    ("blocks added", {}, {"x-blocks": [1]}, [f"x-blocks added {NOBODY}", "x-blocks"]),
    ("blocks removed", {"x-blocks": [1]}, {}, [f"x-blocks removed {NOBODY}", "x-blocks"]),
    (
        "blocks changed",
        {"x-blocks": [1]},
        {"x-blocks": [2]},
        [f"x-blocks changed {NOBODY}", "x-blocks"],
    ),
    ("texts of blocks", {"x-blocks": [{"title": "a"}]}, {"x-blocks": [{"title": "b"}]}, []),
    (
        "short names",
        {"x-short": {"a": "b", "c": "d"}},
        {"x-short": {"a": "e", "f": "g"}},
        ["x-short a leads to e, no longer to b, c removed, f added (breaks callers)", "x-short"],
    ),
]


def found(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return each change with its pointer, both from the schema of the request."""
    changes = compare(copy.deepcopy(before), copy.deepcopy(after))
    place = "paths /pets post requestBody content application/json schema"
    return [
        text
        for change in changes
        for text in (
            str(change).removeprefix("Keep, request body").removeprefix(": "),
            " ".join(change.pointer).removeprefix(place).removeprefix(" "),
        )
    ]


@pytest.mark.parametrize(
    ("_", "before", "after", "expected"), CASES, ids=[case[0] for case in CASES]
)
def test_a_part(_: str, before: Any, after: Any, expected: list[str]) -> None:
    """A change is reported once, by its words and at its place."""
    assert found(in_request(before, **NAMED), in_request(after, **NAMED)) == expected


def test_beside_a_reference() -> None:
    """Keywords beside a reference are compared there, and the named schema by itself."""
    before = in_request({**PET, "maxLength": 5}, Pet=STRING)
    after = in_request({**PET, "maxLength": 3}, Pet={**STRING, "minLength": 1})

    assert found(before, after) == [
        f"maxLength lowered from 5 to 3 {BOTH}",
        "(beside) maxLength",
        f"Pet: minLength of 1 added {BOTH}",
        "components schemas Pet minLength",
    ]
