/**
 * Every page and the path it has. `*` takes the rest of the path, slashes included, as the page's key. To add a page, add
 * a line here and one in shell/pages.tsx. `/metrics` is taken: Prometheus reads it.
 */
const paths = {
  overview: '/',
  teams: '/teams',
  team: '/teams/*',
  services: '/services',
  service: '/services/*',
  metric: '/metric/*',
  deployments: '/deployments',
  deployment: '/deployments/*',
  delivery: '/deliveries/*',
  changes: '/changes',
  change: '/changes/*',
  environments: '/environments',
  oncall: '/on-call',
  incident: '/incidents/*',
  flags: '/flags',
  flag: '/flags/*',
  trains: '/trains',
  train: '/trains/*',
  outliers: '/outliers',
  insights: '/insights',
  compare: '/compare',
  scorecards: '/scorecards',
  alerts: '/alerts',
  notices: '/notices',
  data: '/data',
  start: '/start',
  more: '/more',
} as const;

export type PageName = keyof typeof paths;

/** A page and what it is about: the path of a team, the name of a service, the id of a deployment, a commit; "" where there is none. */
export interface Route {
  readonly page: PageName;
  readonly key: string;
}

/** The page at a path; null: there is none. */
export function routeAt(pathname: string): Route | null {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
  for (const [page, pattern] of Object.entries(paths) as [PageName, string][]) {
    if (pattern === path) return { page, key: '' };
    const stem = pattern.endsWith('/*') ? pattern.slice(0, -1) : null;
    if (stem === null || !path.startsWith(stem)) continue;
    const key = decoded(path.slice(stem.length));
    if (key !== null && key !== '') return { page, key };
  }
  return null;
}

/** The path of a page. */
export function pathOf({ page, key }: Route): string {
  const encoded = key.split('/').map(encodeURIComponent).join('/');
  return paths[page].replace('*', encoded);
}

function decoded(path: string): string | null {
  try {
    return path.split('/').map(decodeURIComponent).join('/');
  } catch {
    return null;
  }
}
