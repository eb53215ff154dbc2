"""A write is repeated only where that does no harm, at every point where it can be lost."""

import contextlib
import json
import socket
import time
from typing import Any
from uuid import RFC_4122, UUID

import pytest

from flinkjobs import Environment

from .conftest import (
    Action,
    Caller,
    LossyServer,
    close,
    failed,
    hang,
    job,
    listening,
    respond,
    truncate_body,
    truncate_headers,
)

LOSSES = [close, hang, truncate_headers, truncate_body, failed("InternalError", 500)]
NOTHING = failed("990301")


@pytest.mark.parametrize("loss", LOSSES)
def test_write_that_may_have_arrived(caller: Caller, server: LossyServer, loss: Action) -> None:
    """A POST is sent once; its error says that it may have happened, and what to do."""
    server.actions = [loss, job("j")]
    error = caller.error("savepoints.create")

    assert server.methods == ["POST"]
    assert (error.attempts, error.may_have_acted, error.retryable) == (1, True, False)
    assert error.remedy == (
        "It may have been carried out; to find out, read what it changes before you repeat it."
    )
    assert error.remedy in str(error)


def test_response_that_cannot_be_read(caller: Caller, server: LossyServer) -> None:
    """A success that cannot be decoded says that the write may have happened."""
    server.actions = [respond(200, ["unexpected"])]
    error = caller.error("savepoints.create")

    assert server.methods == ["POST"]
    assert type(error).__name__ == "InvalidResponseError"
    assert error.may_have_acted


@pytest.mark.parametrize("response", [failed("Throttling", 503), failed("Other", 429)])
def test_response_that_says_it_did_not_act(
    caller: Caller, server: LossyServer, response: Action
) -> None:
    """A throttled POST is sent again."""
    server.actions = [response, response, job("j")]

    assert caller.call("savepoints.create").job_id == "j"
    assert server.methods == ["POST", "POST", "POST"]


def test_throttled_to_the_end(caller: Caller, server: LossyServer) -> None:
    """The error of a POST that certainly did not happen does not say that it may have."""
    server.actions = [failed("Throttling", 503)]
    error = caller.error("savepoints.create")

    assert (error.attempts, error.may_have_acted, error.retryable) == (3, False, True)


def test_throttled_then_lost(caller: Caller, server: LossyServer) -> None:
    """A POST that was throttled and then lost is not sent a third time."""
    server.actions = [failed("Throttling", 503), close]
    error = caller.error("savepoints.create")

    assert (server.methods, error.may_have_acted) == (["POST", "POST"], True)


