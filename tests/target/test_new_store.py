"""The warning about a storage location that is new, and may be a mistyped one."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from flinkjobs_target import cli

from .processes import serving

JOB = '{"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}'


def errors_of_serving(*flags: str, environ: Mapping[str, str]) -> list[str]:
    """Start a server on a new location, stop it, and return what it wrote to standard error."""
    command = [sys.executable, "-m", "flinkjobs_target", "serve", "--port=0", *flags]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, env={**os.environ, **environ}
    ) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("listening on "):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        return process.communicate(timeout=20)[1].splitlines()


def test_a_new_store_is_reported_with_the_way_to_load_jobs(tmp_path: Path) -> None:
    """Once: the next start finds the account."""
    data = tmp_path / "data"
    flags, environ = [f"--data={data}"], {"XDG_DATA_HOME": str(tmp_path / "home")}

    first = errors_of_serving(*flags, environ=environ)
    second = errors_of_serving(*flags, environ=environ)

    text = f"{data}: is a new store, without jobs; load some with: flinkjobs-target load FILE --data {data}"
    assert [line.partition(" WARNING ")[2] for line in first] == [text]
    assert second == []


def test_data_in_usual_locations_are_named(tmp_path: Path) -> None:
    """Those of the environment, and the default ones; the flag may be a mistake."""
    usual = {"FLINKJOBS_TARGET_DATA": str(tmp_path / "a"), "XDG_DATA_HOME": str(tmp_path / "b")}
    (tmp_path / "job").write_text(JOB)
    locations = [tmp_path / "a", tmp_path / "b" / "flinkjobs-target"]
    for location in locations:
        assert cli.main(["load", str(tmp_path / "job"), f"--data={location}"]) == 0

    lines = errors_of_serving(f"--data={tmp_path / 'c'}", environ=usual)

    assert [line.partition(" WARNING ")[2] for line in lines[1:]] == [
        f"there are data in {location}; to use those, pass --data {location}"
        for location in locations
    ]


def test_a_store_with_keys_is_not_reported(tmp_path: Path) -> None:
    """Somebody has made it on purpose."""
    with serving(tmp_path, "--access-log=none") as server:
        server.process.send_signal(signal.SIGTERM)
        _, err = server.process.communicate(timeout=20)

    assert err == ""
