# Generated from openapi.yaml; do not edit.
"""Schemas of request bodies by name: what a body is checked against before it is sent."""

from ._runtime.parameters.body_schemas import BodySchema

__all__ = ["BODY_SCHEMAS"]

BODY_SCHEMAS: dict[str, BodySchema] = {
    "deployments.Deployment": BodySchema(
        types=("object",),
        read_only=(
            "deploymentId",
            "workspace",
            "namespace",
            "jobSummary",
            "deploymentHasChanged",
            "creator",
            "creatorName",
            "modifier",
            "modifierName",
            "createdAt",
            "modifiedAt",
        ),
        properties={
            "name": BodySchema(types=("string",)),
            "description": BodySchema(types=("string",)),
            "executionMode": BodySchema(
                any_of=(
                    BodySchema(values=("STREAMING", "BATCH")),
                    BodySchema(types=("string",)),
                )
            ),
            "engineVersion": BodySchema(types=("string",)),
            "deploymentTarget": "deployments.BriefDeploymentTarget",
            "artifact": "artifacts.Artifact",
            "streamingResourceSetting": "resources.StreamingResourceSetting",
            "batchResourceSetting": "resources.BatchResourceSetting",
            "flinkConf": BodySchema(types=("object",)),
            "logging": "logs.Logging",
            "localVariables": BodySchema(types=("array",), items="starts.LocalVariable"),
            "labels": BodySchema(types=("object",)),
            "referencedDeploymentDraftId": BodySchema(types=("string",)),
        },
    ),
    "deployments.BriefDeploymentTarget": BodySchema(
        types=("object",),
        properties={
            "mode": BodySchema(
                any_of=(
                    BodySchema(values=("PER_JOB", "SESSION")),
                    BodySchema(types=("string",)),
                )
            ),
            "name": BodySchema(types=("string",)),
        },
    ),
    "artifacts.Artifact": BodySchema(
        types=("object",),
        properties={
            "kind": BodySchema(
                any_of=(
                    BodySchema(values=("SQLSCRIPT", "JAR", "PYTHON", "CDCYAML")),
                    BodySchema(types=("string",)),
                )
            ),
            "sqlArtifact": "artifacts.SqlArtifact",
            "jarArtifact": "artifacts.JarArtifact",
            "pythonArtifact": "artifacts.PythonArtifact",
            "cdcYamlArtifact": "artifacts.CdcYamlArtifact",
        },
    ),
    "resources.StreamingResourceSetting": BodySchema(
        types=("object",),
        properties={
            "resourceSettingMode": BodySchema(
                any_of=(
                    BodySchema(values=("BASIC", "EXPERT")),
                    BodySchema(types=("string",)),
                )
            ),
            "basicResourceSetting": "resources.BasicResourceSetting",
            "expertResourceSetting": "resources.ExpertResourceSetting",
        },
    ),
    "resources.BatchResourceSetting": BodySchema(
        types=("object",),
        properties={
            "maxSlot": BodySchema(types=("integer",)),
            "basicResourceSetting": "resources.BasicResourceSetting",
        },
    ),
    "logs.Logging": BodySchema(
        types=("object",),
        properties={
            "loggingProfile": BodySchema(types=("string",)),
            "log4j2ConfigurationTemplate": BodySchema(types=("string",)),
            "log4jLoggers": BodySchema(types=("array",), items="logs.Log4jLogger"),
            "logReservePolicy": "logs.LogReservePolicy",
        },
    ),
    "starts.LocalVariable": BodySchema(
        types=("object",),
        properties={"name": BodySchema(types=("string",)), "value": BodySchema(types=("string",))},
    ),
    "artifacts.SqlArtifact": BodySchema(
        types=("object",),
        properties={
            "sqlScript": BodySchema(types=("string",)),
            "additionalDependencies": BodySchema(
                types=("array",), items=BodySchema(types=("string",))
            ),
        },
    ),
    "artifacts.JarArtifact": BodySchema(
        types=("object",),
        properties={
            "jarUri": BodySchema(types=("string",)),
            "entryClass": BodySchema(types=("string",)),
            "mainArgs": BodySchema(types=("string",)),
            "additionalDependencies": BodySchema(
                types=("array",), items=BodySchema(types=("string",))
            ),
        },
    ),
    "artifacts.PythonArtifact": BodySchema(
        types=("object",),
        properties={
            "pythonArtifactUri": BodySchema(types=("string",)),
            "entryModule": BodySchema(types=("string",)),
            "mainArgs": BodySchema(types=("string",)),
            "additionalDependencies": BodySchema(
                types=("array",), items=BodySchema(types=("string",))
            ),
            "additionalPythonLibraries": BodySchema(
                types=("array",), items=BodySchema(types=("string",))
            ),
            "additionalPythonArchives": BodySchema(
                types=("array",), items=BodySchema(types=("string",))
            ),
        },
    ),
    "artifacts.CdcYamlArtifact": BodySchema(
        types=("object",),
        properties={
            "cdcYaml": BodySchema(types=("string",)),
            "additionalDependencies": BodySchema(
                types=("array",), items=BodySchema(types=("string",))
            ),
        },
    ),
    "resources.BasicResourceSetting": BodySchema(
        types=("object",),
        properties={
            "parallelism": BodySchema(types=("integer",)),
            "jobmanagerResourceSettingSpec": "resources.ResourceSpec",
            "taskmanagerResourceSettingSpec": "resources.ResourceSpec",
        },
    ),
    "resources.ExpertResourceSetting": BodySchema(
        types=("object",),
        properties={
            "jobmanagerResourceSettingSpec": "resources.ResourceSpec",
            "resourcePlan": BodySchema(types=("string",)),
        },
    ),
    "logs.Log4jLogger": BodySchema(
        types=("object",),
        properties={
            "loggerName": BodySchema(types=("string",)),
            "loggerLevel": BodySchema(types=("string",)),
        },
    ),
    "logs.LogReservePolicy": BodySchema(
        types=("object",),
        properties={
            "openHistory": BodySchema(types=("boolean",)),
            "expirationDays": BodySchema(types=("integer",)),
        },
    ),
    "resources.ResourceSpec": BodySchema(
        types=("object",),
        properties={"cpu": BodySchema(types=("number",)), "memory": BodySchema(types=("string",))},
    ),
    "variables.Variable": BodySchema(
        types=("object",),
        properties={
            "name": BodySchema(types=("string",), pattern="^[a-zA-Z0-9_-]{1,64}$"),
            "kind": BodySchema(
                any_of=(
                    BodySchema(values=("Plain", "Clear", "Encrypted")),
                    BodySchema(types=("string",)),
                )
            ),
            "value": BodySchema(types=("string",)),
            "description": BodySchema(types=("string",)),
        },
    ),
    "variables.VariableChanges": BodySchema(
        types=("object",),
        properties={
            "kind": BodySchema(values=("Plain", "Clear", "Encrypted")),
            "value": BodySchema(types=("string",)),
            "description": BodySchema(types=("string",)),
        },
    ),
    "savepoints.CreateSavepointRequest": BodySchema(
        types=("object",),
        required=("deploymentId",),
        properties={
            "deploymentId": BodySchema(types=("string",), min_length=1),
            "description": BodySchema(types=("string",)),
            "nativeFormat": BodySchema(types=("boolean",)),
        },
    ),
    "statements.SqlStatement": BodySchema(
        types=("object",),
        required=("statement", "batchMode"),
        properties={
            "statement": BodySchema(types=("string",), min_length=1),
            "batchMode": BodySchema(types=("boolean",)),
            "versionName": BodySchema(types=("string",)),
            "flinkConfiguration": BodySchema(types=("object",)),
            "additionalDependencies": BodySchema(
                types=("array",), items=BodySchema(types=("string",))
            ),
        },
    ),
    "starts.StartJobRequest": BodySchema(
        types=("object",),
        required=("deploymentId",),
        properties={
            "deploymentId": BodySchema(types=("string",), min_length=1),
            "restoreStrategy": "starts.RestoreRequest",
            "resourceSettingSpec": "starts.BriefResourceSetting",
        },
    ),
    "starts.RestoreRequest": BodySchema(
        types=("object",),
        required=("kind",),
        properties={
            "kind": BodySchema(
                values=("NONE", "LATEST_SAVEPOINT", "FROM_SAVEPOINT", "LATEST_STATE")
            ),
            "savepointId": BodySchema(types=("string",)),
            "allowNonRestoredState": BodySchema(types=("boolean",)),
            "jobStartTimeInMs": BodySchema(types=("integer",), minimum=0),
        },
    ),
    "starts.BriefResourceSetting": BodySchema(
        types=("object",),
        properties={
            "streamingResourceSetting": "resources.StreamingResourceSetting",
            "batchResourceSetting": "resources.BatchResourceSetting",
            "flinkConf": BodySchema(types=("object",)),
        },
    ),
    "starts.JobStartParameters": BodySchema(
        types=("object",),
        required=("deploymentId",),
        properties={
            "deploymentId": BodySchema(types=("string",), min_length=1),
            "jobId": BodySchema(types=("string",), min_length=1),
            "restoreStrategy": "starts.RestoreRequest",
            "localVariables": BodySchema(types=("array",), items="starts.LocalVariable"),
            "resourceQueueName": BodySchema(types=("string",)),
        },
    ),
    "jobs.StopJobRequest": BodySchema(
        types=("object",),
        required=("stopStrategy",),
        properties={
            "stopStrategy": BodySchema(values=("NONE", "STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN"))
        },
    ),
}
