import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { TimelineChart, timelineNote } from '../../charts/timeline-chart.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { CommitLink } from '../../components/change-link.js';
import { CopyButton } from '../../components/copy-button.js';
import { CorrectButton } from '../../corrections/correct-button.js';
import type { Subject } from '../../corrections/correct-dialog.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { SeeAlso } from '../../components/see-also.js';
import { useQuestion } from '../../api/use-question.js';
import { deploymentName, versionText } from '../../entities/deployment-name.js';
import { deploymentPageQuery } from '../../generated/graphql.js';
import type { PageProps } from '../../shell/pages.js';
import { CarriedPanel } from './carried-panel.js';
import { DeploymentFacts } from './deployment-facts.js';
import { type Deployment, timelineOf, timelineText } from './deployment-timeline.js';
import { EventsPanel } from './events-panel.js';
import { RolloutPanel } from './rollout-panel.js';
import { WhyFailedPanel } from './why-failed-panel.js';

/** One deployment: facts, timeline, what it brought, why it counts as failed, and every event down to its delivery. */
export function DeploymentPage({ subject: id }: PageProps) {
  const { view } = useNavigation().address;
  const href = useHref();
  const question = useQuestion(deploymentPageQuery, { id, asOf: view.asOf });
  return (
    <Answered question={question} subject="The deployment" skeleton={<SkeletonPanel lines={16} />}>
      {({ deployment }) =>
        deployment === null ? (
          <>
            <PageHead title="There is no such deployment" text={<bdi class="mono">{id}</bdi>} />
            <section class="panel">
              <p>
                The id is that of Leadline or of any attempt as its source gave it.{' '}
                <a href={href('deployments')}>All deployments</a>
              </p>
            </section>
          </>
        ) : (
          <Found deployment={deployment} again={question.again} />
        )
      }
    </Answered>
  );
}

function Found({ deployment, again }: { readonly deployment: Deployment; readonly again: () => void }) {
  return (
    <>
      <PageHead
        title={titleOf(deployment)}
        above={<Above deployment={deployment} />}
        aside={
          <>
            <CorrectButton subject={subjectOf(deployment)} again={again} />
            {deployment.url !== null && isWeb(deployment.url) && (
              <a class="btn" href={deployment.url} target="_blank" rel="noreferrer noopener">
                At its source
              </a>
            )}
            <SeeAlso links={deployment.seeAlso} />
            <CopyButton text={() => location.href} label="Copy link" done="Link copied" />
          </>
        }
      />
      <DeploymentFacts deployment={deployment} />
      <Timeline deployment={deployment} />
      <div class="grid">
        <div class="stack c7">
          <CarriedPanel deployment={deployment} />
          <WhyFailedPanel deployment={deployment} again={again} />
        </div>
        <div class="stack c5">
          <RolloutPanel deployment={deployment} />
          <EventsPanel deployment={deployment} />
        </div>
      </div>
    </>
  );
}

/** The deployment as something to correct. */
const subjectOf = (deployment: Deployment): Subject => ({
  of: 'deployment',
  id: deployment.id,
  name: deploymentName(deployment),
  service: deployment.service,
  at: deployment.startedAt ?? deployment.finishedAt ?? new Date().toISOString(),
});

/** Senders write addresses; only those of the web become links. */
const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

function titleOf(deployment: Deployment): string {
  const { environment, failed, status, reasons, kind } = deployment;
  const name = deploymentName(deployment);
  const isRolledBack = reasons.some(({ rule, counts }) => rule === 'ROLLBACK' && counts);
  if (status === 'IN_PROGRESS') return `${name} is on its way to ${environment}`;
  if (failed) return `${name} failed in ${environment}${isRolledBack ? ' and was rolled back' : ''}`;
  if (status === 'FAILED') return `${name} did not get into ${environment}`;
  if (status === 'CANCELLED') return `${name} was cancelled on its way to ${environment}`;
  return kind === 'ROLLBACK' ? `${name} was rolled back to in ${environment}` : `${name} is in ${environment}`;
}

function Above({ deployment }: { readonly deployment: Deployment }) {
  const href = useHref();
  const { service, version, sha, repository, replaced } = deployment;
  return (
    <>
      <a href={href('deployments')}>Deployments</a> / <a href={href('service', service)}>{service}</a>
      {version !== null && (
        <>
          {' '}
          · version <bdi class="mono">{version}</bdi>
        </>
      )}
      {sha !== null && (
        <>
          {' '}
          · commit <CommitLink sha={sha} />
        </>
      )}
      {repository !== '' && (
        <>
          {' '}
          · <bdi class="mono">{repository}</bdi>
        </>
      )}
      {replaced !== null && (
        <>
          {' '}
          · replaced <a href={href('deployment', replaced.id)}>{versionText(replaced)}</a>
        </>
      )}
    </>
  );
}

function Timeline({ deployment }: { readonly deployment: Deployment }) {
  const { timeZone } = useTimeWindow();
  const rows = timelineOf(deployment);
  if (rows.length === 0) return null;
  return (
    <Panel title="Timeline" note={`${timelineNote(rows, timeZone)} · sand = waiting, blue = working`}>
      <TimelineChart rows={rows} timeZone={timeZone} label={timelineText(rows)} />
    </Panel>
  );
}
