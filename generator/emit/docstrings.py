"""Docstrings from the texts of the contract: wrapped, and safe inside a Python string."""

import re
import textwrap
from collections.abc import Iterable

from ..ir import Api, Argument, Flavour, Latest, Operation, Pagination, Parameter, Scheme, Waiter
from ..ir.default_texts import latest_description

__all__ = [
    "client_doc",
    "docstring",
    "interface_doc",
    "latest_doc",
    "method_doc",
    "package_doc",
    "server_doc",
    "waiter_doc",
]

_WIDTH = 96
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


def docstring(text: str, indent: int) -> str:
    """Write a docstring whose first line follows an indent that the template has."""
    lines = _wrapped(_safe(_EMPTY_LINES.sub("\n\n", text)), _WIDTH - indent)
    if len(lines) == 1:
        return f'"""{lines[0]}"""'
    rest = [textwrap.indent(line, " " * indent) if line else "" for line in lines[1:]]
    return "\n".join([f'"""{lines[0]}', *rest, " " * indent + '"""'])


def _safe(text: str) -> str:
    """Take from a text what could end the string that it is put into."""
    plain = text.strip().replace("\\", "\\\\").replace('"""', "'''")
    return f"{plain[:-1]}'" if plain.endswith('"') else plain


def _wrapped(text: str, width: int) -> list[str]:
    """Wrap each line of a text; what hangs on a line is indented below it."""
    lines: list[str] = []
    for line in text.split("\n"):
        hang = len(line) - len(line.lstrip())
        below = " " * (hang + 4 if hang and ": " in line else hang)
        lines += textwrap.wrap(line, width, subsequent_indent=below, break_on_hyphens=False) or [""]
    return lines


def package_doc(api: Api) -> str:
    """Return the docstring of a package: a first line and a paragraph."""
    return f"{_sentence(api.summary)}\n\n{api.description}"


def client_doc(api: Api, flavour: Flavour) -> str:
    """Describe the client's settings."""
    bound = "\n".join(
        f"    {parameter.name}: {parameter.description}" for parameter in api.client_scoped
    )
    keys = _KEYS if api.signature else "\n".join([*map(_credential, api.schemes), _HEADERS])
    return "\n".join(
        part
        for part in (
            f"Calls {api.title}.\n",
            f"Arguments that are not passed are read from the environment: {_variables(api)}.",
            "\nArgs:",
            "    region: Region whose endpoint is called." if api.regions else "",
            _choices(api),
            bound,
            keys,
            f"    endpoint: {_endpoint(api)}: {_servers(api)}.",
            "    allow_http: Whether plain http may be used to another machine.",
            "    retries: Maximum number of retries of a failed call; 0 turns them off.",
            "    timeout: Timeout of an attempt, in seconds.",
            "    time_budget: Timeout of a call with all its attempts and pauses, in seconds.",
            "    max_per_second: Maximum number of attempts per second, in all threads together.",
            "    user_agent: Text to add to the User-Agent header.",
            "    hooks: Called before and after each attempt, such as a tracer.",
            "    transport: Transport to use instead of the built-in one.",
            "    environment: Clock, sleep, randomness and environment variables, for tests.",
            "\nRaises:",
            f"    UsageError: The endpoint{' or the access key' if api.signature else ''} is missing or invalid.",
        )
        if part
    )


def _choices(api: Api) -> str:
    """Describe the arguments that choose a server."""
    arguments = api.servers.arguments if api.servers else ()
    return "\n".join(f"    {argument.name}: {argument.description}" for argument in arguments)


_HEADERS = "    headers: Headers of every call, such as Authorization; they are never logged."
_KEYS = """\
    access_key_id: Id of the access key; default ALIBABA_CLOUD_ACCESS_KEY_ID.
    access_key_secret: Its secret; default ALIBABA_CLOUD_ACCESS_KEY_SECRET.
    security_token: Token of a temporary access key; default ALIBABA_CLOUD_SECURITY_TOKEN.
    credentials: Provider of access keys, such as a client of alibabacloud-credentials.
    profile: Profile of the vendor's command line to take the key from; default
        ALIBABA_CLOUD_PROFILE, else the current one."""


