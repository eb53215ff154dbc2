"""Segments that are partly a parameter are read as a person would."""

import time

import pytest

from flinkjobs._runtime.server.path_template import read_part


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
    ],
)
def test_a_parameter_ends_where_what_follows_it_first_stands(
    template: str, segment: str, expected: dict[str, str] | None
) -> None:
    """And has at least one character."""
    assert expected == read_part(template, segment)


def test_a_segment_is_read_in_one_pass() -> None:
    """A long one that nearly fits takes no longer than its length asks for."""
    began = time.process_time()

    assert read_part("{z}-{x}-{y}.png", "-" * 8000) is None

    assert time.process_time() - began < 0.5
