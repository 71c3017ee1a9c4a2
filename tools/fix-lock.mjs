/**
 * Completes package-lock.json with the platform packages the registry in use did not serve.
 *
 * npm writes a platform package (`@chdb/lib-darwin-arm64`, say) into the lock file only when the registry answers for
 * it, but `npm ci` refuses a lock file in which an optional dependency is missing. Each missing one becomes an optional
 * entry bound to its operating system and processor, without address or checksum: machines of another platform skip
 * it, machines of that platform fetch it from their own registry. Run it after every `npm install`.
 *
 *   node tools/fix-lock.mjs [--check] [path of the lock file]
 *
 * `--check` changes nothing and fails when an entry is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const OPERATING_SYSTEMS = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const PROCESSORS = new Set(['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']);

const checkOnly = process.argv.includes('--check');
const lockFile = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(lockFile, 'utf8'));

/** Whether `name`, required by the package installed at `owner`, resolves to an entry, looking upwards like Node. */
function isLocked(owner, name) {
  let folder = owner;
  for (;;) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
    const parent = folder.lastIndexOf('/node_modules/');
    folder = parent === -1 ? '' : folder.slice(0, parent);
  }
}

/** The platform in a package's name: `@oxlint/binding-linux-arm64-musl` → linux, arm64, musl. */
function platformOf(name) {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = words.find((word) => OPERATING_SYSTEMS.has(word));
  const cpu = words.find((word) => PROCESSORS.has(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { os, cpu, libc };
}

const wanted = Object.entries(lock.packages).flatMap(([owner, entry]) =>
  Object.entries(entry.optionalDependencies ?? {}).map(([name, version]) => ({ owner, entry, name, version })),
);

const added = [];
const unknown = [];
for (const { owner, entry, name, version } of wanted) {
  if (isLocked(owner, name)) continue;
  const { os, cpu, libc } = platformOf(name);
  if (!os || !cpu || !/^\d/.test(version)) {
    unknown.push(`${name}@${version}, wanted by ${owner || 'the workspace'}`);
    continue;
  }
  lock.packages[`node_modules/${name}`] = {
    version,
    cpu: [cpu],
    ...(entry.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
  added.push(`${name}@${version}`);
}

for (const line of unknown) console.warn(`not added, its name shows no platform or its version is a range: ${line}`);
if (checkOnly) {
  for (const name of added) console.error(`missing from ${lockFile}: ${name}`);
  if (added.length > 0) console.error('Run `node tools/fix-lock.mjs` and commit the result.');
  process.exitCode = added.length > 0 ? 1 : 0;
} else if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${lockFile}: added ${added.length} platform packages.`);
} else {
  console.log(`${lockFile}: complete.`);
}
