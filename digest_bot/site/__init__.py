"""The web face of the service."""
