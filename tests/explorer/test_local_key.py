"""The local key: the page signs with a key of the target, on this machine only."""

import io
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3
from playwright.sync_api import Browser, expect

from flinkjobs_target.auth.keyring import FIRST_ACCOUNT, Keyring
from flinkjobs_target.bootstrap import build_server
from flinkjobs_target.errors import TargetError
from flinkjobs_target.explorer.local_key import LocalKey
from flinkjobs_target.job_files import read_jobs
from flinkjobs_target.settings import Settings
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.testing.subprocess import RunningTarget

from ..target.processes import serving
from .conftest import example_jobs
from .explorer import EXAMPLE_VALUES, Explorer

HTTP = urllib3.PoolManager(retries=False)
BODY = json.dumps({"canonical_request": "GET\n/\n"}).encode()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target with jobs; `serve` lends the explorer its only key."""
    folder = tmp_path_factory.mktemp("local")
    document = io.BytesIO(json.dumps(example_jobs()).encode())
    with open_storage(folder) as data:
        data.jobs.put(FIRST_ACCOUNT, read_jobs(document, "jobs"))
    with serving(folder, "--access-log=none") as server:
        yield RunningTarget(
            endpoint=server.url,
            access_key_id=server.key.id,
            access_key_secret=server.key.secret,
            data=folder,
        )


def request_signature(target: RunningTarget, **changed: str | None) -> urllib3.BaseHTTPResponse:
    """Request a signature as the page does, with some headers changed."""
    headers: Mapping[str, str | None] = {
        "host": target.endpoint.removeprefix("http://"),
        "origin": target.endpoint,
        "content-type": "application/json",
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    sent_headers = {name: value for name, value in headers.items() if value is not None}
    return HTTP.request("POST", f"{target.endpoint}/explorer/key", body=BODY, headers=sent_headers)


def test_the_page_runs_without_a_typed_key(browser: Browser, local: RunningTarget) -> None:
    """The secret never reaches the browser."""
    received: list[str] = []
    with Explorer(browser, local) as explorer:
        explorer.page.on("response", lambda response: received.append(response.text()))
        expect(explorer.page.get_by_label("Access key secret")).to_be_hidden()
        explorer.fill(EXAMPLE_VALUES)
        explorer.press_run()

        assert len(explorer.listed) == 10
        explorer.show("Signature")
        expect(explorer.response).to_contain_text(f"Credential={local.access_key_id}")
    assert not any(local.access_key_secret in body for body in received)


def test_another_key_may_be_typed_instead(browser: Browser, local: RunningTarget) -> None:
    """It signs in the browser."""
    with Explorer(browser, local) as explorer:
        explorer.page.get_by_label("A key of your own").check()
        explorer.fill(EXAMPLE_VALUES)
        explorer.give_key(secret="wrong")
        explorer.press_run()

        expect(explorer.page.get_by_role("alert")).to_contain_text("SignatureDoesNotMatch")


def test_the_own_page_gets_a_signature(local: RunningTarget) -> None:
    """The signature is not cached."""
    response = request_signature(local)

    assert response.status == 200
    assert len(response.json()["signature"]) == 64
    assert response.headers["cache-control"] == "no-store"


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
        {"x_forwarded_for": "203.0.113.7"},
        {"via": "1.1 proxy"},
    ],
    ids=str,
)
def test_any_other_page_is_refused(local: RunningTarget, changed: dict[str, str | None]) -> None:
    """Another origin, DNS rebinding, a form of another site, or a proxy on this machine."""
    response = request_signature(local, **changed)

    assert response.status in (400, 403)
    assert b"signature" not in response.data


def test_an_invalid_body_is_refused(local: RunningTarget) -> None:
    """With an error message."""
    headers = {"origin": local.endpoint, "content-type": "application/json"}
    response = HTTP.request("POST", f"{local.endpoint}/explorer/key", body=b"{}", headers=headers)

    assert response.status == 400
    assert "canonical_request" in response.json()["error"]


@pytest.mark.parametrize(
    "headers", [{"host": "rebound.example"}, {"x-forwarded-for": "203.0.113.7"}], ids=str
)
def test_others_are_told_nothing(local: RunningTarget, headers: dict[str, str]) -> None:
    """Neither the id of the key, nor whether there are jobs."""
    key = HTTP.request("GET", f"{local.endpoint}/explorer/key", headers=headers)
    sample = HTTP.request("GET", f"{local.endpoint}/explorer/sample", headers=headers)

    assert (key.json(), sample.json()) == ({"keyId": None}, {"missing": None})


def test_the_lent_key_is_the_oldest_that_may_do_everything(tmp_path: Path) -> None:
    """Neither one of a user, nor a temporary, disabled or foreign one."""
    with open_storage(tmp_path) as data:
        keyring = Keyring(data.keys)
        disabled, lent = keyring.create(), keyring.create("owner")
        keyring.create("other")
        keyring.create(user="someone")
        keyring.create(expires_in=timedelta(hours=1))
        first, second = sorted((disabled, lent), key=lambda key: (key.created_at, key.id))
        local = LocalKey(keyring, "127.0.0.1")
        found = [local.find()]
        keyring.set_active(first.id, False)
        found.append(local.find())
        keyring.set_active(second.id, False)
        found.append(local.find())

    assert [key and key.id for key in found] == [first.id, second.id, None]


@pytest.mark.parametrize(
    "flags", [("--no-explorer-key",), ("--host=0.0.0.0", "--allow-plaintext")], ids=" ".join
)
def test_no_key_is_lent(tmp_path: Path, flags: tuple[str, ...]) -> None:
    """When it is turned off, and at addresses that other machines reach."""
    with serving(tmp_path, *flags, "--access-log=none") as server:
        url = server.url.replace("0.0.0.0", "127.0.0.1")
        headers = {"origin": url, "content-type": "application/json"}
        offers = [
            HTTP.request("GET", f"{url}/explorer/{name}").json() for name in ("key", "sample")
        ]
        posts = [
            HTTP.request("POST", f"{url}/explorer/{name}", body=BODY, headers=headers).status
            for name in ("key", "sample")
        ]

    assert offers == [{"keyId": None}, {"missing": None}]
    assert posts == [404, 404]


def test_a_removed_key_does_not_sign(browser: Browser, local: RunningTarget) -> None:
    """From the next request on; the page shows the reason."""
    with open_storage(local.data) as data:
        key = Keyring(data.keys).create()
    flags = (f"--explorer-key={key.id}", "--access-log=none")
    with serving(Path(local.data), *flags) as server:
        other = RunningTarget(
            endpoint=server.url, access_key_id=key.id, access_key_secret="", data=local.data
        )
        with Explorer(browser, other) as explorer:
            with open_storage(local.data) as data:
                Keyring(data.keys).remove(key.id)
            explorer.fill(EXAMPLE_VALUES)
            explorer.press_run()

            alert = explorer.page.get_by_role("alert")
            expect(alert).to_contain_text("the key of the explorer was removed")


@pytest.fixture
def storage_and_path(tmp_path: Path) -> Iterator[tuple[Path, Storage]]:
    """Empty data."""
    with open_storage(tmp_path / "data") as data:
        Keyring(data.keys).create_first()
        yield tmp_path / "data", data


def refusal(folder: Path, **settings: Any) -> str:
    """Start with these settings, which is an error; return the message."""
    config = Settings(data=str(folder), port=0, access_log="none", **settings)
    with pytest.raises(TargetError) as caught, build_server(config):
        pass
    return str(caught.value)


def test_the_key_requires_a_loopback_address(storage_and_path: tuple[Path, Storage]) -> None:
    """Even with --allow-plaintext."""
    folder, data = storage_and_path
    key = Keyring(data.keys).create()

    message = refusal(folder, host="0.0.0.0", allow_plaintext=True, explorer_key=key.id)
    assert "--explorer-key would let anyone who reaches 0.0.0.0 use the key" in message


def test_the_key_must_exist_and_be_permanent(storage_and_path: tuple[Path, Storage]) -> None:
    """And the explorer must be on."""
    folder, data = storage_and_path
    temporary = Keyring(data.keys).create(expires_in=timedelta(hours=1))

    assert "there is no access key FJx" in refusal(folder, explorer_key="FJx")
    assert "is temporary" in refusal(folder, explorer_key=temporary.id)
    both = refusal(folder, explorer_key="FJx", no_explorer=True)
    assert both == "--explorer-key and --no-explorer contradict each other"
    both = refusal(folder, explorer_key="FJx", no_explorer_key=True)
    assert both == "--explorer-key and --no-explorer-key contradict each other"