def _credential(scheme: Scheme) -> str:
    """Describe a credential; a function may return a renewed one."""
    value = "(user, password)" if scheme.is_password else "A string"
    first = scheme.description.partition("\n")[0].strip()
    return f"    {scheme.name}: {first} {value}, or a function that returns it."


def _endpoint(api: Api) -> str:
    if api.regions:
        return "Endpoint to call instead of a region's"
    return f"Endpoint to call instead of {api.server}" if api.server else "Endpoint to call"


def _servers(api: Api) -> str:
    ways = "https://HOST or https://HOST:PORT"
    return ways if api.signature else f"{ways}, with a path where a proxy has one"


def _variables(api: Api) -> str:
    names = [
        *(parameter.name for parameter in api.client_scoped),
        *(scheme.name for scheme in api.schemes),
        *(argument.name for argument in (api.servers.arguments if api.servers else ())),
        "endpoint",
    ]
    own = [f"{api.package}_{name}".upper() for name in names]
    key = ["ALIBABA_CLOUD_REGION_ID", "the variables of the access key"] if api.signature else []
    variables = [*own, *key]
    if len(variables) == 1:
        return variables[0]
    return " and ".join([", ".join(variables[:-1]), variables[-1]])


def method_doc(operation: Operation, flavour: Flavour) -> str:
    """Return the docstring of a client's method: arguments, result and exceptions."""
    return (
        f"{operation.summary}\n\n{operation.description}\n\n"
        f"{_hint(operation)}"
        f"{_arguments(operation.signature, operation.pagination)}"
        f"Returns:\n    {_result(operation, flavour)}\n\n"
        f"{_RAISES}"
    )


def _hint(operation: Operation) -> str:
    """Return how to wait for what an operation began; "" where nothing is to be waited for."""
    awaits = operation.awaits
    if awaits is None:
        return ""
    call = f"client.{awaits.resource}.{awaits.method_name}"
    return (
        f"`{call}({awaits.subject}=result.{awaits.field}, until={awaits.goal!r})` waits "
        "until it is done.\n\n"
    )


_RAISES = """\
Raises:
    UsageError: An argument is invalid; nothing was sent.
    ServiceError: The service reported an error; each kind has a subclass.
    TransportError: No response arrived; RequestTimeoutError: not within the time limit.
    InvalidResponseError: The response does not match the contract."""


def _arguments(parameters: Iterable[Argument], pagination: Pagination | None = None) -> str:
    """Return the section of arguments; "" without any."""
    lines = _listed(parameters, pagination)
    return f"Args:\n{lines}\n" if lines else ""


def _listed(parameters: Iterable[Argument], pagination: Pagination | None = None) -> str:
    return "".join(
        f"    {parameter.name}: {_argument(pagination, parameter)}\n" for parameter in parameters
    )


def _argument(pagination: Pagination | None, parameter: Argument) -> str:
    if not isinstance(parameter, Parameter):
        return parameter.description
    if parameter.is_client_scoped:
        return f"{parameter.description} Default: the client's.".lstrip()
    if pagination and parameter.name == pagination.size and pagination.largest is not None:
        default = f"Default: {pagination.largest}."
    else:
        default = f"Default: {parameter.default_text}." if parameter.default else ""
    return " ".join(part for part in (parameter.description, _bound(parameter), default) if part)


def _bound(parameter: Parameter) -> str:
    """State the bounds, where neither the annotation nor the description does."""
    if parameter.codec_name not in ("Integer", "Number"):
        return ""
    return f"{parameter.expected[0].upper()}{parameter.expected[1:]}."


def _result(operation: Operation, flavour: Flavour) -> str:
    if operation.item_type is not None:
        whole = "" if operation.is_stream_only else f"The {operation.result.name}, or a stream. "
        return f"{whole}{_STREAM}"
    if operation.result.name == "None":
        return "None."
    if operation.may_be_gone:
        return (
            f"The {operation.result.name} of the response. None where it was lost: an attempt "
            "after it found that an earlier one had deleted what there was."
        )
    if operation.pagination is not None:
        return _listed_result(operation, operation.pagination, flavour)
    return _value(operation)


