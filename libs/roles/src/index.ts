export { type Logger } from './logger.js';
export { type Role, roles } from './role.js';
export { type Run } from './run-leadline.js';
export { runProcess } from './run-process.js';
