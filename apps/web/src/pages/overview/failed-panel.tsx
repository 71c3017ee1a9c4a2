import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { Icon } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { useQuestion } from '../../api/use-question.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { byStrength, failureWords } from '../../entities/failure-words.js';
import { duration } from '../../format/duration.js';
import { momentText } from '../../format/date.js';
import { failedDeploymentsQuery, type FailedDeploymentsQuery } from '../../generated/graphql.js';
import { failedDeploymentsVariables } from './overview-questions.js';

/** The latest deployments that failed in the window, and what says so. */
export function FailedPanel({ isAsked }: { readonly isAsked: boolean }) {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const href = useHref();
  const { team, service, environment } = view;
  const question = useQuestion(failedDeploymentsQuery, isAsked ? failedDeploymentsVariables(view, window) : null);
  return (
    <Answered question={question} subject="The failed deployments" skeleton={<SkeletonPanel lines={9} />}>
      {({ deployments: { nodes } }) => (
        <Panel
          title="Failed deployments"
          note={<a href={href('deployments', '', { only: 'failed', team, service, environment })}>All of them</a>}
        >
          {nodes.length === 0 ? (
            <p class="mute">No deployment of this window is known to have failed.</p>
          ) : (
            <ol class="ins">
              {nodes.map((deployment) => (
                <FailedItem key={deployment.id} deployment={deployment} timeZone={window.timeZone} />
              ))}
            </ol>
          )}
        </Panel>
      )}
    </Answered>
  );
}

type Failed = FailedDeploymentsQuery['deployments']['nodes'][number];

function FailedItem({ deployment, timeZone }: { readonly deployment: Failed; readonly timeZone: string }) {
  const { now } = useNavigation();
  const href = useHref();
  const [reason] = byStrength(deployment.reasons.filter(({ counts }) => counts));
  const isInferred = reason?.rule === 'INFERRED';
  return (
    <li>
      <span class={isInferred ? 'tone-neutral' : 'tone-worse'}>
        <Icon shape={isInferred ? 'provisional' : 'failed'} />
      </span>
      <div>
        <a class="q b" href={href('deployment', deployment.id)}>
          <bdi>{deploymentName(deployment)}</bdi>
        </a>{' '}
        <span class="s">{reason === undefined ? 'its source says so' : failureWords[reason.rule]}</span>
        <div class="cap">
          <span>
            {deployment.finishedAt === null ? 'not finished' : momentText(deployment.finishedAt, timeZone, now)}
          </span>
          <span>{recoveryText(deployment)}</span>
        </div>
      </div>
    </li>
  );
}

function recoveryText({ reasons }: Failed): string {
  const known = reasons.find(({ counts, impactAt, resolvedAt }) => counts && impactAt !== null && resolvedAt !== null);
  if (known?.impactAt != null && known.resolvedAt != null) {
    return `over after ${duration((Date.parse(known.resolvedAt) - Date.parse(known.impactAt)) / 1000)}`;
  }
  return reasons.some(({ impactAt, resolvedAt }) => impactAt !== null && resolvedAt === null) ? 'still open' : '';
}
