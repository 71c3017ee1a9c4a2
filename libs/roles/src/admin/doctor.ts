import { type AdminCommand, stageReport } from '@leadline/http';
import { dataGaps, generation, type KnownEndpoint, listSources, stageProgress } from '@leadline/pipeline';
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { type AdminDeps, command, done } from './command.js';
import type { Finding } from './finding.js';
import { channels, mails, type TellingDeps } from './telling-checks.js';

const LEAST_FREE = 0.1;

/** What only the server can see: its disk, its log, its rows, what it could not understand. */
export interface DoctorDeps {
  readonly known: () => readonly KnownEndpoint[];
}

export function doctorCommand(deps: AdminDeps & TellingDeps & DoctorDeps): AdminCommand {
  return command(z.object({ fix: z.boolean().default(false) }), async () => {
    const findings = await Promise.all([
      disk(deps),
      stages(deps),
      quarantine(deps),
      staleServices(deps),
      mails(deps),
      channels(deps),
      sources(deps),
      gaps(deps),
    ]);
    return done({ findings: findings.flat() });
  });
}

async function disk({ platform: { ownDirectory } }: AdminDeps): Promise<Finding[]> {
  if (ownDirectory === null) return [];
  const { bavail, blocks } = await statfs(ownDirectory);
  const free = bavail / blocks;
  const finding = { code: 'LL-1201', title: 'room on the disk of the log', detail: `${Math.round(free * 100)} % free` };
  if (free >= LEAST_FREE) return [{ ...finding, status: 'ok' }];
  return [{ ...finding, status: 'warning', fix: 'Make room: deliveries are answered 503 when the disk is full' }];
}

async function stages({ platform: { log }, control }: AdminDeps): Promise<Finding[]> {
  const progress = await stageProgress(log, generation(control.state.generations.inForce));
  return progress.map((one) => {
    const { stage, behind } = stageReport(one);
    const finding = { code: 'LL-1202', title: `stage ${stage}`, detail: `${behind} records behind` };
    return behind < 10_000
      ? { ...finding, status: 'ok' }
      : { ...finding, status: 'warning', fix: 'Wait, or add processors' };
  });
}

async function quarantine(deps: AdminDeps): Promise<Finding[]> {
  const rows = await count(deps, `SELECT count() AS n FROM quarantine FINAL WHERE state = 'open' LIMIT 1`);
  const finding = { code: 'LL-1203', title: 'quarantine', detail: `${rows} open` };
  return [rows === 0 ? { ...finding, status: 'ok' } : { ...finding, status: 'warning', fix: 'leadline quarantine ls' }];
}

async function staleServices(deps: AdminDeps): Promise<Finding[]> {
  const rows = await count(deps, `SELECT count() AS n FROM stale_scopes FINAL WHERE state = 'stale' LIMIT 1`);
  const finding = { code: 'LL-1204', title: 'services whose numbers are stale', detail: String(rows) };
  return [
    rows === 0
      ? { ...finding, status: 'ok' }
      : { ...finding, status: 'failed', fix: 'The services page names them with the error' },
  ];
}

/** Endpoints with which something is wrong. Those that only wait for their first delivery are no warning. */
async function sources({ platform, control, clock, known }: AdminDeps & DoctorDeps): Promise<Finding[]> {
  const { analytics } = await platform.warehouse(generation(control.state.generations.inForce).database);
  const told = await listSources(analytics, clock.now(), known());
  const wrong = told.flatMap(({ endpoint, advice }) =>
    advice
      // Told above, of all endpoints together.
      .filter(({ code }) => code !== 'quarantine')
      .map(({ code, message, fix }): Finding => {
        const status = code === 'never_received' || code === 'only_ignored' ? 'ok' : 'warning';
        return { code: 'LL-1207', status, title: `endpoint ${endpoint}`, detail: message, fix };
      }),
  );
  const finding: Finding = { code: 'LL-1207', status: 'ok', title: 'endpoints', detail: `${told.length} known` };
  return wrong.length === 0 ? [finding] : wrong;
}

/** Numbers that cannot be known, or are less than they seem. */
async function gaps({ platform, control, clock }: AdminDeps): Promise<Finding[]> {
  const { analytics } = await platform.warehouse(generation(control.state.generations.inForce).database);
  const found = await dataGaps(analytics, clock.now());
  const told = found.map(({ metrics, message, fix }): Finding => {
    return { code: 'LL-1208', status: 'warning', title: message, detail: `for ${metrics.join(', ')}`, fix };
  });
  return told.length > 0 ? told : [{ code: 'LL-1208', status: 'ok', title: 'nothing is missing for any metric' }];
}

async function count({ platform, control }: AdminDeps, sql: string): Promise<number> {
  const { analytics } = await platform.warehouse(generation(control.state.generations.inForce).database);
  const [row] = await analytics.query<{ n: number }>({ sql, params: {} });
  return row?.n ?? 0;
}
