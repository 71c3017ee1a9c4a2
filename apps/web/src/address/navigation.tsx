import { createContext } from 'preact';
import { useCallback, useContext, useMemo } from 'preact/hooks';
import type { Organisation } from './organisation.js';
import { pathOf, type PageName, type Route, routeAt } from './route.js';
import { type TimeWindow, timeWindow } from './time-window.js';
import { type AddressProblem, defaultView, readView, type View, writeView } from './view.js';

/** What the address says: the page (null: there is none), and what it shows. */
export interface Address {
  readonly path: string;
  readonly route: Route | null;
  readonly view: View;
  readonly problems: readonly AddressProblem[];
}

export function addressAt(path: string, search: string): Address {
  return { path, route: routeAt(path), ...readView(search) };
}

export interface Navigation {
  readonly address: Address;
  readonly organisation: Organisation;
  /** Minutes pass: epoch milliseconds, cut to the minute. */
  readonly now: number;
  readonly go: (href: string, how?: 'push' | 'replace') => void;
}

export const NavigationContext = createContext<Navigation | null>(null);

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error('A page is drawn outside of the dashboard');
  return navigation;
}

/** The zone of the browser. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function useTimeWindow(): TimeWindow {
  const { address, now, organisation } = useNavigation();
  const { weeks, until, timeZone } = address.view;
  const own = organisation.timeZone;
  return useMemo(() => timeWindow({ weeks, until, timeZone }, now, own), [weeks, until, timeZone, now, own]);
}

/** What stays when another page is opened: when, and as known when. */
const carried = ({ weeks, until, timeZone, asOf }: View): Partial<View> => ({ weeks, until, timeZone, asOf });

/** Addresses of pages: `href('team', 'eng/payments')` keeps window and zone, and changes of the view go on top. */
export function useHref(): (page: PageName, key?: string, changes?: Partial<View>) => string {
  const { view } = useNavigation().address;
  return useCallback(
    (page, key = '', changes = {}) =>
      pathOf({ page, key }) + writeView({ ...defaultView, ...carried(view), ...changes }),
    [view],
  );
}

/** Addresses of the same page with something changed. */
export function useHrefHere(): (changes: Partial<View>) => string {
  const { path, view } = useNavigation().address;
  return useCallback((changes) => path + writeView({ ...view, ...changes }), [path, view]);
}

/** What narrows the numbers, as the API takes it; the page's own subject goes on top. */
export function scopeOf({ team, service, environment, flag }: Pick<View, 'team' | 'service' | 'environment' | 'flag'>) {
  return {
    ...(team === null ? {} : { teams: [team] }),
    ...(service === null ? {} : { services: [service] }),
    ...(environment === null ? {} : { environments: [environment] }),
    ...(flag === null ? {} : { flags: [flag] }),
  };
}
