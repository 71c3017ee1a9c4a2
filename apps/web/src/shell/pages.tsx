import type { ComponentType } from 'preact';
import type { PageName } from '../address/route.js';
import type { Shape } from '../components/marks.js';
import { OverviewPage } from '../pages/overview/overview-page.js';
import { MorePage } from '../pages/more/more-page.js';
import { lazily, soon } from './lazily.js';
import type { MenuEntry } from './menu-list.js';

/** What a page is handed: what it is about, "" where it is about everything. */
export interface PageProps {
  readonly subject: string;
}

export interface PageDefinition {
  readonly page: ComponentType<PageProps>;
  /** Its place in the menu; absent: it is reached from another page. */
  readonly menu?: {
    readonly title: string;
    readonly shape: Shape;
    /** The key after `g`. */
    readonly key: string;
    /** Its name at the bottom of a narrow screen; absent: it is reached from "More", as a thumb has five places. */
    readonly tab?: string;
    /** It has no place in the bar at the top: other pages lead to it, as do "More" and its key. */
    readonly isAside?: true;
  };
  /** The place in the menu that it belongs to. */
  readonly belongsTo?: PageName;
  /** What the bar below the menu offers. */
  readonly context: 'scope-and-window' | 'scope' | 'window' | 'none';
}

const DeploymentsPage = soon(async () => (await import('../pages/deployments/deployments-page.js')).DeploymentsPage);
const MetricPage = soon(async () => (await import('../pages/metric/metric-page.js')).MetricPage);
const ServicePage = soon(async () => (await import('../pages/services/service-page.js')).ServicePage);
const ServicesPage = soon(async () => (await import('../pages/services/services-page.js')).ServicesPage);
const TeamPage = soon(async () => (await import('../pages/teams/team-page.js')).TeamPage);
const TeamsPage = soon(async () => (await import('../pages/teams/teams-page.js')).TeamsPage);
const ChangesPage = lazily(async () => (await import('../pages/changes/changes-page.js')).ChangesPage);
const ChangePage = lazily(async () => (await import('../pages/changes/changes-page.js')).ChangePage);
const EnvironmentsPage = lazily(
  async () => (await import('../pages/environments/environments-page.js')).EnvironmentsPage,
);
const DeploymentPage = lazily(async () => (await import('../pages/deployments/deployment-page.js')).DeploymentPage);
const DeliveryPage = lazily(async () => (await import('../pages/deployments/delivery-page.js')).DeliveryPage);
const IncidentPage = lazily(async () => (await import('../pages/incidents/incident-page.js')).IncidentPage);
const OnCallPage = lazily(async () => (await import('../pages/oncall/oncall-page.js')).OnCallPage);
const ScorecardsPage = lazily(async () => (await import('../pages/scorecards/scorecards-page.js')).ScorecardsPage);
const SourcesPage = lazily(async () => (await import('../pages/sources/sources-page.js')).SourcesPage);
const FlagsPage = lazily(async () => (await import('../pages/flags/flags-page.js')).FlagsPage);
const FlagPage = lazily(async () => (await import('../pages/flags/flag-page.js')).FlagPage);
const TrainsPage = lazily(async () => (await import('../pages/trains/trains-page.js')).TrainsPage);
const TrainPage = lazily(async () => (await import('../pages/trains/train-page.js')).TrainPage);
const StartPage = lazily(async () => (await import('../pages/start/start-page.js')).StartPage);
const InsightsPage = lazily(async () => (await import('../pages/insights/insights-page.js')).InsightsPage);
const ComparePage = lazily(async () => (await import('../pages/compare/compare-page.js')).ComparePage);
const AlertsPage = lazily(async () => (await import('../pages/alerts/alerts-page.js')).AlertsPage);
const NoticesPage = lazily(async () => (await import('../pages/notices/notices-page.js')).NoticesPage);
const OutliersPage = lazily(async () => (await import('../pages/outliers/outliers-page.js')).OutliersPage);

