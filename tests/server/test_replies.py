"""When replies go out."""

import asyncio
from typing import Any

from flinkjobs._runtime.server.app import App
from flinkjobs._runtime.server.service_api import Call, Items

TARGET = "/rooms/kitchen/cups"


def test_replies_of_one_turn_go_out_together(make_app: Any) -> None:
    """A server whose network is in another thread is woken once for all of them."""
    seen: list[str] = []

    async def list_cups(call: Call, parameters: Any) -> Items[Any]:
        seen.append("answered")
        return Items(items=[], total=0)

    async def send(message: Any) -> None:
        seen.append(message["type"])

    async def ask_three(app: App) -> None:
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": TARGET,
            "headers": [(b"shelf-id", b"top"), (b"host", b"example.org")],
        }
        await asyncio.gather(*(app(dict(scope), _receive_nothing, send) for _ in range(3)))

    asyncio.run(ask_three(make_app(list_cups)))

    assert ["answered"] * 3 + ["http.response.start", "http.response.body"] * 3 == seen


async def _receive_nothing() -> dict[str, Any]:
    return {"type": "http.disconnect"}
