"""Deals with what release 0.3.3 left behind: its recordings, and the release itself if it is installed as well."""
