"""A step of a migration: deployments that only jobs were stored of get documents and counts."""

from collections.abc import Iterator

from .database.interface import Database
from .deployments import Deployments
from .job_writes import JobWriter
from .position_index import TREE_PARAMETERS
from .sort_keys import status_bounds, status_of
from .types import DeploymentKey

__all__ = ["adopt_deployments"]


def adopt_deployments(database: Database) -> None:
    """Write the document of its newest job for each deployment, and count its jobs by state."""
    deployments = Deployments(database)
    writer = JobWriter(database, deployments, TREE_PARAMETERS)
    for key in deployments.all_keys():
        newest = database.all(
            "SELECT document, by_status FROM jobs WHERE deployment = ? "
            "ORDER BY by_gmt_create DESC LIMIT 1",
            (key.digest(),),
        )
        writer.define(key, newest[0][0] if newest else _record(database, key))
        writer.add_counts(
            key, dict(_counts(database, key)), status_of(newest[0][1]) if newest else None
        )


def _record(database: Database, key: DeploymentKey) -> bytes | None:
    """Return the deployment record of a deployment, if there is one."""
    rows = database.all(
        "SELECT document FROM deployment_records WHERE deployment = ?", (key.digest(),)
    )
    return rows[0][0] if rows else None


def _counts(database: Database, key: DeploymentKey) -> Iterator[tuple[str, int]]:
    """Yield the states of the jobs of a deployment with their numbers, from one to the next."""
    first, digest = b"", key.digest()
    while rows := database.all(
        "SELECT by_status FROM jobs WHERE deployment = ? AND by_status >= ? "
        "ORDER BY by_status LIMIT 1",
        (digest, first),
    ):
        state = status_of(rows[0][0])
        begin, first = status_bounds(state)
        [(jobs,)] = database.all(
            "SELECT COUNT(*) FROM jobs WHERE deployment = ? AND by_status >= ? AND by_status < ?",
            (digest, begin, first),
        )
        yield state or "", int(jobs)
