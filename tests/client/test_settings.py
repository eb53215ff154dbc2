"""Endpoint and access key: from arguments, else from the environment."""

from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, Environment, UsageError
from flinkjobs.contract import REGIONS

from .scripted import ScriptedServer, envelope

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret"}
GIVEN = {"access_key_id": "id", "access_key_secret": "secret"}


def endpoint_of(**settings: Any) -> str:
    """Return the endpoint that a client would call."""
    settings = {"environment": Environment(environ=KEY), **settings}
    return str(Client(**settings)._session._context.endpoint)


def refusal_of(**settings: Any) -> str:
    """Return the message with which both clients refuse their settings."""
    messages = set()
    for client_class in (Client, AsyncClient):
        with pytest.raises(UsageError) as caught:
            client_class(**settings)
        messages.add(str(caught.value))
    (message,) = messages
    return message


def test_everything_from_the_environment(server: ScriptedServer) -> None:
    """A client without arguments finds all it needs in the environment."""
    server.response = envelope([])
    environ = {
        **KEY,
        "ALIBABA_CLOUD_SECURITY_TOKEN": "env-token",
        "FLINKJOBS_ENDPOINT": server.url,
        "FLINKJOBS_WORKSPACE": "env-w",
        "FLINKJOBS_NAMESPACE": "env-n",
    }
    with Client(environment=Environment(environ=environ)) as client:
        client.jobs.list(deployment_id="d1")
    (request,) = server.requests

    assert (
        request.headers["workspace"],
        request.headers["x-acs-security-token"],
    ) == ("env-w", "env-token")
    assert "/namespaces/env-n/" in request.target
    assert "Credential=env-id," in request.headers["authorization"]


def test_arguments_beat_the_environment(server: ScriptedServer) -> None:
    """An argument takes the place of its variable, an access key with its token as a whole."""
    server.response = envelope([])
    environ = {**KEY, "ALIBABA_CLOUD_SECURITY_TOKEN": "env-token", "FLINKJOBS_WORKSPACE": "env-w"}
    settings: dict[str, Any] = {
        **GIVEN,
        "workspace": "w",
        "namespace": "n",
        "environment": Environment(environ=environ),
    }
    with Client(endpoint=server.url, **settings) as client:
        client.jobs.list(deployment_id="d1")
    (request,) = server.requests

    assert request.headers["workspace"] == "w"
    assert "Credential=id," in request.headers["authorization"]
    assert "x-acs-security-token" not in request.headers


@pytest.mark.parametrize("region", REGIONS.regions)
def test_region(region: str) -> None:
    """Each region of the contract has its endpoint."""
    assert endpoint_of(region=region) == f"https://ververica.{region}.aliyuncs.com"


def test_region_from_the_environment() -> None:
    """The region is read from the variable that the vendor's tools read."""
    environ = {**KEY, "ALIBABA_CLOUD_REGION_ID": "eu-central-1"}

    assert (
        endpoint_of(environment=Environment(environ=environ))
        == "https://ververica.eu-central-1.aliyuncs.com"
    )


def test_region_given_beats_endpoint_of_the_environment() -> None:
    """An argument of the client comes before all environment variables."""
    environ = {**KEY, "FLINKJOBS_ENDPOINT": "https://other.example"}

    assert endpoint_of(environment=Environment(environ=environ)) == "https://other.example"
    assert endpoint_of(environment=Environment(environ=environ), region="cn-beijing").endswith(
        "cn-beijing.aliyuncs.com"
    )


def test_unknown_region() -> None:
    """An unknown region is refused, with the known ones and the way out."""
    message = refusal_of(region="mars-1", **GIVEN, environment=Environment(environ={}))

    assert message.startswith("region 'mars-1' is not one of ap-northeast-1, ")
    assert message.endswith("us-west-1; pass endpoint for another")


def test_no_endpoint() -> None:
    """Without region and endpoint, a client says what to pass or set."""
    expected = (
        "no endpoint: pass region or endpoint, or set ALIBABA_CLOUD_REGION_ID or FLINKJOBS_ENDPOINT"
    )

    assert refusal_of(**GIVEN, environment=Environment(environ={})) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://h.example", "https://h.example"),
        ("https://h.example/", "https://h.example"),
        ("HTTPS://H.Example:8443", "https://h.example:8443"),
        ("h.example", "https://h.example"),
        ("h.example:8443", "https://h.example:8443"),
        ("localhost:8080", "https://localhost:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://127.1.2.3:1", "http://127.1.2.3:1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_endpoint(text: str, expected: str) -> None:
    """An endpoint is a host, with scheme and port or without."""
    assert endpoint_of(endpoint=text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://h.example/v1",
        "https://h.example?a=b",
        "https://h.example#a",
        "ftp://h.example",
        "https://",
        "https://h.example:0",
        "https://h.example:99999",
        "https://h.example:port",
        "https://h .example",
        "https://h.example\r\nx-evil: 1",
        "https://[::1",
        "https://{region}.example",
        "https://é.example",
    ],
)
def test_invalid_endpoint(text: str) -> None:
    """An invalid endpoint is refused when the client is created."""
    expected = f"endpoint {text!r} must be https://HOST or https://HOST:PORT, without a path"

    assert refusal_of(endpoint=text, **GIVEN, environment=Environment(environ={})) == expected


@pytest.mark.parametrize(
    "text", ["http://h.example", "http://10.0.0.1", "http://localhost.example"]
)
def test_plain_http(text: str) -> None:
    """Plain http goes to this machine alone, unless the caller says otherwise."""
    expected = f"endpoint {text!r} is plain http; use https, or say allow_http=True"

    assert refusal_of(endpoint=text, **GIVEN, environment=Environment(environ={})) == expected
    assert endpoint_of(endpoint=text, allow_http=True) == text


@pytest.mark.parametrize(
    "settings",
    [
        {"environment": Environment(environ={})},
        {"environment": Environment(environ={"ALIBABA_CLOUD_ACCESS_KEY_ID": "id"})},
        {"environment": Environment(environ=KEY), "access_key_id": "id"},
        {"environment": Environment(environ=KEY), "access_key_secret": "secret"},
        {"environment": Environment(environ=KEY), "access_key_id": "", "access_key_secret": ""},
    ],
)
def test_no_access_key(settings: dict[str, Any]) -> None:
    """Half an access key is none: the client says what to pass or set."""
    message = refusal_of(region="cn-beijing", **settings)

    assert message == (
        "no access key: pass access_key_id and access_key_secret, or set "
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment"
    )


def test_user_agent_is_a_header() -> None:
    """A suffix of the User-Agent header cannot begin another header."""
    message = refusal_of(
        region="cn-beijing",
        **GIVEN,
        environment=Environment(environ={}),
        user_agent="a\r\nx-evil: 1",
    )

    assert message.startswith("user_agent must be printable ASCII without blanks around it")
