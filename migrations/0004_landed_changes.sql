-- Changes as they landed, whether or not they were deployed: what waits, and what release trains had booked.

CREATE TABLE IF NOT EXISTS landed_changes (
  entity String,
  states Array(Tuple(
    knownFrom Int64,
    knownUntil Int64,
    repository String,
    title String,
    landedAt Nullable(Int64),
    sha String,
    shas Array(String),
    untold UInt8,
    judgedBy Array(String),
    outside Array(String),
    bot UInt8,
    merge UInt8
  )),
  content_hash String,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024;
