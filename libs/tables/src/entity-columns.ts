import { millis, relations, text } from './column.js';

/** Columns that every folded entity has. */
export const folded = {
  /** JSON of the entity's timeline: [{from, state}], from in epoch milliseconds or null for "always known". */
  history: text,
  /** SHA-256 of the content: rows that did not change are not written again. */
  content_hash: text,
};

/** Each element holds for queries as of t with knownFrom <= t < knownUntil. */
export const known = { knownFrom: millis, knownUntil: millis };

/** Teams of the services an entity concerns, by the catalogue, with the interval in which they owned them. */
export const ownersOfServices = relations({ service: text, team: text, from: millis, until: millis });
