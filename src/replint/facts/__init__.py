"""What is said to exist: buckets, roles, keys, replication configurations; knows no format."""
