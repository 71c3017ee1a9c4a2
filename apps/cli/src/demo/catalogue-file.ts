import { OWNER } from './company/repositories.js';
import { type Service, services } from './company/services.js';
import { OUTLIER_TEAM, teams } from './company/teams.js';
import { DAY, WEEK } from './time.js';

/** The leadline.yaml of the made-up organisation. `until` in epoch milliseconds: some ownership changed before it. */
export function catalogueFile({ until }: { until: number }): string {
  return [
    '# The demo organisation: Halden sells things for the home. Everybody and everything in it is made up.',
    '# This file is written anew each time the demo starts; copy it to make it yours.',
    'organisation: { name: Halden, timeZone: Europe/Berlin, weekStart: monday, benchmark: "2025" }',
    '',
    'environments:',
    '  production: { tier: production, aliases: ["production-*"] }   # production-eu is the target of that name',
    '  staging: { tier: staging }',
    '',
    'teams:',
    '  eng: {}',
    ...teams.map(({ path, area }) => `  ${path}: { tags: { area: ${area} } }`),
    '',
    'services:',
    ...services.flatMap((service) => serviceLines(service, until)),
    '',
    'endpoints:',
    '  github: { source: github }',
    '',
    'digests:',
    `  - { to: [lead@halden.example], day: ${weekdayAfter(until)}, at: "07:30" }`,
    `  - { to: [logistics@halden.example], team: ${OUTLIER_TEAM}, day: ${weekdayAfter(until)}, at: "07:30" }`,
    '',
    'rules:',
    '  incidentLabels: [incident]',
    '  severityLabels: { sev1: sev1, sev2: sev2, sev3: sev3, sev4: sev4 }',
    '',
  ].join('\n');
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** The day after: a mail that is due while the story is still being sent would tell half of it. */
const weekdayAfter = (until: number): string => weekdays[new Date(until + DAY).getUTCDay()] ?? 'monday';

function serviceLines(service: Service, until: number): string[] {
  const { name, repository, folder, language, tier, team, formerly, regions, reports } = service;
  return [
    `  ${name}:`,
    `    repository: github:${OWNER}/${repository}`,
    ...(folder === undefined ? [] : [`    paths: ["${folder}/**"]`]),
    `    teams: [${ownership(team, formerly, until)}]`,
    `    tags: { language: ${language}, tier: "${tier}" }`,
    `    links: { runbook: "https://wiki.halden.example/runbooks/${name}", logs: "https://logs.halden.example/?service={service}&commit={sha}" }`,
    ...(regions === undefined ? [] : [`    targets: [${regions.map(targetName(reports)).join(', ')}]`]),
  ];
}

function ownership(team: string, formerly: Service['formerly'], until: number): string {
  if (formerly === undefined) return `{ team: ${team} }`;
  const handover = new Date(until - formerly.weeksAgo * WEEK).toISOString().slice(0, 10);
  return `{ team: ${formerly.team}, until: ${handover} }, { team: ${team}, from: ${handover} }`;
}

/** GitHub calls a region by its environment, pipelines by its name. */
const targetName =
  (reports: Service['reports']) =>
  (region: string): string =>
    reports === 'github' ? `production-${region}` : region;
