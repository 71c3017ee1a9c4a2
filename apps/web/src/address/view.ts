import { type CivilDate, isCivilDate, isTimeZone } from './civil-time.js';

/** What a page shows of its subject: all of it stands in the address, so that a link shows the same to others. */
export interface View {
  /** Path of a team that narrows the numbers. */
  readonly team: string | null;
  readonly service: string | null;
  /** Absent: every environment of tier production. */
  readonly environment: string | null;
  /** Key of the feature flag that deployments carry. */
  readonly flag: string | null;
  /** Length of the window, in weeks. */
  readonly weeks: number;
  /** First day after the window; null: the Monday of this week. */
  readonly until: CivilDate | null;
  /** null: that of the browser. */
  readonly timeZone: string | null;
  /** As it was known then, RFC 3339; null: now. */
  readonly asOf: string | null;
  /** Slug of the metric that is opened. */
  readonly metric: string | null;
  /** Monday of the week that is opened within the window. */
  readonly week: CivilDate | null;
  /** The list that is opened: "counted", or "left-out" and the reason. */
  readonly panel: string | null;
  /** Which rows of a list: "failed". */
  readonly only: string | null;
  /** What is compared with each other: "team", "service"; null: teams. */
  readonly by: string | null;
  /** Name of the team or service whose weeks are drawn, or of the endpoint whose quarantine is listed; null: the page chooses. */
  readonly of: string | null;
  /** Name of the team or service that another is put beside; null: none is chosen yet. */
  readonly beside: string | null;
  /** A commit that deployments are looked up by. */
  readonly sha: string | null;
  /** What a reader looks for, as they wrote it. */
  readonly find: string | null;
  /** The incident that is worked on. */
  readonly incident: string | null;
  /** The instant that what changed before is listed for, RFC 3339; null: that of the incident, else now. */
  readonly at: string | null;
  /** Where the page before ended. */
  readonly after: string | null;
}

/** Something in the address that nothing can be shown for. */
export interface AddressProblem {
  readonly parameter: string;
  readonly given: string;
  /** What is wrong, and what exists. */
  readonly message: string;
  /** The address with the problem taken out of it. */
  readonly without: Partial<View>;
}

export const windowLengths = [1, 2, 4, 8, 13, 26] as const;
export const DEFAULT_WEEKS = 4;
const comparable: readonly string[] = ['team', 'service'];

export const defaultView: View = {
  team: null,
  service: null,
  environment: null,
  flag: null,
  weeks: DEFAULT_WEEKS,
  until: null,
  timeZone: null,
  asOf: null,
  metric: null,
  week: null,
  panel: null,
  only: null,
  by: null,
  of: null,
  beside: null,
  sha: null,
  find: null,
  incident: null,
  at: null,
  after: null,
};

/** Names of the parameters in the address. */
const parameters: Readonly<Record<keyof View, string>> = {
  team: 'team',
  service: 'service',
  environment: 'environment',
  flag: 'flag',
  weeks: 'weeks',
  until: 'until',
  timeZone: 'tz',
  asOf: 'asOf',
  metric: 'metric',
  week: 'week',
  panel: 'panel',
  only: 'only',
  by: 'by',
  of: 'of',
  beside: 'beside',
  sha: 'sha',
  find: 'find',
  incident: 'incident',
  at: 'at',
  after: 'after',
};

const names = Object.keys(parameters) as (keyof View)[];

/** Reads the query of an address; what cannot be read has its default, and is told as a problem. */
export function readView(search: string): { readonly view: View; readonly problems: readonly AddressProblem[] } {
  const query = new URLSearchParams(search);
  const problems: AddressProblem[] = [];
  const given: Partial<Record<keyof View, string>> = {};
  for (const name of names) {
    const value = query.get(parameters[name]);
    if (value === null || value === '') continue;
    const message = problemOf(name, value);
    if (message === null) given[name] = value;
    else problems.push({ parameter: parameters[name], given: value, message, without: { [name]: defaultView[name] } });
  }
  const { weeks, ...texts } = given;
  const view = { ...defaultView, ...texts, ...(weeks === undefined ? {} : { weeks: Number(weeks) }) };
  return { view, problems };
}

function problemOf(name: keyof View, value: string): string | null {
  switch (name) {
    case 'until':
    case 'week':
      return isCivilDate(value) ? null : 'is no day of the calendar; a day is written 2026-11-16';
    case 'weeks':
      return windowLengths.some((weeks) => String(weeks) === value)
        ? null
        : `is no length of a window; there are ${windowLengths.join(', ')} weeks`;
    case 'timeZone':
      return isTimeZone(value) ? null : 'is no time zone; one is written Europe/Berlin';
    case 'by':
      return comparable.includes(value) ? null : `cannot be compared; there are ${comparable.join(' and ')}`;
    case 'asOf':
    case 'at':
      return Number.isNaN(Date.parse(value)) ? 'is no instant; one is written 2026-11-16T09:30:00Z' : null;
    default:
      return null;
  }
}

/** The query of an address, with its "?"; "" where everything is as usual. */
export function writeView(view: View): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = view[name];
    if (value !== null && value !== defaultView[name]) query.set(parameters[name], String(value));
  }
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}
