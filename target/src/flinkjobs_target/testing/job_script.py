"""Scripts of jobs: with each request a job is in its next state, until its last one."""

import threading
from collections import deque
from collections.abc import Iterable, Sequence

from flinkjobs.server import Receive, Scope, Send

from ..explorer.app import Application
from ..store.jobs import JobStore
from ..store.types import StoredJob

__all__ = ["JobScripts", "ScriptMiddleware"]

_WORKSPACE = b"workspace"


class JobScripts:
    """The pending states of jobs, by workspace; filled by tests, and emptied by the server's thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: dict[bytes, list[deque[Sequence[StoredJob]]]] = {}
        self._accounts: dict[bytes, str] = {}

    def add(self, account: str, workspace: str, states: Iterable[Sequence[StoredJob]]) -> None:
        """Add the states of a job from the first request of its workspace on."""
        with self._lock:
            self._accounts[workspace.encode()] = account
            self._pending.setdefault(workspace.encode(), []).append(deque(states))

    def take(self, workspace: bytes) -> tuple[str, list[StoredJob]]:
        """Remove and return the next state of each job of a workspace, with its account."""
        with self._lock:
            scripts = [script for script in self._pending.get(workspace, []) if script]
            jobs = [job for script in scripts for job in script.popleft()]
            return self._accounts.get(workspace, ""), jobs


class ScriptMiddleware:
    """An ASGI middleware that stores the next states of jobs before a request is handled."""

    def __init__(self, app: Application, scripts: JobScripts, jobs: JobStore) -> None:
        self._app = app
        self._scripts = scripts
        self._jobs = jobs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, after the next state of each job of its workspace."""
        if scope["type"] == "http":
            for name, value in scope["headers"]:
                if name == _WORKSPACE:
                    account, jobs = self._scripts.take(value)
                    if jobs:
                        self._jobs.put(account, jobs)
        await self._app(scope, receive, send)
