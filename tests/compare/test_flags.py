"""Whom a change breaks is true or false: changes with equal flags are equal, and are reported once."""

from typing import Any

import pytest

from generator.compare import compare

from .documents import whole
from .test_messages import kinds

EXTENSIONS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("product", whole({}, **{"x-product": "A"}), whole({}, **{"x-product": "B"})),
    ("responses", whole({}, **{"x-responses": {"absent": "any"}}), whole({})),
    (
        "server added",
        whole({}, servers=[{"url": "a"}]),
        whole({}, servers=[{"url": "a"}, {"url": "b"}]),
    ),
]
KINDS = [*kinds(), *EXTENSIONS]


@pytest.mark.parametrize("flag", ["breaks_callers", "breaks_servers"])
def test_a_flag_of_each_kind(flag: str) -> None:
    """No kind of change leaves it open."""
    found = {kind: [getattr(each, flag) for each in compare(*pair)] for kind, *pair in KINDS}

    assert [kind for kind, flags in found.items() if {*map(type, flags)} - {bool}] == []
