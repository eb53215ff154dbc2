"""Secrets sign requests, and no output shows them."""

import asyncio
import contextlib
import copy
import logging
import pickle
import socket
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

from flinkjobs import AccessKey, Client, Environment, FlinkJobsError, UsageError
from flinkjobs._runtime.client.request import Request
from flinkjobs._runtime.client.settings import Endpoint
from flinkjobs._runtime.transport.aiohttp_transport import AiohttpTransport
from flinkjobs._runtime.transport.urllib3_transport import Urllib3Transport

from .conftest import AnyClient
from .scripted import CannedResponse, ScriptedServer, refusal
from .sending import receive_request, tcp_server

SECRET, TOKEN = "sesame-secret", "sesame-token"


def client_of(**settings: Any) -> Client:
    key = {"access_key_id": "id", "access_key_secret": SECRET, "security_token": TOKEN}
    return Client(
        **{"region": "cn-beijing", "environment": Environment(environ={}), **key, **settings}
    )


def hides(text: str) -> bool:
    return SECRET not in text and TOKEN not in text


def test_access_key_hides_its_secret() -> None:
    """An access key shows its id alone."""
    key = AccessKey("id", SECRET, TOKEN)

    assert "AccessKey(id='id', secret=…)" == repr(key) == str(key)


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_access_key_is_not_copied(copied: Any) -> None:
    """An access key is not pickled, and so written to no file and no other process."""
    with pytest.raises(TypeError, match="holds a secret"):
        copied(AccessKey("id", SECRET))


def test_client_shows_no_secret() -> None:
    """Neither a client nor its parts show a secret, and none of them is pickled."""
    client = client_of()
    parts = [client, client.jobs, client._session, client._session._context]

    assert all(hides(repr(part) + str(vars(client))) for part in parts)
    for part in parts:
        with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
            pickle.dumps(part)


@pytest.mark.parametrize("name", ["access_key_id", "access_key_secret", "security_token"])
@pytest.mark.parametrize("ending", ["\n", " ", "\r\nx-evil: 1", "é", "\ud800"])
def test_unusable_key_is_not_shown(name: str, ending: str) -> None:
    """A key that cannot stand in a header is refused without being shown."""
    with pytest.raises(UsageError) as caught:
        client_of(**{name: f"{SECRET}{ending}"})

    assert hides("".join(traceback.format_exception(caught.value)))
    assert "must be printable ASCII without blanks around it" in str(caught.value)


def test_password_in_an_endpoint_is_not_shown() -> None:
    """An endpoint with a password is refused without being shown."""
    with pytest.raises(UsageError) as caught:
        client_of(endpoint=f"https://user:{SECRET}@h.example/path")

    assert hides("".join(traceback.format_exception(caught.value)))


@pytest.mark.parametrize(
    "response",
    [refusal(400, "SignatureDoesNotMatch"), CannedResponse(b"<html>", 502), CannedResponse(b"{")],
)
def test_errors_show_no_secret(
    any_client: AnyClient, server: ScriptedServer, response: CannedResponse
) -> None:
    """No error shows the secret, the token or the Authorization header."""
    server.response = response
    with pytest.raises(FlinkJobsError) as caught:
        any_client.page({"access_key_secret": SECRET, "security_token": TOKEN})
    shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))

    assert hides(shown)
    assert "Signature=" not in shown


def test_secret_is_not_sent(any_client: AnyClient, server: ScriptedServer) -> None:
    """The secret itself never goes over the wire."""
    server.response = CannedResponse(b"{")
    with pytest.raises(FlinkJobsError):
        any_client.page({"access_key_secret": SECRET})

    assert SECRET not in repr(server.requests)


SENT_WITH_A_KEY = Request(
    operation="Op", method="GET", path="/p", query="", headers={}, secret_query=f"key={SECRET}"
)


def test_no_log_shows_a_secret_of_the_query(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A key in the query is sent, and no log of the transport shows it."""
    caplog.set_level(logging.DEBUG)
    server.response = CannedResponse(b"{}")
    transport = Urllib3Transport()
    transport.send(Endpoint.parse(server.url), SENT_WITH_A_KEY, 5)
    transport.close()

    assert server.requests[0].query == {"key": SECRET}
    assert '"GET /p?… HTTP/1.1" 200' in caplog.text
    assert hides(caplog.text)


def test_no_log_shows_a_secret_of_the_query_async(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A key in the query is sent, and no line of the asynchronous client's log shows it."""

    async def run() -> None:
        transport = AiohttpTransport()
        await transport.send(Endpoint.parse(server.url), SENT_WITH_A_KEY, 5)
        await transport.close()

    caplog.set_level(logging.DEBUG)
    server.response = CannedResponse(b"{}")
    asyncio.run(run(), debug=True)

    assert server.requests[0].query == {"key": SECRET}
    assert hides(caplog.text)


def test_other_logs_stay_as_they_are(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A query without a secret is logged unchanged."""
    caplog.set_level(logging.DEBUG)
    server.response = CannedResponse(b"{}")
    plain = Request(operation="Op", method="GET", path="/p", query="a=b", headers={})
    transport = Urllib3Transport()
    transport.send(Endpoint.parse(server.url), plain, 5)
    transport.close()

    assert '"GET /p?a=b HTTP/1.1" 200' in caplog.text


def frames_of(error: BaseException | None) -> Iterator[FrameType]:
    """Yield the frames of an error and of all errors that are chained to it."""
    pending, seen = [error], set[int]()
    while pending:
        chained = pending.pop()
        if chained is not None and id(chained) not in seen:
            seen.add(id(chained))
            yield from (frame for frame, _ in traceback.walk_tb(chained.__traceback__))
            pending += [chained.__cause__, chained.__context__]
            pending += [arg for arg in chained.args if isinstance(arg, BaseException)]


def close(connection: socket.socket, _: int) -> None:
    receive_request(connection)
    connection.shutdown(socket.SHUT_RDWR)


def truncate(connection: socket.socket, _: int) -> None:
    receive_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    connection.shutdown(socket.SHUT_RDWR)


def hang(connection: socket.socket, _: int) -> None:
    receive_request(connection)
    connection.recv(1)


@pytest.mark.parametrize("serve", [close, truncate, hang, None])
def test_frames_of_errors_hold_no_secret(any_client: AnyClient, serve: Any) -> None:
    """No variable of a chained error's frames shows a token or a signature, as trackers send them."""
    settings = {"access_key_secret": SECRET, "security_token": TOKEN, "timeout": 0.3}
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(tcp_server(serve)) if serve else "http://127.0.0.1:1"
        with pytest.raises(FlinkJobsError) as caught:
            any_client.page({**settings, "endpoint": url})
        own = [
            frame for frame in frames_of(caught.value) if "/tests/" not in frame.f_code.co_filename
        ]
        shown = [repr(value) for frame in own for value in frame.f_locals.values()]

    assert shown != []
    assert [text for text in shown if not hides(text) or "Signature=" in text] == []
