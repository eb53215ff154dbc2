"""The configuration of notices: a TOML file with channels, silences, and what is worth a notice."""

import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from flinkrest.errors import UsageError

from ..errors import TargetError
from ..secret_files import read_secret, require_private
from .channels.command import Command
from .channels.interface import Channel
from .channels.mail import Mail, MailServer
from .channels.webhook import Webhook
from .notice import NoticeKind
from .silences import Silence
from .thresholds import Thresholds

__all__ = ["NoticesFile", "build_channels", "read_notices_file"]

Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Address = Annotated[str, Meta(pattern="^[^@\\s]+@[^@\\s]+$")]
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class _ChannelSettings(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename="kebab",
    tag_field="type",
):
    """Settings of every channel: without `kinds` it gets all notices."""

    name: Text
    kinds: tuple[NoticeKind, ...] = ()


class WebhookSettings(_ChannelSettings, frozen=True, kw_only=True, tag="webhook"):
    """Settings of a webhook. The secret that signs its requests is in a file of its own."""

    url: Text
    secret_file: Text | None = None


class CommandSettings(_ChannelSettings, frozen=True, kw_only=True, tag="command"):
    """Settings of a command: the program and its arguments."""

    command: Annotated[tuple[Text, ...], Meta(min_length=1)]


class MailSettings(_ChannelSettings, frozen=True, kw_only=True, tag="mail"):
    """Settings of mail over SMTP."""

    host: Text
    sender: Address
    recipients: Annotated[tuple[Address, ...], Meta(min_length=1)]
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: Text | None = None
    password_file: Text | None = None


ChannelSettings: TypeAlias = WebhookSettings | CommandSettings | MailSettings


class NoticesFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of the file; paths in it are relative to it."""

    channels: Annotated[tuple[ChannelSettings, ...], Meta(min_length=1)]
    silences: tuple[Silence, ...] = ()
    thresholds: Thresholds = Thresholds()


def read_notices_file(file: Path) -> NoticesFile:
    """Read the file; raise TargetError when others may read it, or it is invalid."""
    try:
        require_private(file)
        content = msgspec.convert(tomllib.loads(file.read_text("utf-8")), NoticesFile)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: must be TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise TargetError(f"{file}: {error}") from None
    names = [channel.name for channel in content.channels]
    for name in names:
        if names.count(name) > 1:
            raise TargetError(f"{file}: two channels have the name {name}; give each its own")
    for silence in content.silences:
        for name in sorted(set(silence.channels) - set(names)):
            raise TargetError(f"{file}: a silence names {name}, which is not a channel")
    return content


def build_channels(content: NoticesFile, folder: Path) -> Sequence[Channel]:
    """Build the channels; raise TargetError for a secret that is missing or would be revealed."""
    return [_build(settings, folder) for settings in content.channels]


def _build(settings: ChannelSettings, folder: Path) -> Channel:
    match settings:
        case WebhookSettings():
            return _webhook(settings, folder)
        case CommandSettings():
            return Command(settings.name, settings.command)
        case MailSettings():
            return _mail(settings, folder)


def _webhook(settings: WebhookSettings, folder: Path) -> Webhook:
    parts = urlsplit(settings.url)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise TargetError(f"channel {settings.name}: its URL is plain http; use https")
    secret = read_secret(folder / settings.secret_file).encode() if settings.secret_file else None
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    origin = f"{parts.scheme}://{parts.netloc}"
    try:
        return Webhook(settings.name, origin, target, secret, time.time)
    except UsageError:
        raise TargetError(
            f"channel {settings.name}: its URL must be https://HOST/PATH, without user and fragment"
        ) from None


def _mail(settings: MailSettings, folder: Path) -> Mail:
    name = settings.name
    if (settings.user is None) != (settings.password_file is None):
        raise TargetError(
            f"channel {name}: user and password-file must both be set; one is missing"
        )
    if settings.user and settings.security == "none" and settings.host not in _LOOPBACK:
        raise TargetError(
            f"channel {name}: its password would cross the network in plain text; use tls or starttls"
        )
    password = read_secret(folder / settings.password_file) if settings.password_file else None
    server = MailServer(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        user=settings.user,
        password=password,
    )
    return Mail(name, server, settings.sender, settings.recipients)
