"""Fixtures: a target in this process, and a namespace of it."""

from collections.abc import Iterator

import pytest

from .deploy_target import DeployTarget, deploy_target


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployTarget]:
    """A target for all tests of a module."""
    with deploy_target(tmp_path_factory.mktemp("target")) as running:
        yield running


@pytest.fixture
def namespace(target: DeployTarget) -> str:
    """A namespace of the target without deployments."""
    return target.namespace()
