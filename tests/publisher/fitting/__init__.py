"""Making a file fit: what is decided, what is shown, and what is done."""
