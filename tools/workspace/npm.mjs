import { execute, executeNode } from './execute.mjs';

/** Runs npm: the very npm that runs this script, where one does, else the one on the PATH. */
export function executeNpm(args, options) {
  const running = process.env['npm_execpath'];
  return running?.endsWith('npm-cli.js')
    ? executeNode([running, ...args], options)
    : execute('npm', args, { shell: process.platform === 'win32', ...options });
}
