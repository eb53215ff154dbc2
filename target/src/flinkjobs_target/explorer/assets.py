"""The files of the page, loaded and compressed when the server starts."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct

__all__ = ["Asset", "Assets", "load_assets"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_CONTENT_SECURITY_POLICY = "; ".join(
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
    "content-security-policy": _CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
    "vary": "accept-encoding",
}
_INDEX = "index.html"


class Asset(Struct, frozen=True, kw_only=True):
    """A response body with all its headers."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def etag(self) -> str:
        """The entity tag of the content."""
        return self.headers["etag"]


Assets: TypeAlias = Mapping[str, tuple[Asset, Asset]]


def load_assets(sample: bytes) -> Assets:
    """Return page, contract and sample jobs by path, each as a plain and a compressed asset.

    `openapi.json` is the document of the contract; `contract.json` is all that the package says of
    it, for the page.
    """
    page = resources.files(__package__) / "page"
    files = {file.name: file.read_bytes() for file in page.iterdir()}
    contract = resources.files("flinkjobs")
    files["openapi.json"] = (contract / "openapi.json").read_bytes()
    names = json.loads((contract / "contract.json").read_bytes())
    document = json.loads(files["openapi.json"])
    files["contract.json"] = json.dumps(
        {**names, "document": document}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    files["sample.json"] = sample
    assets = {_path(name): _variants(name, body) for name, body in files.items()}
    return MappingProxyType(assets)


def _path(name: str) -> str:
    return "/" if name == _INDEX else f"/explorer/{name}"


def _variants(name: str, body: bytes) -> tuple[Asset, Asset]:
    content_type = _TYPES[name[name.rindex(".") :]]
    compressed = gzip.compress(body, mtime=0)
    return (
        _asset(content_type, body),
        _asset(content_type, compressed, {"content-encoding": "gzip"}),
    )


def _asset(content_type: str, body: bytes, extra: Mapping[str, str] | None = None) -> Asset:
    etag = hashlib.sha256(body).hexdigest()[:32]
    own = {"content-type": content_type, "content-length": str(len(body)), "etag": f'"{etag}"'}
    return Asset(body=body, headers=MappingProxyType({**own, **_HEADERS, **(extra or {})}))
