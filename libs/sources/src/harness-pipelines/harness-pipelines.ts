import { eventOf } from '@leadline/events';
import { runEvent, type RunStatus } from '../ci-run.js';
import { type BodyReading, isRecord, type Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  type Understood,
  understandJson,
} from '../json-hook.js';
import { verifyHookToken } from '../hook-token.js';
import { revisionOf } from '../revision.js';
import { verifySharedToken } from '../signature.js';
import type { HookRequest, Source, Verification } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Harness: webhook notifications of pipelines, and the CDEvents that its pipelines send; neither is signed. */
export const harnessPipelines: Source = {
  id: 'harness-pipelines',
  title: 'Harness pipelines',
  deliveryId: () => null,
  eventName,
  verify,
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

function eventName(request: HookRequest): string {
  return (
    memberOf(request, 'eventType') ||
    memberOf(request, 'eventData', 'eventType') ||
    memberOf(request, 'context', 'type')
  );
}

/** Headers that Harness lets one set on a webhook. */
const HEADERS = ['x-api-key', 'x-harness-webhook-token'];

function verify(request: HookRequest, secrets: readonly string[]): Verification {
  const header = HEADERS.find((name) => request.headers[name] !== undefined);
  return header === undefined ? verifyHookToken(request, secrets) : verifySharedToken(request, header, secrets);
}

function understand({ body, reading }: JsonHook): Understood {
  const context = reading.object(body, 'context');
  if (context !== null) return fromCdEvents(body, context, reading);
  const data = reading.object(body, 'eventData') ?? reading.object(body, 'data');
  const type = reading.text(body, 'eventType') ?? reading.text(data, 'eventType');
  if (data === null || type === undefined) {
    return rejected(
      'unknown_type',
      'neither a notification (eventType, eventData) nor a CDEvent (context)',
      '/eventType',
    );
  }
  return fromNotification(type, data, reading);
}

/** "PIPELINE_END", "PipelineEnd" and "PipelineSuccess" are one to us. */
const plain = (type: string): string => type.replaceAll('_', '').toLowerCase();

/** https://developer.harness.io/docs/platform/notifications/notify-using-webhooks/ */
function fromNotification(type: string, data: Place, reading: BodyReading): Understood {
  const word = plain(type);
  if (!word.startsWith('pipeline'))
    return ignored(`${quoted(type)}: what is part of a pipeline is read from the pipeline`);
  const status = outcomeOf(word, reading.text(data, 'nodeStatus') ?? reading.text(data, 'status'));
  if (status === undefined) return ignored(`${quoted(type)} tells no outcome`);
  return says(
    runEvent({
      source: 'harness-pipelines',
      key: reading.text(data, 'executionId') ?? reading.requiredText(data, 'planExecutionId'),
      pipeline: reading.text(data, 'pipelineIdentifier') ?? reading.text(data, 'pipelineName'),
      ...checkoutOf(data, reading),
      state: word,
      status,
      startedAt: reading.moment(data, 'startTs') ?? timeIn(data, 'startTime', reading),
      finishedAt: reading.moment(data, 'endTs') ?? timeIn(data, 'endTime', reading),
      url: reading.link(data, 'executionUrl'),
    }),
  );
}

/** "Wed Mar 08 08:02:14 GMT 2023" is what people read; programs get startTs and endTs. */
function timeIn(data: Place, name: string, reading: BodyReading): string | undefined {
  return /^[A-Z][a-z]{2} /.test(reading.text(data, name) ?? '') ? undefined : reading.moment(data, name);
}

function outcomeOf(word: string, nodeStatus: string | undefined): RunStatus | undefined {
  switch (word) {
    case 'pipelinestart':
      return 'in_progress';
    case 'pipelinesuccess':
      return 'succeeded';
    case 'pipelinefailed':
      return 'failed';
    case 'pipelineend':
      return endedAs(nodeStatus);
    default:
      return undefined;
  }
}

function endedAs(nodeStatus: string | undefined): RunStatus | undefined {
  switch (nodeStatus?.toLowerCase()) {
    case 'success':
    case 'succeeded':
    case 'ignorefailed':
      return 'succeeded';
    case 'failed':
    case 'errored':
    case 'expired':
      return 'failed';
    case 'aborted':
    case 'abortedbyfreeze':
    case 'approvalrejected':
      return 'cancelled';
    default:
      return undefined;
  }
}

/** What a pipeline of Harness CI built, as its module says. */
function checkoutOf(data: Place, reading: BodyReading) {
  const modules = reading.object(data, 'moduleInfo');
  const ci = modules && reading.object(modules, 'ci');
  const build = ci && reading.object(ci, 'ciExecutionInfoDTO');
  const branchOf = build && reading.object(build, 'branch');
  const commits = branchOf === null ? [] : reading.objects(branchOf, 'commits');
  return {
    repo: repositoryNameOf(reading.text(ci, 'repoUrl')),
    sha: fullShaOf(reading.text(commits[0] ?? null, 'id')),
    branch: reading.text(ci, 'branch'),
  };
}

/**
 * https://github.com/harness/harness-schema: CDEvents that are not as CDEvents has them (times as milliseconds in text,
 * draft versions), which is why POST /events refuses them.
 */
function fromCdEvents(body: Place, context: Place, reading: BodyReading): Understood {
  const type = reading.requiredText(context, 'type');
  const [, , subject = '', predicate = ''] = type.split('.');
  if (subject === 'service') return deployed(predicate, body, context, reading);
  if (subject !== 'pipelinerun')
    return ignored(`${quoted(type)}: what is part of a pipeline is read from the pipeline`);
  const isOver = predicate === 'finished';
  const at = reading.requiredMoment(context, 'timestamp');
  const content = reading.object(reading.requiredObject(body, 'subject'), 'content');
  const custom = isRecord(body.fields['customData']) ? reading.object(body, 'customData') : null;
  const outcome = isOver ? endedAs(reading.text(content, 'outcome')?.replace('failure', 'failed')) : 'in_progress';
  if (outcome === undefined) return rejected('invalid_body', 'expected an outcome', '/subject/content/outcome');
  return says(
    runEvent({
      source: 'harness-pipelines',
      key: reading.text(custom, 'executionId') ?? reading.requiredText(context, 'id'),
      pipeline: reading.text(content, 'pipelineName'),
      repo: undefined,
      sha: undefined,
      branch: undefined,
      state: predicate,
      status: outcome,
      startedAt: reading.moment(custom, 'startTime') ?? (isOver ? undefined : at),
      finishedAt: reading.moment(custom, 'endTime') ?? at,
      rank: isOver ? 8 : predicate === 'queued' ? 0 : 1,
      url: content === null ? undefined : reading.link(content, 'uri'),
    }),
  );
}

/** A service that was deployed, upgraded or rolled back by an execution. */
function deployed(predicate: string, body: Place, context: Place, reading: BodyReading): Understood {
  if (!['deployed', 'upgraded', 'rolledback'].includes(predicate)) {
    return ignored(`${quoted(`service.${predicate}`)} is no deployment`);
  }
  const subject = reading.requiredObject(body, 'subject');
  const content = reading.requiredObject(subject, 'content');
  const service = reading.requiredText(subject, 'id');
  const at = reading.requiredMoment(context, 'timestamp');
  const custom = reading.object(body, 'customData');
  const execution = reading.text(custom, 'executionId') ?? reading.requiredText(context, 'id');
  const id = `${execution}/${service}`;
  return says(
    eventOf(
      'deployment',
      { id: `harness-pipelines:deployment:${id}`, source: `harness-pipelines:${service}`, time: at },
      {
        id: `harness-pipelines/${id}`,
        group: `harness-pipelines/${execution}`,
        service,
        source: 'harness-pipelines',
        environment: reading.requiredText(reading.requiredObject(content, 'environment'), 'id'),
        version: reading.text(content, 'artifactId'),
        status: 'succeeded',
        startedAt: reading.moment(custom, 'startTime'),
        finishedAt: at,
        ...(predicate === 'rolledback' && { kind: 'rollback' as const }),
        occurredAt: at,
        revision: revisionOf(at, 8),
      },
    ),
  );
}
