"""The seed of this run, set before collection, which uses it."""

__all__ = ["seed", "set_seed"]

_seed = 0


def set_seed(text: str) -> None:
    """Set the seed of the command line, or the random one in its place."""
    global _seed
    _seed = int(text)


def seed() -> int:
    """Return the seed of this run."""
    return _seed
