"""Batching of responses."""

import asyncio
from typing import Any

from flinkjobs._runtime.server.app import App
from flinkjobs._runtime.server.service_api import PageResult, ServiceCall

from ..asgi import http_scope

TARGET = "/rooms/kitchen/cups"


def test_responses_of_one_loop_iteration_are_sent_together(make_app: Any) -> None:
    """A server with its network in another thread is woken up once for all of them."""
    seen: list[str] = []

    async def list_cups(call: ServiceCall, parameters: Any) -> PageResult[Any]:
        seen.append("handled")
        return PageResult(items=[], total=0)

    async def send(message: Any) -> None:
        seen.append(message["type"])

    async def send_three(app: App) -> None:
        headers = [("shelf-id", "top"), ("host", "example.org")]
        scope = http_scope("GET", TARGET, headers, http_version="1.1")
        await asyncio.gather(*(app(dict(scope), _receive_nothing, send) for _ in range(3)))

    asyncio.run(send_three(make_app(list_cups)))

    assert seen == ["handled"] * 3 + ["http.response.start", "http.response.body"] * 3


async def _receive_nothing() -> dict[str, Any]:
    return {"type": "http.disconnect"}
