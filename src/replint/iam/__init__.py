"""What IAM means: patterns as sets, policies, conditions, decisions; knows no file and no bucket."""
