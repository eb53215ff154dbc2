"""Data of the first version gain what an observer needs, and keep what they have."""

from pathlib import Path

from flinkjobs_target.storage import open_data
from flinkjobs_target.store.connect import JOBS_FILE
from flinkjobs_target.store.database.migrations import JOBS
from flinkjobs_target.store.database.sqlite import SqliteDatabase
from flinkjobs_target.store.jobs import DeploymentKey, JobStore
from flinkjobs_target.store.sort_keys import Order

KEY = DeploymentKey("w", "n", "d")


def test_from_the_first_version(tmp_path: Path) -> None:
    """At the first start of the newer program."""
    first = JobStore(SqliteDatabase(tmp_path / JOBS_FILE, JOBS[:1]))
    first.register("owner", KEY)
    first.close()

    with open_data(tmp_path) as data:
        page = data.jobs.page("owner", KEY, Order("gmt_create", "desc"), limit=1, offset=0)
        assert [] == list(data.observed.records("owner"))

    assert 0 == page.total
