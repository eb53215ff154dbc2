"""Concurrent requests, and blocking store calls in a worker thread."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

__all__ = ["gather_all", "run_in_thread"]

T = TypeVar("T")


async def gather_all(calls: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Return the results of all calls; when one fails, cancel the others and raise its error."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(call) for call in calls]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


async def run_in_thread(call: Callable[[], T]) -> T:
    """Run a blocking call in a thread; it completes even when the caller is cancelled."""
    return await asyncio.shield(asyncio.to_thread(call))
