"""The conditions of a RAM statement: where a call comes from, when, and whether encrypted.

A condition holds, or not, or nobody knows: the address of a caller may be unknown.
"""

import ipaddress
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from .json_pointer import Unjudgeable

__all__ = ["Circumstances", "Condition", "parse_conditions"]


class Circumstances(Struct, frozen=True, kw_only=True):
    """What a condition may ask of a call. `source` is None when the address is unknown."""

    now: datetime
    source: str | None
    secure: bool


Test: TypeAlias = Callable[[Circumstances], bool | None]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Place: TypeAlias = tuple[str | int, ...]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_TRUTHS: dict[object, bool] = {"true": True, "false": False}
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
    """One operator with one key and its values, as a test."""

    holds: Test


def parse_conditions(document: object, place: Place) -> tuple[Condition, ...]:
    """Read the Condition of a statement; raise Unjudgeable at the first that nobody can judge."""
    blocks = _object(document, place)
    return tuple(
        Condition(_test(name, key, values, (*place, name, key)))
        for name, block in blocks.items()
        for key, values in _object(block, (*place, name)).items()
    )


def _test(name: str, key: str, values: object, place: Place) -> Test:
    operators = _KEYS.get(key)
    if operators is None:
        raise Unjudgeable(f"the key is none of {', '.join(_KEYS)}", *place)
    if name not in operators:
        raise Unjudgeable(f"{key} is judged with {', '.join(operators)}, not {name}", *place)
    listed: Sequence[object] = values if isinstance(values, list) else [values]
    if not listed:
        raise Unjudgeable("there must be a value", *place)
    places = [(*place, index) for index in range(len(listed))] if listed is values else [place]
    if name == "Bool":
        return _secure([_truth(value, at) for value, at in zip(listed, places, strict=True)])
    if key == "acs:SourceIp":
        networks = [_network(value, at) for value, at in zip(listed, places, strict=True)]
        return _source(networks, inside=name == "IpAddress")
    times = [_time(value, at) for value, at in zip(listed, places, strict=True)]
    return _current(_COMPARISONS[name], times, every=name == "DateNotEquals")


def _secure(wanted: list[bool]) -> Test:
    return lambda circumstances: circumstances.secure in wanted


def _source(networks: list[Network], *, inside: bool) -> Test:
    def test(circumstances: Circumstances) -> bool | None:
        address = _address(circumstances.source)
        if address is None:
            return None
        return any(address in network for network in networks) is inside

    return test


def _current(
    compare: Callable[[datetime, datetime], bool], times: list[datetime], *, every: bool
) -> Test:
    combine = all if every else any
    return lambda circumstances: combine(compare(circumstances.now, time) for time in times)


def _address(source: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(source or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _truth(value: object, place: Place) -> bool:
    truth = value if isinstance(value, bool) else _TRUTHS.get(str(value))
    if truth is None:
        raise Unjudgeable('the value must be "true" or "false"', *place)
    return truth


def _network(value: object, place: Place) -> Network:
    try:
        return ipaddress.ip_network(str(value))
    except ValueError as error:
        example = "an address or a block such as 203.0.113.0/24"
        raise Unjudgeable(f"the value must be {example}: {error}", *place) from None


def _time(value: object, place: Place) -> datetime:
    text = str(value)
    try:
        if _TIME.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    example = "2026-11-22T12:00:00Z or 2026-11-22T20:00:00+08:00"
    raise Unjudgeable(f"the value must be a time such as {example}", *place)


def _object(value: object, place: Place) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Unjudgeable("must be an object", *place)
    return value
