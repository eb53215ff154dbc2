"""A server for the job instances API: real signatures, permissions, pagination and storage."""
