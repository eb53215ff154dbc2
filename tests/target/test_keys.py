"""Access keys: active, disabled, removed, temporary."""

from datetime import timedelta
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def jobs(load: Any, make_job: Any) -> None:
    """Load a job to list."""
    load(make_job("a"))


def test_an_unknown_key_is_not_found(owner: Any) -> None:
    """The code names the key, not the signature."""
    owner.key.id = "nobody"

    response = owner.list()

    assert (response.status, response.code) == (404, "InvalidAccessKeyId.NotFound")


def test_changes_of_keys_take_effect_with_the_next_request(owner: Any, keyring: Any) -> None:
    """Disabling, enabling and removing need no restart."""
    codes = []
    keyring.set_active(owner.key.id, False)
    codes.append(owner.list().code)
    keyring.set_active(owner.key.id, True)
    codes.append(owner.list().code)
    keyring.remove(owner.key.id)
    codes.append(owner.list().code)

    assert codes == ["InvalidAccessKeyId.Inactive", "", "InvalidAccessKeyId.NotFound"]


def test_a_temporary_key_needs_its_security_token(keyring: Any, client_for: Any, load: Any) -> None:
    """A missing or different token is refused, and so is a token of a permanent key."""
    keyring.create_first()
    temporary = client_for(keyring.create(expires_in=timedelta(hours=1)))
    permanent = client_for(keyring.create())

    assert temporary.list().status == 200
    for client, token in ((temporary, None), (temporary, "x"), (permanent, "x")):
        client.key.security_token = token
        assert client.list().code == "InvalidAccessKeyId.NotFound"


def test_a_temporary_key_expires(keyring: Any, client_for: Any, clock: Any) -> None:
    """To the second; the message contains the time."""
    keyring.create_first()
    temporary = client_for(keyring.create(expires_in=timedelta(hours=1)))
    clock.move(minutes=59, seconds=59)
    assert temporary.list().status == 200

    clock.move(seconds=1)
    response = temporary.list()

    assert (response.status, response.code) == (400, "InvalidAccessKeyId.Inactive")
    expected = f"the temporary access key {temporary.key.id} expired at 2026-11-22T13:00:00Z"
    assert response.body["Message"] == expected


def test_the_expiry_in_a_token_cannot_be_changed(keyring: Any, client_for: Any, clock: Any) -> None:
    """The token is compared as a whole."""
    keyring.create_first()
    temporary = client_for(keyring.create(expires_in=timedelta(hours=1)))
    clock.move(hours=2)
    random, _, seconds = temporary.key.security_token.rpartition(".")
    temporary.key.security_token = f"{random}.{int(seconds) + 7200}"

    assert temporary.list().code == "InvalidAccessKeyId.NotFound"
