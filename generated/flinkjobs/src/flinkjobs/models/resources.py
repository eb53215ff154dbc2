# Generated from openapi.yaml; do not edit.
"""Models of the contract: resources."""

from __future__ import annotations

from typing import Any, Literal

from flinkjobs._runtime.models.base import ADDITIONAL_PROPERTIES, Model
from flinkjobs.models._derived import ExpertResourceSettingBase


class ResourceSpec(Model, kw_only=True):
    """Size of one process."""

    cpu: float | None = None
    """Number of CPU cores, possibly fractional."""
    memory: str | None = None
    """Memory with its unit."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class SlotProfile(Model, kw_only=True):
    """Size of a slot sharing group."""

    name: str | None = None
    """Name that operators refer to."""
    cpu: float | None = None
    """Number of CPU cores, possibly fractional."""
    heap: str | None = None
    """Heap memory with its unit."""
    off_heap: str | None = None
    """Memory outside the heap with its unit."""
    managed: dict[str, Any] | None = None
    """Managed memory by its use."""
    extended: dict[str, Any] | None = None
    """Further resources by name."""


class NodeProfile(Model, kw_only=True):
    """Resources and parallelism of an operator."""

    group: str | None = None
    """Name of its slot sharing group."""
    parallelism: int | None = None
    """Number of parallel subtasks."""
    max_parallelism: int | None = None
    """Largest number of parallel subtasks that its state allows."""
    min_parallelism: int | None = None
    """Smallest number of parallel subtasks."""


class PlanEdge(Model, kw_only=True):
    """A data flow from one operator to another."""

    source: int | None = None
    """Number of the operator that sends."""
    target: int | None = None
    """Number of the operator that receives."""
    mode: str | None = None
    """Whether data are exchanged while they are produced, or afterwards."""
    strategy: str | None = None
    """How data are spread over the receiver's subtasks."""


class BasicResourceSetting(Model, kw_only=True):
    """Parallelism and the size of each process."""

    parallelism: int | None = None
    """Number of parallel subtasks."""
    jobmanager_resource_setting_spec: ResourceSpec | None = None
    """Size of the JobManager."""
    taskmanager_resource_setting_spec: ResourceSpec | None = None
    """Size of each TaskManager."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class ExpertResourceSetting(ExpertResourceSettingBase, kw_only=True):
    """Plan for single operators."""

    jobmanager_resource_setting_spec: ResourceSpec | None = None
    """Size of the JobManager."""
    resource_plan: str | None = None
    """Plan as JSON in a string, which the product's example escapes once more than that."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class PlanNode(Model, kw_only=True):
    """An operator of the program."""

    id: int | None = None
    """Number of the operator within the plan."""
    type: str | None = None
    """Kind of operator."""
    desc: str | None = None
    """Readable description."""
    profile: NodeProfile | None = None
    """Resources and parallelism of the operator."""


class BatchResourceSetting(Model, kw_only=True):
    """Requested resources, in batch mode."""

    max_slot: int | None = None
    """Largest number of slots it may take."""
    basic_resource_setting: BasicResourceSetting | None = None
    """Parallelism and the size of each process."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class StreamingResourceSetting(Model, kw_only=True):
    """Requested resources, in streaming mode; resourceSettingMode says which of the two settings applies."""

    resource_setting_mode: Literal["BASIC", "EXPERT"] | str | None = None
    """Which of the two settings applies."""
    basic_resource_setting: BasicResourceSetting | None = None
    """Parallelism and the size of each process, when the mode is BASIC."""
    expert_resource_setting: ExpertResourceSetting | None = None
    """Plan for single operators, when the mode is EXPERT."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class ResourcePlan(Model, kw_only=True):
    """Plan for single operators, read from its string."""

    ssg_profiles: list[SlotProfile] | None = None
    """Sizes that slot sharing groups may have."""
    nodes: list[PlanNode] | None = None
    """Operators of the program."""
    edges: list[PlanEdge] | None = None
    """Data flows between operators."""
    vertices: dict[str, list[int]] | None = None
    """Ids of the operators that Flink runs as one, by the id of the Flink vertex."""
