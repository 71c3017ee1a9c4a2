import { z } from 'zod';
import { countOf, MOST_COUNTED } from './count-rows.js';
import { type DeploymentListRow, deploymentsStatement, summaryOf } from './deployment-rows.js';
import { limitOf, pageOf, placeAfter } from './page.js';
import type { CountDeployments, ListDeployments } from './types.js';

const place = z.tuple([z.number(), z.string(), z.string(), z.string(), z.number().int()]);

/**
 * Deployments of every environment, latest first.
 *
 * @throws UnreadableReference for a cursor of something else.
 */
export const listDeployments: ListDeployments = async (analytics, { where, asOf, ...page }) => {
  const after = placeAfter(place, page);
  const rows = await analytics.query<DeploymentListRow>(
    deploymentsStatement({ asOf, where, after, limit: limitOf(page) }),
  );
  return pageOf(rows, page, {
    place: (row) => [row.instant_shown, row.service, row.environment, row.deployment, row.occurrence],
    item: summaryOf,
  });
};

/** How many there are over all pages, up to {@link MOST_COUNTED}. */
export const countDeployments: CountDeployments = (analytics, { where, asOf }) =>
  countOf(analytics, deploymentsStatement({ asOf, where, limit: MOST_COUNTED }));
