# Generated from openapi.yaml; do not edit.
"""The commands of variables, as data."""

from ..._runtime.cli.command import Command
from ...operations import CREATE_VARIABLE, DELETE_VARIABLE, LIST_VARIABLES, UPDATE_VARIABLE

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="list",
        operation=LIST_VARIABLES,
        summary="List the variables of a namespace.",
        description="Returns one page of the variables of a namespace, by name. The value of one of the kind Encrypted is never returned.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "page_index": "Number of the page, counted from 1. A page beyond the last one is empty.",
            "page_size": "Number of variables on a page.",
        },
        columns=("name", "kind", "value", "description"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="create",
        operation=CREATE_VARIABLE,
        summary="Create a variable.",
        description="Stores a value under a name that the namespace has once. Programs in SQL have it as ${name}, Flink settings as ${secret_values.name}. A start puts values in place of names; later changes of a variable do not touch its job instance.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "body": "The variable. It needs a name, a kind and a value.",
        },
        body_help={
            "name": "Name of the variable, once in its namespace.",
            "kind": "Whether the value is stored as it is (Plain, also Clear) or encrypted and never returned (Encrypted).",
            "value": "Value of the variable; absent in responses when it is encrypted.",
            "description": "Readable description of the variable.",
        },
        columns=("name", "kind", "value", "description"),
        more_columns=(),
        tones={},
        payload="data",
    ),
    Command(
        action="delete",
        operation=DELETE_VARIABLE,
        summary="Delete a variable.",
        description="Deletes a variable. Job instances that were started with it go on; the next start of a deployment that uses it is refused.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "name": "Name of the variable; case matters.",
        },
        columns=(),
        more_columns=(),
        tones={},
        question="Delete the variable?",
    ),
    Command(
        action="update",
        operation=UPDATE_VARIABLE,
        summary="Change a variable.",
        description="Changes the kind, the value and the description that the body names; those that are absent or null stay. The name cannot change: one in the body is ignored. An encrypted variable becomes plain with a new value only.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "name": "Name of the variable; case matters.",
            "body": "The properties to change.",
        },
        body_help={
            "kind": "Whether the value is stored as it is (Plain, also Clear) or encrypted and never returned (Encrypted).",
            "value": "Value of the variable; absent in responses when it is encrypted.",
            "description": "Readable description of the variable.",
        },
        columns=("name", "kind", "value", "description"),
        more_columns=(),
        tones={},
        payload="data",
    ),
)
