# Generated from flink-rest.yaml; do not edit.
"""Jars of the synchronous client."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .._runtime.client.body_arguments import join_body
from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from ..models import JarList, Planning, Submission
from ..operations import LIST_JARS, PLAN_JAR, RUN_JAR, PlanJarBody, RunJarBody

__all__ = ["Jars"]


class Jars:
    """The programs that were uploaded to the JobManager."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def list(self) -> JarList:
        """List the jars that were uploaded.

        Their ids end with the names of the files that were uploaded.

        Returns:
            The JarList of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {}
        return (self._session.call(LIST_JARS, arguments)).value

    def run(
        self,
        *,
        jar_id: str,
        entry_class: str | None = None,
        program_args_list: Sequence[str] | None = None,
        parallelism: int | None = None,
        job_id: str | None = None,
        savepoint_path: str | None = None,
        allow_non_restored_state: bool | None = None,
        claim_mode: Literal["CLAIM", "NO_CLAIM", "LEGACY"] | str | None = None,
        flink_configuration: Mapping[str, str] | None = None,
        body: RunJarBody | Mapping[str, Any] | None = None,
    ) -> Submission:
        """Run the program of a jar, which submits a job.

        Returns when the program has submitted its job. A refusal may leave a job behind, under
        the id that was chosen. The response for an unknown jar has status 500.

        Args:
            jar_id: Id of the jar.
            entry_class: Class with the main method; by default that of the manifest.
            program_args_list: Arguments of the program.
            parallelism: Parallelism of the job; by default that of the configuration.
            job_id: Id that the job is to have.
            savepoint_path: Savepoint or checkpoint to restore.
            allow_non_restored_state: Whether state that fits no operator is dropped.
            claim_mode: Who owns the restored savepoint; CLAIM lets Flink delete it.
            flink_configuration: Settings of the job.
            body: The program's arguments, and the settings of its job.

        Returns:
            The Submission of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "jar_id": jar_id,
            "body": join_body(
                RUN_JAR,
                body,
                {
                    "entryClass": entry_class,
                    "programArgsList": program_args_list,
                    "parallelism": parallelism,
                    "jobId": job_id,
                    "savepointPath": savepoint_path,
                    "allowNonRestoredState": allow_non_restored_state,
                    "claimMode": claim_mode,
                    "flinkConfiguration": flink_configuration,
                },
            ),
        }
        return (self._session.call(RUN_JAR, arguments)).value

    def plan(
        self,
        *,
        jar_id: str,
        entry_class: str | None = None,
        program_args_list: Sequence[str] | None = None,
        flink_configuration: Mapping[str, str] | None = None,
        body: PlanJarBody | Mapping[str, Any] | None = None,
    ) -> Planning:
        """Run the program of a jar for the plan of its job, which is not submitted.

        The response for a program that fails has status 500 in some versions and 400 in others;
        so has that for a program without a job.

        Args:
            jar_id: Id of the jar.
            entry_class: Class with the main method; by default that of the manifest.
            program_args_list: Arguments of the program.
            flink_configuration: Settings of the job.
            body: The program's arguments, and the settings of its job.

        Returns:
            The Planning of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "jar_id": jar_id,
            "body": join_body(
                PLAN_JAR,
                body,
                {
                    "entryClass": entry_class,
                    "programArgsList": program_args_list,
                    "flinkConfiguration": flink_configuration,
                },
            ),
        }
        return (self._session.call(PLAN_JAR, arguments)).value


class RawOperations:
    """The operations of Jars; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.list = raw_response(session, Jars, Jars.list)
        self.run = raw_response(session, Jars, Jars.run)
        self.plan = raw_response(session, Jars, Jars.plan)