def _value(operation: Operation) -> str:
    """Return what is said of a result that is one value."""
    if operation.payload is not None and operation.payload.home == "builtin":
        return "The text of the response."
    if operation.response_type.home == "builtin":
        return f"The {'text' if operation.decoding == 'text' else 'bytes'} of the response."
    each = operation.item
    return f"A list of {each.name}." if each else f"The {operation.result.name} of the response."


def _listed_result(operation: Operation, pagination: Pagination, flavour: Flavour) -> str:
    """Describe the result of a listing, or the one item that its method returns."""
    if operation.only is not None:
        return f"The only {operation.result.name} of this {operation.only.match}."
    promise = _PROMISE if pagination.is_counted else _ORDER
    return f"{_LISTINGS[flavour.is_async]} {promise}"


_STREAM = (
    "Iteration of a stream yields each item when it has arrived; a stream that is left before its end "
    "must be closed."
)
_LISTINGS = {
    False: "One page; iteration yields each item of it and of all following pages once.",
    True: "A listing: `async for` yields each item of all pages once; `await` returns one page.",
}
_ORDER = (
    "Pages are read one after the other, and no item is yielded twice; what is added or removed "
    "meanwhile shows as far as the service shows it."
)
_PROMISE = (
    "If new items are inserted at the front, as newest first, iteration yields every item that "
    "exists from its start to its end, whatever is added or removed meanwhile. In any other order no "
    "item is yielded twice, but changes may hide items. `iterate(parallel=16)` reads pages "
    "concurrently, for bulk export; its documentation states its limits."
)


def latest_doc(latest: Latest) -> str:
    """Return the docstring of the method for the latest item of a listing."""
    return (
        f"{latest.summary}\n\n{latest_description(latest)}\n\n"
        f"{_arguments(latest.signature)}"
        "Returns:\n    The latest; None when there is none.\n\n"
        f"{_RAISES}"
    )


def waiter_doc(waiter: Waiter) -> str:
    """Return the docstring of a method that waits."""
    subject = waiter.subject.name
    found = waiter.listing and (
        f" Without {subject}, it waits for the latest one, and keeps to the first that it finds; "
        "while there is none, it goes on waiting."
    )
    after = waiter.listing and (
        f"    after: A {subject}; ignore instances that are not newer than this one.\n"
    )
    return (
        f"{waiter.summary}\n\nAn unknown state does not end the wait.{found or ''}\n\n"
        "Args:\n"
        f"{_listed(parameter for parameter in waiter.signature if not parameter.is_client_scoped)}"
        f"{after or ''}"
        "    until: Goal to wait for.\n"
        "    timeout: Maximum time to wait, in seconds; a call in progress is not interrupted.\n"
        "    poll: Interval between calls, in seconds.\n"
        f"{_listed(parameter for parameter in waiter.signature if parameter.is_client_scoped)}\n"
        f"Returns:\n    The {waiter.operation.result.name} that reached the goal.\n\n"
        f"{_RAISES}\n"
        f"    WaitFailedError: It reached {' or '.join(waiter.final)} instead.\n"
        "    WaitTimeoutError: It did not reach the goal in time."
    )


def server_doc(api: Api) -> str:
    """Return the docstring of the server package."""
    classes = ", ".join(resource.class_name for resource in api.resources)
    return (
        "The server interface of this contract.\n\n"
        f"Implement {classes} and pass the instances to `build_app`: it routes requests, checks their "
        "parameters and writes envelopes and errors as the contract says."
    )


def interface_doc(operation: Operation) -> str:
    """Return the docstring of an operation in the server interface."""
    return (
        f"{operation.summary}\n\nThe result may be encoded JSON, as bytes. Raise OperationFailure "
        "with a code of the contract to return an error."
    )


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
