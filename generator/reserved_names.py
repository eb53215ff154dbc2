"""Names that emitted modules, classes, packages and command lines have for themselves.

Each set is casefolded and belongs to one scope. `tests/generator/test_reserved_names.py` derives the
names from emitted packages and fails on one that is missing here.
"""

from typing import Final

__all__ = [
    "CREDENTIALS",
    "FIELDS",
    "METHODS",
    "MODEL_CLASSES",
    "MODEL_MODULES",
    "MODEL_TYPES",
    "OPERATIONS",
    "PACKAGES",
    "PARAMETERS",
    "RESOURCES",
    "RESOURCE_CLASSES",
    "SUBMODULES",
]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


MODEL_CLASSES: Final = _names(
    """
    abc any api app array asyncclient asynclisting asyncpage asyncsession binary boolean call
    callable choice client clientgone container deep either envelope exchange false form guard
    integer items json latest limits listing literal message model models multipart none null number
    object observer operation operations outcome page pagination parameter principal program raw
    receive route scalar scope self segment send sequence session set several signer struct success text true
    type type_checking typealias typevar union waiter waiting command mapping datetime
    annotations shape body binarybody formbody jsonbody multipartbody numberenum oneof pageresult
    poller rawoperations servicecall styledsegment textbody unionmember
    date uuid decimal formatted bodycheck fieldencoding partencoding tuple_of binarysource streamedoperations
    """
)
"""Schemas: names that modules have in which models or unions are declared or imported."""

MODEL_TYPES: Final = _names("any dict float int list literal model str")
"""Schemas: names that every module of models imports, or has from Python."""

MODEL_MODULES: Final = (
    MODEL_CLASSES
    | MODEL_TYPES
    | _names("response_contents response_events")
    | _names("as_type bool decode_embedded to_datetime init _derived _unions constant")
)
"""Modules of models: names that modules have which import them, and modules of `models`."""

RESOURCE_CLASSES: Final = _names(
    """
    AbstractAsyncContextManager Any App OperationFailure Call Callable Client ClientDisconnected RequestContext
    Guard Items Limits Literal Mapping Message Observer RequestRecord Principal Receive ErrorResponse Route Scope
    Send Sequence Session Struct Success True False None
    AccessKeySigner AsyncClient AsyncListing AsyncSession AsyncTransport CredentialProvider
    Date DateTime UUID Decimal
    AsyncDerivableClient DerivableClient Environment Hooks Page PageResult RawOperations StreamedOperations BinarySource Poller RetryPolicy Self ServiceCall TracebackType Transport
    """
)
"""Classes of resources: names that modules of clients and servers have."""

SUBMODULES: Final = frozenset({"cli", "contract", "errors", "models", "operations", "server"})
"""Modules that every package offers as attributes; one with a signature has `signing` too."""

RESOURCES: Final = SUBMODULES | _names(
    """
    client signing transports close session guards
    lifespan limits observer new_request_id region endpoint headers retries timeout hooks transport
    environment self caller default_ literal any map_error operation_not_implemented with_options request _bind cached_property
    """
)
"""Tags: attributes of clients, arguments of `build_app`, modules beside those of a resource."""

OPERATIONS: Final = _names(
    """
    operations api body_schemas servers commands contract_texts contract_version envelope error_body error_forms error_phrases errors patterns
    program regions texts uuid
    """
)
"""Functions of operations, whose constants stand beside others."""

METHODS: Final = _names("session with_raw_response with_streamed_response response_streams")
"""Methods of resources."""

PARAMETERS: Final = _names(
    """
    self values answer models present body all endpoint help output region timeout version client
    literal any sequence mapping none true false datetime call parameters headers arguments poller
    require_payload result run run_async join_body wait yes watch raw_response async_raw_response streamed
    streamed_response async_streamed_response response_streams
    """
)
"""Parameters of methods: a method's own names, and the options of every command."""

CREDENTIALS: Final = _names(
    """
    self headers endpoint allow_http retries timeout time_budget max_per_second user_agent hooks
    transport environment region
    """
)
"""Credentials: arguments of every client."""

FIELDS: Final = _names("bool bytes dict field float int str")
"""Fields and methods: what annotations below them in a class are made of."""

PACKAGES: Final = _names("aiohttp msgspec rich urllib3")
"""Packages: modules that every package imports beside Python's own."""
