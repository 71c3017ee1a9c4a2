-- A change of a flag is found by every service and flag that was ever told of it. Rows from before say what they hold.

ALTER TABLE flag_changes ADD COLUMN IF NOT EXISTS ever_services Array(String) DEFAULT arraySort(arrayDistinct(arrayFlatten(states.services)));

ALTER TABLE flag_changes ADD COLUMN IF NOT EXISTS ever_flags Array(String) DEFAULT arraySort(arrayDistinct(states.flag));

ALTER TABLE flag_changes ADD INDEX IF NOT EXISTS ever_services_index ever_services TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE flag_changes ADD INDEX IF NOT EXISTS ever_flags_index ever_flags TYPE bloom_filter(0.001) GRANULARITY 1;
