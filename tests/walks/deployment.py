"""A deployment in a real target, whose jobs come, go and change while a client walks over them."""

import asyncio
import itertools
import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flinkjobs import Client, ConnectionFailed, Surroundings
from flinkjobs.server import App
from flinkjobs.transports import Endpoint, Request, Response
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import Data, open_data
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob
from flinkjobs_target.store.keys import KeyRecord

__all__ = ["Deployment", "Deployments", "InProcess", "deployments", "happening"]

STATES = ("STARTING", "RUNNING", "FAILED", "FINISHED")


class InProcess:
    """A transport that calls the target in this process; things happen before and after each call."""

    def __init__(self, app: App, happen: Callable[[], None]) -> None:
        self._app = app
        self._happen = happen
        self._loop = asyncio.new_event_loop()
        self._one_at_a_time = threading.Lock()

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Let the target answer, between what happens before and after; one thread at a time."""
        with self._one_at_a_time:
            if self._loop.is_closed():
                raise ConnectionFailed("the target is closed")
            self._happen()
            response = self._loop.run_until_complete(self._answer(request))
            self._happen()
            return response

    async def _answer(self, request: Request) -> Response:
        sent: list[Any] = []
        scope = {
            "type": "http",
            "method": request.method,
            "path": request.path,
            "raw_path": request.path.encode(),
            "query_string": request.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in request.headers.items()],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def collect(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, collect)
        head = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Response(status=sent[0]["status"], headers=head, body=body)

    def close(self) -> None:
        """End the loop that the target ran in."""
        with self._one_at_a_time:
            self._loop.close()


class Deployment:
    """What happens to a deployment's jobs, and which of them lived all the while."""

    def __init__(self, data: Data, account: str, name: str, count: int) -> None:
        self._data = data
        self._account = account
        self._key = DeploymentKey("w", "n", name)
        self._numbers = itertools.count(1)
        self.name = name
        self.alive: dict[str, int] = {}
        self.born_meanwhile: set[str] = set()
        self.gone: set[str] = set()
        data.jobs.register(account, self._key)
        self._put(range(count))
        self.at_the_start = list(reversed(self.alive))

    def insert(self, count: int) -> None:
        """Add jobs newer than all others."""
        before = set(self.alive)
        self._put(range(count))
        self.born_meanwhile |= set(self.alive) - before

    def delete(self, job_ids: list[str]) -> None:
        """Take jobs away."""
        self._data.jobs.delete(self._account, self._key, job_ids)
        for job_id in job_ids:
            del self.alive[job_id]
            self.gone.add(job_id)

    def change(self, job_id: str, state: str) -> None:
        """Give a job another state."""
        job = self._stored(job_id, self.alive[job_id], state)
        self._data.jobs.put(self._account, [job])

    def _put(self, count: range) -> None:
        numbers = [next(self._numbers) for _ in count]
        # Ids are in no order, times are.
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

    def __init__(self, data: Data, key: KeyRecord, app: App) -> None:
        self._data = data
        self._key = key
        self._app = app
        self._names = itertools.count(1)

    def new(self, count: int) -> Deployment:
        """Make a deployment with so many jobs."""
        return Deployment(self._data, self._key.account, f"d{next(self._names)}", count)

    @contextmanager
    def client(self, happen: Callable[[], None]) -> Iterator[Client]:
        """Give a client of the target; `happen` is called before and after each call."""
        client = Client(
            endpoint="http://127.0.0.1",
            workspace="w",
            namespace="n",
            access_key_id=self._key.id,
            access_key_secret=self._key.secret,
            retries=0,
            transport=InProcess(self._app, happen),
            surroundings=Surroundings(environ={}),
        )
        with client:
            yield client


@contextmanager
def deployments(path: Path) -> Iterator[Deployments]:
    """Make a target on a data directory."""
    with open_data(path) as data:
        keyring = Keyring(data.keys)
        key = keyring.create_first()
        assert key is not None
        yield Deployments(
            data, key, create_app(jobs=data.jobs, keyring=keyring, nonces=data.nonces)
        )


def happening(deployment: Deployment, chance: random.Random, *, often: float) -> Callable[[], None]:
    """Let jobs enter, vanish anywhere and change state, at random."""

    def happen() -> None:
        while chance.random() < often:
            what = chance.choice(("insert", "delete", "delete many", "change", "swap"))
            if what in ("insert", "swap"):
                deployment.insert(chance.randint(1, 4))
            if what != "insert" and deployment.alive:
                known = list(deployment.alive)
                if what == "change":
                    deployment.change(chance.choice(known), chance.choice(STATES))
                    continue
                count = min(len(known), chance.randint(1, 12) if what == "delete many" else 1)
                deployment.delete(chance.sample(known, count))

    return happen
