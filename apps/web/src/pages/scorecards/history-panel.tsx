import { useState } from 'preact/hooks';
import { addDays, civilDateAt } from '../../address/civil-time.js';
import { scopeOf, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { dayText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import { scorecardThenQuery } from '../../generated/graphql.js';
import type { AnswerScope } from './answer-form.js';
import { CardHistoryChart } from './card-history-chart.js';
import { askedAt, monthEnds, type Then } from './month-ends.js';

const MONTHS = 6;

/** How the scorecard stood at the ends of the last months, asked for when somebody wants to see it: each is work for the engine. */
export function HistoryPanel({ scope }: { readonly scope: AnswerScope }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title="Over time" note={`how it stood at the ends of ${MONTHS} months, as it was known then`}>
      {isOpen ? (
        <Months scope={scope} />
      ) : (
        <div class="row">
          <button type="button" class="btn" onClick={() => setOpen(true)}>
            Show the last {MONTHS} months
          </button>
        </div>
      )}
    </Panel>
  );
}

/** One after the other, the latest first: together they would take longer than a reader waits. */
function Months({ scope }: { readonly scope: AnswerScope }) {
  const { address, now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const { asOf } = address.view;
  const today = civilDateAt(asOf === null ? now : Date.parse(asOf), timeZone);
  const ends = monthEnds(today, MONTHS).toReversed();
  return <Month scope={scope} ends={ends} known={[]} />;
}

function Month({
  scope,
  ends,
  known,
}: {
  readonly scope: AnswerScope;
  /** Still to be asked for. */
  readonly ends: readonly string[];
  /** The latest last. */
  readonly known: readonly Then[];
}) {
  const { timeZone } = useTimeWindow();
  const [end, ...rest] = ends;
  const variables =
    end === undefined
      ? null
      : { ...askedAt(end, timeZone), scope: scopeOf({ ...scope, environment: null, flag: null }) };
  const question = useQuestion(scorecardThenQuery, variables, { refreshes: false });
  if (end === undefined) return <History months={known} />;
  if (question.state === 'answered') {
    const { phase, level, cards } = question.answer.scorecard;
    const then = { label: dayText(addDays(end, -1)), phase, level, cards };
    return <Month key={rest[0] ?? ''} scope={scope} ends={rest} known={[then, ...known]} />;
  }
  return (
    <>
      {known.length > 0 && <History months={known} />}
      {question.state === 'waiting' && (
        <p class="mute s" role="status">
          {counted(ends.length, 'month')} still to be read…
        </p>
      )}
      <Answered
        question={question}
        subject={`The scorecard of ${dayText(addDays(end, -1))}`}
        skeleton={<SkeletonPanel />}
      >
        {() => null}
      </Answered>
    </>
  );
}

function History({ months }: { readonly months: readonly Then[] }) {
  const cards = (months.at(-1)?.cards ?? []).filter(({ ofSymptoms }) => !ofSymptoms);
  return (
    <>
      <div class="months">
        {cards.map(({ card, title }) => (
          <CardHistoryChart key={card} card={card} title={title} months={months} />
        ))}
      </div>
      <details class="tbl">
        <summary>Show as table</summary>
        <DataTable
          caption="Criteria met at the ends of months, the latest first"
          rows={months.toReversed()}
          rowKey={({ label }) => label}
          columns={columnsOf(cards)}
        />
      </details>
    </>
  );
}

const columnsOf = (cards: Then['cards']): readonly Column<Then>[] => [
  { title: 'End of', place: 'title', cell: ({ label }) => <span class="nw">{label}</span> },
  {
    title: 'Reached',
    cell: ({ phase, level }) => `${phase === 0 ? 'no phase' : `phase ${phase}`}, level ${level}`,
  },
  ...cards.map(({ card, title }): Column<Then> => ({
    title: title.replace(/:.*/, ''),
    isNumber: true,
    cell: ({ cards: then }) => {
      const found = then.find((one) => one.card === card);
      return found === undefined ? '–' : `${found.met}/${found.total}`;
    },
  })),
];
