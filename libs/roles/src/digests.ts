import { type Platform, smtpMailer } from '@leadline/adapters';
import type { Config } from '@leadline/config';
import {
  type Control,
  type DigestWriter,
  digestWriter,
  type Generation,
  latestCatalogue,
  type SendDeps,
  stageProgress,
  type Subscription,
  subscriptionsOf,
} from '@leadline/pipeline';
import { stageReport } from '@leadline/http';
import type { Clock, Mailer } from '@leadline/ports';
import { randomBytes } from 'node:crypto';

export interface DigestDeps {
  readonly platform: Platform;
  readonly control: Control;
  readonly clock: Clock;
  readonly config: () => Config;
  readonly inForce: () => Generation;
  /** Where people reach Leadline, without a slash at the end. */
  readonly publicAddress: () => string;
}

/** The weekly mails of this installation, as its configuration wants them now. */
export interface Digests {
  readonly subscriptions: () => readonly Subscription[];
  /** undefined: no mail server is configured. */
  readonly mailer: () => Mailer | undefined;
  /** Writes digests of what is known now. */
  readonly writer: () => Promise<DigestWriter>;
  /** Records that have arrived and do not count yet. */
  readonly behind: () => Promise<number>;
  readonly sending: (mailer: Mailer) => Omit<SendDeps, 'writer'>;
}

/** Deliveries come all the time; a few that do not count yet are no backlog. */
export const LEAST_BACKLOG = 1_000;

export function digestsOf({ platform, control, clock, config, inForce, publicAddress }: DigestDeps): Digests {
  const behind = async (): Promise<number> => {
    const progress = await stageProgress(platform.log, inForce());
    return progress.reduce((sum, stage) => sum + stageReport(stage).behind, 0);
  };
  return {
    subscriptions: () => subscriptionsOf(config().digests),
    mailer() {
      const { mail } = config();
      return mail === null ? undefined : smtpMailer({ server: mail.smtp, from: mail.from });
    },
    async writer() {
      const { facts, analytics } = await platform.warehouse(inForce().database);
      const records = await behind();
      return digestWriter({
        analytics,
        catalogue: await latestCatalogue(facts),
        asOf: clock.now(),
        address: publicAddress(),
        behind: records < LEAST_BACKLOG ? 0 : records,
      });
    },
    behind,
    sending: (mailer) => ({
      control,
      mailer,
      clock,
      newToken: () => randomBytes(24).toString('base64url'),
      address: publicAddress(),
    }),
  };
}
