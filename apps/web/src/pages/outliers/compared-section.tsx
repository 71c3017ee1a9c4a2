import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { civilDateAt, mondayOf, weekNumber } from '../../address/civil-time.js';
import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { TrendChart } from '../../charts/trend-chart.js';
import type { WeekMarks } from '../../charts/week-marks.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { Panel } from '../../components/panel.js';
import { NBSP } from '../../format/number.js';
import type { OutlierFindingFragment, OutlierScanQuery } from '../../generated/graphql.js';
import type { Measure } from '../../measures/measure.js';
import { isOutside, type Measured, rangeAt, shifted } from '../../measures/measured.js';
import { useMeasures } from '../../measures/use-measures.js';
import { valueText } from '../../measures/value-text.js';
import { TrendTable } from '../../opened/trend-table.js';
import { FunnelPanel } from './funnel-panel.js';
import type { Compared } from './outliers-page.js';

type Scan = OutlierScanQuery['outlierScan'];
type Finding = OutlierFindingFragment;

/** Nothing is marked above these charts: whose incidents and flags they are is told on the page of each. */
const unmarked: ReadonlyMap<string, WeekMarks> = new Map();
/** What has no funnel, as groups have no common value of it. */
const withoutFunnel: readonly Measure['id'][] = ['CHANGE_LEAD_TIME', 'DEPLOYMENT_FREQUENCY'];

/** Groups against each other, and beside each funnel one of them, or everything, against its own past. */
export function ComparedSection({ scan, by }: { readonly scan: Scan; readonly by: Compared }) {
  const subject = comparedSubject(scan, by, useNavigation().address.view.of);
  const question = useMeasures(subject === null ? {} : by === 'team' ? { teams: [subject] } : { services: [subject] });
  const title = useArrivalAt(subject);
  return (
    <>
      <div class="head">
        <h2 ref={title} tabIndex={-1}>
          Week by week: <bdi>{subject ?? 'everything'}</bdi>
        </h2>
        <div class="row">
          <SubjectChoice names={namesOf(scan)} subject={subject} by={by} />
        </div>
      </div>
      <Answered question={question} subject="The weeks" skeleton={<SkeletonPanel lines={12} />}>
        {(measured) => {
          const weeks = (id: string) => measured.find(({ measure }) => measure.id === id);
          return (
            <div class="grid">
              {scan.funnels.map((funnel) => (
                <Fragment key={funnel.metric}>
                  <FunnelPanel funnel={funnel} by={by} />
                  <WeeksPanel measured={weeks(funnel.metric)} {...{ scan, by, subject }} />
                </Fragment>
              ))}
              {withoutFunnel.map((id) => (
                <WeeksPanel key={id} measured={weeks(id)} {...{ scan, by, subject }} />
              ))}
            </div>
          );
        }}
      </Answered>
    </>
  );
}

/** Whoever chose a finding far above is taken to its weeks; whoever chooses beside them stays where they are. */
function useArrivalAt(subject: string | null) {
  const title = useRef<HTMLHeadingElement>(null);
  const before = useRef(subject);
  useEffect(() => {
    if (before.current === subject) return;
    before.current = subject;
    if (document.activeElement instanceof HTMLSelectElement) return;
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start' });
  }, [subject]);
  return title;
}

/** Whom the address names, else whom the surest finding is about; null: everything. */
export function comparedSubject(scan: Scan, by: Compared, asked: string | null): string | null {
  if (asked !== null) return asked === EVERYTHING ? null : asked;
  const first = scan.outliers.find((finding) => finding[by] !== null && finding.rule !== 'SINGLE_RECORD');
  return first?.[by] ?? null;
}

/** No team and no service has an empty name. */
const EVERYTHING = '*';

function namesOf({ outliers, funnels }: Scan): readonly string[] {
  const points = funnels.flatMap((funnel) => funnel.points.map(({ team, service }) => team ?? service ?? ''));
  const found = outliers.map(({ team, service }) => team ?? service ?? '');
  return [...new Set([...points, ...found])].filter((name) => name !== '').sort();
}

