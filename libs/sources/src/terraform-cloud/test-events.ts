import type { TestBodies } from '../json-test-events.js';

/** Runs of a workspace that nobody has. */
export const bodies: TestBodies = {
  'run:created': (at, id) => body('run:created', 'pending', at, id),
  'run:completed': (at, id) => body('run:completed', 'applied', at, id),
  verification: () => ({
    payload_version: 1,
    notification_configuration_id: 'nc-leadline-test',
    run_url: null,
    run_id: null,
    run_message: null,
    run_created_at: null,
    run_created_by: null,
    workspace_id: null,
    workspace_name: null,
    organization_name: null,
    notifications: [
      {
        message: 'Verification of leadline-test',
        trigger: 'verification',
        run_status: null,
        run_updated_at: null,
        run_updated_by: null,
      },
    ],
  }),
};

const body = (trigger: string, run_status: string, at: string, id: string): object => ({
  payload_version: 1,
  notification_configuration_id: 'nc-leadline-test',
  run_url: `https://app.terraform.io/app/leadline/leadline-test/runs/${id}`,
  run_id: id,
  run_message: 'Try the hook',
  run_created_at: at,
  run_created_by: 'leadline-test',
  workspace_id: 'ws-leadline-test',
  workspace_name: 'leadline-test',
  organization_name: 'leadline',
  notifications: [{ message: '', trigger, run_status, run_updated_at: at, run_updated_by: 'leadline-test' }],
});
