# Generated from flink-rest.yaml; do not edit.
"""Schemas of request bodies by name: what a body is checked against before it is sent."""

from ._runtime.parameters.body_schemas import BodySchema

__all__ = ["BODY_SCHEMAS"]

BODY_SCHEMAS: dict[str, BodySchema] = {
    "trigger.StopRequest": BodySchema(
        types=("object",),
        properties={
            "targetDirectory": BodySchema(types=("string",)),
            "drain": BodySchema(types=("boolean",)),
            "formatType": "trigger.Format",
            "triggerId": BodySchema(types=("string",), pattern="^[0-9a-f]{32}$"),
        },
    ),
    "trigger.Format": BodySchema(values=("CANONICAL", "NATIVE")),
    "trigger.SavepointRequest": BodySchema(
        types=("object",),
        properties={
            "target-directory": BodySchema(types=("string",)),
            "formatType": "trigger.Format",
            "triggerId": BodySchema(types=("string",), pattern="^[0-9a-f]{32}$"),
        },
    ),
    "trigger.DisposalRequest": BodySchema(
        types=("object",),
        required=("savepoint-path",),
        properties={"savepoint-path": BodySchema(types=("string",))},
    ),
    "jar.RunRequest": BodySchema(
        types=("object",),
        properties={
            "entryClass": BodySchema(types=("string",)),
            "programArgsList": BodySchema(types=("array",), items=BodySchema(types=("string",))),
            "parallelism": BodySchema(types=("integer",), minimum=1),
            "jobId": BodySchema(types=("string",), pattern="^[0-9a-f]{32}$"),
            "savepointPath": BodySchema(types=("string",)),
            "allowNonRestoredState": BodySchema(types=("boolean",)),
            "claimMode": BodySchema(values=("CLAIM", "NO_CLAIM", "LEGACY")),
            "flinkConfiguration": BodySchema(
                types=("object",), others=BodySchema(types=("string",))
            ),
        },
    ),
    "jar.PlanRequest": BodySchema(
        types=("object",),
        properties={
            "entryClass": BodySchema(types=("string",)),
            "programArgsList": BodySchema(types=("array",), items=BodySchema(types=("string",))),
            "flinkConfiguration": BodySchema(
                types=("object",), others=BodySchema(types=("string",))
            ),
        },
    ),
}
