import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AskedOfCaller, ToldByCaller } from './graphql-caller.js';
import { serverFlags } from './server-flags.js';

/** Asks a server over GraphQL from another process, one request after the other. */
export interface Caller {
  readonly ask: (asked: AskedOfCaller) => Promise<ToldByCaller>;
  readonly stop: () => Promise<void>;
}

export function startCaller(address: string): Caller {
  const module = fileURLToPath(new URL('graphql-caller.ts', import.meta.url));
  const execArgv = process.execArgv.filter((flag) => !serverFlags.includes(flag));
  const child = fork(module, [address], { execArgv, stdio: ['ignore', 2, 2, 'ipc'] });
  const exit = once(child, 'exit');
  const ended = exit.then((): never => {
    throw new Error('The caller ended');
  });
  ended.catch(() => undefined);
  return {
    async ask(asked) {
      const answer = once(child, 'message');
      child.send(asked);
      const [told] = (await Promise.race([answer, ended])) as [ToldByCaller];
      return told;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}
