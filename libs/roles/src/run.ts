import type { Platform } from '@leadline/adapters';
import type { Config } from '@leadline/config';
import type { UnreadableLimit } from '@leadline/http';
import type { Control } from '@leadline/pipeline';
import type { Clock } from '@leadline/ports';
import type { Logger } from './logger.js';
import type { Role } from './role.js';

export interface Run {
  readonly config: Config;
  readonly roles: ReadonlySet<Role>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends everything in order: requests under way, batches under way, then the log. */
  readonly signal: AbortSignal;
  /** Where the built dashboard lies, for the role that serves it. */
  readonly dashboard?: string;
  /** The configuration, read again; called when the operator asks for it. */
  readonly reload?: (apply: (config: Config) => Promise<void>) => void;
}

/** With the platform and what its `control` says. */
export interface Open extends Run {
  readonly platform: Platform;
  readonly control: Control;
}

export interface Serving extends Open {
  readonly unreadable: UnreadableLimit;
}
