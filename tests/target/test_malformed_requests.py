"""Malformed requests are refused with a code."""

import asyncio
import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ..asgi import call_asgi, http_scope
from ..sizes import MALFORMED

PIECES = [
    b"\x00", b"\xff", b"\xc2\xa0", b"\xed\xa0\x80", b"%", b"%zz", b"%FF", b"/", b"..", b"=", b"&",
    b";", b",", b" ", b"\t", b"ACS3-HMAC-SHA256", b"Credential=", b"SignedHeaders=", b"Signature=",
    b"host", b"x-acs-date", b"2026-11-22T12:00:00Z", b"a" * 64, b"-1", b"9" * 30, b"\xef\xbc\x91",
]  # fmt: skip
NONSENSE = st.lists(st.sampled_from(PIECES), max_size=6).map(b"".join)
"""Some pieces joined together."""
ODD_HEADERS = ("authorization", "workspace", "x-acs-date", "x-acs-security-token")


@settings(max_examples=MALFORMED)
@given(
    method=st.sampled_from(["GET", "POST", "%"]),
    namespace=NONSENSE,
    query=NONSENSE,
    header=st.tuples(st.sampled_from(ODD_HEADERS), NONSENSE),
    signed=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_malformed_requests_are_client_errors(
    owner: Any,
    method: str,
    namespace: bytes,
    query: bytes,
    header: tuple[str, bytes],
    signed: bool,
    chance: random.Random,
) -> None:
    """Whatever is in path, query and headers."""
    pairs = [*owner.sign(owner.request())] if signed else []
    pairs.insert(chance.randint(0, len(pairs)), header)
    scope = http_scope(method, b"/api/v2/namespaces/" + namespace + b"/jobs?" + query, pairs)

    response = asyncio.run(call_asgi(owner.app, scope))

    assert response.status in (400, 404, 405), (scope, response)
    assert json.loads(response.body)["Code"] != "InternalError"
