"""Clients with other options and the same connections, and requests beside the contract."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, NoReturn, Self

from ..client.session import AsyncSession, Session
from .call_options import QueryValue
from .raw_response import RawResponse

__all__ = ["AsyncDerivableClient", "DerivableClient"]


class DerivableClient(ABC):
    """The part of the synchronous client that no contract varies."""

    _session: Session

    @abstractmethod
    def _bind(self, session: Session) -> None:
        """Make a session that of the client and of its resources."""

    def __reduce__(self) -> NoReturn:
        self._session.__reduce__()

    def with_options(
        self,
        *,
        timeout: float | None = None,
        time_budget: float | None = None,
        retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, QueryValue] | None = None,
    ) -> Self:
        """Return a client with other options, for one call or for many.

        It shares connections, rate limit and retry budget with this one, which closes them.

        Args:
            timeout: Longest time that an attempt may take, in seconds.
            time_budget: Longest time for a call with all its attempts and waits, in seconds.
            retries: How often a failed call is tried again.
            headers: Headers to send beside those of the contract, or instead of them.
            query: Query parameters to send beside those of the contract, or instead of them.

        Raises:
            UsageError: An option is invalid.
        """
        client = object.__new__(type(self))
        session = self._session.with_options(
            timeout=timeout, time_budget=time_budget, retries=retries, headers=headers, query=query
        )
        client._bind(session)
        return client

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, QueryValue] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        action: str = "",
    ) -> RawResponse[Any]:
        """Send a request to an endpoint that the contract does not describe.

        Retries, credentials and errors are those of any other call; a failure that an envelope
        reports is raised, and not retried.

        Args:
            method: HTTP method, such as GET.
            path: Path of the endpoint, percent-encoded, with a slash first.
            query: Query parameters.
            headers: Headers, also those that the client sends with operations of the contract.
            body: What the request carries: bytes as they are, anything else as JSON.
            action: Name of the operation; where requests are signed, the signature covers it, and
                it must be given.

        Returns:
            The response; its value is the decoded JSON, or the bytes of anything else.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
        """
        return self._session.request(
            method, path, query=query, headers=headers, body=body, action=action
        )


class AsyncDerivableClient(ABC):
    """The part of the asynchronous client that no contract varies."""

    _session: AsyncSession

    @abstractmethod
    def _bind(self, session: AsyncSession) -> None:
        """Make a session that of the client and of its resources."""

    def __reduce__(self) -> NoReturn:
        self._session.__reduce__()

    def with_options(
        self,
        *,
        timeout: float | None = None,
        time_budget: float | None = None,
        retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, QueryValue] | None = None,
    ) -> Self:
        """Return a client with other options, for one call or for many.

        It shares connections, rate limit and retry budget with this one, which closes them.

        Args:
            timeout: Longest time that an attempt may take, in seconds.
            time_budget: Longest time for a call with all its attempts and waits, in seconds.
            retries: How often a failed call is tried again.
            headers: Headers to send beside those of the contract, or instead of them.
            query: Query parameters to send beside those of the contract, or instead of them.

        Raises:
            UsageError: An option is invalid.
        """
        client = object.__new__(type(self))
        session = self._session.with_options(
            timeout=timeout, time_budget=time_budget, retries=retries, headers=headers, query=query
        )
        client._bind(session)
        return client

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, QueryValue] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        action: str = "",
    ) -> RawResponse[Any]:
        """Send a request to an endpoint that the contract does not describe.

        Retries, credentials and errors are those of any other call; a failure that an envelope
        reports is raised, and not retried.

        Args:
            method: HTTP method, such as GET.
            path: Path of the endpoint, percent-encoded, with a slash first.
            query: Query parameters.
            headers: Headers, also those that the client sends with operations of the contract.
            body: What the request carries: bytes as they are, anything else as JSON.
            action: Name of the operation; where requests are signed, the signature covers it, and
                it must be given.

        Returns:
            The response; its value is the decoded JSON, or the bytes of anything else.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
        """
        return await self._session.request(
            method, path, query=query, headers=headers, body=body, action=action
        )
