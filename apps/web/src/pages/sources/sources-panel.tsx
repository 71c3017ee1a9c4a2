import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { isOwn, silentFor } from '../../entities/source-standing.js';
import { duration, exactDuration } from '../../format/duration.js';
import { momentText } from '../../format/date.js';
import { count } from '../../format/number.js';
import type { SourcesQuery } from '../../generated/graphql.js';

type Source = SourcesQuery['sources'][number];
type Counts = Source['last7Days'];

/** Who sends, how much, and what became of it. */
export function SourcesPanel({ sources }: { readonly sources: readonly Source[] }) {
  const { now } = useNavigation();
  const href = useHref();
  const hrefHere = useHrefHere();
  if (sources.length === 0) {
    return (
      <Panel title="Sources">
        <p class="mute">
          No endpoint is on, and nothing has arrived. <a href={href('start')}>Connect a source</a>
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Sources" note="in order of name">
      <DataTable
        caption="Sources"
        rows={sources}
        rowKey={({ endpoint }) => endpoint}
        columns={[
          { title: 'Endpoint', place: 'title', cell: ({ endpoint }) => <bdi>{endpoint}</bdi> },
          { title: 'Source', cell: (one) => (isOwn(one) ? 'Leadline itself: its configuration' : one.source) },
          { title: 'Last received', cell: (source) => <LastReceived source={source} /> },
          { title: 'Received, 24 hours', isNumber: true, cell: ({ last24Hours }) => count(all(last24Hours)) },
          { title: '7 days', isNumber: true, cell: ({ last7Days }) => count(all(last7Days)) },
          { title: 'Ignored', isNumber: true, cell: ({ last7Days }) => count(last7Days.ignored) },
          { title: 'Not understood', isNumber: true, cell: ({ last7Days }) => notUnderstood(last7Days) },
          { title: 'Refused', isNumber: true, cell: ({ refused }) => count(refused?.last7Days ?? 0) },
          {
            title: 'State',
            place: 'wide',
            cell: (source) => <SourceState source={source} now={now} hrefHere={hrefHere} />,
          },
        ]}
      />
    </Panel>
  );
}

const all = ({ normalized, ignored, quarantined }: Counts): number => normalized + ignored + quarantined;

/** "40 (40 %)": of everything that came. */
function notUnderstood(counts: Counts): string {
  const { quarantined } = counts;
  return quarantined === 0 ? '0' : `${count(quarantined)} (${Math.round((quarantined / all(counts)) * 100)}\u00a0%)`;
}

function LastReceived({ source: { lastReceivedAt, lastTestAt, usualGapSeconds } }: { readonly source: Source }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  return (
    <>
      <span class="nw">{lastReceivedAt === null ? 'never' : momentText(lastReceivedAt, timeZone, now)}</span>
      {usualGapSeconds !== null && <div class="cap">usually within {duration(Math.max(60, usualGapSeconds))}</div>}
      {lastTestAt !== null && <div class="cap">tested {momentText(lastTestAt, timeZone, now)}</div>}
    </>
  );
}

/** In one word; what to do about it stands in the list of next steps. */
function SourceState({
  source,
  now,
  hrefHere,
}: {
  readonly source: Source;
  readonly now: number;
  readonly hrefHere: ReturnType<typeof useHrefHere>;
}) {
  const { endpoint, openInQuarantine, advice } = source;
  const codes = new Set(advice.map(({ code }) => code));
  const silence = silentFor(source, now);
  const inQuarantine = openInQuarantine > 0 && (
    <State tone="error">
      <a href={`${hrefHere({ of: endpoint, only: null, after: null })}#quarantine`}>
        {count(openInQuarantine)} in quarantine
      </a>
    </State>
  );
  const words = (
    <>
      {codes.has('off') && <State tone="error">off</State>}
      {codes.has('refused') && <State tone="error">refused</State>}
      {codes.has('never_received') && <State tone="none">nothing yet</State>}
      {codes.has('clock') && <State tone="error">its clock is ahead</State>}
      {silence !== null && <State tone="stale">silent {exactDuration(silence / 1000)}</State>}
      {inQuarantine}
      {codes.has('only_ignored') && <State tone="provisional">of no interest so far</State>}
      {codes.size === 0 && <State tone="ok">sends</State>}
    </>
  );
  return <div class="row">{words}</div>;
}
