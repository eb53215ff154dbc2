"""Nothing that is sent makes the target fail."""

import asyncio
import json
import random
from typing import Any

import pytest

PIECES = [
    b"\x00", b"\xff", b"\xc2\xa0", b"\xed\xa0\x80", b"%", b"%zz", b"%FF", b"/", b"..", b"=", b"&",
    b";", b",", b" ", b"\t", b"ACS3-HMAC-SHA256", b"Credential=", b"SignedHeaders=", b"Signature=",
    b"host", b"x-acs-date", b"2026-11-22T12:00:00Z", b"a" * 64, b"-1", b"9" * 30, b"\xef\xbc\x91",
]  # fmt: skip


def nonsense(chance: random.Random) -> bytes:
    """Put pieces together."""
    return b"".join(chance.choice(PIECES) for _ in range(chance.randint(0, 6)))


async def ask(app: Any, scope: dict[str, Any]) -> tuple[int, bytes]:
    """Let an application answer one request without a body."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.parametrize("signed", [False, True])
def test_nonsense_is_refused_with_a_code(owner: Any, signed: bool) -> None:
    """Whatever stands in path, query and headers, the caller is told that it is at fault."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(500):
        request = owner.request()
        headers = dict(owner.sign(request)) if signed else {}
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        odd = chance.choice(["authorization", "workspace", "x-acs-date", "x-acs-security-token"])
        pairs.insert(chance.randint(0, len(pairs)), (odd.encode(), nonsense(chance)))
        scope = {
            "type": "http",
            "method": chance.choice(["GET", "POST", "%"]),
            "path": "/",
            "raw_path": b"/api/v2/namespaces/" + nonsense(chance) + b"/jobs",
            "query_string": nonsense(chance),
            "headers": pairs,
        }

        status, body = asyncio.run(ask(owner.app, scope))

        assert status in (400, 404, 405), (scope, body)
        assert json.loads(body)["Code"] != "InternalError"
