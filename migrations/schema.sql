-- What the migrations add up to. Generated: node tools/run.mjs generate

CREATE TABLE artifacts
(
    `name` String,
    `entity` String,
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (name, entity)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE changes
(
    `entity` String,
    `repository` String,
    `number` String,
    `title` String,
    `url` String,
    `opened_at` Nullable(Int64),
    `merged_at` Nullable(Int64),
    `merge_sha` String,
    `shas` Array(String),
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    INDEX shas_index shas TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE commits
(
    `sha` String,
    `repository` String,
    `committed_at` Nullable(Int64),
    `title` String,
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    `prefix` String DEFAULT substring(sha, 1, 7),
    INDEX prefix_index prefix TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY sha
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE commits_by_time
(
    `repository` String,
    `committed_at` Nullable(Int64),
    `sha` String,
    `version` UInt64,
    `step` String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (repository, committed_at, sha)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000, allow_nullable_key = 1;

CREATE TABLE deliveries
(
    `position` String,
    `delivery_id` String,
    `endpoint` LowCardinality(String),
    `source` LowCardinality(String),
    `event` String,
    `outcome` LowCardinality(String),
    `reason` String,
    `events` Int64,
    `bytes` Int64,
    `received_at` Int64,
    `version` UInt64,
    INDEX delivery_id_index delivery_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY position
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE deployment_states
(
    `environment` LowCardinality(String),
    `service` LowCardinality(String),
    `deployment` String,
    `occurrence` Int64,
    `repository` LowCardinality(String),
    `other_repositories` Array(String),
    `tags` Map(String, String),
    `ever_owned_by` Array(LowCardinality(String)),
    `first_instant` Int64,
    `last_instant` Int64,
    `latest_from` Int64,
    `latest_bits` UInt16,
    `latest_started` Int64,
    `latest_finished` Int64,
    `latest_teams` Array(LowCardinality(String)),
    `latest_samples` Array(Float64),
    `latest_invalid` UInt32,
    `latest_failed` Int64,
    `latest_incidents` Array(Tuple(
        String,
        Int64,
        Nullable(Int64),
        Nullable(Int64))),
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (environment, service, deployment, occurrence)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0, index_granularity = 4096, min_age_to_force_merge_seconds = 300, min_age_to_force_merge_on_partition_only = 1;

CREATE TABLE deployments
(
    `service` String,
    `environment` String,
    `tier` LowCardinality(String),
    `deployment` String,
    `occurrence` Int64,
    `repository` String,
    `owners` Array(Tuple(
        team String,
        `from` Int64,
        until Int64)),
    `tags` Map(String, String),
    `flags` Array(String),
    `exposureSources` Array(String),
    `base` Array(Tuple(
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
            source LowCardinality(String))),
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
            finishedAt Nullable(Int64))))),
    `reasons` Array(Tuple(
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
        resolvedAt Nullable(Int64))),
    `links` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        basis LowCardinality(String),
        noBaseline UInt8,
        truncated UInt8,
        waiting Array(String))),
    `commits` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        sha String,
        committedAt Int64,
        repairedAt Int64,
        firstCommitAt Int64,
        openedAt Int64,
        mergedAt Int64,
        bot UInt8,
        merge UInt8,
        head UInt8,
        patchId String,
        patchCommittedAt Int64,
        patchRepairedAt Int64,
        patchFirstCommitAt Int64,
        patchOpenedAt Int64,
        patchMergedAt Int64,
        patchShipped UInt16,
        change String)),
    `changes` Array(Tuple(
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
        pushedAt Nullable(Int64))),
    `passed` Array(String),
    `first_instant` Int64,
    `last_instant` Int64,
    `verdict_hash` String,
    `chain_hash` String,
    `links_hash` String,
    `version` UInt64,
    `carried_flags` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        flag String,
        by String)),
    `acquittals` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        incident String,
        flagChange String,
        gapS Int64)),
    `rollout_steps` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        id String,
        at Int64,
        weight Nullable(Float64),
        action LowCardinality(String),
        manual UInt8)),
    `verifications` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        id String,
        stage LowCardinality(String),
        check String,
        step String,
        startedAt Nullable(Int64),
        finishedAt Nullable(Int64),
        result LowCardinality(String))),
    `approvals` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        id String,
        gate String,
        requestedAt Int64,
        decidedAt Nullable(Int64),
        decision LowCardinality(String),
        by LowCardinality(String))),
    `observations` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        id String,
        measure LowCardinality(String),
        names LowCardinality(String),
        `from` Nullable(Int64),
        to Nullable(Int64),
        planned UInt8,
        currency LowCardinality(String),
        before Nullable(Float64),
        beforeTime Nullable(Float64),
        beforeRequests Nullable(Float64),
        after Nullable(Float64),
        afterTime Nullable(Float64),
        afterRequests Nullable(Float64),
        available Nullable(Float64))),
    `disturbances` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        incident String,
        severity Int64,
        userFacing UInt8,
        `from` Int64,
        to Nullable(Int64))),
    `found_versions` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        basis LowCardinality(String),
        by String,
        sha String,
        candidates Int64)),
    `latest_at` UInt32 MATERIALIZED arrayFirstIndex((f, u) -> ((f <= 9007199254740990) AND (9007199254740990 < u)), tupleElement(base, 'knownFrom'), tupleElement(base, 'knownUntil')),
    `latest_reasons` Array(Tuple(
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
        resolvedAt Nullable(Int64))) MATERIALIZED arrayFilter(r -> (((r.authority = 'incident') AND (r.userFacing = 1)) OR ((r.authority = 'rollback') AND (r.gapS <= 86400)) OR ((r.authority = 'fix') AND true) OR ((r.authority = 'inferred') AND ((((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND ((tupleElement(base, 'verdict')[latest_at]) != 'excluded') AND has(['change', 'hotfix', 'config'], (tupleElement(base, 'kind')[latest_at]))) AND (r.gapS <= 3600) AND (r.userFacing = 1) AND (NOT has((arrayMap(a -> a.incident, arrayFilter(a -> ((a.knownFrom <= 9007199254740990) AND (9007199254740990 < a.knownUntil) AND (a.gapS <= 3600)), acquittals))), r.by)))), (arrayFilter(r -> ((r.knownFrom <= 9007199254740990) AND (9007199254740990 < r.knownUntil) AND bitTest(r.variants, (toUInt8(0)))), reasons))),
    `latest` Tuple(
        `from` Int64,
        there UInt8,
        status LowCardinality(String),
        exposed UInt8,
        unknownSources Array(String),
        kind LowCardinality(String),
        verdict LowCardinality(String),
        planned UInt8,
        remedial UInt8,
        startedAt Int64,
        finishedAt Int64,
        targets Array(String),
        teams Array(LowCardinality(String)),
        noBaseline UInt8,
        openings Array(Int64),
        counted UInt8,
        failed UInt8,
        inferredAlone UInt8,
        failedAt Int64,
        retried UInt8,
        incidents Array(Tuple(
            String,
            Int64,
            Nullable(Int64),
            Nullable(Int64)))) MATERIALIZED (arrayMax(arrayFilter(t -> (t != 9007199254740991), arrayConcat([toInt64(-9007199254740991)], tupleElement(base, 'knownFrom'), tupleElement(base, 'knownUntil'), tupleElement(reasons, 'knownFrom'), tupleElement(reasons, 'knownUntil'), tupleElement(links, 'knownFrom'), tupleElement(links, 'knownUntil'), tupleElement(commits, 'knownFrom'), tupleElement(commits, 'knownUntil'), tupleElement(changes, 'knownFrom'), tupleElement(changes, 'knownUntil'), tupleElement(carried_flags, 'knownFrom'), tupleElement(carried_flags, 'knownUntil'), tupleElement(acquittals, 'knownFrom'), tupleElement(acquittals, 'knownUntil'), tupleElement(named_before, 'knownFrom'), tupleElement(named_before, 'knownUntil')))), notEmpty(tupleElement(base, 'knownFrom')), tupleElement(base, 'status')[latest_at], tupleElement(base, 'exposed')[latest_at], tupleElement(base, 'unknownSources')[latest_at], tupleElement(base, 'kind')[latest_at], tupleElement(base, 'verdict')[latest_at], tupleElement(base, 'planned')[latest_at], tupleElement(base, 'remedial')[latest_at], tupleElement(base, 'startedAt')[latest_at], tupleElement(base, 'finishedAt')[latest_at], tupleElement(base, 'targets')[latest_at], arrayDistinct(arrayFlatten(arrayMap(path -> arrayMap(depth -> arrayStringConcat(arraySlice(splitByChar('/', path), 1, depth), '/'), range(1, length(splitByChar('/', path)) + 1)), arrayMap(o -> o.team, arrayFilter(o -> ((o.`from` <= (tupleElement(base, 'finishedAt')[latest_at])) AND ((tupleElement(base, 'finishedAt')[latest_at]) < o.until)), owners))))), tupleElement(links, 'noBaseline')[(arrayFirstIndex((f, u) -> ((f <= 9007199254740990) AND (9007199254740990 < u)), tupleElement(links, 'knownFrom'), tupleElement(links, 'knownUntil')))], arrayFilter((opening, is_sample) -> is_sample, arrayMap(e_repairedAt -> e_repairedAt, tupleElement(commits, 'repairedAt')), arrayMap((e_knownFrom, e_knownUntil, e_merge) -> (((e_knownFrom <= 9007199254740990) AND (9007199254740990 < e_knownUntil)) AND (NOT ((tupleElement(links, 'noBaseline')[(arrayFirstIndex((f, u) -> ((f <= 9007199254740990) AND (9007199254740990 < u)), tupleElement(links, 'knownFrom'), tupleElement(links, 'knownUntil')))]) = 1)) AND (NOT (e_merge = 1))), tupleElement(commits, 'knownFrom'), tupleElement(commits, 'knownUntil'), tupleElement(commits, 'merge'))), (((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND ((tupleElement(base, 'verdict')[latest_at]) != 'excluded') AND has(['change', 'hotfix', 'config'], (tupleElement(base, 'kind')[latest_at])), (((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND (((tupleElement(base, 'verdict')[latest_at]) = 'failed') OR (((tupleElement(base, 'verdict')[latest_at]) != 'ok') AND ((((tupleElement(base, 'status')[latest_at]) = 'failed') OR notEmpty((arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at]))))) OR notEmpty(latest_reasons)))), ((((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND (((tupleElement(base, 'verdict')[latest_at]) = 'failed') OR (((tupleElement(base, 'verdict')[latest_at]) != 'ok') AND ((((tupleElement(base, 'status')[latest_at]) = 'failed') OR notEmpty((arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at]))))) OR notEmpty(latest_reasons))))) AND ((tupleElement(base, 'verdict')[latest_at]) != 'failed') AND (NOT (((tupleElement(base, 'status')[latest_at]) = 'failed') OR notEmpty((arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at])))))) AND (NOT arrayExists(r -> (r.authority != 'inferred'), latest_reasons)), if(empty((arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at])))), (tupleElement(base, 'finishedAt')[latest_at]), arrayMin(a -> a.finishedAt, (arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at]))))), ((tupleElement(base, 'status')[latest_at]) = 'succeeded') AND ((tupleElement(base, 'verdict')[latest_at]) != 'failed') AND empty(latest_reasons), arrayMap(r -> (r.by, assumeNotNull(r.impactAt), r.detectedAt, r.resolvedAt), arrayFilter(r -> (r.authority IN ('incident', 'inferred')), latest_reasons))),
    `latest_bits` UInt16 MATERIALIZED toUInt16(((((((((((1 * (notEmpty(tupleElement(base, 'knownFrom')))) + (2 * (tier = 'production'))) + (4 * ((((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND ((tupleElement(base, 'verdict')[latest_at]) != 'excluded') AND has(['change', 'hotfix', 'config'], (tupleElement(base, 'kind')[latest_at]))))) + (8 * ((((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND (((tupleElement(base, 'verdict')[latest_at]) = 'failed') OR (((tupleElement(base, 'verdict')[latest_at]) != 'ok') AND ((((tupleElement(base, 'status')[latest_at]) = 'failed') OR notEmpty((arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at]))))) OR notEmpty(latest_reasons))))))) + (16 * (((((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND (((tupleElement(base, 'verdict')[latest_at]) = 'failed') OR (((tupleElement(base, 'verdict')[latest_at]) != 'ok') AND ((((tupleElement(base, 'status')[latest_at]) = 'failed') OR notEmpty((arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at]))))) OR notEmpty(latest_reasons))))) AND ((tupleElement(base, 'verdict')[latest_at]) != 'failed') AND (NOT (((tupleElement(base, 'status')[latest_at]) = 'failed') OR notEmpty((arrayFilter(a -> (a.exposed = 1), (tupleElement(base, 'failedAttempts')[latest_at])))))) AND (NOT arrayExists(r -> (r.authority != 'inferred'), latest_reasons))))) + (32 * (((tupleElement(base, 'status')[latest_at]) = 'succeeded') AND ((tupleElement(base, 'verdict')[latest_at]) != 'failed') AND empty(latest_reasons)))) + (64 * ((tupleElement(base, 'status')[latest_at]) = 'succeeded'))) + (128 * ((((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0))))) AND ((tupleElement(base, 'verdict')[latest_at]) != 'excluded') AND ((tupleElement(base, 'kind')[latest_at]) = 'rollback')))) + (256 * (((tupleElement(base, 'remedial')[latest_at]) = 1) AND ((tupleElement(base, 'planned')[latest_at]) = 0)))) + (512 * (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (NOT (((tupleElement(base, 'status')[latest_at]) = 'succeeded') OR (((tupleElement(base, 'status')[latest_at]) = 'failed') AND (((tupleElement(base, 'exposed')[latest_at]) = 1) OR (toUInt8(0)))))) AND notEmpty((tupleElement(base, 'unknownSources')[latest_at]))))) + (1024 * ((tupleElement(links, 'noBaseline')[(arrayFirstIndex((f, u) -> ((f <= 9007199254740990) AND (9007199254740990 < u)), tupleElement(links, 'knownFrom'), tupleElement(links, 'knownUntil')))]) = 1))),
    `other_repositories` Array(String),
    `named_before` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        repository String,
        otherRepositories Array(String),
        flags Array(String))),
    `used_up` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        sha String)),
    INDEX deployment_index deployment TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX repository_index repository TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (service, environment, deployment, occurrence)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024;

