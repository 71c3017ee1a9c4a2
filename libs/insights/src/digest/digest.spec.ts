import { describe, expect, it } from 'vitest';
import type { DoraMetricId, Figures } from '../notable/figures.js';
import { digestOf } from './content.js';
import type { DigestInput, MetricFigures } from './digest-input.js';
import type { DigestEnvelope } from './envelope.js';
import { renderHtml } from './render-html.js';
import { renderText } from './render-text.js';

const HOUR = 3_600;
const at = (text: string): number => Date.parse(text);

const figures = (more: Partial<Figures>): Figures => ({
  value: null,
  n: 0,
  numerator: null,
  denominator: null,
  low: null,
  high: null,
  open: null,
  lowerBound: null,
  ...more,
});
const duration = (value: number, n: number, low: number, high: number, open: number | null = null): Figures =>
  figures({ value, n, low, high, open });
const rate = (k: number, n: number, low = 0, high = 1): Figures =>
  figures({ value: n === 0 ? null : k / n, n, numerator: k, denominator: n, low, high });
const weeks = (...values: (number | null)[]): readonly (number | null)[] => values;
const flat = (value: number): readonly number[] => new Array<number>(12).fill(value);

/** Four quiet weeks of Tidewater, 14 services; what a test is about it gives itself. */
function given(
  more: Partial<DigestInput> = {},
  changed: Partial<Record<DoraMetricId, Partial<MetricFigures>>> = {},
): DigestInput {
  const metrics: MetricFigures[] = [
    {
      metric: 'CHANGE_LEAD_TIME',
      now: duration(26 * HOUR, 1_204, 24 * HOUR, 28 * HOUR),
      before: duration(26 * HOUR, 1_131, 24 * HOUR, 28 * HOUR),
      weeks: flat(26 * HOUR),
    },
    {
      metric: 'DEPLOYMENT_FREQUENCY',
      now: figures({ value: 14.7, n: 412, numerator: 412, denominator: 28, low: 13.3, high: 16.2 }),
      before: figures({ value: 13.9, n: 389, numerator: 389, denominator: 28 }),
      weeks: weeks(10, 11, 12, 13, 14, 13, 14, 14, 14, 15, 16, 14),
    },
    {
      metric: 'FAILED_DEPLOYMENT_RECOVERY_TIME',
      now: duration(2_880, 31, 2_100, 4_800, 2),
      before: duration(3_000, 29, 2_300, 4_700),
      weeks: weeks(50, 40, null, 40, 50, 50, 40, 40, 20, 20, 10, 10),
    },
    { metric: 'CHANGE_FAIL_RATE', now: rate(31, 412, 0.054, 0.105), before: rate(24, 389), weeks: flat(0.07) },
    {
      metric: 'DEPLOYMENT_REWORK_RATE',
      now: rate(241, 2_646, 0.081, 0.103),
      before: rate(196, 2_646),
      weeks: flat(0.09),
    },
  ];
  return {
    organisation: 'Tidewater',
    team: null,
    week: '2026-W46',
    timeZone: 'Europe/Berlin',
    from: at('2026-10-18T22:00:00Z'),
    to: at('2026-11-15T23:00:00Z'),
    asOf: at('2026-11-23T06:30:00Z'),
    address: 'https://leadline.example',
    services: 14,
    leadTimeUnit: 'commit',
    metrics: metrics.map((metric) => ({ ...metric, ...changed[metric.metric] })),
    leadTimeByDeployment: {
      now: duration(26 * HOUR, 400, 24 * HOUR, 28 * HOUR),
      before: duration(26 * HOUR, 380, 24 * HOUR, 28 * HOUR),
    },
    leadTimeDrivers: null,
    weeklyDeployments: [95, 98, 96, 99, 97, 96, 98, 98, 104, 102, 101, 105],
    failures: [],
    repairs: [],
    findings: [],
    deployed: { failed: 0, total: 105 },
    deployments: [],
    incidents: [],
    flags: [],
    quality: { withLeadTime: { k: 400, n: 412 }, silent: [], quarantined: 3, behind: 0 },
    earlier: null,
    told: new Set(),
    ...more,
  };
}

