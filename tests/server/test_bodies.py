"""A body that no server can read is the caller's fault, however it is made."""

import pytest

from flinkjobs._runtime.parameters.bodies import Form, Message
from flinkjobs._runtime.server.request_bodies import decode_body

DEEP = [
    (Form(), b"a" + b".a" * 100_000 + b"=1"),
    (Message(), b"[" * 100_000),
    (Message(), b'{"a":' * 100_000),
]


@pytest.mark.parametrize(("kind", "data"), DEEP)
def test_too_deep(kind: Form | Message, data: bytes) -> None:
    """What is nested too deeply is refused as any other text that is no body."""
    with pytest.raises(ValueError, match="it is nested too deeply"):
        decode_body(kind, data, kind.media)
