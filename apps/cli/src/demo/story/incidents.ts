import type { Service } from '../company/services.js';
import { issueBody, type IssueView } from '../github/issue.js';
import { MINUTE } from '../time.js';
import { exact, revisionAt, said } from './events.js';
import type { World } from './world.js';

export type Severity = 'sev1' | 'sev2' | 'sev3' | 'sev4';

export interface Disturbance {
  readonly title: string;
  readonly severity: Severity;
  /** When users first felt it; never after it was noticed. */
  readonly startedAt: number;
}

/** An incident that somebody is working on. */
export interface OpenIncident {
  /** @param causedBy Deployments that people found to be the cause; the desk records it. */
  resolve(at: number, causedBy?: readonly string[]): void;
  /** There was nothing. */
  dismiss(at: number): void;
}

/** Opens an incident now, where the service's incidents are kept. */
export function openIncident(world: World, service: Service, disturbance: Disturbance): OpenIncident {
  switch (service.incidents) {
    case 'issues':
      return openIssue(world, disturbance);
    case 'desk':
      return openAtDesk(world, service, disturbance);
  }
}

function openIssue(world: World, { title, severity }: Disturbance): OpenIncident {
  const { repository, record, chance, people, agenda } = world;
  const author = chance.pick(people);
  const openedAt = agenda.now();
  const opened: IssueView = {
    id: world.nextId(),
    number: world.nextNumber(),
    title,
    labels: ['incident', severity],
    author,
    openedAt,
    updatedAt: openedAt,
    closed: null,
  };
  const tell = (action: 'opened' | 'labeled' | 'closed', view: IssueView): void =>
    record({
      at: view.updatedAt,
      kind: 'hook',
      event: 'issues',
      body: () => issueBody(repository, action, view, author),
    });
  if (chance.happens(0.15)) {
    tell('opened', { ...opened, labels: ['incident'] });
    tell('labeled', { ...opened, updatedAt: openedAt + 4 * MINUTE });
  } else tell('opened', opened);
  const close = (at: number, as: 'completed' | 'not_planned'): void =>
    tell('closed', { ...opened, updatedAt: at, closed: { at, as } });
  return { resolve: (at) => close(at, 'completed'), dismiss: (at) => close(at, 'not_planned') };
}

function openAtDesk(world: World, service: Service, { title, severity, startedAt }: Disturbance): OpenIncident {
  const { record, chance, agenda } = world;
  const id = `desk/${service.name}-${world.nextNumber()}`;
  const detectedAt = agenda.now();
  const tell = (at: number, what: string, attributes: object): void =>
    record(
      said('incident', { by: 'desk', at, what: `${id}/${what}` }, { id, revision: revisionAt(at), ...attributes }),
    );
  tell(detectedAt, 'opened', {
    service: service.name,
    severity,
    title,
    startedAt: exact(startedAt),
    detectedAt: exact(detectedAt),
    source: 'desk',
    url: `https://desk.halden.example/incidents/${id.slice('desk/'.length)}`,
  });
  const acknowledgedAt = detectedAt + chance.skewed(3, 0.6) * MINUTE;
  tell(acknowledgedAt, 'acknowledged', { acknowledgedAt: exact(acknowledgedAt) });
  const close = (at: number, attributes: object): void =>
    tell(Math.max(at, acknowledgedAt + MINUTE), 'resolved', {
      resolvedAt: exact(Math.max(at, acknowledgedAt + MINUTE)),
      ...attributes,
    });
  return {
    resolve: (at, causedBy = []) => close(at, causedBy.length === 0 ? { notCausedByChange: true } : { causedBy }),
    dismiss: (at) => close(at, { status: 'false_positive' }),
  };
}
