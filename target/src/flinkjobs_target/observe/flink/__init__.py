"""Flink's REST API: reading clusters and interpreting their responses."""
