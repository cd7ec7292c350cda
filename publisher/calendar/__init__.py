"""The calendar: what goes out when, by day, week and month, as the clocks of its reader have it."""
