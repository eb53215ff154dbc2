"""The page's files: what is sent, how little of it, and that nothing else has changed."""

import gzip
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
import urllib3

from flinkjobs_target.testing.subprocess import RunningTarget

from ..target.processes import Server, serving
from .explorer import Explorer

HTTP = urllib3.PoolManager(retries=False)
FIRST_VIEW = 300_000
FILES = {
    "/": "text/html; charset=utf-8",
    "/explorer/explorer.js": "text/javascript; charset=utf-8",
    "/explorer/signing.js": "text/javascript; charset=utf-8",
    "/explorer/style.css": "text/css; charset=utf-8",
    "/explorer/icon.svg": "image/svg+xml",
    "/explorer/contract.json": "application/json",
    "/explorer/licences.txt": "text/plain; charset=utf-8",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without the explorer."""
    flags = ("--no-explorer", "--access-log=none")
    with serving(tmp_path_factory.mktemp("without"), *flags) as server:
        yield server


def get(
    target: RunningTarget, path: str, method: str = "GET", **headers: str
) -> urllib3.BaseHTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTP.request(
        method, f"{target.endpoint}{path}", headers=named, decode_content=False, redirect=False
    )


@pytest.mark.parametrize(("path", "kind"), FILES.items())
def test_each_file_has_its_type_and_a_strict_policy(
    target: RunningTarget, path: str, kind: str
) -> None:
    """Only scripts, styles and calls of the own origin; nothing inline; no guessing of types."""
    answer = get(target, path)

    assert (200, kind) == (answer.status, answer.headers["content-type"])
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY
    assert "nosniff" == answer.headers["x-content-type-options"]
    assert "no-referrer" == answer.headers["referrer-policy"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_is_known_is_not_sent_again(target: RunningTarget, path: str) -> None:
    """A browser asks whether it is still the same; HEAD gives all but the body."""
    first = get(target, path)
    again = get(target, path, if_none_match=first.headers["etag"])
    head = get(target, path, "HEAD")

    assert (304, b"") == (again.status, again.data)
    assert first.headers["etag"] == again.headers["etag"]
    assert (200, b"") == (head.status, head.data)
    assert first.headers["content-length"] == head.headers["content-length"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_the_same_compressed(target: RunningTarget, path: str) -> None:
    """For whoever takes gzip; each form has an ETag of its own."""
    plain, packed = get(target, path), get(target, path, accept_encoding="gzip, br")

    assert "gzip" == packed.headers["content-encoding"]
    assert "accept-encoding" == packed.headers["vary"]
    assert plain.data == gzip.decompress(packed.data)
    assert plain.headers["etag"] != packed.headers["etag"]


def test_the_first_view_is_small(target: RunningTarget) -> None:
    """All files together, compressed."""
    sizes = [len(get(target, path, accept_encoding="gzip").data) for path in FILES]

    assert sum(sizes) < FIRST_VIEW


def test_the_browser_enforces_the_policy(explorer: Explorer) -> None:
    """Text does not become markup, whoever tries; nothing else is reached, nor run inline."""
    tried = explorer.page.evaluate(
        """async () => {
            const failed = [];
            try { document.body.innerHTML = "<b>x</b>"; } catch (error) { failed.push(error.name); }
            const script = document.createElement("script");
            try { script.text = "window.ran = true"; } catch (error) { failed.push(error.name); }
            await fetch("https://example.com/").catch((error) => failed.push(error.name));
            return [failed, window.ran];
        }"""
    )
    told = " ".join(explorer.errors)
    explorer.errors.clear()

    assert [["TypeError"] * 3, None] == tried
    assert "TrustedHTML" in told
    assert "connect-src" in told


def test_nothing_is_inline(target: RunningTarget) -> None:
    """Neither script nor style nor event handler; every address is the own server's."""
    page = get(target, "/").data.decode()

    assert 0 == len(re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page))
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"]+)', page))


def test_no_script_parses_markup_or_text(target: RunningTarget) -> None:
    """What answers say cannot become more than text."""
    script = get(target, "/explorer/explorer.js").data.decode()

    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in script


def test_the_contract_is_that_of_the_package(target: RunningTarget) -> None:
    """Byte for byte; with it come the names that it has in Python."""
    served = get(target, "/explorer/contract.json").data

    assert (resources.files("flinkjobs") / "contract.json").read_bytes() == served
    names = json.loads(served)["names"]["ListJobs"]
    assert ("jobs", "list") == (names["resource"], names["method"])
    assert "page_size" == names["parameters"]["pageSize"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("DELETE", "/explorer/style.css"),
        ("GET", "/explorer"),
        ("GET", "/explorer/"),
        ("GET", "/explorer/../settings.py"),
        ("GET", "/explorer/%2e%2e/app.py"),
        ("GET", "/index.html"),
        ("POST", "/explorer/key"),
        ("GET", "/api/v2/namespaces/n/jobs"),
        ("OPTIONS", "/api/v2/namespaces/n/jobs"),
    ],
)
def test_all_else_is_answered_as_without_the_explorer(
    target: RunningTarget, without: Server, method: str, path: str
) -> None:
    """Status, code and headers of the contract; unsigned calls get nowhere."""
    found = []
    for endpoint in (target.endpoint, without.url):
        answer = HTTP.request(method, f"{endpoint}{path}")
        body = answer.json()
        hidden = {"date", "x-acs-request-id", "content-length"}
        headers = {k.lower(): v for k, v in answer.headers.items() if k.lower() not in hidden}
        found.append((answer.status, headers, body["Code"], body["Message"]))

    assert found[0] == found[1]
    assert found[0][0] >= 400


@pytest.mark.parametrize("path", [*FILES, "/explorer/key"])
def test_the_explorer_can_be_turned_off(without: Server, path: str) -> None:
    """Then its paths are nobody's, in the contract's form."""
    answer = HTTP.request("GET", f"{without.url}{path}")

    assert (404, "InvalidApi.NotFound") == (answer.status, answer.json()["Code"])


def test_a_fault_does_not_befall_the_page(tmp_path: Path) -> None:
    """It waits for the next call, so that the page shows it."""
    flags = ("--faults", "--admin=127.0.0.1:0", "--access-log=none")
    with serving(tmp_path, *flags) as server:
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "answer", "status": 503})

        assert 200 == HTTP.request("GET", f"{server.url}/").status
        assert 503 == HTTP.request("GET", f"{server.url}/api/v2/namespaces/n/jobs").status
