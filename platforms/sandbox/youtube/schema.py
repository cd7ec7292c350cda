"""The tables of the YouTube stand-in; times are seconds since 1970."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS youtube_channels (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, made_at REAL NOT NULL, signed_up INTEGER NOT NULL, capped_until REAL
);
CREATE TABLE IF NOT EXISTS youtube_codes (
    code TEXT PRIMARY KEY, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, channel_id TEXT NOT NULL, scopes TEXT NOT NULL,
    challenge TEXT NOT NULL, challenge_method TEXT NOT NULL, refreshable INTEGER NOT NULL,
    expires_at REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS youtube_tokens (
    token TEXT PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, channel_id TEXT NOT NULL, scopes TEXT NOT NULL,
    made_at REAL NOT NULL, expires_at REAL, revoked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS youtube_tokens_of_a_grant ON youtube_tokens (client_id, channel_id, kind);
CREATE TABLE IF NOT EXISTS youtube_sessions (
    upload_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, size INTEGER NOT NULL, content_type TEXT NOT NULL, file_name TEXT NOT NULL,
    parts TEXT NOT NULL, metadata TEXT NOT NULL, opened_at REAL NOT NULL, held INTEGER NOT NULL DEFAULT 0,
    overlaps INTEGER NOT NULL DEFAULT 0, ended INTEGER NOT NULL DEFAULT 0, answer_status INTEGER, answer_type TEXT, answer_body BLOB
);
CREATE TABLE IF NOT EXISTS youtube_videos (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, channel_id TEXT NOT NULL, upload_id TEXT NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT NOT NULL, file_name TEXT NOT NULL, metadata TEXT NOT NULL,
    posted_at REAL NOT NULL, plan TEXT NOT NULL, thumbnail TEXT, deleted_at REAL
);
CREATE UNIQUE INDEX IF NOT EXISTS youtube_one_video_per_session ON youtube_videos (upload_id);
CREATE TABLE IF NOT EXISTS youtube_playlists (
    id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, title TEXT NOT NULL, made_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS youtube_playlist_items (
    number INTEGER PRIMARY KEY AUTOINCREMENT, playlist_id TEXT NOT NULL, video_id TEXT NOT NULL, added_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS youtube_captions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, video_id TEXT NOT NULL, language TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, updated_at REAL NOT NULL, UNIQUE (video_id, language, name, kind)
);
CREATE TABLE IF NOT EXISTS youtube_quota (bucket TEXT NOT NULL, window REAL NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (bucket, window));
"""

TABLES = (
    "youtube_channels",
    "youtube_codes",
    "youtube_tokens",
    "youtube_sessions",
    "youtube_videos",
    "youtube_playlists",
    "youtube_playlist_items",
    "youtube_captions",
    "youtube_quota",
)
