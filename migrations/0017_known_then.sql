-- What the repositories and the own flags of a deployment were known to be while that was something else than now. Rows from
-- before have none: they say what is known now, until their service is derived anew with its next touch.

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS named_before Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  repository String,
  otherRepositories Array(String),
  flags Array(String)
));

-- When a deployment carried what was no sample of its service. Rows from before have it in `passed`, without times; each service
-- is derived anew with its next touch.

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS used_up Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  sha String
));

-- Whose a run was known to be while that was another's. Rows from before have none until their run is told of again or a rebuild.

ALTER TABLE pipeline_runs ADD COLUMN IF NOT EXISTS service_before Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  service String
));

-- Whether anything of a row changed after an instant includes its names. Of rows that have none before it is what it was: no row is
-- computed anew.

ALTER TABLE deployments MODIFY COLUMN IF EXISTS latest Tuple(from Int64, there UInt8, status LowCardinality(String), exposed UInt8, unknownSources Array(String), kind LowCardinality(String), verdict LowCardinality(String), planned UInt8, remedial UInt8, startedAt Int64, finishedAt Int64, targets Array(String), teams Array(LowCardinality(String)), noBaseline UInt8, openings Array(Int64), counted UInt8, failed UInt8, inferredAlone UInt8, failedAt Int64, retried UInt8, incidents Array(Tuple(String, Int64, Nullable(Int64), Nullable(Int64))))
MATERIALIZED (arrayMax(arrayFilter(t -> t != 9007199254740991, arrayConcat([toInt64(-9007199254740991)], tupleElement(base, 'knownFrom'), tupleElement(base, 'knownUntil'), tupleElement(reasons, 'knownFrom'), tupleElement(reasons, 'knownUntil'), tupleElement(links, 'knownFrom'), tupleElement(links, 'knownUntil'), tupleElement(commits, 'knownFrom'), tupleElement(commits, 'knownUntil'), tupleElement(changes, 'knownFrom'), tupleElement(changes, 'knownUntil'), tupleElement(carried_flags, 'knownFrom'), tupleElement(carried_flags, 'knownUntil'), tupleElement(acquittals, 'knownFrom'), tupleElement(acquittals, 'knownUntil'), tupleElement(named_before, 'knownFrom'), tupleElement(named_before, 'knownUntil')))), notEmpty(tupleElement(base, 'knownFrom')), tupleElement(base, 'status')[latest_at], tupleElement(base, 'exposed')[latest_at], tupleElement(base, 'unknownSources')[latest_at], tupleElement(base, 'kind')[latest_at], tupleElement(base, 'verdict')[latest_at], tupleElement(base, 'planned')[latest_at], tupleElement(base, 'remedial')[latest_at], tupleElement(base, 'startedAt')[latest_at], tupleElement(base, 'finishedAt')[latest_at], tupleElement(base, 'targets')[latest_at], arrayDistinct(arrayFlatten(arrayMap(
    path -> arrayMap(depth -> arrayStringConcat(arraySlice(splitByChar('/', path), 1, depth), '/'), range(1, length(splitByChar('/', path)) + 1)),
    arrayMap(o -> o.team, arrayFilter(o -> o.from <= ((tupleElement(base, 'finishedAt')[latest_at])) AND ((tupleElement(base, 'finishedAt')[latest_at])) < o.until, owners))))), tupleElement(links, 'noBaseline')[(arrayFirstIndex((f, u) -> f <= 9007199254740990 AND 9007199254740990 < u, tupleElement(links, 'knownFrom'), tupleElement(links, 'knownUntil')))], arrayFilter((opening, is_sample) -> is_sample, arrayMap((e_repairedAt) -> e_repairedAt, tupleElement(commits, 'repairedAt')), arrayMap((e_knownFrom, e_knownUntil, e_merge) -> (e_knownFrom <= 9007199254740990 AND 9007199254740990 < e_knownUntil) AND NOT ((tupleElement(links, 'noBaseline')[(arrayFirstIndex((f, u) -> f <= 9007199254740990 AND 9007199254740990 < u, tupleElement(links, 'knownFrom'), tupleElement(links, 'knownUntil')))]) = 1) AND NOT (e_merge = 1), tupleElement(commits, 'knownFrom'), tupleElement(commits, 'knownUntil'), tupleElement(commits, 'merge'))), ((tupleElement(base, 'status')[latest_at]) = 'succeeded' OR ((tupleElement(base, 'status')[latest_at]) = 'failed' AND ((tupleElement(base, 'exposed')[latest_at]) = 1 OR (toUInt8(0))))) AND (tupleElement(base, 'verdict')[latest_at]) != 'excluded' AND has(['change', 'hotfix', 'config'], (tupleElement(base, 'kind')[latest_at])), ((tupleElement(base, 'status')[latest_at]) = 'succeeded' OR ((tupleElement(base, 'status')[latest_at]) = 'failed' AND ((tupleElement(base, 'exposed')[latest_at]) = 1 OR (toUInt8(0))))) AND ((tupleElement(base, 'verdict')[latest_at]) = 'failed' OR ((tupleElement(base, 'verdict')[latest_at]) != 'ok' AND (((tupleElement(base, 'status')[latest_at]) = 'failed' OR notEmpty((arrayFilter(a -> a.exposed = 1, (tupleElement(base, 'failedAttempts')[latest_at]))))) OR notEmpty(latest_reasons)))), (((tupleElement(base, 'status')[latest_at]) = 'succeeded' OR ((tupleElement(base, 'status')[latest_at]) = 'failed' AND ((tupleElement(base, 'exposed')[latest_at]) = 1 OR (toUInt8(0))))) AND ((tupleElement(base, 'verdict')[latest_at]) = 'failed' OR ((tupleElement(base, 'verdict')[latest_at]) != 'ok' AND (((tupleElement(base, 'status')[latest_at]) = 'failed' OR notEmpty((arrayFilter(a -> a.exposed = 1, (tupleElement(base, 'failedAttempts')[latest_at]))))) OR notEmpty(latest_reasons))))) AND (tupleElement(base, 'verdict')[latest_at]) != 'failed' AND NOT ((tupleElement(base, 'status')[latest_at]) = 'failed' OR notEmpty((arrayFilter(a -> a.exposed = 1, (tupleElement(base, 'failedAttempts')[latest_at]))))) AND NOT arrayExists(r -> r.authority != 'inferred', latest_reasons), if(empty((arrayFilter(a -> a.exposed = 1, (tupleElement(base, 'failedAttempts')[latest_at])))), (tupleElement(base, 'finishedAt')[latest_at]), arrayMin(a -> a.finishedAt, (arrayFilter(a -> a.exposed = 1, (tupleElement(base, 'failedAttempts')[latest_at]))))), (tupleElement(base, 'status')[latest_at]) = 'succeeded' AND (tupleElement(base, 'verdict')[latest_at]) != 'failed' AND empty(latest_reasons), arrayMap(r -> (r.by, assumeNotNull(r.impactAt), r.detectedAt, r.resolvedAt),
        arrayFilter(r -> r.authority IN ('incident', 'inferred'), latest_reasons)));
