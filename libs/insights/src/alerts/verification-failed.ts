import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertFacts, SpansOf } from './alert-facts.js';
import { groupBy } from './group-by.js';
import { endedBy, firstOutside, wrongSpans } from './spans.js';

/** A check after the rollout that failed last, until it passes or another version takes its place; no ticket beside a page. */
export const verificationFailed = ({ deployments }: AlertFacts, paged: SpansOf): Finding[] =>
  deployments.flatMap((deployment) => {
    const post = deployment.checks.filter(({ stage, result }) => stage === 'post' && result !== 'inconclusive');
    return [...groupBy(post, ({ check }) => check)].flatMap(([check, results]) =>
      wrongSpans(
        results.map(({ finishedAt, result }) => ({ at: finishedAt, wrong: result === 'failed' ? true : null })),
      ).flatMap((span): Finding[] => {
        const ended = endedBy(span, deployment.replacedAt);
        const since = ended === null ? null : firstOutside(ended, paged(deployment));
        if (ended === null || since === null) return [];
        return [
          {
            rule: 'VERIFICATION_FAILED',
            severity: 'ticket',
            audience: ['developers'],
            ...aboutDeployment(deployment),
            since,
            until: ended.until,
            what: `check ${check} failed after the rollout`,
            value: null,
            threshold: null,
          },
        ];
      }),
    );
  });
