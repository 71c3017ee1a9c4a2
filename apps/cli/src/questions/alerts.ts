import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { table } from '../terminal/table.js';

const alert = z.object({
  id: z.string(),
  rule: z.string(),
  key: z.string(),
  state: z.string(),
  severity: z.string(),
  what: z.string(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  since: z.string(),
  resolvedAt: z.string().nullable(),
  services: z.array(z.string()),
  environment: z.string().nullable(),
  deployment: z.object({ reportedId: z.string(), version: z.string().nullable() }).nullable(),
});

/** `leadline alerts ls`. */
export async function listAlerts({ options, output, server: connect }: Invocation): Promise<ExitCode> {
  const [team, service] = [optionalText(options, 'team'), optionalText(options, 'service')];
  if (team !== undefined && service !== undefined) throw new Failure('usage', 'give --team or --service, not both');
  const scope = {
    ...(team === undefined ? {} : { teams: [team] }),
    ...(service === undefined ? {} : { services: [service] }),
  };
  const states = options.isSet('all') ? ['OPEN', 'RESOLVED'] : ['OPEN'];
  const server = await connect();
  const answer = await server.graphql(documents.alerts, { scope, states });
  const { nodes: alerts } = readAnswer(z.object({ alerts: z.object({ nodes: z.array(alert) }) }), answer).alerts;
  output.data(alerts, () => {
    if (alerts.length === 0) return options.isSet('all') ? 'No alerts.' : 'No alert is open.';
    const rows = alerts.map(({ severity, state, rule, services, environment, what, since, resolvedAt }) => [
      severity.toLowerCase(),
      state.toLowerCase(),
      rule,
      [services.join(', '), environment].filter(Boolean).join(' in '),
      what,
      since,
      resolvedAt ?? '',
    ]);
    return table(['SEVERITY', 'STATE', 'RULE', 'OF', 'WHAT', 'SINCE', 'UNTIL'], rows);
  });
  return exitCodes.ok;
}
