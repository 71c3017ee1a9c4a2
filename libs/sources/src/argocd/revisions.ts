import { hash } from 'node:crypto';
import { canonicalJson, type EventData } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';

/** What a sync brought: one revision per source of the application. */
export interface Attempted {
  readonly sources: readonly SourceRevision[];
  /** Revisions and settings of all of them as canonical JSON, which may be long. */
  readonly whole: string;
  /** The sync before brought the same, to the last parameter. */
  readonly again: boolean;
}

interface SourceRevision {
  readonly revision: string;
  readonly repoUrl: string | undefined;
  /** Name of a Helm chart; undefined: a git repository. */
  readonly chart: string | undefined;
  /** It only lends its values files to another source. */
  readonly valuesOnly: boolean;
  /** Where it is declared; null: nowhere. */
  readonly place: Place | null;
}

/** What the sync was of: its result while there is one, else the request for it. */
export function attemptedIn(reading: BodyReading, app: Place, state: Place, sync: Place): Attempted {
  const result = reading.object(state, 'syncResult');
  const spec = reading.requiredObject(app, 'spec');
  const asRequested = (): SourceRevision[] => sourcesIn(reading, sync, spec);
  const asDone = result === null ? [] : sourcesIn(reading, result, spec);
  const sources = asDone.length > 0 ? asDone : asRequested();
  const whole = wholeOf(sources);
  const before = precedingSync(reading, app, reading.text(state, 'startedAt'));
  const again = before !== undefined && sources.length > 0 && isSame(before, sources, whole);
  return { sources, whole, again };
}

const wholeOf = (sources: readonly SourceRevision[]): string =>
  canonicalJson(sources.map(({ revision, place }) => [revision, settingsOf(place)]));

/** Mostly the revision tells; only where it does not, the settings are written down to be compared. */
function isSame(before: readonly SourceRevision[], sources: readonly SourceRevision[], whole: string): boolean {
  const sameRevisions =
    before.length === sources.length && before.every(({ revision }, index) => revision === sources[index]?.revision);
  return sameRevisions && wholeOf(before) === whole;
}

/** The last successful sync before the one that started then. */
function precedingSync(reading: BodyReading, app: Place, startedAt: string | undefined): SourceRevision[] | undefined {
  const status = reading.object(app, 'status');
  const history = status === null ? [] : reading.objects(status, 'history');
  const before = history.findLast((entry) => reading.text(entry, 'deployStartedAt') !== startedAt);
  return before === undefined ? undefined : sourcesIn(reading, before, before);
}

/** Applications have one source with one revision, or several of both. */
function sourcesIn(reading: BodyReading, revised: Place, declared: Place): SourceRevision[] {
  const single = reading.text(revised, 'revision');
  const several = reading.texts(revised, 'revisions') ?? [];
  const revisions = several.length > 0 || single === undefined ? several : [single];
  const own = placesIn(reading, revised);
  const places = own.length === revisions.length ? own : placesIn(reading, declared);
  return revisions.map((revision, index): SourceRevision => {
    const place = places[index] ?? null;
    const chart = reading.text(place, 'chart');
    const valuesOnly = reading.text(place, 'ref') !== undefined && reading.text(place, 'path') === undefined;
    return { revision, repoUrl: reading.text(place, 'repoURL'), chart, valuesOnly, place };
  });
}

function placesIn(reading: BodyReading, place: Place): Place[] {
  const sources = reading.objects(place, 'sources');
  if (sources.length > 0) return sources;
  const source = reading.object(place, 'source');
  return source === null ? [] : [source];
}

/** Everything of a source but which revision was asked for: a chart's path is filled in by the sync. */
function settingsOf(place: Place | null): Record<string, unknown> {
  const fields = place?.fields ?? {};
  const { targetRevision: _, ...settings } = fields;
  return settings['chart'] === undefined ? settings : { ...settings, path: undefined };
}

/**
 * How a deployment names what it brought. Its commit is the one of the only git repository, or of the only one that is
 * more than values for a chart; a chart's version is the version. Everything together is the configuration's version.
 */
export function versionOf({ sources, whole, again }: Attempted): Partial<EventData<'deployment'>> {
  const git = sources.filter(({ revision, chart }) => chart === undefined && fullShaOf(revision) !== undefined);
  const own = git.filter(({ valuesOnly }) => !valuesOnly);
  const [commit, ...others] = own.length > 0 ? own : git;
  const charts = sources.filter(({ chart }) => chart !== undefined);
  const only = commit !== undefined && others.length === 0 ? commit : undefined;
  return {
    sha: fullShaOf(only?.revision),
    repo: repositoryNameOf(only?.repoUrl),
    version: charts.length === 1 ? charts[0]?.revision : undefined,
    configVersion: sources.length > 0 ? hashOf(whole) : undefined,
    kind: again ? 'redeploy' : undefined,
  };
}

const hashOf = (text: string): string => hash('sha256', text, 'hex').slice(0, 16);
