-- What stood where, and what each commit follows: where a change is, is read from these alone.

ALTER TABLE commits_by_time ADD COLUMN IF NOT EXISTS step String;

-- Deployments from before have none: a mark says so, and a rebuild fills the table.
CREATE TABLE IF NOT EXISTS stays (
  repository String,
  last_instant Int64,
  service String,
  place String,
  row String,
  told String,
  version UInt64,
  INDEX service_index service TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (repository, last_instant, service, place, row)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000
AS SELECT '' AS repository, 9007199254740991 AS last_instant, '' AS service, '' AS place, '' AS row, '["mark"]' AS told, 0 AS version
FROM deployments
LIMIT 1;
