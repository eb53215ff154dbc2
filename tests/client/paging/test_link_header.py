"""The Link header: which link is that of the next page (RFC 8288)."""

import time

import pytest

from flinkjobs._runtime.pagination.links import next_link


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("nonsense", None),
        ("</b>; rel=next", "/b"),
        ('</b>; rel="next"', "/b"),
        ('</b> ; REL = "prefetch NEXT"', "/b"),
        ("</b>; rel=nextish", None),
        ("</b>; rel=prev; rel=next", None),
        ('</a>; rel="prev", </b>; rel="next", </c>; rel="next"', "/b"),
        ('</a>; title="x, </c>; rel=next"; rel=last, </b>; rel=next', "/b"),
        ('</a>; title="\\"; rel=next"; rel=last', None),
        ('</a?x=1,2;3>; rel="next"', "/a?x=1,2;3"),
        ('</a>; rel=next; anchor="/other"', None),
        ("</a>, </b>; rel=next", "/b"),
        ("< /b >; rel=next", "/b"),
    ],
)
def test_next_link(header: str, expected: str | None) -> None:
    """The first link with the relation, with and without quotes, whatever stands in others."""
    assert next_link(header) == expected


@pytest.mark.parametrize("part", ["<a>;", "<", '<a>;x="', "; ", "<a>;a=b", '<a>; x="\\'])
def test_hostile_headers(part: str) -> None:
    """Long headers that are no links are read in linear time."""
    start = time.perf_counter()
    next_link(part * 20_000)

    assert time.perf_counter() - start < 2
