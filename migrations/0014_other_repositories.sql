-- Other repositories that a deployment brought commits of, so that it is found by each of them. Rows from before have none
-- in either table until a rebuild, so the narrow table stays filled: nobody who stores meanwhile finds it gone.

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS other_repositories Array(String);

ALTER TABLE deployment_states ADD COLUMN IF NOT EXISTS other_repositories Array(String) AFTER repository;

ALTER TABLE fill_deployment_states MODIFY QUERY
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
