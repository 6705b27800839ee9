"""Packs on trial: the cases that a pack has, what must and must not be reported there, and whether it is."""
