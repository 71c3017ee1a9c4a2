import { DAY, WEEK } from './time.js';

/** What the examples are about. */
export interface GuideInput {
  readonly address: string;
  /** Where its mails are shown. */
  readonly mailbox: string;
  readonly until: number;
  readonly outlierTeam: string;
  /** "yyyy-mm-dd" in Berlin; null: the story is too short. */
  readonly badFriday: string | null;
  /** Point whose evidence is shown; null: ask for the outlier team's change fail rate first. */
  readonly point: string | null;
}

export interface Example {
  readonly title: string;
  readonly query: string;
}

const ZONE = 'Europe/Berlin';

/** The change fail rate of a team over the last eight weeks, to be opened. */
export function failRateQuery({ until, outlierTeam }: Pick<GuideInput, 'until' | 'outlierTeam'>): string {
  return `{
  metrics(ids: [CHANGE_FAIL_RATE], window: ${windowText(until - 8 * WEEK, until)}, scope: { teams: ["${outlierTeam}"] }) {
    id value low high n numerator denominator status
  }
}`;
}

/** Queries worth beginning with. */
export function exampleQueries(input: GuideInput): Example[] {
  const { until, outlierTeam, badFriday, point } = input;
  return [
    {
      title: 'The last four weeks, by team',
      query: `{
  metrics(
    ids: [DEPLOYMENT_FREQUENCY, CHANGE_LEAD_TIME, CHANGE_FAIL_RATE, FAILED_DEPLOYMENT_RECOVERY_TIME, DEPLOYMENT_REWORK_RATE]
    window: ${windowText(until - 4 * WEEK, until)}
    by: [{ dimension: TEAM }]
  ) {
    team metric value unit low high n status level
  }
}`,
    },
    point === null
      ? { title: `Why ${outlierTeam} stands out (give the point's id to evidence)`, query: failRateQuery(input) }
      : {
          title: `What the change fail rate of ${outlierTeam} was made from`,
          query: `{
  evidence(point: "${point}", first: 20) {
    totalCount
    nodes { kind id title at value url counted reason }
  }
}`,
        },
    ...(badFriday === null
      ? []
      : [
          {
            title: `The deployments of ${badFriday}, a bad Friday`,
            query: `{
  deployments(first: 100, where: { ${dayText(badFriday)}, environments: ["production"] }) {
    nodes { service kind status startedAt finishedAt version failed }
  }
}`,
          },
        ]),
  ];
}

/** Everything a person needs to look around. */
export function guideText(input: GuideInput): string {
  const { address, mailbox, until } = input;
  const rows: readonly (readonly [string, string])[] = [
    ['Dashboard', `${address}/`],
    ['Query page', `${address}/graphql`],
    ['Metrics as CSV', `${address}/api/v1/metrics.csv?${exportQuery(until)}`],
    ['Deployments', `${address}/api/v1/deployments.csv?${range(until - WEEK, until)}`],
    ['Events (NDJSON)', `${address}/api/v1/events.ndjson?as=cdevents`],
    ['Weekly mail', mailbox],
    ['Health', `${address}/readyz`],
  ];
  return [
    'Leadline is ready with the made-up organisation Halden.',
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(16)} ${value}`),
    '',
    `Things to ask at ${address}/graphql:`,
    ...exampleQueries(input).flatMap(({ title, query }) => ['', `# ${title}`, query]),
    '',
  ].join('\n');
}

function exportQuery(until: number): string {
  const ids = 'DEPLOYMENT_FREQUENCY,CHANGE_LEAD_TIME,CHANGE_FAIL_RATE';
  return `ids=${ids}&${range(until - 12 * WEEK, until)}&timeZone=${ZONE}&by=TEAM&bucket=WEEK`;
}

const range = (from: number, to: number): string => `from=${instant(from)}&to=${instant(to)}`;

function windowText(from: number, to: number): string {
  return `{ from: "${instant(from)}", to: "${instant(to)}", timeZone: "${ZONE}" }`;
}

/** A day in UTC: wide enough for offices on both sides of the ocean. */
function dayText(date: string): string {
  const from = Date.parse(`${date}T00:00:00Z`);
  return `from: "${instant(from)}", to: "${instant(from + DAY)}"`;
}

const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
