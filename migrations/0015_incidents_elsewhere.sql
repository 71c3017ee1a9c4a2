-- While an incident was known to be of an environment that is not production. Rows from before have none until their incident
-- is told of again or a rebuild: they count as they did.

ALTER TABLE incidents ADD COLUMN IF NOT EXISTS elsewhere Array(Tuple(
  knownFrom Int64,
  knownUntil Int64,
  environment String,
  tier LowCardinality(String)
));
