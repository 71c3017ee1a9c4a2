import { verifyHookToken } from '../hook-token.js';
import {
  ignored,
  insideOf,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  understandJson,
  understandText,
  type Understood,
} from '../json-hook.js';
import { isSnsAddress } from './sns.js';
import type { Delivery, Normalized, Source } from '../source.js';
import { awsEventOf } from './aws-event.js';
import { codeBuild, codePipelineAction, codePipelineExecution } from './builds.js';
import { codeDeploy, ecsDeployment } from './deployments.js';
import { ecrImage } from './images.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** AWS by EventBridge (API destinations) or SNS (HTTPS subscriptions): CodeDeploy, CodePipeline, CodeBuild, ECS, ECR. */
export const awsEventbridge: Source = {
  id: 'aws-eventbridge',
  title: 'AWS (EventBridge, SNS)',
  deliveryId: (request) => request.headers['x-amz-sns-message-id'] ?? null,
  eventName: (request) => memberOf(request, 'detail-type') || memberOf(request, 'Type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, (hook) => opened(delivery, hook)),
  testEvents: jsonTestEvents(bodies, byToken),
};

const LONGEST_ADDRESS = 1_024;

const understoodBy: ReadonlyMap<string, typeof codeDeploy> = new Map([
  ['CodeDeploy Deployment State-change Notification', codeDeploy],
  ['CodePipeline Pipeline Execution State Change', codePipelineExecution],
  ['CodePipeline Action Execution State Change', codePipelineAction],
  ['CodeBuild Build State Change', codeBuild],
  ['ECS Deployment State Change', ecsDeployment],
  ['ECR Image Action', ecrImage],
]);

/** The event itself, or what SNS put around it: the event is text in the member "Message" then. */
function opened(delivery: Delivery, hook: JsonHook): Understood {
  const { body, reading } = hook;
  const records = reading.objects(body, 'Records');
  const envelope = records.length === 1 && records[0] !== undefined ? reading.object(records[0], 'Sns') : body;
  if (envelope === null) return ignored('records that SNS did not send');
  const type = reading.text(envelope, 'Type');
  if (body.fields['detail-type'] !== undefined || type === undefined) return understand(hook);
  const named = delivery.headers['x-amz-sns-message-type'];
  if (named !== undefined && named !== type) {
    return rejected('type_mismatch', `the header says ${quoted(named)}, the body is of ${quoted(type)}`, '/Type');
  }
  switch (type) {
    case 'Notification':
      return message(delivery, reading.requiredText(envelope, 'Message'));
    case 'SubscriptionConfirmation':
      return ignored(confirmation(reading.text(envelope, 'SubscribeURL') ?? ''));
    default:
      return ignored(`${quoted(type)} carries no event`);
  }
}

/** Whoever can write a body must not make people open an address of his. */
function confirmation(address: string): string {
  return isSnsAddress(address) && address.length <= LONGEST_ADDRESS
    ? `SNS asks to confirm the subscription: open ${address}`
    : 'a confirmation that names no address of SNS';
}

/** Topics carry other messages too: what is no object is of somebody else. */
function message(delivery: Delivery, text: string): Normalized {
  if (!text.trimStart().startsWith('{')) return ignored('the message is no event of AWS');
  return insideOf(understandText(text, delivery, understand), 'the message', '/Message');
}

function understand(hook: JsonHook): Understood {
  const { body, reading } = hook;
  const type = reading.requiredText(body, 'detail-type');
  const handle = understoodBy.get(type);
  if (reading.misfit === null && handle === undefined) return ignored(`${quoted(type)} tells of no deployment`);
  if (handle === undefined) return says();
  return handle(awsEventOf(hook));
}
