"""Hostile specifications that are too large to be written down: each is made."""

from collections.abc import Callable
from typing import Any

__all__ = ["LARGE", "TEXTS"]

Document = dict[str, Any]


def _long_names(document: Document) -> None:
    document["components"]["schemas"]["Pet"]["properties"]["n" * 10_000] = {"type": "string"}


def _long_operation(document: Document) -> None:
    document["paths"]["/pets/{id}"]["get"]["operationId"] = "o" * 10_000


def _long_description(document: Document) -> None:
    document["info"]["description"] = "word " * 200_000


def _deep_inline(document: Document) -> None:
    inner: Document = {"type": "string"}
    for _ in range(40):
        inner = {"type": "object", "properties": {"a": inner}}
    document["components"]["schemas"]["Pet"]["properties"]["deep"] = inner


def _chain_of_objects(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for i in range(1_200):
        schemas[f"S{i}"] = _object(f"S{i + 1}")
    schemas["S1200"] = {"type": "object"}


def _chain_of_aliases(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for i in range(5_000):
        schemas[f"S{i}"] = {"$ref": f"#/components/schemas/S{i + 1}"}
    schemas["S5000"] = {"type": "string"}


def _chain_of_lists(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for i in range(1_000):
        schemas[f"S{i}"] = {"type": "array", "items": {"$ref": f"#/components/schemas/S{i + 1}"}}
    schemas["S1000"] = {"type": "string"}


def _doubling_all_of(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for i in range(60):
        twice = [{"$ref": f"#/components/schemas/S{i + 1}"}] * 2
        schemas[f"S{i}"] = {"allOf": twice}
    schemas["S60"] = {"type": "object", "properties": {"a": {"type": "string"}}}


def _doubling_unions(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for i in range(60):
        both = [
            {"$ref": f"#/components/schemas/S{i + 1}"},
            {"type": "array", "items": {"$ref": f"#/components/schemas/S{i + 1}"}},
        ]
        schemas[f"S{i}"] = {"anyOf": both}
    schemas["S60"] = {"type": "string"}


def _wide_union(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for i in range(300):
        schemas[f"S{i}"] = {"type": "object", "properties": {f"p{i}": {"type": "string"}}}
    every = [{"$ref": f"#/components/schemas/S{i}"} for i in range(300)]
    schemas["Pet"]["properties"]["any"] = {"oneOf": every}


def _wide_enumeration(document: Document) -> None:
    values = [f"value {i}" for i in range(20_000)]
    document["components"]["schemas"]["Pet"]["properties"]["one"] = {"enum": values}


def _one_enumeration_of_ten_megabytes(document: Document) -> None:
    values = [f"value {i}" for i in range(600_000)]
    document["components"]["schemas"]["Pet"]["properties"]["one"] = {
        "type": "string",
        "x-a": values,
    }


def _shared_description(document: Document) -> None:
    parameters = {"P": {"name": "p", "in": "query", "description": "word " * 200_000}}
    document["components"]["parameters"] = parameters
    for i in range(500):
        given = [{"$ref": "#/components/parameters/P"}]
        document["paths"][f"/a{i}"] = {"get": {"parameters": given, "responses": {}}}


def _heirs(document: Document) -> None:
    schemas = document["components"]["schemas"]
    schemas["Pet"]["properties"] = {f"p{i}": {"type": "string"} for i in range(1_000)}
    for i in range(1_000):
        schemas[f"H{i}"] = {"allOf": [{"$ref": "#/components/schemas/Pet"}]}


def _shared_paths(document: Document) -> None:
    methods = ("get", "put", "post", "delete")
    item: Document = {method: {"responses": {}} for method in methods}
    document["components"]["pathItems"] = {"I": item}
    for i in range(20_000):
        document["paths"][f"/a{i}"] = {"$ref": "#/components/pathItems/I"}


def _many_tags(document: Document) -> None:
    for i in range(3_000):
        document["paths"][f"/a{i}"] = {"get": {"tags": [f"t{i}"], "responses": {}}}


def _circle_of_objects(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for i in range(1_000):
        schemas[f"S{i}"] = _object(f"S{(i + 1) % 1_000}")


def _enumeration_with_a_default(document: Document) -> None:
    values = [f"value {i}" for i in range(50_000)]
    schema = {"type": "string", "enum": values, "default": values[-1]}
    document["paths"]["/pets/{id}"]["get"]["parameters"][1]["schema"] = schema


def _explosive_patterns(document: Document) -> None:
    schema = {"type": "string", "pattern": "(" * 5_000 + "a" + ")*" * 5_000}
    document["paths"]["/pets/{id}"]["get"]["parameters"][1]["schema"] = schema
    document["components"]["schemas"]["Pet"]["properties"]["a"] = schema


def _same_operation_ids(document: Document) -> None:
    for i in range(300):
        document["paths"][f"/a{i}"] = {"get": {"operationId": "same", "responses": {}}}


def _object(name: str) -> Document:
    properties = {"next": {"$ref": f"#/components/schemas/{name}"}}
    return {"type": "object", "properties": properties}


LARGE: dict[str, tuple[Callable[[Document], None], str | None]] = {
    "long-property": (_long_names, "has more than 200 characters"),
    "long-operation": (_long_operation, "has more than 200 characters"),
    "long-description": (_long_description, None),
    "deep-inline": (_deep_inline, None),
    "chain-of-objects": (_chain_of_objects, None),
    "chain-of-aliases": (_chain_of_aliases, "stand for one another"),
    "chain-of-lists": (_chain_of_lists, "stand for one another"),
    "doubling-all-of": (_doubling_all_of, None),
    "doubling-unions": (_doubling_unions, "stand for one another"),
    "wide-union": (_wide_union, None),
    "wide-enumeration": (_wide_enumeration, None),
    "same-operation-ids": (_same_operation_ids, None),
    "ten-megabytes-of-extension": (_one_enumeration_of_ten_megabytes, None),
    "shared-description": (_shared_description, "asks for more than 16,777,216 characters"),
    "heirs": (_heirs, "asks for more than 75,000 properties"),
    "shared-paths": (_shared_paths, "asks for more than 10,000 operations"),
    "many-tags": (_many_tags, "asks for more than 2,000 tags"),
    "circle-of-objects": (_circle_of_objects, None),
    "long-enumeration-of-a-parameter": (_enumeration_with_a_default, None),
    "explosive-patterns": (_explosive_patterns, None),
}
"""What is done to the base, and the error that it ends in."""

_HEAD = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'
_BOMB = "".join(f"x-{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
TEXTS: dict[str, tuple[str, str | None]] = {
    "yaml-bomb": (f"{_HEAD}x-0: &a0 [lol, lol]\n{_BOMB}", "aliases make the specification hold"),
    "yaml-python-object": (
        f'{_HEAD}x: !!python/object/apply:os.system ["touch PWNED"]\n',
        "the tag",
    ),
    "yaml-python-module": (f"{_HEAD}x: !!python/module:evil\n", "the tag"),
    "yaml-self-alias": (f"{_HEAD}x: &a [*a]\n", "the value holds itself"),
    "yaml-merge": (f"{_HEAD}x: &a {{b: 1}}\ny: {{<<: *a}}\n", "merges mappings"),
    "yaml-deep": (_HEAD + "x: " + "[" * 5_000 + "]" * 5_000 + "\n", "more than 100 levels"),
    "json-deep": ('{"openapi": ' + "[" * 100_000, "more than 100 levels"),
    "yaml-many-documents": (f"{_HEAD}---\n{_HEAD}", "second YAML document"),
    "yaml-number-of-digits": (f"{_HEAD}x: {'9' * 10_000}\n", "too many digits"),
    "yaml-infinity": (f"{_HEAD}x: .inf\n", "is not a finite number"),
    "yaml-number-of-exponent": (f"{_HEAD}x: 1e400\n", "is not a finite number"),
    "yaml-number-of-base": (f"{_HEAD}x: 0x{'f' * 20_000}\n", "there is no operation"),
    "yaml-duplicate-keys": (f"{_HEAD}x: 1\n'x': 2\n", "is also on line"),
    "yaml-duplicate-keys-escaped": (f'{_HEAD}x: 1\n"\\x78": 2\n', "is also on line"),
    "yaml-key-is-a-list": (f"{_HEAD}? [a]\n: 1\n", "the key is not a name"),
    "yaml-alias-to-nothing": (f"{_HEAD}x: *a\n", "undefined alias"),
    "yaml-deep-blocks": (
        _HEAD + "x:\n" + "".join(f"{' ' * i}-\n" for i in range(1, 9_000)),
        "more than 100 levels",
    ),
    "yaml-directive": ("%TAG ! tag:evil,2000:\n---\n" + _HEAD + "x: !run evil\n", "the tag"),
    "yaml-binary": (f"{_HEAD}x: !!binary aGVsbG8=\n", "the tag"),
    "json-lone-surrogate": ('{"openapi": "3.1.0", "x": "\\ud800"}', "this is not JSON"),
    "json-null-escaped": ('{"openapi": "3.1.0", "x": "\\u0000"}', "control character"),
    "json-duplicate-keys": ('{"openapi": "3.1.0", "x": 1, "\\u0078": 2}', "is repeated"),
    "json-infinity": ('{"openapi": "3.1.0", "x": Infinity}', "is not JSON"),
    "json-huge-exponent": ('{"openapi": "3.1.0", "x": 1e99999}', "is not a finite number"),
    "ten-megabytes-of-brackets": ("[" * 10_000_000, "more than 100 levels"),
    "ten-megabytes-of-one-line": (_HEAD + "x: " + "a" * 10_000_000 + "\n", "there is no operation"),
    "ten-megabytes-of-comments": ("# a\n" * 2_500_000, "the file is empty"),
    "ten-megabytes-of-aliases": (_HEAD + "x: &a 1\ny: [" + "*a," * 3_000_000 + "]\n", "more than"),
    "ten-megabytes-of-digits": (_HEAD + "x: " + "1" * 10_000_000 + "\n", "too many digits"),
    "empty": ("", "the file is empty"),
    "binary": ("\x00\x01\x02", "control character"),
}
"""Files as they stand, and the error that they end in."""
