"""Decoding of request bodies."""

import pytest

from flinkjobs._runtime.parameters.bodies import JsonBody
from flinkjobs._runtime.parameters.form_bodies import FieldEncoding, FormBody
from flinkjobs._runtime.server.request_bodies import decode_body

DEEP = [
    (FormBody(fields={"a": FieldEncoding(style="deepObject")}), b"a" + b"[a]" * 100_000 + b"=1"),
    (JsonBody(), b"[" * 100_000),
    (JsonBody(), b'{"a":' * 100_000),
]


@pytest.mark.parametrize(("kind", "data"), DEEP)
def test_too_deep_nesting_is_invalid(kind: FormBody | JsonBody, data: bytes) -> None:
    """A body that is nested too deeply is invalid, not an error of the server."""
    with pytest.raises(ValueError, match="it is nested too deeply"):
        decode_body(kind, data, kind.media)
