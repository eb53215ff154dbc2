"""Patterns mean what they mean in ECMAScript, where Python differs."""

import pytest

from flinkjobs._runtime.parameters.patterns import matches
from flinkjobs._runtime.parameters.scalars import Text

MATCHES = [
    ("^a$", "a", True),
    ("^a$", "a\n", False),
    ("^(a|b$)", "b\n", False),
    (r"^a\$", "a$b", True),
    (r"\\$", "a\\", True),
    (r"\\$", "a\\\n", False),
    ("[$]b", "a$b", True),
    (r"^[\]$]+$", "]$", True),
    (r"^[\]$]+$", "]$\n", False),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), MATCHES)
def test_the_end_of_a_text(pattern: str, text: str, expected: bool) -> None:
    """`$` is the end of the text alone, unless it is escaped or in a class."""
    assert matches(pattern, text) is expected


def test_a_parameter_with_a_line_break() -> None:
    """A codec of texts does not accept a line break after the last character."""
    assert Text(pattern="^[a-z]+$").accepts("a\n") is False
