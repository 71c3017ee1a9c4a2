-- What is true of a deployment in its latest state, as the bits of one number: pages read one column where they read a dozen.

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS latest_bits UInt16
MATERIALIZED toUInt16(1 * (tupleElement(latest, 'there') = 1) + 2 * (tier = 'production') + 4 * (tupleElement(latest, 'counted')) + 8 * (tupleElement(latest, 'failed')) + 16 * (tupleElement(latest, 'inferredAlone')) + 32 * (tupleElement(latest, 'retried')) + 64 * (tupleElement(latest, 'status') = 'succeeded') + 128 * ((tupleElement(latest, 'status') = 'succeeded' OR (tupleElement(latest, 'status') = 'failed' AND (tupleElement(latest, 'exposed') = 1 OR (toUInt8(0))))) AND tupleElement(latest, 'verdict') != 'excluded' AND tupleElement(latest, 'kind') = 'rollback') + 256 * (tupleElement(latest, 'remedial') = 1 AND tupleElement(latest, 'planned') = 0) + 512 * (tupleElement(latest, 'status') = 'failed' AND NOT (tupleElement(latest, 'status') = 'succeeded' OR (tupleElement(latest, 'status') = 'failed' AND (tupleElement(latest, 'exposed') = 1 OR (toUInt8(0))))) AND notEmpty(tupleElement(latest, 'unknownSources'))) + 1024 * (tupleElement(latest, 'noBaseline') = 1));

ALTER TABLE deployments MATERIALIZE COLUMN latest_bits;

-- Where a change is, is asked of the services of its repository: only their rows are read.
ALTER TABLE deployments ADD INDEX IF NOT EXISTS repository_index repository TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE deployments MATERIALIZE INDEX IF EXISTS repository_index;
