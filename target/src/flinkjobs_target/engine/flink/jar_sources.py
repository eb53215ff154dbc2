"""The sources of jars: files, web servers and buckets, below the prefixes that the operator allows."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from flinkrest.errors import FlinkRestError, InvalidResponseError, UsageError
from flinkrest.transports import AiohttpTransport, Endpoint, Request

from ...errors import TargetError
from ..interface import RefusedError
from .jar_errors import JarError, UnreachableError
from .s3_objects import S3Objects, require_s3

__all__ = ["Jar", "JarSources"]

_RUNNER = Path(__file__).with_name("sql-runner.jar")
_LARGEST = 512 << 20
_SECONDS = 120.0


class Jar(Struct, frozen=True, kw_only=True):
    """A jar, named by the hash of its content."""

    content: bytes

    @property
    def name(self) -> str:
        """The name under which it is uploaded."""
        return f"{sha256(self.content).hexdigest()}.jar"


class JarSources:
    """Fetches jars below some prefixes, of `file:`, `https:` and `s3:`; redirects are not followed."""

    def __init__(self, prefixes: Sequence[str] = (), *, largest: int = _LARGEST) -> None:
        for prefix in prefixes:
            _check_prefix(prefix)
        self._prefixes = [_normal(prefix) for prefix in prefixes]
        self._transport = AiohttpTransport(max_response_bytes=largest)
        self._s3 = S3Objects(largest=largest, seconds=_SECONDS)
        self._largest = largest

    def require_allowed(self, uri: str) -> None:
        """Raise RefusedError unless a jar may be fetched; files are checked again when they are read."""
        if not self._prefixes:
            raise RefusedError(
                f"jar {uri} may not be fetched: no source of jars is allowed; the operator allows "
                "one with --jars PREFIX"
            )
        if not _is_plain(uri) or not _normal(uri).startswith(tuple(self._prefixes)):
            raise RefusedError(
                f"jar {uri} may not be fetched: it is not below one of the allowed sources, "
                f"{', '.join(self._prefixes)}"
            )

    async def fetch(self, uri: str | None) -> Jar:
        """Fetch a jar, without a URI the runner; raise JarError or UnreachableError if it cannot be had."""
        if uri is None:
            return Jar(content=await asyncio.to_thread(_RUNNER.read_bytes))
        parts = urlsplit(uri)
        if parts.scheme == "file":
            return await asyncio.to_thread(self._read, Path(unquote(parts.path)))
        if parts.scheme == "s3":
            return Jar(content=await asyncio.to_thread(self._s3.read, uri))
        return Jar(content=await self._download(uri))

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()
        self._s3.close()

    def _read(self, path: Path) -> Jar:
        """Read a file, which must be below a prefix when links are followed, too."""
        try:
            real = path.resolve(strict=True)
            roots = [_folder(prefix) for prefix in self._prefixes if prefix.startswith("file:")]
            if not any(real.is_relative_to(root) for root in roots):
                raise JarError(f"{path} leads out of the allowed sources")
            if real.stat().st_size > self._largest:
                raise JarError(f"{path} has more than {self._largest} bytes")
            return Jar(content=real.read_bytes())
        except OSError as error:
            raise JarError(f"{path}: {error.strerror}") from None

    async def _download(self, uri: str) -> bytes:
        parts = urlsplit(uri)
        request = Request(
            operation="FetchJar", method="GET", path=parts.path, query=parts.query, headers={}
        )
        try:
            endpoint = Endpoint.parse(f"{parts.scheme}://{parts.netloc}")
            response = await self._transport.send(endpoint, request, _SECONDS)
        except (InvalidResponseError, UsageError) as error:
            raise JarError(f"{uri}: {error.message}") from None
        except FlinkRestError as error:
            raise UnreachableError(f"{uri}: {error.message}") from None
        if response.status == 429 or response.status >= 500:
            raise UnreachableError(f"{uri} was answered with status {response.status}")
        if response.status != 200:
            raise JarError(f"{uri} was answered with status {response.status}, not 200")
        return response.body


def _check_prefix(prefix: str) -> None:
    parts = urlsplit(prefix)
    is_file = parts.scheme == "file" and not parts.netloc
    is_web = parts.scheme == "https" and bool(parts.hostname)
    is_bucket = parts.scheme == "s3" and bool(parts.netloc)
    if not _is_plain(prefix) or not (is_file or is_web or is_bucket) or parts.path[-1:] != "/":
        raise TargetError(
            f"--jars {prefix}: must be a folder such as file:///srv/jars/, https://HOST/PATH/ or "
            "s3://BUCKET/PATH/, with a slash at its end"
        )
    if is_bucket:
        require_s3(prefix)


def _is_plain(uri: str) -> bool:
    """Whether a URI is what it seems: no steps up, no escapes of them, no user, no fragment."""
    parts = urlsplit(uri)
    segments = unquote(parts.path).split("/")
    return (
        uri.isprintable()
        and "\\" not in uri
        and "#" not in uri
        and "@" not in parts.netloc
        and not {".", ".."} & set(segments)
    )


def _normal(uri: str) -> str:
    """Return a URI with its scheme and host in lower case, and `file:///` for `file:/`.

    The name of a bucket is kept: those of old buckets differ in case alone.
    """
    parts = urlsplit(uri)
    netloc = parts.netloc if parts.scheme == "s3" else parts.netloc.lower()
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{netloc}{parts.path}{query}"


def _folder(prefix: str) -> Path:
    return Path(unquote(urlsplit(prefix).path)).resolve()
