import { useHref, useHrefHere, useNavigation } from '../../address/navigation.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { State } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { useQuestion } from '../../api/use-question.js';
import { useReadiness } from '../../api/use-readiness.js';
import { isOwn } from '../../entities/source-standing.js';
import { count, counted } from '../../format/number.js';
import { sourcesQuery, type SourcesQuery } from '../../generated/graphql.js';
import { MailsPanel } from './mails-panel.js';
import { NextStepsPanel } from './next-steps-panel.js';
import { QuarantinePanel } from './quarantine-panel.js';
import { ReconciledPanel } from './reconciled-panel.js';
import { SourcesPanel } from './sources-panel.js';

/** Who sends, what became of it, and what is not understood. */
export function SourcesPage() {
  const { view } = useNavigation().address;
  const href = useHref();
  const hrefHere = useHrefHere();
  const readiness = useReadiness();
  const isResolved = view.only === 'resolved';
  const question = useQuestion(sourcesQuery, {
    after: view.after,
    where: {
      ...(isResolved ? { states: ['RESOLVED'] } : {}),
      ...(view.of === null ? {} : { endpoints: [view.of] }),
    },
  });
  return (
    <Answered question={question} subject="The sources" skeleton={<SkeletonPanel lines={12} />}>
      {({ sources, dataGaps, quarantine, weeklyMails }) => (
        <>
          <PageHead
            title={titleOf(sources, isResolved)}
            text="Every endpoint that is on or ever received something, and every delivery that could not be understood. Nothing that was answered with 2xx is lost."
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
          <NextStepsPanel dataGaps={dataGaps} sources={sources} />
          <SourcesPanel sources={sources} />
          <ReconciledPanel sources={sources} />
          <QuarantinePanel
            quarantine={quarantine}
            isResolved={isResolved}
            endpoint={view.of}
            again={question.again}
            hrefHere={hrefHere}
          />
          <MailsPanel weeklyMails={weeklyMails} />
        </>
      )}
    </Answered>
  );
}

function titleOf(sources: SourcesQuery['sources'], isResolved: boolean): string {
  const heard = sources.filter((source) => !isOwn(source) && source.lastReceivedAt !== null);
  const inQuarantine = sources.reduce((sum, { openInQuarantine }) => sum + openInQuarantine, 0);
  if (isResolved) return 'What was understood in the end';
  if (inQuarantine > 0) return `${counted(inQuarantine, 'delivery', 'deliveries')} could not be understood`;
  return heard.length === 0
    ? 'Nothing has been received yet'
    : `${counted(heard.length, 'source')}, everything understood`;
}
