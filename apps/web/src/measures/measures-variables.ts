import { scopeOf } from '../address/navigation.js';
import { type TimeWindow, windowInput } from '../address/time-window.js';
import type { View } from '../address/view.js';
import type { ScopeInput } from '../generated/graphql.js';
import { measureIds } from './measure.js';

/** What the five metrics are asked with: the window, the period before and 26 weeks. */
export const measuresVariables = (
  view: View,
  { days, previous, history, timeZone }: TimeWindow,
  subject: ScopeInput = {},
) => ({
  ids: measureIds,
  window: windowInput(days, timeZone),
  previous: windowInput(previous, timeZone),
  history: windowInput(history, timeZone),
  scope: { ...scopeOf(view), ...subject },
  asOf: view.asOf,
});
