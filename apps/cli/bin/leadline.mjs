#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error('leadline is not built yet: run `npm run leadline` in the workspace once, which builds it.');
  process.exitCode = 1;
}
