-- What is known of flags, rollouts, reviews and incidents beside the deployments themselves.

ALTER TABLE incidents ADD COLUMN IF NOT EXISTS owners Array(Tuple(
  service String,
  team String,
  from Int64,
  until Int64
));

ALTER TABLE incidents ADD COLUMN IF NOT EXISTS tags Map(String, String);

ALTER TABLE incidents MODIFY COLUMN IF EXISTS states Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  service String,
  severity Int64,
  counts UInt8,
  valid UInt8,
  userFacing UInt8,
  linked UInt8,
  startedAt Nullable(Int64),
  detectedAt Nullable(Int64),
  acknowledgedAt Nullable(Int64),
  resolvedAt Nullable(Int64),
  flagChanges Array(String)
));

ALTER TABLE flag_changes ADD COLUMN IF NOT EXISTS owners Array(Tuple(
  service String,
  team String,
  from Int64,
  until Int64
));

ALTER TABLE flag_changes ADD COLUMN IF NOT EXISTS states Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  flag String,
  environment String,
  tier LowCardinality(String),
  at Int64,
  exposure Nullable(Float64),
  services Array(String),
  planned UInt8,
  verdict LowCardinality(String)
));

CREATE TABLE IF NOT EXISTS flags (
  entity String,
  flag String,
  states Array(Tuple(
    knownFrom Int64,
    knownUntil Int64,
    permanent UInt8,
    archivedAt Nullable(Int64)
  )),
  history String CODEC(ZSTD(1)),
  content_hash String,
  version UInt64,
  INDEX flag_index flag TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE IF NOT EXISTS rollout_facts (
  entity String,
  kind LowCardinality(String),
  deployment String,
  history String CODEC(ZSTD(1)),
  content_hash String,
  version UInt64,
  INDEX deployment_index deployment TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

ALTER TABLE deployments MODIFY COLUMN IF EXISTS base Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  id String,
  status LowCardinality(String),
  exposed UInt8,
  unknownSources Array(String),
  kind LowCardinality(String),
  verdict LowCardinality(String),
  planned UInt8,
  remedial UInt8,
  startedAt Int64,
  finishedAt Int64,
  sha String,
  version String,
  source LowCardinality(String),
  actor String,
  url String,
  targets Array(String),
  attempts Array(String),
  replaced String,
  failedAttempts Array(Tuple(
    finishedAt Int64,
    exposed UInt8,
    source LowCardinality(String)
  )),
  startKnown UInt8,
  trigger LowCardinality(String),
  automatedSteps Nullable(Float64),
  manualSteps Nullable(Float64),
  configVersion String,
  tries Array(Tuple(
    id String,
    target String,
    status LowCardinality(String),
    startedAt Nullable(Int64),
    finishedAt Nullable(Int64)
  ))
));

ALTER TABLE deployments MODIFY COLUMN IF EXISTS reasons Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  variants UInt16,
  authority LowCardinality(String),
  gapS Int64,
  by String,
  severity Int64,
  userFacing UInt8,
  startedAt Nullable(Int64),
  finishedAt Nullable(Int64),
  impactAt Nullable(Int64),
  detectedAt Nullable(Int64),
  resolvedAt Nullable(Int64)
));

ALTER TABLE deployments MODIFY COLUMN IF EXISTS changes Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  change String,
  title String,
  url String,
  firstCommitAt Int64,
  openedAt Int64,
  mergedAt Int64,
  bot UInt8,
  merge UInt8,
  head UInt8,
  readyAt Nullable(Int64),
  firstReviewAt Nullable(Int64),
  approvedAt Nullable(Int64),
  pushedAt Nullable(Int64)
));

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS carried_flags Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  flag String,
  by String
));

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS acquittals Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  incident String,
  flagChange String,
  gapS Int64
));

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS rollout_steps Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  id String,
  at Int64,
  weight Nullable(Float64),
  action LowCardinality(String),
  manual UInt8
));

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS verifications Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  id String,
  stage LowCardinality(String),
  check String,
  step String,
  startedAt Nullable(Int64),
  finishedAt Nullable(Int64),
  result LowCardinality(String)
));

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS approvals Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  id String,
  gate String,
  requestedAt Int64,
  decidedAt Nullable(Int64),
  decision LowCardinality(String),
  by LowCardinality(String)
));

CREATE TABLE IF NOT EXISTS flag_incidents (
  service String,
  incident String,
  exposureSources Array(String),
  attributions Array(Tuple(
    knownFrom Int64,
    knownUntil Int64,
    flagChange String,
    flag String,
    gapS Int64,
    severity Int64,
    userFacing UInt8,
    impactAt Int64,
    detectedAt Nullable(Int64),
    resolvedAt Nullable(Int64),
    rivals Array(Tuple(
      kind LowCardinality(String),
      verdict LowCardinality(String),
      variants Int64,
      gapS Int64
    ))
  )),
  content_hash String,
  version UInt64,
  INDEX incident_index incident TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (service, incident)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;
