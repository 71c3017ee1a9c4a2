import { createHmac } from 'node:crypto';

/** What tells one deployment_status from another. */
export interface DeploymentStatus {
  /** "owner/name", and its number. */
  readonly repository: { readonly name: string; readonly id: number };
  /** Of the deployment; its status has the next number. */
  readonly id: number;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** A body as large and as nested as GitHub's deployment_status: mostly addresses of the repository and of people. */
export function deploymentStatus({ repository, id, startedAt, finishedAt }: DeploymentStatus): Buffer {
  const sha = createHmac('sha1', 'sha').update(String(id)).digest('hex');
  const api = `https://api.github.com/repos/${repository.name}`;
  const deployment = {
    id,
    sha,
    ref: 'main',
    task: 'deploy',
    environment: 'production',
    created_at: startedAt,
    creator: person('deployer'),
    payload: { steps: Array.from({ length: 20 }, (_, step) => ({ step, ok: true, seconds: step / 8 })) },
    ...links(`${api}/deployments/${id}`, 6),
  };
  const body = {
    action: 'created',
    deployment_status: {
      id: id + 1,
      state: 'success',
      environment: 'production',
      creator: person('deployer'),
      description: `Deployed ${sha.slice(0, 7)} of ${id}. `.repeat(40),
      created_at: finishedAt,
      ...links(`${api}/deployments/${id}`, 6),
    },
    deployment,
    workflow_run: { id: id + 2, head_sha: sha, ...links(`${api}/actions/runs/${id}`, 10), actor: person('author') },
    repository: { id: repository.id, full_name: repository.name, owner: person('acme'), ...links(api, 48) },
    sender: { login: 'author', id: 21_031_067 },
  };
  return Buffer.from(JSON.stringify(body));
}

function person(login: string): object {
  const profile = links(`https://api.github.com/users/${login}`, 15);
  return { login, id: 21_031_067, type: 'User', ...profile, site_admin: false };
}

function links(base: string, count: number): Record<string, string> {
  const names = Array.from({ length: count }, (_, index) => `resource_${index}`);
  return Object.fromEntries(names.map((name) => [`${name}_url`, `${base}/${name}{/number}`]));
}
