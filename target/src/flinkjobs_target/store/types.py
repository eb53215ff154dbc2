"""What goes into the store of jobs and comes out of it."""

import hashlib
import struct
from collections.abc import Sequence

from msgspec import Struct

__all__ = ["DeploymentKey", "Page", "Stored", "StoredJob", "UnknownError"]

_LENGTHS = struct.Struct(">3I")


class DeploymentKey(Struct, frozen=True, order=True):
    """Where a deployment is."""

    workspace: str
    namespace: str
    deployment_id: str

    def digest(self) -> bytes:
        """Give what stands for it in every key: of fixed size, and the same in every database."""
        ids = (self.workspace.encode(), self.namespace.encode(), self.deployment_id.encode())
        lengths = _LENGTHS.pack(*map(len, ids))
        return hashlib.sha256(lengths + b"".join(ids)).digest()[:16]


class StoredJob(Struct, frozen=True, kw_only=True):
    """A job: its JSON, and what selects and orders it.

    `gmt_create` is in seconds; None, when it is unknown, is older than any time.
    """

    deployment: DeploymentKey
    job_id: str
    gmt_create: int | None
    status: str | None
    document: bytes


class Page(Struct, frozen=True, kw_only=True):
    """The documents of one page, and the number of jobs on all pages together."""

    documents: Sequence[bytes]
    total: int


class Stored(Struct, frozen=True, kw_only=True):
    """What a write did: of `jobs`, so many were new to their deployment."""

    jobs: int
    new: int
    deployments: frozenset[DeploymentKey] = frozenset()

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(
            jobs=self.jobs + other.jobs,
            new=self.new + other.new,
            deployments=self.deployments | other.deployments,
        )


class UnknownError(Exception):
    """An account has no such workspace, a workspace no such namespace, and so on."""

    def __init__(self, noun: str, id: str) -> None:
        super().__init__(f"{noun} {id}")
        self.noun = noun
        self.id = id