const fasterLeadTime: [Partial<DigestInput>, Partial<Record<DoraMetricId, Partial<MetricFigures>>>] = [
  {
    leadTimeByDeployment: {
      now: duration(19 * HOUR, 400, 17 * HOUR, 21 * HOUR),
      before: duration(26 * HOUR, 380, 24 * HOUR, 28 * HOUR),
    },
  },
  { CHANGE_LEAD_TIME: { now: duration(19 * HOUR, 1_204, 17 * HOUR, 21 * HOUR) } },
];
const moreRepairs = { DEPLOYMENT_REWORK_RATE: { now: rate(370, 2_646, 0.127, 0.153) } } as const;

const envelope: DigestEnvelope = {
  schedule: 'To you because of the list “Tidewater weekly”, Mondays at 07:30, Europe/Berlin.',
  unsubscribeUrl: 'https://leadline.example/unsubscribe/abc',
};
const spaced = (text: string): string => text.replaceAll('\u00A0', ' ');

describe('the headline', () => {
  it('tells the surest changes, in neutral words, with the second digit', () => {
    const [input, metrics] = fasterLeadTime;
    const { headline, subject } = digestOf(given(input, { ...metrics, ...moreRepairs }));
    // Lead time: ln(19/26) = −0.314, its error 0.067 → z = −4.7, p = 3e-6. Rework: 370 against 196 of 2,646 each is surer.
    expect(spaced(headline)).toBe('Rework rate rose to 14 %; lead time fell 27 % to 19 h');
    expect(spaced(subject)).toBe('Tidewater, week 46: rework rate rose to 14 %; lead time fell 27 % to 19 h');
  });

  it('says that there is nothing notable, and of how many services', () => {
    expect(spaced(digestOf(given()).headline)).toBe('No notable change in 14 services');
    expect(spaced(digestOf(given({ services: 1 })).headline)).toBe('No notable change in 1 service');
    expect(digestOf(given({ services: 0 })).headline).toBe('No deployments in four weeks');
  });

  it('does not tell again within four weeks what it told, but says that it is still so', () => {
    const [input, metrics] = fasterLeadTime;
    const digest = digestOf(given({ ...input, told: new Set(['CHANGE_LEAD_TIME fell']) }, metrics));
    expect(spaced(digest.headline)).toBe('No notable change in 14 services');
    expect(digest.changed).toEqual([]);
    expect(spaced(digest.lead)).toContain('Told before and still so: lead time fell 27 % to 19 h.');
  });
});

describe('a metric of the mail', () => {
  const line = (metric: DoraMetricId, ...[input, changed]: Parameters<typeof given>) => {
    const found = digestOf(given(input, changed)).metrics.find((candidate) => candidate.metric === metric);
    return found && [found.value, found.sample, found.judgement, found.delta].map((text) => spaced(text));
  };

  it('has value, n, interval and delta', () => {
    expect(line('CHANGE_LEAD_TIME', ...fasterLeadTime)).toEqual([
      '19 h',
      'n = 1,204 commits, 95 % 17–21 h',
      'better',
      '−27 %, faster',
    ]);
    expect(line('DEPLOYMENT_FREQUENCY')).toEqual([
      '15 a day',
      'n = 412 in 28 days, 95 % 13–16 a day',
      'usual',
      '+5.8 %, usual',
    ]);
    expect(line('FAILED_DEPLOYMENT_RECOVERY_TIME')).toEqual([
      '48 min',
      'n = 31, 2 still open, 95 % 35–80 min',
      'usual',
      '−4 %, usual',
    ]);
    expect(line('DEPLOYMENT_REWORK_RATE', {}, moreRepairs)).toEqual([
      '14 %',
      'n = 370 of 2,646, 95 % 13–15 %',
      'worse',
      '+6.6 points, more repairs',
    ]);
  });

  it('is usual where it is sure, but too small to matter: 9.1 % against 7.4 % of 2,646', () => {
    // Fisher gives p = 0.026, and 1.7 points are below the 5 that matter.
    expect(line('DEPLOYMENT_REWORK_RATE')?.slice(2)).toEqual(['usual', '+1.7 points, usual']);
  });

  it('is not compared from too few', () => {
    const few = { now: rate(3, 9), before: rate(0, 9) };
    expect(line('CHANGE_FAIL_RATE', {}, { CHANGE_FAIL_RATE: few })?.slice(2)).toEqual([
      'unclear',
      'too few to compare (needs 10)',
    ]);
    const fewDeployments = {
      leadTimeByDeployment: { now: duration(HOUR, 5, 1, 2), before: duration(26 * HOUR, 380, 1, 2) },
    };
    expect(line('CHANGE_LEAD_TIME', fewDeployments)?.[3]).toBe('too few to compare (needs 6)');
  });

  it('never shows zero for no data', () => {
    const none = { now: figures({}), weeks: weeks(...new Array<null>(12).fill(null)) };
    expect(line('FAILED_DEPLOYMENT_RECOVERY_TIME', {}, { FAILED_DEPLOYMENT_RECOVERY_TIME: none })).toEqual([
      '–',
      'no data, not zero',
      'unclear',
      '',
    ]);
  });

  it('says at least how long where the median is not reached', () => {
    const open = { now: figures({ n: 5, open: 3, lowerBound: 5 * HOUR }) };
    expect(line('FAILED_DEPLOYMENT_RECOVERY_TIME', {}, { FAILED_DEPLOYMENT_RECOVERY_TIME: open })?.slice(0, 2)).toEqual(
      ['≥ 5 h', 'n = 5, 3 still open, median not reached yet'],
    );
  });

  it('has its weeks as columns from zero, and a dot where there was nothing', () => {
    const [, frequency, recovery] = digestOf(given()).metrics;
    expect([frequency?.sparkline, recovery?.sparkline]).toEqual(['▅▆▆▇▇▇▇▇▇██▇', '█▇·▇██▇▇▄▄▂▂']);
  });
});

