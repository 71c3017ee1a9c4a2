import type { Account } from '../company/people.js';
import { OWNER, type Repository } from '../company/repositories.js';
import { instantText } from '../time.js';

export const API = 'https://api.github.com';
export const SITE = 'https://github.com';
const OWNER_ID = 71_240_318;
const FOUNDED = Date.UTC(2021, 3, 12, 8, 30);

/** A user object as webhooks carry it, without the links that nobody reads. */
export function userBody({ login, id, type }: Account): object {
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    url: `${API}/users/${encodeURIComponent(login)}`,
    html_url: type === 'Bot' ? `${SITE}/apps/${login.replace('[bot]', '')}` : `${SITE}/${login}`,
    type,
    site_admin: false,
  };
}

/** What every delivery ends with: where it happened and who did it. */
export function contextBody(repository: Repository, sender: Account, pushedAt: number): object {
  const { id, name, fullName, language } = repository;
  return {
    repository: {
      id,
      node_id: nodeId('R', id),
      name,
      full_name: fullName,
      private: true,
      owner: {
        login: OWNER,
        id: OWNER_ID,
        node_id: nodeId('O', OWNER_ID),
        url: `${API}/users/${OWNER}`,
        type: 'Organization',
        site_admin: false,
      },
      html_url: `${SITE}/${fullName}`,
      description: null,
      fork: false,
      url: repositoryUrl(repository),
      created_at: instantText(FOUNDED + (id % 900) * 86_400_000),
      updated_at: instantText(pushedAt),
      pushed_at: instantText(pushedAt),
      clone_url: `${SITE}/${fullName}.git`,
      size: 1000 + (id % 40_000),
      language,
      has_issues: true,
      archived: false,
      disabled: false,
      topics: [],
      visibility: 'private',
      default_branch: 'main',
    },
    organization: {
      login: OWNER,
      id: OWNER_ID,
      node_id: nodeId('O', OWNER_ID),
      url: `${API}/orgs/${OWNER}`,
      description: 'Things for the home',
    },
    sender: userBody(sender),
  };
}

export function repositoryUrl({ fullName }: Repository): string {
  return `${API}/repos/${fullName}`;
}

export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${id.toString(36)}`;
}
