"""The gateway of Alibaba Cloud: its regional endpoints and its response headers."""

from collections.abc import Mapping

from msgspec import Struct

from ..contract.api import Api
from ..errors import UsageError
from ..messages import Argument, Message

__all__ = ["REGION_VARIABLE", "REQUEST_ID_HEADER", "RETRY_DELAY_HEADER", "RegionalEndpoints"]

REGION_VARIABLE = "ALIBABA_CLOUD_REGION_ID"
REQUEST_ID_HEADER = "x-acs-request-id"
RETRY_DELAY_HEADER = "x-acs-retry-after"
"""The delay in milliseconds that a throttled caller should wait for."""


class RegionalEndpoints(Struct, frozen=True, kw_only=True):
    """The URL of an endpoint with `{region}` in it, and the regions that the contract lists."""

    template: str
    regions: tuple[str, ...]

    def find(
        self, api: Api, endpoint: str | None, region: str | None, environ: Mapping[str, str]
    ) -> str:
        """Return the endpoint to call: an argument comes before a variable, an endpoint before a region.

        Raises UsageError when there is neither, or when the contract does not list the region.
        """
        explicit = endpoint or (None if region else environ.get(api.variable("endpoint")))
        if explicit:
            return explicit
        region = region or environ.get(REGION_VARIABLE)
        if not region:
            raise UsageError(
                Message(
                    "no endpoint: pass {region} or {endpoint}, or set {region_variable} or {variable}",
                    region=Argument("region"),
                    endpoint=Argument("endpoint"),
                    region_variable=REGION_VARIABLE,
                    variable=api.variable("endpoint"),
                )
            )
        if region not in self.regions:
            regions = ", ".join(self.regions)
            raise UsageError(
                Message(
                    "region {region} is not one of {regions}; pass {endpoint} for another",
                    region=repr(region),
                    regions=regions,
                    endpoint=Argument("endpoint"),
                )
            )
        return self.template.replace("{region}", region)
