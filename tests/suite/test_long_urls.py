"""The oracle knows that a URL may be too long for a server."""

from tests.contract.oracle import is_long
from tests.contract.signing import RawRequest


def test_from_what_length_a_refusal_is_fine() -> None:
    """Up to 8,000 bytes every server has to take a URL, as RFC 9110 has it."""

    def long(size: int) -> bool:
        return is_long(
            RawRequest(method="GET", path="/", query="x" * (size - 2), headers={}, body=b"")
        )

    assert [long(8000), long(8001)] == [False, True]
