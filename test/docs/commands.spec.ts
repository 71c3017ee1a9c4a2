import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notRun } from './not-run.js';
import { blocks, textOf } from './pages.js';
import { type Reader, startReader } from './product.js';

/** Pages with commands, in the order in which one reader works through them: the last makes tokens, which others need then. */
const order: readonly { readonly page: string; readonly shows?: readonly RegExp[] }[] = [
  { page: 'docs/explanation/two-public-repositories.md' },
  {
    page: 'docs/tutorial/first-numbers.md',
    shows: [
      /^0\.\d+\.\d+$/m,
      /Imported 9 commits and 4 deployments of acme\/shop/,
      /Made from +n = 4, 4 \/ 365/,
      /Made from +n = 6\n/,
      /production +live/,
      /production +waiting/,
      /"metric":"CHANGE_LEAD_TIME","service":"shop"/,
      /^CHANGE_LEAD_TIME,,shop,/m,
      /in production, succeeded with 1 commit/,
      /production +live/,
      /"duplicate":false/,
      /Made from +n = 1, 1 \/ 31/,
    ],
  },
  {
    page: 'docs/how-to/connect-github.md',
    shows: [/deployment:github\/77/, /The quarantine is empty/, /test event: understood as deployment/],
  },
  { page: 'docs/how-to/query-from-bi.md', shows: [/into leadline-grafana/, /into report/, /^metric,team,service,/m] },
  {
    page: 'docs/how-to/report-deployments-from-a-pipeline.md',
    shows: [/run-17-eu/, /"ids":\["shop-run-20"\]/, /INC-42: resolved/],
  },
  { page: 'docs/how-to/link-images-and-configuration.md', shows: [/"ids":\["shop-rollout-1\.4\.0"\]/] },
  {
    page: 'docs/how-to/correct-a-number.md',
    shows: [/n = 1, 1 \/ 1\n/, /run-30 +1 \/ 1/, /Written down of incident INC-7/, /n = 1, 0 \/ 1\n/],
  },
  {
    page: 'docs/how-to/configure-teams-and-services.md',
    shows: [
      /- services\/checkout\/\*\*/,
      /^ {2}eng\/payments: \{\}$/m,
      /~ service refund-service: aliases none → pagerduty: PXYZ/,
      /\+ service checkout/,
      /leadline\.yaml is valid: 1 service, 1 team/,
    ],
  },
  {
    page: 'docs/how-to/operate.md',
    shows: [
      /"status":"ok"/,
      /"ready":true/,
      /0 problems/,
      /Wrote \d+ deliveries/,
      /Imported \d+ deliveries/,
      /The log is whole/,
      /equal: true/,
    ],
  },
  { page: 'docs/how-to/weekly-digest.md', shows: [/^LEADLINE WEEKLY: ORGANISATION$/m, /Nobody is on a list/] },
  {
    page: 'docs/how-to/notify-a-channel.md',
    shows: [/No channel was told of anything/, /Nothing was lost/, /SEVERITY|No alert is open/],
  },
  {
    page: 'docs/how-to/scorecards.md',
    shows: [
      /^The organisation: no phase reached, maturity level 1$/m,
      /1\.C2 +unknown .* nobody has answered/,
      /Written down of 1\.C2 for billing: yes/,
      /1\.C2 +yes .* Tuesdays and Thursdays/,
    ],
  },
  {
    page: 'docs/how-to/compare-before-and-after.md',
    shows: [/Written down of faster-pipeline/, /A faster pipeline +organisation +CHANGE_LEAD_TIME down +2026-03-02/],
  },
  {
    page: 'docs/how-to/erase-a-person.md',
    shows: [/deliveries name it; nothing was changed/, /Everything was derived again: generation \d+ is in force/],
  },
  { page: 'docs/how-to/secure-it.md', shows: [/operator.+admin/, /ci.+events:write/, /^401$/m] },
];

let reader: Reader;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(async () => {
  await reader.close();
});

describe('the commands of the documentation', () => {
  it('are all in a page that is run', () => {
    const withCommands = new Set(blocks.filter(({ language }) => language === 'sh').map(({ page }) => page));
    expect(withCommands).toEqual(new Set(order.map(({ page }) => page)));
  });

  it('that are not run are named with the reason', () => {
    const found = blocks
      .filter(({ language }) => language === 'console')
      .map(({ page, text }) => [page, text.split('\n')[0]]);
    expect(found.map(String).sort()).toEqual(notRun.map(([page, firstLine]) => String([page, firstLine])).sort());
  });

  it('stand in blocks of a known language', () => {
    const known = ['sh', 'console', 'graphql', 'json', 'yaml', 'text', 'ini', 'ts'];
    expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
  });

  it.each(order)(
    'of $page work',
    async ({ page, shows = [] }) => {
      let rest = await reader.run(blocks.filter((block) => block.page === page && block.language === 'sh'));
      for (const expected of shows) {
        expect(rest).toMatch(expected);
        const found = expected.exec(rest);
        rest = rest.slice((found?.index ?? 0) + (found?.[0].length ?? 0));
      }
      if (page === 'docs/explanation/two-public-repositories.md') expectAgreement(rest);
    },
    120_000,
  );
});

/** What git says alone, and then Leadline as JSON. */
function expectAgreement(printed: string): void {
  const [, deployments, samples, median] = /deployments (\d+)\nsamples (\d+)\nmedian (\S+)\n/.exec(printed) ?? [];
  const { point } = JSON.parse(printed.slice(printed.indexOf('\n{') + 1)) as { point: { value: number; n: number } };
  expect({ deployments, samples }).toEqual({ deployments: '4', samples: '6' });
  expect(point).toMatchObject({ n: Number(samples), value: Number(median) });
}

describe('the reference of HTTP', () => {
  it('lists the addresses there are', async () => {
    const answer = (await (await fetch(`${reader.address}/api/v1/nothing-is-here`)).json()) as { fix: string };
    const served = answer.fix.replace('There are: ', '').split(', ');
    const documented = [...textOf('docs/reference/http.md').matchAll(/^\| `([A-Z]+ \/\S*)`/gm)].map(
      ([, address = '']) => address,
    );
    const formats = ['csv', 'json', 'ndjson'];
    const expanded = documented.flatMap((address) =>
      address.endsWith('.csv') ? formats.map((format) => address.replace(/csv$/, format)) : [address],
    );
    expect(expanded.sort()).toEqual(served.sort());
  });

  it('names metrics of Prometheus that there are', async () => {
    const exposed = await (await fetch(`${reader.address}/metrics`)).text();
    const documented = [...textOf('docs/how-to/operate.md').matchAll(/`(leadline_[a-z_]+)`/g)].map(
      ([, name = '']) => name,
    );
    expect(documented.length).toBeGreaterThan(2);
    expect(documented.filter((name) => !exposed.includes(`# TYPE ${name} `))).toEqual([]);
  });
});
