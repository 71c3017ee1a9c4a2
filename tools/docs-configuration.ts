import { environmentSchema, tokenScopes } from '@leadline/config';
import {
  digestItem,
  endpointEntry,
  environmentEntry,
  flagEntry,
  organisationSection,
  serviceEntry,
  teamEntry,
} from '../libs/config/src/file-schema.js';
import { freezeItem, notificationItem, thresholdItem } from '../libs/config/src/alerting-schema.js';
import { organisationRules } from '../libs/config/src/metric-rules.js';
import { metricOptions } from '@leadline/metrics';
import type { z } from 'zod';
import { sectionDocs } from './docs-configuration-sections.ts';
import { type JsonSchema, jsonSchema, typeText } from './docs-json-schema.ts';
import { code, page, table } from './docs-markdown.ts';

/** Sections of leadline.yaml: what one entry of each is. */
const sections: Readonly<Record<string, { readonly heading: string; readonly schema: z.ZodType }>> = {
  organisation: { heading: 'organisation', schema: organisationSection },
  environments: { heading: 'environments.<name>', schema: environmentEntry },
  teams: { heading: 'teams.<path>', schema: teamEntry },
  services: { heading: 'services.<name>', schema: serviceEntry },
  flags: { heading: 'flags.<key>', schema: flagEntry },
  rules: { heading: 'rules', schema: organisationRules },
  endpoints: { heading: 'endpoints.<name>', schema: endpointEntry },
  digests: { heading: 'digests[]', schema: digestItem },
  freezes: { heading: 'freezes[]', schema: freezeItem },
  notifications: { heading: 'notifications[]', schema: notificationItem },
  thresholds: { heading: 'thresholds[]', schema: thresholdItem },
};

/** docs/reference/configuration.md, from the schemas of the environment and of leadline.yaml. */
export function configurationPage(): string {
  return page('Configuration', 'libs/config/src', [
    'Leadline reads environment variables and one file, `leadline.yaml`. `leadline config check` reads both as the server would and lists every problem with its line. A process that is sent SIGHUP reads the file again; one with problems leaves the configuration before it in force.',
    '## Environment',
    'A variable `X` may also be given as `X_FILE`, the path of a file that holds it.',
    table(['variable', 'default', 'meaning'], [...environmentRows(), ...otherVariables]),
    `Scopes of tokens: ${tokenScopes.map(code).join(', ')}. \`admin\` includes the others.`,
    '## leadline.yaml',
    'Every section may be missing. Unknown names are problems. Where a list is expected, one value stands for a list of one. Globs know `*` and `?`; those of `paths` also `**`. Secrets never stand in this file.',
    ...Object.entries(sections).flatMap(([name, { heading, schema }]) => section(name, heading, schema)),
  ]);
}

const otherVariables = [
  [
    code('LEADLINE_SECRET_<ENDPOINT>'),
    '',
    'Secret of the endpoint of that name in capitals, with `_` for what is no letter or digit: `LEADLINE_SECRET_GITHUB`. Two values, separated by white space, are both live. Without one the endpoint is off.',
  ],
  [code('LEADLINE_API_TOKEN_<ENDPOINT>'), '', "Token for the API of the endpoint's sender, where `reconcile` asks it."],
  [
    code('LEADLINE_LOG_LEVEL'),
    code('info'),
    'How much is written to standard error: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, `silent`.',
  ],
];

function environmentRows(): string[][] {
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const initial = schema.safeParse(undefined).data;
    return [
      code(name),
      initial === undefined ? '' : code(JSON.stringify(initial).replaceAll('"', '')),
      `${schema.description ?? ''}.`,
    ];
  });
}

function section(name: string, heading: string, schema: z.ZodType): string[] {
  const { about, fields } = sectionDocs[name] ?? { about: '', fields: {} };
  const members = Object.entries(jsonSchema(schema).properties ?? {}).filter(([field]) => !isOption(name, field));
  const undocumented = members.filter(([field]) => fields[field] === undefined).map(([field]) => field);
  const gone = Object.keys(fields).filter((field) => !members.some(([member]) => member === field));
  if (undocumented.length + gone.length > 0) {
    throw new Error(
      `tools/docs-configuration-sections.ts: ${name} lacks ${undocumented.join(', ') || 'nothing'}, has beyond the schema ${gone.join(', ') || 'nothing'}`,
    );
  }
  const rows = members.map(([field, type]) => [code(field), typeText(type), defaultText(type), fields[field] ?? '']);
  return [`### ${heading}`, about, table(['key', 'value', 'default', 'meaning'], rows)];
}

/** Options of the metrics are documented with the metrics. */
const isOption = (section: string, field: string): boolean => section === 'rules' && field in metricOptions.shape;

function defaultText({ default: initial }: JsonSchema): string {
  if (initial === undefined) return '';
  const text = JSON.stringify(initial);
  return text === '[]' || text === '{}' ? 'none' : code(text.replaceAll('"', ''));
}
