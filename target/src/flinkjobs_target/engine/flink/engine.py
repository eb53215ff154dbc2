"""The engine that runs jobs on Flink session clusters; each is a deployment target."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ...observe.cluster_errors import ClusterErrorLog
from ...store.runs import Run
from ...value_cipher import NoCipher, SecretError, ValueCipher
from ..flink_paths import parse_flink_path
from ..interface import (
    AwayError,
    EngineTarget,
    LogLine,
    RefusedError,
    SqlScript,
    SqlVerdict,
    StartRequest,
    StepResult,
)
from .cluster import Cluster
from .jar_errors import UnreachableError
from .jar_sources import JarSources
from .observation import observe
from .program import program_of
from .request_errors import FlinkRefusedError
from .secrets import redact_json, redact_result, reveal
from .sql_check import check_script
from .state import Contents, FlinkState, Limits, decode_state
from .submission import clean_up, prepare, submit, version_problem
from .visit import Visit

__all__ = ["FlinkEngine"]

_LIMITS = Limits()
_NO_CIPHER = NoCipher()
_ABSENT_PAUSE = 30_000
_DISPOSAL_POLLS, _DISPOSAL_PAUSE = 20, 0.25
_GONE = ("FileNotFoundException", "NoSuchFileException")


class FlinkEngine:
    """Runs jobs on clusters, by the name of their deployment target."""

    name = "flink"
    claim = 2_000

    def __init__(
        self,
        clusters: Sequence[Cluster],
        sources: JarSources,
        limits: Limits = _LIMITS,
        cipher: ValueCipher = _NO_CIPHER,
    ) -> None:
        self._clusters = {cluster.name: cluster for cluster in clusters}
        self._errors = {name: ClusterErrorLog(name) for name in self._clusters}
        self._sources = sources
        self._limits = limits
        self._cipher = cipher

    def targets(self) -> Sequence[EngineTarget]:
        """Return the clusters, with the versions that are known."""
        return [
            EngineTarget(
                name=cluster.name,
                mode="SESSION",
                engine_version=f"flink-{cluster.version}" if cluster.version else None,
            )
            for cluster in self._clusters.values()
        ]

    def begin(self, request: StartRequest) -> StepResult:
        """Return the first state of a run; refuse what cannot succeed on its cluster."""
        name = request.target or ""
        cluster = self._clusters.get(name)
        if cluster is None:
            raise RefusedError(
                f'there is no deployment target "{name}"; update the deployment with a '
                f"deploymentTarget of the name {' or '.join(self._clusters)}"
            )
        version = request.job.get("engineVersion")
        stated = version if isinstance(version, str) and version else None
        if cluster.version and (problem := version_problem(stated, cluster.version, name)):
            raise RefusedError(problem)
        state = FlinkState(
            cluster=name,
            program=program_of(request.job, self._sources, request.variables),
            engine_version=stated,
            restored=_location(request.contents),
        )
        return StepResult(state=msgspec.json.encode(state), due=request.now)

    async def step(self, run: Run, now: int) -> StepResult:
        """Carry out what is asked for of a run on its cluster."""
        state = decode_state(run.state)
        cluster = self._clusters.get(state.cluster)
        if cluster is None:  # until the operator configures it again
            return StepResult(state=run.state, due=now + _ABSENT_PAUSE)
        visit = Visit(run=run, state=state, cluster=cluster, limits=self._limits, now=now)
        try:
            secrets = reveal(state.program.sealed, self._cipher)
            visit = msgspec.structs.replace(visit, secrets=secrets)
            result = await self._take(visit)
        except (AwayError, FlinkRefusedError, UnreachableError, SecretError) as error:
            result = visit.retry(str(error))
        return redact_result(result, visit.secrets.values())

    async def _take(self, visit: Visit) -> StepResult:
        match visit.state.phase:
            case "NEW":
                return await prepare(visit, self._sources)
            case "SUBMITTING":
                return await submit(visit)
            case "REFUSED":
                return await clean_up(visit)
            case _:
                return await observe(visit)

    async def dispose(self, contents: bytes) -> None:
        """Delete the files of a savepoint at its cluster."""
        if not contents:  # it failed, so there are none
            return
        stored = msgspec.json.decode(contents, type=Contents)
        cluster = self._clusters.get(stored.cluster)
        if cluster is None:
            raise AwayError(f"cluster {stored.cluster} is not configured; add it with --cluster")
        trigger_id = await cluster.begin_disposal(stored.location)
        for _ in range(_DISPOSAL_POLLS):
            result = await cluster.disposal(trigger_id)
            if result.operation is not None:
                cause = result.operation.failure_cause
                if cause and not any(name in (cause.stack_trace or "") for name in _GONE):
                    failure = cluster.failure_of(cause.stack_trace or "")
                    raise FlinkRefusedError(failure, failure.message)
                return
            await asyncio.sleep(_DISPOSAL_PAUSE)
        raise AwayError(f"cluster {stored.cluster} is still deleting {stored.location}")

    def start_log(self, run: Run) -> Sequence[LogLine]:
        """Return the steps of a start at its cluster, with what the cluster answered."""
        return decode_state(run.state).log

    async def check_sql(self, script: SqlScript) -> SqlVerdict:
        """Have a cluster of the right version compile a script."""
        return await check_script(await self._cluster_of_version(script), self._sources, script)

    async def read_flink(self, run: Run, job: Mapping[str, Any], path: str) -> str:
        """Read a path about a job at its cluster."""
        cluster = self._clusters.get(decode_state(run.state).cluster)
        if cluster is None:
            raise RefusedError("the cluster that runs the job is not configured any more")
        flink_id = run.job_id.replace("-", "")
        found = parse_flink_path(path, flink_id)
        try:
            secrets = reveal(decode_state(run.state).program.sealed, self._cipher)
            content = await cluster.read(f"/jobs/{flink_id}{found.rest}", found.query)
        except SecretError as error:
            raise RefusedError(f"the response may have secrets of the job: {error}") from None
        except FlinkRefusedError as error:
            raise RefusedError(f"Flink refuses GET {path}: {error.failure.message}") from None
        return redact_json(content, secrets.values())

    async def _cluster_of_version(self, script: SqlScript) -> Cluster:
        """Return the first cluster of the version that a script names; without one, the first of all."""
        problems = []
        for cluster in self._clusters.values():
            version = cluster.version or await cluster.read_version()
            problem = version_problem(script.engine_version, version, cluster.name)
            if problem is None:
                return cluster
            problems.append(problem)
        raise RefusedError("; ".join(problems))

    async def refresh(self) -> None:
        """Read the versions of the clusters; those that do not respond keep theirs, and are logged."""
        await asyncio.gather(*map(self._refresh, self._clusters.values()))

    async def _refresh(self, cluster: Cluster) -> None:
        try:
            await cluster.read_version()
        except (AwayError, FlinkRefusedError) as error:
            self._errors[cluster.name].log_error(str(error))
        else:
            self._errors[cluster.name].log_recovery()

    async def close(self) -> None:
        """Close all connections."""
        await self._sources.close()
        for cluster in self._clusters.values():
            await cluster.close()


def _location(contents: bytes | None) -> str | None:
    """Return the location of the savepoint that a job starts from."""
    if contents is None:
        return None
    try:
        return msgspec.json.decode(contents, type=Contents).location
    except msgspec.MsgspecError:
        raise RefusedError(
            "the savepoint was taken by the simulated engine, which has no files; start without "
            "state, with kind NONE"
        ) from None
