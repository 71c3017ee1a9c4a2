import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { SeverityMark } from '../../components/severity-mark.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { momentText } from '../../format/date.js';
import { duration } from '../../format/duration.js';
import { audienceWords, type RaisedAlert, ruleName, severityWords } from './alert-words.js';

/** Alerts with what each is of, and the way to where more is told. */
export function AlertTable({ caption, alerts }: { readonly caption: string; readonly alerts: readonly RaisedAlert[] }) {
  const { address, now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const end = address.view.asOf === null ? now : Date.parse(address.view.asOf);
  const columns: readonly Column<RaisedAlert>[] = [
    { title: 'What', place: 'title', cell: (alert) => <What alert={alert} /> },
    { title: 'Of', cell: (alert) => <bdi>{placeText(alert)}</bdi> },
    { title: 'Rule', cell: ({ rule }) => ruleName(rule) },
    {
      title: 'Look at it',
      cell: ({ severity }) => (
        <SeverityMark severity={severity}>
          <span class="nw">{severityWords[severity]}</span>
        </SeverityMark>
      ),
    },
    { title: 'For', cell: ({ audience }) => audience.map((one) => audienceWords[one]).join(', ') },
    { title: 'Since', cell: ({ since }) => <span class="nw">{momentText(since, timeZone, now)}</span> },
    {
      title: 'For how long',
      isNumber: true,
      cell: ({ since, resolvedAt }) =>
        duration(Math.max(0, (resolvedAt === null ? end : Date.parse(resolvedAt)) - Date.parse(since)) / 1000),
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={alerts} rowKey={({ id, since }) => `${id} ${since}`} />;
}

function What({ alert }: { readonly alert: RaisedAlert }) {
  const href = useHref();
  return (
    <a class="q" href={hrefOf(alert, href)}>
      <bdi>{alert.what}</bdi>
    </a>
  );
}

/** "checkout 9.5.0 in production", "shop in production", the train or endpoint it is of. */
function placeText({ rule, deployment, services, environment, key }: RaisedAlert): string {
  if (rule === 'TRAIN_LATE') return key;
  const what = deployment === null ? services.join(', ') || key : deploymentName(deployment);
  return environment === null ? what : `${what} in ${environment}`;
}

/** Where more is told of what an alert is of. */
function hrefOf({ rule, key, deployment, services }: RaisedAlert, href: ReturnType<typeof useHref>): string {
  if (deployment !== null) return href('deployment', deployment.id);
  switch (rule) {
    case 'DRIFT':
      return href('environments', '', { only: 'drift' });
    case 'TRAIN_LATE':
      return href('train', key);
    case 'SOURCE_SILENT':
      return href('data');
    case 'BURN':
    case 'CANARY_REGRESSION':
    case 'COST':
    case 'DEPENDENCY_OUTAGE':
    case 'GATE_WAITING':
    case 'METRIC_THRESHOLD':
    case 'POLICY':
    case 'RELEASE_BUDGET':
    case 'ROLLBACK_FAILED':
    case 'VERIFICATION_FAILED':
      return services[0] === undefined ? href('oncall') : href('service', services[0]);
  }
}
