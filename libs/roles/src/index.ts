export { type Logger } from './logger.js';
export { type Role, roles } from './role.js';
export { type Run } from './run.js';
export { runProcess } from './run-process.js';
