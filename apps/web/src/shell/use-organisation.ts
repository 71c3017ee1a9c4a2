import { ownTimeZone } from '../address/navigation.js';
import { type Organisation, organisationOf } from '../address/organisation.js';
import { useQuestion } from '../api/use-question.js';
import { organisationQuery } from '../generated/graphql.js';

/** The organisation; null: it is being asked for. Where it cannot be read, nothing but the zone of the browser is known. */
export function useOrganisation(): Organisation | null {
  const question = useQuestion(organisationQuery, {}, { refreshes: false });
  switch (question.state) {
    case 'waiting':
      return null;
    case 'answered':
      return organisationOf(question.answer.organisation);
    case 'problem':
      return { name: null, timeZone: ownTimeZone(), benchmark: null };
  }
}
