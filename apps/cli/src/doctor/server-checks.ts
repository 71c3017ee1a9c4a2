import { z } from 'zod';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { serverMessages } from '../server/refusal.js';
import type { Server } from '../server/server.js';
import { oneLine } from '../terminal/printable.js';
import { counted, duration } from '../terminal/quantities.js';
import type { Finding } from './finding.js';

const stage = z.object({ stage: z.string(), behind: z.number() });
const readiness = z.object({ ready: z.boolean(), stages: z.array(stage) });
const ownFinding = z.object({
  code: z.string(),
  status: z.enum(['ok', 'warning', 'failed', 'problem']).transform((told) => (told === 'failed' ? 'problem' : told)),
  title: z.string(),
  detail: z.string().optional(),
  fix: z.string().optional(),
  fixed: z.boolean().optional(),
});
const ownFindings = z.object({ findings: z.array(ownFinding) });

/** Beyond it, "just now" on one machine is the future on the other. A `Date` header has whole seconds. */
const CLOCK_TOLERANCE_S = 5;

/** What a running server tells of itself. */
export async function serverChecks(server: Server, io: Io, { fix }: { fix: boolean }): Promise<Finding[]> {
  let alive: Response;
  try {
    alive = await server.ask({ method: 'GET', path: '/healthz', timeoutMs: 5000 });
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'unreachable') throw error;
    return [{ code: 'LL-1101', status: 'problem', title: error.message, fix: error.fix.join(' ') }];
  }
  if (!alive.ok) {
    const title = `${server.address}/healthz answered ${alive.status}`;
    return [
      {
        code: 'LL-1101',
        status: 'problem',
        title,
        fix: 'Is it a Leadline? Name its address with --server or LEADLINE_URL',
      },
    ];
  }
  return [
    { code: 'LL-1101', status: 'ok', title: `Leadline answers at ${server.address}` },
    await readinessOf(server),
    ...clockOf(alive, io.now()),
    ...(await ownChecks(server, fix)),
  ];
}

async function readinessOf(server: Server): Promise<Finding> {
  const response = await server.ask({ method: 'GET', path: '/readyz' });
  const parsed = readiness.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    return {
      code: 'LL-1102',
      status: 'warning',
      title: `${server.address}/readyz answered ${response.status} without its stages`,
    };
  }
  const behind = parsed.data.stages.filter((entry) => entry.behind > 0);
  const detail =
    behind.map((entry) => `${oneLine(entry.stage)} is ${counted(entry.behind, 'record')} behind`).join(', ') ||
    undefined;
  if (parsed.data.ready) return { code: 'LL-1102', status: 'ok', title: 'every stage has caught up', detail };
  return {
    code: 'LL-1102',
    status: 'warning',
    title: 'numbers are not up to date yet',
    detail,
    fix: 'Wait; if it stays, look into the log of the server',
  };
}

function clockOf(response: Response, now: number): Finding[] {
  const theirs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return [];
  const seconds = Math.abs(now - theirs) / 1000;
  const finding = { code: 'LL-1103', title: 'clocks of this machine and the server' };
  if (seconds <= CLOCK_TOLERANCE_S) return [{ ...finding, status: 'ok', detail: 'agree' }];
  return [
    {
      ...finding,
      status: 'warning',
      detail: `are ${duration(seconds)} apart`,
      fix: 'Let both follow a time server: timedatectl set-ntp true',
    },
  ];
}

/** Disk, log, warehouse, sources: what only the server can see. */
async function ownChecks(server: Server, fix: boolean): Promise<Finding[]> {
  const response = await server.ask({ method: 'POST', path: '/admin/doctor', json: { fix } });
  const text = await response.text();
  if (!response.ok) {
    const [detail] = serverMessages(text);
    return [
      {
        code: 'LL-1104',
        status: 'warning',
        title: `the server's own checks could not be run (${response.status})`,
        detail,
      },
    ];
  }
  const parsed = ownFindings.safeParse(asJson(text));
  if (parsed.success) return parsed.data.findings;
  return [{ code: 'LL-1104', status: 'warning', title: "the server's own checks answered in an unknown shape" }];
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
