"""What replint costs, measured from outside, and how it compares; nothing of it is in the package."""
