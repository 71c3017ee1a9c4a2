import { weekNumber } from '../address/civil-time.js';
import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../address/navigation.js';
import { CopyButton } from '../components/copy-button.js';
import { useQuestion } from '../api/use-question.js';
import { exactDuration } from '../format/duration.js';
import { clockText, momentText } from '../format/date.js';
import { counted, NBSP } from '../format/number.js';
import { deploymentEventsQuery, type CountedRowFragment } from '../generated/graphql.js';
import type { Measure } from '../measures/measure.js';
import type { Measured, Week } from '../measures/measured.js';
import { intervalText, valueText } from '../measures/value-text.js';
import { type Evidence, example } from './evidence.js';

/** The way down: from the number to what was counted and left out, to one of them, to the deliveries as received. */
export function ExplainPanel({
  measured,
  week,
  evidence,
}: {
  readonly measured: Measured;
  readonly week: Week | null;
  readonly evidence: Evidence | null;
}) {
  const { measure, now } = measured;
  const point = week ?? now;
  const { timeZone } = useTimeWindow();
  const one = evidence === null ? null : example(measure, point.value, evidence);
  return (
    <aside class="panel" aria-label="Explain this number">
      <header>
        <h2 id="explain" tabIndex={-1}>
          Explain this number
        </h2>
        <kbd>E</kbd>
      </header>
      <ol class="depth">
        <li>
          <b class="big">{point.value === null ? '–' : valueText(measure.kind, point.value)}</b>{' '}
          <span class="s mute">
            {week === null ? '' : `W${weekNumber(week.monday)}, `}
            {point.value !== null && point.low !== null && point.high !== null
              ? `95${NBSP}% interval ${intervalText(measure.kind, point.low, point.high, point.value)}`
              : 'no interval'}
          </span>
          <p class="s mute">{measure.definition}</p>
        </li>
        {evidence !== null && <CountedStep measure={measure} evidence={evidence} />}
        {evidence !== null && evidence.leftOut.length > 0 && <LeftOutStep evidence={evidence} />}
        {one !== null && <ExampleStep measure={measure} row={one} />}
        {one !== null && one.deploymentId !== null && <DeliveriesStep deploymentId={one.deploymentId} />}
      </ol>
      <p class="cap">
        Times in {timeZone}. Computed at {clockText(now.computedAt, timeZone)}, with every event known then.
      </p>
      <div class="row">
        <CopyButton text={() => location.href} label="Copy link" done="Link copied" />
        <a class="btn" href={`/graphql?point=${encodeURIComponent(point.id)}`}>
          GraphQL
        </a>
      </div>
    </aside>
  );
}

function CountedStep({ measure, evidence }: { readonly measure: Measure; readonly evidence: Evidence }) {
  const hrefHere = useHrefHere();
  const others = evidence.leftOut
    .filter(({ code }) => code !== 'NOT_PRODUCTION')
    .reduce((sum, { rows }) => sum + rows.length, 0);
  const share = evidence.countedTotal / Math.max(1, evidence.countedTotal + others);
  const deployments = new Set(evidence.counted.map(({ deploymentId }) => deploymentId)).size;
  const [one, many] = measure.samples;
  return (
    <li>
      <a class="q b" href={hrefHere({ panel: 'counted' })}>
        {counted(evidence.countedTotal, one, many)} counted
      </a>
      <span
        class="bar"
        role="img"
        aria-label={`${evidence.countedTotal} counted, ${others} left out in the same environments`}
      >
        <i style={{ width: `${share * 100}%` }} />
        <i class="h" style={{ left: `${share * 100}%`, width: `${(1 - share) * 100}%` }} />
      </span>
      {measure.kind === 'share' && (
        <a class="q s" href={hrefHere({ panel: 'above' })}>
          {counted(evidence.above.length, 'of them', 'of them')}{' '}
          {measure.id === 'CHANGE_FAIL_RATE' ? 'failed' : 'repaired what users met'}
        </a>
      )}
      {measure.kind === 'duration' && <span class="s mute">in {counted(deployments, 'deployment')}</span>}
    </li>
  );
}

function LeftOutStep({ evidence }: { readonly evidence: Evidence }) {
  const hrefHere = useHrefHere();
  return (
    <li>
      <b>{evidence.leftOutTotal} left out, and why</b>
      <table class="reasons">
        <caption class="sr">What was left out, by reason</caption>
        <tbody>
          {evidence.leftOut.map(({ code, reason, rows }) => (
            <tr key={code}>
              <td class="r b">
                <a
                  class="q"
                  href={hrefHere({ panel: `left-out.${code}` })}
                  aria-label={`${rows.length}: ${reason} Show them`}
                >
                  {rows.length}
                </a>
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {evidence.isLeftOutCut && <span class="cap">reasons of the latest 500 of them</span>}
    </li>
  );
}

function ExampleStep({ measure, row }: { readonly measure: Measure; readonly row: CountedRowFragment }) {
  const { now } = useNavigation();
  const href = useHref();
  const { timeZone } = useTimeWindow();
  const moment = (at: string): string => momentText(at, timeZone, now);
  const lines: (readonly [string, string])[] = [
    ...(row.opensAt === null
      ? []
      : [[measure.id === 'CHANGE_LEAD_TIME' ? 'committed' : 'failing since', moment(row.opensAt)] as const]),
    ...(row.closesAt === null
      ? []
      : [[measure.id === 'CHANGE_LEAD_TIME' ? 'live' : 'repaired', moment(row.closesAt)] as const]),
    ...(row.opensAt === null ? [['finished', moment(row.at)] as const] : []),
    ...(row.value === null ? [] : [[measure.name, exactDuration(row.value)] as const]),
  ];
  return (
    <li>
      <b>
        One of them: <bdi>{exampleName(row)}</bdi>
      </b>
      <table class="reasons">
        <caption class="sr">Its times</caption>
        <tbody>
          {lines.map(([name, text]) => (
            <tr key={name}>
              <td class="nw mute">{name}</td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {row.deploymentId !== null && (
        <a class="s" href={href('deployment', row.deploymentId)}>
          Its deployment of <bdi>{row.service}</bdi>
        </a>
      )}
    </li>
  );
}

function exampleName({ kind, title, sha, service }: CountedRowFragment): string {
  if (kind === 'DEPLOYMENT') return `${service ?? ''} ${sha === null ? (title ?? '') : sha.slice(0, 7)}`.trim();
  return title ?? sha?.slice(0, 7) ?? service ?? '';
}

const MOST_DELIVERIES = 4;

function DeliveriesStep({ deploymentId }: { readonly deploymentId: string }) {
  const { view } = useNavigation().address;
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const question = useQuestion(deploymentEventsQuery, { id: deploymentId, asOf: view.asOf }, { refreshes: false });
  const events = question.state === 'answered' ? (question.answer.deployment?.events ?? []) : [];
  return (
    <li>
      <b>Deliveries as received</b>
      <p class="s mute">
        {events.slice(0, MOST_DELIVERIES).map(({ id, kind, time, delivery }) => (
          <a key={id} class="delivery" href={href('delivery', delivery)}>
            {kind}
            {time === null ? '' : ` ${clockText(time, timeZone)}`}
          </a>
        ))}
        {events.length > MOST_DELIVERIES && (
          <a href={href('deployment', deploymentId)}>and {events.length - MOST_DELIVERIES} more</a>
        )}
      </p>
    </li>
  );
}
