"""Filters of the templates: parts of the intermediate representation as source text."""

import json
from collections.abc import Callable, Iterable
from itertools import chain
from types import ModuleType
from typing import Any

from ..interpret.parameter_codecs import codec_names
from ..ir import (
    Api,
    Argument,
    Flavour,
    Model,
    Operation,
    Parameter,
    Resource,
    TypeAlias,
    TypeRef,
    Waiter,
)
from ..ir.default_texts import latest_description
from ..reserved_names import SUBMODULES
from ..runtime import errors
from ..runtime.parameters import bodies, form_bodies, multipart_bodies, path_styles, scalars, styles
from ..runtime.parameters.body_schemas import BodySchema
from ..runtime.polling import poller
from ..runtime.workflows import errors as workflow_errors
from . import docstrings, workflow_data
from .command_filters import COMMAND_FILTERS
from .error_forms import common_error_form, error_form, error_models, error_unions
from .readme import readme_example

__all__ = ["FILTERS", "GLOBALS"]


def _results(operations: Iterable[Operation]) -> str:
    return _models(operation.result for operation in operations)


def _served(operations: Iterable[Operation]) -> str:
    return _models(operation.served for operation in operations)


def _models(types: Iterable[TypeRef]) -> str:
    return ", ".join(sorted({type_.name for type_ in types if type_.home == "models"}))


def _response_models(api: Api) -> str:
    """Return the models of responses, and those of which one is looked for."""
    latest = {
        operation.result.name for operation in api.operations if operation.latest or operation.only
    }
    awaited = {waiter.operation.result.name for waiter in api.waiters}
    direct = {
        operation.response_type.name
        for operation in api.operations
        if operation.response_type.home == "models"
    }
    used = {name for alias in _aliases(api.operations) for name in alias.uses}
    unions = {union.name for union in api.unions}
    return ", ".join(sorted((direct | latest | awaited | used) - unions))


def _unions(api: Api) -> str:
    """Return the named unions that bodies and responses are made of."""
    used = {name for alias in _aliases(api.operations) for name in alias.uses}
    return ", ".join(sorted(used & {union.name for union in api.unions}))


def _aliases(operations: Iterable[Operation]) -> list[TypeAlias]:
    return [alias for operation in operations for alias in operation.aliases]


def _alias_names(operations: Iterable[Operation]) -> list[str]:
    return [alias.name for alias in _aliases(operations)]


def _constants(resource: Resource) -> str:
    """Return the constants that a resource's methods use."""
    return ", ".join(_named(resource.operations, resource.waiters))


def _all_constants(api: Api) -> list[str]:
    return _named(api.operations, api.waiters)


def _named(operations: Iterable[Operation], waiters: Iterable[Waiter]) -> list[str]:
    latest = [operation.latest.constant for operation in operations if operation.latest]
    return [
        *(operation.constant for operation in operations),
        *latest,
        *(operation.only.constant for operation in operations if operation.only),
        *(waiter.constant for waiter in waiters),
    ]


