import { civilDateAt } from '../../address/civil-time.js';
import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { dayText } from '../../format/date.js';
import { measureById } from '../../measures/measure.js';
import { AnswerForm, type AnswerScope } from './answer-form.js';
import { type Card, type Criterion, type Evidence, evidenceText, isOpen } from './scorecard-words.js';
import { StandingMark } from './standing-mark.js';

/** The criteria of one card, each with what it rests on, and where a person can answer. */
export function CriteriaPanel({
  card,
  scope,
  again,
}: {
  readonly card: Card;
  readonly scope: AnswerScope;
  readonly again: () => void;
}) {
  const { view } = useNavigation().address;
  const hrefHere = useHrefHere();
  const onlyOpen = view.only === 'open';
  const rows = onlyOpen ? card.criteria.filter(isOpen) : card.criteria;
  return (
    <Panel
      title={card.title}
      note={
        <a href={hrefHere({ only: onlyOpen ? null : 'open' })}>{onlyOpen ? 'All criteria' : 'Only what is open'}</a>
      }
    >
      {card.ofSymptoms && (
        <p class="s mute">
          Symptoms of deployment at its beginning. None of them has to be there, and none is counted.
        </p>
      )}
      {rows.length === 0 ? (
        <p>
          <b>Nothing is open.</b>
        </p>
      ) : (
        <DataTable caption={card.title} columns={columnsOf(card, scope, again)} rows={rows} rowKey={({ id }) => id} />
      )}
    </Panel>
  );
}

function columnsOf(card: Card, scope: AnswerScope, again: () => void): readonly Column<Criterion>[] {
  return [
    {
      title: 'Criterion',
      place: 'title',
      cell: ({ id, text }) => (
        <>
          <span class="mono">{id}</span> {text}
        </>
      ),
    },
    {
      title: 'Standing',
      cell: (criterion) => <StandingMark criterion={criterion} isSymptom={card.ofSymptoms} />,
    },
    { title: 'Rests on', place: 'wide', cell: (criterion) => <RestsOn criterion={criterion} /> },
    {
      title: 'Answer',
      place: 'wide',
      cell: (criterion) =>
        criterion.answerable ? (
          <AnswerForm criterion={criterion} scope={scope} again={again} />
        ) : (
          <span class="mute s">tools decide</span>
        ),
    },
  ];
}

function RestsOn({ criterion: { status, asks, missing, answer, evidence } }: { readonly criterion: Criterion }) {
  const { timeZone } = useTimeWindow();
  const day = (instant: string): string => dayText(civilDateAt(Date.parse(instant), timeZone));
  return (
    <>
      {status === 'ANSWERED' && answer !== null && (
        <div>
          <bdi>{answer.reason}</bdi>{' '}
          <span class="mute">
            (<bdi>{answer.by}</bdi>, {day(answer.at)}, asked again {day(answer.expiresAt)})
          </span>
          {answer.link !== null && /^https?:\/\//.test(answer.link) && (
            <>
              {' '}
              <a href={answer.link} rel="noreferrer">
                <bdi>{answer.link}</bdi>
              </a>
            </>
          )}
        </div>
      )}
      {missing !== null && <div>{missing}</div>}
      {evidence.map((one) => (
        <EvidenceLine key={one.what} evidence={one} />
      ))}
      {asks !== null && <div class="mute s">asks for: {asks}</div>}
    </>
  );
}

/** A number of the five leads to its page. */
function EvidenceLine({ evidence }: { readonly evidence: Evidence }) {
  const { view } = useNavigation().address;
  const href = useHref();
  const measure = evidence.point === null ? undefined : measureById(evidence.point.metric);
  const text = evidenceText(evidence);
  if (measure === undefined)
    return (
      <div>
        <bdi>{text}</bdi>
      </div>
    );
  const { team, service } = view;
  return (
    <div>
      <a href={href('metric', measure.slug, { team, service })}>{text}</a>
    </div>
  );
}
