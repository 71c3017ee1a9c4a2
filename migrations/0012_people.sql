-- Names of people, by the keyed hashes that stand for them in every other table.

CREATE TABLE IF NOT EXISTS people (
  person String,
  name String,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY person
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;
