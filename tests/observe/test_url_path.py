"""A cluster below a URL path, as behind an ingress."""

from pathlib import Path

import pytest
from aiohttp import web

from flinkjobs_target import cli
from flinkrest import AsyncClient, Client
from flinkrest.errors import UsageError

from .conftest import LABELS
from .observer_process import running_observer
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob, not_found_body

PREFIX = "/clusters/prod%20one"


class Ingress(SimulatedFlink):
    """A cluster below a path; other paths are not found."""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Strip the prefix, as a proxy does."""
        if not request.raw_path.startswith(f"{PREFIX}/"):
            return web.json_response(not_found_body(request.raw_path), status=404)
        return await super().handle(request.clone(rel_url=request.raw_path.removeprefix(PREFIX)))


@pytest.fixture
def ingress() -> Ingress:
    """A cluster with one job, below the path."""
    flink = Ingress()
    flink.add(SimulatedJob("seed-stream").with_labels(**LABELS))
    return flink


def test_a_cluster_below_a_path_is_observed(ingress: Ingress, tmp_path: Path) -> None:
    """All endpoints are requested below the path."""
    with (
        serve_clusters(ingress) as urls,
        running_observer(tmp_path / "data", {"prod": f"{urls[0]}{PREFIX}/"}) as process,
    ):
        process.wait_for_line("prod: 1 new jobs")

    assert {"jobs/overview", "jobs/ID", "jobs/ID/config"} <= ingress.request_counts.keys()


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_client_sends_requests_below_the_path(ingress: Ingress, slash: str) -> None:
    """The endpoint may end with a slash."""
    with serve_clusters(ingress) as urls, Client(endpoint=f"{urls[0]}{PREFIX}{slash}") as client:
        assert len(client.jobs.list().jobs or []) == 1


@pytest.mark.parametrize("path", ["/a?b=c", "/a#b", "/a//b", "/../a", "/a/./b", "/a b", "/%zz"])
@pytest.mark.parametrize("client_type", [Client, AsyncClient])
def test_an_invalid_path_is_rejected(
    client_type: type[Client] | type[AsyncClient], path: str
) -> None:
    """No request is sent, since it would not arrive as intended."""
    with pytest.raises(UsageError) as caught:
        client_type(endpoint=f"https://h.example{path}")

    assert str(caught.value) == (
        f"endpoint 'https://h.example{path}' must be https://HOST, https://HOST:PORT or either "
        "with a /PATH, percent-encoded, without dots alone, a query or a fragment"
    )


def test_a_password_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An error about a URL never shows its user and password."""
    url = "https://user:hush@h.example/a?b"

    assert cli.main(["observe", f"--data={tmp_path / 'data'}", f"--cluster=prod={url}"]) == 1

    error = capsys.readouterr().err
    assert "hush" not in error
    assert "cluster prod: endpoint must hold no user and no password" in error
