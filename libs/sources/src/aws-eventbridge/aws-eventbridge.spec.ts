import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { awsEventbridge } from './aws-eventbridge.js';

describeSource(awsEventbridge, import.meta.dirname);
describeToken(awsEventbridge);

const normalize = normalizing(awsEventbridge);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('by SNS', () => {
  test('the same event is the same, whether EventBridge or SNS brought it', () => {
    expect(normalize(fixture('codedeploy-by-sns'))).toEqual(normalize(fixture('codedeploy-success')));
  });

  test.each([
    ['of somebody else', 'Hello', { outcome: 'ignored' }],
    ['that is half an event', '{"detail-type":', { outcome: 'rejected', pointer: '/Message' }],
    [
      'that lacks something',
      '{"detail-type":"CodeDeploy Deployment State-change Notification"}',
      { outcome: 'rejected', pointer: '/Message' },
    ],
  ])('a message %s', (_, Message, expected) => {
    expect(normalize({ ...fixture('codedeploy-by-sns'), Message })).toMatchObject(expected);
  });

  test('what the event lacks is named with its place inside the message', () => {
    const event = fixture('codedeploy-success') as { detail: object };
    const Message = JSON.stringify({ ...event, detail: { ...event.detail, state: undefined } });
    expect(normalize({ ...fixture('codedeploy-by-sns'), Message })).toMatchObject({
      pointer: '/Message',
      message: 'in the message/detail/state: expected text',
    });
  });

  test('the id of the message is that of the delivery', () => {
    const request = { headers: { 'x-amz-sns-message-id': 'm-1' }, body: new Uint8Array() };
    expect(awsEventbridge.deliveryId(request)).toBe('m-1');
  });
});

describe('CodeDeploy', () => {
  test.each([
    ['START', 'in_progress', null],
    ['SUCCESS', 'succeeded', '2026-03-02T10:04:00Z'],
    ['FAILURE', 'failed', '2026-03-02T10:04:00Z'],
    ['STOP', 'cancelled', '2026-03-02T10:04:00Z'],
  ])('%s is %s', (state, status, finishedAt) => {
    const event = fixture('codedeploy-success') as { detail: object };
    expect(dataOf(normalize({ ...event, detail: { ...event.detail, state } }))).toMatchObject([{ status, finishedAt }]);
  });

  test('ids of two accounts are two deployments', () => {
    const idIn = (account: string) => dataOf(normalize({ ...fixture('codedeploy-success'), account }))[0]?.['id'];
    expect(idIn('111122223333')).not.toBe(idIn('444455556666'));
  });
});
