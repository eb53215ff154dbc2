"""The seed of this run, told before anything is collected: what is collected is made with it."""

__all__ = ["seed", "set_seed"]

_seed = 0


def set_seed(given: str) -> None:
    """Take the seed that the command line has, or that was made up in its place."""
    global _seed
    _seed = int(given)


def seed() -> int:
    """Give the seed."""
    return _seed