CREATE TABLE events
(
    `entity` String,
    `event_id` String,
    `hash` String,
    `kind` LowCardinality(String),
    `source` String,
    `time` Nullable(Int64),
    `revision` Int64,
    `data` String CODEC(ZSTD(1)),
    `delivery` String,
    `received_at` Int64,
    `log_partition` Int64,
    `version` UInt64,
    INDEX event_id_index event_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX delivery_index delivery TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (entity, event_id, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE MATERIALIZED VIEW fill_deployment_states TO deployment_states
(
    `environment` String,
    `service` String,
    `deployment` String,
    `occurrence` Int64,
    `repository` String,
    `other_repositories` Array(String),
    `tags` Map(String, String),
    `ever_owned_by` Array(String),
    `first_instant` Int64,
    `last_instant` Int64,
    `latest_from` Int64,
    `latest_bits` UInt16,
    `latest_started` Int64,
    `latest_finished` Int64,
    `latest_teams` Array(LowCardinality(String)),
    `latest_samples` Array(Float64),
    `latest_invalid` Int64,
    `latest_failed` Int64,
    `latest_incidents` Array(Tuple(
        String,
        Int64,
        Nullable(Int64),
        Nullable(Int64))),
    `version` UInt64
)
AS SELECT
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
    latest.`from` AS latest_from,
    latest_bits,
    latest.startedAt AS latest_started,
    latest.finishedAt AS latest_finished,
    latest.teams AS latest_teams,
    (arrayMap(s -> greatest(s, 0), arrayFilter(s -> (s >= -300), (arrayMap(opening -> (((latest.finishedAt) - opening) / 1000), (latest.openings)))))) AS latest_samples,
    length((arrayMap(opening -> (((latest.finishedAt) - opening) / 1000), (latest.openings)))) - length((arrayMap(s -> greatest(s, 0), arrayFilter(s -> (s >= -300), (arrayMap(opening -> (((latest.finishedAt) - opening) / 1000), (latest.openings))))))) AS latest_invalid,
    if(bitTest(latest_bits, 2) AND bitTest(latest_bits, 3), latest.failedAt, 0) AS latest_failed,
    if(bitTest(latest_bits, 2) AND bitTest(latest_bits, 3), latest.incidents, []) AS latest_incidents,
    version
FROM deployments;

CREATE TABLE flag_changes
(
    `entity` String,
    `id` String,
    `flag` String,
    `services` Array(String),
    `environment` String,
    `tier` LowCardinality(String),
    `at` Nullable(Int64),
    `source` LowCardinality(String),
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    `owners` Array(Tuple(
        service String,
        team String,
        `from` Int64,
        until Int64)),
    `states` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        flag String,
        environment String,
        tier LowCardinality(String),
        at Int64,
        exposure Nullable(Float64),
        services Array(String),
        planned UInt8,
        verdict LowCardinality(String))),
    `ever_services` Array(String) DEFAULT arraySort(arrayDistinct(arrayFlatten(states.services))),
    `ever_flags` Array(String) DEFAULT arraySort(arrayDistinct(states.flag)),
    INDEX id_index id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX services_index services TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX flag_index flag TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ever_services_index ever_services TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ever_flags_index ever_flags TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE flag_incidents
(
    `service` String,
    `incident` String,
    `exposureSources` Array(String),
    `attributions` Array(Tuple(
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
            gapS Int64)))),
    `content_hash` String,
    `version` UInt64,
    INDEX incident_index incident TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (service, incident)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE flags
