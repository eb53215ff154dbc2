"""Fixtures: receivers of notices, a file of channels, and the storage."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flinkjobs_target.notices.notice import Notice

from ..target.conftest import data, location, postgresql_server
from .servers import MailReceiver, WebhookReceiver, receiving

__all__ = ["data", "location", "postgresql_server"]

NOTICE = Notice(
    notice_id="5a0b5a5e-0000-4000-8000-000000000001",
    kind="job-failed",
    at=1_795_350_000,
    text="orders on cluster prod has failed: java.lang.Error.",
    job_id="bb9f66e4-db41-d3b6-c1cd-b26a431bc71e",
    message="row 4711\r\nBcc: evil@example.org",
)


@pytest.fixture
def webhook() -> WebhookReceiver:
    """A receiver of requests, which `webhook_port` runs."""
    return WebhookReceiver()


@pytest.fixture
def webhook_port(webhook: WebhookReceiver) -> Iterator[int]:
    """The port of the running webhook."""
    with receiving(webhook) as port:
        yield port


@pytest.fixture
def mail() -> MailReceiver:
    """A receiver of mail, which `mail_port` runs."""
    return MailReceiver()


@pytest.fixture
def mail_port(mail: MailReceiver) -> Iterator[int]:
    """The port of the running mail server."""
    with receiving(mail) as port:
        yield port


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a file that only its owner may read, and returns its path."""

    def write(content: str, name: str = "notices.toml", mode: int = 0o600) -> Path:
        file = tmp_path / name
        file.write_text(content)
        file.chmod(mode)
        return file

    return write
