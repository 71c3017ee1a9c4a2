import { describe, expect, it } from 'vitest';
import { catalogueOf, type Config, type ConfigInput, formatProblem, readConfig } from './index.js';

const sourceIds = ['github', 'gitlab', 'argocd', 'pagerduty', 'alertmanager', 'standard', 'aws-eventbridge'];

/** Reads a configuration whose files are given by path. */
function given(env: ConfigInput['env'], files: Record<string, string> = {}) {
  return readConfig({ env, readFile: (path) => files[path], sourceIds });
}

const yaml = (text: string, env: ConfigInput['env'] = {}, files: Record<string, string> = {}) =>
  given(env, { './leadline.yaml': text, ...files });

function configOf(result: ReturnType<typeof given>): Config {
  if (result.outcome === 'problems') throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.config;
}

function problemsOf(result: ReturnType<typeof given>): string[] {
  return result.outcome === 'problems' ? result.problems.map(formatProblem) : [];
}

const everySection = `
organisation: { name: Acme, timeZone: Europe/Berlin, weekStart: monday, benchmark: "2025" }
environments:
  production: { tier: production, aliases: ["prod-*"] }
  staging: { tier: staging }
teams:
  eng: {}
  eng/payments: { tags: { area: backend } }
services:
  payments-api:
    repository: github:acme/payments
    paths: ["services/api/**"]
    aliases: { pagerduty: [PXYZ], argocd: ["payments-*"] }
    teams: [{ team: eng/payments, from: 2025-01-01 }]
    tags: { language: go, tier: "1" }
    deployments: { from: deployments }    # or releases, tags, workflow (glob): what counts as a deployment of it
    authority: { deployments: argocd }
    targets: [eu, us]
    rules: { unit: change }
endpoints:
  github: { source: github }
  payments-alerts: { source: alertmanager }
  homegrown: { source: standard, mapping: { deployment: { when: "$.type == 'deployed'", service: "$.app", sha: "$.commit", finishedAt: "$.at" } } }
rules: { timeWindowS: 3600, incidentLabels: [incident], severityLabels: { "sev1": sev1 } }
digests: [{ to: [lead@example.org], team: eng/payments, day: monday, at: "07:30", timeZone: Europe/Berlin }]
notifications: []
thresholds: []
`;

describe('what alerts are judged by', () => {
  it('is part of the catalogue, times in seconds and days as instants of the organisation', () => {
    const config = configOf(
      yaml(`organisation: { timeZone: Europe/Berlin }
services: { shop: { dependsOn: ledger, objectives: { availability: 7d }, links: { logs: "https://logs.example/{version}" } } }
freezes: [{ from: 2026-12-21, until: 2027-01-04, environments: production }]
thresholds:
  - { metric: CHANGE_LEAD_TIME, above: 2d }
  - { rule: GATE_WAITING, limits: { inform: 90m, ticket: 36000 } }`),
    );
    const { services, freezes, thresholds } = catalogueOf(config, '2026-01-01T00:00:00Z');
    expect(services[0]).toMatchObject({
      dependsOn: ['ledger'],
      objectives: { availability: 604_800 },
      links: { logs: 'https://logs.example/{version}' },
    });
    expect(freezes).toEqual([
      {
        from: '2026-12-20T23:00:00.000Z',
        until: '2027-01-03T23:00:00.000Z',
        services: [],
        environments: ['production'],
      },
    ]);
    expect(thresholds).toMatchObject([
      { metric: 'CHANGE_LEAD_TIME', above: 172_800, per: 'week', severity: 'ticket' },
      { rule: 'GATE_WAITING', limits: { inform: 5_400, ticket: 36_000 } },
    ]);
  });

  it('leaves the version of a file without it as it was', () => {
    const { services } = configOf(yaml('services: { shop: {} }')).catalogue;
    expect(Object.keys(services[0] ?? {})).not.toContain('dependsOn');
    expect(Object.keys(services[0] ?? {})).not.toContain('links');
    expect(configOf(yaml('freezes: []')).catalogue).toEqual(configOf(given({})).catalogue);
  });
});

