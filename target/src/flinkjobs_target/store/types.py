"""The types that the store of jobs takes and returns."""

import hashlib
import struct
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

__all__ = [
    "DeploymentKey",
    "MissingResourceError",
    "NamespaceKey",
    "Page",
    "StoredJob",
    "WriteSummary",
]


class DeploymentKey(Struct, frozen=True, order=True):
    """The ids that name a deployment."""

    workspace: str
    namespace: str
    deployment_id: str

    def digest(self) -> bytes:
        """Return the deployment's hash, the first column of every key: 16 bytes, the same in every database."""
        return _digest(self.workspace, self.namespace, self.deployment_id)

    @property
    def namespace_key(self) -> "NamespaceKey":
        """The namespace that holds the deployment."""
        return NamespaceKey(self.workspace, self.namespace)


class NamespaceKey(Struct, frozen=True, order=True):
    """The ids that name a namespace."""

    workspace: str
    namespace: str

    def digest(self) -> bytes:
        """Return the namespace's hash: 16 bytes, the same in every database."""
        return _digest(self.workspace, self.namespace)

    def deployment(self, deployment_id: str) -> DeploymentKey:
        """Return the key of a deployment of the namespace."""
        return DeploymentKey(self.workspace, self.namespace, deployment_id)


@lru_cache(maxsize=4096)  # one request asks a dozen times
def _digest(*ids: str) -> bytes:
    """Return the hash of ids, each with its length: different ids never have one text."""
    encoded = [id.encode() for id in ids]
    lengths = struct.pack(f">{len(ids)}I", *map(len, encoded))
    return hashlib.sha256(lengths + b"".join(encoded)).digest()[:16]


class StoredJob(Struct, frozen=True, kw_only=True):
    """A job: its JSON document, its ids, and the values that it is sorted by.

    `gmt_create` is in seconds; None, when it is unknown, sorts before any time.
    """

    deployment: DeploymentKey
    job_id: str
    gmt_create: int | None
    status: str | None
    document: bytes


class Page(Struct, frozen=True, kw_only=True):
    """The documents of one page, and the number of jobs on all pages."""

    documents: Sequence[bytes]
    total: int


class WriteSummary(Struct, frozen=True, kw_only=True):
    """The counts of a write: of `jobs` written, `new` did not exist before.

    `entries` are the other lines of an export.
    """

    jobs: int
    new: int
    entries: int = 0
    deployments: frozenset[DeploymentKey] = frozenset()

    def __add__(self, other: "WriteSummary") -> "WriteSummary":
        return WriteSummary(
            jobs=self.jobs + other.jobs,
            new=self.new + other.new,
            entries=self.entries + other.entries,
            deployments=self.deployments | other.deployments,
        )


class MissingResourceError(Exception):
    """A workspace, namespace, deployment or job does not exist for an account."""

    def __init__(self, resource: str, id: str) -> None:
        super().__init__(f"{resource} {id}")
        self.resource = resource
        self.id = id
