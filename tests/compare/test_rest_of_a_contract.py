"""Changes of servers, of bindings, and of requirements that an older version states in no form."""

from typing import Any

import pytest

from generator.compare import compare

from .documents import whole

BOTH, CALLERS, NOBODY = ("(breaks callers and servers)", "(breaks callers)", "(breaks nobody)")
KEY: list[dict[str, list[str]]] = [{"key": []}]


def parameter(**members: Any) -> dict[str, Any]:
    return whole(
        {"parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}, **members}]}
    )


def servers(*urls: Any) -> dict[str, Any]:
    return whole({}, servers=[{"url": url} for url in urls])


CASES = [
    (
        "a server more",
        servers("https://a.example"),
        servers("https://a.example", "https://b.example"),
        f"endpoints: server https://b.example added {NOBODY}",
        "servers",
    ),
    (
        "a server less",
        servers("https://a.example", "https://b.example"),
        servers("https://a.example"),
        f"endpoints: server https://b.example removed {CALLERS}",
        "servers",
    ),
    (
        "servers of no form",
        whole({}, servers=["a", {"url": "https://a.example"}, {"description": "A server."}]),
        servers("https://a.example"),
        f"endpoints: url changed from none to https://a.example {BOTH}",
        "servers 0 url",
    ),
    (
        "no longer bound",
        parameter(**{"x-bound": "client"}),
        parameter(),
        f"Keep, parameter a (query): is set with each call now {CALLERS}",
        "paths /pets post parameters 0",
    ),
    (
        "another lookup",
        parameter(**{"x-lookup": "b"}),
        parameter(**{"x-lookup": "c"}),
        f"Keep, parameter a (query): x-lookup changed from b to c {CALLERS}",
        "paths /pets post parameters 0 x-lookup",
    ),
    (
        "requirements of no form before",
        whole({"security": {"key": []}}),
        whole({"security": KEY}),
        f'Keep: security changed from {{"key": []}} to [{{"key": []}}] {BOTH}',
        "paths /pets post security",
    ),
    (
        "requirements of no form after",
        whole({"security": KEY}),
        whole({"security": [{"key": "all"}]}),
        f'Keep: security changed from [{{"key": []}}] to [{{"key": "all"}}] {BOTH}',
        "paths /pets post security",
    ),
]


@pytest.mark.parametrize(
    ("_", "before", "after", "change", "place"), CASES, ids=[case[0] for case in CASES]
)
def test_one_change(
    _: str, before: dict[str, Any], after: dict[str, Any], change: str, place: str
) -> None:
    """It is reported once, by its words and at its place."""
    assert [(str(each), " ".join(each.pointer)) for each in compare(before, after)] == [
        (change, place)
    ]


@pytest.mark.parametrize("stated", [{"key": []}, "all", [{"key": "all"}], [{"key": [1]}], ["key"]])
def test_equal_requirements_of_no_form(stated: Any) -> None:
    """Requirements that are no lists of scopes are compared as they are."""
    assert compare(whole({"security": stated}), whole({"security": stated})) == ()
