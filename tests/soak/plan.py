"""What a run does, and how often."""

from msgspec import Struct

__all__ = ["Plan"]


class Plan(Struct, frozen=True, kw_only=True):
    """A load and what happens beside it. Times are in seconds, rates in a second.

    Requests arrive by chance, as from many callers who know nothing of each other, whether those
    before them were answered or not.
    """

    seconds: float
    rate: float
    written: float = 5.0
    """New jobs; as many old ones are written anew."""
    keys_every: float = 30.0
    backup_every: float = 300.0
    restart_every: float = 300.0
    """From one stop of PostgreSQL to the next."""
    away: float = 3.0
    """How long it is stopped."""
    change_every: float = 10.0
    """From one change of the observed clusters to the next: two jobs end and two begin, in each."""
    observer_killed_every: float = 600.0
    sample_every: float = 5.0
    seed: int = 1

    @classmethod
    def lasting(cls, seconds: float, rate: float, seed: int) -> "Plan":
        """Make a run of minutes or hours, in which everything happens several times."""
        every = min(300.0, seconds / 6)
        return cls(
            seconds=seconds,
            rate=rate,
            backup_every=every,
            restart_every=every,
            observer_killed_every=2 * every,
            seed=seed,
        )

    @classmethod
    def short(cls, seconds: float, rate: float) -> "Plan":
        """Make a run in which everything happens that happens in an hour."""
        return cls(
            seconds=seconds,
            rate=rate,
            keys_every=seconds / 1.8,
            backup_every=seconds / 2.5,
            restart_every=seconds / 4,
            away=1.0,
            change_every=seconds / 6,
            observer_killed_every=seconds,
            sample_every=0.5,
        )
