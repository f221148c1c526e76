"""The one guarded way out: every request of the program goes through `door`."""
