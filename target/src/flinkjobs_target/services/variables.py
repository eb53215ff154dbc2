"""The service of variables."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast, get_args

import msgspec

from flinkjobs.models import Variable as VariableModel
from flinkjobs.models import VariableChanges
from flinkjobs.server import (
    CreateVariableParameters,
    DeleteVariableParameters,
    ListVariablesParameters,
    PageResult,
    ServiceCall,
    UpdateVariableParameters,
    Variables,
)

from ..clock import Clock
from ..store.events import Event, EventName
from ..store.tables import DeployStore, Tables
from ..store.types import MissingResourceError, NamespaceKey
from ..store.variables import Variable, VariableKind, VariablePage
from ..value_cipher import SecretError, ValueCipher
from .callers import actor
from .failures import conflict, invalid, not_found
from .transactions import reading, writing

__all__ = ["VariableService", "cipher_context"]

ResultT = TypeVar("ResultT")
_KINDS: Sequence[VariableKind] = get_args(VariableKind)


class VariableService(Variables):
    """Stores variables; an account sees only its own workspaces, and nobody an encrypted value."""

    def __init__(self, store: DeployStore, cipher: ValueCipher, clock: Clock) -> None:
        self._store = store
        self._cipher = cipher
        self._clock = clock

    async def list_variables(
        self, call: ServiceCall, parameters: ListVariablesParameters
    ) -> PageResult[VariableModel]:
        """List the variables of a namespace."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)

        def read(tables: Tables) -> VariablePage:
            tables.require_workspace(call.principal.account, namespace)
            return tables.variables.page(
                namespace,
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )

        page = await reading(self._store, read)
        return PageResult(items=list(map(_served, page.variables)), total=page.total)

    async def create_variable(
        self, call: ServiceCall, parameters: CreateVariableParameters
    ) -> VariableModel:
        """Create a variable under a name that no other one of the namespace has."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        body, account = parameters.body, call.principal.account
        if not body.name:
            raise invalid("$.name", "is missing or empty; send the name of the variable")
        kind = _kind(body.kind)
        if body.value is None:
            raise invalid("$.value", "is missing; send the value of the variable")
        content = self._content(namespace, body.name, kind, body.value)
        variable = Variable(
            name=body.name, kind=kind, content=content, description=body.description
        )

        def write(tables: Tables) -> VariableModel:
            if not tables.may_use_workspace(account, namespace.workspace):
                raise MissingResourceError("workspace", namespace.workspace)
            tables.deployments.claim(account, namespace.workspace)
            tables.definitions.lock_namespace(namespace)
            if tables.variables.get(namespace, variable.name) is not None:
                raise conflict(
                    f"the namespace has a variable named {variable.name} already; choose another "
                    "name, or update that one"
                )
            tables.variables.put(namespace, variable)
            created = f"of kind {kind} created by {actor(call)}"
            self._record(tables, namespace, variable.name, "VARIABLE_CREATED", created)
            return _served(variable)

        return await writing(self._store, write)

    async def update_variable(
        self, call: ServiceCall, parameters: UpdateVariableParameters
    ) -> VariableModel:
        """Change the kind, the value and the description that the body names."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)

        def change(tables: Tables, variable: Variable) -> VariableModel:
            changed = self._changed(namespace, variable, parameters.body)
            tables.variables.put(namespace, changed)
            named = [
                name
                for name in ("kind", "value", "description")
                if getattr(parameters.body, name) is not None
            ]
            updated = f"updated by {actor(call)}: {', '.join(named) or 'nothing'}"
            self._record(tables, namespace, variable.name, "VARIABLE_UPDATED", updated)
            return _served(changed)

        return await self._write(call, namespace, parameters.name, change)

    async def delete_variable(
        self, call: ServiceCall, parameters: DeleteVariableParameters
    ) -> None:
        """Delete a variable; jobs that were started with it go on."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)

        def remove(tables: Tables, variable: Variable) -> None:
            tables.variables.delete(namespace, variable.name)
            deleted = f"deleted by {actor(call)}"
            self._record(tables, namespace, variable.name, "VARIABLE_DELETED", deleted)

        await self._write(call, namespace, parameters.name, remove)

    async def _write(
        self,
        call: ServiceCall,
        namespace: NamespaceKey,
        name: str,
        work: Callable[[Tables, Variable], ResultT],
    ) -> ResultT:
        """Call `work` with a variable that exists, in a namespace that is locked."""

        def write(tables: Tables) -> ResultT:
            tables.require_workspace(call.principal.account, namespace)
            tables.definitions.lock_namespace(namespace)
            variable = tables.variables.get(namespace, name)
            if variable is None:
                raise not_found("variable", name)
            return work(tables, variable)

        return await writing(self._store, write)

    def _changed(
        self, namespace: NamespaceKey, variable: Variable, body: VariableChanges
    ) -> Variable:
        kind = variable.kind if body.kind is None else _kind(body.kind)
        if body.value is not None:
            content = self._content(namespace, variable.name, kind, body.value)
        elif (kind == "Encrypted") == (variable.kind == "Encrypted"):
            content = variable.content
        elif kind == "Encrypted":
            content = self._content(namespace, variable.name, kind, variable.content)
        else:
            raise invalid(
                "$.value", "is missing: an encrypted value is never shown; send a new one"
            )
        description = variable.description if body.description is None else body.description
        return Variable(name=variable.name, kind=kind, content=content, description=description)

    def _content(self, namespace: NamespaceKey, name: str, kind: VariableKind, value: str) -> str:
        """Return what is stored of a value."""
        if kind != "Encrypted":
            return value
        try:
            return self._cipher.encrypt(value, cipher_context(namespace, name))
        except SecretError as error:
            raise conflict(f"variable {name} cannot be encrypted: {error}") from None

    def _record(
        self, tables: Tables, namespace: NamespaceKey, name: str, event: EventName, text: str
    ) -> None:
        """Record a change of a variable, without its value."""
        tables.events.record(
            Event(
                namespace=namespace,
                at=int(self._clock().timestamp() * 1000),
                name=event,
                message=f"variable {name} {text}",
            )
        )


def cipher_context(namespace: NamespaceKey, name: str) -> str:
    """Return what the ciphertext of a variable is bound to."""
    return f"{namespace.digest().hex()} {name}"


def _kind(text: str | None) -> VariableKind:
    if text is None:
        raise invalid("$.kind", f"is missing; it must be one of {', '.join(_KINDS)}")
    if text not in _KINDS:
        shown = msgspec.json.encode(text).decode()
        raise invalid("$.kind", f"must be one of {', '.join(_KINDS)}, not {shown}")
    return cast("VariableKind", text)


def _served(variable: Variable) -> VariableModel:
    """Return a variable as it is served: an encrypted one has no value."""
    return VariableModel(
        name=variable.name,
        kind=variable.kind,
        value=None if variable.kind == "Encrypted" else variable.content,
        description=variable.description,
    )
