"""Giving a real cluster work: SQL jobs, cancelled or stopped, through Flink's own REST API.

What we generate from `spec/flink-rest.yaml` only reads; this is the other half, for tests.
"""

import json
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from .cluster import Cluster, until
from .program import ENTRY, build_program

__all__ = ["Submitter"]

_LABELS = "pipeline.global-job-parameters"
_BOUNDARY = "a-line-that-no-jar-holds"


class Submitter:
    """Submits jobs to one cluster, whose JobManager has been given the program."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._jar = build_program(cluster.jars, cluster.folder)
        self._program = ""

    def upload(self) -> None:
        """Give the JobManager the program; a new JobManager needs it anew."""
        head = (
            f"--{_BOUNDARY}\r\nContent-Disposition: form-data; "
            f'name="jarfile"; filename="{self._jar.name}"\r\n'
            "Content-Type: application/x-java-archive\r\n\r\n"
        )
        body = head.encode() + self._jar.read_bytes() + f"\r\n--{_BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        answer = self._send("POST", "/jars/upload", body, kind)
        self._program = Path(answer["filename"]).name

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
        """Submit SQL as a job of this id, with settings of Flink's."""
        pairs = ",".join(f"{key}:{value}" for key, value in labels.items())
        named = {"pipeline.name": name, **({_LABELS: pairs} if pairs else {})}
        request = {
            "entryClass": ENTRY,
            "programArgsList": [mode, *statements],
            "parallelism": parallelism,
            "jobId": job_id,
            "flinkConfiguration": {**settings, **named},
            **({"savepointPath": savepoint} if savepoint else {}),
        }
        answer = self._send("POST", f"/jars/{self._program}/run", json.dumps(request).encode())
        assert job_id == answer["jobid"]

    def cancel(self, job_id: str) -> None:
        """Cancel a job; it ends a moment later."""
        self._send("PATCH", f"/jobs/{job_id}?mode=cancel")

    def stop(self, job_id: str) -> str:
        """Stop a job with a savepoint, and give where that lies once it is complete."""
        request = {"targetDirectory": (self._cluster.folder / "savepoints").as_uri()}
        answer = self._send("POST", f"/jobs/{job_id}/stop", json.dumps(request).encode())
        place = f"/jobs/{job_id}/savepoints/{answer['request-id']}"

        def complete() -> dict[str, Any] | None:
            told = self._send("GET", place)
            operation: dict[str, Any] | None = told.get("operation")
            return operation if told["status"]["id"] == "COMPLETED" else None

        operation = until(complete)
        assert operation is not None
        return str(operation["location"])

    def _send(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> dict[str, Any]:
        request = urllib.request.Request(f"{self._cluster.url}{path}", body, method=method)
        request.add_header("Content-Type", kind)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as response:
                answer: dict[str, Any] = json.loads(response.read() or b"{}")
                return answer
        except HTTPError as error:
            said = error.read().decode(errors="replace")[:3000]
            raise RuntimeError(f"{method} {path} was answered with {error.code}: {said}") from None
