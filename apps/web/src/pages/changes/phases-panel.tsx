import { useNavigation, useTimeWindow } from '../../address/navigation.js';
import { addDays } from '../../address/civil-time.js';
import { windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { phaseWords } from '../../entities/phase-words.js';
import { duration, exactDuration } from '../../format/duration.js';
import { NBSP } from '../../format/number.js';
import { usualPhasesQuery, type UsualPhasesQuery } from '../../generated/graphql.js';
import type { Change } from './change-found.js';

type Phase = Change['phases'][number];
type Usual = UsualPhasesQuery['leadTimePhases'][number];

/** What "usual" is taken from: weeks before the window's end. */
const USUAL_WEEKS = 13;
/** Fewer changes have no usual. */
const FEWEST = 10;

interface Row {
  readonly phase: Phase;
  readonly seconds: number;
  readonly usual: number | null;
}

/** The parts of the lead time so far, each against what the service usually takes. */
export function PhasesPanel({ change }: { readonly change: Change }) {
  const { address, now } = useNavigation();
  const usual = useUsual(change);
  const at = address.view.asOf === null ? now : Date.parse(address.view.asOf);
  if (change.phases.length === 0) return null;
  const rows = change.phases.map((phase): Row => {
    const known = usual?.phases.find((one) => one.phase === phase.phase);
    return {
      phase,
      seconds:
        Math.max(0, (phase.endedAt === null ? at : Date.parse(phase.endedAt)) - Date.parse(phase.startedAt)) / 1000,
      usual: known !== undefined && known.n >= FEWEST ? known.p50 : null,
    };
  });
  const total = rows.reduce((sum, { seconds }) => sum + seconds, 0);
  const isOver = change.phases.every(({ endedAt }) => endedAt !== null);
  const longest = Math.max(1, ...rows.flatMap((row) => [row.seconds, row.usual ?? 0]));
  return (
    <Panel
      title="Where the time went"
      note={`lead time ${isOver ? '' : 'so far '}${exactDuration(total)}${usual?.p50 == null || usual.n < FEWEST ? '' : ` · usually ${duration(usual.p50)}, median of ${usual.n} changes`}`}
    >
      <DataTable
        caption="Parts of the lead time"
        columns={columnsFor(longest)}
        rows={rows}
        rowKey={({ phase }) => phase.phase}
      />
      <p class="cap">
        blue = working, sand = waiting; the line marks what is usual: the median of its service in {USUAL_WEEKS} weeks
      </p>
    </Panel>
  );
}

function columnsFor(longest: number): readonly Column<Row>[] {
  return [
    { title: 'Part', place: 'title', cell: ({ phase }) => phaseWords[phase.phase].name },
    { title: '', place: 'wide', cell: (row) => <PhaseBar row={row} longest={longest} /> },
    {
      title: 'Took',
      isNumber: true,
      cell: ({ phase, seconds }) => (
        <b>
          {phase.endedAt === null && `so${NBSP}far${NBSP}`}
          {exactDuration(seconds)}
        </b>
      ),
    },
    { title: 'Usual', isNumber: true, cell: ({ usual }) => (usual === null ? '' : duration(usual)) },
  ];
}

function PhaseBar({ row: { phase, seconds, usual }, longest }: { readonly row: Row; readonly longest: number }) {
  const share = (part: number): string => `${Math.min(100, (100 * part) / longest)}%`;
  return (
    <svg class="phase-bar" width="100%" height="18" aria-hidden="true">
      <rect
        class={phaseWords[phase.phase].kind}
        x="0"
        y="2"
        width={share(Math.max(seconds, longest / 200))}
        height="12"
        rx="2"
      />
      {usual !== null && <rect class="usual" x={share(usual)} y="0" width="2" height="18" />}
    </svg>
  );
}

/** What the services of a change usually take; null: not known. */
function useUsual({ whereabouts }: Change): Usual | null {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const services = [...new Set(whereabouts.filter(({ tier }) => tier === 'production').map(({ service }) => service))];
  const days = { from: addDays(window.days.to, -7 * USUAL_WEEKS), to: window.days.to };
  const variables = { window: windowInput(days, window.timeZone), scope: { services }, asOf: view.asOf };
  const question = useQuestion(usualPhasesQuery, services.length === 0 ? null : variables, { refreshes: false });
  return question.state === 'answered' ? (question.answer.leadTimePhases[0] ?? null) : null;
}
