"""What commands that change one deployment have in common: how it is named, and not found."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import TargetError
from ..store.jobs import DeploymentKey, UnknownError

__all__ = ["add_deployment", "deployment_of", "found_by"]


def add_deployment(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which deployment it is about."""
    for name in ("workspace", "namespace", "deployment-id"):
        parser.add_argument(f"--{name}", required=True, help="where it is")


def deployment_of(options: argparse.Namespace) -> DeploymentKey:
    """Give the deployment that a command was told."""
    return DeploymentKey(options.workspace, options.namespace, options.deployment_id)


@contextmanager
def found_by(account: str) -> Iterator[None]:
    """Say what of it an account does not have."""
    try:
        yield
    except UnknownError as unknown:
        raise TargetError(f"account {account} has no {unknown.noun} {unknown.id}") from None
