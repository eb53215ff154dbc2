"""With `--explorer-key` the page signs with a key of the operator: on this machine, and only there."""

import io
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3
from playwright.sync_api import Browser, expect

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.bootstrap import assemble
from flinkjobs_target.errors import TargetError
from flinkjobs_target.job_files import read_jobs
from flinkjobs_target.settings import Settings
from flinkjobs_target.storage import Data, open_data
from flinkjobs_target.testing.subprocess import RunningTarget

from ..target.processes import serving
from .conftest import example_jobs
from .explorer import EXAMPLE_VALUES, Explorer

HTTP = urllib3.PoolManager(retries=False)
ORDER = json.dumps({"canonical_request": "GET\n/\n"}).encode()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target with jobs, whose operator lets the explorer use a key."""
    folder = tmp_path_factory.mktemp("local")
    document = io.BytesIO(json.dumps(example_jobs()).encode())
    with open_data(folder) as data:
        key = Keyring(data.keys).create()
        data.jobs.put(key.account, read_jobs(document, "jobs"))
    flags = (f"--explorer-key={key.id}", "--access-log=none")
    with serving(folder, *flags) as server:
        yield RunningTarget(
            endpoint=server.url,
            access_key_id=key.id,
            access_key_secret=key.secret,
            data=folder,
        )


def ask(target: RunningTarget, **changed: str | None) -> urllib3.BaseHTTPResponse:
    """Ask for a signature as the page does, but for some headers."""
    headers: Mapping[str, str | None] = {
        "host": target.endpoint.removeprefix("http://"),
        "origin": target.endpoint,
        "content-type": "application/json",
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    given = {name: value for name, value in headers.items() if value is not None}
    return HTTP.request("POST", f"{target.endpoint}/explorer/key", body=ORDER, headers=given)


def test_the_page_runs_without_a_key_typed(browser: Browser, local: RunningTarget) -> None:
    """The signature is shown step by step all the same; the secret never comes to the browser."""
    received: list[str] = []
    with Explorer(browser, local) as explorer:
        explorer.page.on("response", lambda answer: received.append(answer.text()))
        expect(explorer.page.get_by_label("Access key secret")).to_be_hidden()
        explorer.fill(EXAMPLE_VALUES)
        explorer.press_run()

        assert 10 == len(explorer.listed)
        explorer.show("Signature")
        expect(explorer.answer).to_contain_text(f"Credential={local.access_key_id}")
    assert not any(local.access_key_secret in one for one in received)


def test_another_key_may_be_typed_instead(browser: Browser, local: RunningTarget) -> None:
    """It then signs in the browser, as ever."""
    with Explorer(browser, local) as explorer:
        explorer.page.get_by_label("A key of your own").check()
        explorer.fill(EXAMPLE_VALUES)
        explorer.give_key(secret="wrong")
        explorer.press_run()

        expect(explorer.page.get_by_role("alert")).to_contain_text("SignatureDoesNotMatch")


def test_the_own_page_is_answered(local: RunningTarget) -> None:
    """With a signature of what it asks for, and nothing to keep."""
    answer = ask(local)

    assert 200 == answer.status
    assert 64 == len(answer.json()["signature"])
    assert "no-store" == answer.headers["cache-control"]


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "http://evil.example"},
        {"origin": None},
        {"origin": "null"},
        {"origin": "http://["},
        {"host": "rebound.example:80", "origin": "http://rebound.example:80"},
        {"host": "[bad"},
        {"content_type": "text/plain"},
        {"content_type": None},
    ],
    ids=str,
)
def test_any_other_page_is_refused(local: RunningTarget, changed: dict[str, str | None]) -> None:
    """Another origin, a name that was made to lead here, a form of another site."""
    answer = ask(local, **changed)

    assert answer.status in (400, 403)
    assert b"signature" not in answer.data


def test_nonsense_is_refused(local: RunningTarget) -> None:
    """In one line that says what is wrong."""
    headers = {"origin": local.endpoint, "content-type": "application/json"}
    answer = HTTP.request("POST", f"{local.endpoint}/explorer/key", body=b"{}", headers=headers)

    assert 400 == answer.status
    assert "canonical_request" in answer.json()["error"]


def test_a_key_that_is_removed_signs_no_more(browser: Browser, local: RunningTarget) -> None:
    """From the next call on; the page says why."""
    with open_data(local.data) as data:
        key = Keyring(data.keys).create()
    flags = (f"--explorer-key={key.id}", "--access-log=none")
    with serving(Path(local.data), *flags) as server:
        other = RunningTarget(
            endpoint=server.url, access_key_id=key.id, access_key_secret="", data=local.data
        )
        with open_data(local.data) as data:
            Keyring(data.keys).remove(key.id)
        with Explorer(browser, other) as explorer:
            explorer.fill(EXAMPLE_VALUES)
            explorer.press_run()

            alert = explorer.page.get_by_role("alert")
            expect(alert).to_contain_text("the key of --explorer-key was removed")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Path, Data]]:
    """Empty data."""
    with open_data(tmp_path / "data") as data:
        Keyring(data.keys).create_first()
        yield tmp_path / "data", data


def refusal(folder: Path, **settings: Any) -> str:
    """Start with these settings, which is refused; give the reason."""
    given = Settings(data=str(folder), port=0, access_log="none", **settings)
    with pytest.raises(TargetError) as caught, assemble(given):
        pass
    return str(caught.value)


def test_other_machines_are_never_given_the_key(place: tuple[Path, Data]) -> None:
    """Not even with --allow-plaintext."""
    folder, data = place
    key = Keyring(data.keys).create()

    told = refusal(folder, host="0.0.0.0", allow_plaintext=True, explorer_key=key.id)
    assert "--explorer-key lets whoever reaches 0.0.0.0 call with the key" in told


def test_the_key_must_exist_and_last(place: tuple[Path, Data]) -> None:
    """And an explorer that is turned off has none."""
    folder, data = place
    temporary = Keyring(data.keys).create(expires_in=timedelta(hours=1))

    assert "there is no access key FJx" in refusal(folder, explorer_key="FJx")
    assert "is temporary" in refusal(folder, explorer_key=temporary.id)
    both = refusal(folder, explorer_key="FJx", no_explorer=True)
    assert "--explorer-key and --no-explorer contradict each other" == both
