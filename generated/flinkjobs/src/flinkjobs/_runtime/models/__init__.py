"""Base class, unions and derived properties of models."""