def _in_order_of_use(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations with those first that others refer to: to look up names, or to read."""
    return sorted(
        operations,
        key=lambda operation: (operation.idempotency is not None, bool(operation.lookups)),
    )


_CODEC_MODULES = {
    "bodies": bodies,
    "form_bodies": form_bodies,
    "multipart_bodies": multipart_bodies,
    "path_styles": path_styles,
    "scalars": scalars,
    "styles": styles,
}


def _codec_imports(api: Api) -> dict[str, str]:
    """Return the names that the codecs of all parameters are made of, by their module."""
    used = _codec_classes(api)
    found = {
        name: ", ".join(sorted(used & set(module.__all__)))
        for name, module in _CODEC_MODULES.items()
    }
    return {name: names for name, names in found.items() if names}


def _returned(operation: Operation, flavour: Flavour) -> str:
    """Write the type of what a method returns."""
    if operation.is_listing:
        return f"{flavour.listing}[{operation.result.name}]"
    types = [] if operation.is_stream_only else [operation.result.name]
    if operation.item_type is not None:
        types.append(f"response_streams.{flavour.prefix}Stream[{operation.item_type.name}]")
    return " | ".join([*types, *(["None"] if operation.may_be_gone else [])])


def _codec_classes(api: Api) -> set[str]:
    """Return the classes that the codecs of all parameters are made of."""
    parameters = (parameter for operation in api.operations for parameter in operation.parameters)
    return {name for parameter in parameters for name in codec_names(parameter.codec)}


def _body_schema(schema: BodySchema | str) -> str:
    """Write a schema of a body as Python, without the arguments that have their defaults."""
    if isinstance(schema, str):
        return repr(schema)
    plain = BodySchema()
    arguments = (
        f"{name}={_schema_argument(getattr(schema, name))}"
        for name in schema.__struct_fields__
        if getattr(schema, name) != getattr(plain, name)
    )
    return f"BodySchema({', '.join(arguments)})"


def _schema_argument(value: Any) -> str:
    if isinstance(value, BodySchema):
        return _body_schema(value)
    if isinstance(value, dict):
        pairs = (f"{name!r}: {_body_schema(nested)}" for name, nested in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, tuple) and any(isinstance(part, BodySchema) for part in value):
        return f"({', '.join(map(_body_schema, value))},)"
    return repr(value)


def _topics(api: Api) -> str:
    """Return what annotations of models begin with: modules, and models that have none."""
    return ", ".join(sorted({schema.type.module or schema.type.name for schema in api.schemas}))


def _argument(parameter: Argument) -> str:
    """Write a method's parameter: a required one has no default."""
    if parameter.required and not parameter.is_client_scoped:
        return parameter.annotation
    plain = parameter.annotation.removesuffix(" | None")
    return f"{plain} | None = None"


def _waiter_argument(waiter: Waiter, parameter: Argument) -> str:
    """Write a waiter's parameter: with a listing, which finds the subject, all are optional."""
    return f"{parameter.annotation} | None = None" if waiter.listing else _argument(parameter)


def _field(parameter: Parameter) -> str:
    """Write a parameter as a server's implementation gets it, default filled in."""
    if parameter.required:
        return parameter.decoded
    if parameter.default is not None:
        return f"{parameter.decoded} = {parameter.default}"
    return f"{parameter.decoded} | None = None"


def _declared(model: Model) -> list[tuple[str, str]]:
    """Return the fields that derived properties read, which the model itself declares."""
    times = [(time.field, time.annotation) for time in model.times]
    return [*times, *((embedded.field, "str") for embedded in model.embedded), *model.nested]


def _command_line(operation: Operation, resource: Resource) -> str:
    options = [
        f"--{parameter.name.replace('_', '-')} …"
        for parameter in operation.keywords
        if parameter.required
    ]
    return " ".join([resource.name, operation.method_name, *options])


def _method_names(resource: Resource) -> str:
    methods = [operation.method_name for operation in resource.operations]
    if any(operation.latest for operation in resource.operations):
        methods.append("latest")
    methods += (waiter.method_name for waiter in resource.waiters)
    return ", ".join(f"`{name}`" for name in methods)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _error_names(module: ModuleType) -> list[str]:
    """List the exceptions of a runtime module, but for the root, which each package names."""
    found = ((name, getattr(module, name)) for name in module.__all__)
    kinds = (
        name for name, value in found if isinstance(value, type) and issubclass(value, Exception)
    )
    return sorted(name for name in kinds if name != errors.ApiError.__name__)


_ERRORS = {"errors": _error_names(errors), "polling.poller": _error_names(poller)}
_ERRORS_OF_WORKFLOWS = {"_runtime.workflows.errors": _error_names(workflow_errors)}
_PUBLIC_OF_SIGNED = {"_runtime.aliyun.access_keys": ["AccessKey", "CredentialProvider"]}
_PUBLIC = {
    "_async.client": ["AsyncClient"],
    "_runtime.client.hooks": ["Attempt", "AttemptOutcome", "Hooks", "RequestHooks"],
    "_runtime.options.raw_response": ["RawResponse"],
    "_runtime.pagination.pages": ["AsyncListing", "AsyncPage", "Page"],
    "_runtime.client.environment": ["Environment"],
    "_sync.client": ["Client"],
    "contract": ["CONTRACT_HASH", "CONTRACT_VERSION"],
}


def _public(api: Api) -> dict[str, list[str]]:
    """Return the names that the package itself offers, by the module that holds them."""
    signed = _PUBLIC_OF_SIGNED if api.signature else {}
    run = _ERRORS_OF_WORKFLOWS if api.workflows else {}
    return {
        **signed,
        **_PUBLIC,
        **run,
        "errors": sorted([api.error_name, *chain(*_ERRORS.values())]),
    }


def _submodules(api: Api) -> list[str]:
    """Return the modules that the package offers as attributes."""
    signing = ["signing"] if api.signature else []
    return sorted([*SUBMODULES, *signing, *(["workflows"] if api.workflows else [])])


FILTERS: dict[str, Callable[..., Any]] = {
    **COMMAND_FILTERS,
    "alias_names": _alias_names,
    "all_constants": _all_constants,
    "response_models": _response_models,
    "argument": _argument,
    "body_schema": _body_schema,
    "cell": _cell,
    "command_line": _command_line,
    "method_names": _method_names,
    "constants": _constants,
    "declared": _declared,
    "docstring": docstrings.docstring,
    "common_error_form": common_error_form,
    "error_form": error_form,
    "error_models": error_models,
    "error_unions": error_unions,
    "field": _field,
    "py": repr,
    "in_order_of_use": _in_order_of_use,
    "results": _results,
    "served": _served,
    "toml": lambda text: json.dumps(text, ensure_ascii=False),
    "topics": _topics,
    "tuple": tuple,
    "unions": _unions,
    "waiter_argument": _waiter_argument,
}
GLOBALS: dict[str, Callable[..., Any]] = {
    "codec_imports": _codec_imports,
    "returned": _returned,
    "client_doc": docstrings.client_doc,
    "errors_by_module": lambda: _ERRORS,
    "interface_doc": docstrings.interface_doc,
    "latest_description": latest_description,
    "latest_doc": docstrings.latest_doc,
    "method_doc": docstrings.method_doc,
    "package_doc": docstrings.package_doc,
    "public": _public,
    "readme_example": readme_example,
    "server_doc": docstrings.server_doc,
    "submodules": _submodules,
    "waiter_doc": docstrings.waiter_doc,
    "operation_constants": workflow_data.operation_constants,
    "plan_doc": workflow_data.plan_doc,
    "workflow_doc": workflow_data.workflow_doc,
}
