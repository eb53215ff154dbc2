"""Access keys that are fetched: the vendor's package with real services and programs on this machine."""

import asyncio
import json
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, Environment, UsageError

from ..cli.program import run
from .conftest import AnyClient
from .key_services import KeyServices, serve_keys
from .scripted import ScriptedServer, envelope
from .test_credentials import signed_by
from .test_imports import loaded

ROLE = {
    "access_key_id": "own-id",
    "access_key_secret": "own-secret",
    "ram_role_arn": "acs:ram::1:role/worker",
    "ram_session_name": "tests",
    "sts_region": "cn-beijing",
}
VENDOR = {
    "access_key_id": None,
    "access_key_secret": None,
}


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[KeyServices]:
    """The services; the vendor's package reaches them as its proxy, and trusts their certificates."""
    with serve_keys() as services:
        monkeypatch.setenv("HTTP_PROXY", services.url)
        monkeypatch.setenv("HTTPS_PROXY", services.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # heard by this project's client alone
        services.authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "ca.pem"))
        yield services


def home_with(home: Path, *profiles: dict[str, Any]) -> dict[str, str]:
    """Write a profile file, whose first profile is the current one; return an environment with it."""
    (home / ".aliyun").mkdir(exist_ok=True)
    file = {"current": profiles[0]["name"], "profiles": profiles}
    (home / ".aliyun" / "config.json").write_text(json.dumps(file), "utf-8")
    return {"HOME": str(home)}


def program(home: Path, output: str) -> str:
    """Write a program that prints something and counts its runs; return its path."""
    path = home / "print-key"
    path.write_text(f"#!/bin/sh\necho run >> {home}/runs\ncat <<'END'\n{output}\nEND\n", "utf-8")
    path.chmod(stat.S_IRWXU)
    return str(path)


def external(home: Path, **key: str) -> dict[str, str]:
    """Return profiles with the mode External, whose program prints a key."""
    printed = {"mode": "StsToken", "access_key_secret": "s", "sts_token": "t", **key}
    command = program(home, json.dumps(printed))
    return home_with(home, {"name": "x", "mode": "External", "process_command": command})


def in_an_hour() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))


def test_a_role_is_assumed(
    any_client: AnyClient, server: ScriptedServer, services: KeyServices, tmp_path: Path
) -> None:
    """The mode RamRoleArn gets a temporary key of STS for the key of the profile."""
    environ = home_with(tmp_path, {"name": "x", "mode": "RamRoleArn", **ROLE})

    assert signed_by(any_client, server, environ) == "STS.1"
    assert server.requests[-1].headers["x-acs-security-token"] == "token-1"
    assert services.requests[0]["Action"] == "AssumeRole"
    assert services.requests[0]["AccessKeyId"] == "own-id"
    assert services.requests[0]["RoleArn"] == ROLE["ram_role_arn"]


def test_roles_in_a_chain(
    any_client: AnyClient, server: ScriptedServer, services: KeyServices, tmp_path: Path
) -> None:
    """The mode ChainableRamRoleArn assumes its role with the key of another profile."""
    chained = {**ROLE, "name": "y", "mode": "ChainableRamRoleArn", "source_profile": "x"}
    environ = home_with(tmp_path, chained, {"name": "x", "mode": "RamRoleArn", **ROLE})

    assert signed_by(any_client, server, environ) == "STS.2"
    assert services.requests[1]["AccessKeyId"] == "STS.1"


def test_the_metadata_service(
    any_client: AnyClient, server: ScriptedServer, services: KeyServices, tmp_path: Path
) -> None:
    """The mode EcsRamRole reads the metadata service of the machine, with a token of it."""
    environ = home_with(tmp_path, {"name": "x", "mode": "EcsRamRole", "ram_role_name": "worker"})

    assert signed_by(any_client, server, environ) == "STS.1"
    assert services.requests == [{"token": "metadata-token"}]


