"""The target of this process behind a port of its own, and requests to it signed."""

import re
import tempfile
import uuid
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_storage
from flinkjobs_target.testing.in_process import threaded_target

from ...contract.contract import load_contract
from ...contract.requests_adapter import to_raw_request
from ...contract.signing import Key, Signer
from ...contract.targets.control import TargetControl
from ...contract.targets.seed_jobs import seed_jobs

__all__ = ["Served", "Signature", "served_target"]


_CASE = "X-Schemathesis-TestCaseId"


@dataclass(frozen=True)
class Served:
    """The URL of a running target, and a key that it knows."""

    url: str
    key: Key


@contextmanager
def served_target() -> Iterator[Served]:
    """Serve the jobs that the contract suite has, too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with open_storage(path) as data:
            created = Keyring(data.keys).create_first()
            assert created is not None
            jobs = seed_jobs()
            TargetControl(data, created.account, jobs, {}, None).load_jobs(created.account, jobs)
        with threaded_target(path) as target:
            yield Served(target.endpoint, Key(created.id, created.secret))


class Signature(AuthBase):
    """Signs a request for the operation of the contract that its path leads to.

    `spared` are the ids of schemathesis's cases that are to be sent without a signature.
    """

    def __init__(self, served: Served, *, spared: Container[str] = ()) -> None:
        contract = load_contract()
        self._spared = spared
        self._key = served.key
        self._signer = Signer(contract.signature)
        self._actions = [
            (_pattern(operation.path), operation.name) for operation in contract.operations
        ]

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        if prepared.headers.get(_CASE) in self._spared:
            return prepared
        sent = to_raw_request(prepared)
        actions = (name for pattern, name in self._actions if pattern.fullmatch(sent.path))
        signed = self._signer.sign(
            self._key,
            sent,
            action=next(actions, ""),
            host=urlsplit(str(prepared.url)).netloc,
            now=datetime.now(UTC),
            nonce=uuid.uuid4().hex,
        )
        prepared.headers.update(signed.headers)
        return prepared


def _pattern(path: str) -> "re.Pattern[str]":
    literal, *rest = re.split(r"\{[^}]*\}", path)
    return re.compile("[^/]*".join(map(re.escape, (literal, *rest))))
