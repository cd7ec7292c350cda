"""The tables of the Instagram stand-in; times are seconds since 1970."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS instagram_people (person_id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS instagram_accounts (
    ig_id TEXT PRIMARY KEY, scoped_id TEXT NOT NULL, username TEXT NOT NULL UNIQUE, name TEXT NOT NULL, account_type TEXT NOT NULL,
    restricted INTEGER NOT NULL DEFAULT 0, trial_reels INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS instagram_pages (page_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, name TEXT NOT NULL, ig_id TEXT);
CREATE TABLE IF NOT EXISTS instagram_codes (
    code TEXT PRIMARY KEY, login TEXT NOT NULL, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, person_id TEXT NOT NULL,
    ig_id TEXT NOT NULL, pages TEXT NOT NULL, scopes TEXT NOT NULL, declined TEXT NOT NULL, until REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS instagram_tokens (
    token TEXT PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, secret TEXT NOT NULL, person_id TEXT NOT NULL,
    ig_id TEXT NOT NULL, page_id TEXT NOT NULL, pages TEXT NOT NULL, scopes TEXT NOT NULL, declined TEXT NOT NULL,
    lasting INTEGER NOT NULL, issued_at REAL NOT NULL, until REAL, ended TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS instagram_requests (ig_id TEXT NOT NULL, name TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS instagram_requests_of ON instagram_requests (ig_id, name, at);
CREATE TABLE IF NOT EXISTS instagram_throttles (scope TEXT PRIMARY KEY, since REAL NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS instagram_reads (
    container_id TEXT NOT NULL, reader TEXT NOT NULL, at REAL NOT NULL, hasty INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (container_id, reader)
);
CREATE TABLE IF NOT EXISTS instagram_containers (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ig_id TEXT NOT NULL, mode TEXT NOT NULL, params TEXT NOT NULL,
    caption TEXT NOT NULL, created_at REAL NOT NULL, dies_at REAL NOT NULL,
    size INTEGER, received INTEGER NOT NULL DEFAULT 0, sha256 TEXT NOT NULL DEFAULT '', complete_at REAL, ready_at REAL,
    outcome TEXT NOT NULL DEFAULT '', polls_left INTEGER NOT NULL DEFAULT 0, ended INTEGER NOT NULL DEFAULT 0,
    publish_calls INTEGER NOT NULL DEFAULT 0, tried_at REAL, asked_since INTEGER NOT NULL DEFAULT 1, published_at REAL
);
CREATE TABLE IF NOT EXISTS instagram_media (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, container_id TEXT NOT NULL, ig_id TEXT NOT NULL, caption TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, posted_at REAL NOT NULL, listed_at REAL NOT NULL, shortcode TEXT NOT NULL UNIQUE,
    deleted_at REAL, reads INTEGER NOT NULL DEFAULT 0
);
"""
TABLES = (
    "instagram_people",
    "instagram_accounts",
    "instagram_pages",
    "instagram_codes",
    "instagram_tokens",
    "instagram_requests",
    "instagram_throttles",
    "instagram_reads",
    "instagram_containers",
    "instagram_media",
)