describe('flags by path', () => {
  it('are part of the catalogue, and leave the version of a file without them as it was', () => {
    const config = configOf(yaml('flags: { new-basket: { paths: "src/basket/**", repository: github:acme/shop } }'));
    const flags = [{ flag: 'new-basket', paths: ['src/basket/**'], repositories: ['github:acme/shop'] }];

    expect(catalogueOf(config, '2026-01-01T00:00:00Z')).toMatchObject({ flags });
    expect(configOf(yaml('flags: {}')).catalogue).toEqual(configOf(given({})).catalogue);
  });

  it('say what is wrong with a path, and that one is missing', () => {
    expect(problemsOf(yaml('flags: { a: { paths: "/src" }, b: {} }'))).toEqual([
      expect.stringContaining('paths begin at the root'),
      expect.stringContaining('flags.b.paths'),
    ]);
  });
});

describe('readConfig', () => {
  it('needs nothing: without file and variables everything is on loopback and embedded', () => {
    const config = configOf(given({}));
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      mode: { kind: 'embedded', data: './data' },
      file: './leadline.yaml',
      endpoints: [],
      catalogue: { services: [], organisation: { timeZone: 'UTC' } },
    });
  });

  it('reads every section', () => {
    const config = configOf(yaml(everySection, { LEADLINE_SECRET_GITHUB: 'abc' }));
    expect(config.catalogue.services).toEqual([
      {
        name: 'payments-api',
        repositories: ['github:acme/payments'],
        paths: ['services/api/**'],
        aliases: { pagerduty: ['PXYZ'], argocd: ['payments-*'] },
        // Midnight in Berlin, an hour before midnight in UTC.
        teams: [{ team: 'eng/payments', from: '2024-12-31T23:00:00.000Z' }],
        tags: { language: 'go', tier: '1' },
        deployments: { from: 'deployments' },
        authority: { deployments: 'argocd' },
        targets: ['eu', 'us'],
        rules: { unit: 'change' },
      },
    ]);
    expect(config.digests).toEqual([
      { to: ['lead@example.org'], team: 'eng/payments', day: 'monday', at: '07:30', timeZone: 'Europe/Berlin' },
    ]);
    expect(config.endpoints.map(({ name }) => name)).toEqual(['github']);
    expect(config.catalogue).toMatchObject({
      organisation: { name: 'Acme', timeZone: 'Europe/Berlin', weekStart: 'monday', benchmark: '2025' },
      environments: [
        { name: 'production', tier: 'production', aliases: ['prod-*'] },
        { name: 'staging', tier: 'staging', aliases: [] },
      ],
      teams: [
        { path: 'eng', tags: {} },
        { path: 'eng/payments', tags: { area: 'backend' } },
      ],
      rules: { timeWindowS: 3600, incidentLabels: ['incident'], severityLabels: { sev1: 'sev1' } },
    });
    expect(config.declaredEndpoints).toEqual([
      { name: 'github', source: 'github' },
      { name: 'payments-alerts', source: 'alertmanager' },
      {
        name: 'homegrown',
        source: 'standard',
        mapping: {
          deployment: { when: "$.type == 'deployed'", service: '$.app', sha: '$.commit', finishedAt: '$.at' },
        },
      },
    ]);
  });

  it('turns what it does not say into the defaults, digests in the time zone of the organisation', () => {
    const config = configOf(
      yaml('organisation: { timeZone: Asia/Tokyo }\ndigests: [{ to: a@example.org }]\nservices: { a: }'),
    );
    expect(config.digests).toEqual([{ to: ['a@example.org'], day: 'monday', at: '08:00', timeZone: 'Asia/Tokyo' }]);
    expect(config.catalogue.services).toEqual([
      {
        name: 'a',
        repositories: [],
        paths: [],
        aliases: {},
        teams: [],
        tags: {},
        deployments: { from: 'deployments' },
        targets: [],
        rules: {},
      },
    ]);
    expect(config.catalogue.rules).toEqual({
      incidentLabels: ['incident'],
      severityLabels: {},
      configurationRepositories: [],
    });
  });

  it('says everything that is wrong at once, each with its line and column', () => {
    const result = yaml(
      `
organisation: { nmae: Acme, timeZone: europe/berlin }
environment: {}
services:
  api:
    aliases: { pagerdty: [PXYZ] }
    paths: ["/src/**"]
    teams: [{ team: eng/paymnts, from: 2025-02-30 }]
teams:
  eng/payments:
`,
      { LEADLINE_PORT: '70000' },
    );
    expect(problemsOf(result)).toEqual([
      'environment LEADLINE_PORT: expected a port from 0 (any free one) to 65535',
      './leadline.yaml:2:17 organisation.nmae: unknown key "nmae"; did you mean "name"?',
      './leadline.yaml:2:39 organisation.timeZone: write "Europe/Berlin"',
      './leadline.yaml:3:1 environment: unknown section "environment"; did you mean "environments"?',
      './leadline.yaml:6:16 services.api.aliases.pagerdty: there is no source "pagerdty"; did you mean "pagerduty"?',
      './leadline.yaml:7:13 services.api.paths[0]: paths begin at the root of the repository, without "/" or "./"',
      './leadline.yaml:8:21 services.api.teams[0].team: there is no team "eng/paymnts"; did you mean "eng/payments"?',
      './leadline.yaml:8:40 services.api.teams[0].from: there is no such time: 2025-02-30',
    ]);
  });

  it.each([
    [
      'a team that is not declared',
      'services: { api: { teams: [sre] } }',
      'there is no team "sre"; declare it under teams',
    ],
    [
      'one alias for two services',
      'services: { a: { aliases: { argocd: [x] } }, b: { aliases: { argocd: [x] } } }',
      'argocd:x is already an alias of the service "a"',
    ],
    ['one alias twice', 'services: { a: { aliases: { argocd: [x, x] } } }', 'argocd:x is listed twice'],
    [
      'environments in circles',
      'environments: { a: { tier: t, aliases: [b] }, b: { tier: t, aliases: [a] } }',
      '"b" is an environment itself, it cannot be another name of "a"',
    ],
    ['an alias within its anchor', 'teams: &a { eng: *a }', 'an alias within its own anchor'],
    ['the same key twice', 'teams: { eng: {}, eng: {} }', 'Map keys must be unique'],
    ['an empty glob', 'services: { a: { paths: [""] } }', 'must not be empty'],
    [
      'a glob of another tool',
      'services: { a: { aliases: { argocd: ["a{b,c}"] } } }',
      'globs know *, ** and ? only, not "{"; write one glob per alternative',
    ],
    [
      'an unknown time zone',
      'organisation: { timeZone: Mars/Base }',
      '"Mars/Base" is no IANA time zone; write for instance "Europe/Berlin" or "UTC"',
    ],
    [
      'from at until',
      'teams: { t: }\nservices: { a: { teams: [{ team: t, from: 2025-02-01, until: 2025-02-01 }] } }',
      'must be after from (2025-02-01)',
    ],
    ['signatures by nobody', 'endpoints: { x: { source: aws-eventbridge, sns: {} } }', 'needs `certificates`, or'],
    [
      'signatures of SNS on what SNS does not send',
      'endpoints: { x: { source: github, sns: { fetchCertificates: true } } }',
      'only endpoints of the source aws-eventbridge get messages of Amazon SNS',
    ],
    [
      'a certificate that is not there',
      'endpoints: { x: { source: aws-eventbridge, sns: { certificates: [/no.pem] } } }',
      '/no.pem cannot be read, or holds no certificate as PEM',
    ],
    ['an unknown source', 'endpoints: { x: { source: githb } }', 'there is no source "githb"; did you mean "github"?'],
    [
      'a reserved endpoint',
      'endpoints: { events: { source: github } }',
      `"events" is Leadline's own; choose another name`,
    ],
    [
      'endpoints that share a variable',
      'endpoints: { a-b: { source: github }, a_b: { source: github } }',
      'shares the variable LEADLINE_SECRET_A_B with "a-b"; rename one',
    ],
    [
      'a mapping that declares a catalogue',
      'endpoints: { x: { source: standard, mapping: { catalogue: {} } } }',
      'no kind of event is called "catalogue"',
    ],
    [
      'a mapping of each of what is no path',
      'endpoints: { x: { source: standard, mapping: { deployment: { each: items } } } }',
      'expected a JSON path to the members',
    ],
    [
      'a mapping by a path that is none',
      'endpoints: { x: { source: standard, mapping: { deployment: { sha: "$.a.." } } } }',
      'is no JSON path',
    ],
    [
      'a mapping by a regular expression',
      `endpoints: { x: { source: standard, mapping: { deployment: { when: "match($.app, '(a+)+')" } } } }`,
      'match() and search() are not allowed',
    ],
    [
      'a mapping on a condition that is none',
      'endpoints: { x: { source: standard, mapping: { deployment: { when: "$.a ==" } } } }',
      'is no condition',
    ],
    [
      'a tier that nearly counts',
      'environments: { live: { tier: prodction } }',
      '"prodction" is no tier that counts; did you mean "production"?',
    ],
    [
      'a workflow without name',
      'services: { a: { deployments: { from: workflow } } }',
      'is missing: which workflow deploys?',
    ],
    ['a name that is a prototype', 'teams: { __proto__: {} }', 'cannot be a name'],
    ['a list where a map is due', 'services: []', 'expected a map of names'],
    ['text that is no map', 'hello', 'expected a map of sections'],
    ['a service that is misspelt', 'services: { a: { repostory: github:acme/a } }', 'did you mean "repository"?'],
    ['a repository without owner', 'services: { a: { repository: shop } }', 'expected a repository such as'],
    ['an unknown tag of text', 'services: { a: { tags: { tier: [1] } } }', 'expected a text, got a list'],
    ['a day that is none', 'digests: [{ to: [a@b.c], day: mondy }]', 'did you mean "monday"?'],
    ['a time of day that is none', 'digests: [{ to: [a@b.c], at: "24:00" }]', 'expected a time of day such as "07:30"'],
    ['an address that is two', 'digests: [{ to: ["a@b.c, d@e.f"] }]', 'expected one mail address'],
    ['a digest nobody gets', 'digests: [{ to: [] }]', 'nobody would get it'],
    [
      'an option of another type',
      'rules: { timeWindowS: soon }',
      'must be a number of seconds from 0 to 31536000 (365 days)',
    ],
    ['a window longer than any', 'rules: { timeWindowS: 1.0e30 }', 'from 0 to 31536000 (365 days)'],
    ['a severity that is none', 'rules: { minSeverity: sev9 }', 'must be one of sev1, sev2, sev3, sev4, sev5'],
    [
      'a severity of one service that is none',
      'services: { a: { rules: { minSeverity: P1 } } }',
      'must be one of sev1, sev2',
    ],
    ['an unknown option', 'rules: { timeWindowsS: 60 }', 'did you mean "timeWindowS"?'],
    [
      'an option that a flag of several services would not know whose to follow',
      'services: { a: { rules: { rampGapS: 60 } } }',
      '"rampGapS" cannot be set for one service: a feature flag may belong to several; set it under rules, for all',
    ],
    [
      'a calendar of one service',
      'services: { a: { rules: { weekStart: sunday } } }',
      '"weekStart" cannot be set for one service: it shapes the calendar of every page; set organisation.weekStart',
    ],
    ['an option of the organisation', 'services: { a: { rules: { incidentLabels: [x] } } }', 'unknown key'],
    [
      'a field no event has',
      'endpoints: { x: { source: standard, mapping: { deployment: { sah: "$.c" } } } }',
      '"sha"',
    ],
    ['a threshold of nothing', 'thresholds: [{ metric: CHANGE_FAIL_RATE }]', 'needs "above" or "below"'],
    [
      'a threshold of an unknown metric',
      'thresholds: [{ metric: CHANGE_LEAD_TIMES, above: 2d }]',
      'did you mean "CHANGE_LEAD_TIME"?',
    ],
    ['a ratio in per cent', 'thresholds: [{ metric: CHANGE_FAIL_RATE, above: 15 }]', '15 % is 0.15'],
    ['a limit a rule has not', 'thresholds: [{ rule: DRIFT, limits: { change: 3 } }]', 'did you mean "changes"?'],
    ['a time of no unit', 'thresholds: [{ rule: DRIFT, limits: { behind: 2 days } }]', 'a time such as "15m"'],
    ['a mail to nobody', 'notifications: [{ name: ops, via: mail }]', 'which addresses?'],
    ['a webhook to nowhere', 'notifications: [{ name: ops, via: webhook }]', 'where to?'],
    [
      'a webhook in clear',
      'notifications: [{ name: ops, via: webhook, url: "http://example.org/x" }]',
      'without TLS only',
    ],
    [
      'a webhook to a file',
      'notifications: [{ name: ops, via: webhook, url: "file:///etc/passwd" }]',
      'expected an address',
    ],
    ['a secret in the file', 'notifications: [{ name: ops, via: slack, url: "https://x.example" }]', 'is a secret'],
    ['a rule nobody knows', 'notifications: [{ name: ops, via: slack, rules: DRIFTS }]', 'did you mean "DRIFT"?'],
    ['a link that is none', 'services: { shop: { links: { runbook: wiki/shop } } }', 'https://'],
    [
      'a link with a place that nothing fills in',
      'services: { shop: { links: { logs: "https://logs.example/{verson}" } } }',
      'did you mean "version"?',
    ],
    ['a service that needs itself', 'services: { shop: { dependsOn: shop } }', 'does not depend on itself'],
    ['a freeze of no day', 'freezes: [{ from: 2026-02-30 }]', 'there is no such time'],
    ['a channel of no kind', 'notifications: [{ name: ops, via: slak }]', 'did you mean "slack"?'],
    ['text that is no YAML', 'services: { a: [', 'Flow'],
  ])('refuses %s, and says where', (_, text, message) => {
    const problems = problemsOf(yaml(text));
    expect(problems.join('\n')).toContain(message);
    expect(problems.filter((problem) => !/^\.\/leadline\.yaml:\d+:\d+ ?/.test(problem))).toEqual([]);
  });

  it('points at the line of every mistake of a long file', () => {
    const mistakes: readonly (readonly [right: string, wrong: string])[] = [
      ['weekStart: monday', 'weekStart: tuesday'],
      ['aliases: ["prod-*"]', 'aliases: ["prod-[0-9]"]'],
      ['eng/payments: {', 'eng//payments: {'],
      ['repository: github:acme/payments', 'repository: payments'],
      ['argocd: ["payments-*"]', 'argocd: [""]'],
      ['from: 2025-01-01', 'from: 2025-13-01'],
      ['{ from: deployments }', '{ from: deploys }'],
      ['rules: { unit: change }', 'rules: { unit: changes }'],
      ['payments-alerts: {', 'Payments: {'],
      ['incidentLabels: [incident]', 'incidentLabels: incident'],
      ['at: "07:30"', 'at: "7:30"'],
      ['notifications: []', 'notifications: {}'],
    ];
    const text = mistakes.reduce((file, [right, wrong]) => file.replace(right, wrong), everySection);
    const lines = everySection.split('\n');
    const wanted = mistakes.map(([right]) => lines.findIndex((line) => line.includes(right)) + 1);
    expect(wanted).not.toContain(0);
    const told = problemsOf(yaml(text)).map((problem) => Number(/:(\d+):\d+/.exec(problem)?.[1]));
    expect(wanted.filter((line) => !told.includes(line))).toEqual([]);
  });

  it('does not resolve bombs of aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    expect(problemsOf(yaml(`l0: &l0 [x]\n${levels.join('\n')}`)).join()).toContain('Excessive alias count');
  });

  it('insists on a file that LEADLINE_CONFIG names', () => {
    expect(problemsOf(given({ LEADLINE_CONFIG: 'conf.yaml' }))).toEqual([
      'conf.yaml: there is no such file (LEADLINE_CONFIG names it)',
    ]);
  });
});

