"""One call: request, response, retries and hooks, without I/O."""
