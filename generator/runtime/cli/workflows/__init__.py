"""Commands that run workflows: their options, their progress and their results."""
