"""The same server with an application that answers a file's bytes, whatever it is asked."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from flinkjobs_target.granian_server import Listener, reserve_port
from flinkjobs_target.serving import serve

BODY = Path(sys.argv[1]).read_bytes()
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer any request; the lifespan of the server is of no interest."""
    if scope["type"] == "lifespan":
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


if __name__ == "__main__":
    with reserve_port("127.0.0.1", 0) as port:
        listener = Listener(app=application, port=port)
        asyncio.run(
            serve(
                [listener],
                asyncio.Event(),
                lambda: print(f"listening on {listener.url}", flush=True),
                stop_seconds=1.0,
            )
        )
