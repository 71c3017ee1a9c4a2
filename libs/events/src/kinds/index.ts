import type { z } from 'zod';
import { artifact, artifactId } from './artifact.js';
import { branch } from './branch.js';
import { catalogue } from './catalogue.js';
import { cdevent } from './cdevent.js';
import { commit } from './commit.js';
import { correction, subjectErased, withdrawal } from './correction.js';
import {
  approvalGiven,
  approvalRequested,
  observation,
  rolloutStep,
  trainDeparted,
  trainScheduled,
  verification,
} from './deployment-phase.js';
import { deployment } from './deployment.js';
import { flag, flagChange } from './flag.js';
import { foreign } from './foreign.js';
import { incident } from './incident.js';
import { issue } from './issue.js';
import { mark } from './mark.js';
import { pipelineRun } from './pipeline-run.js';
import { project } from './project.js';
import { pullRequest } from './pull-request.js';
import { quickCheckAnswer } from './quick-check-answer.js';
import { release } from './release.js';
import { scorecardAnswer } from './scorecard-answer.js';
import { repository as renamedRepository } from './repository.js';

interface KindDefinition<S extends z.ZodType> {
  /** CloudEvents type. */
  readonly type: string;
  /** Shape of `data`. */
  readonly schema: S;
  /** The entity the event is a patch of: what its events share, and the key they are partitioned by. */
  readonly entity: (data: z.infer<S>) => string;
  /** One line of documentation. */
  readonly summary: string;
}

const kind = <S extends z.ZodType>(definition: KindDefinition<S>): KindDefinition<S> => definition;

const repository = (data: { repo?: string | undefined; repositoryId?: string | undefined }): string =>
  data.repositoryId ?? data.repo ?? '';

