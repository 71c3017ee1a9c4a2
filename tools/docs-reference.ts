/**
 * docs/reference/, the pages that follow from code: `node tools/docs-reference.ts` writes them, `--check` exits 1 if one
 * is not up to date. Each page is a function in a file of its own beside this one.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cliPage } from './docs-cli.ts';
import { configurationPage } from './docs-configuration.ts';
import { eventsPage } from './docs-events.ts';
import { graphqlPage } from './docs-graphql.ts';
import { metricsPage } from './docs-metrics.ts';
import { sendersPage } from './docs-senders.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'reference');

const pages: readonly { readonly name: string; readonly text: () => string | Promise<string> }[] = [
  { name: 'cli.md', text: cliPage },
  { name: 'configuration.md', text: configurationPage },
  { name: 'events.md', text: eventsPage },
  { name: 'graphql.md', text: graphqlPage },
  { name: 'metrics.md', text: metricsPage },
  { name: 'senders.md', text: sendersPage },
];

for (const { name, text } of pages) {
  const file = join(folder, name);
  const wanted = await text();
  if (!process.argv.includes('--check')) await writeFile(file, wanted);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
    console.error(`docs/reference/${name} is not what the code says. Run: npm run generate`);
    process.exitCode = 1;
  }
}
