"""A key is found where people keep one, asked for anew when it is temporary, and never shown."""

import json
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import Client, Surroundings, UsageError

from .conftest import Caller
from .scripted import Script, envelope

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
        {"name": "role", "mode": "RamRoleArn", "access_key_id": "x", "access_key_secret": "s3"},
    ],
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with a profile file of the vendor's command line."""
    (tmp_path / ".aliyun").mkdir()
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps(PROFILES), "utf-8")
    return tmp_path


def signed_by(caller: Caller, script: Script, environ: dict[str, str], **settings: Any) -> str:
    """Call, and give the id of the key that the call was signed with."""
    script.answer = envelope([])
    nothing = {"access_key_id": None, "access_key_secret": None}
    caller.page({**nothing, "surroundings": Surroundings(environ=environ), **settings})
    return script.asked[-1].headers["authorization"].partition("Credential=")[2].split(",")[0]


def test_the_environment_comes_before_the_file(caller: Caller, script: Script, home: Path) -> None:
    """A key in the environment is taken although there is a profile file."""
    assert "env-id" == signed_by(caller, script, {**KEY, "HOME": str(home)})


def test_the_current_profile(caller: Caller, script: Script, home: Path) -> None:
    """Without a key in the environment the file's current profile is taken."""
    assert "work-id" == signed_by(caller, script, {"HOME": str(home)})


def test_a_named_profile(caller: Caller, script: Script, home: Path) -> None:
    """A profile named in the call wins over a key in the environment; its token is sent."""
    environ = {**KEY, "HOME": str(home)}

    assert "sts-id" == signed_by(caller, script, environ, profile="sts")
    assert "token" == script.asked[-1].headers["x-acs-security-token"]


def test_a_profile_of_the_environment(caller: Caller, script: Script, home: Path) -> None:
    """ALIBABA_CLOUD_PROFILE names the profile where the environment holds no key."""
    environ = {"ALIBABA_CLOUD_PROFILE": "sts", "HOME": str(home)}

    assert "sts-id" == signed_by(caller, script, environ)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("none", "has no profile 'none'; it has work, sts, role"),
        ("role", "profile 'role' holds no key (its mode is RamRoleArn); pass credentials="),
    ],
)
def test_a_profile_that_cannot_be_used(home: Path, profile: str, expected: str) -> None:
    """The refusal says which profiles there are, or how to use one that holds no key."""
    around = Surroundings(environ={"HOME": str(home)})
    with pytest.raises(UsageError) as caught:
        Client(region="cn-beijing", profile=profile, surroundings=around)

    assert expected in str(caught.value)
    assert "s3" not in str(caught.value)


def test_a_file_that_is_no_profile_file(home: Path) -> None:
    """A broken file is named with what is wrong in it, and nothing that stands in it."""
    (home / ".aliyun" / "config.json").write_text('{"profiles": [{"access_key_id": 7}]}', "utf-8")
    around = Surroundings(environ={"HOME": str(home)})
    with pytest.raises(UsageError) as caught:
        Client(region="cn-beijing", surroundings=around)

    assert "config.json is not a profile file" in str(caught.value)
    assert "$.profiles[0].access_key_id" in str(caught.value)


class Rotating:
    """A provider that gives another temporary key each time, as the vendor's package does."""

    def __init__(self) -> None:
        self.given = 0

    def get_credential(self) -> Any:
        self.given += 1
        names = ("access_key_id", "access_key_secret", "security_token")
        values = (f"id-{self.given}", "secret", f"token-{self.given}")
        return type("Credential", (), dict(zip(names, values, strict=True)))()


def test_a_provider_is_asked_each_time(caller: Caller, script: Script) -> None:
    """A long-lived client signs each attempt with the key of the moment."""
    script.answer = envelope([])
    nothing = {"access_key_id": None, "access_key_secret": None}
    caller.pages(2, {**nothing, "credentials": Rotating()})

    tokens = [asked.headers["x-acs-security-token"] for asked in script.asked]
    assert ["token-1", "token-2"] == tokens


def test_a_provider_without_a_key(caller: Caller) -> None:
    """A provider that has no key is named as what is wrong."""
    empty = type("Empty", (), {"get_credential": lambda self: None})()
    nothing = {"access_key_id": None, "access_key_secret": None}
    with pytest.raises(UsageError, match="credentials gave no access key"):
        caller.page({**nothing, "credentials": empty})


def test_the_vendors_own_provider(caller: Caller, script: Script) -> None:
    """A client of the vendor's credentials package plugs in as it is."""
    from alibabacloud_credentials.client import Client as Credentials
    from alibabacloud_credentials.models import Config

    config = Config(type="access_key", access_key_id="vendor-id", access_key_secret="s")
    signed = signed_by(caller, script, {}, credentials=Credentials(config))

    assert "vendor-id" == signed
