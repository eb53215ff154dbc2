"""HTTP servers of simulated clusters, in a thread, each on a port of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from .simulator import SimulatedFlink

__all__ = ["serve_clusters", "start_server"]


async def start_server(flink: SimulatedFlink) -> tuple[web.ServerRunner, str]:
    """Serve a cluster on a free loopback port; return the server and its URL."""
    runner = web.ServerRunner(web.Server(flink.handle), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    return runner, f"http://{host}:{port}"


@contextmanager
def serve_clusters(*clusters: SimulatedFlink) -> Iterator[list[str]]:
    """Serve clusters, whose URLs it yields; stop at the end."""
    ready, urls = threading.Event(), list[str]()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        runners = []
        for cluster in clusters:
            runner, url = await start_server(cluster)
            runners.append(runner)
            urls.append(url)
        ready.set()
        await stop.wait()
        for runner in runners:
            await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    try:
        assert ready.wait(10)
        yield urls
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
