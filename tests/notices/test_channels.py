"""Channels deliver a notice to real servers and programs, or say why they could not."""

import asyncio
import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flinkjobs_target import cli
from flinkjobs_target.notices.channels.interface import DeliveryError
from flinkjobs_target.notices.configuration import build_channels, read_notices_file

from .conftest import NOTICE
from .servers import MailReceiver, WebhookReceiver

WriteFile = Callable[..., Path]


def deliver(file: Path) -> None:
    """Deliver the notice through the only channel of a file."""

    async def run() -> None:
        (channel,) = build_channels(read_notices_file(file), file.parent)
        try:
            await channel.deliver(NOTICE)
        finally:
            await channel.close()

    asyncio.run(run())


def webhook_file(write_file: WriteFile, port: int) -> Path:
    write_file("s3cret\n", "secret")
    return write_file(
        f'[[channels]]\ntype = "webhook"\nname = "ops"\nsecret-file = "secret"\n'
        f'url = "http://127.0.0.1:{port}/hooks/1?team=a"\n'
    )


def mail_file(write_file: WriteFile, port: int) -> Path:
    write_file("pa ss\n", "password")
    return write_file(
        f'[[channels]]\ntype = "mail"\nname = "ops"\nhost = "127.0.0.1"\nport = {port}\n'
        'security = "none"\nuser = "me"\npassword-file = "password"\n'
        'sender = "flink@example.org"\nrecipients = ["a@example.org", "b@example.org"]\n'
    )


def test_a_webhook_gets_a_signed_notice(
    webhook: WebhookReceiver, webhook_port: int, write_file: WriteFile
) -> None:
    """The receiver can check the signature of timestamp and body, and recognises the id."""
    deliver(webhook_file(write_file, webhook_port))

    (request,) = webhook.requests
    timestamp = request.headers["x-flinkjobs-timestamp"]
    signed = timestamp.encode() + b"." + request.body
    expected = hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
    assert request.headers["x-flinkjobs-signature"] == f"sha256={expected}"
    assert request.headers["x-flinkjobs-notice"] == NOTICE.notice_id
    assert request.path == "/hooks/1?team=a"
    assert json.loads(request.body)["jobId"] == NOTICE.job_id


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_take_a_notice_fails(
    webhook: WebhookReceiver, webhook_port: int, write_file: WriteFile, status: int
) -> None:
    """Redirects are not followed."""
    webhook.answers = [status]

    with pytest.raises(DeliveryError, match=f"status {status}"):
        deliver(webhook_file(write_file, webhook_port))

    assert len(webhook.requests) == 1


def test_a_command_gets_the_notice_on_its_input(tmp_path: Path, write_file: WriteFile) -> None:
    """Its arguments are passed without a shell."""
    program = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    output = tmp_path / "out; touch evil"
    arguments = json.dumps([sys.executable, "-c", program, str(output)])

    deliver(write_file(f'[[channels]]\ntype = "command"\nname = "x"\ncommand = {arguments}\n'))

    assert json.loads(output.read_text())["noticeId"] == NOTICE.notice_id


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([sys.executable, "-c", "raise SystemExit(3)"], "ended with code 3"),
        (["/does/not/exist"], "No such file or directory"),
    ],
)
def test_a_command_that_fails_has_not_delivered(
    write_file: WriteFile, arguments: list[str], message: str
) -> None:
    """The notice is sent again."""
    text = f'[[channels]]\ntype = "command"\nname = "x"\ncommand = {json.dumps(arguments)}\n'

    with pytest.raises(DeliveryError, match=message):
        deliver(write_file(text))


def test_mail_is_sent_to_all_recipients(
    mail: MailReceiver, mail_port: int, write_file: WriteFile
) -> None:
    """After a login, with the id of the notice; no text of a job becomes a header."""
    deliver(mail_file(write_file, mail_port))

    (message,) = mail.messages
    assert mail.recipients == ["a@example.org", "b@example.org"]
    assert message["Subject"] == f"[flinkjobs] {NOTICE.text}"
    assert message["Message-ID"] == f"<{NOTICE.notice_id}@flinkjobs>"
    assert message["Bcc"] is None
    assert NOTICE.text in message.get_content()
    assert base64.b64decode(mail.logins[0].split()[1]) == b"\0me\0pa ss"


def test_mail_that_a_recipient_did_not_get_was_not_delivered(
    mail: MailReceiver, mail_port: int, write_file: WriteFile
) -> None:
    """It is sent to all of them again."""
    mail.refused = {"b@example.org"}

    with pytest.raises(DeliveryError, match=r"refused b@example\.org"):
        deliver(mail_file(write_file, mail_port))


def test_a_test_notice_says_which_channel_took_it(
    webhook: WebhookReceiver,
    webhook_port: int,
    write_file: WriteFile,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 1 and a line for those that did not."""
    file = webhook_file(write_file, webhook_port)

    assert cli.main(["notify", str(file)]) == 0
    webhook.answers = [500]
    assert cli.main(["notify", str(file), "--channel=ops"]) == 1
    assert cli.main(["notify", str(file), "--channel=other"]) == 1

    output = capsys.readouterr()
    assert output.out == "ops: delivered\n"
    assert "ops: was answered with status 500" in output.err
    assert "has no channel other; it has ops" in output.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "missing required field `channels`"),
        ('[[channels]]\ntype = "pigeon"\nname = "a"', "Invalid value 'pigeon'"),
        (
            '[[channels]]\ntype = "webhook"\nname = "a"\nurl = "http://example.org/x"',
            "channel a: its URL is plain http; use https",
        ),
        (
            '[[channels]]\ntype = "webhook"\nname = "a"\nurl = "ftp://example.org/x"',
            "channel a: its URL must be https://HOST/PATH",
        ),
        (
            '[[channels]]\ntype = "webhook"\nname = "a"\nurl = "https://e.org"\nkinds = ["x"]',
            "Invalid enum value 'x'",
        ),
        (
            '[[channels]]\ntype = "command"\nname = "a"\ncommand = ["x"]\n' * 2,
            "two channels have the name a",
        ),
        (
            '[[channels]]\ntype = "command"\nname = "a"\ncommand = ["x"]\n'
            '[[silences]]\nbegin = "22:00"\nend = "25:00"',
            "$.silences[0].end",
        ),
        (
            '[[channels]]\ntype = "mail"\nname = "a"\nhost = "h"\nsender = "a@b"\n'
            'recipients = ["a@b"]\nuser = "u"',
            "channel a: user and password-file must both be set",
        ),
        (
            '[[channels]]\ntype = "webhook"\nname = "a"\nurl = "https://e.org"\nsecret-file = "no"',
            "No such file or directory",
        ),
    ],
)
def test_an_invalid_file_is_one_line(
    write_file: WriteFile, capsys: pytest.CaptureFixture[str], content: str, message: str
) -> None:
    """It names the file or the channel, and what is wrong."""
    assert cli.main(["notify", str(write_file(content))]) == 1

    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_file_that_others_may_read_is_refused(
    write_file: WriteFile, capsys: pytest.CaptureFixture[str]
) -> None:
    """The URL of a webhook is a secret."""
    file = write_file("x", mode=0o644)

    assert cli.main(["notify", str(file)]) == 1

    assert "others may read it; run chmod 600" in capsys.readouterr().err
