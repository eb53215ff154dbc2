"""Transactions of services: a resource that is missing becomes a failure of the contract."""

from collections.abc import Callable
from typing import TypeVar

from ..store.tables import DeployStore, Tables
from ..store.types import MissingResourceError
from .failures import missing

__all__ = ["reading", "writing"]

ResultT = TypeVar("ResultT")


async def reading(store: DeployStore, work: Callable[[Tables], ResultT]) -> ResultT:
    """Call `work` on one snapshot; raise OperationFailure where a resource is missing."""
    try:
        return await store.read(work)
    except MissingResourceError as error:
        raise missing(error) from error


async def writing(store: DeployStore, work: Callable[[Tables], ResultT]) -> ResultT:
    """Call `work` in one durable transaction; raise OperationFailure where a resource is missing."""
    try:
        return await store.write(work)
    except MissingResourceError as error:
        raise missing(error) from error
