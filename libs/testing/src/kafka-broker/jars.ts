import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { KafkaForTests } from '../kafka-broker.js';
import type { SelfSigned } from '../self-signed.js';
import { accepts, freePorts } from './ports.js';

const run = promisify(execFile);
const workspace = fileURLToPath(new URL('../../../../', import.meta.url));
const START_WITHIN_MS = 60_000;

/** What a listener that asks for names is made of. */
export interface Secured {
  readonly certificate: SelfSigned;
  readonly username: string;
  readonly password: string;
}

/**
 * A single KRaft node in a directory of its own, from Apache Kafka's jars and the machine's Java (17 or later).
 *
 * @param secured It has another listener then, with TLS, that asks for the name.
 */
export async function startFromJars(secured?: Secured): Promise<KafkaForTests> {
  const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin/java') : 'java';
  try {
    await run(java, ['-version']);
  } catch {
    return { unavailable: 'no Java' };
  }
  const jars = await findJars();
  if (jars.directory === undefined) return { unavailable: jars.reason };
  const directory = await mkdtemp(join(tmpdir(), 'leadline-kafka-'));
  try {
    return await start(java, join(jars.directory, '*'), directory, secured);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    return { unavailable: `Kafka did not start from ${jars.directory}: ${String(error)}` };
  }
}

async function start(
  java: string,
  classpath: string,
  directory: string,
  secured: Secured | undefined,
): Promise<KafkaForTests> {
  const [port = 0, controller = 0, asking = 0] = await freePorts(3);
  const properties = join(directory, 'server.properties');
  const askingProperties = secured === undefined ? undefined : await securedProperties(directory, asking, secured);
  await writeFile(properties, serverProperties(directory, { port, controller }, askingProperties));
  // 22 characters for 16 bytes; one that begins with a dash would be taken for an option.
  const clusterId = `L${randomBytes(16).toString('base64url').slice(1)}`;
  const users = secured === undefined ? [] : scramUsers(secured);
  await run(java, ['-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties, ...users]);
  const options = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-cp', classpath, 'kafka.Kafka', properties];
  const launch = () => startBroker(java, options, directory, port);
  let broker = await launch();
  const killWithTests = () => {
    broker.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', killWithTests);
  return {
    brokers: [`127.0.0.1:${port}`],
    ...(secured === undefined ? {} : { secured: { brokers: [`localhost:${asking}`], ca: secured.certificate.pem } }),
    stop: async () => {
      process.removeListener('exit', killWithTests);
      await kill(broker);
      await rm(directory, { recursive: true, force: true });
    },
    process: {
      kill: () => kill(broker),
      start: async () => {
        broker = await launch();
      },
      freeze: () => broker.kill('SIGSTOP'),
      thaw: () => broker.kill('SIGCONT'),
    },
  };
}

/** Resolves when the broker accepts connections. */
async function startBroker(java: string, options: string[], directory: string, port: number): Promise<ChildProcess> {
  const broker = spawn(java, options, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [broker.stdout, broker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const end = performance.now() + START_WITHIN_MS;
  while (!(await accepts(port))) {
    if (broker.exitCode !== null || performance.now() > end) {
      await kill(broker);
      throw new Error(`it said: ${output.join('').slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return broker;
}

/** A listener with TLS that asks for the name, by any of three mechanisms. */
async function securedProperties(
  directory: string,
  port: number,
  { certificate: { pem, privateKey }, username, password }: Secured,
): Promise<{ readonly listener: string; readonly text: string }> {
  const store = join(directory, 'server.pem');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeFile(store, `${key}${pem}`, { mode: 0o600 });
  const login = 'org.apache.kafka.common.security';
  return {
    listener: `ASKING://localhost:${port}`,
    text: `
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,ASKING:SASL_SSL
listener.name.asking.ssl.keystore.type=PEM
listener.name.asking.ssl.keystore.location=${store}
listener.name.asking.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.asking.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required user_${username}="${password}";
listener.name.asking.scram-sha-256.sasl.jaas.config=${login}.scram.ScramLoginModule required;
listener.name.asking.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required;
`,
  };
}

function scramUsers({ username, password }: Secured): string[] {
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${username},password=${password}]`,
  ]);
}

function serverProperties(
  directory: string,
  { port, controller }: { readonly port: number; readonly controller: number },
  asking: { readonly listener: string; readonly text: string } | undefined,
): string {
  const own = asking === undefined ? '' : `,${asking.listener}`;
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${own}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${own}
controller.listener.names=CONTROLLER
log.dirs=${join(directory, 'data')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
${asking?.text ?? ''}`;
}

async function kill(broker: ChildProcess): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return;
  const ended = new Promise((resolve) => broker.once('exit', resolve));
  broker.kill('SIGKILL');
  await ended;
}

/** Where LEADLINE_KAFKA_JARS says, else in the workspace's cache, which Maven fills when it is empty. */
async function findJars(): Promise<{ directory: string; reason?: never } | { directory?: undefined; reason: string }> {
  const given = process.env['LEADLINE_KAFKA_JARS'];
  const directory = given ?? join(workspace, 'node_modules/.cache/leadline/kafka-jars');
  if (await hasKafka(directory)) return { directory };
  if (given !== undefined) return { reason: `LEADLINE_KAFKA_JARS (${given}) holds no kafka_*.jar` };
  // Into place at once, so that no other spec takes half of it.
  await mkdir(dirname(directory), { recursive: true });
  const fetched = await mkdtemp(`${directory}.`);
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${fetched}`];
  try {
    await run('mvn', ['-q', '-B', '-f', join(workspace, 'tools/kafka/pom.xml'), ...goal]);
    await rename(fetched, directory);
  } catch (error) {
    await rm(fetched, { recursive: true, force: true });
    if (!(await hasKafka(directory))) return { reason: `Maven could not fetch Kafka's jars: ${String(error)}` };
  }
  return { directory };
}

async function hasKafka(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch(() => []);
  return names.some((name) => name.startsWith('kafka_'));
}
