"""Send requests with an httpx2 client of your own, with its proxies, hooks and limits."""

import httpx2

from flinkjobs import Client, RequestTimeoutError, TransportError
from flinkjobs.transports import Endpoint, Request, Response


class Httpx2Transport:
    """A transport for `Client(transport=…)`: sends one request, returns one response."""

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request unchanged: the signature covers its address and headers."""
        url, headers = f"{endpoint}{request.target}", dict(request.headers)
        try:
            response = self._http.request(request.method, url, headers=headers, timeout=timeout)
        except httpx2.TimeoutException as error:
            raise RequestTimeoutError(f"{endpoint} did not respond within {timeout:g} s") from error
        except httpx2.TransportError as error:
            raise TransportError(f"no response from {endpoint}: {error}") from error
        return Response(
            status=response.status_code, headers=dict(response.headers), body=response.content
        )

    def close(self) -> None:
        """Close the httpx2 client, too."""
        self._http.close()


if __name__ == "__main__":
    with Client(transport=Httpx2Transport(httpx2.Client())) as client:
        for job in client.jobs.list(deployment_id="58718c99-3b29-4c5e-93bb-c9fc4ec6137e"):
            print(job.job_id, job.state)
