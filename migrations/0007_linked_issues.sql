-- Issues that changes belong to. A rebuild fills it for changes from before.

CREATE TABLE IF NOT EXISTS linked_issues (
  entity String,
  states Array(Tuple(
    knownFrom Int64,
    knownUntil Int64,
    issues Array(String)
  )),
  content_hash String,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;
