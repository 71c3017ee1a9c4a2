import { didYouMean } from './did-you-mean.js';
import type { EndpointEntry } from './file-schema.js';
import { isLoopback } from './environment.js';
import { type ConfiguredTopic, type KafkaAccess, topicOf } from './kafka.js';
import { ENVIRONMENT, type Problem } from './problem.js';
import { SECRET_PREFIX, secretVariable } from './secret-variable.js';
import { type SnsSettings, snsSettings } from './sns.js';
import { readVariable, type ReadTextFile, type Variables } from './variables.js';

/** A configured instance of a source, reached at `POST /hooks/<name>`, or through a topic of Kafka. */
export interface ConfiguredEndpoint {
  readonly name: string;
  /** Id of the source, e.g. "github". */
  readonly source: string;
  /** Live secrets, at most two; empty where unsigned, and where it reads a topic. */
  readonly secrets: readonly string[];
  /** Hooks need no signature; on loopback only. */
  readonly unsigned: boolean;
  readonly mapping: EndpointEntry['mapping'];
  readonly perSecond: number | undefined;
  readonly sns: SnsSettings | undefined;
  /** The topic it reads, where it is sent no hooks. */
  readonly topic?: ConfiguredTopic | undefined;
  /** Whose webhooks are looked at for what was missed; undefined: nobody's. */
  readonly reconcile?: ConfiguredReconciliation | undefined;
}

/** How a sender is asked to send again what it could not deliver. */
export interface ConfiguredReconciliation {
  readonly of: readonly string[];
  readonly everyMinutes: number;
  /** undefined: the sender's own. */
  readonly api: string | undefined;
  /** Of the sender's API. */
  readonly token: string;
}

const API_PREFIX = 'LEADLINE_API_TOKEN_';
/** Names that deliveries use which did not come by a hook. */
const reserved = ['events', 'leadline'];
/** Secrets of examples that must not guard anything others can reach. */
const examples = new Set(['changeme', 'change-me', 'change_me', 'mysecret', 'secret', 'password', 'example', 'test']);

/** The variable with the token for the API of an endpoint's sender: "github" → LEADLINE_API_TOKEN_GITHUB. */
export const apiTokenVariable = (endpoint: string): string =>
  API_PREFIX + endpoint.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');

/** Why a name cannot be an endpoint's, or undefined. */
export function endpointNameProblem(name: string): string | undefined {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name))
    return 'endpoint names are small letters, digits, "-" and "_", at most 63';
  if (/[-_]file$/.test(name))
    return 'endpoint names cannot end in "-file": its secret could not be told from a file of one';
  if (reserved.includes(name)) return `"${name}" is Leadline's own; choose another name`;
  return undefined;
}

export interface EndpointsInput {
  readonly entries: ReadonlyMap<string, EndpointEntry>;
  readonly sourceIds: readonly string[];
  /** Names of notification channels: they take secrets too. */
  readonly channels: readonly string[];
  readonly env: Variables;
  readonly readFile: ReadTextFile;
  readonly host: string;
  /** Leadline's own brokers, where it runs on some. */
  readonly kafka: KafkaAccess | undefined;
}

/**
 * The endpoints that are on: those of the file and one per source by its id, each if it has a secret, may do without or
 * reads a topic.
 */
