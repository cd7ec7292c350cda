"""What goes out at a time that its owner chose: how it is chosen, what is foreseen of it, and what becomes of it when it is late."""
