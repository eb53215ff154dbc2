"""The values of the variables that a job uses, as they are when it is started."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..engine.interface import JobVariables, SealedValue
from ..engine.sql_statements import ScriptError, position, split_script, variables_in
from ..store.tables import Tables
from ..store.types import NamespaceKey
from ..store.variables import Variable
from ..value_cipher import SecretError, ValueCipher
from .failures import conflict
from .variables import cipher_context

__all__ = ["job_variables", "known_variables"]

_OF_NAMESPACE = "secret_values."
_IN_SETTINGS = re.compile(r"\$\{(secret_values\.[^{}\s]+)\}")
_UNSEEN = "******"


class _Reference(Struct, frozen=True):
    """A variable as a program or a setting names it, and where."""

    name: str
    place: str

    @property
    def variable(self) -> str:
        """The name of the variable of the namespace."""
        return self.name.removeprefix(_OF_NAMESPACE)


def job_variables(
    tables: Tables, cipher: ValueCipher, namespace: NamespaceKey, job: Mapping[str, Any]
) -> JobVariables:
    """Return the values of a job's variables; its local ones come before those of the namespace.

    Raises OperationFailure for a variable that does not exist, or that cannot be decrypted.
    """
    values = {local["name"]: local.get("value") or "" for local in job.get("localVariables") or ()}
    sealed: dict[str, SealedValue] = {}
    for reference in (*_in_script(job), *_in_settings(job)):
        if reference.name in values or reference.name in sealed:
            continue
        variable = tables.variables.get(namespace, reference.variable)
        if variable is None:
            raise _unknown(reference)
        if variable.kind == "Encrypted":
            sealed[reference.name] = _sealed(cipher, namespace, variable)
        else:
            values[reference.name] = variable.content
    return JobVariables(values=values, sealed=sealed)


def known_variables(tables: Tables, namespace: NamespaceKey, script: str) -> Mapping[str, str]:
    """Return the values of the variables of a script that exist; encrypted ones are not shown."""
    job = {"artifact": {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": script}}}
    values: dict[str, str] = {}
    for reference in _in_script(job):
        variable = tables.variables.get(namespace, reference.variable)
        if variable is not None:
            is_encrypted = variable.kind == "Encrypted"
            values[reference.name] = _UNSEEN if is_encrypted else variable.content
    return values


def _in_script(job: Mapping[str, Any]) -> Iterator[_Reference]:
    """Yield the variables of a SQL script; one that cannot be split has none."""
    artifact = job.get("artifact") or {}
    if artifact.get("kind") != "SQLSCRIPT":
        return
    script = str((artifact.get("sqlArtifact") or {}).get("sqlScript") or "")
    if "${" not in script:
        return
    try:
        statements = split_script(script)
    except ScriptError:
        return
    for statement in statements:
        for name, offset in variables_in(statement):
            line, column = position(script, offset)
            place = f"artifact.sqlArtifact.sqlScript, line {line}, column {column}"
            yield _Reference(name, place)


def _in_settings(job: Mapping[str, Any]) -> Iterator[_Reference]:
    for key, value in (job.get("flinkConf") or {}).items():
        for match in _IN_SETTINGS.finditer(value) if isinstance(value, str) else ():
            yield _Reference(match[1], f"flinkConf, setting {key}")


def _unknown(reference: _Reference) -> Exception:
    return conflict(
        f"{reference.place}: the namespace has no variable {reference.variable}; create it, or "
        "correct the name"
    )


def _sealed(cipher: ValueCipher, namespace: NamespaceKey, variable: Variable) -> SealedValue:
    """Return an encrypted value, once it is known that it can be decrypted."""
    context = cipher_context(namespace, variable.name)
    try:
        cipher.decrypt(variable.content, context)
    except SecretError as error:
        raise conflict(f"variable {variable.name} cannot be used: {error}") from None
    return SealedValue(ciphertext=variable.content, context=context)
