import { type AdminCommand, stageReport } from '@leadline/http';
import { generation, stageProgress } from '@leadline/pipeline';
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { type AdminDeps, command, done } from './command.js';
import type { Finding } from './finding.js';
import { channels, mails, type TellingDeps } from './telling-checks.js';

const LEAST_FREE = 0.1;

/** What only the server can see: its disk, its log, its rows, what it could not understand. */
export function doctorCommand(deps: AdminDeps & TellingDeps): AdminCommand {
  return command(z.object({ fix: z.boolean().default(false) }), async () => {
    const findings = await Promise.all([
      disk(deps),
      stages(deps),
      quarantine(deps),
      staleServices(deps),
      mails(deps),
      channels(deps),
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

async function count({ platform, control }: AdminDeps, sql: string): Promise<number> {
  const { analytics } = await platform.warehouse(generation(control.state.generations.inForce).database);
  const [row] = await analytics.query<{ n: number }>({ sql, params: {} });
  return row?.n ?? 0;
}
