-- What was built of commits, and how the commit of a deployment was found where its report does not name it.

CREATE TABLE IF NOT EXISTS artifacts (
  name String,
  entity String,
  history String CODEC(ZSTD(1)),
  content_hash String,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (name, entity)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

ALTER TABLE commits ADD COLUMN IF NOT EXISTS prefix String DEFAULT substring(sha, 1, 7);

ALTER TABLE commits ADD INDEX IF NOT EXISTS prefix_index prefix TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS found_versions Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  basis LowCardinality(String),
  by String,
  sha String,
  candidates Int64
));
