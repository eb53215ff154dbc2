"""`flinkjobs-target users`: the users of accounts, and what their policies permit."""

import argparse
from pathlib import Path

from ..auth.keyring import Keyring
from ..auth.users import Users
from ..storage import open_data
from .argument_types import Commands, count, new_name
from .keys import read_policies

__all__ = ["add_to"]


def add_to(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "users",
        help="list, create, permit or remove users of an account",
        description="Manage users and their RAM policies. What is changed counts from the next "
        "request on. A user's access keys are made with: flinkjobs-target keys create --user NAME",
    )
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    actions.add_parser("list", parents=[common], help="list all users").set_defaults(run=_list)
    for name, run, summary, required in (
        ("create", _create, "make a user, who may do what the policies allow", False),
        ("permit", _permit, "put policies in place of those that a user has", True),
        ("remove", _remove, "remove a user with policies and access keys", False),
    ):
        action = actions.add_parser(name, parents=[common], help=summary)
        action.add_argument("name", metavar="NAME", type=new_name if name == "create" else str)
        action.add_argument("--account", help="whose user (default: the account made first)")
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
    with open_data(options.data) as data:
        for user in Users(data.keys).all():
            policies = "1 policy" if user.policies == 1 else f"{user.policies} policies"
            print(f"{user.account}  {user.user}  {policies}  {count(user.keys, 'key')}")


def _create(options: argparse.Namespace) -> None:
    policies = read_policies(options.policy)
    with open_data(options.data) as data:
        account = options.account or Keyring(data.keys).first_account()
        Users(data.keys).create(account, options.name, policies)
    print(f"made user {options.name} of account {account}")


def _permit(options: argparse.Namespace) -> None:
    policies = read_policies(options.policy)
    with open_data(options.data) as data:
        account = options.account or Keyring(data.keys).first_account()
        Users(data.keys).permit(account, options.name, policies)
    verb = "1 policy allows" if len(policies) == 1 else f"{len(policies)} policies allow"
    print(f"user {options.name} of account {account} may do what {verb}")


def _remove(options: argparse.Namespace) -> None:
    with open_data(options.data) as data:
        account = options.account or Keyring(data.keys).first_account()
        Users(data.keys).remove(account, options.name)
    print(f"removed user {options.name} of account {account}")