describe('what changed', () => {
  it('says how much, of how many, against what, and leads to it', () => {
    const [item] = digestOf(given(...fasterLeadTime)).changed;
    expect(spaced(item?.text ?? '')).toBe(
      'Change lead time of Tidewater fell 27 % to 19 h (n = 1,204) vs. the previous four weeks (26 h, n = 1,131).',
    );
    expect(item?.judgement).toBe('better');
    expect(item?.link?.url).toBe(
      'https://leadline.example/metric/change-lead-time?panel=counted&until=2026-11-16&tz=Europe/Berlin&asOf=2026-11-23T06:30:00.000Z',
    );
  });

  it('tells a change that comes from other services being deployed from one that services made', () => {
    const failing = { CHANGE_FAIL_RATE: { now: rate(72, 300), before: rate(36, 300) } };
    // Each service improves: a from 10 to 8 %, b from 30 to 28 %; b has 240 of 300 deployments now, had 30.
    const mixed = [
      { service: 'a', now: { k: 5, n: 60 }, before: { k: 27, n: 270 } },
      { service: 'b', now: { k: 67, n: 240 }, before: { k: 9, n: 30 } },
    ];
    const own = [
      { service: 'a', now: { k: 36, n: 150 }, before: { k: 18, n: 150 } },
      { service: 'b', now: { k: 36, n: 150 }, before: { k: 18, n: 150 } },
    ];
    const texts = [mixed, own].map((failures) => {
      const [item] = digestOf(given({ failures }, failing)).changed;
      return spaced(item?.text ?? '');
    });
    expect(texts).toEqual([
      // 0.9 × 5/60 + 0.1 × 67/240 = 10.3 %.
      'Change fail rate of Tidewater rose 12 points to 24 % (72 of 300) vs. the previous four weeks (12 %, 36 of 300), driven by a different mix of services: with the proportions of before it would be 10 %.',
      'Change fail rate of Tidewater rose 12 points to 24 % (72 of 300) vs. the previous four weeks (12 %, 36 of 300); the mix of services did not change it.',
    ]);
  });

  it('has at most three findings from outside, and no more than was found', () => {
    const finding = (key: string) => ({
      key,
      judgement: 'worse' as const,
      sentence: `Something about ${key}.`,
      place: { kind: 'metric' as const, metric: 'CHANGE_FAIL_RATE' as const, service: key },
      evidence: '38 deployments',
    });
    const digest = digestOf(given({ findings: ['a', 'b', 'c', 'd'].map(finding), told: new Set(['b']) }));
    expect(digest.changed.map(({ text }) => text)).toEqual([
      'Something about a.',
      'Something about c.',
      'Something about d.',
    ]);
    expect(digest.headline).toBe('Something about a');
    expect(digest.changed[0]?.link?.url).toContain('/metric/change-fail-rate?service=a&panel=counted&until=2026-11-16');
    expect(digest.shown.told).toEqual(['a', 'c', 'd']);
  });
});

