# Generated from openapi.yaml; do not edit.
"""Models of the contract: engines."""

from __future__ import annotations

from typing import Literal

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import EngineVersionIndexBase


class EngineFeatures(Model, kw_only=True):
    """What a version of the engine can do."""

    support_native_savepoint: bool | None = None
    """Whether it can take savepoints in its native format."""
    use_for_sql_deployments: bool | None = None
    """Whether it can run SQL scripts."""


class EngineVersion(Model, kw_only=True):
    """A version of the engine."""

    engine_version: str | None = None
    """The version, as a deployment names it."""
    status: Literal["STABLE", "BETA", "DEPRECATED", "EXPIRED"] | str | None = None
    """How the version is maintained."""
    features: EngineFeatures | None = None
    """What the version can do."""


class EngineVersionIndex(EngineVersionIndexBase, kw_only=True):
    """All versions of the engine, and the default one."""

    default_engine_version: str | None = None
    """Version of a deployment that names none."""
    engine_version_metadata: list[EngineVersion] | None = None
    """The versions that a deployment can name."""


class ListEngineVersionMetadataResponse(Model, kw_only=True):
    """The versions of the engine, in the envelope of every response of this API."""

    request_id: str | None = None
    """Id of the request, to quote when asking for help."""
    success: bool | None = None
    """Whether the operation succeeded."""
    http_code: int | None = None
    """Always 200 once the operation was reached; success says whether it succeeded."""
    error_code: str | None = None
    """Code of the business failure; empty, or a string of two quotes, when there is none."""
    error_message: str | None = None
    """Error message; empty, or a string of two quotes, on success."""
    data: EngineVersionIndex | None = None
    """The versions; absent or empty after a failure."""
