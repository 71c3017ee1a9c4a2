import { civilDateAt, mondayOf } from '../address/civil-time.js';
import type { useHref } from '../address/navigation.js';
import type { OutlierFindingFragment } from '../generated/graphql.js';
import { measureById } from '../measures/measure.js';

type Href = ReturnType<typeof useHref>;

/** To what a finding was made from: its deployment, or the metric of its team or service, with the week that stands out. */
export function evidenceHref(finding: OutlierFindingFragment, timeZone: string, href: Href): string {
  const metric = measureById(finding.metric)?.slug ?? null;
  const changes = { metric, ...opened(finding, timeZone) };
  if (finding.deployment !== null) return href('deployment', finding.deployment);
  if (finding.service !== null) return href('service', finding.service, changes);
  if (finding.team !== null) return href('team', finding.team, changes);
  return href('metric', metric ?? 'change-fail-rate', { ...changes, metric: null });
}

function opened({ rule, since }: OutlierFindingFragment, timeZone: string) {
  switch (rule) {
    case 'UNUSUAL_DAY':
      return { week: mondayOf(civilDateAt(Date.parse(since), timeZone)), panel: 'above' };
    case 'RATE_AGAINST_PEERS':
    case 'RATE_AGAINST_HISTORY':
      return { panel: 'above' };
    case 'FREQUENCY_AGAINST_HISTORY':
    case 'LEAD_TIME_AGAINST_HISTORY':
    case 'LEAD_TIME_AGAINST_PEERS':
    case 'RECOVERY_AGAINST_HISTORY':
    case 'RECOVERY_AGAINST_PEERS':
    case 'LASTING_SHIFT':
    case 'SINGLE_RECORD':
      return {};
  }
}

/** To the page of whom a finding is about; null: it is about everything. */
export function subjectHref({ team, service }: OutlierFindingFragment, href: Href): string | null {
  if (service !== null) return href('service', service);
  return team === null ? null : href('team', team);
}
