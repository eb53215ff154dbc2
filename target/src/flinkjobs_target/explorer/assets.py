"""The files of the page, held in memory: what is sent is made once, when the server starts."""

import gzip
import hashlib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from msgspec import Struct

__all__ = ["Asset", "load_assets"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_POLICY = "; ".join(
    (
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
    )
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
    "vary": "accept-encoding",
}
_INDEX = "index.html"


class Asset(Struct, frozen=True, kw_only=True):
    """A file as it is sent, with all its headers."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def tag(self) -> str:
        """What tells this content from any other."""
        return self.headers["etag"]


def load_assets() -> Mapping[str, tuple[Asset, Asset]]:
    """Give the files by path, each as it is and compressed: page, script, style and contract."""
    page = resources.files(__package__) / "page"
    files = {file.name: file.read_bytes() for file in page.iterdir()}
    files["contract.json"] = (resources.files("flinkjobs") / "contract.json").read_bytes()
    found = {_path(name): _both(name, body) for name, body in files.items()}
    return MappingProxyType(found)


def _path(name: str) -> str:
    return "/" if name == _INDEX else f"/explorer/{name}"


def _both(name: str, body: bytes) -> tuple[Asset, Asset]:
    kind = _TYPES[name[name.rindex(".") :]]
    packed = gzip.compress(body, mtime=0)
    return _asset(kind, body), _asset(kind, packed, {"content-encoding": "gzip"})


def _asset(kind: str, body: bytes, more: Mapping[str, str] | None = None) -> Asset:
    tag = hashlib.sha256(body).hexdigest()[:32]
    own = {"content-type": kind, "content-length": str(len(body)), "etag": f'"{tag}"'}
    return Asset(body=body, headers=MappingProxyType({**own, **_HEADERS, **(more or {})}))
