"""Least privilege: what a replication role needs, and which statements of policies allow more; knows no rule."""
