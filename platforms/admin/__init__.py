"""What staff see of connections and holds. Importing it registers its pages."""

from platforms.admin import connections, holds
from platforms.admin.facts import FactsAdmin, chip

__all__ = ["FactsAdmin", "chip", "connections", "holds"]
