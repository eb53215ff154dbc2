"""Doing several things at once, and waiting for the store without keeping others waiting."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

__all__ = ["all_of", "in_thread"]

T = TypeVar("T")


async def all_of(calls: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Await all together; when one fails, stop the others and raise its error."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(call) for call in calls]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


async def in_thread(call: Callable[[], T]) -> T:
    """Let the store do its work; what it has begun it finishes, also when the observer stops."""
    return await asyncio.shield(asyncio.to_thread(call))
