import { roles, runProcess } from '@leadline/roles';
import process from 'node:process';

await runProcess(roles, process);