def test_a_token_of_oidc(
    any_client: AnyClient, server: ScriptedServer, services: KeyServices, tmp_path: Path
) -> None:
    """The mode OIDC sends the token of a file to STS."""
    (tmp_path / "token").write_text("signed-token", "utf-8")
    oidc = {"oidc_provider_arn": "acs:ram::1:oidc-provider/p", "oidc_token_file": "token"}
    oidc["oidc_token_file"] = str(tmp_path / "token")
    environ = home_with(tmp_path, {"name": "x", "mode": "OIDC", **ROLE, **oidc})

    assert signed_by(any_client, server, environ) == "STS.1"
    assert services.requests[0]["OIDCToken"] == "signed-token"


def test_a_pods_environment(
    any_client: AnyClient, server: ScriptedServer, services: KeyServices, tmp_path: Path
) -> None:
    """The variables of a pod with a role come before the profile file, and after a key."""
    (tmp_path / "token").write_text("signed-token", "utf-8")
    environ = {
        **home_with(
            tmp_path,
            {"name": "x", "mode": "AK", "access_key_id": "f", "access_key_secret": "s"},
        ),
        "ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/pod",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "acs:ram::1:oidc-provider/p",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE": str(tmp_path / "token"),
    }
    key = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "e", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s"}

    assert signed_by(any_client, server, environ) == "STS.1"
    assert services.requests[0]["RoleArn"] == "acs:ram::1:role/pod"
    assert signed_by(any_client, server, environ, profile="x") == "f"
    assert signed_by(any_client, server, {**environ, **key}) == "e"


@pytest.mark.parametrize("way", ["profile", "metadata", "uri"])
def test_services_that_the_environment_names(
    any_client: AnyClient, server: ScriptedServer, services: KeyServices, tmp_path: Path, way: str
) -> None:
    """A URI of a profile or a variable is read, and so is the metadata service for a named role."""
    uri = f"{services.url}/keys"
    environ = {
        "profile": lambda: home_with(
            tmp_path, {"name": "x", "mode": "CredentialsURI", "credentials_uri": uri}
        ),
        "metadata": lambda: {"ALIBABA_CLOUD_ECS_METADATA": "worker"},
        "uri": lambda: {"ALIBABA_CLOUD_CREDENTIALS_URI": uri},
    }[way]()

    assert signed_by(any_client, server, environ) == "STS.1"


def test_an_external_program(any_client: AnyClient, server: ScriptedServer, tmp_path: Path) -> None:
    """The mode External takes the key that a program prints."""
    environ = external(tmp_path, access_key_id="printed-id", expiration=in_an_hour())

    assert signed_by(any_client, server, environ) == "printed-id"


def test_a_key_is_fetched_once_until_it_expires(
    any_client: AnyClient, server: ScriptedServer, services: KeyServices
) -> None:
    """Calls share a key; one that is about to expire is renewed before the next call."""
    environ = Environment(environ={"ALIBABA_CLOUD_CREDENTIALS_URI": f"{services.url}/keys"})
    server.response = envelope([])
    any_client.pages(3, {**VENDOR, "environment": environ})
    services.lifetime = 60
    any_client.pages(2, {**VENDOR, "environment": environ})

    sent = [request.headers["x-acs-accesskey-id"] for request in server.requests]
    assert sent == ["STS.1", "STS.1", "STS.1", "STS.2", "STS.3"]


