# Generated from openapi.yaml; do not edit.
"""Variables of the asynchronous client."""

from collections.abc import Mapping
from typing import Any, Literal

from .._runtime.client.body_arguments import join_body
from .._runtime.client.response import require_payload
from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from .._runtime.pagination.pages import AsyncListing
from ..models import Variable
from ..operations import (
    CREATE_VARIABLE,
    DELETE_VARIABLE,
    LIST_VARIABLES,
    UPDATE_VARIABLE,
    CreateVariableBody,
    UpdateVariableBody,
)

__all__ = ["AsyncVariables"]


class AsyncVariables:
    """Variables, values that programs and settings have by name."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def list(
        self,
        *,
        page_index: int | None = None,
        page_size: int | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> AsyncListing[Variable]:
        """List the variables of a namespace.

        Returns one page of the variables of a namespace, by name. The value of one of the kind
        Encrypted is never returned.

        Args:
            page_index: Number of the page, counted from 1. A page beyond the last one is empty.
                An integer from 1 to 2147483647. Default: 1.
            page_size: Number of variables on a page. An integer from 1 to 100. Default: 100.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            A listing: `async for` yields each item of all pages once; `await` returns one page.
                If new items are inserted at the front, as newest first, iteration yields every
                item that exists from its start to its end, whatever is added or removed
                meanwhile. In any other order no item is yielded twice, but changes may hide
                items. `iterate(parallel=16)` reads pages concurrently, for bulk export; its
                documentation states its limits.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "page_index": page_index,
            "page_size": page_size,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(LIST_VARIABLES, arguments)

    async def create(
        self,
        *,
        name: str | None = None,
        kind: Literal["Plain", "Clear", "Encrypted"] | str | None = None,
        value: str | None = None,
        description: str | None = None,
        body: CreateVariableBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Variable:
        """Create a variable.

        Stores a value under a name that the namespace has once. Programs in SQL have it as
        ${name}, Flink settings as ${secret_values.name}. A start puts values in place of names;
        later changes of a variable do not touch its job instance.

        Args:
            name: Name of the variable, once in its namespace.
            kind: Whether the value is stored as it is (Plain, also Clear) or encrypted and
                never returned (Encrypted).
            value: Value of the variable; absent in responses when it is encrypted.
            description: Readable description of the variable.
            body: The variable. It needs a name, a kind and a value.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Variable of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "body": join_body(
                CREATE_VARIABLE,
                body,
                {
                    "name": name,
                    "kind": kind,
                    "value": value,
                    "description": description,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(CREATE_VARIABLE, arguments)
        return require_payload(CREATE_VARIABLE, result, result.value.data)

    async def delete(
        self,
        *,
        name: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> None:
        """Delete a variable.

        Deletes a variable. Job instances that were started with it go on; the next start of a
        deployment that uses it is refused.

        Args:
            name: Name of the variable; case matters.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            None.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "name": name,
            "workspace": workspace,
            "namespace": namespace,
        }
        await self._session.call(DELETE_VARIABLE, arguments)

    async def update(
        self,
        *,
        name: str,
        kind: Literal["Plain", "Clear", "Encrypted"] | str | None = None,
        value: str | None = None,
        description: str | None = None,
        body: UpdateVariableBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Variable:
        """Change a variable.

        Changes the kind, the value and the description that the body names; those that are
        absent or null stay. The name cannot change: one in the body is ignored. An encrypted
        variable becomes plain with a new value only.

        Args:
            name: Name of the variable; case matters.
            kind: Whether the value is stored as it is (Plain, also Clear) or encrypted and
                never returned (Encrypted).
            value: Value of the variable; absent in responses when it is encrypted.
            description: Readable description of the variable.
            body: The properties to change.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Variable of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "name": name,
            "body": join_body(
                UPDATE_VARIABLE,
                body,
                {
                    "kind": kind,
                    "value": value,
                    "description": description,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(UPDATE_VARIABLE, arguments)
        return require_payload(UPDATE_VARIABLE, result, result.value.data)


class RawOperations:
    """The operations of Variables; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.list = async_raw_response(session, AsyncVariables, AsyncVariables.list)
        self.create = async_raw_response(session, AsyncVariables, AsyncVariables.create)
        self.delete = async_raw_response(session, AsyncVariables, AsyncVariables.delete)
        self.update = async_raw_response(session, AsyncVariables, AsyncVariables.update)
