import type { Bench, Measured, Size } from './bench.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { NEW_COMMITS, type Occasion, occasions, type Past, ServiceWithPast } from './service-with-past.js';

interface Plan {
  /** As many deployments before, and more and more commits: what a new deployment costs must not grow. */
  readonly commitsGrow: readonly [Past, ...Past[]];
  /** With as many commits to each deployment as the first of the others: for information. */
  readonly deploymentsGrow: readonly Past[];
  readonly warmUp: number;
  readonly rounds: number;
}

const abouts: Readonly<Record<Occasion, string>> = {
  deployment: 'a deployment later than all before',
  incident: 'an incident later than all before',
  'late incident': 'an incident of a day before',
  'after a restart': 'a deployment, where nothing is remembered',
};

const DEPLOYMENTS = 100;
const past = (commits: number, deployments: number): Past => ({
  name: `c${commits}d${deployments}`,
  commits,
  deployments,
});

const plans: Readonly<Record<Size, Plan>> = {
  full: {
    commitsGrow: [past(1_000, DEPLOYMENTS), past(10_000, DEPLOYMENTS), past(100_000, DEPLOYMENTS)],
    deploymentsGrow: [past(10_000, 1_000), past(100_000, 10_000)],
    warmUp: 3,
    rounds: 15,
  },
  quick: {
    commitsGrow: [past(500, 50), past(2_000, 50)],
    deploymentsGrow: [past(2_000, 200)],
    warmUp: 1,
    rounds: 2,
  },
};

/** What it costs to fold and derive one new deployment after a long history, in time of all processors. */
export const oneDeployment: Bench = {
  name: 'one-deployment',
  about: 'fold and derive one more deployment or incident, by the length of the history before it',
  run: (size, say) =>
    inScratch(async (directory) => {
      const { commitsGrow, deploymentsGrow } = plans[size];
      const services: ServiceWithPast[] = [];
      try {
        for (const each of [...commitsGrow, ...deploymentsGrow]) {
          say(`${each.commits.toLocaleString('en')} commits and ${each.deployments.toLocaleString('en')} deployments`);
          services.push(await ServiceWithPast.with(each, directory));
        }
        const times = await timesOf(services, plans[size], say);
        return resultOf(times, plans[size]);
      } finally {
        for (const service of services) await service.close();
      }
    }),
};

type Times = ReadonlyMap<string, Readonly<Record<Occasion, number>>>;

/** Milliseconds by the name of the past. The services take turns. */
async function timesOf(
  services: readonly ServiceWithPast[],
  { warmUp, rounds }: Plan,
  say: (progress: string) => void,
): Promise<Times> {
  const times = new Map(services.map(({ past: { name } }) => [name, occasionsWith((): number[] => [])]));
  for (let round = 1 - warmUp; round <= rounds; round += 1) {
    if (round > 0) say(`round ${round} of ${rounds}`);
    for (const service of services) {
      for (const occasion of occasions) {
        const ms = await service.meet(occasion);
        if (round > 0) times.get(service.past.name)?.[occasion].push(ms);
      }
    }
  }
  return new Map([...times].map(([name, each]) => [name, occasionsWith((occasion) => medianOf(each[occasion]))]));
}

const occasionsWith = <T>(make: (occasion: Occasion) => T): Record<Occasion, T> => ({
  deployment: make('deployment'),
  incident: make('incident'),
  'late incident': make('late incident'),
  'after a restart': make('after a restart'),
});

function resultOf(times: Times, { commitsGrow, deploymentsGrow, rounds }: Plan): Measured {
  const msOf = ({ name }: Past, occasion: Occasion): number => times.get(name)?.[occasion] ?? NaN;
  const textOf = ({ commits, deployments }: Past): string =>
    `after ${commits.toLocaleString('en')} commits, ${deployments.toLocaleString('en')} deployments`;
  const ms = commitsGrow.map((each) => msOf(each, 'deployment'));
  const growth = Math.max(...ms) / Math.min(...ms);
  const [shortest] = commitsGrow;
  return {
    parameters: { rounds, 'commits of the new one': NEW_COMMITS },
    figures: [
      { figure: 'longest history of commits against shortest', measured: growth, unit: 'times', goal: { atMost: 1.5 } },
      ...commitsGrow.map((each) => {
        return { figure: textOf(each), measured: msOf(each, 'deployment'), unit: 'ms' } as const;
      }),
      ...occasions.flatMap((occasion) =>
        [shortest, ...deploymentsGrow].map((each) => {
          const figure = `${abouts[occasion]}, ${textOf(each)}`;
          return { figure, measured: msOf(each, occasion), unit: 'ms' } as const;
        }),
      ),
    ],
  };
}
