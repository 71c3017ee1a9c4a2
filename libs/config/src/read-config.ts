import { sources } from '@leadline/sources';
import { catalogueContent } from './catalogue.js';
import { resolveChannels } from './channels.js';
import type { Config } from './config.js';
import { resolveEndpoints } from './endpoints.js';
import { type Environment, isLoopback, readEnvironment } from './environment.js';
import { kafkaProblems } from './kafka.js';
import { meaningProblems } from './meaning.js';
import { ENVIRONMENT, type Problem } from './problem.js';
import { secretVariable } from './secret-variable.js';
import { readSections, type Sections } from './sections.js';
import { snsProblems } from './sns.js';
import type { ReadTextFile, Variables } from './variables.js';
import { parseYaml, type YamlDocument } from './yaml-document.js';

export interface ConfigInput {
  readonly env: Variables;
  readonly readFile: ReadTextFile;
  /**
   * Leaves it to the caller to refuse a host beyond loopback without tokens ({@link exposureProblem}): for processes that
   * can look into the control topic for tokens once they have the configuration.
   */
  readonly defersExposureCheck?: boolean;
  /** Default: the registry's. */
  readonly sourceIds?: readonly string[];
}

export type ConfigResult =
  | { readonly outcome: 'config'; readonly config: Config }
  | { readonly outcome: 'problems'; readonly problems: readonly Problem[] };

/** Environment and leadline.yaml as one typed value, or everything that is wrong with them at once. */
export function readConfig(input: ConfigInput): ConfigResult {
  const { env, readFile, sourceIds = sources.map(({ id }) => id) } = input;
  const { environment, problems: environmentProblems } = readEnvironment(env, readFile);
  const document = readDocument(environment, readFile);
  const { sections, problems: sectionProblems } = readSections(document);
  const { content, problems: catalogueProblems } = catalogueContent(document, sections);
  const { channels, problems: channelProblems } = resolveChannels([...sections.notifications.values()], env, readFile);
  const { endpoints, problems: endpointProblems } = resolveEndpoints({
    entries: sections.endpoints,
    sourceIds,
    channels: channels.map(({ name }) => name),
    env,
    readFile,
    host: environment.host,
    kafka: environment.kafka,
  });
  const config: Config = {
    host: environment.host,
    port: environment.port,
    mode: environment.mode,
    file: environment.file,
    tokens: environment.tokens,
    publicUrl: environment.publicUrl,
    frontPage: environment.frontPage,
    mail: environment.mail,
    endpoints,
    catalogue: content,
    declaredEndpoints: declaredEndpoints(sections),
    digests: [...sections.digests.values()].map((digest) => ({
      ...digest,
      timeZone: digest.timeZone ?? sections.organisation.timeZone,
    })),
    notifications: channels,
  };
  const problems = [
    ...environmentProblems,
    ...sectionProblems,
    ...meaningProblems(document, sections, sourceIds),
    ...catalogueProblems,
    ...snsProblems(document, sections.endpoints, readFile),
    ...kafkaProblems(document, sections.endpoints, { own: environment.kafka, readFile }),
    ...unsignedProblems(document, sections, environment.host),
    ...endpointProblems,
    ...channelProblems,
    ...(input.defersExposureCheck ? [] : exposureProblem(config, 0)),
  ];
  return problems.length === 0 ? { outcome: 'config', config } : { outcome: 'problems', problems: inOrder(problems) };
}

/**
 * The problem of a host that others can reach while nobody needs a token, or nothing.
 *
 * @param storedTokens How many live tokens the control topic has beside those of the environment.
 */
export function exposureProblem({ host, tokens }: Config, storedTokens: number): Problem[] {
  if (isLoopback(host) || tokens.length + storedTokens > 0) return [];
  const message =
    `${host} can be reached by others, and there are no tokens: anybody could read and write everything. ` +
    'Make one with "leadline token create" while listening on 127.0.0.1, or set LEADLINE_TOKENS';
  return [{ file: ENVIRONMENT, line: 0, path: 'LEADLINE_HOST', message }];
}

function readDocument({ file, isFileRequired }: Environment, readFile: ReadTextFile): YamlDocument {
  try {
    const text = readFile(file);
    if (text !== undefined || !isFileRequired) return parseYaml(file, text ?? '');
    return unreadable(file, 'there is no such file (LEADLINE_CONFIG names it)');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return unreadable(file, `cannot be read (${reason})`);
  }
}

function unreadable(file: string, message: string): YamlDocument {
  const empty = parseYaml(file, '');
  return { ...empty, problems: [{ file, line: 0, path: '', message }] };
}

function declaredEndpoints(sections: Sections): Config['declaredEndpoints'] {
  return [...sections.endpoints].map(([name, { source, mapping }]) => ({
    name,
    source,
    ...(mapping === undefined ? {} : { mapping }),
  }));
}

function unsignedProblems(document: YamlDocument, sections: Sections, host: string): Problem[] {
  if (isLoopback(host)) return [];
  return [...sections.endpoints]
    .filter(([, { unsigned }]) => unsigned)
    .map(([name]) =>
      document.problemAt(
        ['endpoints', name, 'unsigned'],
        `anybody who reaches ${host} could send; give it ${secretVariable(name)}, or listen on loopback`,
      ),
    );
}

/** Environment first, then as the lines stand in the file. */
function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
}
