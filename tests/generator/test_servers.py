"""The servers of a document are chosen by arguments, options and variables of the environment."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .generating import python
from .loaded import load

SPEC = Path(__file__).parent / "other" / "servers.yaml"
STAGING, TEST = "https://staging.served.example", "https://{region}.test.example:{port}/x"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the package."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def package(folder: Path) -> ModuleType:
    """The package of the API."""
    return load(SPEC, "served", folder)


class Recording:
    """A transport that keeps the URL of the last request."""

    def __init__(self, package: ModuleType) -> None:
        self._response: Any = package._runtime.client.response.Response
        self.url = ""

    def send(self, endpoint: object, request: Any, _timeout: float) -> Any:
        """Answer with nothing."""
        self.url = f"{endpoint}{request.path}"
        return self._response(status=204, headers={}, body=b"")

    def close(self) -> None:
        """Close nothing."""


def called(package: ModuleType, settings: dict[str, str], **arguments: str) -> str:
    """Return the URL that a client calls, with settings of the environment."""
    transport = Recording(package)
    environment = package.Environment(environ=settings)
    package.Client(transport=transport, environment=environment, **arguments).t.read_it()
    return transport.url


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ({}, "https://eu.served.example/v2/a"),
        ({"region": "us"}, "https://us.served.example/v2/a"),
        ({"base": "v3/beta"}, "https://eu.served.example/v3/beta/a"),
        ({"server": STAGING}, "https://staging.served.example/a"),
        ({"server": TEST, "region": "asia"}, "https://asia.test.example:8443/x/a"),
        ({"server": TEST, "server_port": "1"}, "https://eu.test.example:1/x/a"),
        ({"endpoint": "http://127.0.0.1:1/proxy"}, "http://127.0.0.1:1/proxy/v2/a"),
    ],
)
def test_choices(package: ModuleType, arguments: dict[str, str], url: str) -> None:
    """A server comes with its own path, and a variable that nobody gives has its default."""
    assert called(package, {}, **arguments) == url


@pytest.mark.parametrize(
    ("settings", "arguments", "url"),
    [
        ({"SERVED_REGION": "us"}, {}, "https://us.served.example/v2/a"),
        ({"SERVED_REGION": "us"}, {"region": "eu"}, "https://eu.served.example/v2/a"),
        ({"SERVED_SERVER": STAGING, "SERVED_REGION": "us"}, {}, "https://staging.served.example/a"),
        ({"SERVED_ENDPOINT": "http://[::1]:1", "SERVED_REGION": "us"}, {}, "http://[::1]:1/v2/a"),
        ({"SERVED_ENDPOINT": "http://[::1]:1"}, {"region": "us"}, "https://us.served.example/v2/a"),
    ],
)
def test_the_environment(
    package: ModuleType, settings: dict[str, str], arguments: dict[str, str], url: str
) -> None:
    """An argument comes before a variable, and an endpoint before a server."""
    assert called(package, settings, **arguments) == url


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"region": "mars"}, "region must be one of eu, us, not 'mars'"),
        ({"server": "other"}, "server must be one of https://{region}.served.example/{base}/, "),
        ({"server": STAGING, "region": "us"}, f"region is no variable of the server {STAGING}"),
        ({"endpoint": "http://[::1]:1", "base": "v3"}, "pass endpoint or base, not both"),
        ({"base": "../x"}, "must be https://HOST"),
        ({"region": "eu", "server": TEST, "server_port": "x"}, "must be https://HOST"),
    ],
)
def test_refused(package: ModuleType, arguments: dict[str, str], expected: str) -> None:
    """A value that the document does not list is refused, with those that it does."""
    with pytest.raises(package.errors.UsageError) as caught:
        called(package, {}, **arguments)

    assert expected in str(caught.value)


def test_the_command_line(package: ModuleType, folder: Path) -> None:
    """The same are options of every command."""
    path = str(folder / "served" / "src")
    call = ["-m", "served", "t", "read_it"]
    done = python(*call, "--region", "mars", cwd=folder, PYTHONPATH=path)
    chosen = python(*call, "--server", TEST, "--server-port", "x", cwd=folder, PYTHONPATH=path)
    shown = python("-m", "served", "t", "read_it", "--help", cwd=folder, PYTHONPATH=path)

    assert (done.returncode, done.stderr) == (
        2,
        "served: --region must be one of eu, us, not 'mars'\n",
    )
    assert "https://eu.test.example:x" in chosen.stderr
    assert "--server SERVER" in shown.stdout
    assert "--server-port SERVER_PORT" in shown.stdout
    assert "$SERVED_REGION" in shown.stdout
