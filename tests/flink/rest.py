"""The part of Flink's REST API that starts and stops jobs; the client made from `spec/` only reads."""

import json
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from .cluster import Cluster, wait_until

__all__ = ["FlinkRest", "RestError"]

_BOUNDARY = "a-line-that-no-jar-holds"


class RestError(Exception):
    """A response of Flink with an error status."""

    def __init__(self, request: str, status: int, errors: Sequence[str]) -> None:
        super().__init__(f"{request} failed with status {status}: {errors[-1][-3000:]}")
        self.status = status
        self.root_cause = errors[-1].rpartition("Caused by: ")[2].partition("\n")[0]
        """The class and message of the innermost exception."""


class FlinkRest:
    """Uploads jars to a cluster, and starts, cancels and stops its jobs."""

    def __init__(self, cluster: Cluster) -> None:
        self._url = cluster.url
        self._savepoints = (cluster.folder / "savepoints").as_uri()

    def upload(self, jar: Path) -> str:
        """Upload a jar, and return its id; a new JobManager process does not have it."""
        head = (
            f"--{_BOUNDARY}\r\nContent-Disposition: form-data; "
            f'name="jarfile"; filename="{jar.name}"\r\n'
            "Content-Type: application/x-java-archive\r\n\r\n"
        )
        body = head.encode() + jar.read_bytes() + f"\r\n--{_BOUNDARY}--\r\n".encode()
        content_type = f"multipart/form-data; boundary={_BOUNDARY}"
        return Path(self._send("POST", "/jars/upload", body, content_type)["filename"]).name

    def run(self, jar_id: str, **request: Any) -> str:
        """Run a jar, and return the id of its job; raise RestError when it does not start."""
        return str(self._post(f"/jars/{jar_id}/run", request)["jobid"])

    def plan(self, jar_id: str, **request: Any) -> dict[str, Any]:
        """Return the plan of a jar's job; raise RestError when it has none."""
        plan: dict[str, Any] = self._post(f"/jars/{jar_id}/plan", request)["plan"]
        return plan

    def cancel(self, job_id: str) -> None:
        """Cancel a job; it ends a moment later."""
        self._send("PATCH", f"/jobs/{job_id}?mode=cancel")

    def stop(self, job_id: str) -> str:
        """Stop a job with a savepoint; return the savepoint's path once it is complete."""
        trigger = self._post(f"/jobs/{job_id}/stop", {"targetDirectory": self._savepoints})
        status_path = f"/jobs/{job_id}/savepoints/{trigger['request-id']}"

        def completed_operation() -> dict[str, Any] | None:
            status = self._send("GET", status_path)
            operation: dict[str, Any] | None = status.get("operation")
            return operation if status["status"]["id"] == "COMPLETED" else None

        operation = wait_until(completed_operation)
        assert operation is not None
        return str(operation["location"])

    def _post(self, path: str, request: dict[str, Any]) -> dict[str, Any]:
        return self._send("POST", path, json.dumps(request).encode())

    def _send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str = "application/json",
    ) -> dict[str, Any]:
        request = urllib.request.Request(f"{self._url}{path}", body, method=method)
        request.add_header("Content-Type", content_type)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as response:
                content: dict[str, Any] = json.loads(response.read() or b"{}")
                return content
        except HTTPError as error:
            errors = json.loads(error.read())["errors"]
            raise RestError(f"{method} {path}", error.code, errors) from None
