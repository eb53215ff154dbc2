"""The subcommand `flinkjobs-target users`, which manages users and their policies."""

import argparse
from pathlib import Path

from ..auth.keyring import Keyring
from ..auth.users import Users
from ..storage import open_storage
from .argument_types import Commands, counted, valid_name
from .keys import read_policies

__all__ = ["register"]


def register(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "users",
        help="list, create, permit or remove users of an account",
        description="Manage users and their RAM policies. Changes take effect with the next request. "
        "Create access keys of users with: flinkjobs-target keys create --user NAME",
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    actions.add_parser("list", parents=[common], help="list all users").set_defaults(run=_list)
    for name, run, summary, required in (
        ("create", _create, "create a user with policies", False),
        ("permit", _permit, "replace all policies of a user", True),
        ("remove", _remove, "delete a user with its policies and access keys", False),
    ):
        action = actions.add_parser(name, parents=[common], help=summary)
        action.add_argument("name", metavar="NAME", type=valid_name if name == "create" else str)
        action.add_argument("--account", help="account of the user (default: the first account)")
        action.set_defaults(run=run)
        if name != "remove":
            action.add_argument(
                "--policy",
                metavar="FILE",
                action="append",
                type=Path,
                required=required,
                default=None if required else [],
                help="RAM policy, in JSON; may be repeated",
            )


def _list(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        for user in Users(storage.keys).all():
            policies = "1 policy" if user.policies == 1 else f"{user.policies} policies"
            print(f"{user.account}  {user.user}  {policies}  {counted(user.keys, 'key')}")


def _create(options: argparse.Namespace) -> None:
    policies = read_policies(options.policy)
    with open_storage(options.data) as storage:
        account = options.account or Keyring(storage.keys).first_account()
        Users(storage.keys).create(account, options.name, policies)
    print(f"created user {options.name} of account {account}")


def _permit(options: argparse.Namespace) -> None:
    policies = read_policies(options.policy)
    with open_storage(options.data) as storage:
        account = options.account or Keyring(storage.keys).first_account()
        Users(storage.keys).permit(account, options.name, policies)
    policy_count = "1 policy" if len(policies) == 1 else f"{len(policies)} policies"
    print(f"user {options.name} of account {account} has {policy_count} now")


def _remove(options: argparse.Namespace) -> None:
    with open_storage(options.data) as storage:
        account = options.account or Keyring(storage.keys).first_account()
        Users(storage.keys).remove(account, options.name)
    print(f"removed user {options.name} of account {account}")
