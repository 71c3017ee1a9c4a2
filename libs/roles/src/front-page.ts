import type { OwnQuestion } from '@leadline/graphql';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/** Asks everything that the dashboard asks when it is opened at "/", one question after the other. */
export type AskFrontPage = (ask: (question: OwnQuestion) => Promise<unknown>, now: number) => Promise<void>;

const module = z.object({ askFrontPage: z.custom<AskFrontPage>((value) => typeof value === 'function') });

/** What the built dashboard in a directory says of its front page; undefined: it says nothing. */
export async function readFrontPage(directory: string): Promise<AskFrontPage | undefined> {
  const path = pathToFileURL(join(directory, 'front-page.mjs')).href;
  const loaded: unknown = await import(path).catch(() => undefined);
  return module.safeParse(loaded).data?.askFrontPage;
}
