"""Clusters behind a proxy that asks who is there."""

from pathlib import Path

import pytest
from aiohttp import web

from flinkjobs_target import cli

from .observer_process import running_observer
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob


def guarded_cluster(authorization: str) -> SimulatedFlink:
    """Return a cluster that answers 401 without this header."""
    flink, open_cluster = SimulatedFlink(), SimulatedFlink()
    open_cluster.add(SimulatedJob("seed-stream"))

    async def guard(request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Authorization") != authorization:
            return web.Response(status=401, text='{"message": "who is there?"}')
        return await open_cluster.handle(request)

    flink.handler = guard
    return flink


def credentials_file(folder: Path, content: str) -> Path:
    """Write a file that only its owner may read."""
    file = folder / "credentials.toml"
    file.write_text(content)
    file.chmod(0o600)
    return file


def test_an_observer_signs_in_with_a_token(tmp_path: Path) -> None:
    """The token is in a file, and in no line of the log."""
    file = credentials_file(tmp_path, 'token = "t0ken"\n')

    with (
        serve_clusters(guarded_cluster("Bearer t0ken")) as urls,
        running_observer(
            tmp_path / "data", {"prod": urls[0]}, f"--cluster-auth=prod={file}"
        ) as process,
    ):
        process.wait_for_line("prod: 1 new jobs")
        assert process.stop() == 0

    assert not [line for line in process.lines if "t0ken" in line]


def test_a_secret_never_crosses_a_network_in_plain_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither to the cluster nor to its history server."""
    file = credentials_file(tmp_path, 'user = "me"\npassword = "pw"\n')
    flags = [f"--cluster-auth=prod={file}", f"--data={tmp_path / 'data'}"]

    codes = [
        cli.main(["observe", "--cluster=prod=http://flink.example:8081", *flags]),
        cli.main(
            [
                "observe",
                "--cluster=prod=https://flink.example",
                "--history-server=prod=http://flink.example:8082",
                *flags,
            ]
        ),
    ]

    assert codes == [1, 1]
    assert capsys.readouterr().err.count("which would reveal the secret; use https") == 2
