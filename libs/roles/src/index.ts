export { createLogger, type Logger } from './logger.js';
export { type Role, roles } from './role.js';
export { type Run, runLeadline } from './run-leadline.js';
export { runProcess } from './run-process.js';
export { StartRefused } from './start-refused.js';
