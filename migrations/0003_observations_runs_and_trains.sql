-- What was measured of deployments and services, their incidents meanwhile, attempts of pipelines, and release trains.

CREATE TABLE IF NOT EXISTS observations (
  entity String,
  services Array(String),
  owners Array(Tuple(
    service String,
    team String,
    from Int64,
    until Int64
  )),
  tags Map(String, String),
  states Array(Tuple(
    knownFrom Int64,
    knownUntil Int64,
    measure LowCardinality(String),
    service String,
    deployment String,
    at Nullable(Int64),
    from Nullable(Int64),
    to Nullable(Int64),
    planned UInt8,
    currency LowCardinality(String),
    before Nullable(Float64),
    beforeTime Nullable(Float64),
    beforeRequests Nullable(Float64),
    after Nullable(Float64),
    afterTime Nullable(Float64),
    afterRequests Nullable(Float64),
    available Nullable(Float64),
    slo String,
    allowed Nullable(Float64),
    spent Nullable(Float64),
    instrumented Nullable(Float64),
    total Nullable(Float64),
    criticalInstrumented Nullable(Float64),
    criticalTotal Nullable(Float64)
  )),
  history String CODEC(ZSTD(1)),
  content_hash String,
  version UInt64,
  INDEX services_index services TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE IF NOT EXISTS pipeline_runs (
  entity String,
  run String,
  service String,
  pipeline String,
  owners Array(Tuple(
    service String,
    team String,
    from Int64,
    until Int64
  )),
  tags Map(String, String),
  attempts Array(Tuple(
    knownFrom Int64,
    knownUntil Int64,
    attempt Int64,
    role LowCardinality(String),
    status LowCardinality(String),
    startedAt Nullable(Int64),
    finishedAt Nullable(Int64)
  )),
  content_hash String,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS observations Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  id String,
  measure LowCardinality(String),
  names LowCardinality(String),
  from Nullable(Int64),
  to Nullable(Int64),
  planned UInt8,
  currency LowCardinality(String),
  before Nullable(Float64),
  beforeTime Nullable(Float64),
  beforeRequests Nullable(Float64),
  after Nullable(Float64),
  afterTime Nullable(Float64),
  afterRequests Nullable(Float64),
  available Nullable(Float64)
));

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS disturbances Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  incident String,
  severity Int64,
  userFacing UInt8,
  from Int64,
  to Nullable(Int64)
));

CREATE TABLE IF NOT EXISTS trains (
  entity String,
  owners Array(Tuple(
    service String,
    team String,
    from Int64,
    until Int64
  )),
  states Array(Tuple(
    knownFrom Int64,
    knownUntil Int64,
    services Array(String),
    plannedAt Int64,
    cutoffAt Nullable(Int64),
    cancelledAt Nullable(Int64),
    departedAt Nullable(Int64),
    changes Array(String),
    deployments Array(String)
  )),
  content_hash String,
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;
