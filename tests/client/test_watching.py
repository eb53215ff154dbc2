"""Hooks and the log show each attempt of a call, and no secret."""

import logging
import traceback
from pathlib import Path
from typing import Any

import pytest

import flinkjobs
from flinkjobs import Attempt, AttemptOutcome, Client, Environment, FlinkJobsError, UsageError

from .conftest import AnyClient
from .scripted import ScriptedServer, envelope, refusal
from .test_retries import JOB, World, then


class Watch:
    """Hooks that keep each event."""

    def __init__(self) -> None:
        self.seen: list[Attempt | AttemptOutcome] = []

    def before_attempt(self, attempt: Attempt) -> None:
        self.seen.append(attempt)

    def after_attempt(self, outcome: AttemptOutcome) -> None:
        self.seen.append(outcome)


def test_hooks_see_each_attempt(any_client: AnyClient, server: ScriptedServer) -> None:
    """A failed attempt and the one that succeeded are shown before and after."""
    watch = Watch()
    server.response = then(refusal(503, "ServiceUnavailable"), JOB)
    any_client.page({**World().environment(), "hooks": [watch]})
    begun = [event.number for event in watch.seen if isinstance(event, Attempt)]
    ended = [
        (event.status, event.request_id)
        for event in watch.seen
        if isinstance(event, AttemptOutcome)
    ]

    assert [type(event) for event in watch.seen] == [
        Attempt,
        AttemptOutcome,
        Attempt,
        AttemptOutcome,
    ]
    assert begun == [1, 2]
    assert ended == [(503, "G-1"), (200, "R-1")]


def test_one_line_a_call(
    any_client: AnyClient, server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """The logger of the package gets method, path, status, request id, duration and attempt."""
    server.response = envelope([])
    with caplog.at_level(logging.DEBUG, logger="flinkjobs"):
        any_client.page()
    lines = [record.getMessage() for record in caplog.records if record.name == "flinkjobs"]

    assert len(lines) == 1
    assert lines[0].startswith("ListJobs GET /api/v2/namespaces/n1/jobs status=200 request_id=R-1")
    assert lines[0].endswith("attempt=1")


def test_the_log_holds_no_secret(
    any_client: AnyClient, server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """At the lowest level, no record of ours holds key, token or signature."""
    server.response = refusal(400, "SignatureDoesNotMatch")
    with caplog.at_level(logging.DEBUG), pytest.raises(FlinkJobsError):
        any_client.page({"security_token": "the-token"})
    sent = server.requests[-1].headers["authorization"].rpartition("=")[2]

    for secret in ("key-secret", "the-token", sent):
        assert secret not in caplog.text


def locals_of(error: BaseException) -> str:
    """Return the local variables of all frames of the package in a traceback, as text."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    package = str(Path(flinkjobs.__file__).parent)
    ours = [frame for frame in frames if frame.f_code.co_filename.startswith(package)]
    assert ours
    return "".join(
        f"{name}={value!r}\n" for frame in ours for name, value in frame.f_locals.items()
    )


def test_no_frame_holds_a_secret(server: ScriptedServer) -> None:
    """The local variables of our frames, as a crash reporter shows them, hold no secret."""
    server.response = refusal(400, "SignatureDoesNotMatch")
    secrets: dict[str, Any] = {"access_key_secret": "key-secret", "security_token": "the-token"}
    around = Environment(environ={})
    settings: dict[str, Any] = {
        "endpoint": server.url,
        "workspace": "w",
        "namespace": "n",
        "environment": around,
    }
    client = Client(access_key_id="id", **secrets, **settings)
    with client, pytest.raises(FlinkJobsError) as refused:
        client.jobs.list(deployment_id="d")
    with pytest.raises(UsageError) as unmade:
        Client(access_key_id="", **secrets, **settings)
    unreachable: dict[str, Any] = {**settings, "endpoint": "http://127.0.0.1:1", "retries": 0}
    client = Client(access_key_id="id", **secrets, **unreachable)
    with client, pytest.raises(FlinkJobsError) as unanswered:
        client.jobs.list(deployment_id="d")
    signature = server.requests[-1].headers["authorization"].rpartition("=")[2]

    for error in (refused.value, unmade.value, unanswered.value):
        shown = locals_of(error)
        assert "Signature=" not in shown
        for secret in ("key-secret", "the-token", signature):
            assert secret not in shown
