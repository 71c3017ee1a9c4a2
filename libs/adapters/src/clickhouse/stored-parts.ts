import { type Connection, select } from './connection.js';
import { jsonOutput } from './settings.js';

/**
 * Which parts the tables of a database consist of, but for merges. Every insert makes a part with the next number of its
 * table; a merge keeps the least and the greatest of its parts, and a mutation's number ends the part's name
 * (https://clickhouse.com/docs/operations/system-tables/parts). Some milliseconds on a server; who asks while another
 * asking is under way is answered by the next one, which all of them share: what they stored may have come too late
 * for the first.
 */
export function storedParts(connection: Connection): () => Promise<string> {
  let underWay: Promise<string> | undefined;
  let next: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const answer = await select(connection, { sql, params: { database: connection.database }, settings: jsonOutput });
    const [row] = await answer.json<{ readonly parts: string }>();
    return row?.parts ?? '';
  };
  const start = (): Promise<string> => {
    next = undefined;
    const reading = read();
    underWay = reading;
    const over = (): void => {
      if (underWay === reading) underWay = undefined;
    };
    reading.then(over, over);
    return reading;
  };
  return () => {
    if (underWay === undefined) return start();
    return (next ??= underWay.then(start, start));
  };
}

const sql = `
SELECT toString(count()) || ' ' || toString(groupBitXor(cityHash64(table, partition_id, oldest, newest, mutated))) AS parts
FROM (
  SELECT
    table, partition_id,
    min(min_block_number) AS oldest, max(max_block_number) AS newest,
    max(toUInt64OrZero(splitByChar('_', name)[5])) AS mutated
  FROM system.parts
  WHERE database = {database:String} AND active
  GROUP BY table, partition_id
)`;
