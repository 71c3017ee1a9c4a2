/** Checks that package.json files and package-lock.json agree, so that `npm ci` will not refuse; installs nothing. */
import { executeNpm } from './workspace/npm.mjs';

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
const code = await executeNpm(['ci', '--dry-run', ...quiet], { stdio: ['ignore', 'ignore', 'inherit'] });
if (code !== 0) console.error('Run npm install, then node tools/fix-lock.mjs, and commit package-lock.json.');
process.exitCode = code;