describe('endpoints and secrets', () => {
  it("take the token for their sender's API from a variable of their own", () => {
    const text = 'endpoints: { github-eu: { source: github, reconcile: { of: [acme/shop, acme] } } }';
    const secret = { LEADLINE_SECRET_GITHUB_EU: 'x' };
    const { endpoints } = configOf(yaml(text, { ...secret, LEADLINE_API_TOKEN_GITHUB_EU: 'ghp_1' }));
    expect(endpoints[0]?.reconcile).toEqual({ of: ['acme/shop', 'acme'], everyMinutes: 60, token: 'ghp_1' });
    expect(problemsOf(yaml(text, secret)).join()).toContain('LEADLINE_API_TOKEN_GITHUB_EU: is missing');
    expect(problemsOf(yaml(text, { ...secret, LEADLINE_API_TOKEN_GITHUB_EU: 'two words' })).join()).toContain(
      'holds something that is no token',
    );
  });

  it.each([
    ['endpoints: { x: { source: argocd, reconcile: { of: acme } } }', '"argocd" cannot be asked to send again'],
    ['endpoints: { x: { source: github, reconcile: { of: acme, everyMinutes: 1 } } }', 'everyMinutes'],
    [
      'endpoints: { x: { source: github, reconcile: { of: acme, api: "http://git.example.org" } } }',
      'expected an address',
    ],
  ])('refuse to be reconciled by %s', (text, problem) => {
    expect(problemsOf(yaml(text, { LEADLINE_API_TOKEN_X: 't' })).join()).toContain(problem);
  });

  it('has one endpoint per source with a secret, and those of the file', () => {
    const config = configOf(
      yaml('endpoints: { payments-alerts: { source: alertmanager } }', {
        LEADLINE_SECRET_GITLAB: ' one  two ',
        LEADLINE_SECRET_PAYMENTS_ALERTS: 'three',
        LEADLINE_SECRET_GITHUB: ' ',
      }),
    );
    expect(config.endpoints.map(({ name, source, secrets }) => [name, source, secrets])).toEqual([
      ['payments-alerts', 'alertmanager', ['three']],
      ['gitlab', 'gitlab', ['one', 'two']],
    ]);
  });

  it('reads the certificates by which messages of Amazon SNS are checked', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const text = `endpoints:
  aws-sns: { source: aws-eventbridge, sns: { certificates: /etc/sns.pem, topics: "arn:aws:sns:eu-central-1:111122223333:x" } }`;
    const config = configOf(yaml(text, { LEADLINE_SECRET_AWS_SNS: 'a-token' }, { '/etc/sns.pem': pem }));
    expect(config.endpoints.map(({ name, secrets, sns }) => ({ name, secrets, sns }))).toEqual([
      {
        name: 'aws-sns',
        secrets: ['a-token'],
        sns: {
          topics: ['arn:aws:sns:eu-central-1:111122223333:x'],
          certificates: [pem],
          fetchCertificates: false,
          confirm: false,
        },
      },
    ]);
  });

  it('reads secrets from files', () => {
    const config = configOf(given({ LEADLINE_SECRET_GITHUB_FILE: '/run/github' }, { '/run/github': 'old new\n' }));
    expect(config.endpoints[0]?.secrets).toEqual(['old', 'new']);
  });

  it.each([
    [
      { LEADLINE_SECRET_GITHUB: 'a b c' },
      'LEADLINE_SECRET_GITHUB: has 3 values; two, the old and the new one, can be live',
    ],
    [
      { LEADLINE_SECRET_GITHB: 'a' },
      'LEADLINE_SECRET_GITHB: no endpoint takes this secret; did you mean "LEADLINE_SECRET_GITHUB"?',
    ],
    [{ LEADLINE_SECRET_GITHUB_FILE: '/none' }, 'LEADLINE_SECRET_GITHUB_FILE: there is no file /none'],
    [
      { LEADLINE_SECRET_GITHUB: 'a', LEADLINE_SECRET_GITHUB_FILE: 'b' },
      'set LEADLINE_SECRET_GITHUB or LEADLINE_SECRET_GITHUB_FILE, not both',
    ],
    [{ KAFKA_BROKERS: 'localhost:9092' }, 'CLICKHOUSE_URL: is missing: scaled mode needs both'],
    [{ KAFKA_BROKERS: 'localhost', CLICKHOUSE_URL: 'http://x' }, 'KAFKA_BROKERS: expected brokers as host:port'],
    [{ LEADLINE_PORT: 'tcp://10.0.0.1:4000' }, 'Kubernetes set this'],
    [{ LEADLINE_TOKENS: 'leadline_abc' }, 'token 1 says not what it may do'],
  ])('refuses %o', (env, message) => {
    expect(problemsOf(given(env)).join('\n')).toContain(message);
  });

  it('knows scaled mode by Kafka and ClickHouse', () => {
    const config = configOf(given({ KAFKA_BROKERS: 'a:9092, b:9092', CLICKHOUSE_URL: 'http://u:p@ch:8123' }));
    expect(config.mode).toEqual({
      kind: 'scaled',
      kafka: { brokers: ['a:9092', 'b:9092'], tls: null, sasl: null },
      clickhouseUrl: 'http://u:p@ch:8123',
    });
  });

  it('keeps the hash of a token only', () => {
    const token = 'leadline_pat_0123456789abcdefghijklmnop';
    const config = configOf(given({ LEADLINE_HOST: '0.0.0.0', LEADLINE_TOKENS: `events:write,metrics:read=${token}` }));
    expect(config.tokens).toEqual([
      { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), scopes: ['events:write', 'metrics:read'] },
    ]);
    expect(JSON.stringify(config)).not.toContain(token);
  });

  it('reads tokens from a file, so that they stand in no list of processes', () => {
    const token = 'leadline_pat_0123456789abcdefghijklmnop';
    const files = { '/run/tokens': `admin=${token}\nevents:write=${token}x\n` };
    const config = configOf(given({ LEADLINE_HOST: '0.0.0.0', LEADLINE_TOKENS_FILE: '/run/tokens' }, files));
    expect(config.tokens.map(({ scopes }) => scopes)).toEqual([['admin'], ['events:write']]);
  });

  it('takes no token that no Authorization header could carry', () => {
    const problems = problemsOf(given({ LEADLINE_TOKENS: 'admin=leadline_pat_0123456789+abcdefghijkl/mnop==' }));
    expect(problems.join()).toContain('LEADLINE_TOKENS: token 1 is no token');
  });

  it('never repeats a secret in a problem', () => {
    const canary = 'CANARY-1234';
    const problems = problemsOf(
      given({ LEADLINE_TOKENS: canary, LEADLINE_SECRET_GITHUB: `${canary} b c`, CLICKHOUSE_URL: `ftp://${canary}` }),
    );
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain(canary);
  });
});

