"""What we depend on: pinned, and with a licence that it states."""

from .licences import LOCK, licence_of, read_lock


def test_every_dependency_is_pinned_by_hash() -> None:
    """No line of the lock stands without one."""
    locked = list(read_lock(LOCK.read_text("utf-8")))

    assert [] == [one.name for one in locked if not one.hashes]
    assert {"msgspec", "urllib3", "aiohttp"} <= {one.name for one in locked}


def test_what_is_shipped_states_its_licence() -> None:
    """The licences of what the packages need allow what ours does."""
    assert "BSD" in (licence_of("msgspec") or "")
    assert "MIT" in (licence_of("urllib3") or "")
    assert "Apache" in (licence_of("aiohttp") or "")
