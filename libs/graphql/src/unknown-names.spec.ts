import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme, FORTNIGHT, METRICS } from './testing/acme.js';
import { ask } from './testing/given-api.js';
import { type GivenApi, givenApiOver, said } from './testing/given-history.js';

let api: GivenApi;

/**
 * One deployment of shop to production in eu, which names the flag express-pay; its commit carries dark-mode, that nobody
 * ever switched. Its service has the tag language:php.
 */
beforeAll(async () => {
  api = await givenApiOver([
    said('catalogue', acme),
    said('commit', {
      repo: 'acme/shop',
      sha: 'd1'.padEnd(40, '0'),
      committedAt: '2026-03-10T09:00:00Z',
      parents: [],
      flags: ['dark-mode'],
    }),
    said('deployment', {
      id: 'd1',
      service: 'shop',
      environment: 'production',
      envTier: 'production',
      target: 'eu',
      status: 'succeeded',
      startedAt: '2026-03-10T09:30:00Z',
      finishedAt: '2026-03-10T09:35:00Z',
      sha: 'd1'.padEnd(40, '0'),
      repo: 'acme/shop',
      commits: ['d1'.padEnd(40, '0')],
      flags: ['express-pay'],
    }),
    said('incident', { id: 'i1', service: 'shop', startedAt: '2026-03-11T09:00:00Z' }),
    said('flag_change', {
      id: 'x1',
      flag: 'express-pay',
      services: ['shop'],
      environment: 'production',
      envTier: 'production',
      at: '2026-03-11T10:00:00Z',
    }),
    said('train_scheduled', { id: 'mon', services: ['shop'], plannedAt: '2026-03-12T10:00:00Z' }),
  ]);
}, 120_000);
afterAll(() => api.close());

const names = [
  ['services', 'shop', 'shopp'],
  ['teams', 'eng/web', 'eng/wep'],
  ['environments', 'production', 'prodution'],
  ['repositories', 'acme/shop', 'acme/shap'],
  ['targets', 'eu', 'ue'],
  ['flags', 'express-pay', 'expres-pay'],
  ['flags', 'dark-mode', 'dark-mod'],
  ['tags', 'language:php', 'language:phpp'],
] as const;

const DEPLOYMENTS = 'query ($where: DeploymentFilter) { deployments(first: 5, where: $where) { nodes { service } } }';
const ENVIRONMENTS = 'query ($scope: ScopeInput) { environments(scope: $scope) { service } }';
const ROLLOUTS = 'query ($scope: ScopeInput) { rollouts(scope: $scope) { weight } }';

describe('a name that nobody ever told of', () => {
  it.each(names)(
    'is refused among %s of a metric, where nothing having happened would be an answer',
    async (part, known, misspelt) => {
      const frequency = { ids: ['DEPLOYMENT_FREQUENCY'], window: FORTNIGHT };

      const answered = await ask(api.base, METRICS, { ...frequency, scope: { [part]: [known] } });
      expect(answered.errors).toEqual([]);
      expect(answered.data['metrics']).toMatchObject([{ n: 1 }]);

      const refused = await ask(api.base, METRICS, { ...frequency, scope: { [part]: [known, misspelt] } });
      expect(refused.errors.map(({ extensions }) => extensions['argument'])).toEqual([`scope.${part}`]);
      expect(refused.errors[0]?.message).toContain(`"${misspelt}". `);
      expect(refused.errors[0]?.message).toContain(known);
    },
  );

  it.each(names)('is refused among %s of lists', async (part, known, misspelt) => {
    const found = await ask(api.base, DEPLOYMENTS, { where: { [part]: [known] } });
    expect(found.data['deployments']).toEqual({ nodes: [{ service: 'shop' }] });

    const { errors } = await ask(api.base, DEPLOYMENTS, { where: { [part]: [misspelt] } });
    expect(errors.map(({ extensions }) => extensions['argument'])).toEqual([`where.${part}`]);
    for (const query of [ENVIRONMENTS, ROLLOUTS]) {
      const other = await ask(api.base, query, { scope: { [part]: [misspelt] } });
      expect(other.errors.map(({ extensions }) => extensions['argument'])).toEqual([`scope.${part}`]);
    }
  });

  it('is refused as the key of a tag to group by', async () => {
    const asked = { ids: ['DEPLOYMENT_FREQUENCY'], window: FORTNIGHT };
    const by = (tagKey: string) => ({ ...asked, by: [{ dimension: 'TAG', tagKey }] });

    expect((await ask(api.base, METRICS, by('language'))).data['metrics']).toMatchObject([{ tag: 'php', n: 1 }]);
    const { errors } = await ask(api.base, METRICS, by('langage'));
    expect(errors[0]?.message).toBe('by[0].tagKey: there is no tag "langage". Did you mean "language"?');
  });

  it('is refused where teams narrow incidents and services', async () => {
    for (const query of [
      '{ incidents(first: 5, where: { teams: ["eng/wep"] }) { nodes { id } } }',
      '{ services(first: 5, where: { teams: ["eng/wep"] }) { nodes { name } } }',
    ]) {
      const { errors } = await ask(api.base, query, {});
      expect(errors[0]?.message).toBe('where.teams: there is no team "eng/wep". Did you mean "eng/web"?');
    }
  });
});

