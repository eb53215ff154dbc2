"""Downloads: responses whose bytes are read piece by piece, or saved to a file."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar, cast

from ..transport.interface import AsyncOpenResponse, OpenResponse

if TYPE_CHECKING:
    from ..client.session import AsyncSession, Session

__all__ = [
    "AsyncStreamedResponse",
    "StreamedResponse",
    "async_streamed_response",
    "streamed_response",
]

ResourceT = TypeVar("ResourceT")
P = ParamSpec("P")


class StreamedResponse:
    """A response whose body has not been read yet: iterate it for its bytes, or `save` it.

    It must be read to its end or closed, by `with` or by `close`. Nothing is sent again: an error of
    the connection is a TransportError. The client's timeout is the longest silence.
    """

    def __init__(self, response: OpenResponse) -> None:
        self._response = response

    @property
    def status(self) -> int:
        """The status."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by lower-case name."""
        return self._response.headers

    def __iter__(self) -> Iterator[bytes]:
        return self._response.chunks

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the body to a file, and return its path.

        The file is there when it is whole, in place of one of the same name, and not before.
        """
        with self, _NewFile(path) as file:
            for chunk in self:
                file.write(chunk)
        return Path(path)

    def close(self) -> None:
        """Close the response; nothing is read after it."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncStreamedResponse:
    """A response whose body has not been read yet: iterate it for its bytes, or `save` it.

    It must be read to its end or closed, by `async with` or by `close`. Nothing is sent again: an
    error of the connection is a TransportError. The client's timeout is the longest silence.
    """

    def __init__(self, response: AsyncOpenResponse) -> None:
        self._response = response

    @property
    def status(self) -> int:
        """The status."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by lower-case name."""
        return self._response.headers

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._response.chunks

    async def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the body to a file, and return its path; a thread writes.

        The file is there when it is whole, in place of one of the same name, and not before.
        """
        from asyncio import to_thread

        async with self:
            with _NewFile(path) as file:
                async for chunk in self:
                    await to_thread(file.write, chunk)
        return Path(path)

    async def close(self) -> None:
        """Close the response; nothing is read after it."""
        await self._response.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


class _NewFile:
    """A file beside its path, which takes its place when it was written without an error."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._partial = self._path.with_name(f".{self._path.name}.{os.urandom(4).hex()}.part")
        self._file: IO[bytes] | None = None

    def __enter__(self) -> IO[bytes]:
        self._file = self._partial.open("xb")
        return self._file

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
        if exception_type is None:
            os.replace(self._partial, self._path)
        else:
            self._partial.unlink(missing_ok=True)


def streamed_response(
    session: "Session",
    resource: "Callable[[Session], ResourceT]",
    method: Callable[Concatenate[ResourceT, P], object],
) -> Callable[P, StreamedResponse]:
    """Return a method of a resource that returns its response unread."""

    def call(*args: P.args, **kwargs: P.kwargs) -> StreamedResponse:
        value: Any = method(resource(session.downloading()), *args, **kwargs)
        return cast("StreamedResponse", value)

    return call


def async_streamed_response(
    session: "AsyncSession",
    resource: "Callable[[AsyncSession], ResourceT]",
    method: Callable[Concatenate[ResourceT, P], Awaitable[object]],
) -> Callable[P, Awaitable[AsyncStreamedResponse]]:
    """Return a method of a resource that returns its response unread."""

    async def call(*args: P.args, **kwargs: P.kwargs) -> AsyncStreamedResponse:
        value: Any = await method(resource(session.downloading()), *args, **kwargs)
        return cast("AsyncStreamedResponse", value)

    return call
