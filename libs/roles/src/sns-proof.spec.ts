import { readSnsMessage, isSnsAddress } from '@leadline/sources';
import { type SelfSigned, selfSigned } from '@leadline/testing';
import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ReadAddress, readSnsAddress, snsProof } from './sns-proof.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const YEAR = 365 * 86_400_000;
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:leadline';
const CERTIFICATE = 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem';
const CONFIRM = 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';

const amazon = selfSigned('sns.amazonaws.com', NOW - YEAR, NOW + YEAR);
const stranger = selfSigned('sns.amazonaws.com', NOW - YEAR, NOW + YEAR);
const expired = selfSigned('sns.amazonaws.com', NOW - 2 * YEAR, NOW - YEAR);

const notification = { Type: 'Notification', MessageId: 'm-1', TopicArn: TOPIC, Message: '{"detail":{}}' };
const confirmation = { ...notification, Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: CONFIRM };
const timestamp = { Timestamp: '2026-03-02T10:00:00.000Z' };

/** Members by name, each with its value on the next line: what SNS signs of a message. */
const order = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

function signed(message: Record<string, string>, by: SelfSigned = amazon, version = '2', after: object = {}) {
  const whole: Record<string, string> = { ...message, ...timestamp };
  const text = order.flatMap((name) => (whole[name] === undefined ? [] : [`${name}\n${whole[name]}\n`])).join('');
  const Signature = sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(text), by.privateKey).toString('base64');
  const body = { ...whole, SignatureVersion: version, Signature, SigningCertURL: CERTIFICATE, ...after };
  return { headers: {}, body: Buffer.from(JSON.stringify(body)) };
}

