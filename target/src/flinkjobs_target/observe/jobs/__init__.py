"""Observed jobs: facts, merging of observations, and mapping to the API's job."""
