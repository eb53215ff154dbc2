"""Malformed requests are refused with a code."""

import asyncio
import json
import random
from typing import Any

import pytest

from ..asgi import call_asgi, http_scope
from ..sizes import MALFORMED

PIECES = [
    b"\x00", b"\xff", b"\xc2\xa0", b"\xed\xa0\x80", b"%", b"%zz", b"%FF", b"/", b"..", b"=", b"&",
    b";", b",", b" ", b"\t", b"ACS3-HMAC-SHA256", b"Credential=", b"SignedHeaders=", b"Signature=",
    b"host", b"x-acs-date", b"2026-11-22T12:00:00Z", b"a" * 64, b"-1", b"9" * 30, b"\xef\xbc\x91",
]  # fmt: skip


def nonsense(rng: random.Random) -> bytes:
    """Return random pieces joined together."""
    return b"".join(rng.choice(PIECES) for _ in range(rng.randint(0, 6)))


@pytest.mark.parametrize("signed", [False, True])
def test_malformed_requests_are_client_errors(owner: Any, signed: bool) -> None:
    """Whatever is in path, query and headers."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    for _ in range(MALFORMED):
        request = owner.request()
        pairs = [*owner.sign(request)] if signed else []
        odd = rng.choice(["authorization", "workspace", "x-acs-date", "x-acs-security-token"])
        pairs.insert(rng.randint(0, len(pairs)), (odd, nonsense(rng)))
        path = b"/api/v2/namespaces/" + nonsense(rng) + b"/jobs"
        method = rng.choice(["GET", "POST", "%"])
        scope = http_scope(method, path + b"?" + nonsense(rng), pairs)

        response = asyncio.run(call_asgi(owner.app, scope))

        assert response.status in (400, 404, 405), (scope, response)
        assert json.loads(response.body)["Code"] != "InternalError"
