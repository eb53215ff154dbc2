"""The server under test: in this process, a local one, or any URL with credentials."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flinkjobs import AccessKey
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keys import Keyring
from flinkjobs_target.data import open_data
from flinkjobs_target.samples import varied_jobs
from flinkjobs_target.testing import running_target

from .contract import SPECIFICATION

__all__ = ["Target", "open_target"]

EXAMPLE = SPECIFICATION.parent / "examples" / "list-jobs.json"
VARIED = 234


@dataclass(frozen=True)
class Target:
    """A server under test; `values` find something, `total` is how much, where that is known.

    With `app` it is called in this process, and `url` is only what it is called.
    """

    key: AccessKey
    values: Mapping[str, Any]
    app: Any = None
    url: str = "http://testserver"
    total: int | None = None


@contextmanager
def open_target(where: str) -> Iterator[Target]:
    """Open the target that `where` names: nothing, `local` or a URL; leave nothing running."""
    if not where:
        with _in_process() as target:
            yield target
    elif where == "local":
        with tempfile.TemporaryDirectory() as data, running_target(Path(data), _jobs()) as running:
            key = AccessKey(running.access_key_id, running.access_key_secret)
            yield Target(key, _known(), url=running.endpoint, total=len(_jobs()))
    else:
        yield _remote(where)


@contextmanager
def _in_process() -> Iterator[Target]:
    with tempfile.TemporaryDirectory() as folder, open_data(Path(folder)) as data:
        keyring = Keyring(data.keys)
        created = keyring.create_first()
        assert created is not None
        _load(data.jobs, created.account)
        app = create_app(jobs=data.jobs, keyring=keyring, nonces=data.nonces)
        key = AccessKey(created.id, created.secret)
        yield Target(key, _known(), app=app, total=len(_jobs()))


def _load(store: Any, account: str) -> None:
    import io

    from flinkjobs_target.loading import read_jobs

    store.put(account, read_jobs(io.BytesIO(json.dumps(_jobs()).encode()), "the examples"))


def _jobs() -> list[dict[str, Any]]:
    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    return [job, *varied_jobs(job, VARIED)]


def _known() -> dict[str, Any]:
    job = _jobs()[0]
    names = ("workspace", "namespace", "deploymentId", "jobId")
    return {name: job[name] for name in names}


def _remote(url: str) -> Target:
    """Take key and ids from the environment; nobody knows what such a target holds."""
    environ = os.environ
    key = AccessKey(
        environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    )
    names = {
        "workspace": "WORKSPACE",
        "namespace": "NAMESPACE",
        "deploymentId": "DEPLOYMENT",
        "jobId": "JOB",
    }
    return Target(key, {name: environ[variable] for name, variable in names.items()}, url=url)
