"""The deploy loop: listings of many deployments, and a start beside one bare transaction."""

import asyncio
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import msgspec

from flinkjobs.models import Deployment, JobStartParameters
from flinkjobs.server import (
    CreateDeploymentParameters,
    Principal,
    ServiceCall,
    StartJobWithParamsParameters,
)
from flinkjobs_target.clock import utc_now
from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.services.deployments import DeploymentService
from flinkjobs_target.services.jobs import JobService
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.definition_filters import DefinitionFilter
from flinkjobs_target.store.definitions import Definitions, definition_of
from flinkjobs_target.store.types import NamespaceKey
from flinkjobs_target.value_cipher import NoCipher

from .harness import interleaved, wall_of
from .results import Benchmark, Comparison, Finding, compare
from .stores import postgresql_locations

__all__ = ["BENCHMARKS"]

MANY, FEW = 100_000, 10
LARGE, SMALL = NamespaceKey("w", "large"), NamespaceKey("w", "small")
ARTIFACT = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": "INSERT INTO s SELECT * FROM t"}}
CALL = ServiceCall(request_id="r", operation="", principal=Principal("owner"))
Location: TypeAlias = Path | str


def listing() -> Sequence[Finding]:
    """Compare pages of 100,000 deployments with those of ten, on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        findings = list(_listings("SQLite", Path(folder) / "data"))
    with postgresql_locations() as new_location:
        if new_location is not None:
            findings += _listings("PostgreSQL", new_location())
    return findings


def _listings(database: str, location: Location) -> Iterator[Comparison]:
    with open_storage(location) as data, asyncio.Runner() as runner:
        for namespace, number in ((LARGE, MANY), (SMALL, FEW)):
            fill(data, namespace, number)

        def page(namespace: NamespaceKey, name: str | None) -> Callable[[], object]:
            return lambda: runner.run(_page(data, namespace, name))

        names = {"first page": None, "by a part of the name": "r-00007-"}
        for label, name in names.items():
            many, few = interleaved(
                [wall_of(page(LARGE, name), 20), wall_of(page(SMALL, name), 20)], rounds=15
            )
            yield compare(
                f"deployments, {label}, {database}, {MANY:,}", many, few, at_most=5, peer="ten"
            )


async def _page(data: Storage, namespace: NamespaceKey, name: str | None) -> None:
    page = await data.deploying.read(
        lambda tables: tables.definitions.page(
            namespace, DefinitionFilter(name=name), "gmt_create", limit=10, offset=0
        )
    )
    assert len(page.documents) == (1 if name else 10)


def fill(data: Storage, namespace: NamespaceKey, number: int) -> None:
    """Write deployments into a namespace, in bulk."""
    database = data.jobs._database
    rows, definitions = [], []
    for count in range(number):
        key = namespace.deployment(str(uuid.UUID(int=count)))
        document = {
            "deploymentId": key.deployment_id,
            "name": f"team-{count % 97}-order-{count:05}-daily",
            "executionMode": "STREAMING",
            "artifact": ARTIFACT,
            "creator": "owner",
            "modifier": "owner",
            "createdAt": str(10**9 + count),
            "modifiedAt": str(10**9 + count),
        }
        definitions.append(definition_of(key, document, changed=False))
        ids = (key.workspace, key.namespace, key.deployment_id)
        rows.append((key.digest(), *(id.encode() for id in ids), 0))
    with database.transaction():
        database.run_each("INSERT INTO deployments VALUES (?, ?, ?, ?, ?)", rows)
        Definitions(database).insert_all(definitions)


def starting() -> Sequence[Finding]:
    """Compare a start that is on the disk with one transaction of SQLite that writes the same rows."""
    with (
        tempfile.TemporaryDirectory() as name,
        asyncio.Runner() as runner,
        open_storage(Path(name) / "data") as data,
    ):
        starts = _Starts(data)
        runner.run(starts.create())
        bare = _BareTransaction(Path(name) / "data" / "jobs.sqlite3", Path(name) / "bare")
        ours, theirs = interleaved(
            [wall_of(lambda: runner.run(starts.start()), 20), wall_of(bare.write, 20)], rounds=25
        )
        bare.close()
    peer = "one transaction of SQLite"
    return [compare("a start, simulated engine", ours, theirs, at_most=3, peer=peer)]


class _Starts:
    """Starts a batch deployment, which may have many jobs."""

    def __init__(self, data: Storage) -> None:
        engine = SimulatedEngine()
        reconciler = Reconciler(data.deploying, engine, utc_now)
        self._deployments = DeploymentService(data.deploying, engine, utc_now)
        self._jobs = JobService(data.jobs, data.deploying, engine, reconciler, NoCipher())
        self._id = ""

    async def create(self) -> None:
        """Create the deployment, and start it once."""
        body = msgspec.convert(
            {"name": "orders", "executionMode": "BATCH", "artifact": ARTIFACT}, Deployment
        )
        parameters = CreateDeploymentParameters(workspace="w", namespace="n", body=body)
        created = await self._deployments.create_deployment(CALL, parameters)
        self._id = msgspec.json.decode(created)["deploymentId"]
        await self.start()

    async def start(self) -> None:
        """Start the deployment."""
        body = JobStartParameters(deployment_id=self._id)
        await self._jobs.start_job_with_params(
            CALL, StartJobWithParamsParameters(workspace="w", namespace="n", body=body)
        )


class _BareTransaction:
    """Writes the rows of a start into a copy of its tables, in one transaction of prepared statements."""

    def __init__(self, source: Path, copy: Path) -> None:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute(f"VACUUM INTO '{copy}'")
        self._database = sqlite3.connect(copy, isolation_level=None)
        for setting in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 4000"):
            self._database.execute(f"PRAGMA {setting}")
        self._rows = {
            table: self._database.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
            for table in ("jobs", "runs", "events")
        }
        self._written = 0

    def write(self) -> None:
        """Write a job, its run, its event, its place in the indexes, and the counts of its deployment."""
        deployment, _, *keys, document = self._rows["jobs"]
        job_id = str(uuid.uuid4()).encode()
        keys = [key[:-36] + job_id for key in keys]
        run = self._rows["runs"]
        execute = self._database.execute
        execute("BEGIN IMMEDIATE")
        execute("INSERT INTO jobs VALUES (?, ?, ?, ?, ?)", (deployment, job_id, *keys, document))
        execute(
            f"INSERT INTO runs VALUES ({', '.join('?' * len(run))})", (deployment, job_id, *run[2:])
        )
        self._written += 1
        namespace, by_time, *event, number, name, text = self._rows["events"]
        by_time = by_time[:-8] + self._written.to_bytes(8, "big")
        event = (namespace, by_time, *event, number - self._written, name, text)
        execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", event)
        execute("UPDATE deployments SET total = total + 1 WHERE deployment = ?", (deployment,))
        execute("UPDATE job_counts SET jobs = jobs + 1 WHERE deployment = ?", (deployment,))
        execute(
            "UPDATE definitions SET status = ?, changed = 0 WHERE deployment = ?",
            (b"STARTING", deployment),
        )
        execute("COMMIT")

    def close(self) -> None:
        """Close the copy."""
        self._database.close()


def deploy() -> Sequence[Finding]:
    """Measure listings and starts."""
    return [*listing(), *starting()]


BENCHMARKS = (Benchmark("deploy", "wall time of listings of deployments, and of a start", deploy),)
