# Generated from openapi.yaml; do not edit.
"""The commands of flink, as data."""

from ..._runtime.cli.command import Command
from ...operations import FLINK_API_PROXY

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="get",
        operation=FLINK_API_PROXY,
        summary="Read a path of Flink's REST API.",
        description="Passes a GET request to the JobManager of a job instance, and returns Flink's JSON as it is, in a string; its times are in milliseconds. Only paths about that job instance are passed on.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "resource_type": "What is asked about, a job instance (jobs) or a session cluster (sessionclusters).",
            "resource_id": "Id of the job instance or session cluster.",
            "flink_api_path": "Path of Flink's REST API, perhaps with a query. In it, a job instance has its id without the hyphens.",
        },
        columns=(),
        more_columns=(),
        tones={},
        payload="data",
    ),
)
