"""The migration of job stores from earlier schema versions, on both databases."""

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.connect import JOBS_FILE
from flinkjobs_target.store.database.interface import Database, UnavailableError
from flinkjobs_target.store.database.migrations import JOBS
from flinkjobs_target.store.database.sqlite import SqliteDatabase
from flinkjobs_target.store.definition_filters import DefinitionFilter
from flinkjobs_target.store.deployments import Deployments
from flinkjobs_target.store.sort_keys import SortOrder, sort_keys
from flinkjobs_target.store.types import DeploymentKey, NamespaceKey, StoredJob

KEY = DeploymentKey("w", "n", "d")
EMPTY = DeploymentKey("w", "n", "empty")


def open_old(location: Path | str, version: int) -> Database:
    """Open the tables of an earlier version."""
    if isinstance(location, Path):
        location.mkdir()
        return SqliteDatabase(location / JOBS_FILE, JOBS[:version])
    from flinkjobs_target.store.database.postgresql import PostgresqlDatabase

    return PostgresqlDatabase(location, location, "jobs", JOBS[:version])


def write_old(database: Database) -> None:
    """Write what earlier versions wrote: three jobs of a deployment, and one without jobs."""
    jobs = [("a", 1, "FINISHED"), ("b", 2, "FAILED"), ("c", 3, "FAILED"), ("e", None, None)]
    with database.transaction():
        deployments = Deployments(database)
        for key in (KEY, EMPTY):
            deployments.lock("owner", key)
        deployments.set_total(KEY, len(jobs))
        for job_id, created, state in jobs:
            _insert(database, job_id, created, state)


def _insert(database: Database, job_id: str, created: int | None, state: str | None) -> None:
    document: dict[str, Any] = {
        "jobId": job_id,
        "deploymentName": f"orders {job_id}",
        "executionMode": "STREAMING",
        "createdAt": None if created is None else str(created),
    }
    job = StoredJob(
        deployment=KEY,
        job_id=job_id,
        gmt_create=created,
        status=state,
        document=msgspec.json.encode(document),
    )
    row = (KEY.digest(), *sort_keys(job).values(), job.document)
    columns = ("deployment", "by_gmt_create", "job_id", "by_status", "document")
    database.insert("jobs", columns, [row])


def served(data: Storage, key: DeploymentKey) -> dict[str, Any]:
    """Return a deployment as it is served."""
    content = asyncio.run(data.deploying.read(lambda tables: tables.definitions.served(key)))
    assert content is not None
    document: dict[str, Any] = msgspec.json.decode(content)
    return document


@pytest.mark.parametrize("version", [1, 2])
def test_an_earlier_version_is_migrated(location: Path | str, version: int) -> None:
    """Deployments get the document of their newest job, and the numbers of their jobs."""
    with closing(open_old(location, version)) as old:
        write_old(old)

    with open_storage(location) as data:
        page = asyncio.run(
            data.jobs.page("owner", KEY, SortOrder("gmt_create", "desc"), limit=9, offset=0)
        )
        listed = asyncio.run(
            data.deploying.read(
                lambda tables: tables.definitions.page(
                    NamespaceKey("w", "n"),
                    DefinitionFilter(name="orders", status="FAILED"),
                    "gmt_create",
                    limit=9,
                    offset=0,
                )
            )
        )
        deployment, empty = served(data, KEY), served(data, EMPTY)
        assert list(data.observed.records("owner")) == []

    assert (page.total, listed.total) == (4, 1)
    assert (deployment["name"], deployment["createdAt"]) == ("orders c", "3")
    assert (deployment["jobSummary"]["failed"], deployment["jobSummary"]["finished"]) == (2, 1)
    assert (empty["name"], set(empty["jobSummary"].values())) == ("empty", {0})


def test_a_migration_that_fails_changes_nothing(location: Path | str) -> None:
    """It is one transaction, so that the program of before can go on."""

    def fail(database: Database) -> None:
        raise UnavailableError("the disk is full")

    with closing(open_old(location, 2)) as old:
        write_old(old)
        version = old.all("SELECT COUNT(*) FROM jobs")
    with pytest.raises(UnavailableError, match="the disk is full"):
        _migrate(location, (*JOBS[:2], (*JOBS[2], fail)))
    with open_storage(location) as data:
        assert served(data, KEY)["name"] == "orders c"

    assert version == [(4,)]


def _migrate(location: Path | str, migrations: Any) -> None:
    if isinstance(location, Path):
        SqliteDatabase(location / JOBS_FILE, migrations).close()
        return
    from flinkjobs_target.store.database.postgresql import PostgresqlDatabase

    PostgresqlDatabase(location, location, "jobs", migrations).close()
