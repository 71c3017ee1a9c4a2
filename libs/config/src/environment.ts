import { z } from 'zod';
import { brokers, type KafkaAccess, ownKafka, saslMechanisms } from './kafka.js';
import { MAIL_FROM, parseSmtpUrl, type SmtpAddress } from './mail.js';
import { ENVIRONMENT, type Problem } from './problem.js';
import { readVariable, type ReadTextFile, type Variables } from './variables.js';
import { type ConfiguredToken, parseTokens } from './tokens.js';

export const DEFAULT_CONFIG_FILE = './leadline.yaml';

const host = z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'expected a host name or address, e.g. 127.0.0.1');
const port = z.string().transform((text, context) => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  const message = text.startsWith('tcp://')
    ? 'Kubernetes set this for a Service called "leadline"; give the pod enableServiceLinks: false, or set the port yourself'
    : 'expected a port from 0 (any free one) to 65535';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an address such as http://localhost:8123' });

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'expected an address such as https://leadline.example.org' })
  .refine((text) => !/[?#]|\/\/[^/]*@/.test(text), 'an address without user, "?" and "#"')
  .transform((text) => text.replace(/\/+$/, ''));
const smtpUrl = z.string().transform((text, context): SmtpAddress => {
  const parsed = parseSmtpUrl(text);
  if (!('problem' in parsed)) return parsed;
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});
const mailFrom = z.string().regex(MAIL_FROM, 'expected leadline@example.org or Leadline <leadline@example.org>');

/** Everything Leadline reads from the environment, apart from the secrets of endpoints. */
export const environmentSchema = z.object({
  LEADLINE_HOST: host.default('127.0.0.1').describe('Address to listen on; beyond loopback needs tokens'),
  LEADLINE_PORT: port.default(4000).describe('Port to listen on'),
  LEADLINE_DATA: z.string().default('./data').describe('Directory of the embedded log and warehouse'),
  LEADLINE_CONFIG: z
    .string()
    .optional()
    .describe('Path of leadline.yaml (default ./leadline.yaml, which may be missing)'),
  KAFKA_BROKERS: brokers.optional().describe('Brokers as host:port, comma separated; scaled mode'),
  KAFKA_TLS: z
    .enum(['on', 'off'], 'expected "on" or "off"')
    .default('off')
    .describe('Whether the brokers are reached through TLS'),
  KAFKA_CA: z
    .string()
    .optional()
    .describe('Path of the authority that signed their certificates, as PEM (default: those that Node trusts)'),
  KAFKA_SASL: z
    .enum(saslMechanisms, `expected ${saslMechanisms.join(', ')}`)
    .optional()
    .describe('How the brokers are told who asks: plain, scram-sha-256 or scram-sha-512'),
  KAFKA_USERNAME: z.string().optional().describe('User of KAFKA_SASL'),
  KAFKA_PASSWORD: z.string().optional().describe('Its password; or KAFKA_PASSWORD_FILE'),
  CLICKHOUSE_URL: httpUrl
    .optional()
    .describe('Address of ClickHouse with user and password; scaled mode; or CLICKHOUSE_URL_FILE'),
  LEADLINE_TOKENS: z
    .string()
    .optional()
    .describe('Tokens as "<scopes>=<token>", separated by white space; or LEADLINE_TOKENS_FILE'),
  LEADLINE_PUBLIC_URL: publicUrl
    .optional()
    .describe('Address under which people reach Leadline: links in mails lead there (default http://127.0.0.1:<port>)'),
  LEADLINE_FRONT_PAGE: z
    .enum(['ready', 'asked'], 'expected "ready" or "asked"')
    .default('ready')
    .describe(
      'Whether answers of the overview are kept ready for who comes next (ready), or made when they come (asked)',
    ),
  LEADLINE_SMTP_URL: smtpUrl
    .optional()
    .describe(
      'Server that takes mails: smtps://user:password@host, or smtp://… with STARTTLS (without TLS on loopback, or with ?tls=off); or LEADLINE_SMTP_URL_FILE',
    ),
  LEADLINE_MAIL_FROM: mailFrom.optional().describe('Sender of mails: leadline@example.org, or Leadline <leadline@…>'),
});

/** Log and warehouse: in this process, or Kafka and ClickHouse. */
export type Mode =
  | { readonly kind: 'embedded'; readonly data: string }
  | { readonly kind: 'scaled'; readonly kafka: KafkaAccess; readonly clickhouseUrl: string };

export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly mode: Mode;
  /** Leadline's own brokers. */
  readonly kafka: KafkaAccess | undefined;
  readonly file: string;
  /** Whether somebody asked for that file: then it must exist. */
  readonly isFileRequired: boolean;
  readonly tokens: readonly ConfiguredToken[];
  readonly publicUrl: string | null;
  readonly frontPage: FrontPageMode;
  readonly mail: MailSettings | null;
}

/** Whether the answers of the dashboard's front page are kept ready, or made when somebody asks. */
export type FrontPageMode = 'ready' | 'asked';

/** How mails are sent. */
export interface MailSettings {
  readonly smtp: SmtpAddress;
  readonly from: string;
}

/** Reads the environment; what is wrong becomes a problem, and the default stands in for it. */
export function readEnvironment(
  env: Variables,
  readFile: ReadTextFile,
): { environment: Environment; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (path: string, message: string): void =>
    void problems.push({ file: ENVIRONMENT, line: 0, path, message });
  const read = (name: string): string | undefined => {
    const variable = readVariable(env, name, readFile);
    if (variable.outcome === 'problem') report(variable.name, variable.message);
    return variable.outcome === 'set' ? variable.value : undefined;
  };
  const value: Value = (name) => {
    const schema = environmentSchema.shape[name];
    const parsed = schema.safeParse(read(name));
    if (parsed.success) return parsed.data as z.infer<typeof schema>;
    for (const issue of parsed.error.issues) report(name, issue.message);
    return schema.parse(undefined) as z.infer<typeof schema>;
  };

  const file = value('LEADLINE_CONFIG');
  const { tokens, problems: tokenProblems } = parseTokens(value('LEADLINE_TOKENS') ?? '');
  for (const message of tokenProblems) report('LEADLINE_TOKENS', message);
  const kafka = kafkaOf(value, report, readFile);
  const clickhouseUrl = value('CLICKHOUSE_URL');
  const data = value('LEADLINE_DATA');
  const isScaled = kafka !== undefined && clickhouseUrl !== undefined;
  if (!isScaled && problems.length === 0 && (kafka ?? clickhouseUrl) !== undefined) {
    const missing = kafka === undefined ? 'KAFKA_BROKERS' : 'CLICKHOUSE_URL';
    report(missing, 'is missing: scaled mode needs both KAFKA_BROKERS and CLICKHOUSE_URL, embedded mode neither');
  }
  const smtp = value('LEADLINE_SMTP_URL');
  const from = value('LEADLINE_MAIL_FROM');
  if (smtp !== undefined && from === undefined && read('LEADLINE_MAIL_FROM') === undefined) {
    report('LEADLINE_MAIL_FROM', 'is missing: LEADLINE_SMTP_URL is set, and mails need a sender');
  }
  return {
    environment: {
      host: value('LEADLINE_HOST'),
      port: value('LEADLINE_PORT'),
      mode: isScaled ? { kind: 'scaled', kafka, clickhouseUrl } : { kind: 'embedded', data },
      kafka,
      file: file ?? DEFAULT_CONFIG_FILE,
      isFileRequired: file !== undefined,
      tokens,
      publicUrl: value('LEADLINE_PUBLIC_URL') ?? null,
      frontPage: value('LEADLINE_FRONT_PAGE'),
      mail: smtp === undefined || from === undefined ? null : { smtp, from },
    },
    problems,
  };
}

type Value = <N extends keyof typeof environmentSchema.shape>(name: N) => z.infer<(typeof environmentSchema.shape)[N]>;

function kafkaOf(
  value: Value,
  report: (path: string, message: string) => void,
  readFile: ReadTextFile,
): KafkaAccess | undefined {
  const variables = {
    brokers: value('KAFKA_BROKERS'),
    tls: value('KAFKA_TLS'),
    ca: value('KAFKA_CA'),
    sasl: value('KAFKA_SASL'),
    username: value('KAFKA_USERNAME'),
    password: value('KAFKA_PASSWORD'),
  };
  return ownKafka(variables, report, readFile);
}

/** Whether only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
