import type { AdminCommand } from '@leadline/http';
import type { AdminDeps } from './command.js';
import { planCommand } from './config-plan.js';
import { doctorCommand } from './doctor.js';
import { exportCommand, importCommand, verifyCommand } from './log.js';
import { rebuildCommand } from './rebuild.js';
import { createTokenCommand, listTokensCommand, revokeTokenCommand } from './tokens.js';

/** Everything below `/admin`, by name. */
export function adminCommands(deps: AdminDeps): ReadonlyMap<string, AdminCommand> {
  return new Map([
    ['tokens', createTokenCommand(deps)],
    ['tokens/list', listTokensCommand(deps)],
    ['tokens/revoke', revokeTokenCommand(deps)],
    ['rebuild', rebuildCommand(deps)],
    ['config/plan', planCommand(deps)],
    ['log/export', exportCommand(deps)],
    ['log/import', importCommand(deps)],
    ['log/verify', verifyCommand(deps)],
    ['doctor', doctorCommand(deps)],
  ]);
}
