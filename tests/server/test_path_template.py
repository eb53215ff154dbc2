"""Matching of path segments that are partly a parameter."""

import time

import pytest

from flinkjobs._runtime.server.path_template import match_segment


@pytest.mark.parametrize(
    ("template", "segment", "expected"),
    [
        ("{id}.json", "a.json", {"id": "a"}),
        ("{id}.json", "a.b.json", {"id": "a.b"}),
        ("{id}.json", ".json", None),
        ("{id}.json", "a.xml", None),
        ("v{major}.{minor}", "v1.2", {"major": "1", "minor": "2"}),
        ("v{major}.{minor}", "v1.", None),
        ("v{major}.{minor}", "v.2", None),
        ("{x}-{y}", "1--2", {"x": "1", "y": "-2"}),
        ("{x}-{y}", "--", None),
        ("{a}{b}", "xyz", {"a": "x", "b": "yz"}),
        ("{name}:cancel", "job:cancel", {"name": "job"}),
        ("a{x}a", "a", None),
        ("a{x}a", "aa", None),
        ("{id}:stop", "j1:stop", {"id": "j1"}),
        ("{id}:stop", "j1%3Astop", {"id": "j1"}),
        ("{id}:stop", "j1%3astop", {"id": "j1"}),
        ("{id}:stop", "a%3Ab%2Fc:stop", {"id": "a%3Ab%2Fc"}),
        ("{id}:stop", "a%2Fb%3Astop", {"id": "a%2Fb"}),
        ("{id}:stop", "j1%3Astart", None),
        ("{id}:stop", "%3Astop", None),
        ("{id}:{verb}", "a%3Ab:stop", {"id": "a%3Ab", "verb": "stop"}),
        ("{id}.json", "j1%2Ejson", {"id": "j1"}),
    ],
)
def test_a_parameter_ends_before_the_first_occurrence_of_the_next_literal(
    template: str, segment: str, expected: dict[str, str] | None
) -> None:
    """A parameter has at least one character."""
    assert match_segment(template, segment) == expected


def test_a_segment_is_matched_in_linear_time() -> None:
    """A long segment that nearly matches does not make the search backtrack."""
    began = time.process_time()

    assert match_segment("{z}-{x}-{y}.png", "-" * 8000) is None

    assert time.process_time() - began < 0.5
