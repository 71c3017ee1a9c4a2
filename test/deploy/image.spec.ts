import { environmentSchema, readConfig } from '@leadline/config';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()).min(2), retries: z.number(), start_period: z.string() }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  networks: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.unknown()).optional(),
  ports: z.array(z.string()).optional(),
});
const compose = z
  .object({
    services: z.record(z.string(), service),
    configs: z.record(z.string(), z.object({ file: z.string() })),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
    networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
    volumes: z.record(z.string(), z.object({})),
  })
  .parse(parse(read('deploy/compose.yaml'), { merge: true }));
const dockerfile = read('deploy/Dockerfile');
const roles = Object.entries(compose.services).filter(([, { command }]) => command?.[0]?.startsWith('apps/'));

/** Top directories that are not in the image's context. */
const leftOut = read('deploy/Dockerfile.dockerignore')
  .split('\n')
  .filter((line) => /^[\w.]+$/.test(line));

describe('the image', () => {
  it('starts apps that there are', () => {
    const started = [
      ...roles.flatMap(([, { command }]) => command ?? []),
      ...(dockerfile.match(/apps\/\w+\/dist\/main\.js/g) ?? []),
    ];
    expect(roles.map(([name]) => name).toSorted()).toEqual(['api', 'ingest', 'processor', 'scheduler']);
    for (const path of started)
      expect(existsSync(join(root, path.replace('dist/main.js', 'src/main.ts'))), path).toBe(true);
  });

  it('is built by a command of the workspace, from nothing that is left out', () => {
    expect(dockerfile).toContain('RUN --mount=type=cache,target=/root/.npm node tools/run.mjs build');
    expect(leftOut).toEqual(expect.arrayContaining(['docs', 'test', 'deploy']));
    const { references } = z
      .object({ references: z.array(z.object({ path: z.string() })) })
      .parse(JSON.parse(read('tsconfig.json')));
    const built = references.map(({ path }) => path.replace(/^\.\//, '').split('/')[0]);
    expect(built.filter((directory) => leftOut.includes(directory ?? ''))).toEqual([]);
    const imported = ['apps', 'libs'].flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\/src\/.*\.ts$/.test(path) && !/node_modules|\.spec\.ts$|\/testing\//.test(path))
        .filter((path) => /from '(?:\.\.\/)+(?:docs|test|deploy)\//.test(read(join(top, path)))),
    );
    expect(imported).toEqual([]);
  });

  it('starts Node as every server is started, and so do the documented commands', () => {
    const flags = z.array(z.string()).parse(JSON.parse(read('apps/server-flags.json')));
    const [, entrypoint] = /^ENTRYPOINT (.*)$/m.exec(dockerfile) ?? [];
    expect(JSON.parse(entrypoint ?? 'null')).toEqual(['node', ...flags]);
    const [, unit] = /^ExecStart=\S+ (.*)$/m.exec(read('docs/how-to/operate.md')) ?? [];
    expect(unit?.split(' ')).toEqual([...flags, 'apps/standalone/dist/main.js']);
    expect(read('docs/how-to/run-scaled.md')).toContain(`\`node ${flags.join(' ')}\``);
    expect(spawnSync(process.execPath, [...flags, '--eval', '0']).status).toBe(0);
  });

  it('sets only variables that the configuration knows', () => {
    const reference = read('docs/reference/configuration.md');
    const variables = [
      ...(dockerfile.match(/\bLEADLINE_[A-Z]+/g) ?? []),
      ...roles.flatMap(([, { environment }]) => Object.keys(environment ?? {})),
    ];
    expect(new Set(variables).size).toBeGreaterThan(5);
    for (const variable of new Set(variables))
      expect(reference, variable).toContain(`\`${variable.replace(/_FILE$/, '')}`);
  });
});

describe('the Compose file', () => {
  it('has a configuration that starts, and says where secrets come from', () => {
    const [{ file }] = Object.values(compose.configs) as [{ file: string }];
    const env = {
      LEADLINE_CONFIG: 'leadline.yaml',
      LEADLINE_HOST: '0.0.0.0',
      KAFKA_BROKERS: 'kafka:9092',
      CLICKHOUSE_URL: 'http://leadline:secret@clickhouse:8123',
    };
    const config = readConfig({ env, readFile: () => read(join('deploy', file)), defersExposureCheck: true });
    expect(config).toMatchObject({ outcome: 'config', config: { mode: { kind: 'scaled' } } });
    for (const secret of Object.values(compose.secrets))
      expect(read('deploy/README.md')).toContain(secret.file.replace('./', ''));
  });

  it('lets nothing be reached but ingest and api, and these from this machine alone', () => {
    const open = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name).toSorted()).toEqual(['api', 'ingest']);
    for (const [, { ports }] of open) for (const port of ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  const images = Object.values(compose.services).map(({ image }) => image);
  const from = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image ?? '');

  it('names a version of every image it does not build, as the image does', () => {
    const foreign = [...images.filter((image) => !image.startsWith('leadline:')), ...from];
    expect(foreign.length).toBeGreaterThan(3);
    for (const image of foreign) expect(image).toMatch(/^[\w./-]+:\d+(\.\d+)*(-\w+)?$/);
    expect(new Set(from).size, 'what is built and what runs has one Node').toBe(1);
    const { node } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json'))).engines;
    const [major = 0] = (/:(\d+)/.exec(from[0] ?? '') ?? []).slice(1).map(Number);
    expect(major).toBeGreaterThanOrEqual(Number(/\d+/.exec(node)?.[0]));
  });

  it('waits for what is healthy, and knows when that is', () => {
    for (const [name, { depends_on: needs }] of roles) {
      expect(Object.keys(needs ?? {}).toSorted(), name).toEqual(['clickhouse', 'kafka']);
      for (const [needed, { condition }] of Object.entries(needs ?? {})) {
        expect(condition).toBe('service_healthy');
        expect(compose.services[needed]?.healthcheck, needed).toBeDefined();
      }
    }
    // The roles' own is the image's, and asks an address that the server has.
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["node", "-e", ".*\/healthz/m);
  });

  it('keeps what is stored on volumes, and the stores away from outside', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes }) => volumes ?? []);
    expect(mounted.map((volume) => volume.replace(/:.*/, '')).toSorted()).toEqual(
      Object.keys(compose.volumes).toSorted(),
    );
    expect(compose.networks['backend']).toEqual({ internal: true });
    for (const store of ['kafka', 'clickhouse']) expect(compose.services[store]?.networks).toEqual(['backend']);
  });

  it('names only variables that the configuration reads', () => {
    const known = Object.keys(environmentSchema.shape);
    for (const [name, { environment }] of roles) {
      const env = Object.fromEntries(Object.entries(environment ?? {}).map(([key, value]) => [key, String(value)]));
      const [{ file }] = Object.values(compose.configs) as [{ file: string }];
      const files: Readonly<Record<string, string>> = {
        '/etc/leadline/leadline.yaml': read(join('deploy', file)),
        '/run/secrets/tokens': `admin=leadline_pat_${'0'.repeat(48)}`,
      };
      const address = 'http://leadline:secret@clickhouse:8123';
      const started = readConfig({
        env: { ...env, LEADLINE_HOST: '0.0.0.0', CLICKHOUSE_URL: address },
        readFile: (path) => files[path],
      });
      expect(started, name).toMatchObject({ outcome: 'config' });
      for (const variable of Object.keys(env))
        expect(known, `${name}: ${variable}`).toContain(variable.replace(/_FILE$/, ''));
    }
  });
});
