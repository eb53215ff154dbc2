"""Security schemes of OpenAPI, for APIs that do not sign requests."""
