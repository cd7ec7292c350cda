"""The tables of the PeerTube stand-in; times are seconds since 1970."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS peertube_users (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL, one_time_code TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS peertube_channels (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS peertube_tokens (
    access TEXT PRIMARY KEY, refresh TEXT NOT NULL UNIQUE, user_id INTEGER NOT NULL, access_until REAL NOT NULL,
    refresh_until REAL NOT NULL, ended INTEGER NOT NULL DEFAULT 0, rotated INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS peertube_sessions (
    upload_id TEXT PRIMARY KEY, user_id INTEGER NOT NULL, size INTEGER NOT NULL, metadata TEXT NOT NULL, opened_at REAL NOT NULL,
    held INTEGER NOT NULL DEFAULT 0, overlaps INTEGER NOT NULL DEFAULT 0, has_gap INTEGER NOT NULL DEFAULT 0, busy_until REAL
);
CREATE TABLE IF NOT EXISTS peertube_videos (
    id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, short TEXT NOT NULL UNIQUE, upload_id TEXT NOT NULL UNIQUE,
    user_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, metadata TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
    posted_at REAL NOT NULL, outcome TEXT NOT NULL, ready_at REAL NOT NULL, captions TEXT NOT NULL DEFAULT '{}',
    thumbnail TEXT NOT NULL DEFAULT '', deleted_at REAL
);
"""
TABLES = ("peertube_users", "peertube_channels", "peertube_tokens", "peertube_sessions", "peertube_videos")
