"""The plan of a run: load, events and their intervals."""

from msgspec import Struct

__all__ = ["Plan"]


class Plan(Struct, frozen=True, kw_only=True):
    """Load and background events of a run; times are in seconds, rates per second.

    Requests arrive at random, as from many independent clients, whether earlier requests have
    been answered or not.
    """

    seconds: float
    rate: float
    write_rate: float = 5.0
    """New jobs; as many old ones are rewritten."""
    key_interval: float = 30.0
    backup_interval: float = 300.0
    restart_interval: float = 300.0
    """Between two stops of PostgreSQL."""
    outage_seconds: float = 3.0
    """Duration of each stop."""
    change_interval: float = 10.0
    """Between two changes of the observed clusters, in each of which two jobs end and two start."""
    observer_kill_interval: float = 600.0
    sample_interval: float = 5.0
    seed: int = 1

    @classmethod
    def lasting(cls, seconds: float, rate: float, seed: int) -> "Plan":
        """Return the plan of a run of minutes or hours, with several events of each type."""
        interval = min(300.0, seconds / 6)
        return cls(
            seconds=seconds,
            rate=rate,
            backup_interval=interval,
            restart_interval=interval,
            observer_kill_interval=2 * interval,
            seed=seed,
        )

    @classmethod
    def short(cls, seconds: float, rate: float) -> "Plan":
        """Return the plan of a run of seconds, with at least one event of each type."""
        return cls(
            seconds=seconds,
            rate=rate,
            key_interval=seconds / 1.8,
            backup_interval=seconds / 2.5,
            restart_interval=seconds / 4,
            outage_seconds=1.0,
            change_interval=seconds / 6,
            observer_kill_interval=seconds,
            sample_interval=0.5,
        )
