import { canonicalJson, type CatalogueService } from '@leadline/events';
import { ALWAYS, carrierClasses, type DeploymentRow, FOREVER, type VersionFound } from '@leadline/tables';
import { settle } from './links/settle.js';
import { contentOf } from '../fold/rows.js';
import type { ChainVersion, CarrierClass } from './links/facts.js';
import { observedInRow, type ObservedService } from './observations/observed-in-row.js';
import { type FactsByDeployment, factsOfRow, type ReportedFact, reportedOf } from './rollout-facts/facts-of-row.js';
import { ElementLog } from './verdicts/element-log.js';
import type { VerdictRow, Verdicts } from './verdicts/sweep.js';
import type { Judged } from './verdicts/judged.js';

/** What the row says beside what the walk found. */
export type VerdictContent = Omit<
  DeploymentRow,
  'version' | 'links' | 'commits' | 'changes' | 'carried_flags' | 'acquittals' | 'passed' | 'chain_hash' | 'links_hash'
>;

/** What was reported of a service's deployments beside themselves. */
export interface Reported {
  readonly facts: FactsByDeployment;
  readonly observed: ObservedService;
}

type ReportedColumns = ReturnType<typeof factsOfRow> & ReturnType<typeof observedInRow>;

/** What a row was made of beside itself. */
interface MadeOf {
  readonly declared: CatalogueService | undefined;
  readonly facts: readonly ReportedFact[];
  readonly observed: ObservedService;
}

/** What was said of a row, by the row: the same object, declared and reported of alike, says the same. */
const contents = new WeakMap<VerdictRow, MadeOf & { readonly reported: string; readonly content: VerdictContent }>();

/**
 * The part of each deployment's row that needs no commits. Of a row of which nothing was said or reported since, it is
 * the same object.
 */
export function verdictRows(
  service: string,
  verdicts: Verdicts,
  declared: CatalogueService | undefined,
  { facts, observed }: Reported,
): VerdictContent[] {
  return verdicts.rows.map((row) => {
    const madeOf = { declared, facts: reportedOf(row, facts), observed };
    const known = contents.get(row);
    if (known !== undefined && isMadeOf(known, madeOf)) return known.content;
    const reported = { ...factsOfRow(row, facts), ...observedInRow(row, observed) };
    const text = Object.values(reported).every(({ length }) => length === 0) ? '' : canonicalJson(reported);
    const isSame = known?.declared === declared && known?.reported === text;
    const told = { row, reported, exposureSources: verdicts.exposureSources, declared };
    const content = isSame ? known.content : verdictContent(service, told);
    contents.set(row, { ...madeOf, reported: text, content });
    return content;
  });
}

function isMadeOf(known: MadeOf, { declared, facts, observed }: MadeOf): boolean {
  const isObservedAlike = known.observed === observed || (known.observed.isEmpty && observed.isEmpty);
  return (
    known.declared === declared &&
    isObservedAlike &&
    known.facts.length === facts.length &&
    facts.every(({ timeline }, place) => timeline === known.facts[place]?.timeline)
  );
}

interface Told {
  readonly row: VerdictRow;
  readonly reported: ReportedColumns;
  readonly exposureSources: readonly string[];
  readonly declared: CatalogueService | undefined;
}

function verdictContent(service: string, { row, reported, exposureSources, declared }: Told): VerdictContent {
  const instants = [
    ...row.base.flatMap(({ startedAt, finishedAt, tries }) => [
      startedAt,
      finishedAt,
      ...tries.map((attempt) => attempt.finishedAt ?? 0),
    ]),
    ...reported.approvals.map(({ requestedAt }) => requestedAt),
  ].filter((at) => at !== 0);
  const content = {
    service,
    environment: row.environment,
    tier: row.tier,
    deployment: row.deployment,
    occurrence: row.ordinal,
    repository: row.repository,
    other_repositories: [...row.otherRepositories],
    owners: ownersOf(declared),
    tags: declared?.tags ?? {},
    flags: flagsOf(row.looks.at(-1)),
    exposureSources: [...exposureSources],
    base: [...row.base],
    reasons: [...row.reasons],
    found_versions: foundVersions(row),
    ...reported,
    first_instant: instants.length === 0 ? 0 : Math.min(...instants),
    last_instant: instants.length === 0 ? 0 : Math.max(...instants),
  };
  const named = namedFlags(row);
  // Of the many that name none the hash is what it was before there was this.
  const hashed = named.length === 0 ? content : { ...content, named_flags: named };
  return { ...content, named_flags: named, verdict_hash: contentOf(canonicalJson(hashed)) };
}

/** A row that is no longer derived: it stays, and says nothing. */
export function emptied(
  row: Pick<DeploymentRow, 'service' | 'environment' | 'deployment' | 'occurrence'>,
): VerdictContent {
  const { service, environment, deployment, occurrence } = row;
  const content = {
    service,
    environment,
    deployment,
    occurrence,
    tier: '',
    repository: '',
    other_repositories: [],
    owners: [],
    tags: {},
    flags: [],
    named_flags: [],
    exposureSources: [],
    base: [],
    reasons: [],
    found_versions: [],
    rollout_steps: [],
    verifications: [],
    approvals: [],
    observations: [],
    disturbances: [],
    first_instant: 0,
    last_instant: 0,
  };
  return { ...content, verdict_hash: 'emptied' };
}

