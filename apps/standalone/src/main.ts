import { roles, runProcess } from '@leadline/roles';
import process from 'node:process';

await runProcess(roles, process, { dashboard: new URL('../../web/dist/', import.meta.url) });
