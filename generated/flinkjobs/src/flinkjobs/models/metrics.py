# Generated from openapi.yaml; do not edit.
"""Models of the contract: metrics."""

from __future__ import annotations

from flinkjobs._runtime.models.base import Model


class JobMetric(Model, kw_only=True):
    """Resources that a job instance holds."""

    total_cpu: float | None = None
    """Number of CPU cores, possibly fractional."""
    total_memory_byte: int | None = None
    """Memory. Bytes by its name, though the product's example shows 4096 beside managers of 4 GiB; take the unit as unknown."""
