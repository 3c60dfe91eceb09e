"""Deals with what release 0.3.3 has left behind: its recordings, and perhaps itself, beside this one."""
