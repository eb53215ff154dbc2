"""The vendor's client, as its documentation shows it."""

from typing import Any

from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from alibabacloud_ververica20220718.client import Client
from alibabacloud_ververica20220718.models import ListJobsHeaders, ListJobsRequest

__all__ = ["VendorClient"]


class VendorClient:
    """The vendor's client, whose requests list a deployment."""

    def __init__(self, address: str) -> None:
        self._client = Client(
            Config(
                access_key_id="id", access_key_secret="secret", endpoint=address, protocol="HTTP"
            )
        )

    def page(self, index: int, size: int) -> Any:
        """Return a page."""
        return self._client.list_jobs_with_options("n", *self._request(index, size)).body

    async def page_async(self, index: int, size: int) -> Any:
        """Return a page, without blocking."""
        answer = await self._client.list_jobs_with_options_async("n", *self._request(index, size))
        return answer.body

    def _request(self, index: int, size: int) -> tuple[Any, Any, Any]:
        request = ListJobsRequest(deployment_id="d", page_index=index, page_size=size)
        return request, ListJobsHeaders(workspace="w"), RuntimeOptions()
