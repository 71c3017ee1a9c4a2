import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { TimelineChart, timelineNote } from '../../charts/timeline-chart.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { CopyButton } from '../../components/copy-button.js';
import { DataTable } from '../../components/data-table.js';
import { EventsTable } from '../../components/events-table.js';
import { Mark } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { SeeAlso } from '../../components/see-also.js';
import { CorrectButton } from '../../corrections/correct-button.js';
import { CorrectionsMade } from '../../corrections/corrections-made.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { failureWords } from '../../entities/failure-words.js';
import { exposureText } from '../../entities/flag-words.js';
import { causesOf, incidentName, subjectOfIncident } from '../../entities/incident-words.js';
import { momentText } from '../../format/date.js';
import { exactDuration } from '../../format/duration.js';
import { incidentPageQuery } from '../../generated/graphql.js';
import type { PageProps } from '../../shell/pages.js';
import { CandidatesPanel } from '../oncall/candidates-panel.js';
import { type Incident, incidentTimeline } from './incident-timeline.js';
import { timelineText } from '../deployments/deployment-timeline.js';

/** One incident: timeline, what it is laid to and why, what changed before it, what people said, every event. */
export function IncidentPage({ subject: id }: PageProps) {
  const { view } = useNavigation().address;
  const href = useHref();
  const question = useQuestion(incidentPageQuery, { id, asOf: view.asOf });
  return (
    <Answered question={question} subject="The incident" skeleton={<SkeletonPanel lines={14} />}>
      {({ incident }) =>
        incident === null ? (
          <>
            <PageHead title="There is no such incident" text={<bdi class="mono">{id}</bdi>} />
            <section class="panel">
              <p>
                The id is that which its source gave it. <a href={href('oncall')}>Incidents that are open</a>
              </p>
            </section>
          </>
        ) : (
          <Found incident={incident} again={question.again} />
        )
      }
    </Answered>
  );
}

function Found({ incident, again }: { readonly incident: Incident; readonly again: () => void }) {
  return (
    <>
      <Head incident={incident} again={again} />
      <Timeline incident={incident} />
      <div class="grid">
        <div class="stack c7">
          <CausesPanel incident={incident} />
          <CandidatesPanel incident={incident} at={Date.parse(incident.startedAt)} again={again} everyMs={null} />
        </div>
        <div class="stack c5">
          {incident.corrections.length > 0 && (
            <Panel title="What people said">
              <CorrectionsMade corrections={incident.corrections} of={{ incident: incident.id }} again={again} />
            </Panel>
          )}
          <Panel title="Where it comes from" note={incident.source}>
            <EventsTable events={incident.events} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function Head({ incident, again }: { readonly incident: Incident; readonly again: () => void }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const { id, service, severity, startedAt, resolvedAt, url, userFacing } = incident;
  const began = Date.parse(startedAt);
  const end = resolvedAt === null ? now : Date.parse(resolvedAt);
  const lasted = exactDuration(Math.max(0, end - began) / 1000);
  return (
    <PageHead
      title={`${resolvedAt === null ? 'Open incident: ' : ''}${incidentName(incident)}`}
      above={
        <>
          <a href={href('oncall')}>Incidents</a> / <a href={href('service', service)}>{service}</a> ·{' '}
          <bdi class="mono">{id}</bdi>
          {severity !== null && (
            <>
              {' '}
              · <bdi>{severity}</bdi>
            </>
          )}
        </>
      }
      text={`Began ${momentText(startedAt, timeZone, now)}, ${resolvedAt === null ? 'open for' : 'over after'} ${lasted}.${userFacing ? '' : ' Users did not notice.'}`}
      aside={
        <>
          <CorrectButton subject={subjectOfIncident(incident)} again={again} />
          {url !== null && /^https?:\/\//i.test(url) && (
            <a class="btn" href={url} target="_blank" rel="noreferrer noopener">
              At its source
            </a>
          )}
          <SeeAlso links={incident.seeAlso} />
          <CopyButton text={() => location.href} label="Copy link" done="Link copied" />
        </>
      }
    />
  );
}

function Timeline({ incident }: { readonly incident: Incident }) {
  const { timeZone } = useTimeWindow();
  const rows = incidentTimeline(incident);
  return (
    <Panel title="Timeline" note={timelineNote(rows, timeZone)}>
      <TimelineChart rows={rows} timeZone={timeZone} label={timelineText(rows)} />
    </Panel>
  );
}

/** The releases by flag that it names as its cause. */
function CausingFlags({ incident: { causedByFlagChanges, counts } }: { readonly incident: Incident }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  return (
    <DataTable
      caption="Changes of feature flags it is laid to"
      rows={causedByFlagChanges}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Feature flag',
          place: 'title',
          cell: ({ flag }) => (
            <a class="q" href={href('flag', flag)}>
              <bdi>{flag}</bdi>
            </a>
          ),
        },
        { title: 'Environment', cell: ({ environment }) => <bdi>{environment}</bdi> },
        { title: 'Changed', cell: ({ at }) => <span class="nw">{momentText(at, timeZone, now)}</span> },
        { title: 'To', cell: ({ exposure }) => exposureText(exposure) },
        {
          title: 'Counts',
          place: 'wide',
          cell: () =>
            counts ? (
              <Mark shape="failed" tone="bad">
                counts as its failure
              </Mark>
            ) : (
              <Mark shape="none">not under the default rules</Mark>
            ),
        },
      ]}
    />
  );
}

function CausesPanel({ incident }: { readonly incident: Incident }) {
  const { counts, causedByFlagChanges: flagChanges } = incident;
  const causes = causesOf(incident);
  const href = useHref();
  const note = counts ? 'by name, or by inference' : 'it counts as no failure of a deployment';
  return (
    <Panel title={causes.length + flagChanges.length === 0 ? 'Laid to no deployment' : 'Laid to'} note={note}>
      {flagChanges.length > 0 && <CausingFlags incident={incident} />}
      {causes.length === 0 && flagChanges.length > 0 ? null : causes.length === 0 ? (
        <p class="mute">
          {counts
            ? 'It names no deployment as its cause, and none of its service finished shortly before it.'
            : 'A person or its source said that no change caused it, or that it never was a disturbance.'}
        </p>
      ) : (
        <DataTable
          caption="Deployments it is laid to"
          rows={causes}
          rowKey={({ rule, deployment }) => `${rule} ${deployment?.id ?? ''}`}
          columns={[
            {
              title: 'Deployment',
              place: 'title',
              cell: ({ deployment }) =>
                deployment === null ? (
                  'not known'
                ) : (
                  <a class="q" href={href('deployment', deployment.id)}>
                    <bdi>{deploymentName(deployment)}</bdi>
                  </a>
                ),
            },
            { title: 'Environment', cell: ({ deployment }) => <bdi>{deployment?.environment ?? ''}</bdi> },
            { title: 'By which evidence', cell: ({ rule }) => failureWords[rule] },
            {
              title: 'Counts',
              place: 'wide',
              cell: (cause) =>
                cause.counts ? (
                  <Mark shape="failed" tone="bad">
                    counts as its failure
                  </Mark>
                ) : (
                  <Mark shape="none">not under the default rules</Mark>
                ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
