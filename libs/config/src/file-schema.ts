import { kinds, mappableKinds } from '@leadline/events';
import { z } from 'zod';
import { didYouMean, nearest } from './did-you-mean.js';
import { closed, duration, glob, moment, oneOrMore, text, textWithout, timeZone } from './fields.js';
import { pathGlobProblem } from './glob-syntax.js';
import { conditionProblem, pathProblem } from './json-path.js';
import { brokers, saslMechanisms } from './kafka.js';
import { linkProblem } from './link-address.js';
import { serviceRules } from './metric-rules.js';

/** `organisation`. */
export const organisationSection = closed({
  name: text.default('Organisation'),
  timeZone: timeZone.default('UTC'),
  weekStart: z.enum(['monday', 'sunday']).default('monday'),
  /** Edition of DORA's benchmarks that levels are read from. */
  benchmark: text.default('2025'),
});

const tier = textWithout((value) =>
  value !== 'production' && nearest(value, ['production']) !== undefined
    ? `"${value}" is no tier that counts; did you mean "production"?`
    : undefined,
);

/** `environments.<name>`. */
export const environmentEntry = closed({ tier, aliases: oneOrMore(glob).default([]) });

/** `teams.<path>`; "eng/payments" is a team of "eng". */
export const teamEntry = closed({ tags: z.record(z.string(), text).default({}) });

const ownership = z.preprocess(
  (value) => (typeof value === 'string' ? { team: value } : value),
  closed({ team: text, from: moment.optional(), until: moment.optional() }),
);

const deploymentsOf = closed({
  from: z.enum(['deployments', 'releases', 'tags', 'workflow']),
  workflow: glob.optional(),
  tags: glob.optional(),
}).superRefine((value, context) => {
  if (value.from === 'workflow' && value.workflow === undefined) {
    context.addIssue({
      code: 'custom',
      path: ['workflow'],
      message: 'is missing: which workflow deploys? (a glob, e.g. "deploy*")',
    });
  }
});

/** `services.<name>`. */
export const serviceEntry = closed({
  repository: oneOrMore(text).optional(),
  paths: oneOrMore(textWithout(pathGlobProblem)).default([]),
  aliases: z.record(z.string(), oneOrMore(glob)).default({}),
  teams: oneOrMore(ownership).default([]),
  tags: z.record(z.string(), text).default({}),
  deployments: deploymentsOf.default({ from: 'deployments' }),
  authority: closed({ deployments: text }).optional(),
  targets: oneOrMore(text).default([]),
  /** Services it depends on. */
  dependsOn: oneOrMore(text).default([]),
  /** Windows of its objectives, by their names. */
  objectives: z.record(z.string(), duration).default({}),
  /** Where to look further, by names: its runbook, the logs of a version. */
  links: z.record(z.string(), textWithout(linkProblem)).default({}),
  rules: serviceRules.default({}),
});
export type ServiceEntry = z.infer<typeof serviceEntry>;

/** `flags.<key>`. */
export const flagEntry = closed({
  paths: oneOrMore(textWithout(pathGlobProblem)).refine((paths) => paths.length > 0, 'nothing would carry it'),
  repository: oneOrMore(text).default([]),
});

const mappingFields = z.record(z.string(), text);

/**
 * What of an unknown tool's body becomes which event: fields of the kind, `when` it applies, and members of which list are
 * one `each`, as JSON paths.
 */
const mapping = z.record(z.string(), mappingFields).superRefine((byKind, context) => {
  for (const [kind, fields] of Object.entries(byKind)) {
    if (!mappableKinds.some((each) => each === kind)) {
      const message = `no kind of event is called "${kind}"${didYouMean(kind, mappableKinds) || `; there are ${mappableKinds.join(', ')}`}`;
      context.addIssue({ code: 'custom', path: [kind], message, params: { at: 'key' } });
      continue;
    }
    const known = ['when', 'each', ...fieldsOf(kind as keyof typeof kinds)];
    const ofMembers = fields['each'] !== undefined;
    for (const [field, expression] of Object.entries(fields)) {
      const path = [kind, field];
      if (!known.includes(field)) {
        const message = `a ${kind} has no "${field}"${didYouMean(field, known) || `; it has ${known.join(', ')}`}`;
        context.addIssue({ code: 'custom', path, message, params: { at: 'key' } });
      } else {
        const message = expressionProblem(field, expression, ofMembers);
        if (message !== undefined) context.addIssue({ code: 'custom', path, message });
      }
    }
  }
});

