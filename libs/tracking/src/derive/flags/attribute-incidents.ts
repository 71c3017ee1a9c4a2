import { canonicalJson, compareText } from '@leadline/events';
import { type Acquittal, FOREVER, type TableRow } from '@leadline/tables';
import { type IncidentState, isOutsideProduction } from '../../fold/incident.js';
import { contentOf } from '../../fold/rows.js';
import type { Timeline } from '../../fold/timeline.js';
import { ElementLog } from '../verdicts/element-log.js';
import { neverCounts, secondsBetween, severityNumber } from '../verdicts/reasons.js';
import type { VerdictRow, Verdicts } from '../verdicts/sweep.js';
import { incidentChanges, type IncidentView } from '../verdicts/views.js';
import { type FlagChange, type KnownWidening, wideningsOf } from './widenings.js';

/** That a service's code carried a flag, known in [from, until). */
export interface FlagOfService {
  readonly flag: string;
  readonly from: number;
  readonly until: number;
}

export interface FlagFacts {
  readonly service: string;
  readonly incidents: readonly Timeline<IncidentState | null>[];
  readonly verdicts: Verdicts;
  /** Flags that its deployments carried. */
  readonly carried: readonly FlagOfService[];
  /** Flags that the catalogue says it has. */
  readonly declared: readonly string[];
  /** Changes of all these flags, and those that name the service. */
  readonly changes: readonly FlagChange[];
}

export type FlagIncident = Omit<TableRow<'flag_incidents'>, 'version'>;
type Acquitting = Omit<Acquittal, 'knownFrom' | 'knownUntil'>;
type Attribution = Omit<FlagIncident['attributions'][number], 'knownFrom' | 'knownUntil'>;

export interface FlagAttributions {
  /** By the key of the deployment's row. */
  readonly acquittals: ReadonlyMap<string, readonly Acquittal[]>;
  readonly incidents: readonly FlagIncident[];
}

/**
 * Which incidents that name no cause have a change of one of the service's flags before them (metrics-deployment.md A):
 * the nearest widening stands for all. Whether it or a deployment is to blame is told to both sides, with the gaps that
 * options are compared with; a deployment that is as near comes first.
 */
export function attributeIncidents(facts: FlagFacts): FlagAttributions {
  const widenings = wideningsOfService(facts);
  const acquittals = new Map<string, ElementLog<Acquitting>[]>();
  if (widenings.length === 0) return { acquittals: new Map(), incidents: [] };
  const suspected = suspectedIn(facts.verdicts);
  const incidents = facts.incidents.flatMap((timeline) =>
    attributeIncident(timeline, { widenings, suspected, facts, acquittals }),
  );
  const elements = [...acquittals].map(([key, logs]) => [key, inOrder(logs.flatMap((log) => log.elements()))] as const);
  return { acquittals: new Map(elements.filter(([, own]) => own.length > 0)), incidents };
}

/** By their content, whichever was found first. */
function inOrder<T extends object>(found: readonly T[]): T[] {
  if (found.length < 2) return [...found];
  const texts = new Map(found.map((one) => [one, canonicalJson(one)]));
  return found.toSorted((a, b) => compareText(texts.get(a) ?? '', texts.get(b) ?? ''));
}

/** Widening steps while they were of one of the service's flags, latest first. */
function wideningsOfService({ service, carried, declared, changes }: FlagFacts): KnownWidening[] {
  const intervals = (widening: KnownWidening): readonly { from: number; until: number }[] =>
    widening.services.includes(service) || declared.includes(widening.flag)
      ? [{ from: widening.knownFrom, until: widening.knownUntil }]
      : carried.filter(({ flag }) => flag === widening.flag);
  return wideningsOf(changes)
    .flatMap((widening) =>
      intervals(widening).map(({ from, until }) => ({
        ...widening,
        knownFrom: Math.max(from, widening.knownFrom),
        knownUntil: Math.min(until, widening.knownUntil),
      })),
    )
    .filter(({ knownFrom, knownUntil }) => knownFrom < knownUntil)
    .sort((a, b) => b.at - a.at || (a.flagChange < b.flagChange ? -1 : 1));
}

interface Suspect {
  readonly key: string;
  readonly gapMs: number;
  readonly rival: Attribution['rivals'][number];
}

/** Rows of deployments that an incident may be attributed to, by its id. */
function suspectedIn({ rows }: Verdicts): Map<string, VerdictRow[]> {
  const suspected = new Map<string, VerdictRow[]>();
  for (const row of rows) {
    const incidents = row.reasons.filter(({ authority }) => authority === 'inferred').map(({ by }) => by);
    for (const incident of new Set(incidents)) {
      const known = suspected.get(incident);
      if (known) known.push(row);
      else suspected.set(incident, [row]);
    }
  }
  return suspected;
}

/** Widenings before an impact, latest first, back to one that was known all the time. */
function nearestBefore(impacts: readonly number[], from: number, widenings: readonly KnownWidening[]): KnownWidening[] {
  const [earliest, latest] = [Math.min(...impacts), Math.max(...impacts)];
  const start = widenings.findIndex(({ at }) => at <= latest);
  if (start < 0) return [];
  const isCertain = ({ at, knownFrom, knownUntil }: KnownWidening): boolean =>
    at <= earliest && knownFrom <= from && knownUntil === FOREVER;
  const end = widenings.findIndex((widening, index) => index >= start && isCertain(widening));
  return widenings.slice(start, end < 0 ? widenings.length : end + 1);
}

