"""Access to Flink's REST API: requests, and the interpretation of responses."""
