import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_CHECK_MS = 500;

/**
 * Runs a program in the foreground and resolves with its exit code; a program ended by a signal counts as 128 + the
 * signal's number, as in a shell. Signals sent to this process reach the program. An interrupt typed at a terminal
 * reaches the whole process group by itself, so passing it on would deliver it twice.
 *
 * `npm start` runs scripts through a shell that dies of a SIGTERM without passing it on; a change of parent shows that,
 * and the program is then told to end, lest it live on unseen and keep its data folder locked.
 */
export function execute(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: root, ...options });
    const forward = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const parent = process.ppid;
    const parentCheck = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(parentCheck);
      child.kill('SIGTERM');
    }, PARENT_CHECK_MS);
    const settle = (done) => {
      clearInterval(parentCheck);
      for (const signal of FORWARDED) process.off(signal, forward);
      done();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (code, signal) => settle(() => resolve(signal ? 128 + constants.signals[signal] : code)));
  });
}

/** Runs a Node script of the workspace, as `execute` does. */
export function executeNode(args, options) {
  return execute(process.execPath, args, options);
}