function given({ answers = {}, ...settings }: { answers?: Record<string, string> } & Partial<Settings> = {}) {
  const read: string[] = [];
  const said: { level: string; details: object; message: string }[] = [];
  const say = (level: string) => (details: object, message: string) => void said.push({ level, details, message });
  const logger = { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') };
  const readAddress: ReadAddress = async (address) => {
    read.push(address);
    const answer = answers[address];
    if (answer === undefined) throw new Error('no route to host');
    return answer;
  };
  const chosen = { topics: [], certificates: [amazon.pem], fetchCertificates: false, confirm: false, ...settings };
  return { proof: snsProof('aws', chosen, { read: readAddress, logger }), read, said };
}
type Settings = Parameters<typeof snsProof>[1];

describe('messages of Amazon SNS', () => {
  it.each([
    ['a notification, version 1', signed(notification, amazon, '1')],
    ['a notification, version 2', signed(notification)],
    ['a notification with a subject', signed({ ...notification, Subject: 'Deployed ü' })],
    ['a confirmation', signed(confirmation)],
    ['the end of a subscription', signed({ ...confirmation, Type: 'UnsubscribeConfirmation' })],
  ])('%s is proven by the certificate, without the network', async (_, request) => {
    const { proof, read } = given();
    expect(await proof.verify(request, NOW)).toBe('proven');
    expect(read).toEqual([]);
  });

  it.each([
    ['signed by a stranger', signed(notification, stranger)],
    ['changed afterwards', signed(notification, amazon, '2', { Message: '{"detail":{"state":"SUCCESS"}}' })],
    ['of another topic than was signed', signed(notification, amazon, '2', { TopicArn: `${TOPIC}2` })],
    ['given a subject afterwards', signed(notification, amazon, '2', { Subject: 'x' })],
    ['of a version that is none', signed(notification, amazon, '2', { SignatureVersion: '3' })],
    ['with the algorithm changed', signed(notification, amazon, '2', { SignatureVersion: '1' })],
    ['without a signature', signed(notification, amazon, '2', { Signature: '' })],
    ['with a witness elsewhere', signed(notification, amazon, '2', { SigningCertURL: 'https://evil.example/a.pem' })],
    ['of another type', signed({ ...notification, Type: 'toString' })],
    ['no message of SNS', { headers: {}, body: Buffer.from('{"detail-type":"CodeDeploy"}') }],
    ['no JSON', { headers: {}, body: Buffer.from('Type=Notification') }],
  ])('%s is refused', async (_, request) => {
    const { proof, read } = given({ fetchCertificates: true, answers: { [CERTIFICATE]: amazon.pem } });
    expect(await proof.verify(request, NOW)).toBe('refused');
    expect(read.filter((address) => address !== CERTIFICATE)).toEqual([]);
  });

  it('are refused under a certificate that has expired, or is no certificate', async () => {
    for (const pem of [expired.pem, 'x', '']) {
      const { proof } = given({ certificates: [pem] });
      expect(await proof.verify(signed(notification, expired), NOW)).toBe('refused');
    }
  });

  it('are taken of the topics that were named alone', async () => {
    const { proof } = given({ topics: ['arn:aws:sns:eu-central-1:111122223333:another'] });
    expect(await proof.verify(signed(notification), NOW)).toBe('refused');
    expect(await given({ topics: [TOPIC] }).proof.verify(signed(notification), NOW)).toBe('proven');
  });

  it('are proven by a certificate that is read once, where that is allowed', async () => {
    const { proof, read } = given({
      certificates: [],
      fetchCertificates: true,
      answers: { [CERTIFICATE]: amazon.pem },
    });
    expect(read).toEqual([]);
    expect(await proof.verify(signed(notification), NOW)).toBe('proven');
    expect(await proof.verify(signed(notification, stranger), NOW)).toBe('refused');
    expect(read).toEqual([CERTIFICATE]);
  });

  it('wait where the certificate cannot be read: SNS tries again', async () => {
    const { proof, said } = given({ certificates: [], fetchCertificates: true });
    expect(await proof.verify(signed(notification), NOW)).toBe('unavailable');
    expect(said).toMatchObject([{ level: 'warn', details: { endpoint: 'aws', address: CERTIFICATE } }]);
  });

  it('wait too where something else stands in its place, which is not kept', async () => {
    const answers: Record<string, string> = { [CERTIFICATE]: '<html>Service Unavailable</html>' };
    const { proof, read } = given({ certificates: [], fetchCertificates: true, answers });
    expect(await proof.verify(signed(notification), NOW)).toBe('unavailable');
    answers[CERTIFICATE] = amazon.pem;
    expect(await proof.verify(signed(notification), NOW)).toBe('proven');
    expect(read).toEqual([CERTIFICATE, CERTIFICATE]);
  });
});

describe('subscriptions', () => {
  it('are told with the address to open, and confirmed by nobody, unless the configuration says so', async () => {
    const { proof, read, said } = given();
    await proof.accepted(signed(confirmation));
    expect(read).toEqual([]);
    expect(said).toMatchObject([{ level: 'warn', details: { topic: TOPIC, open: CONFIRM } }]);
  });

  it('are confirmed where it does', async () => {
    const { proof, read, said } = given({ confirm: true, answers: { [CONFIRM]: '<xml/>' } });
    await proof.accepted(signed(notification));
    await proof.accepted(signed(confirmation));
    expect(read).toEqual([CONFIRM]);
    expect(said).toMatchObject([{ level: 'info', details: { endpoint: 'aws', topic: TOPIC } }]);
  });

  it('are not confirmed at any other address', async () => {
    const { proof, read } = given({ confirm: true });
    await proof.accepted(signed({ ...confirmation, SubscribeURL: 'https://evil.example/' }));
    expect(read).toEqual([]);
  });
});

describe('addresses of SNS', () => {
  it.each([
    CERTIFICATE,
    'https://sns.us-gov-west-1.amazonaws.com/x.pem',
    'https://sns.cn-north-1.amazonaws.com.cn/x.pem',
  ])('%s is one', (address) => expect(isSnsAddress(address)).toBe(true));

  it.each([
    'http://sns.eu-central-1.amazonaws.com/x.pem',
    'https://sns.eu-central-1.amazonaws.com.evil.example/x.pem',
    'https://sns.eu-central-1.amazonaws.com@evil.example/x.pem',
    'https://sns.eu-central-1.amazonaws.com:8443/x.pem',
    'https://evil.sns.eu-central-1.amazonaws.com/x.pem',
    'https://bucket.s3.eu-central-1.amazonaws.com/x.pem',
    'https://sns.evil.amazonaws.com/x.pem',
    'file:///etc/passwd',
    '',
  ])('"%s" is none, and is not read', async (address) => {
    expect(isSnsAddress(address)).toBe(false);
    await expect(readSnsAddress(address)).rejects.toThrow('no address of Amazon SNS');
  });

  it('of a stranger makes a message none of SNS', () => {
    expect(
      readSnsMessage(signed(notification, amazon, '2', { SigningCertURL: 'http://169.254.169.254/' }).body),
    ).toBeNull();
  });
});
