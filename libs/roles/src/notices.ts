import {
  mailNotifier,
  type Platform,
  slackNotifier,
  smtpMailer,
  teamsNotifier,
  webhookNotifier,
} from '@leadline/adapters';
import type { Config, ConfiguredChannel } from '@leadline/config';
import {
  type Control,
  deploymentsAsked,
  DEPLOYMENTS_MS,
  deploymentSummaries,
  endpointsHeard,
  type Generation,
  latestCatalogue,
  listDeployments,
  type NoticeDeps,
  type OpenChannel,
  openChannels,
  ownersAt,
  queryAlerts,
  sendDueNotices,
  type SentNotice,
} from '@leadline/pipeline';
import type { Clock, Notifier } from '@leadline/ports';
import { createHash, randomUUID } from 'node:crypto';

export interface NoticesDeps {
  readonly platform: Platform;
  readonly control: Control;
  readonly clock: Clock;
  readonly config: () => Config;
  readonly inForce: () => Generation;
  /** Where people reach Leadline, without a slash at the end. */
  readonly publicAddress: () => string;
}

/** A channel of the configuration: open, or off and why. */
export type ChannelState =
  | { readonly state: 'open'; readonly channel: OpenChannel }
  | { readonly state: 'off'; readonly name: string; readonly why: string };

/** Who is told of alerts and deployments, as the configuration has it now. */
export interface Notices {
  readonly channels: () => readonly ChannelState[];
  /** Tells every open channel what is news to it. */
  readonly tell: (signal: AbortSignal) => Promise<readonly SentNotice[]>;
}

/** Most deployments that are looked at: those of the last hours. */
const MOST_DEPLOYMENTS = 500;

export function noticesOf(deps: NoticesDeps): Notices {
  const { config } = deps;
  const channels = (): ChannelState[] => config().notifications.flatMap((channel) => channelStates(channel, deps));
  return {
    channels,
    async tell(signal) {
      const open = channels().flatMap((each) => (each.state === 'open' ? [each.channel] : []));
      return open.length === 0 ? [] : tellAll(open, deps, signal);
    },
  };
}

async function tellAll(
  open: readonly OpenChannel[],
  { platform, control, clock, config, inForce, publicAddress }: NoticesDeps,
  signal: AbortSignal,
): Promise<SentNotice[]> {
  const { facts, analytics } = await platform.warehouse(inForce().database);
  const catalogue = await latestCatalogue(facts);
  const now = clock.now();
  const declared = new Map(catalogue.services.map((service) => [service.name, service]));
  const asked = { scope: {}, asOf: now, endpoints: endpointsHeard(config().endpoints) };
  const alerts = await queryAlerts(analytics, asked, catalogue);
  const wantsDeployments = open.some(({ deployments }) => deployments.length > 0);
  const latest = wantsDeployments
    ? await listDeployments(analytics, {
        where: { from: now - DEPLOYMENTS_MS },
        asOf: now,
        first: MOST_DEPLOYMENTS,
      })
    : { items: [] };
  const concerned = alerts.flatMap(({ deployment: id, state }) => (id !== null && state === 'open' ? [id] : []));
  const named = [...new Set([...concerned, ...deploymentsAsked(control.state.notices)])];
  const details = await deploymentSummaries(analytics, named, now);
  const noticeDeps: NoticeDeps = {
    control,
    clock,
    newId: randomUUID,
    words: {
      address: publicAddress(),
      organisation: catalogue.organisation.name,
      deployments: details,
      links: new Map(catalogue.services.map(({ name, links = {} }) => [name, links])),
    },
  };
  await openChannels(
    noticeDeps,
    open.map(({ name }) => name),
  );
  const news = {
    now,
    alerts,
    deployments: latest.items.filter(({ tier }) => tier === 'production'),
    teamsOf: (service: string) => ownersAt(declared.get(service), now),
  };
  return sendDueNotices(noticeDeps, open, news, signal);
}

/** A mail channel is one for each address: what becomes of one mail is no word on another. */
function channelStates(channel: ConfiguredChannel, { config, clock, publicAddress }: NoticesDeps): ChannelState[] {
  const { name, via, to = [], url, secret } = channel;
  const open = (notifier: Notifier, as = name): ChannelState => ({
    state: 'open',
    channel: { ...channel, name: as, notifier },
  });
  const off = (why: string): ChannelState[] => [{ state: 'off', name, why }];
  switch (via) {
    case 'mail': {
      const { mail } = config();
      if (mail === null) return off('no mails are sent: LEADLINE_SMTP_URL is not set');
      const mailer = smtpMailer({ server: mail.smtp, from: mail.from });
      const { hostname } = new URL(publicAddress());
      const host = hostname.startsWith('[') ? 'leadline.invalid' : hostname;
      return to.map((address) => open(mailNotifier({ mailer, to: address, host }), `${name} ${addressHash(address)}`));
    }
    case 'webhook':
      if (secret === undefined || url === undefined) return off(`${variable(name)} is not set: the key that signs`);
      return [open(webhookNotifier({ url, key: secret, now: () => clock.now() }))];
    case 'slack':
      return secret === undefined ? off(`${variable(name)} is not set: its address`) : [open(slackNotifier(secret))];
    case 'teams':
      return secret === undefined ? off(`${variable(name)} is not set: its address`) : [open(teamsNotifier(secret))];
  }
}

const variable = (name: string): string => `LEADLINE_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

/** An address is nobody's to keep: `control` has everything for good. */
const addressHash = (address: string): string =>
  createHash('sha256').update(`leadline notice\n${address.trim().toLowerCase()}`).digest('hex').slice(0, 12);
