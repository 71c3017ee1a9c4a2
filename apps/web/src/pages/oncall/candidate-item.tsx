import { useHref, useTimeWindow } from '../../address/navigation.js';
import { DeploymentResult } from '../../components/deployment-result.js';
import { Mark } from '../../components/marks.js';
import { causesOf } from '../../entities/incident-words.js';
import { deploymentName, versionText } from '../../entities/deployment-name.js';
import { kindWords } from '../../entities/deployment-words.js';
import { clockText } from '../../format/date.js';
import { exactDuration } from '../../format/duration.js';
import { counted, NBSP } from '../../format/number.js';
import type { IncidentFactsFragment } from '../../generated/graphql.js';
import type { Candidate } from './changed-before.js';

/** Something that changed before the incident, and the click that lays it to it. */
export function CandidateItem({
  candidate,
  incident,
  isNearest,
  isByKey,
  caused,
}: {
  readonly candidate: Candidate;
  readonly incident: IncidentFactsFragment | null;
  readonly isNearest: boolean;
  /** The key for "caused it" means this one, unless the focus is in another. */
  readonly isByKey: boolean;
  readonly caused: () => void;
}) {
  const { timeZone } = useTimeWindow();
  const services = candidate.of === 'flag' ? candidate.change.services : [candidate.deployment.service];
  const isSame = incident !== null && services.includes(incident.service);
  const isCause =
    incident !== null &&
    (candidate.of === 'flag'
      ? incident.counts && incident.causedByFlagChanges.some(({ id }) => id === candidate.change.id)
      : causesOf(incident).some(({ counts, deployment }) => counts && deployment?.id === candidate.deployment.id));
  return (
    <li class={isNearest ? 'cand near' : 'cand'}>
      <div>
        <div class="when">{exactDuration(candidate.gapMs / 1000)}</div>
        <span class="cap">before · {clockText(candidate.at, timeZone)}</span>
      </div>
      <div>
        {candidate.of === 'flag' ? <FlagText candidate={candidate} /> : <DeploymentText candidate={candidate} />}
        {isSame && <span class="tag">same service</span>}
        {isCause && (
          <Mark shape="incident" tone="bad">
            laid to it
          </Mark>
        )}
      </div>
      <div class="act">
        {incident !== null && (
          <button type="button" class={isByKey ? 'btn pri' : 'btn'} onClick={caused}>
            This caused it {isByKey && <kbd>C</kbd>}
          </button>
        )}
        {candidate.of === 'deployment' &&
          candidate.deployment.url !== null &&
          /^https?:\/\//i.test(candidate.deployment.url) && (
            <a class="btn" href={candidate.deployment.url} target="_blank" rel="noreferrer noopener">
              At its source
            </a>
          )}
      </div>
    </li>
  );
}

function DeploymentText({
  candidate: { deployment },
}: {
  readonly candidate: Candidate & { readonly of: 'deployment' };
}) {
  const href = useHref();
  const { id, environment, targets, kind, changeCount, replaced, teams } = deployment;
  return (
    <>
      <h3>
        <a class="q" href={href('deployment', id)}>
          <bdi>{deploymentName(deployment)}</bdi>
        </a>{' '}
        to <bdi>{[environment, ...targets].join(' ')}</bdi>
      </h3>
      <p class="s mute">
        {kindWords[kind]}, {counted(changeCount, 'change')}
        {teams.length > 0 && (
          <>
            {' '}
            of <bdi>{teams.join(', ')}</bdi>
          </>
        )}
        {replaced !== null && (
          <>
            ; before it{' '}
            <a class="q mono" href={href('deployment', replaced.id)}>
              <bdi>{versionText(replaced)}</bdi>
            </a>
          </>
        )}
      </p>
      <DeploymentResult deployment={{ ...deployment, reasons: [] }} />
    </>
  );
}

function FlagText({ candidate: { change } }: { readonly candidate: Candidate & { readonly of: 'flag' } }) {
  const href = useHref();
  const { flag, exposure, environment, services, source } = change;
  return (
    <>
      <h3>
        <Mark shape="flag" tone="flag">
          flag{' '}
          <a class="q" href={href('flag', flag)}>
            <bdi>{flag}</bdi>
          </a>
        </Mark>{' '}
        {exposure === null ? 'on for some' : exposure === 0 ? 'off' : `on for ${exposure}${NBSP}%`}
      </h3>
      <p class="s mute">
        <bdi>{[environment, ...services].join(', ')}</bdi>
        {source !== '' && ` · ${source}`}
      </p>
    </>
  );
}
