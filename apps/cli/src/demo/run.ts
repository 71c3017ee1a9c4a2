import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { startProgress } from '../terminal/progress.js';
import { counted, duration, grouped } from '../terminal/quantities.js';
import { catalogueFile } from './catalogue-file.js';
import { type Child, lastLines, startChild } from './child.js';
import { type DemoMailbox, openDemoMailbox, sendLastWeek } from './mailbox.js';
import { type DemoStory, openDirectory, writeStory } from './demo-directory.js';
import { exampleQueries, failRateQuery, guideText } from './guide.js';
import { type DemoSettings, readDemoSettings } from './options.js';
import { type Organisation, organisation } from './organisation.js';
import { freePort } from './port.js';
import { sendDeliveries, waitUntilReady } from './send.js';

/** `leadline demo`: starts Leadline with a made-up organisation and serves it until Ctrl-C. */
export async function runDemo(invocation: Pick<Invocation, 'io' | 'options' | 'output'>): Promise<ExitCode> {
  const { io, output } = invocation;
  const settings = readDemoSettings(invocation);
  const story = openDirectory(settings, io.now());
  const address = `http://127.0.0.1:${await freePort(settings.port)}`;
  const secret = randomBytes(32).toString('hex');
  const logFile = join(settings.directory, 'leadline.log');
  const mailbox = await openDemoMailbox();
  const env = { ...environmentOf(settings, story, { address, secret }), ...mailbox.environment };
  const child = startChild({ address, io, logFile, env });
  try {
    // Making the organisation takes as long as Leadline does to start.
    const halden = organisation(story);
    await child.whenAlive();
    const demo: RunningDemo = { settings, story, address, secret, halden, child, logFile, mailbox };
    if (story.isSent) output.message('This data was sent before; --reset begins anew.');
    else await fill(invocation, demo);
    await sendLastWeek(invocation, address);
    await show(invocation, demo);
    if (settings.once) return exitCodes.ok;
    return await serve(invocation, demo);
  } finally {
    await child.stop();
    await mailbox.close();
  }
}

interface RunningDemo {
  readonly settings: DemoSettings;
  readonly story: DemoStory;
  readonly address: string;
  readonly secret: string;
  readonly halden: Organisation;
  readonly child: Child;
  readonly logFile: string;
  readonly mailbox: DemoMailbox;
}

function environmentOf(
  { directory }: DemoSettings,
  story: DemoStory,
  { address, secret }: { address: string; secret: string },
): Record<string, string> {
  const config = join(directory, 'leadline.yaml');
  writeFileSync(config, catalogueFile(story));
  const { hostname, port } = new URL(address);
  return {
    LEADLINE_HOST: hostname,
    LEADLINE_PORT: port,
    LEADLINE_DATA: directory,
    LEADLINE_CONFIG: config,
    LEADLINE_SECRET_GITHUB: secret,
  };
}

/** Sends the story through the front door and waits until it counts. */
async function fill({ io, output }: Pick<Invocation, 'io' | 'output'>, demo: RunningDemo): Promise<void> {
  const { story, settings, address, secret, halden, child, logFile } = demo;
  const startedAt = io.now();
  output.message(`Sending ${counted(story.weeks, 'week')} of Halden: ${grouped(halden.count)} deliveries`);
  const progress = await startProgress(io, { total: halden.count, already: 0, of: 'deliveries' });
  const over = new AbortController();
  const until = { ...io, signal: AbortSignal.any([io.signal, over.signal]) };
  const sending = async (): Promise<void> => {
    const sent = { address, secret, deliveries: halden.byRepository(), io: until, onSent: () => progress.advance(1) };
    const positions = await sendDeliveries(sent);
    progress.stop();
    output.message('Waiting until all of it counts');
    await waitUntilReady({ address, positions, io: until });
  };
  try {
    await Promise.race([sending(), endedEarly(child, logFile)]);
  } finally {
    over.abort();
    progress.stop();
  }
  writeStory(settings.directory, { ...story, isSent: true });
  output.message(`Done in ${duration((io.now() - startedAt) / 1000)}`);
}

async function endedEarly(child: Child, logFile: string): Promise<never> {
  const code = await child.ended;
  throw new Failure('failed', `Leadline ended (${code === null ? 'by a signal' : `code ${code}`})`, lastLines(logFile));
}

async function show({ io, output }: Pick<Invocation, 'io' | 'output'>, demo: RunningDemo): Promise<void> {
  const { address, story, halden, settings, mailbox } = demo;
  const { outlierTeam, badFriday } = halden;
  const guide = {
    address,
    mailbox: mailbox.address,
    until: story.until,
    outlierTeam,
    badFriday: badFriday?.date ?? null,
    point: await failRatePoint(io.fetch, address, failRateQuery({ until: story.until, outlierTeam })),
  };
  output.data({ ...guide, data: settings.directory, queries: exampleQueries(guide) }, () => guideText(guide));
}

const points = z.object({ data: z.object({ metrics: z.array(z.object({ id: z.string() })) }) });

/** The point that the evidence example opens; null where the server does not give it. */
async function failRatePoint(ask: typeof fetch, address: string, query: string): Promise<string | null> {
  const answer = await ask(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
    .then((response): Promise<unknown> => response.json())
    .catch(() => undefined);
  return points.safeParse(answer).data?.data.metrics[0]?.id ?? null;
}

async function serve({ io, output }: Pick<Invocation, 'io' | 'output'>, demo: RunningDemo): Promise<ExitCode> {
  output.message(`Ctrl-C stops it. The data stays in ${demo.settings.directory}; --reset begins anew.`);
  const interrupted = new Promise<'interrupted'>((done) => {
    if (io.signal.aborted) done('interrupted');
    io.signal.addEventListener('abort', () => done('interrupted'), { once: true });
  });
  const end = await Promise.race([interrupted, demo.child.ended]);
  if (end === 'interrupted') return exitCodes.ok;
  throw new Failure('failed', 'Leadline ended by itself', lastLines(demo.logFile));
}
