import type { Finding } from './alert.js';
import type { AlertFacts } from './alert-facts.js';
import { earlier } from './spans.js';

/** A release train that has not left when its tolerance is over, until it leaves or is cancelled. */
export const trainLate = ({ asOf, trains, trainTolerance }: AlertFacts): Finding[] =>
  trains.flatMap(({ train, services, plannedAt, departedAt, cancelledAt }): Finding[] => {
    const until = earlier(departedAt, cancelledAt);
    const late = (until ?? asOf) - plannedAt;
    if (late <= trainTolerance) return [];
    return [
      {
        rule: 'TRAIN_LATE',
        key: train,
        since: plannedAt + trainTolerance,
        until,
        severity: 'inform',
        audience: ['developers', 'product'],
        what: 'the train has not left',
        value: late / 1000,
        threshold: trainTolerance / 1000,
        services,
        environment: null,
        deployment: null,
      },
    ];
  });
