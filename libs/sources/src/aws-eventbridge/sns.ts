import { type KeyObject, verify, X509Certificate } from 'node:crypto';
import { isRecord } from '../body-reading.js';
import { parseJson, textOf } from '../json-body.js';

/** A message of Amazon SNS as it comes over HTTPS, with what its signature is about. */
export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly topic: string;
  /** Where the certificate lies; on Amazon's own hosts. */
  readonly certificateUrl: string;
  /** Where a subscription is confirmed; on Amazon's own hosts. */
  readonly subscribeUrl: string | null;
  readonly signature: Uint8Array;
  readonly algorithm: 'sha1' | 'sha256';
  readonly signed: string;
}

/** "https://sns.eu-central-1.amazonaws.com/…"; China has a domain of its own. */
const HOST = /^sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?$/;

/** Whether an address is SNS's own: it names who may vouch for a message, and what Leadline may open by itself. */
export function isSnsAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  return protocol === 'https:' && HOST.test(hostname) && port === '' && username === '' && password === '';
}

/** What is signed, in this order: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
const signedMembers: Readonly<Record<SnsMessage['type'], readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
const algorithms: ReadonlyMap<string, SnsMessage['algorithm']> = new Map([
  ['1', 'sha1'],
  ['2', 'sha256'],
]);

/** Reads a message whose signature can be checked; null: it is no message of SNS, or names a stranger as its witness. */
export function readSnsMessage(body: Uint8Array): SnsMessage | null {
  const json = parseJson(textOf(body));
  if (json.outcome !== 'json' || !isRecord(json.value)) return null;
  const fields = json.value;
  const text = (name: string): string | undefined => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const type = typeOf(text('Type'));
  const topic = text('TopicArn');
  const algorithm = algorithms.get(text('SignatureVersion') ?? '');
  const signature = text('Signature');
  const certificateUrl = text('SigningCertURL');
  if (!type || !topic || !algorithm || !signature || !certificateUrl || !isSnsAddress(certificateUrl)) return null;
  const members = signedMembers[type].map((name) => [name, text(name)] as const);
  // A notification need not have a subject; everything else must be there.
  if (members.some(([name, value]) => value === undefined && name !== 'Subject')) return null;
  const signed = members.map(([name, value]) => (value === undefined ? '' : `${name}\n${value}\n`)).join('');
  const subscribeUrl = text('SubscribeURL');
  return {
    type,
    topic,
    certificateUrl,
    subscribeUrl: subscribeUrl !== undefined && isSnsAddress(subscribeUrl) ? subscribeUrl : null,
    signature: Buffer.from(signature, 'base64'),
    algorithm,
    signed,
  };
}

function typeOf(text: string | undefined): SnsMessage['type'] | undefined {
  return text !== undefined && Object.hasOwn(signedMembers, text) ? (text as SnsMessage['type']) : undefined;
}

/** A certificate that vouches at that instant (epoch milliseconds); null: it is none, has expired or has not begun. */
export function snsKeyOf(pem: string, now: number): KeyObject | null {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(pem);
    const isValid = Date.parse(validFrom) <= now && now <= Date.parse(validTo);
    return isValid && publicKey.asymmetricKeyType === 'rsa' ? publicKey : null;
  } catch {
    return null;
  }
}

/** Whether the holder of that key signed the message. */
export function isSignedBy({ algorithm, signed, signature }: SnsMessage, key: KeyObject): boolean {
  return verify(algorithm, Buffer.from(signed, 'utf8'), key, signature);
}
