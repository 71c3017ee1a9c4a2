import { readConfig } from '@leadline/config';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const service = z.object({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.unknown()).optional(),
  ports: z.array(z.string()).optional(),
});
const compose = z
  .object({
    services: z.record(z.string(), service),
    configs: z.record(z.string(), z.object({ file: z.string() })),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
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
});
