"""The whole specification, read for one package."""

from __future__ import annotations

from collections.abc import Mapping

from .. import __version__
from ..ir import Api, Envelope, ErrorResponse, ErrorRule, Signature
from ..naming import pascal, snake
from ..normalise import NamedOperation, Specification
from ..normalise import extensions as stated
from ..openapi.source import Source, hash_contract
from .lookups import lookups
from .models import models, schemas
from .operations import resources
from .related import related_items
from .security import schemes
from .servers import servers
from .unions import unions

__all__ = ["interpret"]


def interpret(
    source: Source,
    specification: Specification,
    names: Mapping[tuple[str, str], NamedOperation],
    package: str,
) -> Api:
    """Read a typed specification; `names` are those of the client's parser."""
    information, signature = specification.information, specification.signature
    found = resources(specification, names)
    operations = {operation.name: operation for group in found for operation in group.operations}
    credentials = () if signature else tuple(schemes(specification).values())
    return Api(
        package=package,
        package_version=__version__,
        error_name=f"{specification.product or pascal(package)}Error",
        title=information.title,
        summary=information.summary,
        description=information.description,
        contract_version=information.version,
        contract_hash=hash_contract(source.files),
        spec_name=source.path.name,
        server=specification.server,
        regions=specification.regions,
        signature=_signature(signature),
        envelope=_envelope(specification.envelope),
        error_response=_error_response(specification.error_response),
        errors=tuple(map(_error_rule, specification.errors)),
        resources=found,
        lookups=tuple(lookups(specification, operations)),
        related=tuple(related_items(specification, operations)),
        models=models(specification),
        schemas=schemas(specification),
        unions=unions(specification),
        license=information.license,
        links=information.links,
        keywords=information.keywords,
        schemes=credentials,
        servers=servers(specification, operations.values(), credentials),
        translations=specification.translations,
        body_schemas=specification.body_schemas,
    )


def _signature(signature: stated.Signature | None) -> Signature | None:
    if signature is None:
        return None
    return Signature(signature.version, signature.window_minutes, signature.required)


def _envelope(envelope: stated.Envelope | None) -> Envelope | None:
    if envelope is None:
        return None
    return Envelope(
        success=snake(envelope.success),
        code=snake(envelope.code),
        message=snake(envelope.message),
        request_id=snake(envelope.request_id),
        payload=snake(envelope.payload),
        status=snake(envelope.status) if envelope.status else None,
        empty_codes=envelope.empty_codes,
    )


def _error_response(response: stated.ErrorResponse | None) -> ErrorResponse | None:
    if response is None:
        return None
    return ErrorResponse(
        code=response.code,
        message=response.message,
        request_id=response.request_id,
        detail=response.detail,
        host=response.host,
        recommend=response.recommend,
    )


def _error_rule(rule: stated.ErrorRule) -> ErrorRule:
    return ErrorRule(
        code=rule.code,
        status=rule.status,
        meaning=rule.meaning,
        when=rule.when,
        remedy=rule.remedy,
        retryable=rule.retryable,
        repair=rule.repair,
        source=rule.source,
    )
