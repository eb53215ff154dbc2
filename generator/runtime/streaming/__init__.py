"""Responses that are read while they arrive: events, records, and downloads."""
