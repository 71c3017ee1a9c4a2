import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { isPerson, personsInJson } from './person.js';

/** What is shown of somebody whose name is not known any more. */
export const ERASED_PERSON = 'erased person';

/** Hashes that one statement asks for: what it is asked with has to fit into an address of HTTP. */
const AT_ONCE = 1_000;
/** Most people of an installation that are looked up at once. */
const MOST_PEOPLE = 1_000_000;

/** What is shown of each of these; what stands for no person (a token, "local") is itself. */
export async function namesOfPeople(
  analytics: Analytics,
  people: Iterable<string>,
): Promise<(person: string) => string> {
  const asked = [...new Set(people)].filter(isPerson);
  const names = new Map<string, string>();
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const bind = new Parameters();
    const some = bind.bind('Array(String)', asked.slice(from, from + AT_ONCE));
    const sql = `SELECT person, any(name) AS name FROM people WHERE person IN ${some} GROUP BY person LIMIT ${AT_ONCE}`;
    const rows = await analytics.query<PersonRow>({ sql, params: bind.values });
    for (const { person, name } of rows) names.set(person, name);
  }
  return (person) => shownAs(person, names);
}

/** What people said, with what is shown of whoever said it. */
export async function withNames<T extends { readonly by: string }>(
  analytics: Analytics,
  said: readonly T[],
): Promise<T[]> {
  const nameOf = await namesOfPeople(
    analytics,
    said.map(({ by }) => by),
  );
  return said.map((one) => ({ ...one, by: nameOf(one.by) }));
}

/** JSON with names in the places of those who stand in it; everybody's names are read once. */
export async function namedInJson(analytics: Analytics): Promise<(json: string) => string> {
  const names = new Map<string, string>();
  const sql = `SELECT person, any(name) AS name FROM people GROUP BY person LIMIT ${MOST_PEOPLE}`;
  for await (const { person, name } of analytics.stream<PersonRow>({ sql, params: {} })) names.set(person, name);
  return (json) => json.replaceAll(personsInJson, (_, person: string) => JSON.stringify(shownAs(person, names)));
}

interface PersonRow {
  readonly person: string;
  readonly name: string;
}

const shownAs = (person: string, names: ReadonlyMap<string, string>): string =>
  isPerson(person) ? (names.get(person) ?? ERASED_PERSON) : person;
