"""Versions of documents compared: what is new in a report against an earlier one, and which change made it so.

An *edition* is one version of the documents: in a folder, or in a tree of git.
"""
