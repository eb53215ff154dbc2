"""Settings from flags, environment variables and a file, in this order of precedence."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from flinkjobs_target import cli
from flinkjobs_target.errors import TargetError
from flinkjobs_target.settings import ObserveSettings, Settings, read_settings, settings_of


def write(folder: Path, text: str) -> dict[str, Any]:
    """Write a file of settings; return the flag that names it."""
    file = folder / "target.toml"
    file.write_text(text)
    return {"config": str(file)}


def test_defaults_apply_without_settings() -> None:
    """Among them a loopback address."""
    settings = read_settings(Settings, {}, {})

    assert settings == Settings()
    assert (
        settings.host,
        settings.admin,
        settings.faults,
        settings.allow_plaintext,
    ) == ("127.0.0.1", None, False, False)


def test_flags_override_the_environment_which_overrides_the_file(tmp_path: Path) -> None:
    """One setting in all three."""
    flags = write(tmp_path, "port = 1\nburst = 1\nlargest-url = 1000\n")
    environ = {"FLINKJOBS_TARGET_PORT": "2", "FLINKJOBS_TARGET_BURST": "2"}

    settings = read_settings(Settings, {**flags, "port": "3"}, environ)

    assert (settings.port, settings.burst, settings.largest_url) == (3, 2, 1000)


def test_the_file_may_be_named_by_the_environment(tmp_path: Path) -> None:
    """As by --config."""
    file = write(tmp_path, "faults = true\n")["config"]

    assert read_settings(Settings, {}, {"FLINKJOBS_TARGET_CONFIG": file}).faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port = 1\n\nhots = 2\n", ":3: hots: unknown setting; the settings are data, host, "),
        ("[port]\na = 1\n", ":1: port: must be an integer from 0 to 65535, not {'a': 1}"),
        ("\nport = 70000\n", ":2: port: must be an integer from 0 to 65535, not 70000"),
        ("rate = 'often'\n", ":1: rate: must be a number of at least 0, not 'often'"),
        ("port = \n", ": Invalid value (at line 1, column 8)"),
    ],
)
def test_an_invalid_file_is_reported_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """Also a misspelt key, which would have no effect."""
    flags = write(tmp_path, text)

    with pytest.raises(TargetError) as caught:
        read_settings(Settings, flags, {})

    assert str(caught.value).startswith(f"{flags['config']}{message}")


@pytest.mark.parametrize(
    ("flags", "environ", "message"),
    [
        ({"port": "http"}, {}, "--port: must be an integer from 0 to 65535, not 'http'"),
        (
            {},
            {"FLINKJOBS_TARGET_PORT": "-1"},
            "FLINKJOBS_TARGET_PORT: must be an integer from 0 to 65535, not '-1'",
        ),
        ({"host": ""}, {}, "--host: must be a non-empty string, not ''"),
        (
            {},
            {"FLINKJOBS_TARGET_FAULTS": "maybe"},
            "FLINKJOBS_TARGET_FAULTS: must be true or false, not 'maybe'",
        ),
        ({"config": "/nowhere"}, {}, "/nowhere: No such file or directory"),
    ],
)
def test_an_invalid_value_is_reported_with_its_source(
    flags: dict[str, Any], environ: dict[str, str], message: str
) -> None:
    """The flag, or the variable."""
    with pytest.raises(TargetError) as caught:
        read_settings(Settings, flags, environ)

    assert str(caught.value) == message


@pytest.mark.parametrize(("command", "kind"), [("serve", Settings), ("observe", ObserveSettings)])
def test_help_lists_flag_variable_and_key_of_every_setting(
    capsys: pytest.CaptureFixture[str], command: str, kind: type[Struct]
) -> None:
    """Of both commands."""
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])

    shown = "".join(capsys.readouterr().out.split())
    for setting in settings_of(kind):
        assert f"{setting.variable};inthefile:{setting.key})" in shown
        assert setting.flag in shown


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (
            ["--host=0.0.0.0"],
            "0.0.0.0 can be reached by other machines, and traffic would be in plain text; "
            "use --tls-certificate and --tls-key, or pass --allow-plaintext",
        ),
        (
            ["--admin=0.0.0.0:0"],
            "0.0.0.0 can be reached by other machines, and traffic would be in plain text; "
            "use a loopback address for --admin, or pass --allow-plaintext",
        ),
        (["--faults"], "--faults requires --admin HOST:PORT, where faults are added"),
        (["--admin=8081"], "--admin must be HOST:PORT, not 8081"),
        (["--tls-key=x"], "--tls-certificate and --tls-key must both be set; one is missing"),
        (["--tls-key=/no", "--tls-certificate=/no"], "/no: No such file or directory"),
        (["--access-log=/no/log"], "/no/log: No such file or directory"),
    ],
)
def test_contradictory_settings_are_reported_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], message: str
) -> None:
    """The server does not start."""
    assert cli.main(["serve", "--port=0", f"--data={tmp_path}", *flags]) == 1

    assert capsys.readouterr().err == f"flinkjobs-target: {message}\n"
