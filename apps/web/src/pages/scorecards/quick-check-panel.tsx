import { scopeOf, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { daysLabel, windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { count } from '../../format/number.js';
import { quickCheckQuery, type QuickCheckQuery } from '../../generated/graphql.js';
import { measureById } from '../../measures/measure.js';
import { intervalText, valueText } from '../../measures/value-text.js';

type Check = QuickCheckQuery['quickCheck'];
type Score = Check['scores'][number];

/** DORA's Quick Check, answered by telemetry, beside what people of all industries answered. */
export function QuickCheckPanel() {
  const { view } = useNavigation().address;
  const { days, timeZone } = useTimeWindow();
  const question = useQuestion(quickCheckQuery, {
    window: windowInput(days, timeZone),
    scope: scopeOf({ ...view, environment: null }),
    asOf: view.asOf,
  });
  return (
    <Answered question={question} subject="The Quick Check" skeleton={<SkeletonPanel lines={8} />}>
      {({ quickCheck }) => <Scores check={quickCheck} days={daysLabel(days)} />}
    </Answered>
  );
}

const scoreText = (score: number | null): string => (score === null ? '—' : score.toFixed(1));

interface Line {
  readonly name: string;
  readonly score: number | null;
  readonly mean: number | null;
  readonly of: Score | null;
  /** What people say instead. */
  readonly said: string;
}

function Scores({ check, days }: { readonly check: Check; readonly days: string }) {
  const { edition, overall, throughput, stability, scores, throughputBenchmark, stabilityBenchmark, corrected } = check;
  const isCorrected = corrected !== null;
  const lines: readonly Line[] = [
    ...scores.map((score) => ({
      name: measureById(score.metric)?.title ?? score.metric,
      score: score.score,
      mean: score.benchmark.mean,
      of: score,
      said: answerText(score),
    })),
    {
      name: 'Throughput',
      score: throughput,
      mean: throughputBenchmark.mean,
      of: null,
      said: scoreText(corrected?.throughput ?? null),
    },
    {
      name: 'Stability',
      score: stability,
      mean: stabilityBenchmark.mean,
      of: null,
      said: scoreText(corrected?.stability ?? null),
    },
    { name: 'Overall', score: overall, mean: null, of: null, said: scoreText(corrected?.overall ?? null) },
  ];
  return (
    <Panel title="DORA Quick Check" note={`edition ${edition}, ${days}`}>
      <p class="s mute">
        Scores from 0 to 10, 10 is good, beside the mean of all industries in DORA’s survey of {edition}. Numbers of
        tools mapped to the answers of a survey: no judgement of a team.
      </p>
      <DataTable
        caption={`DORA Quick Check, edition ${edition}`}
        rows={lines}
        rowKey={({ name }) => name}
        columns={[
          { title: 'Score of', place: 'title', cell: ({ name }) => name },
          {
            title: 'Score',
            isNumber: true,
            cell: ({ score }) =>
              score === null ? <State tone="none">no value, left out of the means</State> : <b>{scoreText(score)}</b>,
          },
          {
            title: 'All industries',
            isNumber: true,
            cell: ({ mean }) => scoreText(mean),
          },
          { title: 'Value', isNumber: true, cell: ({ of }) => (of === null ? '' : valueOf(of)) },
          ...(isCorrected ? [{ title: 'People say', cell: ({ said }: Line) => said }] : []),
        ]}
      />
    </Panel>
  );
}

function answerText({ metric, answer }: Score): string {
  if (answer === null) return '';
  const measure = measureById(metric);
  const value = measure === undefined ? String(answer.value) : valueText(measure.kind, answer.value);
  return `${scoreText(answer.score)}: ${value}, ${answer.by}: ${answer.reason}`;
}

function valueOf({ metric, point: { value, n, low, high } }: Score): string {
  const measure = measureById(metric);
  if (measure === undefined || value === null) return '—';
  const interval = low === null || high === null ? '' : `, ${intervalText(measure.kind, low, high, value)}`;
  return `${valueText(measure.kind, value)} (n = ${count(n)}${interval})`;
}
