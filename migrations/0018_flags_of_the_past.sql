-- A change of a flag is found by every service and flag that was ever told of it, and a deployment keeps when its reports
-- named which flags. Rows from before say the first of what they hold, and the second as if it had always been as it was told
-- last; that is put right with the next touch of their service.

ALTER TABLE flag_changes ADD COLUMN IF NOT EXISTS ever_services Array(String) DEFAULT arraySort(arrayDistinct(arrayFlatten(states.services)));

ALTER TABLE flag_changes ADD COLUMN IF NOT EXISTS ever_flags Array(String) DEFAULT arraySort(arrayDistinct(states.flag));

ALTER TABLE flag_changes ADD INDEX IF NOT EXISTS ever_services_index ever_services TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE flag_changes ADD INDEX IF NOT EXISTS ever_flags_index ever_flags TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE deployments ADD COLUMN IF NOT EXISTS named_flags Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  flag String
)) DEFAULT arrayMap(f -> CAST((-9007199254740991, 9007199254740991, f), 'Tuple(knownFrom Int64, knownUntil Int64, flag String)'), flags);
