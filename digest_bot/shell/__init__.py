"""Acting, through ports only: reading, making, speaking, delivering, answering."""
