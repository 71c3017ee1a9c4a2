import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** The problem with a Node version against an `engines` range of the form `>=20.19`, or undefined when it will do. */
export function nodeVersionProblem(version, range) {
  const [wantedMajor, wantedMinor = 0] = range
    .replace(/^>=\s*/, '')
    .split('.')
    .map(Number);
  const [major, minor] = version.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return undefined;
  return `Leadline needs Node ${wantedMajor}.${wantedMinor} or later; this is Node ${version}. Get one from https://nodejs.org, or with a version manager: nvm install 24`;
}

/** Ends the process with a clear message when Node is older than package.json's `engines`. */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const problem = nodeVersionProblem(process.versions.node, engines.node);
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}
