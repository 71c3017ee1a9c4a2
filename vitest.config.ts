import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@leadline/source'] },
  ssr: {
    resolve: {
      conditions: ['@leadline/source', 'node', 'import', 'module', 'default'],
      externalConditions: ['@leadline/source', 'node'],
    },
  },
  test: {
    include: ['**/*.spec.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
