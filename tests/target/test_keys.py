"""A key opens the door for as long as it is there and active."""

from datetime import timedelta
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def jobs(load: Any, make_job: Any) -> None:
    """Have something to list."""
    load(make_job("a"))


def test_an_unknown_key_is_not_found(owner: Any) -> None:
    """The code says that the key is the trouble, and not the signature."""
    owner.key.id = "nobody"

    answer = owner.list()

    assert (404, "InvalidAccessKeyId.NotFound") == (answer.status, answer.code)


def test_what_becomes_of_a_key_counts_from_the_next_request_on(owner: Any, keyring: Any) -> None:
    """Disabled, enabled and removed keys need no restart."""
    codes = []
    keyring.set_active(owner.key.id, False)
    codes.append(owner.list().code)
    keyring.set_active(owner.key.id, True)
    codes.append(owner.list().code)
    keyring.remove(owner.key.id)
    codes.append(owner.list().code)

    assert ["InvalidAccessKeyId.Inactive", "", "InvalidAccessKeyId.NotFound"] == codes


def test_a_temporary_key_needs_its_security_token(keyring: Any, call_as: Any, load: Any) -> None:
    """Neither no token nor another one will do, and no other key may come with one."""
    keyring.create_first()
    temporary = call_as(keyring.create(expires_in=timedelta(hours=1)))
    permanent = call_as(keyring.create())

    assert 200 == temporary.list().status
    for caller, token in ((temporary, None), (temporary, "x"), (permanent, "x")):
        caller.key.security_token = token
        assert "InvalidAccessKeyId.NotFound" == caller.list().code


def test_a_temporary_key_expires(keyring: Any, call_as: Any, clock: Any) -> None:
    """To the second, and the refusal says when it was."""
    keyring.create_first()
    temporary = call_as(keyring.create(expires_in=timedelta(hours=1)))
    clock.move(minutes=59, seconds=59)
    assert 200 == temporary.list().status

    clock.move(seconds=1)
    answer = temporary.list()

    assert (400, "InvalidAccessKeyId.Inactive") == (answer.status, answer.code)
    expected = f"the temporary access key {temporary.key.id} expired at 2026-11-22T13:00:00Z"
    assert expected == answer.body["Message"]


def test_nobody_can_write_a_later_time_into_a_token(keyring: Any, call_as: Any, clock: Any) -> None:
    """The token is compared as a whole, its time included."""
    keyring.create_first()
    temporary = call_as(keyring.create(expires_in=timedelta(hours=1)))
    clock.move(hours=2)
    random, _, seconds = temporary.key.security_token.rpartition(".")
    temporary.key.security_token = f"{random}.{int(seconds) + 7200}"

    assert "InvalidAccessKeyId.NotFound" == temporary.list().code
