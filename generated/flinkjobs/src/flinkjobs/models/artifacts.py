# Generated from openapi.yaml; do not edit.
"""Models of the contract: artifacts."""

from __future__ import annotations

from typing import Any, Literal

from flinkjobs._runtime.models.base import ADDITIONAL_PROPERTIES, Model


class SqlArtifact(Model, kw_only=True):
    """SQL program."""

    sql_script: str | None = None
    """Text of the SQL script."""
    additional_dependencies: list[str] | None = None
    """URLs of further files that it needs, such as user-defined functions."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class JarArtifact(Model, kw_only=True):
    """Java program."""

    jar_uri: str | None = None
    """URL of the jar."""
    entry_class: str | None = None
    """Full name of the class whose main method is run."""
    main_args: str | None = None
    """Arguments of the main method."""
    additional_dependencies: list[str] | None = None
    """URLs of further files that it needs."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class PythonArtifact(Model, kw_only=True):
    """Python program."""

    python_artifact_uri: str | None = None
    """URL of the program."""
    entry_module: str | None = None
    """Module that is run."""
    main_args: str | None = None
    """Arguments of the program."""
    additional_dependencies: list[str] | None = None
    """URLs of further files that it needs."""
    additional_python_libraries: list[str] | None = None
    """URLs of Python libraries that it needs."""
    additional_python_archives: list[str] | None = None
    """URLs of archives that are unpacked for it."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class CdcYamlArtifact(Model, kw_only=True):
    """Data ingestion pipeline, described in YAML."""

    cdc_yaml: str | None = None
    """Text of the pipeline's description."""
    additional_dependencies: list[str] | None = None
    """URLs of further files that it needs."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class Artifact(Model, kw_only=True):
    """Program of a job; kind says which of the other fields applies."""

    kind: Literal["SQLSCRIPT", "JAR", "PYTHON", "CDCYAML"] | str | None = None
    """Kind of program."""
    sql_artifact: SqlArtifact | None = None
    """SQL program, when kind is SQLSCRIPT."""
    jar_artifact: JarArtifact | None = None
    """Java program, when kind is JAR."""
    python_artifact: PythonArtifact | None = None
    """Python program, when kind is PYTHON."""
    cdc_yaml_artifact: CdcYamlArtifact | None = None
    """Data ingestion pipeline, when kind is CDCYAML."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""
