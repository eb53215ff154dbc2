"""The check of bodies in a package whose contract has no bodies, so that it lacks those modules."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from flinkjobs._runtime import parameters

__all__ = ["body_check", "body_schema"]

_RUNTIME = Path(__file__).parents[1] / "generator" / "runtime" / "parameters"


def body_schema(**arguments: Any) -> Any:
    """Return a schema of a body."""
    return _module("body_schemas").BodySchema(**arguments)


def body_check(name: str, schemas: Mapping[str, Any]) -> Any:
    """Return the check of the schema of a name."""
    return _module("body_check").BodyCheck(name, schemas)


def _module(name: str) -> Any:
    if str(_RUNTIME) not in parameters.__path__:
        parameters.__path__.append(str(_RUNTIME))
    return import_module(f"{parameters.__name__}.{name}")
