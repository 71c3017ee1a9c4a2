import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppProcess, startApp } from '../e2e/app-process.js';
import { type Client, clientOf } from '../e2e/client.js';

export const SECRET = 'secret-of-the-hook';

/** A running Leadline with its dashboard. */
export interface Site {
  readonly address: string;
  readonly client: Client;
  readonly stop: () => Promise<void>;
}

/** Starts the built product on an empty directory. */
export async function startSite(yaml: string, env: Readonly<Record<string, string>> = {}): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-web-'));
  const file = join(directory, 'leadline.yaml');
  await writeFile(file, yaml);
  const app: AppProcess = startApp('standalone', {
    LEADLINE_DATA: join(directory, 'data'),
    LEADLINE_CONFIG: file,
    LEADLINE_SECRET_GITHUB: SECRET,
    ...env,
  });
  const address = await app.address;
  return {
    address,
    client: clientOf(address),
    async stop() {
      await app.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
