"""What a call does can be watched: by hooks and by the log, and neither sees a secret."""

import logging
import traceback
from pathlib import Path
from typing import Any

import pytest

import flinkjobs
from flinkjobs import Attempt, Client, FlinkJobsError, Outcome, Surroundings, UsageError

from .conftest import Caller
from .scripted import Script, envelope, refusal
from .test_retries import JOB, World, then


class Watch:
    """Keeps what it is shown."""

    def __init__(self) -> None:
        self.seen: list[Attempt | Outcome] = []

    def before_attempt(self, attempt: Attempt) -> None:
        self.seen.append(attempt)

    def after_attempt(self, outcome: Outcome) -> None:
        self.seen.append(outcome)


def test_hooks_see_each_attempt(caller: Caller, script: Script) -> None:
    """A failed attempt and the one that succeeded are shown before and after."""
    watch = Watch()
    script.answer = then(refusal(503, "ServiceUnavailable"), JOB)
    caller.page({**World().surroundings(), "hooks": [watch]})
    begun = [one.number for one in watch.seen if isinstance(one, Attempt)]
    ended = [(one.status, one.request_id) for one in watch.seen if isinstance(one, Outcome)]

    assert [Attempt, Outcome, Attempt, Outcome] == [type(one) for one in watch.seen]
    assert [1, 2] == begun
    assert [(503, "G-1"), (200, "R-1")] == ended


def test_one_line_a_call(caller: Caller, script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """The logger of the package gets method, path, status, request id, duration and attempt."""
    script.answer = envelope([])
    with caplog.at_level(logging.DEBUG, logger="flinkjobs"):
        caller.page()
    lines = [record.getMessage() for record in caplog.records if record.name == "flinkjobs"]

    assert 1 == len(lines)
    assert lines[0].startswith("ListJobs GET /api/v2/namespaces/n1/jobs status=200 request_id=R-1")
    assert lines[0].endswith("attempt=1")


def test_the_log_holds_no_secret(
    caller: Caller, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    """At the lowest level, no record of ours holds key, token or signature."""
    script.answer = refusal(400, "SignatureDoesNotMatch")
    with caplog.at_level(logging.DEBUG), pytest.raises(FlinkJobsError):
        caller.page({"security_token": "the-token"})
    sent = script.asked[-1].headers["authorization"].rpartition("=")[2]

    for secret in ("key-secret", "the-token", sent):
        assert secret not in caplog.text


def locals_of(error: BaseException) -> str:
    """Write the local variables of all frames of the package that an error passed through."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    package = str(Path(flinkjobs.__file__).parent)
    ours = [one for one in frames if one.f_code.co_filename.startswith(package)]
    assert ours
    return "".join(f"{name}={value!r}\n" for one in ours for name, value in one.f_locals.items())


def test_no_frame_holds_a_secret(script: Script) -> None:
    """The local variables of our frames, as a crash reporter shows them, hold no secret."""
    script.answer = refusal(400, "SignatureDoesNotMatch")
    secrets: dict[str, Any] = {"access_key_secret": "key-secret", "security_token": "the-token"}
    around = Surroundings(environ={})
    settings: dict[str, Any] = {
        "endpoint": script.url,
        "workspace": "w",
        "namespace": "n",
        "surroundings": around,
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
    signature = script.asked[-1].headers["authorization"].rpartition("=")[2]

    for error in (refused.value, unmade.value, unanswered.value):
        shown = locals_of(error)
        assert "Signature=" not in shown
        for secret in ("key-secret", "the-token", signature):
            assert secret not in shown
