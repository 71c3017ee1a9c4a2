import { table, text } from './column.js';

/**
 * Names of people, by the keyed hash that stands for them in every other table. The only place with names that were told:
 * joined where one is shown, and without those of people who were erased.
 */
export const peopleTable = table({
  name: 'people',
  columns: {
    /** "person:" and 128 bits of an HMAC-SHA-256 under the installation's key, in hexadecimal. */
    person: text,
    /** As it was told. */
    name: text,
  },
  key: ['person'],
});
