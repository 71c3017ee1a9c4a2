/*
 * What people and programs read beneath the metrics. Every instant is in epoch milliseconds, UTC; null: not known or not
 * happened. Every list is paged by an opaque cursor, and `asOf` asks for what was known then.
 */
export * from './paging.types.js';
export * from './deployment.types.js';
export * from './delivery.types.js';
export * from './change.types.js';
export * from './correction.types.js';
export * from './incident.types.js';
export * from './service.types.js';
export * from './environment.types.js';
export * from './evidence.types.js';
export * from './explanation.types.js';
export * from './rollout.types.js';
