"""What is never kept of a configuration: entries that hold a secret, by their key."""

import re
from collections.abc import Mapping
from typing import TypeVar

__all__ = ["without_secrets"]

T = TypeVar("T")

_KEY = re.compile(
    "pass(word|wd|phrase)|pwd|secret|credential|token|api-?key|service-?key|auth-params|basic-auth"
    "|jaas|http-headers|account[.-]?key|access[.-]?key|private[.-]?key|shared[.-]?key",
    re.IGNORECASE,
)
"""What Flink itself takes for sensitive (GlobalConfiguration.SENSITIVE_KEYS), and more."""
_IN_VALUE = re.compile(
    r"://[^/\s:@]*:[^/\s@]+@|(password|passwd|pwd|secret|token|access-?key|signature|[?&]sig)[^\s=]*=",
    re.IGNORECASE,
)
"""A password in a URL, or given to a program among other options."""
_MASK = "******"


def without_secrets(entries: Mapping[str, T]) -> dict[str, T]:
    """Leave out entries whose key looks like a secret's, or whose value carries one."""
    return {key: value for key, value in entries.items() if not _is_secret(key, value)}


def _is_secret(key: str, value: object) -> bool:
    if _KEY.search(key.replace("_", "-")):
        return True
    return isinstance(value, str) and (value == _MASK or _IN_VALUE.search(value) is not None)
