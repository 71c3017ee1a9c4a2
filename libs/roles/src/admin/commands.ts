import type { AdminCommand } from '@leadline/http';
import { planCommand } from './config-plan.js';
import { type DigestAdminDeps, listDigestsCommand, sendDigestsCommand } from './digests.js';
import { doctorCommand, type DoctorDeps } from './doctor.js';
import type { TellingDeps } from './telling-checks.js';
import { eraseCommand, type EraseDeps } from './erase.js';
import { dropGenerationCommand, listGenerationsCommand } from './generations.js';
import { exportCommand, importCommand, verifyCommand } from './log.js';
import { rebuildCommand } from './rebuild.js';
import { testEventCommand, type TestEventDeps } from './test-events.js';
import { createTokenCommand, listTokensCommand, revokeTokenCommand } from './tokens.js';

/** Everything below `/admin`, by name. */
export function adminCommands(
  deps: EraseDeps & DigestAdminDeps & TestEventDeps & TellingDeps & DoctorDeps,
): ReadonlyMap<string, AdminCommand> {
  const working = deps;
  return new Map([
    ['tokens', createTokenCommand(deps)],
    ['tokens/list', listTokensCommand(deps)],
    ['tokens/revoke', revokeTokenCommand(deps)],
    ['rebuild', rebuildCommand(working)],
    ['erase', eraseCommand(working)],
    ['generations', listGenerationsCommand(working)],
    ['generations/drop', dropGenerationCommand(working)],
    ['config/plan', planCommand(working)],
    ['test-events', testEventCommand(deps)],
    ['log/export', exportCommand(deps)],
    ['log/import', importCommand(deps)],
    ['log/verify', verifyCommand(deps)],
    ['doctor', doctorCommand(deps)],
    ['digests/list', listDigestsCommand(deps)],
    ['digests/send', sendDigestsCommand(deps)],
  ]);
}
