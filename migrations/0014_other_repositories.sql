-- Other repositories that a deployment brought commits of, so that it is found by each of them.

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS other_repositories Array(String);

DROP VIEW IF EXISTS fill_deployment_states;

DROP TABLE IF EXISTS deployment_states;

CREATE TABLE IF NOT EXISTS deployment_states (
  environment LowCardinality(String),
  service LowCardinality(String),
  deployment String,
  occurrence Int64,
  repository LowCardinality(String),
  other_repositories Array(String),
  tags Map(String, String),
  ever_owned_by Array(LowCardinality(String)),
  first_instant Int64,
  last_instant Int64,
  latest_from Int64,
  latest_bits UInt16,
  latest_started Int64,
  latest_finished Int64,
  latest_teams Array(LowCardinality(String)),
  latest_samples Array(Float64),
  latest_invalid UInt32,
  latest_failed Int64,
  latest_incidents Array(Tuple(String, Int64, Nullable(Int64), Nullable(Int64))),
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (environment, service, deployment, occurrence)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0, index_granularity = 4096, min_age_to_force_merge_seconds = 300, min_age_to_force_merge_on_partition_only = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS fill_deployment_states TO deployment_states AS
SELECT
  environment,
  service,
  deployment,
  occurrence,
  repository,
  other_repositories,
  tags,
  arrayDistinct(owners.team) AS ever_owned_by,
  first_instant,
  last_instant,
  latest.from AS latest_from,
  latest_bits,
  latest.startedAt AS latest_started,
  latest.finishedAt AS latest_finished,
  latest.teams AS latest_teams,
  (arrayMap(s -> greatest(s, 0), arrayFilter(s -> s >= -300, (arrayMap(opening -> ((latest.finishedAt) - opening) / 1000, (latest.openings)))))) AS latest_samples,
  length((arrayMap(opening -> ((latest.finishedAt) - opening) / 1000, (latest.openings)))) - length((arrayMap(s -> greatest(s, 0), arrayFilter(s -> s >= -300, (arrayMap(opening -> ((latest.finishedAt) - opening) / 1000, (latest.openings))))))) AS latest_invalid,
  if(bitTest(latest_bits, 2) AND bitTest(latest_bits, 3), latest.failedAt, 0) AS latest_failed,
  if(bitTest(latest_bits, 2) AND bitTest(latest_bits, 3), latest.incidents, []) AS latest_incidents,
  version
FROM deployments;