function ownersOf(declared: CatalogueService | undefined): DeploymentRow['owners'] {
  return (declared?.teams ?? []).map(({ team, from, until }) => ({
    team,
    from: from ? Date.parse(from) : ALWAYS,
    until: until ? Date.parse(until) : FOREVER,
  }));
}

/** How its commit was found, over time; where a witness told the commit, nothing had to be. */
function foundVersions({ looks }: VerdictRow): VersionFound[] {
  const elements = looks.flatMap(({ at, judged }, index): VersionFound[] => {
    const { found, sha } = judged?.occurrence.decisive ?? {};
    if (found === undefined || (found.sha === '' && sha !== null && sha !== found.by)) return [];
    return [{ knownFrom: at, knownUntil: looks[index + 1]?.at ?? FOREVER, ...found }];
  });
  return elements.length === 0 ? elements : settle(elements, () => '');
}

function flagsOf(look: VerdictRow['looks'][number] | undefined): string[] {
  const attempts = look?.judged?.occurrence.attempts ?? [];
  return [...new Set(attempts.flatMap(({ flags }) => flags))].sort();
}

/** Flags that its reports named, over time. */
function namedFlags({ looks }: VerdictRow): DeploymentRow['named_flags'] {
  if (looks.every((look) => flagsOf(look).length === 0)) return [];
  const named = new ElementLog<{ readonly flag: string }>();
  for (const look of looks)
    named.set(
      flagsOf(look).map((flag) => ({ flag })),
      look.at,
    );
  return named.elements();
}

/** By the row: of one that took nothing back they follow from its looks alone. */
const chains = new WeakMap<VerdictRow, readonly ChainVersion[]>();

/** The intervals in which each row was a succeeded, non-flag production deployment: the chain that carries commits. */
export function chainOf({ rows }: Verdicts): ChainVersion[] {
  // Asked by rollbacks alone.
  let looksOf: ReadonlyMap<string, VerdictRow['looks']> | undefined;
  const shaOf: ShaOf = (key, at) => {
    looksOf ??= new Map(rows.map((row) => [row.key, row.looks]));
    return looksOf.get(key)?.findLast((look) => look.at <= at && look.judged !== null)?.judged?.occurrence.sha ?? null;
  };
  const chain: ChainVersion[] = [];
  for (const row of rows) {
    let versions = chains.get(row);
    if (versions === undefined) {
      versions = versionsOf(row, shaOf);
      if (row.looks.every(({ judged }) => judged?.kind !== 'rollback')) chains.set(row, versions);
    }
    for (const version of versions) chain.push(version);
  }
  return chain;
}

type ShaOf = (key: string, at: number) => string | null;

function versionsOf({ key, looks }: VerdictRow, shaOf: ShaOf): ChainVersion[] {
  const versions: ChainVersion[] = [];
  looks.forEach(({ at, judged }, index) => {
    const knownUntil = looks[index + 1]?.at ?? FOREVER;
    const replacedSha = judged?.kind === 'rollback' ? shaOf(judged.replaced, at) : null;
    const version = judged && inChain(judged) ? { ...versionOf(key, judged, at, knownUntil), replacedSha } : null;
    const last = versions.at(-1);
    if (version === null || at === knownUntil) return;
    if (last && last.knownUntil === at && sameVersion(last, version)) versions.push({ ...versions.pop()!, knownUntil });
    else versions.push(version);
  });
  return versions;
}

const inChain = ({ kind, occurrence }: Judged): boolean =>
  occurrence.status === 'succeeded' && kind !== 'flag' && occurrence.tier === 'production';

function versionOf(
  row: string,
  { occurrence, kind }: Judged,
  knownFrom: number,
  knownUntil: number,
): Omit<ChainVersion, 'replacedSha'> {
  return {
    row,
    environment: occurrence.environment,
    id: occurrence.id,
    sha: occurrence.sha,
    finishedAt: occurrence.finishedAt ?? 0,
    knownFrom,
    knownUntil,
    kindClass: occurrence.verdict === 'excluded' ? 'excluded' : classOf(kind),
    listed: occurrence.decisive.commits,
    ...(occurrence.decisive.others && { others: occurrence.decisive.others }),
  };
}

function classOf(kind: Judged['kind']): CarrierClass {
  const found = carrierClasses.find((candidate) => candidate === kind);
  if (!found) throw new Error(`A ${kind} deployment carries no commits`);
  return found;
}

const sameVersion = (a: ChainVersion, b: ChainVersion): boolean =>
  canonicalJson({ ...a, knownFrom: 0, knownUntil: 0 }) === canonicalJson({ ...b, knownFrom: 0, knownUntil: 0 });
