"""Peers of benchmarks: other people's code, or plain Python. Nothing here imports our own."""
