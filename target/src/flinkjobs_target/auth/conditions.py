"""The conditions of a RAM statement: source address, time and transport security of a request.

A condition is true, false or unknown: the source address may be unknown.
"""

import ipaddress
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from .json_pointer import PolicyError

__all__ = ["Condition", "RequestConditions", "parse_conditions"]


class RequestConditions(Struct, frozen=True, kw_only=True):
    """The properties of a request that conditions test. `source` is None when the address is unknown."""

    now: datetime
    source: str | None
    secure: bool


Predicate: TypeAlias = Callable[[RequestConditions], bool | None]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Pointer: TypeAlias = tuple[str | int, ...]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_BOOLEANS: dict[object, bool] = {"true": True, "false": False}
_COMPARISONS: dict[str, Callable[[datetime, datetime], bool]] = {
    "DateEquals": operator.eq,
    "DateNotEquals": operator.ne,
    "DateLessThan": operator.lt,
    "DateLessThanEquals": operator.le,
    "DateGreaterThan": operator.gt,
    "DateGreaterThanEquals": operator.ge,
}
_KEYS = {
    "acs:SourceIp": ("IpAddress", "NotIpAddress"),
    "acs:CurrentTime": tuple(_COMPARISONS),
    "acs:SecureTransport": ("Bool",),
}


class Condition(Struct, frozen=True):
    """One operator with one key and its values, as a predicate."""

    holds: Predicate


def parse_conditions(document: object, pointer: Pointer) -> tuple[Condition, ...]:
    """Parse the Condition of a statement; raise PolicyError at the first one that is not supported."""
    blocks = _object(document, pointer)
    return tuple(
        Condition(_predicate(name, key, values, (*pointer, name, key)))
        for name, block in blocks.items()
        for key, values in _object(block, (*pointer, name)).items()
    )


def _predicate(name: str, key: str, values: object, pointer: Pointer) -> Predicate:
    operators = _KEYS.get(key)
    if operators is None:
        raise PolicyError(f"the key must be one of {', '.join(_KEYS)}", *pointer)
    if name not in operators:
        raise PolicyError(f"{key} supports {', '.join(operators)}, not {name}", *pointer)
    listed: Sequence[object] = values if isinstance(values, list) else [values]
    if not listed:
        raise PolicyError("at least one value is required", *pointer)
    pointers = (
        [(*pointer, index) for index in range(len(listed))] if listed is values else [pointer]
    )
    if name == "Bool":
        return _secure(
            [
                _boolean(value, value_pointer)
                for value, value_pointer in zip(listed, pointers, strict=True)
            ]
        )
    if key == "acs:SourceIp":
        networks = [
            _network(value, value_pointer)
            for value, value_pointer in zip(listed, pointers, strict=True)
        ]
        return _source(networks, inside=name == "IpAddress")
    times = [
        _time(value, value_pointer) for value, value_pointer in zip(listed, pointers, strict=True)
    ]
    return _current(_COMPARISONS[name], times, every=name == "DateNotEquals")


def _secure(accepted: list[bool]) -> Predicate:
    return lambda conditions: conditions.secure in accepted


def _source(networks: list[Network], *, inside: bool) -> Predicate:
    def test(conditions: RequestConditions) -> bool | None:
        address = _address(conditions.source)
        if address is None:
            return None
        return any(address in network for network in networks) is inside

    return test


def _current(
    compare: Callable[[datetime, datetime], bool], times: list[datetime], *, every: bool
) -> Predicate:
    combine = all if every else any
    return lambda conditions: combine(compare(conditions.now, time) for time in times)


def _address(source: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(source or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _boolean(value: object, pointer: Pointer) -> bool:
    boolean = value if isinstance(value, bool) else _BOOLEANS.get(str(value))
    if boolean is None:
        raise PolicyError('the value must be "true" or "false"', *pointer)
    return boolean


def _network(value: object, pointer: Pointer) -> Network:
    try:
        return ipaddress.ip_network(str(value))
    except ValueError as error:
        example = "an address or a block such as 203.0.113.0/24"
        raise PolicyError(f"the value must be {example}: {error}", *pointer) from None


def _time(value: object, pointer: Pointer) -> datetime:
    text = str(value)
    try:
        if _TIME.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    example = "2026-11-22T12:00:00Z or 2026-11-22T20:00:00+08:00"
    raise PolicyError(f"the value must be a time such as {example}", *pointer)


def _object(value: object, pointer: Pointer) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise PolicyError("must be an object", *pointer)
    return value
