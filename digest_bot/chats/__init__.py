"""Where digests go: one file a chat; a pure function makes the message, a short method sends it."""