interface Attributing {
  readonly widenings: readonly KnownWidening[];
  readonly suspected: ReadonlyMap<string, readonly VerdictRow[]>;
  readonly facts: FlagFacts;
  readonly acquittals: Map<string, ElementLog<Acquitting>[]>;
}

function attributeIncident(
  timeline: Timeline<IncidentState | null>,
  { widenings, suspected, facts: { service, verdicts }, acquittals }: Attributing,
): FlagIncident[] {
  const id = timeline.find(({ state }) => state !== null)?.state?.id ?? '';
  const looks = looksAt(timeline, service);
  const impacts = looks.flatMap(({ view }) => (view === null ? [] : [view.startedAt]));
  if (impacts.length === 0) return [];
  const near = nearestBefore(impacts, looks[0]?.at ?? FOREVER, widenings);
  if (near.length === 0) return [];
  const accused = suspected.get(id) ?? [];
  const attributions = new ElementLog<Attribution>();
  const acquitted = new Map(accused.map(({ key }) => [key, new ElementLog<Acquitting>()]));
  for (const at of boundaries(looks, near, accused)) {
    const view = looks.findLast((look) => look.at <= at)?.view ?? null;
    const widening = view && near.find((one) => one.at <= view.startedAt && one.knownFrom <= at && at < one.knownUntil);
    const suspects = view === null ? [] : accused.flatMap((row) => suspectIn(row, id, view.startedAt, at));
    const gapMs = view && widening ? view.startedAt - widening.at : Infinity;
    attributions.set(view && widening ? [attributionOf(view, widening, suspects, gapMs)] : [], at);
    for (const [key, log] of acquitted) {
      const suspect = suspects.find((one) => one.key === key);
      const isNearer = view !== null && widening != null && suspect !== undefined && gapMs < suspect.gapMs;
      log.set(isNearer ? [acquittalOf(id, view, widening)] : [], at);
    }
  }
  for (const [key, log] of acquitted) acquittals.set(key, [...(acquittals.get(key) ?? []), log]);
  const elements = attributions.elements();
  if (elements.length === 0) return [];
  const content = { service, incident: id, exposureSources: [...verdicts.exposureSources], attributions: elements };
  return [{ ...content, content_hash: contentOf(canonicalJson(content)) }];
}

interface Look {
  readonly at: number;
  /** null: it is no incident, or names its cause. */
  readonly view: IncidentView | null;
}

/** How the incident looks over time, while it is one of this service that nobody linked to a cause. */
function looksAt(timeline: Timeline<IncidentState | null>, service: string): Look[] {
  const known = timeline.flatMap(({ from, state }) => (state === null ? [] : [{ from, state }]));
  const gone = timeline.filter(({ state }) => state === null).map(({ from }) => ({ at: from, view: null }));
  const isOpen = (view: IncidentView): boolean =>
    !neverCounts(view) &&
    !isOutsideProduction(view) &&
    view.causedBy.length === 0 &&
    view.causedByFlagChange.length === 0 &&
    view.service === service;
  return [...incidentChanges(known), ...gone]
    .sort((a, b) => a.at - b.at)
    .map(({ at, view }) => ({ at, view: view !== null && isOpen(view) ? view : null }));
}

/** Every instant at which the answer may change. */
function boundaries(
  looks: readonly Look[],
  widenings: readonly KnownWidening[],
  accused: readonly VerdictRow[],
): number[] {
  const first = looks[0]?.at ?? FOREVER;
  const instants = new Set<number>(looks.map(({ at }) => at));
  const add = ({ knownFrom, knownUntil }: { knownFrom: number; knownUntil: number }): void => {
    for (const at of [knownFrom, knownUntil]) if (at > first && at < FOREVER) instants.add(at);
  };
  widenings.forEach(add);
  for (const { base, reasons } of accused) [...base, ...reasons].forEach(add);
  return [...instants].sort((a, b) => a - b);
}

const isInferredFrom = ({ authority, by }: VerdictRow['reasons'][number], incident: string): boolean =>
  authority === 'inferred' && by === incident;

const holds = (element: { knownFrom: number; knownUntil: number }, at: number): boolean =>
  element.knownFrom <= at && at < element.knownUntil;

/** The deployment, if at the instant the incident would be attributed to it. */
function suspectIn({ key, base, reasons }: VerdictRow, incident: string, impactAt: number, at: number): Suspect[] {
  const reason = reasons.find((one) => isInferredFrom(one, incident) && holds(one, at));
  const state = base.find((one) => holds(one, at));
  if (reason === undefined || state === undefined) return [];
  const rival = { kind: state.kind, verdict: state.verdict, variants: reason.variants, gapS: reason.gapS };
  return [{ key, gapMs: Math.max(0, impactAt - state.finishedAt), rival }];
}

const attributionOf = (
  { startedAt, severity, userFacing, detectedAt, resolvedAt }: IncidentView,
  { flagChange, flag }: KnownWidening,
  suspects: readonly Suspect[],
  gapMs: number,
): Attribution => ({
  flagChange,
  flag,
  gapS: secondsBetween(startedAt - gapMs, startedAt),
  severity: severityNumber(severity),
  userFacing: userFacing ? 1 : 0,
  impactAt: startedAt,
  detectedAt,
  resolvedAt,
  rivals: inOrder(suspects.filter((suspect) => suspect.gapMs <= gapMs).map(({ rival }) => rival)),
});

const acquittalOf = (incident: string, view: IncidentView, { flagChange, at }: KnownWidening) => ({
  incident,
  flagChange,
  gapS: secondsBetween(at, view.startedAt),
});
