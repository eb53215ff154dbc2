"""Mail over SMTP: one message for each notice."""

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

import msgspec
from msgspec import Struct

from ...sanitize import sanitize_line
from ..notice import Notice
from .interface import DeliveryError

__all__ = ["Mail", "MailServer"]

_SECONDS = 20.0


class MailServer(Struct, frozen=True, kw_only=True):
    """A mail server, and how to sign in there; its repr has no password."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"<mail server {self.host}:{self.port}>"


class Mail:
    """Sends mail from one address to others."""

    def __init__(
        self, name: str, server: MailServer, sender: str, recipients: Sequence[str]
    ) -> None:
        self.name = name
        self._server = server
        self._sender = sender
        self._recipients = recipients

    async def deliver(self, notice: Notice) -> None:
        """Send a message, in a thread; the server must have taken it for all recipients."""
        try:
            refused = await asyncio.to_thread(self._send, self._message(notice))
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(sanitize_line(f"{self._server!r}: {error}")) from None
        if refused:
            raise DeliveryError(f"{self._server!r} refused {', '.join(sorted(refused))}")

    async def close(self) -> None:
        """Close nothing: each message has a connection of its own."""

    def _message(self, notice: Notice) -> EmailMessage:
        """Build the message; its id is that of the notice, so that a repeated one is recognised."""
        message = EmailMessage()
        message["Subject"] = sanitize_line(f"[flinkjobs] {notice.text}")[:200]
        message["From"] = self._sender
        message["To"] = ", ".join(self._recipients)
        message["Date"] = format_datetime(datetime.fromtimestamp(notice.at, UTC))
        message["Message-ID"] = f"<{notice.notice_id}@flinkjobs>"
        fields = msgspec.to_builtins(notice)
        lines = [f"{name}: {sanitize_line(str(value))}" for name, value in fields.items()]
        message.set_content("\n".join([notice.text, "", *lines, ""]))
        return message

    def _send(self, message: EmailMessage) -> dict[str, tuple[int, bytes]]:
        server = self._server
        with self._connect() as connection:
            if server.security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if server.user is not None:
                connection.login(server.user, server.password or "")
            return connection.send_message(message, to_addrs=list(self._recipients))

    def _connect(self) -> smtplib.SMTP:
        address = (self._server.host, self._server.port)
        if self._server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(*address, timeout=_SECONDS, context=context)
        return smtplib.SMTP(*address, timeout=_SECONDS)
