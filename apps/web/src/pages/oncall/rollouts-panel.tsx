import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Mark } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { momentText } from '../../format/date.js';
import { NBSP } from '../../format/number.js';
import { rolloutsUnderWayQuery } from '../../generated/graphql.js';

/** Deployments that are under way: how far, and whether they are held. */
export function RolloutsPanel({ everyMs }: { readonly everyMs: number | null }) {
  const { address, now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const scope = scopeOf({ ...address.view, service: null, environment: null });
  const question = useQuestion(rolloutsUnderWayQuery, { scope, asOf: null }, { everyMs });
  if (question.state !== 'answered') return null;
  const active = question.answer.rollouts.filter(({ overtaken }) => !overtaken);
  return (
    <Panel title="Canaries and rollouts" note={`${active.length} active`}>
      {active.length === 0 && <p class="mute">Nothing is under way.</p>}
      {active.map(({ deployment, weight, paused }) => (
        <div key={deployment.id} class="rollout">
          <div class="row spread">
            <a class="q b" href={href('deployment', deployment.id)}>
              <bdi>{deploymentName(deployment)}</bdi>
            </a>
            {weight !== null && (
              <b class="big">
                {weight}
                {NBSP}%
              </b>
            )}
          </div>
          {weight !== null && (
            <svg class="weight-bar" width="100%" height="16" role="img" aria-label={`${weight} % of traffic`}>
              <rect width="100%" height="16" class="all" />
              <rect width={`${weight}%`} height="16" class="part" />
            </svg>
          )}
          <span class="s">
            {paused ? (
              <Mark shape="waiting" tone="wait">
                held
              </Mark>
            ) : (
              <Mark shape="running" tone="run">
                on its way
              </Mark>
            )}{' '}
            to <bdi>{deployment.environment}</bdi>
            {deployment.startedAt !== null && ` since ${momentText(deployment.startedAt, timeZone, now)}`}
          </span>
        </div>
      ))}
    </Panel>
  );
}
