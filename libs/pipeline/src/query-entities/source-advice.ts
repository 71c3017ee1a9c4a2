import type { Advice, SourceHealth } from './types.js';

/** What is wrong with an endpoint, and the next step to mend it; the most urgent first. */
export function adviceFor(health: Omit<SourceHealth, 'advice'>): Advice[] {
  const { endpoint, source, configured, lastReceivedAt, silent, openInQuarantine, last7Days } = health;
  if (source === 'leadline') return [];
  const advice: Advice[] = [];
  if (!configured) {
    const message = 'It received something once, and is off: what is sent to it is refused';
    advice.push({
      code: 'off',
      message,
      fix: `Give it a secret in ${secretName(endpoint)}, or end the hook at the sender`,
    });
  }
  if (configured && lastReceivedAt === null) {
    const message = 'Nothing has arrived yet';
    const fix = `Add the hook at the sender (its address is /hooks/${endpoint}), or try the way here: leadline send-test-event ${endpoint}`;
    advice.push({ code: 'never_received', message, fix });
  }
  if (silent) {
    const message = 'Nothing has arrived for far longer than usual: numbers may lack what happened since';
    advice.push({ code: 'silent', message, fix: 'Look at the deliveries of the hook at the sender, and redeliver' });
  }
  if (openInQuarantine > 0) {
    const message = `${openInQuarantine} deliveries were not understood`;
    const fix = 'leadline quarantine ls shows why; after an update: leadline quarantine retry --all';
    advice.push({ code: 'quarantine', message, fix });
  }
  if (last7Days.normalized + last7Days.quarantined === 0 && last7Days.ignored > 0) {
    const message = 'Everything of the last seven days was understood and of no interest';
    advice.push({ code: 'only_ignored', message, fix: 'Choose other events for the hook at the sender' });
  }
  return advice;
}

/** The variable that holds an endpoint's secret. */
const secretName = (endpoint: string): string =>
  `LEADLINE_SECRET_${endpoint.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