/** Every page, those of the menu in its order. Their paths are in address/route.ts. */
export const pages: Readonly<Record<PageName, PageDefinition>> = {
  overview: {
    page: OverviewPage,
    menu: { title: 'Overview', tab: 'Overview', shape: 'overview', key: 'o' },
    context: 'scope-and-window',
  },
  teams: { page: TeamsPage, menu: { title: 'Teams', shape: 'teams', key: 't' }, context: 'window' },
  team: { page: TeamPage, belongsTo: 'teams', context: 'scope-and-window' },
  services: {
    page: ServicesPage,
    menu: { title: 'Services', shape: 'services', key: 's' },
    context: 'scope-and-window',
  },
  service: { page: ServicePage, belongsTo: 'services', context: 'window' },
  metric: { page: MetricPage, belongsTo: 'overview', context: 'scope-and-window' },
  changes: {
    page: ChangesPage,
    menu: { title: 'Where is my change', tab: 'Change', shape: 'change', key: 'w' },
    context: 'none',
  },
  change: { page: ChangePage, belongsTo: 'changes', context: 'none' },
  deployments: {
    page: DeploymentsPage,
    menu: { title: 'Deployments', shape: 'deployment', key: 'd' },
    context: 'scope-and-window',
  },
  deployment: { page: DeploymentPage, belongsTo: 'deployments', context: 'none' },
  environments: {
    page: EnvironmentsPage,
    menu: { title: 'Environments', tab: 'Live', shape: 'running', key: 'e' },
    context: 'scope',
  },
  flags: {
    page: FlagsPage,
    menu: { title: 'Flags', shape: 'flag', key: 'f' },
    context: 'scope-and-window',
  },
  flag: { page: FlagPage, belongsTo: 'flags', context: 'window' },
  trains: {
    page: TrainsPage,
    menu: { title: 'Trains', shape: 'train', key: 'r' },
    context: 'scope-and-window',
  },
  train: { page: TrainPage, belongsTo: 'trains', context: 'none' },
  outliers: {
    page: OutliersPage,
    menu: { title: 'Outliers', shape: 'outliers', key: 'x' },
    context: 'scope-and-window',
  },
  insights: {
    page: InsightsPage,
    belongsTo: 'overview',
    menu: { title: 'Insights', shape: 'overview', key: 'i', isAside: true },
    context: 'scope-and-window',
  },
  compare: {
    page: ComparePage,
    belongsTo: 'teams',
    menu: { title: 'Two side by side', shape: 'teams', key: 'p', isAside: true },
    context: 'window',
  },
  oncall: {
    page: OnCallPage,
    menu: { title: 'On call', tab: 'On call', shape: 'incident', key: 'c' },
    context: 'scope',
  },
  incident: { page: IncidentPage, belongsTo: 'oncall', context: 'none' },
  scorecards: {
    page: ScorecardsPage,
    menu: { title: 'Scorecards', shape: 'scorecards', key: 'k' },
    context: 'scope-and-window',
  },
  alerts: {
    page: AlertsPage,
    belongsTo: 'oncall',
    menu: { title: 'Alerts', shape: 'incident', key: 'l', isAside: true },
    context: 'scope',
  },
  notices: {
    page: NoticesPage,
    belongsTo: 'oncall',
    menu: { title: 'Notices', shape: 'incident', key: 'n', isAside: true },
    context: 'none',
  },
  delivery: { page: DeliveryPage, belongsTo: 'data', context: 'none' },
  data: { page: SourcesPage, menu: { title: 'Data', shape: 'data', key: 'a' }, context: 'none' },
  start: { page: StartPage, belongsTo: 'data', context: 'none' },
  more: { page: () => <MorePage entries={menuEntries()} />, context: 'none' },
};

/** The pages of the menu, in its order. */
export const menuEntries = (): readonly MenuEntry[] =>
  (Object.keys(pages) as PageName[]).flatMap((name) => {
    const { menu } = pages[name];
    return menu === undefined ? [] : [{ name, title: menu.title }];
  });
