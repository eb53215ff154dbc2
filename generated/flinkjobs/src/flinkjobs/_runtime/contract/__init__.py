"""The contract as data: the API and its operations."""
