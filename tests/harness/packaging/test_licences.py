"""Dependencies are pinned, and state their licence."""

from .licences import LOCK, licence_of, read_lock


def test_every_dependency_is_pinned_by_hash() -> None:
    """Every line of the lock has a hash."""
    locked = list(read_lock(LOCK.read_text("utf-8")))

    assert [package.name for package in locked if not package.hashes] == []
    assert {"msgspec", "urllib3", "aiohttp"} <= {package.name for package in locked}


def test_dependencies_state_their_licence() -> None:
    """The licences of the dependencies allow what ours allows."""
    assert "BSD" in (licence_of("msgspec") or "")
    assert "MIT" in (licence_of("urllib3") or "")
    assert "Apache" in (licence_of("aiohttp") or "")