describe('what happened in the week', () => {
  const incident = {
    id: 'INC-7',
    service: 'catalog',
    title: 'Slow',
    severity: 'sev2',
    startedAt: at('2026-11-12T10:00:00Z'),
    resolvedAt: null,
  };
  const deployment = {
    id: 'd1',
    service: 'checkout',
    version: 'v2',
    environment: 'production',
    at: at('2026-11-13T09:05:00Z'),
    isFailed: true,
    isRollback: false,
  };

  it('is summed up and listed, what is open first', () => {
    const over = {
      ...incident,
      id: 'INC-8',
      startedAt: at('2026-11-14T10:00:00Z'),
      resolvedAt: at('2026-11-14T12:00:00Z'),
    };
    const digest = digestOf(
      given({
        deployed: { failed: 4, total: 105 },
        incidents: [over, incident],
        deployments: [deployment, { ...deployment, isRollback: true }],
      }),
    );
    expect(spaced(digest.disturbances.summary)).toBe(
      '4 of 105 deployments of the week failed; 2 incidents, 1 still open.',
    );
    expect(digest.disturbances.items.map(({ text }) => spaced(text))).toEqual([
      'sev2, catalog: Slow; since Thu 12 Nov 11:00, open for 11 d.',
      'sev2, catalog: Slow; since Sat 14 Nov 11:00, over after 2 h.',
      'checkout v2, Fri 13 Nov 10:05: failed.',
      'checkout v2, Fri 13 Nov 10:05: rolled back and failed.',
    ]);
    expect(digest.isQuiet).toBe(false);
  });

  it('tells of flags what their last change did', () => {
    const flag = (name: string, exposure: number | null, hour = 1) => ({
      flag: name,
      services: [],
      at: hour,
      exposure,
    });
    const digest = digestOf(
      given({ flags: [flag('b', 1), flag('a', 0.1), flag('a', 1, 2), flag('c', 0.1), flag('d', 0), flag('e', null)] }),
    );
    expect(digest.released.map((line) => spaced(line))).toEqual([
      'On for all: a, b.',
      'On for some: c at 10 %.',
      'Off: d.',
      'Changed: e.',
    ]);
  });

  it('draws the services with most failures, by name, against the one with most deployments', () => {
    const share = (service: string, k: number, n: number) => ({ service, now: { k, n }, before: { k: 0, n: 0 } });
    const { bars } = digestOf(given({ failures: [share('web', 2, 20), share('api', 10, 40), share('never', 0, 100)] }));
    expect(bars).toEqual([
      { label: 'api', failed: 0.25, rest: 0.75, text: '10 of 40' },
      { label: 'web', failed: 0.05, rest: 0.45, text: '2 of 20' },
    ]);
  });
});

describe('how sure it is', () => {
  it('says what share has a lead time, what is silent, and what may still change', () => {
    const asOf = at('2026-11-16T06:30:00Z');
    const silent = [{ endpoint: 'pagerduty', since: at('2026-11-12T06:30:00Z') }];
    const { quality } = digestOf(
      given({ asOf, quality: { withLeadTime: { k: 400, n: 412 }, silent, quarantined: 0, behind: 12 } }),
    );
    expect(quality.map((sentence) => spaced(sentence))).toEqual([
      'Nothing came from pagerduty for 4 d.',
      '12 records had arrived and did not count yet.',
      '97 % of deployments have a lead time.',
      'Nothing is in quarantine.',
      'Failures of the last 7 of 28 days may still become known.',
    ]);
  });

  it('corrects what the last mail showed, where people read another number', () => {
    const shown = {
      week: '2026-W45' as const,
      values: { CHANGE_FAIL_RATE: 0.071, CHANGE_LEAD_TIME: 26 * HOUR },
      told: [],
    };
    const now = { CHANGE_FAIL_RATE: 0.079, CHANGE_LEAD_TIME: 26 * HOUR + 60 };
    const digest = digestOf(given({ earlier: { shown, now } }));
    expect(digest.corrections.map((clause) => spaced(clause))).toEqual(['fail rate of week 45 is 7.9 %, not 7.1 %']);
    expect(digest.isQuiet).toBe(false);
    expect(spaced(renderText(digest, envelope))).toContain(
      'Corrected since the last mail: fail rate of week 45 is 7.9 %, not 7.1 %.',
    );
  });
});

