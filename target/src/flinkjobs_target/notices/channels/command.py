"""A command: it gets a notice as JSON on its standard input."""

import asyncio
from collections.abc import Sequence

import msgspec

from ..notice import Notice
from .interface import DeliveryError

__all__ = ["Command"]

_SECONDS = 30.0


class Command:
    """Runs a program with its arguments, without a shell; exit code 0 says that the notice was taken."""

    def __init__(self, name: str, arguments: Sequence[str]) -> None:
        self.name = name
        self._arguments = arguments

    async def deliver(self, notice: Notice) -> None:
        """Run the program; it is killed when it takes too long."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            raise DeliveryError(f"{self._arguments[0]}: {error.strerror}") from None
        try:
            async with asyncio.timeout(_SECONDS):
                await process.communicate(msgspec.json.encode(notice))
        except TimeoutError:
            raise DeliveryError(f"{self._arguments[0]} did not end in {_SECONDS:g} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise DeliveryError(f"{self._arguments[0]} ended with code {process.returncode}")

    async def close(self) -> None:
        """Close nothing."""
