# Generated from openapi.yaml; do not edit.
"""Deployments of the asynchronous client."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .. import models
from .._runtime.client.body_arguments import join_body
from .._runtime.client.response import require_payload
from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from .._runtime.pagination.pages import AsyncListing
from ..models import Deployment
from ..operations import (
    CREATE_DEPLOYMENT,
    DELETE_DEPLOYMENT,
    DELETE_DEPLOYMENT_BY_NAME,
    GET_DEPLOYMENT,
    GET_DEPLOYMENTS_BY_LABEL,
    GET_DEPLOYMENTS_BY_NAME,
    GET_DEPLOYMENTS_BY_NAME_ONLY,
    LIST_DEPLOYMENTS,
    UPDATE_DEPLOYMENT,
    UPDATE_DEPLOYMENT_BY_NAME,
    CreateDeploymentBody,
    UpdateDeploymentBody,
    UpdateDeploymentByNameBody,
)

__all__ = ["AsyncDeployments"]


class AsyncDeployments:
    """Deployments, what a job is; each start makes a job instance of it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def list(
        self,
        *,
        name: str | None = None,
        status: Literal["STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED"]
        | None = None,
        execution_mode: Literal["STREAMING", "BATCH"] | None = None,
        creator: str | None = None,
        modifier: str | None = None,
        label_key: str | None = None,
        label_value_array: str | None = None,
        sort_name: Literal["gmt_create", "gmt_modified"] | None = None,
        page_index: int | None = None,
        page_size: int | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> AsyncListing[Deployment]:
        """List the deployments of a namespace.

        Returns one page of the deployments of a namespace, newest first by default. A
        deployment is on the list when all given filters hold for it.

        Args:
            name: Only deployments whose name contains this text; case matters.
            status: Only deployments whose latest job instance is in this state.
            execution_mode: Only deployments of this execution mode.
            creator: Only deployments that this account or user created.
            modifier: Only deployments that this account or user changed last.
            label_key: Only deployments that have a label of this name.
            label_value_array: Only deployments whose label labelKey has one of these values,
                which are separated by semicolons or commas.
            sort_name: Order by creation time (gmt_create) or by the time of the last change
                (gmt_modified), newest first. Ties are ordered by descending id. Default:
                'gmt_create'.
            page_index: Number of the page, counted from 1. A page beyond the last one is empty.
                An integer from 1 to 2147483647. Default: 1.
            page_size: Number of deployments on a page. An integer from 1 to 100. Default: 100.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            A listing: `async for` yields each item of all pages once; `await` returns one page.
                If new items are inserted at the front, as newest first, iteration yields every
                item that exists from its start to its end, whatever is added or removed
                meanwhile. In any other order no item is yielded twice, but changes may hide
                items. `iterate(parallel=16)` reads pages concurrently, for bulk export; its
                documentation states its limits.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "name": name,
            "status": status,
            "execution_mode": execution_mode,
            "creator": creator,
            "modifier": modifier,
            "label_key": label_key,
            "label_value_array": label_value_array,
            "sort_name": sort_name,
            "page_index": page_index,
            "page_size": page_size,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(LIST_DEPLOYMENTS, arguments)

    async def create(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        execution_mode: Literal["STREAMING", "BATCH"] | str | None = None,
        engine_version: str | None = None,
        deployment_target: models.BriefDeploymentTarget | Mapping[str, Any] | None = None,
        artifact: models.Artifact | Mapping[str, Any] | None = None,
        streaming_resource_setting: models.StreamingResourceSetting
        | Mapping[str, Any]
        | None = None,
        batch_resource_setting: models.BatchResourceSetting | Mapping[str, Any] | None = None,
        flink_conf: Mapping[str, Any] | None = None,
        logging: models.Logging | Mapping[str, Any] | None = None,
        local_variables: Sequence[models.LocalVariable | Mapping[str, Any]] | None = None,
        labels: Mapping[str, Any] | None = None,
        referenced_deployment_draft_id: str | None = None,
        body: CreateDeploymentBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Deployment:
        """Create a deployment.

        Stores what a job is: its program, resources and settings. Nothing is started. A name
        exists once in a namespace.

        Args:
            name: Name of the deployment, once in its namespace.
            description: Readable description of the deployment.
            execution_mode: Whether it processes a stream or a bounded batch; fixed when it is
                created.
            engine_version: Version of the engine that is to run it.
            deployment_target: Resource queue or session cluster that is to run it.
            artifact: Program that it runs; its kind is fixed when the deployment is created.
            streaming_resource_setting: Requested resources, in streaming mode.
            batch_resource_setting: Requested resources, in batch mode.
            flink_conf: Flink settings; a value may be of any JSON type.
            logging: Logging, with levels, template and retention.
            local_variables: Values put in place of the variables of the program.
            labels: Labels that it can be found by; a value may be of any JSON type.
            referenced_deployment_draft_id: Id of the draft that it was deployed from.
            body: The deployment. It needs a name, an executionMode and an artifact with its
                kind.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Deployment of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "body": join_body(
                CREATE_DEPLOYMENT,
                body,
                {
                    "name": name,
                    "description": description,
                    "executionMode": execution_mode,
                    "engineVersion": engine_version,
                    "deploymentTarget": deployment_target,
                    "artifact": artifact,
                    "streamingResourceSetting": streaming_resource_setting,
                    "batchResourceSetting": batch_resource_setting,
                    "flinkConf": flink_conf,
                    "logging": logging,
                    "localVariables": local_variables,
                    "labels": labels,
                    "referencedDeploymentDraftId": referenced_deployment_draft_id,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(CREATE_DEPLOYMENT, arguments)
        return require_payload(CREATE_DEPLOYMENT, result, result.value.data)

    async def get(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Deployment:
        """Get one deployment.

        Returns one deployment of a namespace, with the same fields as a listing.

        Args:
            deployment_id: Id of the deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Deployment of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_id": deployment_id,
            "deployment": deployment,
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(GET_DEPLOYMENT, arguments)
        return require_payload(GET_DEPLOYMENT, result, result.value.data)

    async def update(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        name: str | None = None,
        description: str | None = None,
        execution_mode: Literal["STREAMING", "BATCH"] | str | None = None,
        engine_version: str | None = None,
        deployment_target: models.BriefDeploymentTarget | Mapping[str, Any] | None = None,
        artifact: models.Artifact | Mapping[str, Any] | None = None,
        streaming_resource_setting: models.StreamingResourceSetting
        | Mapping[str, Any]
        | None = None,
        batch_resource_setting: models.BatchResourceSetting | Mapping[str, Any] | None = None,
        flink_conf: Mapping[str, Any] | None = None,
        logging: models.Logging | Mapping[str, Any] | None = None,
        local_variables: Sequence[models.LocalVariable | Mapping[str, Any]] | None = None,
        labels: Mapping[str, Any] | None = None,
        referenced_deployment_draft_id: str | None = None,
        body: UpdateDeploymentBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Deployment:
        """Change a deployment.

        Changes the properties that the body names; those that are absent or null stay. A map or
        an array replaces the old one as a whole, except that an empty localVariables changes
        nothing. The kind of the artifact and the execution mode cannot change. A running job
        instance is not touched: changes hold from the next start on.

        Args:
            deployment_id: Id of the deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            name: Name of the deployment, once in its namespace.
            description: Readable description of the deployment.
            execution_mode: Whether it processes a stream or a bounded batch; fixed when it is
                created.
            engine_version: Version of the engine that is to run it.
            deployment_target: Resource queue or session cluster that is to run it.
            artifact: Program that it runs; its kind is fixed when the deployment is created.
            streaming_resource_setting: Requested resources, in streaming mode.
            batch_resource_setting: Requested resources, in batch mode.
            flink_conf: Flink settings; a value may be of any JSON type.
            logging: Logging, with levels, template and retention.
            local_variables: Values put in place of the variables of the program.
            labels: Labels that it can be found by; a value may be of any JSON type.
            referenced_deployment_draft_id: Id of the draft that it was deployed from.
            body: The properties to change.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Deployment of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_id": deployment_id,
            "deployment": deployment,
            "body": join_body(
                UPDATE_DEPLOYMENT,
                body,
                {
                    "name": name,
                    "description": description,
                    "executionMode": execution_mode,
                    "engineVersion": engine_version,
                    "deploymentTarget": deployment_target,
                    "artifact": artifact,
                    "streamingResourceSetting": streaming_resource_setting,
                    "batchResourceSetting": batch_resource_setting,
                    "flinkConf": flink_conf,
                    "logging": logging,
                    "localVariables": local_variables,
                    "labels": labels,
                    "referencedDeploymentDraftId": referenced_deployment_draft_id,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(UPDATE_DEPLOYMENT, arguments)
        return require_payload(UPDATE_DEPLOYMENT, result, result.value.data)

    async def delete(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> None:
        """Delete a deployment.

        Deletes a deployment together with its job instances, none of which may be running,
        starting or being cancelled. Its savepoints stay until they are deleted themselves.

        Args:
            deployment_id: Id of the deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            None.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_id": deployment_id,
            "deployment": deployment,
            "workspace": workspace,
            "namespace": namespace,
        }
        await self._session.call(DELETE_DEPLOYMENT, arguments)

    async def get_by_name(
        self,
        *,
        deployment_name: str,
        ignore_job_summary: bool | None = None,
        ignore_resource_setting: bool | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Deployment:
        """Get the deployment of a name.

        Returns an array of the deployments that have exactly this name; a namespace has one at
        most, and none is an empty array. The method gives the one, and fails when there is
        none.

        Args:
            deployment_name: Name of the deployment; case matters.
            ignore_job_summary: Whether to leave out the numbers of job instances. Default:
                False.
            ignore_resource_setting: Whether to leave out the requested resources. Default:
                False.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The only Deployment of this name.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_name": deployment_name,
            "ignore_job_summary": ignore_job_summary,
            "ignore_resource_setting": ignore_resource_setting,
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(GET_DEPLOYMENTS_BY_NAME, arguments)
        return GET_DEPLOYMENTS_BY_NAME_ONLY.choose(arguments, result)

    def list_by_label(
        self,
        *,
        label_key: str,
        label_value: str,
        ignore_job_summary: bool | None = None,
        ignore_resource_setting: bool | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> AsyncListing[Deployment]:
        """List the deployments that have a label.

        Returns all deployments of a namespace whose label has exactly one of the given values,
        newest first.

        Args:
            label_key: Name of the label.
            label_value: Value of the label; several are separated by commas, and any of them
                will do.
            ignore_job_summary: Whether to leave out the numbers of job instances. Default:
                False.
            ignore_resource_setting: Whether to leave out the requested resources. Default:
                False.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            A listing: `async for` yields each item of all pages once; `await` returns one page.
                Pages are read one after the other, and no item is yielded twice; what is added
                or removed meanwhile shows as far as the service shows it.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "label_key": label_key,
            "label_value": label_value,
            "ignore_job_summary": ignore_job_summary,
            "ignore_resource_setting": ignore_resource_setting,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(GET_DEPLOYMENTS_BY_LABEL, arguments)

    async def update_by_name(
        self,
        *,
        deployment_name: str,
        name: str | None = None,
        description: str | None = None,
        execution_mode: Literal["STREAMING", "BATCH"] | str | None = None,
        engine_version: str | None = None,
        deployment_target: models.BriefDeploymentTarget | Mapping[str, Any] | None = None,
        artifact: models.Artifact | Mapping[str, Any] | None = None,
        streaming_resource_setting: models.StreamingResourceSetting
        | Mapping[str, Any]
        | None = None,
        batch_resource_setting: models.BatchResourceSetting | Mapping[str, Any] | None = None,
        flink_conf: Mapping[str, Any] | None = None,
        logging: models.Logging | Mapping[str, Any] | None = None,
        local_variables: Sequence[models.LocalVariable | Mapping[str, Any]] | None = None,
        labels: Mapping[str, Any] | None = None,
        referenced_deployment_draft_id: str | None = None,
        body: UpdateDeploymentByNameBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Deployment:
        """Change the deployment of a name.

        Changes the properties that the body names, as UpdateDeployment does, of the deployment
        that has exactly this name.

        Args:
            deployment_name: Name of the deployment; case matters.
            name: Name of the deployment, once in its namespace.
            description: Readable description of the deployment.
            execution_mode: Whether it processes a stream or a bounded batch; fixed when it is
                created.
            engine_version: Version of the engine that is to run it.
            deployment_target: Resource queue or session cluster that is to run it.
            artifact: Program that it runs; its kind is fixed when the deployment is created.
            streaming_resource_setting: Requested resources, in streaming mode.
            batch_resource_setting: Requested resources, in batch mode.
            flink_conf: Flink settings; a value may be of any JSON type.
            logging: Logging, with levels, template and retention.
            local_variables: Values put in place of the variables of the program.
            labels: Labels that it can be found by; a value may be of any JSON type.
            referenced_deployment_draft_id: Id of the draft that it was deployed from.
            body: The properties to change.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Deployment of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_name": deployment_name,
            "body": join_body(
                UPDATE_DEPLOYMENT_BY_NAME,
                body,
                {
                    "name": name,
                    "description": description,
                    "executionMode": execution_mode,
                    "engineVersion": engine_version,
                    "deploymentTarget": deployment_target,
                    "artifact": artifact,
                    "streamingResourceSetting": streaming_resource_setting,
                    "batchResourceSetting": batch_resource_setting,
                    "flinkConf": flink_conf,
                    "logging": logging,
                    "localVariables": local_variables,
                    "labels": labels,
                    "referencedDeploymentDraftId": referenced_deployment_draft_id,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = await self._session.call(UPDATE_DEPLOYMENT_BY_NAME, arguments)
        return require_payload(UPDATE_DEPLOYMENT_BY_NAME, result, result.value.data)

    async def delete_by_name(
        self,
        *,
        deployment_name: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> None:
        """Delete the deployment of a name.

        Deletes the deployment that has exactly this name together with its job instances, under
        the conditions of DeleteDeployment.

        Args:
            deployment_name: Name of the deployment; case matters.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            None.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_name": deployment_name,
            "workspace": workspace,
            "namespace": namespace,
        }
        await self._session.call(DELETE_DEPLOYMENT_BY_NAME, arguments)


class RawOperations:
    """The operations of Deployments; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.list = async_raw_response(session, AsyncDeployments, AsyncDeployments.list)
        self.create = async_raw_response(session, AsyncDeployments, AsyncDeployments.create)
        self.get = async_raw_response(session, AsyncDeployments, AsyncDeployments.get)
        self.update = async_raw_response(session, AsyncDeployments, AsyncDeployments.update)
        self.delete = async_raw_response(session, AsyncDeployments, AsyncDeployments.delete)
        self.get_by_name = async_raw_response(
            session, AsyncDeployments, AsyncDeployments.get_by_name
        )
        self.list_by_label = async_raw_response(
            session, AsyncDeployments, AsyncDeployments.list_by_label
        )
        self.update_by_name = async_raw_response(
            session, AsyncDeployments, AsyncDeployments.update_by_name
        )
        self.delete_by_name = async_raw_response(
            session, AsyncDeployments, AsyncDeployments.delete_by_name
        )
