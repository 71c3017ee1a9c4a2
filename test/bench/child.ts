import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program of this folder, and what Node is told beside what this process was told. */
export interface Program {
  readonly module: URL;
  readonly args: readonly string[];
  readonly nodeOptions?: readonly string[];
}

/** What a program sends: what its work came to, or why it came to nothing. */
type Message<Answer> = { readonly answer: Answer } | { readonly failed: string };

/**
 * Runs a program that answers with one message, and resolves with it. What it prints goes to standard error. Rejects
 * when it fails, or ends without an answer.
 */
export function answerOf<Answer>({ module, args, nodeOptions = [] }: Program): Promise<Answer> {
  const child = fork(fileURLToPath(module), args, {
    execArgv: [...process.execArgv, ...nodeOptions],
    // As the product is started.
    env: { NODE_ENV: 'production', ...process.env },
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let message: Message<Answer> | undefined;
    child.once('message', (sent) => (message = sent as Message<Answer>));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (message === undefined) reject(new Error(`its process ended (${code ?? signal}) without an answer`));
      else if ('failed' in message) reject(new Error(message.failed));
      else resolve(message.answer);
    });
  });
}

/** What such a program does: answers with what the work comes to, and ends; also when its parent ends before. */
export async function answerWith(work: () => Promise<object>): Promise<void> {
  const end = (): never => process.exit(1);
  process.once('disconnect', end).once('SIGINT', end).once('SIGTERM', end);
  const message = await work().then(
    (answer) => ({ answer }),
    (error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }),
  );
  process.off('disconnect', end);
  process.send?.(message, () => process.exit(0));
}
