import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { printable } from '../terminal/printable.js';
import { grouped, instantText } from '../terminal/quantities.js';
import { table } from '../terminal/table.js';

const counts = z.object({ normalized: z.int(), ignored: z.int(), quarantined: z.int() });
const advice = z.object({ code: z.string(), message: z.string(), fix: z.string() });
const source = z.object({
  endpoint: z.string(),
  source: z.string(),
  configured: z.boolean(),
  lastReceivedAt: z.string().nullable(),
  lastTestAt: z.string().nullable(),
  last24Hours: counts,
  last7Days: counts,
  openInQuarantine: z.int(),
  refused: z.object({ lastAt: z.string(), last24Hours: z.int(), last7Days: z.int() }).nullable(),
  advice: z.array(advice),
});
const answer = z.object({
  sources: z.array(source),
  dataGaps: z.array(advice.extend({ metrics: z.array(z.string()) })),
});

type Answer = z.infer<typeof answer>;

/** `leadline sources`. */
export async function listSources({ output, server: connect }: Invocation): Promise<ExitCode> {
  const server = await connect();
  const told = readAnswer(answer, await server.graphql(documents.sources, {}));
  output.data(told, () => [sourcesText(told), ...stepsOf(told)].join('\n\n'));
  return exitCodes.ok;
}

function sourcesText({ sources }: Answer): string {
  if (sources.length === 0) return 'No endpoint is on, and nothing has arrived: leadline send-test-event events';
  const headings = ['ENDPOINT', 'SOURCE', 'LAST', '24 H', '7 D', 'IGNORED', 'NOT UNDERSTOOD', 'REFUSED', 'STATE'];
  const rows = sources.map((one) => {
    const { endpoint, lastReceivedAt, last24Hours, last7Days, refused, advice: told } = one;
    return [
      endpoint,
      one.source,
      lastReceivedAt === null ? 'never' : instantText(Date.parse(lastReceivedAt)),
      grouped(all(last24Hours)),
      grouped(all(last7Days)),
      grouped(last7Days.ignored),
      grouped(last7Days.quarantined),
      grouped(refused?.last7Days ?? 0),
      told.map(({ code }) => code.replaceAll('_', ' ')).join(', ') || 'sends',
    ];
  });
  return table(headings, rows);
}

const all = ({ normalized, ignored, quarantined }: z.infer<typeof counts>): number =>
  normalized + ignored + quarantined;

/** What is missing for numbers first, then what is wrong with endpoints; each with its next step. */
function stepsOf({ sources, dataGaps }: Answer): string[] {
  const gaps = dataGaps.map(({ metrics, ...step }) => ({ of: metrics.join(', '), ...step }));
  const own = sources.flatMap(({ endpoint, advice: steps }) => steps.map((step) => ({ of: endpoint, ...step })));
  return [...gaps, ...own].map(({ of, message, fix }) => printable(`${of}\n  ${message}\n  → ${fix}`));
}
