"""Stand-in platforms: strict servers to practise and to test against; nothing leaves this machine, and they know nobody else here."""
