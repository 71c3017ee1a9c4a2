import type { ComponentChildren } from 'preact';
import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { DeploymentResult } from '../../components/deployment-result.js';
import { kindWords } from '../../entities/deployment-words.js';
import { duration, exactDuration } from '../../format/duration.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import type { Deployment } from './deployment-timeline.js';

/** What is to be known of a deployment at a glance. */
export function DeploymentFacts({ deployment }: { readonly deployment: Deployment }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const { startedAt, finishedAt, teams, changeCount, commitCount, counted: isCounted } = deployment;
  const took = startedAt !== null && finishedAt !== null ? Date.parse(finishedAt) - Date.parse(startedAt) : null;
  const lead = leadTimes(deployment);
  return (
    <section class="panel">
      <dl class="facts">
        <Fact name="Result">
          <DeploymentResult deployment={deployment} />
        </Fact>
        <Fact name="Kind" note={isCounted ? 'counts as a deployment' : 'counts nowhere'}>
          {kindWords[deployment.kind]}
        </Fact>
        <Fact name="Finished" {...(took === null ? {} : { note: `took ${exactDuration(took / 1000)}` })}>
          {finishedAt === null ? 'not yet' : momentText(finishedAt, timeZone, now)}
        </Fact>
        <Fact name="Changes" note={counted(commitCount, 'commit')}>
          {changeCount}
        </Fact>
        <Fact name="Lead time, median" {...(lead.length === 0 ? {} : { note: `n = ${lead.length}` })}>
          {lead.length === 0 ? '–' : duration(medianOf(lead))}
        </Fact>
        <Fact name="Team">
          {teams.length === 0
            ? 'none'
            : teams.map((team) => (
                <a key={team} class="q" href={href('team', team)}>
                  <bdi>{team}</bdi>
                </a>
              ))}
        </Fact>
        {deployment.flags.length > 0 && (
          <Fact name={deployment.flags.length === 1 ? 'Behind the flag' : 'Behind flags'}>
            {deployment.flags.map((flag) => (
              <span key={flag}>
                <a class="q" href={href('flag', flag)}>
                  <bdi>{flag}</bdi>
                </a>{' '}
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div>
      <dt class="cap">{name}</dt>
      <dd>
        <b>{children}</b>
        {note !== undefined && <span class="cap"> {note}</span>}
      </dd>
    </div>
  );
}

/** Of its commits but merges, in seconds, sorted. */
function leadTimes({ commits, finishedAt, status }: Deployment): readonly number[] {
  if (finishedAt === null || status !== 'SUCCEEDED') return [];
  const end = Date.parse(finishedAt);
  return commits
    .filter(({ merge }) => !merge)
    .map(({ repairedAt }) => Math.max(0, end - Date.parse(repairedAt)) / 1000)
    .sort((a, b) => a - b);
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