@pytest.mark.parametrize("name", ["savepoints.create", "jobs.start", "clones.create"])
@pytest.mark.parametrize("way", ["sync", "async"])
def test_lost_before_it_was_sent(loop_package: Any, way: str, name: str) -> None:
    """A POST that found no connection is sent again."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        server = LossyServer(listener.getsockname()[1], [job("j")])

        def begin(_: float) -> Any:
            listener.listen()
            stack.enter_context(listening(server, listener))
            return contextlib.nullcontext() if way == "sync" else _done()

        caller = Caller(loop_package, way, server.port)
        environment = loop_package.Environment(environ={}, random=lambda: 0.01, sleep=begin)
        caller.settings["environment"] = environment

        assert caller.call(name).job_id == "j"
    assert server.methods == ["POST"]


async def _done() -> None:
    """Return at once."""


@pytest.mark.parametrize("loss", LOSSES)
def test_put_is_repeated(caller: Caller, server: LossyServer, loss: Action) -> None:
    """A PUT is sent again: its effect is the same once or twice."""
    server.actions = [loss, job("j")]

    assert caller.call("jobs.update", job_id="j", body={"name": "n"}).job_id == "j"
    assert server.methods == ["PUT", "PUT"]
    assert server.requests[0].body == server.requests[1].body == b'{"name":"n"}'


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("missing", [NOTHING, failed("NoSuchJob", 404)])
def test_repeated_delete_finds_nothing(
    caller: Caller, server: LossyServer, loss: Action, missing: Action
) -> None:
    """A repeated DELETE whose resource is gone has succeeded."""
    server.actions = [loss, missing]

    assert caller.call("jobs.delete", job_id="j") is None
    assert server.methods == ["DELETE", "DELETE"]


@pytest.mark.parametrize("loss", LOSSES)
def test_repeated_delete_with_a_payload(caller: Caller, server: LossyServer, loss: Action) -> None:
    """It has succeeded as well; the payload was lost with the response."""
    server.actions = [loss, NOTHING]

    assert caller.call("savepoints.delete") is None
    server.requests, server.actions = [], [loss, job("j")]
    assert caller.call("savepoints.delete").job_id == "j"
    assert server.methods == ["DELETE", "DELETE"]


@pytest.mark.parametrize("before", [[], [failed("Throttling", 503)]])
def test_delete_of_nothing(caller: Caller, server: LossyServer, before: list[Action]) -> None:
    """A DELETE that finds nothing, and did not act before, fails."""
    server.actions = [*before, NOTHING]
    error = caller.error("jobs.delete", job_id="j")

    assert (type(error).__name__, error.may_have_acted) == ("NotFoundError", False)


@pytest.mark.parametrize("loss", LOSSES)
def test_declared_key_is_kept(caller: Caller, server: LossyServer, loss: Action) -> None:
    """A POST with a declared key is sent again with the same one, a fresh UUID."""
    server.actions = [loss, loss, job("j")]
    caller.call("clones.create")
    keys = {request.headers["client-token"] for request in server.requests}

    assert server.methods == ["POST", "POST", "POST"]
    assert [UUID(key).version for key in keys] == [7]


def test_key_of_the_caller(caller: Caller, server: LossyServer) -> None:
    """The key that a caller gives is sent as it is."""
    server.actions = [close, job("j")]
    caller.call("clones.create", client_token="mine")

    assert [request.headers["client-token"] for request in server.requests] == ["mine", "mine"]


def test_key_in_a_body(caller: Caller, server: LossyServer) -> None:
    """A key is filled into a model, a dictionary or an absent body, which stay as they are."""
    server.actions = [job("j")]
    job_class = caller.package.models.Job
    model, plain = job_class(name="n"), {"name": "n"}
    caller.call("jobs.start", body=model)
    caller.call("jobs.start", body=plain)
    caller.call("jobs.start")
    caller.call("jobs.start", body={"jobId": "mine"})
    bodies = [json.loads(request.body) for request in server.requests]

    assert [body.get("name") for body in bodies] == ["n", "n", None, None]
    assert [UUID(body["jobId"]).version for body in bodies[:3]] == [7, 7, 7]
    assert bodies[3] == {"jobId": "mine"}
    assert (model, plain) == (job_class(name="n"), {"name": "n"})


@pytest.mark.parametrize("loss", LOSSES)
def test_read_before_it_is_repeated(caller: Caller, server: LossyServer, loss: Action) -> None:
    """A write whose idempotency is ours alone is read first; what is there is the result."""
    server.actions = [loss, job("there")]
    result = caller.call("jobs.start", body={"name": "n", "jobId": "mine"})

    assert result.job_id == "there"
    assert [(request.method, request.target) for request in server.requests] == [
        ("POST", "/n/jobs"),
        ("GET", "/n/jobs/mine"),
    ]


@pytest.mark.parametrize("loss", LOSSES)
def test_repeated_when_nothing_is_there(caller: Caller, server: LossyServer, loss: Action) -> None:
    """A write of which nothing is there is sent again with its key."""
    server.actions = [loss, NOTHING, job("j")]
    caller.call("jobs.start")
    write, read, again = server.requests

    assert server.methods == ["POST", "GET", "POST"]
    assert write.body == again.body
    assert read.target == f"/n/jobs/{json.loads(write.body)['jobId']}"


def test_read_that_is_lost(caller: Caller, server: LossyServer) -> None:
    """A read that is lost is made again; the write is not."""
    server.actions = [close, close, job("there")]

    assert caller.call("jobs.start").job_id == "there"
    assert server.methods == ["POST", "GET", "GET"]


def test_read_that_fails(caller: Caller, server: LossyServer) -> None:
    """A read that is refused ends with the error of the write, which names the key."""
    server.actions = [close, failed("NoPermission", 403)]
    error = caller.error("jobs.start", body={"jobId": "mine"})

    assert server.methods == ["POST", "GET"]
    assert type(error).__name__ == "TransportError"
    assert (error.may_have_acted, error.idempotency_key) == (True, "mine")
    assert error.remedy == (
        "It may have been carried out; to find out, call getJob with job_id 'mine'."
    )


def test_no_retries(caller: Caller, server: LossyServer) -> None:
    """Without retries neither the write nor the read is made."""
    server.actions = [close]
    caller.settings["retries"] = 0
    error = caller.error("jobs.start")

    assert (server.methods, error.may_have_acted) == (["POST"], True)
    assert error.idempotency_key == json.loads(server.requests[0].body)["jobId"]
    assert not error.retryable  # another call would have another key


@pytest.mark.parametrize("way", ["sync", "async"])
def test_proxy_that_is_not_there(loop_package: Any, way: str, monkeypatch: Any) -> None:
    """A POST whose proxy takes no connection is sent again."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    caller = Caller(loop_package, way, 1)
    caller.settings |= {"endpoint": "http://loop.example", "allow_http": True}
    error = caller.error("savepoints.create")

    assert (error.attempts, error.may_have_acted) == (3, False)


def test_keys_grow_with_time() -> None:
    """Of two jobs that were started in the same second, the later one is listed first."""
    environment = Environment()
    keys = []
    for _ in range(3):
        keys.append(environment.new_id())
        time.sleep(0.002)

    assert keys == sorted(keys)
    assert {UUID(key).variant for key in keys} == {RFC_4122}
