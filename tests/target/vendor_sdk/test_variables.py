"""The vendor's SDK creates, lists, changes and deletes variables."""

import pytest
from alibabacloud_ververica20220718 import models

from .conftest import Deployer


def variable(name: str, kind: str, value: str) -> models.Variable:
    """Return a variable with every field."""
    return models.Variable(name=name, kind=kind, value=value, description="a description")


@pytest.mark.parametrize("kind", ["Plain", "Clear"])
def test_a_plain_variable_comes_back_as_it_was_sent(deployer: Deployer, kind: str) -> None:
    """When it is created, and in a page of all."""
    sent = variable("mysqlHost", kind, "db.example.com")

    created = deployer.data("CreateVariable", body=sent)
    page = deployer.call("ListVariables", page_index=1, page_size=10)
    assert created.to_map() == sent.to_map()
    assert [each.to_map() for each in page.data] == [sent.to_map()]
    assert (page.page_index, page.page_size, page.total_size) == (1, 10, 1)


def test_an_encrypted_variable_comes_back_without_its_value(deployer: Deployer) -> None:
    """Its other fields are there."""
    created = deployer.data("CreateVariable", body=variable("password", "Encrypted", "secret"))
    [listed] = deployer.data("ListVariables")

    expected = {"name": "password", "kind": "Encrypted", "description": "a description"}
    assert created.to_map() == listed.to_map() == expected


def test_update_variable_changes_only_what_is_sent(deployer: Deployer) -> None:
    """The name is in the path; the rest of the body may be absent."""
    deployer.data("CreateVariable", body=variable("host", "Plain", "a"))

    changed = deployer.data("UpdateVariable", "host", body=models.Variable(value="b"))
    assert changed.to_map() == variable("host", "Plain", "b").to_map()


def test_delete_variable(deployer: Deployer) -> None:
    """It is gone, and a second deletion fails."""
    deployer.data("CreateVariable", body=variable("host", "Plain", "a"))

    deleted = deployer.call("DeleteVariable", "host")
    again = deployer.call("DeleteVariable", "host")
    assert deleted.success is True
    assert deployer.data("ListVariables") == []
    assert (again.success, again.error_code) == (False, "990301")
