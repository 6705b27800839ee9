"""Whole runs of replint, measured from outside; nothing of it is in the package."""
