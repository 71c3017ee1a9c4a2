import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Panel } from '../../components/panel.js';
import { SeverityMark } from '../../components/severity-mark.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { momentText } from '../../format/date.js';
import { onCallAlertsQuery } from '../../generated/graphql.js';

/** Alerts that are open; nothing is shown while there are none. */
export function AlertsPanel({ everyMs }: { readonly everyMs: number | null }) {
  const { address, now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const scope = scopeOf({ ...address.view, service: null, environment: null });
  const question = useQuestion(onCallAlertsQuery, { scope }, { everyMs });
  if (question.state !== 'answered' || question.answer.alerts.nodes.length === 0) return null;
  const { nodes: alerts, totalCount } = question.answer.alerts;
  return (
    <Panel
      title="Alerts"
      note={
        <>
          {totalCount ?? alerts.length} open · <a href={href('alerts')}>All of them</a>
        </>
      }
    >
      {alerts.map(({ id, severity, what, since, services, environment, deployment }) => (
        <div key={id} class="rollout">
          <SeverityMark severity={severity}>
            <bdi>{what}</bdi>
          </SeverityMark>
          <span class="s">
            {deployment === null ? (
              <bdi>{services.join(', ')}</bdi>
            ) : (
              <a class="q" href={href('deployment', deployment.id)}>
                <bdi>{deploymentName(deployment)}</bdi>
              </a>
            )}
            {environment !== null && (
              <>
                {' '}
                in <bdi>{environment}</bdi>
              </>
            )}{' '}
            since {momentText(since, timeZone, now)}
          </span>
        </div>
      ))}
    </Panel>
  );
}