describe('a host that others can reach', () => {
  const open = { LEADLINE_HOST: '0.0.0.0' };
  const token = { LEADLINE_TOKENS: 'admin=leadline_pat_0123456789abcdefghijklmnop' };

  it('is refused without tokens', () => {
    expect(problemsOf(given(open)).join()).toContain('0.0.0.0 can be reached by others, and there are no tokens');
  });

  it('is accepted with tokens, or when the caller looks for them', () => {
    expect(given({ ...open, ...token }).outcome).toBe('config');
    expect(readConfig({ env: open, readFile: () => undefined, defersExposureCheck: true, sourceIds }).outcome).toBe(
      'config',
    );
  });

  it('takes no unsigned hooks, which loopback may', () => {
    const text = 'endpoints: { dev: { source: github, unsigned: true } }';
    expect(configOf(yaml(text)).endpoints).toMatchObject([{ name: 'dev', unsigned: true, secrets: [] }]);
    expect(problemsOf(yaml(text, { ...open, ...token })).join()).toContain(
      ':1:47 endpoints.dev.unsigned: anybody who reaches 0.0.0.0 could send',
    );
  });

  it('takes no secret of an example', () => {
    const env = { ...open, ...token, LEADLINE_SECRET_GITHUB: 'ChangeMe' };
    expect(problemsOf(given(env)).join()).toContain('LEADLINE_SECRET_GITHUB: is the secret of an example');
  });
});

