"""A client of Flink's REST API that submits, cancels and stops SQL jobs.

The client generated from `spec/flink-rest.yaml` only reads.
"""

import json
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from .cluster import Cluster, wait_until
from .sql_program import ENTRY_CLASS, build_jar

__all__ = ["JobSubmitter"]

_LABELS = "pipeline.global-job-parameters"
_BOUNDARY = "a-line-that-no-jar-holds"


class JobSubmitter:
    """Submits SQL jobs to one cluster, to which the program was uploaded."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._jar = build_jar(cluster.jars, cluster.folder)
        self._program = ""

    def upload(self) -> None:
        """Upload the program; needed once for each JobManager process."""
        head = (
            f"--{_BOUNDARY}\r\nContent-Disposition: form-data; "
            f'name="jarfile"; filename="{self._jar.name}"\r\n'
            "Content-Type: application/x-java-archive\r\n\r\n"
        )
        body = head.encode() + self._jar.read_bytes() + f"\r\n--{_BOUNDARY}--\r\n".encode()
        content_type = f"multipart/form-data; boundary={_BOUNDARY}"
        response = self._send("POST", "/jars/upload", body, content_type)
        self._program = Path(response["filename"]).name

    def submit(
        self,
        job_id: str,
        name: str,
        statements: Sequence[str],
        *,
        mode: str,
        labels: Mapping[str, str],
        settings: Mapping[str, str],
        parallelism: int,
        savepoint: str | None = None,
    ) -> None:
        """Submit SQL as a job with this id, with Flink settings."""
        pairs = ",".join(f"{key}:{value}" for key, value in labels.items())
        options = {"pipeline.name": name, **({_LABELS: pairs} if pairs else {})}
        request = {
            "entryClass": ENTRY_CLASS,
            "programArgsList": [mode, *statements],
            "parallelism": parallelism,
            "jobId": job_id,
            "flinkConfiguration": {**settings, **options},
            **({"savepointPath": savepoint} if savepoint else {}),
        }
        response = self._send("POST", f"/jars/{self._program}/run", json.dumps(request).encode())
        assert response["jobid"] == job_id

    def cancel(self, job_id: str) -> None:
        """Cancel a job; it ends a moment later."""
        self._send("PATCH", f"/jobs/{job_id}?mode=cancel")

    def stop(self, job_id: str) -> str:
        """Stop a job with a savepoint; return the savepoint's path once it is complete."""
        request = {"targetDirectory": (self._cluster.folder / "savepoints").as_uri()}
        response = self._send("POST", f"/jobs/{job_id}/stop", json.dumps(request).encode())
        status_path = f"/jobs/{job_id}/savepoints/{response['request-id']}"

        def completed_operation() -> dict[str, Any] | None:
            status = self._send("GET", status_path)
            operation: dict[str, Any] | None = status.get("operation")
            return operation if status["status"]["id"] == "COMPLETED" else None

        operation = wait_until(completed_operation)
        assert operation is not None
        return str(operation["location"])

    def _send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str = "application/json",
    ) -> dict[str, Any]:
        request = urllib.request.Request(f"{self._cluster.url}{path}", body, method=method)
        request.add_header("Content-Type", content_type)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as response:
                content: dict[str, Any] = json.loads(response.read() or b"{}")
                return content
        except HTTPError as error:
            message = error.read().decode(errors="replace")[:3000]
            raise RuntimeError(
                f"{method} {path} failed with status {error.code}: {message}"
            ) from None