describe('the mail', () => {
  const [input, metrics] = fasterLeadTime;
  const full = digestOf(
    given(
      {
        ...input,
        deployed: { failed: 4, total: 105 },
        failures: [{ service: 'checkout', now: { k: 14, n: 38 }, before: { k: 1, n: 30 } }],
        flags: [{ flag: 'new-ledger', services: [], at: 1, exposure: 1 }],
      },
      { ...metrics, ...moreRepairs },
    ),
  );

  it('has the same numbers as HTML and as text', () => {
    const visible = renderHtml(full, envelope)
      .replace(/^[\s\S]*<\/style>/, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&nbsp;', ' ');
    const numbers = (text: string): Set<string> =>
      new Set(spaced(text.replaceAll(/https?:\S+/g, '')).match(/\d(?:[\d.,]*\d)?/g));
    const [html, text] = [numbers(visible), numbers(renderText(full, envelope))];
    expect([...text].filter((number) => !html.has(number))).toEqual([]);
    expect([...html].filter((number) => !text.has(number))).toEqual([]);
  });

  it('has lines of at most 72 columns as text, but for addresses', () => {
    const long = renderText(full, envelope)
      .split('\n')
      .filter((line) => Array.from(line).length > 72 && !line.includes('https://'));
    expect(long).toEqual([]);
  });

  it('stays below the 100 kB at which Gmail cuts, and fetches nothing', () => {
    const html = renderHtml(full, envelope);
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(html).not.toMatch(/<img|<link|@import|url\(|<script|src=/i);
  });

  it('has three lines when there is nothing notable', () => {
    const quiet = digestOf(given());
    expect(quiet.isQuiet).toBe(true);
    const [, , , ...rest] = renderText(quiet, envelope).split('\n');
    expect(rest.slice(0, rest.indexOf('')).join(' ')).toBe(
      'No notable change in 14 services. Lead time 26 h · Deployment frequency 15 a day · Recovery time 48 min · Fail rate 7.5 % · Rework rate 9.1 %. 97 % of deployments have a lead time. 3 deliveries are in quarantine.',
    );
    expect(renderHtml(quiet, envelope)).not.toContain('Five metrics');
  });

  it('says the same of the same input', () => {
    expect(renderHtml(digestOf(given()), envelope)).toBe(renderHtml(digestOf(given()), envelope));
  });
});

describe('hostile names', () => {
  const evil = [
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    'javascript:alert(1)',
    "' onmouseover='alert(1)",
    '{{7*7}}${7*7}',
    'a\r\nBcc: evil@example.org\r\n\r\nbody',
    'right\u202Eto\u2066left\u200B',
    '</style><script>alert(1)</script>',
    'x'.repeat(10_000),
    'half \uD800 pair',
  ];
  const everywhere = evil.map((name) =>
    digestOf(
      given({
        organisation: name,
        team: name,
        findings: [
          {
            key: name,
            judgement: 'worse',
            sentence: `Rate of ${name}.`,
            place: { kind: 'service', service: name },
            evidence: name,
          },
        ],
        failures: [{ service: name, now: { k: 1, n: 2 }, before: { k: 0, n: 0 } }],
        deployments: [
          { id: name, service: name, version: name, environment: name, at: 1, isFailed: true, isRollback: false },
        ],
        incidents: [{ id: name, service: name, title: name, severity: name, startedAt: 1, resolvedAt: null }],
        flags: [{ flag: name, services: [name], at: 1, exposure: 1 }],
        quality: { withLeadTime: { k: 1, n: 1 }, silent: [{ endpoint: name, since: 1 }], quarantined: 0, behind: 0 },
      }),
    ),
  );

  it('make no markup, no attribute and no address of their own', () => {
    const own = 'html head meta title style body div table tr td p h1 h2 b br span a'.split(' ');
    for (const digest of everywhere) {
      const markup = renderHtml(digest, envelope);
      const elements = Array.from(markup.matchAll(/<\/?([a-z][^\s>/]*)/gi), ([, name = '']) => name);
      expect(elements.filter((name) => !own.includes(name))).toEqual([]);
      expect(markup).not.toMatch(/<[^>]*\son[a-z]+\s*=|href="(?!https?:\/\/|#")/i);
    }
  });

  it('put no line of their own into text and subject, and nothing invisible', () => {
    for (const digest of everywhere) {
      const text = renderText(digest, envelope);
      expect(digest.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(Array.from(digest.subject).length).toBeLessThanOrEqual(120);
      expect(text).not.toMatch(/^Bcc:/m);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });

  it('keep links within the dashboard', () => {
    const hrefs = everywhere.flatMap((digest) =>
      Array.from(renderHtml(digest, envelope).matchAll(/href="([^"]*)"/g), ([, href = '']) => href),
    );
    expect(
      hrefs.filter((href) => !href.startsWith('https://leadline.example/') && !href.startsWith('https://dora.dev/')),
    ).toEqual([]);
  });
});
