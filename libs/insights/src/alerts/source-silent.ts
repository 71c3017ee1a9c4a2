import type { Finding } from './alert.js';
import type { AlertFacts } from './alert-facts.js';

/** An endpoint that delivers often and has not for much longer than it ever takes, until its next delivery. */
export const sourceSilent = ({ asOf, silences, limits }: AlertFacts): Finding[] => {
  const { least, times } = limits([]).SOURCE_SILENT;
  return silences.flatMap(({ endpoint, lastAt, nextAt, usualGap }): Finding[] => {
    const limit = Math.max(least * 1000, times * usualGap);
    const silentFor = (nextAt ?? asOf) - lastAt;
    if (silentFor <= limit) return [];
    return [
      {
        rule: 'SOURCE_SILENT',
        key: endpoint,
        since: lastAt + limit,
        until: nextAt,
        severity: 'ticket',
        audience: ['platform'],
        what: `nothing comes from ${endpoint}`,
        value: silentFor / 1000,
        threshold: limit / 1000,
        services: [],
        environment: null,
        deployment: null,
      },
    ];
  });
};