function SubjectChoice({
  names,
  subject,
  by,
}: {
  readonly names: readonly string[];
  readonly subject: string | null;
  readonly by: Compared;
}) {
  const { go } = useNavigation();
  const hrefHere = useHrefHere();
  const offered = subject === null || names.includes(subject) ? names : [...names, subject].sort();
  return (
    <select
      class="btn choice"
      aria-label={`Week by week of which ${by}`}
      value={subject ?? EVERYTHING}
      onChange={(event) => go(hrefHere({ of: event.currentTarget.value }))}
    >
      <option value={EVERYTHING}>everything</option>
      {offered.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** A process behaviour chart of individual weeks (XmR): where weeks lie, and which of them chance does not explain. */
function WeeksPanel({
  measured: given,
  scan,
  by,
  subject,
}: {
  readonly measured: Measured | undefined;
  readonly scan: Scan;
  readonly by: Compared;
  readonly subject: string | null;
}) {
  const { timeZone } = useTimeWindow();
  const href = useHref();
  if (given === undefined) return null;
  const { measure } = given;
  const shift = shiftOf(scan.outliers, measure, by, subject);
  const measured =
    shift === undefined ? given : shifted(given, mondayOf(civilDateAt(Date.parse(shift.since), timeZone)));
  const changes = { metric: measure.slug };
  return (
    <Panel title={`${measure.title} per week${measure.kind === 'duration' ? ', median' : ''}`} width={6}>
      <p class="s mute">{limitsText(measured)}</p>
      <TrendChart
        measured={measured}
        marks={unmarked}
        hrefOfWeek={(week) =>
          subject === null ? href('metric', measure.slug, { week }) : href(by, subject, { ...changes, week })
        }
      />
      <WeeksKey measured={measured} />
      <TrendTable measured={measured} marks={unmarked} />
    </Panel>
  );
}

/** The lasting change of level that the scan found in these weeks. */
const shiftOf = (found: readonly Finding[], { id }: Measure, by: Compared, subject: string | null) =>
  found.find((one) => one.rule === 'LASTING_SHIFT' && one.metric === id && one[by] === subject);

/** What the limits are, and which weeks lie outside of them. */
function limitsText(measured: Measured): string {
  const { measure, weeks, range, shift } = measured;
  const axis = { duration: 'logarithmic axis', rate: 'per civil day, from zero', share: 'from zero' }[measure.kind];
  const limits = [range, shift?.range ?? null].flatMap((one) =>
    one === null ? [] : [`${valueText(measure.kind, one.low)} to ${valueText(measure.kind, one.high)}`],
  );
  if (limits.length === 0) return `XmR chart, ${axis}. Fewer than 12 full weeks with enough in them: no limits yet.`;
  const turned = shift === undefined ? '' : `; the level shifted in W${weekNumber(shift.monday)}`;
  const outside = weeks
    .filter((week) => isOutside(week, rangeAt(measured, week.monday)))
    .map(({ monday }) => `W${weekNumber(monday)}`);
  const found = outside.length === 0 ? 'no week outside' : `outside: ${outside.join(', ')}`;
  return `XmR chart, ${axis}. Natural limits ${limits.join(', then ')}${turned}; ${found}.`;
}

/** How to read the chart. */
function WeeksKey({ measured: { range, shift } }: { readonly measured: Measured }) {
  const hasLimits = range !== null || (shift?.range ?? null) !== null;
  return (
    <div class="key" aria-hidden="true">
      {hasLimits && (
        <>
          <span>
            <svg class="swatch">
              <line class="centre" x1="0" y1="6" x2="18" y2="6" />
            </svg>
            centre
          </span>
          <span>
            <svg class="swatch">
              <rect class="usual" width="18" height="12" />
            </svg>
            natural limits
          </span>
          <span>
            <svg class="swatch">
              <path class="signal" d="M9 0l6 6-6 6-6-6z" />
            </svg>
            outside the limits then in force
          </span>
        </>
      )}
      <span>
        <svg class="swatch">
          <rect class="ribbon" width="18" height="12" />
        </svg>
        95{NBSP}% interval
      </span>
      <span>
        <svg class="swatch">
          <circle class="thin" cx="9" cy="6" r="3.5" />
        </svg>
        too few to compare
      </span>
    </div>
  );
}
