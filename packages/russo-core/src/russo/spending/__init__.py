"""What utterances cost, what a run may spend, and what was spent."""
