"""A cluster behind a proxy that gives it a path of its own, as an ingress does."""

from pathlib import Path

import pytest
from aiohttp import web

from flinkjobs_target import cli
from flinkrest import AsyncClient, Client
from flinkrest.errors import UsageError

from .conftest import LABELS
from .processes import observing
from .serving import served
from .simulator import REFUSED, SimulatedFlink, SimulatedJob

PREFIX = "/clusters/prod%20one"


class Ingress(SimulatedFlink):
    """A cluster whose answers lie below a path; all else is not found."""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Take the path away, as a proxy does."""
        if not request.raw_path.startswith(f"{PREFIX}/"):
            return web.json_response(REFUSED(request.raw_path), status=404)
        return await super().handle(request.clone(rel_url=request.raw_path.removeprefix(PREFIX)))


@pytest.fixture
def ingress() -> Ingress:
    """A cluster with one job, below the path."""
    flink = Ingress()
    flink.add(SimulatedJob("seed-stream").labelled(**LABELS))
    return flink


def test_it_is_observed(ingress: Ingress, tmp_path: Path) -> None:
    """Its jobs are known as those of any cluster."""
    with (
        served(ingress) as urls,
        observing(tmp_path / "data", {"prod": f"{urls[0]}{PREFIX}/"}) as process,
    ):
        process.wait_for_line("prod: 1 new jobs")

    assert {"jobs/overview", "jobs/ID", "jobs/ID/config"} <= ingress.asked.keys()


@pytest.mark.parametrize("end", ["", "/"])
def test_both_clients_ask_below_it(ingress: Ingress, end: str) -> None:
    """Whether or not the endpoint ends with a slash."""
    with served(ingress) as urls, Client(endpoint=f"{urls[0]}{PREFIX}{end}") as client:
        assert 1 == len(client.jobs.list().jobs or [])


@pytest.mark.parametrize("path", ["/a?b=c", "/a#b", "/a//b", "/../a", "/a/./b", "/a b", "/%zz"])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_is_no_path_is_refused(kind: type[Client] | type[AsyncClient], path: str) -> None:
    """Before anything is asked: it would not arrive as it was meant."""
    with pytest.raises(UsageError) as caught:
        kind(endpoint=f"https://h.example{path}")

    assert str(caught.value) == (
        f"endpoint 'https://h.example{path}' must be https://HOST, https://HOST:PORT or either "
        "with a /PATH, percent-encoded, without dots alone, a query or a fragment"
    )


def test_a_password_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else is wrong with a URL, what may be a secret in it is told to nobody."""
    url = "https://user:hush@h.example/a?b"

    assert 1 == cli.main(["observe", f"--data={tmp_path / 'data'}", f"--cluster=prod={url}"])

    said = capsys.readouterr().err
    assert "hush" not in said
    assert "cluster prod: endpoint must hold no user and no password" in said
