import type { AnswerValue, CardId, CriterionVerdict, KnownBy, ScorecardScope } from '@leadline/insights';
import { capitalizedEnum, documentedEnum } from '../schema/enum.js';

export const ScorecardScopeKindEnum = capitalizedEnum<ScorecardScope['kind']>(
  'ScorecardScopeKind',
  'Whose scorecard it is.',
  {
    organisation: 'That of everybody.',
    team: 'That of a team and the teams below it.',
    service: 'That of a service.',
  },
);

export const CardIdEnum = documentedEnum<CardId>('CardId', 'A card of criteria.', {
  PHASE_1: 'Milestones on the way to a deployment a week.',
  PHASE_2: 'Milestones on the way to a deployment a day.',
  PHASE_3: 'Milestones on the way to a hundred deployments a day.',
  LEVEL_1: 'Symptoms of deployment at its beginning: nothing to meet.',
  LEVEL_2: 'Deployment that is repeatable.',
  LEVEL_3: 'Deployment that is defined.',
  LEVEL_4: 'Deployment that is measured.',
  LEVEL_5: 'Deployment that gets better by what is measured.',
});

export const KnownByEnum = capitalizedEnum<KnownBy>('KnownBy', 'How a criterion is known.', {
  telemetry: 'What tools say decides.',
  proposal: 'What tools say is proposed, and a person confirms it.',
  people: 'People answer.',
});

export const CriterionStatusEnum = capitalizedEnum<CriterionVerdict['status']>(
  'CriterionStatus',
  'What is to be said of a criterion.',
  {
    met: 'Telemetry says that it is met.',
    not_met: 'Telemetry says that it is not met.',
    unknown: 'Nobody and nothing has said: never to be taken for met, nor for not met.',
    proposed: 'Telemetry proposes an answer, and nobody has confirmed it.',
    answered: 'A person answered, less than 180 days ago.',
  },
);

export const AnswerValueEnum = capitalizedEnum<AnswerValue>('AnswerValue', 'What a person says of a criterion.', {
  yes: 'It is met.',
  no: 'It is not met.',
  not_applicable: 'It does not apply here; never of a measurement.',
});

/** What telemetry proposes. */
export const ProposalEnum = capitalizedEnum<'met' | 'not_met'>('CriterionProposal', 'What telemetry proposes.', {
  met: 'That it is met.',
  not_met: 'That it is not met.',
});
