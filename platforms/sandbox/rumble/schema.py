"""The tables of the Rumble stand-in; times are seconds since 1970."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS rumble_accounts (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, publisher_id TEXT NOT NULL UNIQUE,
    affiliate TEXT NOT NULL, banned INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS rumble_channels (
    id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS rumble_tokens (
    token TEXT PRIMARY KEY, account_id INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS rumble_requests (name TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS rumble_requests_of ON rumble_requests (name, at);
CREATE TABLE IF NOT EXISTS rumble_videos (
    number INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, by_hand INTEGER NOT NULL,
    guid TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, licence TEXT NOT NULL, tags TEXT NOT NULL,
    file_name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, seconds REAL, thumbnail TEXT NOT NULL, captions TEXT NOT NULL,
    made_at REAL NOT NULL, ready_at REAL, failed_at REAL
);
CREATE INDEX IF NOT EXISTS rumble_videos_of ON rumble_videos (guid);
"""
TABLES = ("rumble_accounts", "rumble_channels", "rumble_tokens", "rumble_requests", "rumble_videos")
