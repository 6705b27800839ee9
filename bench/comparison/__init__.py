"""Seeded faults, and what replint and its neighbours say of each; nothing of it is in the package."""