describe('a filter of a list', () => {
  const lists = [
    ['incidents', ['teams', 'services'], 'nodes { id }', { nodes: [{ id: 'i1' }] }],
    ['flags', ['teams', 'services', 'environments'], 'nodes { flag }', { nodes: [{ flag: 'express-pay' }] }],
    ['flagChanges', ['teams', 'services', 'environments', 'flags'], 'nodes { id }', { nodes: [{ id: 'x1' }] }],
    ['trains', ['teams', 'services'], 'id', [{ id: 'mon' }]],
  ] as const;
  const inLists = {
    teams: ['eng/web', 'eng/wep', 'team'],
    services: ['shop', 'shopp', 'service'],
    environments: ['production', 'prodution', 'environment'],
    flags: ['express-pay', 'expres-pay', 'flag'],
  } as const;
  const cases = lists.flatMap(([list, parts, fields, all]) => parts.map((part) => [list, part, fields, all] as const));

  it.each(cases)(
    'of %s finds what is told of by its %s, and refuses what nobody told of',
    async (list, part, fields, all) => {
      const [known, misspelt, what] = inLists[part];
      const asked = (name: string) =>
        ask(api.base, `{ ${list}(first: 5, where: { ${part}: ["${name}"] }) { ${fields} } }`);

      const found = await asked(known);
      expect([found.errors, found.data[list]]).toEqual([[], all]);

      const { errors } = await asked(misspelt);
      expect(errors.map(({ message }) => message)).toEqual([
        `where.${part}: there is no ${what} "${misspelt}". Did you mean "${known}"?`,
      ]);
    },
  );
});

describe('a list by names of what it lists', () => {
  it.each([
    ['flags', 'flags: ["express-pay", "none"]', 'nodes { flag }', { nodes: [{ flag: 'express-pay' }] }],
    ['flags', 'flags: ["none"]', 'nodes { flag }', { nodes: [] }],
    ['flagChanges', 'changes: ["x1", "none"]', 'nodes { id }', { nodes: [{ id: 'x1' }] }],
    ['flagChanges', 'changes: ["none"]', 'nodes { id }', { nodes: [] }],
    ['trains', 'trains: ["mon", "none"]', 'id', [{ id: 'mon' }]],
    ['trains', 'trains: ["none"]', 'id', []],
  ])('has what there is: %s of %s', async (list, where, fields, found) => {
    const { data, errors } = await ask(api.base, `{ ${list}(first: 5, where: { ${where} }) { ${fields} } }`);
    expect([errors, data[list]]).toEqual([[], found]);
  });
});

describe('an option beyond its bounds', () => {
  it.each([
    ['timeWindowS', 1e30, 'It must be a number of seconds from 0 to 31536000 (365 days).'],
    ['rollbackWindowS', -1, 'It must be a number of seconds from 0 to 31536000 (365 days).'],
    ['minSeverity', 'sev9', 'It must be one of sev1, sev2, sev3, sev4, sev5, of which sev1 is worst.'],
  ])('is refused in one sentence: %s %s', async (option, value, sentence) => {
    const asked = { ids: ['CHANGE_FAIL_RATE'], window: FORTNIGHT, options: { [option]: value } };
    const { errors } = await ask(api.base, METRICS, asked);
    expect(errors[0]?.message).toBe(`options.${option}: this value cannot be used. ${sentence}`);
  });
});

describe('a hotfix', () => {
  it('is not of itself', async () => {
    const input = { kind: 'DEPLOYMENT_IS_HOTFIX', deployment: 'd1', fixes: 'd1', reason: 'Mends itself' };
    const { errors } = await ask(
      api.base,
      'mutation ($input: CorrectionInput!) { recordCorrection(input: $input) { event } }',
      { input },
    );
    expect(errors[0]?.message).toBe('input.fixes: it is the hotfix itself. Name the deployment that it repairs.');
    expect(api.world.appended).toEqual([]);
  });
});