export function resolveEndpoints(input: EndpointsInput): { endpoints: ConfiguredEndpoint[]; problems: Problem[] } {
  const { entries, sourceIds, env, readFile, host } = input;
  const problems: Problem[] = [];
  const defaults = sourceIds
    .filter((id) => !entries.has(id))
    .map((source) => ({ name: source, source, unsigned: false, sns: undefined, kafka: undefined }));
  const declared = [...entries].map(([name, entry]) => ({ name, ...entry, sns: snsSettings(entry.sns, readFile) }));
  const endpoints: ConfiguredEndpoint[] = [];
  for (const { kafka, ...endpoint } of [...declared, ...defaults]) {
    const { secrets, problem } = readSecrets(secretVariable(endpoint.name), env, readFile, host);
    if (problem) problems.push(problem);
    if (endpoint.unsigned && secrets.length > 0) {
      const message = `"${endpoint.name}" is unsigned in leadline.yaml and has a secret; choose one`;
      problems.push({ file: ENVIRONMENT, line: 0, path: secretVariable(endpoint.name), message });
    }
    if (kafka !== undefined) {
      const [secret] = secrets;
      const { topic, problem: refusal } = topicOf(endpoint.name, kafka, { own: input.kafka, secret, readFile });
      if (refusal !== undefined) {
        problems.push({ file: ENVIRONMENT, line: 0, path: secretVariable(endpoint.name), message: refusal });
      }
      endpoints.push({
        mapping: undefined,
        perSecond: undefined,
        ...endpoint,
        secrets: [],
        reconcile: undefined,
        topic,
      });
      continue;
    }
    if (secrets.length === 0 && !endpoint.unsigned) continue;
    const reconcile = entries.get(endpoint.name)?.reconcile;
    const token = reconcile && readApiToken(apiTokenVariable(endpoint.name), env, readFile);
    if (token?.problem) problems.push(token.problem);
    const reconciled = reconcile && { ...reconcile, api: reconcile.api, token: token?.value ?? '' };
    endpoints.push({ mapping: undefined, perSecond: undefined, ...endpoint, secrets, reconcile: reconciled });
  }
  const names = [...entries.keys(), ...sourceIds, ...input.channels];
  return { endpoints, problems: [...problems, ...strayProblems(env, names)] };
}

function readSecrets(
  name: string,
  env: Variables,
  readFile: ReadTextFile,
  host: string,
): { secrets: string[]; problem?: Problem } {
  const variable = readVariable(env, name, readFile);
  if (variable.outcome === 'unset') return { secrets: [] };
  if (variable.outcome === 'problem') return refuse(variable.name, variable.message);
  const secrets = variable.value.split(/\s+/);
  if (secrets.length > 2)
    return refuse(name, `has ${secrets.length} values; two, the old and the new one, can be live`);
  if (!isLoopback(host) && secrets.some((secret) => examples.has(secret.toLowerCase()))) {
    return refuse(name, 'is the secret of an example, which everybody knows; make one with: openssl rand -hex 32');
  }
  return { secrets };
}

function readApiToken(name: string, env: Variables, readFile: ReadTextFile): { value: string; problem?: Problem } {
  const variable = readVariable(env, name, readFile);
  const problem = (path: string, message: string) => ({
    value: '',
    problem: { file: ENVIRONMENT, line: 0, path, message },
  });
  switch (variable.outcome) {
    case 'problem':
      return problem(variable.name, variable.message);
    case 'unset':
      return problem(name, 'is missing: "reconcile" in leadline.yaml asks the API of the sender with this token');
    case 'set':
      if (/^[\x21-\x7e]+$/.test(variable.value)) return { value: variable.value };
      return problem(name, 'holds something that is no token (white space or special characters)');
  }
}

function refuse(path: string, message: string): { secrets: string[]; problem: Problem } {
  return { secrets: [], problem: { file: ENVIRONMENT, line: 0, path, message } };
}

/** Secrets of nothing: probably of a misspelt endpoint, which would silently stay off. */
function strayProblems(env: Variables, names: readonly string[]): Problem[] {
  const known = names.map(secretVariable);
  return Object.keys(env)
    .filter((name) => name.startsWith(SECRET_PREFIX) && (env[name]?.trim() ?? '') !== '')
    .map((name) => name.replace(/_FILE$/, ''))
    .filter((name) => !known.includes(name))
    .map((path) => ({
      file: ENVIRONMENT,
      line: 0,
      path,
      message: `no endpoint takes this secret${didYouMean(path, known)}`,
    }));
}
