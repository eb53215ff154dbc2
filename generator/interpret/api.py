"""The whole specification, read for one package."""

import re
from typing import Any
from urllib.parse import urlsplit

from .. import __version__
from ..ir import Api, Envelope, ErrorRule, NamedOperation, Refusal, Signature
from ..naming import pascal, snake
from ..openapi.lookup import first_server, server_url
from ..openapi.source import Source
from ..output.manifest import hash_contract
from .models import models, schemas
from .operations import resources
from .security import schemes as security_schemes
from .translations import translations
from .unions import shapes

__all__ = ["interpret"]

_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]{1,60}")
# How OpenAPI 3.0, which has names only, usually calls a licence.
_SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "mit": "MIT",
    "mit license": "MIT",
}


def interpret(
    source: Source,
    document: dict[str, Any],
    names: dict[tuple[str, str], NamedOperation],
    package: str,
) -> Api:
    """Read a specification in plain form; `names` are those of the client's parser."""
    info = document["info"]
    server, regions = _server(document)
    return Api(
        package=package,
        package_version=__version__,
        error_name=f"{document.get('x-product', pascal(package))}Error",
        title=info["title"],
        summary=info.get("summary", info["title"]).strip(),
        description=info.get("description", "").strip(),
        contract_version=str(info["version"]),
        contract_hash=hash_contract(source.files),
        spec_name=source.path.name,
        server=server,
        regions=regions,
        signature=_signature(document),
        envelope=_envelope(document),
        refusal=_refusal(document),
        errors=tuple(_error_rule(rule) for rule in document.get("x-errors", ())),
        resources=resources(document, names),
        models=models(document),
        schemas=schemas(document),
        shapes=shapes(document),
        license=_license(info),
        schemes=() if _signature(document) else tuple(security_schemes(document).values()),
        chinese=dict(translations(document)),
    )


def _license(info: dict[str, Any]) -> str | None:
    """Give the SPDX expression of the specification's licence, where it states one."""
    stated = info.get("license")
    if not isinstance(stated, dict):
        return None
    known = stated.get("identifier") or _SPDX.get(str(stated.get("name", "")).strip().lower())
    return known if isinstance(known, str) and _EXPRESSION.fullmatch(known) else None


def _server(document: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Give the URL of an endpoint with `{region}` left in it, and the regions; a path is no part of it."""
    server = first_server(document)
    regions = tuple(server.get("variables", {}).get("region", {}).get("enum", ()))
    url = server_url(server, leaving="region" if regions else "")
    parts = urlsplit(url)
    return (f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""), regions


def _signature(document: dict[str, Any]) -> Signature | None:
    schemes = document.get("components", {}).get("securitySchemes", {}).values()
    for stated in (one["x-signature"] for one in schemes if "x-signature" in one):
        return Signature(stated["version"], stated["windowMinutes"], tuple(stated["required"]))
    return None


def _envelope(document: dict[str, Any]) -> Envelope | None:
    stated = document.get("x-envelope", {}).get("answer")
    if stated is None:
        return None
    return Envelope(
        success=snake(stated["success"]),
        code=snake(stated["code"]),
        message=snake(stated["message"]),
        request_id=snake(stated["requestId"]),
        payload=snake(stated["payload"]),
        status=snake(stated["status"]) if "status" in stated else None,
        empty_codes=tuple(stated.get("emptyCodes", [""])),
    )


def _refusal(document: dict[str, Any]) -> Refusal | None:
    stated = document.get("x-envelope", {}).get("refusal")
    if stated is None:
        return None
    return Refusal(
        code=stated.get("code", "code"),
        message=stated["message"],
        request_id=stated.get("requestId", "requestId"),
        detail=stated.get("detail", "detail"),
        host=stated.get("host"),
        recommend=stated.get("recommend"),
    )


def _error_rule(stated: dict[str, Any]) -> ErrorRule:
    return ErrorRule(
        code=stated["code"],
        status=stated["status"],
        meaning=stated["meaning"],
        when=stated["when"],
        remedy=stated["remedy"],
        retryable=stated["retryable"],
        repair=stated.get("repair"),
        source=stated.get("x-source", "doc"),
    )