/** Every kind of fact Leadline knows, by the name used in `dev.leadline.<kind>.recorded`. */
export const kinds = {
  commit: kind({
    type: 'dev.leadline.commit.recorded',
    schema: commit,
    entity: (data) => `commit:${data.sha}`,
    summary: 'A commit, its time and its parents.',
  }),
  pull_request: kind({
    type: 'dev.leadline.pull_request.recorded',
    schema: pullRequest,
    entity: (data) => `change:${repository(data)}#${data.number}`,
    summary: 'A pull or merge request from opening to merge.',
  }),
  deployment: kind({
    type: 'dev.leadline.deployment.recorded',
    schema: deployment,
    entity: (data) => `deployment:${data.id}`,
    summary: 'An attempt to bring a version into an environment.',
  }),
  mark: kind({
    type: 'dev.leadline.mark.recorded',
    schema: mark,
    entity: (data) => `deployment:${data.deployment}`,
    summary: "A person's judgement of a deployment.",
  }),
  incident: kind({
    type: 'dev.leadline.incident.recorded',
    schema: incident,
    entity: (data) => `incident:${data.id}`,
    summary: 'A disturbance of a service.',
  }),
  issue: kind({
    type: 'dev.leadline.issue.recorded',
    schema: issue,
    entity: (data) => `issue:${data.id}`,
    summary: 'An issue of a tracker; an incident where the catalogue says so.',
  }),
  release: kind({
    type: 'dev.leadline.release.recorded',
    schema: release,
    entity: (data) => `release:${data.id}`,
    summary: 'A release or created tag; a deployment where the catalogue says so.',
  }),
  pipeline_run: kind({
    type: 'dev.leadline.pipeline_run.recorded',
    schema: pipelineRun,
    entity: (data) => `run:${data.run}`,
    summary: 'An attempt of a CI or deployment pipeline.',
  }),
  artifact: kind({
    type: 'dev.leadline.artifact.recorded',
    schema: artifact,
    entity: (data) => `artifact:${artifactId(data.id)}`,
    summary: 'What was built of a commit: an image or a package, by its digest.',
  }),
  branch: kind({
    type: 'dev.leadline.branch.recorded',
    schema: branch,
    entity: (data) => `branch:${repository(data)}:${data.ref}`,
    summary: 'Where a branch points.',
  }),
  repository: kind({
    type: 'dev.leadline.repository.recorded',
    schema: renamedRepository,
    entity: (data) => `repository:${data.repositoryId}`,
    summary: 'A repository that was renamed or moved: its history goes on under the new name.',
  }),
  flag: kind({
    type: 'dev.leadline.flag.recorded',
    schema: flag,
    entity: (data) => `flag:${data.flag}`,
    summary: 'A feature flag.',
  }),
  flag_change: kind({
    type: 'dev.leadline.flag_change.recorded',
    schema: flagChange,
    entity: (data) => `flag_change:${data.id}`,
    summary: "A change of a flag's exposure.",
  }),
  rollout_step: kind({
    type: 'dev.leadline.rollout_step.recorded',
    schema: rolloutStep,
    entity: (data) => `rollout_step:${data.id}`,
    summary: 'A step of a gradual rollout.',
  }),
  verification: kind({
    type: 'dev.leadline.verification.recorded',
    schema: verification,
    entity: (data) => `verification:${data.id}`,
    summary: 'A check of a rollout.',
  }),
  approval_requested: kind({
    type: 'dev.leadline.approval_requested.recorded',
    schema: approvalRequested,
    entity: (data) => `approval:${data.id}`,
    summary: 'A gate asked for a decision.',
  }),
  approval_given: kind({
    type: 'dev.leadline.approval_given.recorded',
    schema: approvalGiven,
    entity: (data) => `approval:${data.request}`,
    summary: "A gate's decision.",
  }),
  observation: kind({
    type: 'dev.leadline.observation.recorded',
    schema: observation,
    entity: (data) => `observation:${data.id}`,
    summary: 'A summary measured elsewhere.',
  }),
  train_scheduled: kind({
    type: 'dev.leadline.train_scheduled.recorded',
    schema: trainScheduled,
    entity: (data) => `train:${data.id}`,
    summary: 'A planned release train.',
  }),
  train_departed: kind({
    type: 'dev.leadline.train_departed.recorded',
    schema: trainDeparted,
    entity: (data) => `train:${data.train}`,
    summary: 'A release train that left.',
  }),
  foreign: kind({
    type: 'dev.leadline.foreign.recorded',
    schema: foreign,
    entity: (data) => `foreign:${data.endpoint}/${data.id}`,
    summary: 'A body of a tool that Leadline does not know; the catalogue maps it.',
  }),
  cdevent: kind({
    type: 'dev.leadline.cdevent.recorded',
    schema: cdevent,
    entity: (data) => `cdevent:${data.id}`,
    summary: 'A CDEvent that says nothing Leadline measures: told again as it came.',
  }),
  catalogue: kind({
    type: 'dev.leadline.catalogue.declared',
    schema: catalogue,
    entity: () => 'catalogue',
    summary: 'What names mean: services, teams, environments, rules.',
  }),
  correction: kind({
    type: 'dev.leadline.correction.made',
    schema: correction,
    entity: (data) => data.entity,
    summary: "A person's correction of an entity.",
  }),
  withdrawal: kind({
    type: 'dev.leadline.correction.withdrawn',
    schema: withdrawal,
    entity: (data) => data.entity,
    summary: 'A person takes back what was said in a mark or a correction.',
  }),
  scorecard_answer: kind({
    type: 'dev.leadline.scorecard.answered',
    schema: scorecardAnswer,
    entity: (data) => `scorecard:${data.scope}`,
    summary: "A person's answer to a criterion of a scorecard.",
  }),
  project: kind({
    type: 'dev.leadline.project.recorded',
    schema: project,
    entity: (data) => `project:${data.id}`,
    summary: 'A project that sets out to change a metric, to be compared before and after.',
  }),
  quick_check_answer: kind({
    type: 'dev.leadline.quick_check.answered',
    schema: quickCheckAnswer,
    entity: (data) => `quick_check:${data.scope}`,
    summary: "A person's word on a number of the Quick Check.",
  }),
  subject_erased: kind({
    type: 'dev.leadline.subject.erased',
    schema: subjectErased,
    entity: (data) => `subject:${data.subject}`,
    summary: 'A person was erased: a hash that stood for a name of theirs.',
  }),
} as const;

export type EventKind = keyof typeof kinds;
export type EventData<K extends EventKind> = z.infer<(typeof kinds)[K]['schema']>;

/** What names mean and what people say is no tool's business; and no body makes another body. */
const unmappable: readonly EventKind[] = [
  'catalogue',
  'cdevent',
  'correction',
  'foreign',
  'project',
  'quick_check_answer',
  'scorecard_answer',
  'subject_erased',
  'withdrawal',
];

/** Facts that a foreign tool may state, by a mapping of its bodies. */
export const mappableKinds: readonly EventKind[] = (Object.keys(kinds) as EventKind[]).filter(
  (kind) => !unmappable.includes(kind),
);

/** The kind of a CloudEvents type, or undefined for types that are not Leadline's. */
export function kindOfType(type: string): EventKind | undefined {
  return kindsByType.get(type);
}

const kindsByType: ReadonlyMap<string, EventKind> = new Map(
  (Object.keys(kinds) as EventKind[]).map((name) => [kinds[name].type, name]),
);
