"""The tables of the TikTok stand-in; times are seconds since 1970."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS tiktok_creators (
    open_id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, nickname TEXT NOT NULL, private INTEGER NOT NULL DEFAULT 0,
    comment_disabled INTEGER NOT NULL DEFAULT 0, duet_disabled INTEGER NOT NULL DEFAULT 0, stitch_disabled INTEGER NOT NULL DEFAULT 0,
    most_seconds INTEGER NOT NULL DEFAULT 600
);
CREATE TABLE IF NOT EXISTS tiktok_codes (
    code TEXT PRIMARY KEY, redirect_uri TEXT NOT NULL, open_id TEXT NOT NULL, scopes TEXT NOT NULL, challenge TEXT NOT NULL,
    until REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS tiktok_tokens (
    access TEXT PRIMARY KEY, refresh TEXT NOT NULL UNIQUE, open_id TEXT NOT NULL, scopes TEXT NOT NULL, access_until REAL NOT NULL,
    refresh_until REAL NOT NULL, ended INTEGER NOT NULL DEFAULT 0, rotated INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS tiktok_requests (open_id TEXT NOT NULL, name TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS tiktok_requests_of ON tiktok_requests (open_id, name, at);
CREATE TABLE IF NOT EXISTS tiktok_tasks (
    id INTEGER PRIMARY KEY, publish_id TEXT NOT NULL UNIQUE, upload_token TEXT NOT NULL UNIQUE, open_id TEXT NOT NULL,
    draft INTEGER NOT NULL,
    info TEXT NOT NULL,
    size INTEGER NOT NULL, piece INTEGER NOT NULL, pieces INTEGER NOT NULL, opened_at REAL NOT NULL,
    received INTEGER NOT NULL DEFAULT 0, sha256 TEXT NOT NULL DEFAULT '', complete_at REAL, outcome TEXT NOT NULL DEFAULT '',
    post_id TEXT, posted_at REAL, lost INTEGER NOT NULL DEFAULT 0
);
"""
TABLES = ("tiktok_creators", "tiktok_codes", "tiktok_tokens", "tiktok_requests", "tiktok_tasks")
