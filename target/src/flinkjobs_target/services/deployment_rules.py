"""Rules of deployments: what one needs, what of it may change, and its document."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import msgspec

from flinkjobs.models import Deployment

from ..store.types import DeploymentKey
from .failures import invalid
from .known_properties import known_properties

__all__ = ["changed_document", "check_variables", "new_document", "properties_of"]

KINDS: Final = {
    "SQLSCRIPT": ("sqlArtifact", "sqlScript"),
    "JAR": ("jarArtifact", "jarUri"),
    "PYTHON": ("pythonArtifact", "pythonArtifactUri"),
    "CDCYAML": ("cdcYamlArtifact", "cdcYaml"),
}
MODES: Final = ("STREAMING", "BATCH")
_LONGEST_NAME = 128
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_SET_BY_SERVICE = frozenset(
    {
        "deploymentId",
        "workspace",
        "namespace",
        "jobSummary",
        "deploymentHasChanged",
        "creator",
        "creatorName",
        "modifier",
        "modifierName",
        "createdAt",
        "modifiedAt",
    }
)


def properties_of(body: Deployment) -> dict[str, Any]:
    """Return what a caller may set of a deployment, as JSON."""
    properties = known_properties(body)
    return {name: value for name, value in properties.items() if name not in _SET_BY_SERVICE}


def new_document(
    properties: Mapping[str, Any],
    key: DeploymentKey,
    caller: str,
    now: int,
    defaults: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the document of a new deployment; raise OperationFailure for one that cannot be."""
    document = {
        "deploymentId": key.deployment_id,
        "workspace": key.workspace,
        "namespace": key.namespace,
        **defaults,
        **properties,
        "creator": caller,
        "creatorName": caller,
        "createdAt": str(now),
        **_modification(caller, now),
    }
    _check(document)
    return document


def changed_document(
    document: Mapping[str, Any], properties: Mapping[str, Any], caller: str, now: int
) -> dict[str, Any]:
    """Return the document of a deployment after a change; raise OperationFailure for one that cannot be."""
    kept = dict(properties)
    if kept.get("localVariables") == []:  # the vendor's SDK sends it with every call
        del kept["localVariables"]
    if "artifact" in kept and "artifact" in document:
        kept["artifact"] = _changed_artifact(document["artifact"], kept["artifact"])
    mode = document.get("executionMode")
    if kept.get("executionMode", mode) != mode and mode is not None:
        raise invalid("$.executionMode", f"cannot change: it is {mode}; create another deployment")
    changed = {**document, **kept, **_modification(caller, now)}
    _check(changed)
    return changed


def _modification(caller: str, now: int) -> dict[str, str]:
    return {"modifier": caller, "modifierName": caller, "modifiedAt": str(now)}


def _changed_artifact(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return an artifact after a change: it keeps its kind, and the part that is not named."""
    kind = old.get("kind")
    if kind is not None and new.get("kind") not in (None, kind):
        raise invalid("$.artifact.kind", f"cannot change: it is {kind}; create another deployment")
    if kind in KINDS and not new.keys() - {"kind"}:
        where = ".".join(KINDS[kind])
        raise invalid("$.artifact", f"has no program; kind {kind} has it at {where}")
    return {**old, **new}


def _check(document: Mapping[str, Any]) -> None:
    name = document.get("name")
    if not name or not name.strip():
        raise invalid("$.name", "is missing or empty; send the name of the deployment")
    if len(name) > _LONGEST_NAME or _UNPRINTABLE.search(name) or name != name.strip():
        raise invalid(
            "$.name",
            f"must have at most {_LONGEST_NAME} characters, none of them a control character, and "
            "no blank at its ends",
        )
    _require_one_of(MODES, "$.executionMode", document.get("executionMode"))
    _check_artifact(document.get("artifact") or {})
    check_variables(document.get("localVariables") or ())


def _require_one_of(values: Collection[str], path: str, value: str | None) -> str:
    if value is None:
        raise invalid(path, f"is missing; it must be one of {', '.join(values)}")
    if value not in values:
        shown = msgspec.json.encode(value).decode()
        raise invalid(path, f"must be one of {', '.join(values)}, not {shown}")
    return value


def _check_artifact(artifact: Mapping[str, Any]) -> None:
    kind = _require_one_of(KINDS, "$.artifact.kind", artifact.get("kind"))
    part, main = KINDS[kind]
    if not (artifact.get(part) or {}).get(main):
        raise invalid(f"$.artifact.{part}.{main}", f"is missing or empty; kind {kind} needs it")


def check_variables(variables: Iterable[Mapping[str, Any]]) -> None:
    """Raise OperationFailure for variables without a name, or of one name."""
    names: set[str] = set()
    for index, variable in enumerate(variables):
        name = variable.get("name")
        if not name or name in names:
            problem = "is there twice" if name else "is missing or empty"
            raise invalid(f"$.localVariables[{index}].name", f"{problem}; name each variable once")
        names.add(name)
