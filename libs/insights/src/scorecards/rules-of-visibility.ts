import type { Rule } from './criterion.js';
import type { ScorecardFacts } from './facts.js';
import { everyOf } from './general-rules.js';
import { decided, listOf, shareOf, unknown } from './rule-outcome.js';

const WEEK_MS = 7 * 86_400_000;

export const liveVersionsKnown: Rule = ({ places }) => {
  if (places.length === 0) return unknown('nothing is known to be live in production');
  const unknownPlaces = places.filter(({ isKnown }) => !isKnown);
  const names = unknownPlaces.map(({ service, environment, target }) =>
    [service, environment, target].filter((part) => part !== null).join(' '),
  );
  return decided(
    unknownPlaces.length === 0,
    shareOf('places in production whose live version is known', places.length - names.length, places.length),
    ...(names.length === 0 ? [] : [listOf('not known', names.slice(0, 10))]),
  );
};

export const trainEveryWeek = everyOf(
  'release trains that departed in each week',
  'no release train was told of in the last four full weeks',
  ({ trainsDeparted }) => trainsDeparted,
);

export const trainPublished: Rule = ({ furthestTrain, asOf }) =>
  furthestTrain === null
    ? unknown('no release train is planned')
    : decided(
        furthestTrain >= asOf + WEEK_MS,
        listOf('the furthest train is planned for', [new Date(furthestTrain).toISOString()]),
      );

/** Mails of each week, by when they were sent. */
const mailsIn = ({ mails, weeks }: ScorecardFacts, isWanted: (list: string) => boolean): number[] =>
  weeks.map(({ from, to }) => mails.filter(({ list, at }) => at >= from && at < to && isWanted(list)).length);

const isOfEverybody = (list: string): boolean => list === '';
const covers =
  ({ scope }: ScorecardFacts) =>
  (list: string): boolean =>
    isOfEverybody(list) || (scope.kind === 'team' && (list === scope.name || scope.name.startsWith(`${list}/`)));

/** A weekly mail was sent in each of the four weeks. */
export const mailedEveryWeek =
  (to: 'everybody' | 'scope'): Rule =>
  (facts) => {
    const weeks = mailsIn(facts, to === 'everybody' ? isOfEverybody : covers(facts));
    if (weeks.every((count) => count === 0)) return unknown('no weekly mail went out in the last four full weeks');
    return decided(
      weeks.length === 4 && weeks.every((count) => count > 0),
      listOf('weekly mails sent in each week', weeks.map(String)),
    );
  };

export const taggedServices =
  (least: number): Rule =>
  ({ services }) =>
    services.length === 0
      ? unknown('leadline.yaml names no service of this scope')
      : decided(
          services.filter(({ tags }) => Object.keys(tags).length > 0).length / services.length >= least,
          shareOf(
            'services with tags',
            services.filter(({ tags }) => Object.keys(tags).length > 0).length,
            services.length,
          ),
          listOf('tags', [...new Set(services.flatMap(({ tags }) => Object.keys(tags)))].sort()),
        );
