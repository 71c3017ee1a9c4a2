import type { BiTool } from './bi-tool.js';
import { type CellType, exportColumns, type ExportName, keyMetricIds, keyMetrics } from './export-columns.js';

const DATASOURCE = { type: 'yesoreyeram-infinity-datasource', uid: 'leadline' };
const TYPES: Readonly<Record<CellType, string>> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  instant: 'timestamp',
};
const WIDTH = 24;

/** Grafana reads the environment where it provisions: the token never stands in a file. */
const datasource = (address: string): string => `apiVersion: 1
datasources:
  - name: Leadline
    uid: ${DATASOURCE.uid}
    type: ${DATASOURCE.type}
    access: proxy
    url: ${JSON.stringify(address)}
    jsonData:
      auth_method: bearerToken
      allowedHosts: [${JSON.stringify(new URL(address).origin)}]
    secureJsonData:
      bearerToken: $LEADLINE_TOKEN
`;

const provider = `apiVersion: 1
providers:
  - name: Leadline
    folder: Leadline
    type: file
    options: { path: /var/lib/grafana/dashboards/leadline }
`;

/** A question of a panel: an export, in the time range of the dashboard. */
function target(name: ExportName, parameters: Readonly<Record<string, string>>, columns: readonly string[]) {
  const types = new Map<string, CellType>(exportColumns[name].map(([column, type]) => [column, type]));
  const asked = { from: '${__from:date:iso}', to: '${__to:date:iso}', ...parameters };
  return {
    refId: 'A',
    datasource: DATASOURCE,
    type: 'json',
    parser: 'backend',
    source: 'url',
    format: 'table',
    url: `/api/v1/${name}.json`,
    url_options: { method: 'GET', data: '', params: Object.entries(asked).map(([key, value]) => ({ key, value })) },
    root_selector: '',
    columns: columns.map((column) => ({ selector: column, text: column, type: TYPES[types.get(column) ?? 'text'] })),
    filters: [],
  };
}

interface Place {
  readonly w: number;
  readonly h: number;
  readonly x: number;
  readonly y: number;
}

const GROUPS = ['team', 'service', 'repository', 'environment'];

function trend([id, title, unit]: (typeof keyMetrics)[number], gridPos: Place) {
  const parameters = { ids: id, by: '${by}', bucket: '${bucket}', timeZone: '${zone}' };
  return {
    type: 'timeseries',
    title,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: {
      defaults: { unit, custom: { drawStyle: 'line', showPoints: 'always', spanNulls: false } },
      overrides: [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: [target('metrics', parameters, ['bucketStart', 'value', ...GROUPS])],
    transformations: [{ id: 'prepareTimeSeries', options: { format: 'multi' } }],
  };
}

function table(title: string, question: ReturnType<typeof target>, gridPos: Place) {
  return { type: 'table', title, datasource: DATASOURCE, gridPos, targets: [question], options: { showHeader: true } };
}

const choice = (name: string, label: string, values: readonly string[], current: string) => ({
  type: 'custom',
  name,
  label,
  query: values.join(','),
  current: { text: current, value: current },
  options: values.map((value) => ({ text: value, value, selected: value === current })),
});

function dashboard(): object {
  const trends = keyMetrics.map((metric, index) =>
    trend(metric, { w: WIDTH / 2, h: 8, x: (index % 2) * (WIDTH / 2), y: 8 + Math.floor(index / 2) * 8 }),
  );
  const all = { ids: keyMetricIds, by: '${by}', timeZone: '${zone}' };
  const shown = ['metric', ...GROUPS, 'value', 'unit', 'low', 'high', 'n', 'status', 'level'];
  const panels = [
    table('The whole time', target('metrics', all, shown), { w: WIDTH, h: 8, x: 0, y: 0 }),
    ...trends,
    table(
      'Deployments',
      target('deployments', {}, ['finishedAt', 'service', 'environment', 'status', 'kind', 'failed', 'version', 'url']),
      { w: WIDTH, h: 10, x: 0, y: 32 },
    ),
    table(
      'Incidents',
      target('incidents', {}, ['startedAt', 'service', 'severity', 'title', 'resolvedAt', 'causedBy', 'url']),
      { w: WIDTH, h: 8, x: 0, y: 42 },
    ),
  ];
  return {
    uid: 'leadline-delivery',
    title: 'Delivery',
    tags: ['leadline'],
    timezone: 'browser',
    schemaVersion: 39,
    time: { from: 'now-26w', to: 'now' },
    templating: {
      list: [
        choice('by', 'By', ['SERVICE', 'TEAM', 'REPOSITORY', 'ENVIRONMENT'], 'SERVICE'),
        choice('bucket', 'Bucket', ['DAY', 'WEEK', 'MONTH', 'QUARTER'], 'WEEK'),
        { type: 'textbox', name: 'zone', label: 'Time zone', query: 'UTC', current: { text: 'UTC', value: 'UTC' } },
      ],
    },
    panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
  };
}

export const grafana: BiTool = {
  title: 'Grafana, with the data source Infinity',
  files: (address) => [
    { path: 'provisioning/datasources/leadline.yaml', text: datasource(address) },
    { path: 'provisioning/dashboards/leadline.yaml', text: provider },
    { path: 'dashboards/leadline/delivery.json', text: `${JSON.stringify(dashboard(), null, 2)}\n` },
  ],
  steps: [
    'Install the data source: grafana-cli plugins install yesoreyeram-infinity-datasource',
    'Copy provisioning/ to /etc/grafana/provisioning and dashboards/leadline to /var/lib/grafana/dashboards/leadline.',
    'Start Grafana with a token that may read (leadline token create --scope metrics:read) as LEADLINE_TOKEN in its environment.',
    'Open the dashboard "Delivery" in the folder "Leadline".',
  ],
};
