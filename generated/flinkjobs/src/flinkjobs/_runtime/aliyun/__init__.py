"""Signatures, access keys and profiles of Alibaba Cloud."""
