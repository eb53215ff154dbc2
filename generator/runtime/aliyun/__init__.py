"""Alibaba Cloud: request signatures, access keys, profiles and regional endpoints.

Generated packages carry this folder only where their contract signs requests. Nothing outside it
imports it, except modules that were generated for such a contract.
"""