/** What is wrong with a field's expression; where a fact is made of each member of a list, "@" begins a path into it. */
function expressionProblem(field: string, expression: string, ofMembers: boolean): string | undefined {
  if (field === 'when') return conditionProblem(expression);
  if (field === 'each' && !expression.startsWith('$')) return 'expected a JSON path to the members, e.g. "$.items[*]"';
  const isOfMember = ofMembers && expression.startsWith('@');
  return pathProblem(isOfMember ? expression.replace('@', '$') : expression);
}

function fieldsOf(kind: keyof typeof kinds): string[] {
  return Object.keys(kinds[kind].schema.shape);
}

/** `endpoints.<name>.sns`: messages must be signed by Amazon SNS. */
const sns = closed({
  /** ARNs of the topics whose messages are taken; none: any topic that knows the token. */
  topics: oneOrMore(
    text.refine((value) => /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:.+$/.test(value), 'expected the ARN of a topic'),
  ).default([]),
  /** Files of PEM certificates. */
  certificates: oneOrMore(text).default([]),
  /** Reads the certificate a message names, from sns.<region>.amazonaws.com alone, when it is first needed. */
  fetchCertificates: z.boolean().default(false),
  /** Opens the address by which SNS asks to confirm a subscription. */
  confirm: z.boolean().default(false),
}).refine(
  ({ certificates, fetchCertificates }) => certificates.length > 0 || fetchCertificates,
  'needs `certificates`, or `fetchCertificates: true`',
);

/** `endpoints.<name>.kafka`: a topic whose CloudEvents are read, where others are sent hooks. */
const kafkaTopic = closed({
  topic: text.refine((value) => /^[a-zA-Z0-9._-]{1,249}$/.test(value), 'expected the name of a topic'),
  /** Default: KAFKA_BROKERS. */
  brokers: z.preprocess((value) => (Array.isArray(value) ? value.join(',') : value), brokers).optional(),
  group: text.optional(),
  tls: z.boolean().default(false),
  /** File of a PEM certificate. */
  ca: text.optional(),
  /** Its password is the secret of the endpoint. */
  sasl: closed({ mechanism: z.enum(saslMechanisms), username: text }).optional(),
});

/** `endpoints.<name>`: one configured instance of a source. Its secrets come from the environment, never from here. */
export const endpointEntry = closed({
  source: text,
  mapping: mapping.optional(),
  /** Accepts hooks without a signature; refused beyond loopback. */
  unsigned: z.boolean().default(false),
  /** Deliveries per second beyond which senders are told to wait (429). */
  perSecond: z.number().int().min(1).max(1_000_000).optional(),
  /** Has the sender send again what it could not deliver, from time to time. */
  reconcile: closed({
    /** Whose webhooks: repositories, organisations, projects, groups. */
    of: oneOrMore(text).refine((of) => of.length > 0, 'whose webhooks? e.g. acme/shop'),
    everyMinutes: z.number().int().min(5).max(1_440).default(60),
    /** Address of an own server's API. */
    api: text
      .refine(
        (value) => /^https:\/\/[^\s@?#]+$/.test(value),
        'expected an address such as https://git.example.org/api/v3',
      )
      .optional(),
  }).optional(),
  sns: sns.optional(),
  kafka: kafkaTopic.optional(),
});
export type EndpointEntry = z.infer<typeof endpointEntry>;

const address = text.refine((value) => /^[^\s@,<>"]+@[^\s@,<>"]+$/.test(value), 'expected one mail address');

/** An item of `digests`: who gets the weekly mail, of whom, when. */
export const digestItem = closed({
  to: oneOrMore(address).refine((to) => to.length > 0, 'nobody would get it'),
  team: text.optional(),
  day: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']).default('monday'),
  at: text
    .refine((value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value), 'expected a time of day such as "07:30"')
    .default('08:00'),
  /** Default: the organisation's. */
  timeZone: timeZone.optional(),
});
export type Digest = z.infer<typeof digestItem>;
