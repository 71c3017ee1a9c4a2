import { runProcess } from '@leadline/roles';
import process from 'node:process';

await runProcess(['api'], process, { dashboard: new URL('../../web/dist/', import.meta.url) });
