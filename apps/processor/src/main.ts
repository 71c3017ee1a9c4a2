import { runProcess } from '@leadline/roles';
import process from 'node:process';

await runProcess(['processor'], process);
