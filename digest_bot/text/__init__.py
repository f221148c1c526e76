"""The text steps: one file a step, one verb a step; no clock, no files, no network."""
