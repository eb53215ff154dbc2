"""A deployment in a real target, whose jobs are added, removed and changed while a client iterates."""

import asyncio
import itertools
import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flinkjobs import Client, Environment, TransportError
from flinkjobs.server import App
from flinkjobs.transports import Endpoint, Request, Response
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob
from flinkjobs_target.store.keys import KeyRecord

from ..asgi import call_asgi, http_scope

__all__ = ["Deployment", "Deployments", "InProcessTransport", "deployments", "random_changes"]

STATES = ("STARTING", "RUNNING", "FAILED", "FINISHED")


class InProcessTransport:
    """A transport that calls the target in this process; `change` runs before and after each call."""

    def __init__(self, app: App, change: Callable[[], None]) -> None:
        self._app = app
        self._change = change
        self._loop = asyncio.new_event_loop()
        self._lock = threading.Lock()

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Call the target, with changes before and after; one thread at a time."""
        with self._lock:
            if self._loop.is_closed():
                raise TransportError("the target is closed")
            self._change()
            response = self._loop.run_until_complete(self._call(request))
            self._change()
            return response

    async def _call(self, request: Request) -> Response:
        scope = http_scope(request.method, request.target, request.headers.items())
        response = await call_asgi(self._app, scope)
        return Response(status=response.status, headers=response.headers, body=response.body)

    def close(self) -> None:
        """Close the event loop of the target."""
        with self._lock:
            self._loop.close()


class Deployment:
    """A deployment: its jobs now, at the start, added meanwhile and removed."""

    def __init__(self, data: Storage, account: str, name: str, count: int) -> None:
        self._data = data
        self._account = account
        self._key = DeploymentKey("w", "n", name)
        self._numbers = itertools.count(1)
        self.name = name
        self.alive: dict[str, int] = {}
        self.added: set[str] = set()
        self.removed: set[str] = set()
        data.jobs.register(account, self._key)
        self._put(range(count))
        self.initial = list(reversed(self.alive))

    def insert(self, count: int) -> None:
        """Add jobs newer than all others."""
        before = set(self.alive)
        self._put(range(count))
        self.added |= set(self.alive) - before

    def delete(self, job_ids: list[str]) -> None:
        """Remove jobs."""
        self._data.jobs.delete(self._account, self._key, job_ids)
        for job_id in job_ids:
            del self.alive[job_id]
            self.removed.add(job_id)

    def change(self, job_id: str, state: str) -> None:
        """Change the state of a job."""
        job = self._stored(job_id, self.alive[job_id], state)
        self._data.jobs.put(self._account, [job])

    def _put(self, count: range) -> None:
        numbers = [next(self._numbers) for _ in count]
        # Ids are unordered, times ascend.
        new = {
            f"{(number * 7919) % 100_003:06}-{number}": 1_700_000_000 + number for number in numbers
        }
        stored = [self._stored(job_id, created, "STARTING") for job_id, created in new.items()]
        self._data.jobs.put(self._account, stored)
        self.alive |= new

    def _stored(self, job_id: str, created: int, state: str) -> StoredJob:
        document = {
            "jobId": job_id,
            "deploymentId": self.name,
            "createdAt": str(created),
            "status": {"currentJobStatus": state},
        }
        return StoredJob(
            deployment=self._key,
            job_id=job_id,
            gmt_create=created,
            status=state,
            document=json.dumps(document).encode(),
        )


class Deployments:
    """A target in process, and one deployment after another in it."""

    def __init__(self, data: Storage, key: KeyRecord, app: App) -> None:
        self._data = data
        self._key = key
        self._app = app
        self._names = itertools.count(1)

    def new(self, count: int) -> Deployment:
        """Create a deployment with a number of jobs."""
        return Deployment(self._data, self._key.account, f"d{next(self._names)}", count)

    @contextmanager
    def client(self, change: Callable[[], None]) -> Iterator[Client]:
        """Yield a client of the target; `change` is called before and after each call."""
        client = Client(
            endpoint="http://127.0.0.1",
            workspace="w",
            namespace="n",
            access_key_id=self._key.id,
            access_key_secret=self._key.secret,
            retries=0,
            transport=InProcessTransport(self._app, change),
            environment=Environment(environ={}),
        )
        with client:
            yield client


@contextmanager
def deployments(path: Path) -> Iterator[Deployments]:
    """Create a target on a data directory."""
    with open_storage(path) as data:
        keyring = Keyring(data.keys)
        key = keyring.create_first()
        assert key is not None
        yield Deployments(data, key, create_app(data, keyring=keyring))


def random_changes(
    deployment: Deployment, rng: random.Random, *, probability: float
) -> Callable[[], None]:
    """Return a function that adds, removes and changes jobs at random."""

    def change() -> None:
        while rng.random() < probability:
            action = rng.choice(("insert", "delete", "delete many", "change", "swap"))
            if action in ("insert", "swap"):
                deployment.insert(rng.randint(1, 4))
            if action != "insert" and deployment.alive:
                job_ids = list(deployment.alive)
                if action == "change":
                    deployment.change(rng.choice(job_ids), rng.choice(STATES))
                    continue
                count = min(len(job_ids), rng.randint(1, 12) if action == "delete many" else 1)
                deployment.delete(rng.sample(job_ids, count))

    return change
