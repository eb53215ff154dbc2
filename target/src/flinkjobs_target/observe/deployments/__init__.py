"""Deployment records, and the matching of jobs to deployments."""
