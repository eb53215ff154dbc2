"""The fault: the target lets a page of 101 pass."""

from flinkjobs._runtime.kinds import Integer

_holds = Integer.holds


def holds(self: Integer, value: object) -> bool:
    """Accept one more than the largest page."""
    return (self.maximum == 100 and value == 101) or _holds(self, value)


Integer.holds = holds  # type: ignore[method-assign]
