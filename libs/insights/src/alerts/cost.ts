import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertFacts, Cost } from './alert-facts.js';
import { wrongSpans } from './spans.js';

/** Hours after the deployment that a report must tell of. */
const LEAST_HOURS = 24;

/** A day costs more after a deployment than before, until a report says otherwise. */
export const cost = ({ deployments, limits }: AlertFacts): Finding[] =>
  deployments.flatMap((deployment) => {
    const { ticket, page } = limits([deployment.service]).COST;
    const told = deployment.costs.filter(({ afterTime }) => afterTime >= LEAST_HOURS);
    const moments = told.map(({ at }, index) => ({ at, wrong: increaseIn(told.slice(0, index + 1), ticket) }));
    return wrongSpans(moments).map(({ since, until, reading: value }): Finding => ({
      rule: 'COST',
      severity: value > page ? 'page' : 'ticket',
      audience: ['developers'],
      ...aboutDeployment(deployment),
      since,
      until,
      what: 'a day costs more than before',
      value,
      threshold: value > page ? page : ticket,
    }));
  });

/** By how much a day costs more, where that is too much (M8); null: it is not, or the currencies differ. */
function increaseIn(reports: readonly Cost[], most: number): number | null {
  const perDay = (amount: number, hours: number): number => (hours > 0 ? (amount * 24) / hours : 0);
  const before = reports.reduce((sum, report) => sum + perDay(report.before, report.beforeTime), 0);
  const after = reports.reduce((sum, report) => sum + perDay(report.after, report.afterTime), 0);
  if (before <= 0 || new Set(reports.map(({ currency }) => currency)).size !== 1) return null;
  const increase = (after - before) / before;
  return increase > most ? increase : null;
}
