import { useMemo } from 'preact/hooks';
import { useNavigation } from '../address/navigation.js';
import { Answered, SkeletonPanel } from '../components/answered.js';
import { useQuestion } from '../api/use-question.js';
import { evidenceQuery } from '../generated/graphql.js';
import type { Measured } from '../measures/measured.js';
import { BehindPanel } from './behind-panel.js';
import { DistributionPanel } from './distribution-panel.js';
import { evidenceOf } from './evidence.js';
import { EvidencePanel } from './evidence-panel.js';
import { ExplainPanel } from './explain-panel.js';
import { TrendPanel } from './trend-panel.js';

/** One metric opened: its trend, the explanation of its number, and what lies behind it. */
export function OpenedMetric({ measured, subject }: { readonly measured: Measured; readonly subject: string }) {
  const { view } = useNavigation().address;
  const week = measured.weeks.find(({ monday }) => monday === view.week) ?? null;
  const point = week ?? measured.now;
  const question = useQuestion(evidenceQuery, { point: point.id }, { refreshes: false });
  const answer = question.state === 'answered' ? question.answer : null;
  const evidence = useMemo(() => (answer === null ? null : evidenceOf(answer)), [answer]);
  return (
    <div class="opened">
      <div class="stack">
        <TrendPanel measured={measured} subject={subject} />
        <Answered question={question} subject="What lies behind the number" skeleton={<SkeletonPanel lines={8} />}>
          {() => (
            <>
              {evidence !== null && view.panel !== null && (
                <EvidencePanel measured={measured} evidence={evidence} panel={view.panel} />
              )}
              {evidence !== null && <BehindPanel measured={measured} evidence={evidence} week={week} />}
            </>
          )}
        </Answered>
      </div>
      <div class="stack">
        <ExplainPanel measured={measured} week={week} evidence={evidence} />
        {evidence !== null && measured.measure.kind === 'duration' && (
          <DistributionPanel evidence={evidence} measured={measured} />
        )}
      </div>
    </div>
  );
}
