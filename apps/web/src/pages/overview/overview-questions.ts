import { scopeOf } from '../../address/navigation.js';
import { type TimeWindow, windowInput } from '../../address/time-window.js';
import type { View } from '../../address/view.js';
import { measureIds } from '../../measures/measure.js';

/** What the panels of the overview ask with. */
export const standingVariables = ({ asOf }: View) => ({ asOf });

export const measuresByTeamVariables = (view: View, { days, previous, timeZone }: TimeWindow) => ({
  ids: measureIds,
  window: windowInput(days, timeZone),
  previous: windowInput(previous, timeZone),
  scope: scopeOf(view),
  asOf: view.asOf,
});

export const standingOutVariables = (view: View, { days, timeZone }: TimeWindow) => ({
  window: windowInput(days, timeZone),
  scope: scopeOf(view),
  asOf: view.asOf,
});

export const failedDeploymentsVariables = (
  { team, service, environment, asOf }: View,
  { days, timeZone }: TimeWindow,
) => {
  const { from, to } = windowInput(days, timeZone);
  return {
    where: {
      failed: true,
      from,
      to,
      ...(team === null ? {} : { teams: [team] }),
      ...(service === null ? {} : { services: [service] }),
      ...(environment === null ? {} : { environments: [environment] }),
    },
    asOf,
  };
};