(
    `entity` String,
    `flag` String,
    `states` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        permanent UInt8,
        archivedAt Nullable(Int64))),
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    INDEX flag_index flag TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE incidents
(
    `entity` String,
    `id` String,
    `services` Array(String),
    `service` String,
    `severity` LowCardinality(String),
    `status` LowCardinality(String),
    `title` String,
    `url` String,
    `source` LowCardinality(String),
    `started_at` Nullable(Int64),
    `detected_at` Nullable(Int64),
    `resolved_at` Nullable(Int64),
    `user_facing` UInt8,
    `links` Array(String),
    `states` Array(Tuple(
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
        flagChanges Array(String))),
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    `owners` Array(Tuple(
        service String,
        team String,
        `from` Int64,
        until Int64)),
    `tags` Map(String, String),
    `elsewhere` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        environment String,
        tier LowCardinality(String))),
    INDEX id_index id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX services_index services TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX links_index links TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE landed_changes
(
    `entity` String,
    `states` Array(Tuple(
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
        merge UInt8)),
    `content_hash` String,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024;

CREATE TABLE link_index
(
    `sha` String,
    `service` String,
    `row` String,
    `known_from` Int64,
    `known_until` Int64,
    `version` UInt64,
    `earlier` Array(Tuple(
        `from` Int64,
        until Int64))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (sha, service, row)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE linked_issues
(
    `entity` String,
    `states` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        issues Array(String))),
    `content_hash` String,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE mentions
(
    `mentioned` String,
    `by` String,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (mentioned, by)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE observations
(
    `entity` String,
    `services` Array(String),
    `owners` Array(Tuple(
        service String,
        team String,
        `from` Int64,
        until Int64)),
    `tags` Map(String, String),
    `states` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        measure LowCardinality(String),
        service String,
        deployment String,
        at Nullable(Int64),
        `from` Nullable(Int64),
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
        criticalTotal Nullable(Float64))),
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    INDEX services_index services TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE other_entities
(
    `entity` String,
    `kind` LowCardinality(String),
    `services` Array(String),
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    INDEX services_index services TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE people
(
    `person` String,
    `name` String,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY person
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE pipeline_runs
(
    `entity` String,
    `run` String,
    `service` String,
    `pipeline` String,
    `owners` Array(Tuple(
        service String,
        team String,
        `from` Int64,
        until Int64)),
    `tags` Map(String, String),
    `attempts` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        attempt Int64,
        role LowCardinality(String),
        status LowCardinality(String),
        startedAt Nullable(Int64),
        finishedAt Nullable(Int64))),
    `content_hash` String,
    `version` UInt64,
    `service_before` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        service String))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE quarantine
