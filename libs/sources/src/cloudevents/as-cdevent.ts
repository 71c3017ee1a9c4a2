import type { EventData, KnownEvent } from '@leadline/events';
import { mappings } from './cdevents-mappings.js';
import { STAND_IN } from './identity.js';
import { keptIn } from './kept-message.js';

/** A CDEvent in a CloudEvents 1.0 envelope: https://github.com/cdevents/spec/blob/main/cloudevents-binding.md */
export interface CdCloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: {
    readonly context: {
      readonly specversion: string;
      readonly id: string;
      readonly source: string;
      readonly type: string;
      readonly timestamp: string;
    };
    readonly subject: { readonly id: string; readonly source: string; readonly content: object };
    readonly customData?: object;
  };
}

const SPECIFICATION = '0.5.0';

/** What happened, as CDEvents say it: subject and predicate, since when it is so, and the subject. */
interface Said {
  /** e.g. "service.deployed". */
  readonly what: string;
  /** Version of the type. */
  readonly version: string;
  /** RFC 3339; absent: when the event happened. */
  readonly at?: string | null | undefined;
  readonly id: string;
  readonly content: object;
}

/**
 * An event of Leadline as a CDEvent, or null: CDEvents have no word for it. What came as a CDEvent is told as it came;
 * anything else in words that Leadline reads back as a fact of the same kind. What several events say of one occurrence (each later word on a merged pull request says that it is merged) has one id.
 */
export function asCdEvent(known: KnownEvent): CdCloudEvent | null {
  const { event } = known;
  if (event.id.startsWith(STAND_IN)) return null;
  const told = keptIn(event.data);
  if (told !== null) return told;
  const said = saidBy(known);
  const time = said?.at ?? event.time ?? event.data.occurredAt;
  if (said === null || time === undefined) return null;
  const { what, version, content } = said;
  const type = `dev.cdevents.${what}.${version}`;
  const { source } = event;
  const id = `${event.subject}/${what}/${time}`;
  const custom = customData(what, event.data);
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: said.id,
    time,
    datacontenttype: 'application/json',
    data: {
      context: { specversion: SPECIFICATION, id, source, type, timestamp: time },
      subject: { id: said.id, source, content },
      ...(Object.keys(custom).length > 0 && { customData: custom }),
    },
  };
}

function saidBy(known: KnownEvent): Said | null {
  switch (known.kind) {
    case 'deployment':
      return deployed(known.event.data);
    case 'pull_request':
      return changed(known.event.data, known.event.time);
    case 'incident':
      return disturbed(known.event.data);
    case 'pipeline_run':
      return ran(known.event.data);
    case 'branch': {
      const { deleted, ref, repo } = known.event.data;
      return deleted
        ? { what: 'branch.deleted', version: '0.3.0', id: ref, content: { repository: { id: repo } } }
        : null;
    }
    case 'release':
      return published(known.event.data);
    default:
      return null;
  }
}

function deployed(data: EventData<'deployment'>): Said | null {
  const { service, environment, status, kind, finishedAt } = data;
  if (!service || !environment || status !== 'succeeded') return null;
  const what = kind === 'rollback' ? 'service.rolledback' : 'service.deployed';
  const content = { environment: { id: environment }, artifactId: artifactOf(data) };
  return { what, version: '0.3.0', at: finishedAt, id: service, content };
}

/** A package URL (https://github.com/package-url/purl-spec): the artifact itself where it is known, else its commit. */
function artifactOf({ service, version, sha, repo, source }: EventData<'deployment'>): string {
  if (version?.startsWith('pkg:')) return version;
  const name = source === 'github' && repo ? `pkg:github/${repo}` : `pkg:generic/${encodeURIComponent(service ?? '')}`;
  const revision = sha ?? version;
  return revision ? `${name}@${encodeURIComponent(revision)}` : name;
}

function changed(data: EventData<'pull_request'>, time: string | undefined): Said | null {
  const { repo, number, title, openedAt, closedAt, mergedAt } = data;
  const said = { id: String(number), content: { repository: { id: repo } } };
  if (mergedAt) return { ...said, what: 'change.merged', version: '0.3.0', at: mergedAt };
  if (closedAt) return { ...said, what: 'change.abandoned', version: '0.3.0', at: closedAt };
  if (!openedAt) return null;
  if (time !== undefined && Date.parse(time) > Date.parse(openedAt)) {
    return { ...said, what: 'change.updated', version: '0.3.0' };
  }
  const content = { ...said.content, ...(title && { description: title }) };
  return { ...said, content, what: 'change.created', version: '0.4.0', at: openedAt };
}

function disturbed(data: EventData<'incident'>): Said | null {
  const { id, service, environment, title, startedAt, detectedAt, resolvedAt } = data;
  const at = resolvedAt ?? detectedAt ?? startedAt;
  if (!at) return null;
  const content = {
    // CDEvents insist on an environment; where none was told Leadline counts it as a disturbance of production.
    environment: { id: environment ?? 'production' },
    ...(service && { service: { id: service } }),
    ...(title && { description: title }),
  };
  return { what: resolvedAt ? 'incident.resolved' : 'incident.detected', version: '0.3.0', at, id, content };
}

const outcomes = { succeeded: 'success', failed: 'failure', cancelled: 'cancel' } as const;

function ran({ run, pipeline, status, url, startedAt, finishedAt }: EventData<'pipeline_run'>): Said | null {
  if (!status) return null;
  const content = { pipelineName: pipeline ?? run, ...(url && { uri: url }) };
  if (status !== 'in_progress') {
    const finished = { ...content, outcome: outcomes[status] };
    return { what: 'pipelinerun.finished', version: '0.3.0', at: finishedAt, id: run, content: finished };
  }
  // A run that started is told with its address.
  return url ? { what: 'pipelinerun.started', version: '0.3.0', at: startedAt, id: run, content } : null;
}

function published({ form, draft, deleted, repo, tag, publishedAt }: EventData<'release'>): Said | null {
  if (form !== 'release' || draft || deleted || !publishedAt || !repo) return null;
  const id = `pkg:github/${repo}@${encodeURIComponent(tag)}`;
  return { what: 'artifact.published', version: '0.3.0', at: publishedAt, id, content: {} };
}

/** What CDEvents have no place for, under the names by which it is read back. */
function customData(what: string, data: Readonly<Record<string, unknown>>): object {
  const names = (mappings.get(what) ?? []).flatMap(({ custom }) => custom);
  return Object.fromEntries(names.filter((name) => data[name] != null).map((name) => [name, data[name]]));
}
