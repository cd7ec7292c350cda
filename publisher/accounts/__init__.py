"""Accounts: getting one, entering, minding it and leaving."""
