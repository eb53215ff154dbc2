"""The headers that a signature has to cover."""

import pytest

from flinkjobs.signing import must_be_signed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("host", True),
        ("x-acs-date", True),
        ("x-acs-", True),
        ("content-type", False),
        ("x-request-id", False),
        ("hostname", False),
        ("ax-acs-date", False),
    ],
)
def test_headers_that_must_be_signed(name: str, expected: bool) -> None:
    """The host and the headers of the signature, and no other."""
    assert must_be_signed(name) is expected
