"""Access keys: from profile files and credential providers, read again for each attempt."""

import json
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import Client, Environment, UsageError

from .conftest import AnyClient
from .scripted import ScriptedServer, envelope

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret"}
PROFILES = {
    "current": "work",
    "profiles": [
        {"name": "work", "mode": "AK", "access_key_id": "work-id", "access_key_secret": "s1"},
        {
            "name": "sts",
            "mode": "StsToken",
            "access_key_id": "sts-id",
            "access_key_secret": "s2",
            "sts_token": "token",
        },
        {"name": "role", "mode": "RsaKeyPair", "access_key_id": "x", "access_key_secret": "s3"},
    ],
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory with a profile file of the vendor's command line."""
    (tmp_path / ".aliyun").mkdir()
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps(PROFILES), "utf-8")
    return tmp_path


def signed_by(
    any_client: AnyClient, server: ScriptedServer, environ: dict[str, str], **settings: Any
) -> str:
    """Return the id of the key that signs a call."""
    server.response = envelope([])
    nothing = {"access_key_id": None, "access_key_secret": None}
    any_client.page({**nothing, "environment": Environment(environ=environ), **settings})
    return server.requests[-1].headers["authorization"].partition("Credential=")[2].split(",")[0]


def test_the_environment_comes_before_the_file(
    any_client: AnyClient, server: ScriptedServer, home: Path
) -> None:
    """A key in the environment is taken although there is a profile file."""
    assert signed_by(any_client, server, {**KEY, "HOME": str(home)}) == "env-id"


def test_the_current_profile(any_client: AnyClient, server: ScriptedServer, home: Path) -> None:
    """Without a key in the environment the file's current profile is taken."""
    assert signed_by(any_client, server, {"HOME": str(home)}) == "work-id"


def test_a_named_profile(any_client: AnyClient, server: ScriptedServer, home: Path) -> None:
    """A profile named in the call wins over a key in the environment; its token is sent."""
    environ = {**KEY, "HOME": str(home)}

    assert signed_by(any_client, server, environ, profile="sts") == "sts-id"
    assert server.requests[-1].headers["x-acs-security-token"] == "token"


def test_a_profile_of_the_environment(
    any_client: AnyClient, server: ScriptedServer, home: Path
) -> None:
    """ALIBABA_CLOUD_PROFILE names the profile where the environment holds no key."""
    environ = {"ALIBABA_CLOUD_PROFILE": "sts", "HOME": str(home)}

    assert signed_by(any_client, server, environ) == "sts-id"


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("none", "has no profile 'none'; it has work, sts, role"),
        ("role", "profile 'role' holds no key (its mode is RsaKeyPair); pass credentials="),
    ],
)
def test_a_profile_that_cannot_be_used(home: Path, profile: str, expected: str) -> None:
    """The error names the available profiles, or explains how to use one without a key."""
    around = Environment(environ={"HOME": str(home)})
    with pytest.raises(UsageError) as caught:
        Client(region="cn-beijing", profile=profile, environment=around)

    assert expected in str(caught.value)
    assert "s3" not in str(caught.value)


def test_a_file_that_is_no_profile_file(home: Path) -> None:
    """The error for an invalid file names the file and the reason, and shows no content."""
    (home / ".aliyun" / "config.json").write_text('{"profiles": [{"access_key_id": 7}]}', "utf-8")
    around = Environment(environ={"HOME": str(home)})
    with pytest.raises(UsageError) as caught:
        Client(region="cn-beijing", environment=around)

    assert "config.json is not a profile file" in str(caught.value)
    assert "$.profiles[0].access_key_id" in str(caught.value)


class Rotating:
    """A provider that gives another temporary key each time, as the vendor's package does."""

    def __init__(self) -> None:
        self.calls = 0

    def get_credential(self) -> Any:
        self.calls += 1
        names = ("access_key_id", "access_key_secret", "security_token")
        values = (f"id-{self.calls}", "secret", f"token-{self.calls}")
        return type("Credential", (), dict(zip(names, values, strict=True)))()


def test_a_provider_is_asked_each_time(any_client: AnyClient, server: ScriptedServer) -> None:
    """A long-lived client signs each attempt with the key of the moment."""
    server.response = envelope([])
    nothing = {"access_key_id": None, "access_key_secret": None}
    any_client.pages(2, {**nothing, "credentials": Rotating()})

    tokens = [request.headers["x-acs-security-token"] for request in server.requests]
    assert tokens == ["token-1", "token-2"]


def test_a_provider_without_a_key(any_client: AnyClient) -> None:
    """A provider without a key is an error that names the provider."""
    empty = type("Empty", (), {"get_credential": lambda self: None})()
    nothing = {"access_key_id": None, "access_key_secret": None}
    with pytest.raises(UsageError, match="credentials gave no access key"):
        any_client.page({**nothing, "credentials": empty})


def test_the_vendors_own_provider(any_client: AnyClient, server: ScriptedServer) -> None:
    """A client of the vendor's credentials package plugs in as it is."""
    from alibabacloud_credentials.client import Client as Credentials
    from alibabacloud_credentials.models import Config

    config = Config(type="access_key", access_key_id="vendor-id", access_key_secret="s")
    signed = signed_by(any_client, server, {}, credentials=Credentials(config))

    assert signed == "vendor-id"
