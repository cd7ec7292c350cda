"""The pages that show publications, and the addresses that their buttons post to."""
