"""The page for people: what broke and how, with nothing secret and nothing alive in it."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.contract.report.findings import LeftOut
from tests.contract.report.page import write_page
from tests.contract.report.results import ClauseResult, render_exchange, signing_command
from tests.contract.senders import RawResponse
from tests.contract.signing import Key, RawRequest
from tests.contract.target_client import Exchange

from .checkers import open_checker

ROOT = Path(__file__).parents[2]
HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>'\"&{{7*7}}"


def page(tmp_path: Path, *cases: ClauseResult) -> str:
    path = tmp_path / "new" / "index.html"
    write_page(
        path, results=cases, left_out=[LeftOut(HOSTILE, 3)], target=HOSTILE, seed="5", seconds=1.0
    )
    return path.read_text("utf-8")


def case(message: str = "", exchange: Exchange | None = None) -> ClauseResult:
    exchanges = (render_exchange("http://127.0.0.1", exchange),) if exchange else ()
    return ClauseResult(HOSTILE, HOSTILE, not message, 0.01, message, exchanges)


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """Whatever a server answers, the page shows it and runs nothing."""
    request = RawRequest("GET", f"/{HOSTILE}", HOSTILE, {"x": HOSTILE}, HOSTILE.encode())
    exchange = Exchange("ListJobs", request, RawResponse(200, {"y": HOSTILE}, HOSTILE.encode()))
    text = page(tmp_path, case(HOSTILE, exchange), case("", exchange))

    assert "<script" not in text
    assert "<img" not in text
    assert "{{7*7}}" in text
    assert 2 < text.count("&lt;script&gt;")


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    """One file is all there is, and the browser is told so."""
    text = page(tmp_path, case())

    assert "default-src 'none'" in text
    assert not re.search(r"<[^>]*\b(src|href)=|<link|@import|url\(", text)


def test_secrets_are_not_render_exchange() -> None:
    """Neither signature nor token gets onto the page; the key's id may."""
    with open_checker() as checker:
        operation = checker.contract.operation("ListJobs")
        key = Key("temporary", "the-secret", "the-token")
        request = checker.signed_request(operation, key=key)
        checker.client.send(operation, request)
        signature = request.headers["authorization"].rpartition("=")[2]
        for variant in (request, replace(request, signature_intact=False)):
            exchange = Exchange(operation.name, variant, checker.client.exchanges[-1].response)
            text = str(render_exchange("http://127.0.0.1", exchange))

            assert "Credential=temporary" in text
            assert not any(secret in text for secret in (signature, "the-secret", "the-token"))


def test_the_command_is_signed_anew() -> None:
    """The command that repeats a request runs in a shell: its signing part prints headers."""
    with open_checker() as checker:
        operation = checker.contract.operation("ListJobs")
        checker.call(operation)
        exchange = checker.client.exchanges[-1]
        assert checker.client.signs_alike(exchange)
        signing = signing_command(checker.target.url, exchange, None)
        command = render_exchange(checker.target.url, exchange, signing).command
    signing = command.partition("@<(python")[2].removesuffix(")")
    environ = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable}{signing}"],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    headers = dict(line.split(": ", 1) for line in run.stdout.splitlines())

    assert headers["x-acs-action"] == "ListJobs"
    assert "workspace" in headers["authorization"]
    assert headers["authorization"].startswith("ACS3-HMAC-SHA256 Credential=id,")
