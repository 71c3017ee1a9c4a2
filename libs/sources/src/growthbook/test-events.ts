import type { TestBodies } from '../json-test-events.js';

/** Changes of a feature that nobody has. */
export const bodies: TestBodies = {
  'feature.updated': (at) => ({
    event: 'feature.updated',
    object: 'feature',
    api_version: '2024-07-31',
    created: Date.parse(at),
    data: {
      object: {
        id: 'leadline-test',
        archived: false,
        dateCreated: at,
        dateUpdated: at,
        defaultValue: 'false',
        environments: { 'leadline-test': { enabled: true, defaultValue: 'true', rules: [] } },
        valueType: 'boolean',
        project: 'leadline-test',
        tags: [],
      },
      previous_attributes: {
        environments: { 'leadline-test': { enabled: false, defaultValue: 'true', rules: [] } },
      },
    },
    projects: ['leadline-test'],
    tags: [],
    environments: ['leadline-test'],
    containsSecrets: false,
  }),
  'webhook.test': (at) => ({
    event: 'webhook.test',
    object: 'webhook',
    created: Date.parse(at),
    data: { webhookId: 'leadline-test' },
  }),
};
