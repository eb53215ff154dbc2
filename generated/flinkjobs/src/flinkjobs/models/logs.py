# Generated from openapi.yaml; do not edit.
"""Models of the contract: logs."""

from __future__ import annotations

from typing import Any

from flinkjobs._runtime.models.base import ADDITIONAL_PROPERTIES, Model


class Log4jLogger(Model, kw_only=True):
    """Level of one logger."""

    logger_name: str | None = None
    """Name of the logger."""
    logger_level: str | None = None
    """Lowest level that it writes."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class LogReservePolicy(Model, kw_only=True):
    """How long logs are kept after the end of a job instance."""

    open_history: bool | None = None
    """Whether they are kept at all."""
    expiration_days: int | None = None
    """For how many days they are kept."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class Logging(Model, kw_only=True):
    """Logging of a job instance, with levels, template and retention."""

    logging_profile: str | None = None
    """Name of the log template in use."""
    log4j2_configuration_template: str | None = None
    """Log4j 2 configuration in XML, when it has one of its own."""
    log4j_loggers: list[Log4jLogger] | None = None
    """Level of single loggers."""
    log_reserve_policy: LogReservePolicy | None = None
    """How long logs are kept after the end."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""
