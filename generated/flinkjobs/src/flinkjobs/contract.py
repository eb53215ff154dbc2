# Generated from openapi.yaml; do not edit.
"""Facts of the contract that hold for every operation."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ._runtime.aliyun.acs3 import Signer
from ._runtime.aliyun.gateway import REQUEST_ID_HEADER, RETRY_DELAY_HEADER, RegionalEndpoints
from ._runtime.contract.api import Api
from ._runtime.contract.operation import Envelope, ErrorBodyFields, ErrorRule

__all__ = [
    "API",
    "CONTRACT_HASH",
    "CONTRACT_VERSION",
    "ENVELOPE",
    "ERRORS",
    "ERROR_BODY",
    "REGIONS",
    "SIGNER",
]

CONTRACT_VERSION = "0.4.0"
CONTRACT_HASH = "b461dcfd66501481c8678ed8d167e160fea6677618255ba219587be87be0c422"
"""SHA-256 of the specification that this package was generated from."""

ENVELOPE = Envelope(
    success="success",
    code="error_code",
    message="error_message",
    request_id="request_id",
    payload="data",
    status="http_code",
    empty_codes=("", '""'),
)
ERROR_BODY = ErrorBodyFields(
    code="Code",
    message="Message",
    request_id="RequestId",
    detail="AccessDeniedDetail",
    host="HostId",
    recommend="Recommend",
)
SIGNER = Signer(
    version="2022-07-18",
    window=timedelta(minutes=15),
    required=(
        "host",
        "x-acs-action",
        "x-acs-version",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-content-sha256",
    ),
)
REGIONS = RegionalEndpoints(
    template="https://ververica.{region}.aliyuncs.com",
    regions=(
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-3",
        "ap-southeast-5",
        "cn-beijing",
        "cn-chengdu",
        "cn-hangzhou",
        "cn-hongkong",
        "cn-qingdao",
        "cn-shanghai",
        "cn-shanghai-finance-1",
        "cn-shenzhen",
        "cn-wulanchabu",
        "cn-zhangjiakou",
        "eu-central-1",
        "eu-west-1",
        "us-east-1",
        "us-west-1",
    ),
)


ERRORS: tuple[ErrorRule, ...] = (
    ErrorRule(
        code="Missing{Parameter}",
        status=400,
        meaning="invalid_parameter",
        when="A required parameter is absent.",
        remedy="Send the parameter that the code names.",
        retryable=False,
    ),
    ErrorRule(
        code="Invalid{Parameter}",
        status=400,
        meaning="invalid_parameter",
        when="A parameter is empty, repeated, of the wrong type, out of its bounds or not one of its values.",
        remedy="Send the parameter once, within the bounds that the message gives.",
        retryable=False,
    ),
    ErrorRule(
        code="InvalidApi.NotFound",
        status=404,
        meaning="not_found",
        when="No operation has this path; with status 405, none has this method on it.",
        remedy="Check the endpoint and the path; after a 405, use a method that the Allow header names.",
        retryable=False,
    ),
    ErrorRule(
        code="InvalidAction.NotFound",
        status=404,
        meaning="not_found",
        when="The signed x-acs-action is not the operation that the path leads to, or x-acs-version not its version.",
        remedy="Sign the name of the operation that is called, and the version of the contract.",
        retryable=False,
    ),
    ErrorRule(
        code="MissingAuthorization",
        status=400,
        meaning="authentication",
        when="The request has no Authorization header.",
        remedy="Configure an access key, or sign the request with ACS3-HMAC-SHA256.",
        retryable=False,
    ),
    ErrorRule(
        code="IncompleteSignature",
        status=400,
        meaning="authentication",
        when="The Authorization header cannot be read, or leaves out a header that must be signed.",
        remedy="Sign host and every x-acs header, and name each of them in SignedHeaders.",
        retryable=False,
    ),
    ErrorRule(
        code="InvalidSignatureMethod",
        status=400,
        meaning="authentication",
        when="The Authorization header names another algorithm.",
        remedy="Sign with ACS3-HMAC-SHA256.",
        retryable=False,
    ),
    ErrorRule(
        code="InvalidAccessKeyId.NotFound",
        status=404,
        meaning="authentication",
        when="The access key id is unknown.",
        remedy="Check the access key id; the key may have been deleted, or belong to another site.",
        retryable=False,
    ),
    ErrorRule(
        code="InvalidAccessKeyId.Inactive",
        status=400,
        meaning="authentication",
        when="The access key is disabled, or temporary and expired.",
        remedy="Enable the access key, or use another one; renew a temporary one.",
        retryable=False,
    ),
    ErrorRule(
        code="InvalidTimeStamp.Format",
        status=400,
        meaning="authentication",
        when="The x-acs-date header is not a UTC time such as 2026-11-22T12:00:00Z.",
        remedy="Send x-acs-date as YYYY-MM-DDThh:mm:ssZ.",
        retryable=False,
    ),
    ErrorRule(
        code="InvalidTimeStamp.Expired",
        status=400,
        meaning="authentication",
        when="The x-acs-date header is more than 15 minutes away from the server's clock.",
        remedy="Set the clock of the calling machine.",
        retryable=False,
        repair="clock",
    ),
    ErrorRule(
        code="SignatureNonceUsed",
        status=400,
        meaning="authentication",
        when="The x-acs-signature-nonce was used before with this access key.",
        remedy="Sign every request anew, with a nonce of its own.",
        retryable=False,
    ),
    ErrorRule(
        code="SignatureDoesNotMatch",
        status=400,
        meaning="authentication",
        when="The signature is not the one that the server computes.",
        remedy="Compare the canonical request in the message with your own, then check the access key secret.",
        retryable=False,
    ),
    ErrorRule(
        code="Forbidden.RAM",
        status=403,
        meaning="permission",
        when="No policy of the caller allows the action, or one denies it.",
        remedy="Have a policy attached that allows the action named in AccessDeniedDetail.",
        retryable=False,
    ),
    ErrorRule(
        code="Throttling.User",
        status=429,
        meaning="throttled",
        when="The caller sent too many requests.",
        remedy="Wait for the time in x-acs-retry-after, then send fewer requests.",
        retryable=True,
    ),
    ErrorRule(
        code="InternalError",
        status=500,
        meaning="server",
        when="The service failed.",
        remedy="Try again; if the error persists, report the request id.",
        retryable=True,
    ),
    ErrorRule(
        code="ServiceUnavailable",
        status=503,
        meaning="server",
        when="The service, or what runs the jobs, is overloaded or does not respond.",
        remedy="Try again after a pause.",
        retryable=True,
    ),
    ErrorRule(
        code="990301",
        status=200,
        meaning="not_found",
        when="The workspace, namespace, deployment or job instance does not exist for the caller.",
        remedy="Check the ids; each is compared exactly, and a workspace is visible to its own account only.",
        retryable=False,
    ),
    ErrorRule(
        code="990302",
        status=200,
        meaning="conflict",
        when="What is asked for contradicts the state of the deployment, job instance or savepoint.",
        remedy="Read the state that the message names, and change it first.",
        retryable=False,
    ),
    ErrorRule(
        code="990303",
        status=200,
        meaning="invalid_parameter",
        when="A parameter or a property of the body has a value that the service cannot use, or lacks one that it needs.",
        remedy="Send one of the values that the message names.",
        retryable=False,
    ),
)


def _load_error_bodies() -> Mapping[str, Mapping[str, Any]]:
    from .error_bodies import ERROR_BODIES

    return ERROR_BODIES


API = Api(
    package="flinkjobs",
    package_version="0.1.0",
    server="",
    envelope=ENVELOPE,
    error_body=ERROR_BODY,
    errors=ERRORS,
    load_error_bodies=_load_error_bodies,
    signed=True,
    request_id_header=REQUEST_ID_HEADER,
    retry_delay_header=RETRY_DELAY_HEADER,
)
