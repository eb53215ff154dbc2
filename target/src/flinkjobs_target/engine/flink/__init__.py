"""The engine that runs jobs on Flink session clusters, through Flink's REST API."""
