"""One Flink session cluster: the requests that run, stop and save jobs on it."""

import re
import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Literal

from flinkrest import AsyncClient
from flinkrest.errors import InvalidResponseError
from flinkrest.models import Checkpoint, Checkpoints, Job, PlanRequest, RunRequest, TriggerResult
from flinkrest.transports import AiohttpTransport

from ...cluster_credentials import Credentials
from ...observe.flink.exception_history import MAX_EXCEPTIONS
from ..interface import AwayError, Failure, RefusedError
from .failures import failure_in, root_failure
from .jar_sources import Jar
from .request_errors import (
    EndedError,
    ErrorBodies,
    FlinkRefusedError,
    UnknownError,
    mapping_errors,
)

__all__ = ["Cluster"]

_REQUEST_SECONDS = 10.0
_UPLOAD_SECONDS = 120.0
_LARGEST_READ = 4 << 20
_DUPLICATE = re.compile(r"Duplicate(Job|Application)SubmissionException")
_UNKNOWN_JAR = re.compile(r"Jar file \S+ does not exist")


class Cluster:
    """A cluster by its name and URL; a start takes `run_seconds` at most."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        savepoints: str | None,
        credentials: Credentials,
        run_seconds: float,
        message_length: int,
    ) -> None:
        self.name = name
        self.url = url
        self.version: str | None = None
        self._savepoints = savepoints
        self._message_length = message_length
        self._client = _client(
            url, credentials, AiohttpTransport(ssl_context=credentials.ssl_context)
        )
        self._reading = _client(
            url,
            credentials,
            AiohttpTransport(ssl_context=credentials.ssl_context, max_response_bytes=_LARGEST_READ),
        )
        self._running = self._client.with_options(timeout=run_seconds)
        self._uploading = self._client.with_options(timeout=_UPLOAD_SECONDS)

    async def read_version(self) -> str:
        """Read the version, such as 2.3.0."""
        with self._request():
            dashboard = await self._client.cluster.get_dashboard()
        if not dashboard.flink_version:
            raise AwayError(f"{self.url} reports no Flink version; is it a Flink cluster?")
        self.version = dashboard.flink_version
        return self.version

    async def upload(self, jar: Jar) -> str:
        """Return the id of a jar, which is uploaded unless it was before."""
        with self._request():
            for file in (await self._client.jars.list()).files or ():
                if file.id and file.id.endswith(f"_{jar.name}"):
                    return file.id
            boundary = secrets.token_hex(16)
            head = (
                f'--{boundary}\r\nContent-Disposition: form-data; name="jarfile"; '
                f'filename="{jar.name}"\r\nContent-Type: application/x-java-archive\r\n\r\n'
            )
            response = await self._uploading.request(
                "POST",
                "/jars/upload",
                headers={"content-type": f"multipart/form-data; boundary={boundary}"},
                body=b"".join([head.encode(), jar.content, f"\r\n--{boundary}--\r\n".encode()]),
            )
        return str(response.value["filename"]).rpartition("/")[2]

    async def run(self, jar_id: str, request: RunRequest) -> Literal["accepted", "unknown jar"]:
        """Run a jar; a job of this id that is there already counts as accepted."""
        try:
            with self._request():
                await self._running.jars.run(jar_id=jar_id, body=request)
        except FlinkRefusedError as error:
            if _DUPLICATE.search(error.text):
                return "accepted"
            if _UNKNOWN_JAR.search(error.text):
                return "unknown jar"
            raise
        return "accepted"

    async def plan(self, jar_id: str, request: PlanRequest) -> Literal["planned", "unknown jar"]:
        """Run a jar for its plan, which starts nothing."""
        try:
            with self._request():
                await self._running.jars.plan(jar_id=jar_id, body=request)
        except FlinkRefusedError as error:
            if _UNKNOWN_JAR.search(error.text):
                return "unknown jar"
            raise
        return "planned"

    async def read(self, path: str, query: Mapping[str, str]) -> str:
        """Return the JSON at a path; raise RefusedError for more than 4 MiB."""
        with self._request():
            try:
                response = await self._reading.request("GET", path, query=query)
            except InvalidResponseError as error:
                raise RefusedError(f"GET {path} at cluster {self.name}: {error.message}") from None
        if isinstance(response.value, bytes):
            raise AwayError(f"{self.url} answers GET {path} with no JSON; is it a Flink cluster?")
        return response.body.decode()

    async def job(self, job_id: str) -> Job | None:
        """Return a job; None when the cluster does not know it."""
        try:
            with self._request():
                return await self._client.jobs.get(job_id=job_id)
        except UnknownError:
            return None

    async def failure(self, job_id: str) -> Failure:
        """Return the root cause of a job's failure."""
        with self._request():
            exceptions = await self._client.jobs.get_exceptions(
                job_id=job_id, max_exceptions=MAX_EXCEPTIONS
            )
        return failure_in(exceptions, self._message_length)

    async def restarts(self, job_id: str) -> int:
        """Return how often a running job was restarted."""
        with self._request():
            metrics = await self._client.jobs.list_metrics(job_id=job_id, get="numRestarts")
        values = [metric.value for metric in metrics if metric.value and metric.value.isdecimal()]
        return int(values[0]) if values else 0

    async def cancel(self, job_id: str) -> None:
        """Cancel a job; one that has ended, or is unknown, is no error."""
        try:
            with self._request():
                await self._client.jobs.cancel(job_id=job_id, mode="cancel")
        except (UnknownError, EndedError):
            pass

    async def checkpoints(self, job_id: str) -> Checkpoints | None:
        """Return the checkpoints of a job; None for one that makes none."""
        try:
            with self._request():
                return await self._client.jobs.get_checkpoints(job_id=job_id)
        except FlinkRefusedError:
            return None

    async def savepoint_folder(self, settings: Mapping[str, str]) -> str | None:
        """Return where savepoints go: as the job says, else the operator, else the cluster."""
        stated = _folder_in(settings) or self._savepoints
        if stated:
            return stated.rstrip("/")
        with self._request():
            listed = await self._client.cluster.list_settings()
        folder = _folder_in({item.key: item.value for item in listed if item.key and item.value})
        return folder.rstrip("/") if folder else None

    async def trigger(self, job_id: str, trigger_id: str, folder: str, *, native: bool) -> None:
        """Begin a savepoint; the same id is the same savepoint."""
        body = {
            "target-directory": folder,
            "formatType": "NATIVE" if native else "CANONICAL",
            "triggerId": trigger_id,
        }
        with self._request():
            await self._client.savepoints.trigger(job_id=job_id, body=body)

    async def stop(self, job_id: str, trigger_id: str, folder: str, *, drain: bool) -> None:
        """Begin a stop with a savepoint; the same id is the same stop."""
        body = {
            "targetDirectory": folder,
            "drain": drain,
            "formatType": "CANONICAL",
            "triggerId": trigger_id,
        }
        with self._request():
            await self._client.jobs.stop(job_id=job_id, body=body)

    async def result(self, job_id: str, trigger_id: str) -> TriggerResult | None:
        """Return how far a savepoint or stop is; None when the cluster does not know it."""
        try:
            with self._request():
                return await self._client.savepoints.get(job_id=job_id, trigger_id=trigger_id)
        except UnknownError:
            return None

    async def begin_disposal(self, location: str) -> str:
        """Begin to delete a savepoint; return the id of the operation."""
        with self._request():
            trigger = await self._client.savepoints.dispose(body={"savepoint-path": location})
        return str(trigger.request_id)

    async def disposal(self, trigger_id: str) -> TriggerResult:
        """Return how far a disposal is."""
        with self._request():
            return await self._client.savepoints.get_disposal(trigger_id=trigger_id)

    def failure_of(self, stack_trace: str) -> Failure:
        """Return the root cause of a stack trace."""
        return root_failure(stack_trace, self._message_length)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()
        await self._reading.close()

    def _request(self) -> AbstractContextManager[None]:
        """Raise FlinkRefusedError for what Flink itself refuses, AwayError for all other errors."""
        return mapping_errors(self.url, self._message_length)


def _client(url: str, credentials: Credentials, transport: AiohttpTransport) -> AsyncClient:
    return AsyncClient(
        endpoint=url,
        allow_http=True,
        retries=0,
        timeout=_REQUEST_SECONDS,
        headers=credentials.headers,
        transport=ErrorBodies(transport),
    )


def latest_savepoint(checkpoints: Checkpoints | None) -> Checkpoint | None:
    """Return the latest savepoint that is complete."""
    latest = checkpoints.latest.savepoint if checkpoints and checkpoints.latest else None
    return latest if latest and latest.status == "COMPLETED" and latest.external_path else None


def _folder_in(settings: Mapping[str, str]) -> str | None:
    for name in ("execution.checkpointing.savepoint-dir", "state.savepoints.dir"):
        if settings.get(name):
            return settings[name]
    return None
