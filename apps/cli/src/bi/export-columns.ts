/** What the cells of a column are; an empty cell is "no value". Instants are RFC 3339 in UTC. */
export type CellType = 'text' | 'number' | 'boolean' | 'instant';

const of = (type: CellType, names: string): [string, CellType][] => names.split(' ').map((name) => [name, type]);

/** Columns of the exports, in their order. */
export const exportColumns = {
  metrics: [
    ...of('text', 'metric team service repository environment flag target tagKey tag'),
    ...of('instant', 'bucketStart bucketEnd'),
    ...of('boolean', 'partial'),
    ...of('number', 'value'),
    ...of('text', 'unit status'),
    ...of('number', 'n numerator denominator p75 p90 open inferred lowerBound low high'),
    ...of('text', 'level levelLow levelHigh'),
    ...of('boolean', 'overlapping rulesDiffer'),
    ...of('text', 'currency details'),
    ...of('instant', 'computedAt'),
    ...of('text', 'configVersion id evidence_url'),
  ],
  deployments: [
    ...of('text', 'id reportedId service environment tier targets repository teams flags status kind verdict'),
    ...of('boolean', 'planned'),
    ...of('instant', 'startedAt finishedAt'),
    ...of('text', 'sha version source url'),
    ...of('boolean', 'counted failed'),
    ...of('number', 'commitCount changeCount'),
    ...of('text', 'tags evidence_url'),
  ],
  changes: [
    ...of('text', 'change title url repository service environment teams'),
    ...of('instant', 'firstCommitAt openedAt mergedAt deployedAt'),
    ...of('number', 'leadTimeSeconds'),
    ...of('boolean', 'bot counted'),
    ...of('text', 'deployment deploymentSha evidence_url'),
  ],
  incidents: [
    ...of('text', 'id service severity status title url source'),
    ...of('instant', 'startedAt detectedAt acknowledgedAt resolvedAt'),
    ...of('boolean', 'userFacing counts'),
    ...of('text', 'causedBy'),
  ],
  flags: [
    ...of('text', 'id flag services environment tier'),
    ...of('instant', 'at'),
    ...of('number', 'exposure'),
    ...of('boolean', 'planned failed'),
    ...of('text', 'source'),
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [string, CellType])[]>>;

export type ExportName = keyof typeof exportColumns;
export const exportNames: readonly ExportName[] = ['metrics', 'deployments', 'changes', 'incidents', 'flags'];

/** The five that everybody asks for first. */
export const keyMetrics = [
  ['DEPLOYMENT_FREQUENCY', 'Deployment frequency', 'deployments a day'],
  ['CHANGE_LEAD_TIME', 'Change lead time, median', 's'],
  ['CHANGE_FAIL_RATE', 'Change fail rate', 'percentunit'],
  ['FAILED_DEPLOYMENT_RECOVERY_TIME', 'Failed deployment recovery time, median', 's'],
  ['DEPLOYMENT_REWORK_RATE', 'Deployment rework rate', 'percentunit'],
] as const;

export const keyMetricIds = keyMetrics.map(([id]) => id).join(',');
