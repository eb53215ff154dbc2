"""Deployment records, and matching jobs to deployments."""
