import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { useQuestion } from '../../api/use-question.js';
import { useReadiness } from '../../api/use-readiness.js';
import { isOwn, silentFor } from '../../entities/source-standing.js';
import { exactDuration } from '../../format/duration.js';
import { momentText } from '../../format/date.js';
import { count, counted } from '../../format/number.js';
import { sourcesQuery, type SourceStandingFragment } from '../../generated/graphql.js';
import { MailsPanel } from './mails-panel.js';
import { QuarantinePanel } from './quarantine-panel.js';
import { ReconciledPanel } from './reconciled-panel.js';

/** Who sends, what became of it, and what is not understood. */
export function SourcesPage() {
  const { view } = useNavigation().address;
  const href = useHref();
  const hrefHere = useHrefHere();
  const readiness = useReadiness();
  const isResolved = view.only === 'resolved';
  const question = useQuestion(sourcesQuery, {
    after: view.after,
    where: isResolved ? { states: ['RESOLVED'] } : null,
  });
  return (
    <Answered question={question} subject="The sources" skeleton={<SkeletonPanel lines={12} />}>
      {({ sources, quarantine, weeklyMails }) => (
        <>
          <PageHead
            title={titleOf(sources, quarantine.totalCount ?? quarantine.nodes.length, isResolved)}
            text="Every endpoint that ever received something, and every delivery that could not be understood. Nothing that was answered with 2xx is lost."
            aside={
              <>
                {readiness !== null && (
                  <State tone={readiness.behind === 0 ? 'ok' : 'provisional'}>
                    {readiness.behind === 0
                      ? 'everything received is counted'
                      : `${count(readiness.behind)} still to be counted`}
                  </State>
                )}
                <a class="btn" href={href('notices')}>
                  Notices to channels
                </a>
                <a class="btn" href={href('start')}>
                  Connect a source
                </a>
              </>
            }
          />
          <SourcesPanel sources={sources} />
          <ReconciledPanel sources={sources} />
          <QuarantinePanel quarantine={quarantine} isResolved={isResolved} again={question.again} hrefHere={hrefHere} />
          <MailsPanel weeklyMails={weeklyMails} />
        </>
      )}
    </Answered>
  );
}

function titleOf(sources: readonly SourceStandingFragment[], inQuarantine: number, isResolved: boolean): string {
  const others = sources.filter((source) => !isOwn(source));
  if (isResolved) return 'What was understood in the end';
  if (inQuarantine > 0) return `${counted(inQuarantine, 'delivery', 'deliveries')} could not be understood`;
  return others.length === 0
    ? 'Nothing has been received yet'
    : `${counted(others.length, 'source')}, everything understood`;
}

function SourcesPanel({ sources }: { readonly sources: readonly SourceStandingFragment[] }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  return (
    <Panel title="Sources" note="in order of name">
      <DataTable
        caption="Sources"
        rows={sources}
        rowKey={({ endpoint }) => endpoint}
        columns={[
          { title: 'Endpoint', place: 'title', cell: ({ endpoint }) => <bdi>{endpoint}</bdi> },
          { title: 'Source', cell: (one) => (isOwn(one) ? 'Leadline itself: its configuration' : one.source) },
          {
            title: 'Last received',
            cell: ({ lastReceivedAt }) => (
              <span class="nw">{lastReceivedAt === null ? 'never' : momentText(lastReceivedAt, timeZone, now)}</span>
            ),
          },
          { title: 'Understood, 7 days', isNumber: true, cell: ({ last7Days }) => count(last7Days.normalized) },
          { title: 'Ignored', isNumber: true, cell: ({ last7Days }) => count(last7Days.ignored) },
          { title: 'Not understood', isNumber: true, cell: ({ last7Days }) => count(last7Days.quarantined) },
          { title: 'State', place: 'wide', cell: (source) => <SourceState source={source} now={now} /> },
        ]}
      />
    </Panel>
  );
}

function SourceState({ source, now }: { readonly source: SourceStandingFragment; readonly now: number }) {
  const silence = silentFor(source, now);
  if (silence !== null) return <State tone="stale">silent {exactDuration(silence / 1000)}</State>;
  if (source.openInQuarantine > 0) return <State tone="error">{count(source.openInQuarantine)} in quarantine</State>;
  return <State tone="ok">sends</State>;
}
