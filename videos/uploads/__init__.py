"""How files come in: by parts that can be gone on with, or whole from a form without JavaScript."""
