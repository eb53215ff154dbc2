"""Where to call and who calls: from arguments, else from the environment."""

from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, Surroundings, UsageError
from flinkjobs.contract import API

from .scripted import Script, envelope

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret"}
GIVEN = {"access_key_id": "id", "access_key_secret": "secret"}


def endpoint_of(**settings: Any) -> str:
    """Make a client and give the endpoint it would call."""
    settings = {"surroundings": Surroundings(environ=KEY), **settings}
    return str(Client(**settings)._session._caller.endpoint)


def refusal_of(**settings: Any) -> str:
    """Give the words in which both clients refuse their settings."""
    messages = set()
    for kind in (Client, AsyncClient):
        with pytest.raises(UsageError) as caught:
            kind(**settings)
        messages.add(str(caught.value))
    (message,) = messages
    return message


def test_everything_from_the_environment(script: Script) -> None:
    """A client without arguments finds all it needs in the environment."""
    script.answer = envelope([])
    environ = {
        **KEY,
        "ALIBABA_CLOUD_SECURITY_TOKEN": "env-token",
        "FLINKJOBS_ENDPOINT": script.url,
        "FLINKJOBS_WORKSPACE": "env-w",
        "FLINKJOBS_NAMESPACE": "env-n",
    }
    with Client(surroundings=Surroundings(environ=environ)) as client:
        client.jobs.list(deployment_id="d1")
    (asked,) = script.asked

    assert ("env-w", "env-token") == (
        asked.headers["workspace"],
        asked.headers["x-acs-security-token"],
    )
    assert "/namespaces/env-n/" in asked.target
    assert "Credential=env-id," in asked.headers["authorization"]


def test_arguments_beat_the_environment(script: Script) -> None:
    """An argument takes the place of its variable, an access key with its token as a whole."""
    script.answer = envelope([])
    environ = {**KEY, "ALIBABA_CLOUD_SECURITY_TOKEN": "env-token", "FLINKJOBS_WORKSPACE": "env-w"}
    settings: dict[str, Any] = {
        **GIVEN,
        "workspace": "w",
        "namespace": "n",
        "surroundings": Surroundings(environ=environ),
    }
    with Client(endpoint=script.url, **settings) as client:
        client.jobs.list(deployment_id="d1")
    (asked,) = script.asked

    assert "w" == asked.headers["workspace"]
    assert "Credential=id," in asked.headers["authorization"]
    assert "x-acs-security-token" not in asked.headers


@pytest.mark.parametrize("region", API.regions)
def test_region(region: str) -> None:
    """Each region of the contract has its endpoint."""
    assert f"https://ververica.{region}.aliyuncs.com" == endpoint_of(region=region)


def test_region_from_the_environment() -> None:
    """The region is read from the variable that the vendor's tools read."""
    environ = {**KEY, "ALIBABA_CLOUD_REGION_ID": "eu-central-1"}

    assert "https://ververica.eu-central-1.aliyuncs.com" == endpoint_of(
        surroundings=Surroundings(environ=environ)
    )


def test_region_given_beats_endpoint_of_the_environment() -> None:
    """What is given to the client is meant, whatever the environment says."""
    environ = {**KEY, "FLINKJOBS_ENDPOINT": "https://other.example"}

    assert "https://other.example" == endpoint_of(surroundings=Surroundings(environ=environ))
    assert endpoint_of(surroundings=Surroundings(environ=environ), region="cn-beijing").endswith(
        "cn-beijing.aliyuncs.com"
    )


def test_unknown_region() -> None:
    """An unknown region is refused, with the known ones and the way out."""
    message = refusal_of(region="mars-1", **GIVEN, surroundings=Surroundings(environ={}))

    assert message.startswith("region 'mars-1' is not one of ap-northeast-1, ")
    assert message.endswith("us-west-1; give an endpoint (endpoint=, --endpoint) for another")


def test_nowhere_to_call() -> None:
    """Without region and endpoint, a client says what to pass or set."""
    expected = (
        "no endpoint: pass region or endpoint, or set ALIBABA_CLOUD_REGION_ID or FLINKJOBS_ENDPOINT"
    )

    assert expected == refusal_of(**GIVEN, surroundings=Surroundings(environ={}))


@pytest.mark.parametrize(
    ("given", "expected"),
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
def test_endpoint(given: str, expected: str) -> None:
    """An endpoint is a host, with scheme and port or without."""
    assert expected == endpoint_of(endpoint=given)


@pytest.mark.parametrize(
    "given",
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
def test_no_endpoint(given: str) -> None:
    """What is no endpoint is refused when the client is made."""
    expected = f"endpoint {given!r} must be https://HOST or https://HOST:PORT, without a path"

    assert expected == refusal_of(endpoint=given, **GIVEN, surroundings=Surroundings(environ={}))


@pytest.mark.parametrize(
    "given", ["http://h.example", "http://10.0.0.1", "http://localhost.example"]
)
def test_plain_http(given: str) -> None:
    """Plain http goes to this machine alone, unless the caller says otherwise."""
    expected = f"endpoint {given!r} is plain http; use https, or say allow_http=True"

    assert expected == refusal_of(endpoint=given, **GIVEN, surroundings=Surroundings(environ={}))
    assert given == endpoint_of(endpoint=given, allow_http=True)


@pytest.mark.parametrize(
    "settings",
    [
        {"surroundings": Surroundings(environ={})},
        {"surroundings": Surroundings(environ={"ALIBABA_CLOUD_ACCESS_KEY_ID": "id"})},
        {"surroundings": Surroundings(environ=KEY), "access_key_id": "id"},
        {"surroundings": Surroundings(environ=KEY), "access_key_secret": "secret"},
        {"surroundings": Surroundings(environ=KEY), "access_key_id": "", "access_key_secret": ""},
    ],
)
def test_no_access_key(settings: dict[str, Any]) -> None:
    """Half an access key is none: the client says what to pass or set."""
    message = refusal_of(region="cn-beijing", **settings)

    assert (
        "no access key: pass access_key_id and access_key_secret, or set "
        "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment"
    ) == message


def test_user_agent_is_a_header() -> None:
    """What is added to the User-Agent header cannot begin another one."""
    message = refusal_of(
        region="cn-beijing",
        **GIVEN,
        surroundings=Surroundings(environ={}),
        user_agent="a\r\nx-evil: 1",
    )

    assert message.startswith("user_agent must be printable ASCII without blanks around it")
