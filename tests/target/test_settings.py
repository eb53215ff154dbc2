"""A setting may be a flag, an environment variable or a key of a file, which count in this order."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from flinkjobs_target import cli
from flinkjobs_target.errors import TargetError
from flinkjobs_target.settings import ObserveSettings, Settings, known_settings, read_settings


def write(folder: Path, text: str) -> dict[str, Any]:
    """Write a file of settings; give the flag that names it."""
    file = folder / "target.toml"
    file.write_text(text)
    return {"config": str(file)}


def test_without_any_the_defaults_count() -> None:
    """Loopback, and nothing that nobody asked for."""
    settings = read_settings(Settings, {}, {})

    assert Settings() == settings
    assert ("127.0.0.1", None, False, False) == (
        settings.host,
        settings.admin,
        settings.faults,
        settings.allow_plaintext,
    )


def test_a_flag_counts_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    """Each takes the place of the next one."""
    flags = write(tmp_path, "port = 1\nburst = 1\nlargest-url = 1000\n")
    environ = {"FLINKJOBS_TARGET_PORT": "2", "FLINKJOBS_TARGET_BURST": "2"}

    settings = read_settings(Settings, {**flags, "port": "3"}, environ)

    assert (3, 2, 1000) == (settings.port, settings.burst, settings.largest_url)


def test_the_file_may_be_named_by_the_environment(tmp_path: Path) -> None:
    """As any other setting."""
    file = write(tmp_path, "faults = true\n")["config"]

    assert read_settings(Settings, {}, {"FLINKJOBS_TARGET_CONFIG": file}).faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port = 1\n\nhots = 2\n", ":3: hots: there is no such setting; there are data, host, "),
        ("[port]\na = 1\n", ":1: port: must be a whole number from 0 to 65535, not {'a': 1}"),
        ("\nport = 70000\n", ":2: port: must be a whole number from 0 to 65535, not 70000"),
        ("rate = 'often'\n", ":1: rate: must be a number of at least 0, not 'often'"),
        ("port = \n", ": Invalid value (at line 1, column 8)"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    """Above all a name that was mistyped, which would silently not count."""
    flags = write(tmp_path, text)

    with pytest.raises(TargetError) as caught:
        read_settings(Settings, flags, {})

    assert str(caught.value).startswith(f"{flags['config']}{message}")


@pytest.mark.parametrize(
    ("flags", "environ", "message"),
    [
        ({"port": "http"}, {}, "--port: must be a whole number from 0 to 65535, not 'http'"),
        (
            {},
            {"FLINKJOBS_TARGET_PORT": "-1"},
            "FLINKJOBS_TARGET_PORT: must be a whole number from 0 to 65535, not '-1'",
        ),
        ({"host": ""}, {}, "--host: must be a text that is not empty, not ''"),
        (
            {},
            {"FLINKJOBS_TARGET_FAULTS": "maybe"},
            "FLINKJOBS_TARGET_FAULTS: must be true or false, not 'maybe'",
        ),
        ({"config": "/nowhere"}, {}, "/nowhere: No such file or directory"),
    ],
)
def test_a_mistake_elsewhere_is_named_with_its_place(
    flags: dict[str, Any], environ: dict[str, str], message: str
) -> None:
    """The flag, or the variable."""
    with pytest.raises(TargetError) as caught:
        read_settings(Settings, flags, environ)

    assert message == str(caught.value)


@pytest.mark.parametrize(("command", "kind"), [("serve", Settings), ("observe", ObserveSettings)])
def test_help_shows_every_setting_in_each_place(
    capsys: pytest.CaptureFixture[str], command: str, kind: type[Struct]
) -> None:
    """Nobody has to read the source to find a name."""
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])

    shown = "".join(capsys.readouterr().out.split())
    for setting in known_settings(kind):
        assert f"{setting.variable};inthefile:{setting.key})" in shown
        assert setting.flag in shown


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (
            ["--host=0.0.0.0"],
            "0.0.0.0 is reached by other machines, and everything would go there in plain text; "
            "use --tls-certificate and --tls-key, or say --allow-plaintext",
        ),
        (
            ["--admin=0.0.0.0:0"],
            "0.0.0.0 is reached by other machines, and everything would go there in plain text; "
            "use an --admin address of this machine, or say --allow-plaintext",
        ),
        (["--faults"], "--faults needs --admin HOST:PORT, where faults are ordered"),
        (["--admin=8081"], "--admin must be HOST:PORT, not 8081"),
        (["--tls-key=x"], "--tls-certificate and --tls-key go together; one is missing"),
        (["--tls-key=/no", "--tls-certificate=/no"], "/no: No such file or directory"),
        (["--access-log=/no/log"], "/no/log: No such file or directory"),
    ],
)
def test_settings_that_do_not_fit_together_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], message: str
) -> None:
    """The server does not start, and says what to do."""
    assert 1 == cli.main(["serve", "--port=0", f"--data={tmp_path}", *flags])

    assert f"flinkjobs-target: {message}\n" == capsys.readouterr().err
