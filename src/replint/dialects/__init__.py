"""Ways of writing facts: AWS's own documents and the bundle; each module reads one, and none decides anything."""
