"""Polling an operation until its result has a state."""
