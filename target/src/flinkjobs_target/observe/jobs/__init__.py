"""Observed jobs: facts from Flink, their merging, and the mapping to the API's job model."""
