"""Persistent storage of jobs, keys and nonces; the only package with SQL."""
