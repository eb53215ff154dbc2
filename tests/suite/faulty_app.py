"""Our application with a fault that schemas do not show."""

from typing import Any

__all__ = ["RenamedCodes"]


class RenamedCodes:
    """An application whose codes of bad parameters have another name, of the same length."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def renamed(message: Any) -> None:
            body = message.get("body", b"").replace(b'"Invalid', b'"Illegal')
            await send({**message, "body": body} if "body" in message else message)

        await self._app(scope, receive, renamed)