(
    `id` String,
    `delivery_id` String,
    `endpoint` LowCardinality(String),
    `source` LowCardinality(String),
    `stage` LowCardinality(String),
    `code` LowCardinality(String),
    `message` String,
    `pointer` String,
    `received_at` Int64,
    `state` LowCardinality(String),
    `attempts` Int64,
    `version` UInt64,
    INDEX delivery_id_index delivery_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE reports
(
    `entity` String,
    `id` String,
    `services` Array(String),
    `service` String,
    `environment` String,
    `tier` LowCardinality(String),
    `deployment_group` String,
    `source` LowCardinality(String),
    `status` LowCardinality(String),
    `started_at` Nullable(Int64),
    `finished_at` Nullable(Int64),
    `sha` String,
    `repository` String,
    `links` Array(String),
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    INDEX id_index id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX services_index services TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX links_index links TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE rollout_facts
(
    `entity` String,
    `kind` LowCardinality(String),
    `deployment` String,
    `history` String CODEC(ZSTD(1)),
    `content_hash` String,
    `version` UInt64,
    INDEX deployment_index deployment TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE schema_migrations
(
    `number` UInt32,
    `name` String,
    `checksum` String,
    `applied_at` Int64
)
ENGINE = ReplacingMergeTree(applied_at)
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE stale_scopes
(
    `service` String,
    `error` String,
    `state` LowCardinality(String),
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY service
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE stays
(
    `repository` String,
    `last_instant` Int64,
    `service` String,
    `place` String,
    `row` String,
    `told` String,
    `version` UInt64,
    INDEX service_index service TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (repository, last_instant, service, place, row)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;

CREATE TABLE trains
(
    `entity` String,
    `owners` Array(Tuple(
        service String,
        team String,
        `from` Int64,
        until Int64)),
    `states` Array(Tuple(
        knownFrom Int64,
        knownUntil Int64,
        services Array(String),
        plannedAt Int64,
        cutoffAt Nullable(Int64),
        cancelledAt Nullable(Int64),
        departedAt Nullable(Int64),
        changes Array(String),
        deployments Array(String))),
    `content_hash` String,
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY entity
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256, min_bytes_for_wide_part = 1000000000000, min_rows_for_wide_part = 1000000000000;
