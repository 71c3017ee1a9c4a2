import type { Advice, SourceHealth } from './types.js';

const HOUR = 3_600_000;
/** Clocks of two machines differ; beyond it a time is in the future. */
const CLOCK_TOLERANCE_MS = 60_000;
/** Sources whose senders keep the paths of another product: no hook goes to /hooks. */
const withPathsOfTheirOwn = new Set(['datadog-dora', 'devlake', 'sleuth']);
/** Sources that can be asked to send again what was missed. */
const withRedelivery = new Set(['github', 'gitlab']);

type Health = Omit<SourceHealth, 'advice'>;

/** What is wrong with an endpoint, and the next step to mend it; the most urgent first. `now` in epoch milliseconds. */
export function adviceFor(health: Health, now: number): Advice[] {
  if (health.source === 'leadline') return [];
  const refusals = refused(health);
  return [
    off(health),
    refusals,
    refusals === undefined ? neverReceived(health) : undefined,
    ahead(health, now),
    silent(health, now),
    quarantine(health),
    onlyIgnored(health),
  ].filter((advice) => advice !== undefined);
}

function off({ endpoint, source, configured, refused: knocked, lastReceivedAt }: Health): Advice | undefined {
  if (configured) return undefined;
  const once = lastReceivedAt === null ? 'It has no secret' : 'It received something once, and has no secret now';
  const refusals =
    knocked === null
      ? 'what is sent to it is refused'
      : `${counted(knocked.last7Days, 'delivery was', 'deliveries were')} refused in the last seven days, the last at ${instant(knocked.lastAt)}`;
  const message = `${once}, so it is off: ${refusals}`;
  const fix = `Set ${secretName(endpoint)} (or …_FILE) to the secret that the sender signs with, and start Leadline again; or end the hook at the sender.${setup(source)}`;
  return { code: 'off', message, fix };
}

/** Once deliveries came through for an hour, and none was refused, it is mended. */
function refused({ endpoint, source, configured, refused: told, lastReceivedAt }: Health): Advice | undefined {
  if (told === null || !configured) return undefined;
  if (lastReceivedAt !== null && lastReceivedAt > told.lastAt + HOUR) return undefined;
  const what = `${counted(told.last7Days, 'delivery was', 'deliveries were')} refused with 401 in the last seven days, the last at ${instant(told.lastAt)}`;
  if (told.stale === told.last7Days) {
    const fix =
      'Set the clocks of both machines right (timedatectl set-ntp true), and see that no proxy holds hooks back';
    return { code: 'refused', message: `${what}: well signed, but too long ago or ahead of our clock`, fix };
  }
  if (endpoint === 'events') {
    const fix = 'Give the sender a token that holds: leadline token create --scope events:write --name <what for>';
    return { code: 'refused', message: `${what}: their token is unknown, over or missing, or lacks events:write`, fix };
  }
  const fix = `Let the secret at the sender be the one in ${secretName(endpoint)}, and start Leadline again if you change it here; if nobody of yours sends there, nothing is to be done.${setup(source)}`;
  return { code: 'refused', message: `${what}: their signature or token is wrong or missing`, fix };
}

function neverReceived({
  endpoint,
  source,
  configured,
  topic,
  lastReceivedAt,
  lastTestAt,
}: Health): Advice | undefined {
  if (!configured || lastReceivedAt !== null || endpoint === 'events') return undefined;
  if (topic !== undefined) {
    const fix = `See that events are written to the topic ${topic}, and that Leadline's log says nothing of brokers that refuse it.${setup(source)}`;
    return { code: 'never_received', message: 'Nothing was read yet', fix };
  }
  const address = withPathsOfTheirOwn.has(source) ? '' : ` (its address is /hooks/${endpoint})`;
  const test =
    lastTestAt === null ? `, or try the way here: leadline send-test-event ${endpoint}` : '; a test event came through';
  const fix = `Add the hook at the sender${address}${test}.${setup(source)}`;
  return { code: 'never_received', message: 'Nothing has arrived yet', fix };
}

/** Times of arrival are of the machine that took it in. */
function ahead({ lastReceivedAt }: Health, now: number): Advice | undefined {
  if (lastReceivedAt === null || lastReceivedAt <= now + CLOCK_TOLERANCE_MS) return undefined;
  const message = `Its last delivery is of ${instant(lastReceivedAt)}, which is in the future: a clock was or is wrong, and silence would not be noticed until then`;
  return { code: 'clock', message, fix: 'Set the clock of every machine of Leadline right: timedatectl set-ntp true' };
}

function silent(
  { source, topic, lastReceivedAt, silent: isSilent, usualGapSeconds, endpoint }: Health,
  now: number,
): Advice | undefined {
  if (!isSilent || lastReceivedAt === null) return undefined;
  const usual = usualGapSeconds === null ? '' : `; usually something comes within ${span(usualGapSeconds)}`;
  const message = `Nothing has arrived for ${span((now - lastReceivedAt) / 1000)}${usual}: numbers may lack what happened since`;
  return { code: 'silent', message, fix: silentFix(source, endpoint, topic) };
}

function silentFix(source: string, endpoint: string, topic: string | undefined): string {
  if (topic !== undefined)
    return `See whether events are written to the topic ${topic}, and what Leadline's log says of it`;
  if (endpoint === 'events') return 'Look at the output of the pipeline that reports, and try: leadline doctor there';
  const look = 'Look at the deliveries of the hook at the sender: is it on, and what was it answered?';
  if (!withRedelivery.has(source)) return `${look} Have it send again what it kept`;
  const named = endpoint === source ? '' : ` --endpoint ${endpoint}`;
  return `${look} What was missed is sent again by: leadline reconcile ${source} <owner>/<name>${named}`;
}

function quarantine({ openInQuarantine, lastError }: Health): Advice | undefined {
  if (openInQuarantine === 0) return undefined;
  const last = lastError === null ? '' : `, the last at ${instant(lastError.at)} (${lastError.reason})`;
  const message = `${counted(openInQuarantine, 'delivery is', 'deliveries are')} in quarantine${last}`;
  const fix = 'leadline quarantine ls shows why; after an update: leadline quarantine retry --all';
  return { code: 'quarantine', message, fix };
}

function onlyIgnored({ source, last7Days }: Health): Advice | undefined {
  if (last7Days.normalized + last7Days.quarantined > 0 || last7Days.ignored === 0) return undefined;
  const message = 'Everything of the last seven days was understood and of no interest';
  return { code: 'only_ignored', message, fix: `Choose other events for the hook at the sender.${setup(source)}` };
}

/** Where it stands, step by step. */
const setup = (source: string): string => ` Step by step: libs/sources/src/${source}/setup.md`;

/** The variable that holds an endpoint's secret. */
const secretName = (endpoint: string): string =>
  `LEADLINE_SECRET_${endpoint.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const instant = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d\d\.\d+Z$/, ' UTC');

/** Seconds in one unit that a person needs: "3 days", "20 hours", "5 minutes". */
function span(seconds: number): string {
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} days`;
  if (seconds >= 7_200) return `${Math.floor(seconds / 3_600)} hours`;
  return counted(Math.max(1, Math.ceil(seconds / 60)), 'minute', 'minutes');
}
