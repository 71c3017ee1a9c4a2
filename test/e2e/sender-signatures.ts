import { createHash, createHmac, generateKeyPairSync, randomBytes, sign as signWith } from 'node:crypto';

/** How one sender proves who it is, with one secret. */
export interface Prover {
  /** What the endpoint is given. */
  readonly secret: string;
  /** Headers that prove a body, at an instant in epoch milliseconds. */
  readonly prove: (body: Buffer, at: number) => Readonly<Record<string, string>>;
}

type Signing = (secret: string) => Prover['prove'];

interface InOneHeader {
  readonly algorithm?: string;
  readonly encoding?: 'hex' | 'base64';
  readonly prefix?: string;
}

const hmac = (secret: string | Buffer, ...signed: readonly (string | Buffer)[]) => {
  const keyed = createHmac('sha256', secret);
  for (const part of signed) keyed.update(part);
  return keyed;
};

/** An HMAC of the body in a header. */
const hmacIn =
  (header: string, { algorithm = 'sha256', encoding = 'hex', prefix = '' }: InOneHeader = {}): Signing =>
  (secret) =>
  (body) => ({ [header]: prefix + createHmac(algorithm, secret).update(body).digest(encoding) });

const seconds = (at: number): string => String(Math.floor(at / 1000));

/** Of senders whose messages have each an id of its own. */
const idOf = (body: Buffer): string => `msg_${createHash('sha256').update(body).digest('hex').slice(0, 24)}`;

const standardWebhook: Signing = (secret) => (body, at) => {
  const id = idOf(body);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = hmac(key, `${id}.${seconds(at)}.`, body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds(at), 'webhook-signature': `v1,${signature}` };
};

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Senders that sign, each as its vendor says; every other repeats its secret. */
const signings: Readonly<Record<string, Signing>> = {
  'bitbucket-cloud': hmacIn('x-hub-signature', { prefix: 'sha256=' }),
  'bitbucket-server': hmacIn('x-hub-signature', { prefix: 'sha256=' }),
  buildkite: (secret) => (body, at) => ({
    'x-buildkite-signature': `timestamp=${seconds(at)},signature=${hmac(secret, `${seconds(at)}.`, body).digest('hex')}`,
  }),
  circleci: hmacIn('circleci-signature', { prefix: 'v1=' }),
  configcat: (secret) => (body, at) => ({
    'x-configcat-webhook-id': idOf(body),
    'x-configcat-webhook-timestamp': seconds(at),
    'x-configcat-webhook-signature-v1': hmac(secret, `${idOf(body)}${seconds(at)}`, body).digest('base64'),
  }),
  'datadog-dora': (secret) => () => ({ 'dd-api-key': secret }),
  drone: (secret) => (body, at) => {
    const date = new Date(at).toUTCString();
    const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
    const signature = hmac(secret, `date: ${date}\ndigest: ${digest}`).digest('base64');
    const parameters = `keyId="hmac-key",algorithm="hmac-sha256",signature="${signature}",headers="date digest"`;
    return { date, digest, signature: parameters };
  },
  firehydrant: hmacIn('fh-signature'),
  flagsmith: hmacIn('x-flagsmith-signature'),
  flipt: hmacIn('x-flipt-webhook-signature'),
  flux: hmacIn('x-signature', { prefix: 'sha256=' }),
  gitea: hmacIn('x-gitea-signature'),
  github: hmacIn('x-hub-signature-256', { prefix: 'sha256=' }),
  gitlab: (secret) => () => ({ 'x-gitlab-token': secret }),
  'grafana-alerting': hmacIn('x-grafana-alerting-signature'),
  growthbook: hmacIn('x-growthbook-signature'),
  'harness-code': hmacIn('x-harness-signature'),
  heroku: hmacIn('heroku-webhook-hmac-sha256', { encoding: 'base64' }),
  'incident-io': standardWebhook,
  jira: hmacIn('x-hub-signature', { prefix: 'sha256=' }),
  launchdarkly: hmacIn('x-ld-signature'),
  netlify: (secret) => (body) => {
    const claims = { iss: 'netlify', sha256: createHash('sha256').update(body).digest('hex') };
    const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
    return { 'x-webhook-signature': `${signed}.${hmac(secret, signed).digest('base64url')}` };
  },
  pagerduty: hmacIn('x-pagerduty-signature', { prefix: 'v1=' }),
  render: standardWebhook,
  rootly: (secret) => (body, at) => ({
    'x-rootly-signature': `t=${seconds(at)},v1=${hmac(secret, seconds(at), body).digest('hex')}`,
  }),
  semaphore: hmacIn('x-semaphore-signature-256', { prefix: 'sha256=' }),
  sentry: hmacIn('sentry-hook-signature'),
  standard: standardWebhook,
  statsig: (secret) => (body, at) => ({
    'x-statsig-request-timestamp': String(at),
    'x-statsig-signature': `v0=${hmac(secret, `v0:${at}:`, body).digest('hex')}`,
  }),
  'terraform-cloud': hmacIn('x-tfe-notification-signature', { algorithm: 'sha512' }),
  vercel: hmacIn('x-vercel-signature', { algorithm: 'sha1' }),
};

const token: Signing = (secret) => () => ({ authorization: `Bearer ${secret}` });

/** Senders that can set no header have their secret in the address. */
export const inAddress: ReadonlySet<string> = new Set([
  'codeship',
  'devcycle',
  'freshstatus',
  'pingdom',
  'split-harness-fme',
  'statuspage',
]);

/** A prover of a sender, with a secret that nobody else has. */
export function proverOf(source: string): Prover {
  if (source === 'travis') return travis();
  const signing = signings[source] ?? token;
  const random = randomBytes(24);
  const secret = signing === standardWebhook ? `whsec_${random.toString('base64')}` : random.toString('hex');
  return { secret, prove: inAddress.has(source) ? () => ({}) : signing(secret) };
}

/** Travis signs a field of its form with its private key; the endpoint knows the public one. */
function travis(): Prover {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    secret: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    prove: (body) => {
      const payload = new URLSearchParams(body.toString()).get('payload') ?? '';
      return { signature: signWith('sha1', Buffer.from(payload), privateKey).toString('base64') };
    },
  };
}