describe('catalogueOf', () => {
  const version = (text: string, env = {}, at = '2026-01-01T00:00:00Z') =>
    catalogueOf(configOf(yaml(text, env)), at).version;

  it('is the event that declares the file', () => {
    const declared = catalogueOf(configOf(yaml(everySection)), '2026-01-01T00:00:00Z');
    expect(declared).toMatchObject({
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
      declaredAt: '2026-01-01T00:00:00Z',
      environments: [
        { name: 'production', tier: 'production', aliases: ['prod-*'] },
        { name: 'staging', tier: 'staging', aliases: [] },
      ],
      teams: [
        { path: 'eng', tags: {} },
        { path: 'eng/payments', tags: { area: 'backend' } },
      ],
      rules: { timeWindowS: 3600 },
      endpoints: [
        { name: 'github', source: 'github' },
        { name: 'payments-alerts', source: 'alertmanager' },
        { name: 'homegrown', mapping: { deployment: { when: "$.type == 'deployed'" } } },
      ],
    });
  });

  it.each(['deploy.yml', '.github/workflows/deploy.yml'])('knows the workflow %s by its file', (workflow) => {
    const text = `services: { a: { repository: github:acme/a, deployments: { from: workflow, workflow: ${workflow} } } }`;
    const { services } = catalogueOf(configOf(yaml(text)), '2026-01-01T00:00:00Z');
    expect(services.map(({ deployments }) => deployments)).toEqual([{ from: 'workflow', workflow: 'deploy.yml' }]);
  });

  it('has the version of what it says: not of when, by whom or with which secrets', () => {
    const first = version(everySection);
    expect(version(everySection, { LEADLINE_SECRET_GITHUB: 'x', LEADLINE_PORT: '1' }, '2027-01-01T00:00:00Z')).toBe(
      first,
    );
    expect(version(`# a comment\n${everySection}`)).toBe(first);
    expect(version(everySection.replace('unit: change', 'unit: commit'))).not.toBe(first);
  });

  it('never holds a secret', () => {
    const config = configOf(yaml(everySection, { LEADLINE_SECRET_GITHUB: 'CANARY-1234' }));
    expect(JSON.stringify(catalogueOf(config, '2026-01-01T00:00:00Z'))).not.toContain('CANARY');
  });
});
