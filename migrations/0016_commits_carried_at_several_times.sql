-- At which further times a deployment carried a commit: it had gone to another one meanwhile. Rows from before hold the last
-- time alone; what depends on it is derived anew with the next touch of its service.

ALTER TABLE link_index ADD COLUMN IF NOT EXISTS earlier Array(Tuple(
  from Int64,
  until Int64
));
