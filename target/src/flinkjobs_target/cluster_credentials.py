"""The credentials of a cluster, read from a file that only its owner may read."""

import base64
import ssl
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from .errors import TargetError
from .secret_files import require_private

__all__ = ["Credentials", "check_plain_http", "read_credentials"]


class Credentials(Struct, frozen=True, kw_only=True):
    """Headers of every request, and the certificates of the connection."""

    headers: Mapping[str, str] = {}
    ssl_context: ssl.SSLContext | None = None

    def __repr__(self) -> str:
        return "<credentials of a cluster>"


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys of the file: a token, or user and password, or a client certificate with its key.

    `ca` is the certificate of an issuer that the system does not trust. Paths are relative to the file.
    """

    token: str | None = None
    user: str | None = None
    password: str | None = None
    certificate: str | None = None
    key: str | None = None
    ca: str | None = None


def read_credentials(file: Path) -> Credentials:
    """Read a file of credentials; raise TargetError when others may read it, or it is invalid."""
    try:
        require_private(file)
        content = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File)
    except OSError as error:
        raise TargetError(f"{file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError):
        raise TargetError(
            f"{file}: must be TOML with token, or user and password, or certificate and key, each "
            "a string"
        ) from None
    if (content.user is None) != (content.password is None):
        raise TargetError(f"{file}: user and password must both be set; one is missing")
    if (content.certificate is None) != (content.key is None):
        raise TargetError(f"{file}: certificate and key must both be set; one is missing")
    return Credentials(headers=_headers(content, file), ssl_context=_ssl_context(content, file))


def _headers(content: _File, file: Path) -> dict[str, str]:
    if content.token is not None and content.user is not None:
        raise TargetError(f"{file}: token and user contradict each other; remove one of them")
    if content.token is not None:
        return {"authorization": f"Bearer {content.token}"}
    if content.user is not None:
        pair = base64.b64encode(f"{content.user}:{content.password}".encode())
        return {"authorization": f"Basic {pair.decode()}"}
    return {}


def _ssl_context(content: _File, file: Path) -> ssl.SSLContext | None:
    if content.certificate is None and content.ca is None:
        return None
    try:
        context = ssl.create_default_context()
        if content.ca is not None:
            context.load_verify_locations(file.parent / content.ca)
        if content.certificate is not None and content.key is not None:
            _load_certificate(context, file.parent / content.certificate, file.parent / content.key)
    except (OSError, ssl.SSLError) as error:
        raise TargetError(f"{file}: a certificate cannot be read: {error}") from None
    return context


def _load_certificate(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Load a client certificate; a key with a passphrase is refused, since nobody could type it."""
    require_private(key)
    try:
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError:
        raise TargetError(
            f"{certificate}, {key}: must be a certificate and its key, each a PEM file without a "
            "passphrase"
        ) from None


def check_plain_http(name: str, url: str, credentials: Credentials) -> None:
    """Raise TargetError for a secret that would cross a network unencrypted, and for a certificate."""
    if credentials.ssl_context is not None:
        raise TargetError(
            f"--cluster-auth {name}: {url} is plain http, which has no certificates; use https"
        )
    if credentials.headers and urlsplit(url).hostname not in ("localhost", "127.0.0.1", "::1"):
        raise TargetError(
            f"--cluster-auth {name}: {url} is plain http, which would reveal the secret; use https"
        )
