"""Guards of requests: signatures, permissions and rate limits."""
