"""What calls are made on, a module for each kind of subject: knows no rule, and who calls only to find its policies."""
