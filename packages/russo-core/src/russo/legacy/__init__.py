"""What the release 0.3.3 left behind: its recordings."""