def test_waiting_for_a_key_blocks_no_event_loop(
    server: ScriptedServer, services: KeyServices
) -> None:
    """While the asynchronous client waits for a key, other tasks of its loop go on."""
    services.delay, server.response = 0.5, envelope([])
    environ = {"ALIBABA_CLOUD_CREDENTIALS_URI": f"{services.url}/keys"}

    async def longest_pause() -> float:
        pauses = []
        async with AsyncClient(
            endpoint=server.url,
            workspace="w",
            namespace="n",
            environment=Environment(environ=environ),
        ) as client:
            call = asyncio.ensure_future(client.jobs.get(job_id="j1"))
            while not call.done():
                before = time.monotonic()
                await asyncio.sleep(0.01)
                pauses.append(time.monotonic() - before)
            await asyncio.gather(call, return_exceptions=True)
        return max(pauses)

    assert asyncio.run(longest_pause()) < 0.4
    assert server.requests[-1].headers["x-acs-accesskey-id"] == "STS.1"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("refused", "http_code=403"),
        ("half-a-key", "error retrieving credentials"),
    ],
)
def test_a_service_without_a_key(
    any_client: AnyClient,
    services: KeyServices,
    capfd: pytest.CaptureFixture[str],
    path: str,
    expected: str,
) -> None:
    """The error names the source and the reason, without a secret, and nothing else is printed."""
    services.refuses = path == "refused"
    environ = {"ALIBABA_CLOUD_CREDENTIALS_URI": f"{services.url}/{path}"}
    with pytest.raises(UsageError) as caught:
        any_client.page({**VENDOR, "environment": Environment(environ=environ)})

    message = str(caught.value)
    assert "ALIBABA_CLOUD_CREDENTIALS_URI gave no access key: " in message
    assert expected in message
    assert "hush" not in message
    assert capfd.readouterr().err == ""


def test_a_program_that_fails(any_client: AnyClient, tmp_path: Path) -> None:
    """The error names the profile, and what the program said."""
    command = f"{sys.executable} -c \"raise SystemExit('not signed in')\""
    environ = home_with(tmp_path, {"name": "x", "mode": "External", "process_command": command})
    with pytest.raises(UsageError) as caught:
        any_client.page({**VENDOR, "environment": Environment(environ=environ)})

    assert "profile 'x' (mode External) gave no access key: " in str(caught.value)
    assert "not signed in" in str(caught.value)


def test_without_the_vendors_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client for a mode that needs the package is refused with the command that installs it."""
    monkeypatch.setitem(sys.modules, "alibabacloud_credentials", None)
    environ = home_with(tmp_path, {"name": "x", "mode": "RamRoleArn", **ROLE})
    with pytest.raises(UsageError) as caught:
        Client(region="cn-beijing", environment=Environment(environ=environ))

    assert 'install it: pip install "alibabacloud-credentials>=1.0.12"' in str(caught.value)


def test_the_package_is_loaded_only_where_it_is_needed(tmp_path: Path) -> None:
    """A client that has a key, or has not yet fetched one, does not load the vendor's package."""
    (tmp_path / "role").mkdir()
    (tmp_path / "key").mkdir()
    role = home_with(tmp_path / "role", {"name": "x", "mode": "RamRoleArn", **ROLE})
    key = home_with(tmp_path / "key", {"name": "x", "mode": "AK", **ROLE})
    for environ in (role, key):
        statement = (
            "from flinkjobs import Client, Environment; "
            f"Client(region='cn-beijing', environment=Environment(environ={environ!r}))"
        )
        assert "alibabacloud_credentials" not in loaded(statement)


def test_the_command_line(server: ScriptedServer, tmp_path: Path) -> None:
    """The command line takes the key of a program, and doctor names it."""
    environ = external(tmp_path, access_key_id="printed-id", expiration=in_an_hour())
    server.response = envelope([])
    nothing = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ""}
    listed = run(
        "jobs", "list", "--deployment-id", "d1", server=server, environ={**nothing, **environ}
    )
    checked = run("doctor", server=server, environ={**nothing, **environ})

    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Credential=printed-id," in server.requests[0].headers["authorization"]
    assert "ok      access key: printed-id" in checked.stdout


def test_the_command_line_without_a_key(server: ScriptedServer, tmp_path: Path) -> None:
    """The command line prints the reason in a line, without a stack trace."""
    environ = home_with(tmp_path, {"name": "x", "mode": "External", "process_command": "/none"})
    nothing = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ""}
    done = run(
        "jobs", "list", "--deployment-id", "d1", server=server, environ={**nothing, **environ}
    )

    assert done.returncode == 2
    assert "profile 'x' (mode External) gave no access key: " in done.stderr
    assert "Traceback" not in done.stderr
