"""Watches Flink clusters and keeps what they say of their jobs: read, map, recognise, write."""
