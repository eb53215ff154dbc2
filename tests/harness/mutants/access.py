"""Access of a run of the suite to a target: to everything, or to what its users have."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...contract.targets import Target

__all__ = ["Access"]


class Access(StrEnum):
    """An access to a target, by the name that reports have for it."""

    IN_PROCESS = "in-process"
    """The application in this process, with its data, keys, rate limit and clock."""
    EVERYTHING = "everything"
    """The same, but every request goes over HTTP."""
    URL = "url"
    """A URL, one key and the ids of one job, and nothing else."""

    @contextmanager
    def open(self) -> Iterator["Target"]:
        """Open the target that this process has, which this imports."""
        from ...contract.targets import open_target

        if self is Access.IN_PROCESS:
            with open_target("") as target:
                yield target
            return
        from ...contract.targets.served import served

        with served() as target:
            os.environ.update(_environment(target))
            if self is Access.EVERYTHING:
                yield target
            else:
                with open_target(target.url) as remote:
                    yield remote


def _environment(target: "Target") -> dict[str, str]:
    """Return the variables that a run at the URL of a target reads."""
    from ...contract.targets.factory import KEY, NEEDED

    key = dict(zip(KEY, (target.key.id, target.key.secret), strict=True))
    return key | {variable: str(target.values[name]) for name, variable in NEEDED.items()}
