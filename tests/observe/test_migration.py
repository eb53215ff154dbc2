"""The migration of job stores from the first schema version."""

import asyncio
from pathlib import Path

from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.connect import JOBS_FILE
from flinkjobs_target.store.database.migrations import JOBS
from flinkjobs_target.store.database.sqlite import SqliteDatabase
from flinkjobs_target.store.jobs import DeploymentKey, JobStore
from flinkjobs_target.store.sort_keys import SortOrder

KEY = DeploymentKey("w", "n", "d")


def test_the_first_version_is_migrated(tmp_path: Path) -> None:
    """Opening the data adds the observer's tables and keeps the deployments."""
    first = JobStore(SqliteDatabase(tmp_path / JOBS_FILE, JOBS[:1]))
    first.register("owner", KEY)
    first.close()

    with open_storage(tmp_path) as data:
        page = asyncio.run(
            data.jobs.page("owner", KEY, SortOrder("gmt_create", "desc"), limit=1, offset=0)
        )
        assert list(data.observed.records("owner")) == []

    assert page.total == 0
