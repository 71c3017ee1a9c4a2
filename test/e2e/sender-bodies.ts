import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '@leadline/sources';
import { z } from 'zod';

/** A body that a sender sends, with the headers that say which event it is. */
export interface SenderBody {
  /** Id of the source that understands it. */
  readonly source: string;
  /** Its file, to be named where something is wrong. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const root = join(import.meta.dirname, '..', '..');
const sourcesFolder = join(root, 'libs', 'sources', 'src');

/** Bodies that tools really sent stand beside the workspace; LEADLINE_PAYLOADS names another place. */
const payloads = process.env['LEADLINE_PAYLOADS'] ?? join(root, '..', 'shared', 'payloads');

/** undefined: they are there. */
export const captureProblem: string | undefined = existsSync(join(payloads, 'MANIFEST.json'))
  ? undefined
  : `NOT READ: there are no bodies of other tools in ${payloads} (set LEADLINE_PAYLOADS)`;

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const fixture = z.object({ headers: z.record(z.string(), z.string()), body: z.unknown() });

/** The requests by which the tests of each source know its sender. */
export function fixtureBodies(): SenderBody[] {
  return readdirSync(sourcesFolder).flatMap((source) => {
    const folder = join(sourcesFolder, source, 'fixtures');
    if (!existsSync(folder)) return [];
    return filesIn(folder, '.request.json').map((file) => {
      const { headers, body } = fixture.parse(json(join(folder, file)));
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return asSent({ source, name: `${source}/${file}`, headers, body: Buffer.from(text) });
    });
  });
}

const manifest = z.array(z.object({ service: z.string(), file: z.string(), event: z.string() }));
/** Some hold the headers beside the body. */
const captured = z.object({
  headers: z.record(z.string(), z.coerce.string()),
  body: z.record(z.string(), z.unknown()),
});

/** Bodies that the tools themselves sent or document, of every sender but CDEvents. */
export function capturedBodies(): SenderBody[] {
  return manifest
    .parse(json(join(payloads, 'MANIFEST.json')))
    .filter(({ service }) => service !== 'cdevents')
    .map(({ service: source, file, event }) => {
      const bytes = readFileSync(join(payloads, file));
      const parsed = file.endsWith('.json') ? captured.safeParse(JSON.parse(bytes.toString())) : undefined;
      const body = parsed?.success ? Buffer.from(JSON.stringify(parsed.data.body)) : wholeOf(source, bytes);
      const own = Object.entries(parsed?.data?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
      const headers = { ...headersOf(source, file, event), ...(Object.fromEntries(own) as Record<string, string>) };
      return asSent({ source, name: file, headers, body });
    });
}

/** Of Drone only the build is written down, without what is around it. */
function wholeOf(source: string, bytes: Buffer): Buffer {
  if (source !== 'drone') return bytes;
  const repo = { id: 168, slug: 'drone/drone-git', link: 'https://github.com/drone/drone-git' };
  const build: unknown = JSON.parse(bytes.toString());
  return Buffer.from(JSON.stringify({ event: 'build', action: 'updated', repo, build }));
}

/** The examples of the specification of CDEvents, as JSON. */
export function cdEventExamples(): { readonly name: string; readonly text: string }[] {
  const folder = join(payloads, 'cdevents');
  return filesIn(folder, '.json').map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

export function cdEventBodies(): SenderBody[] {
  const headers = { 'content-type': 'application/json' };
  return cdEventExamples().map(({ name, text }) => ({
    source: 'cloudevents',
    name: `cdevents/${name}`,
    headers,
    body: Buffer.from(text),
  }));
}

/** A key of Standard Webhooks; elsewhere text like any other. */
const SECRET = `whsec_${'A1b2'.repeat(8)}`;

/** What `leadline send-test-event` sends, of every sender. */
export function testEventBodies(now: number): SenderBody[] {
  return sources.flatMap(({ id: source, testEvents }) =>
    (testEvents?.names ?? []).flatMap((name) => {
      const request = testEvents?.make(name, { secret: SECRET, id: 'test-1', now });
      if (request === undefined) return [];
      return [{ source, name: `${source}/${name}`, headers: request.headers, body: Buffer.from(request.body) }];
    }),
  );
}

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .toSorted();

/** "X-GitHub-Event: push" is a header; other senders name the event elsewhere, or nowhere. */
function headersOf(source: string, file: string, event: string): Record<string, string> {
  const [, name, value] = /^([A-Za-z][\w-]*): ([\w.:-]+)$/.exec(event) ?? [];
  const typed: Record<string, string> =
    source === 'heroku' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  if (name !== undefined && value !== undefined) return { ...typed, [name.toLowerCase()]: value };
  if (source !== 'github') return typed;
  return { 'x-github-event': /\.(check_suite|deployment_status)/.exec(file)?.[1] ?? '' };
}

/** Travis sends what it has to say as a field of a form. */
function asSent({ headers, body, ...rest }: SenderBody): SenderBody {
  const contentType = headers['content-type'] ?? 'application/json';
  const isJson = body.toString().trimStart().startsWith('{');
  if (rest.source !== 'travis' || !isJson) {
    return { ...rest, body, headers: { ...headers, 'content-type': contentType } };
  }
  const form = new URLSearchParams({ payload: body.toString() }).toString();
  return {
    ...rest,
    body: Buffer.from(form),
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  };
}
