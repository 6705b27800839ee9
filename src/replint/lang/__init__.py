"""The rule language: text in, checked rules out; it has never heard of a bucket, a role or a policy."""
