/**
 * Which part of the workspace may import what. `layers` is the law; the rules below it enforce it.
 *
 * Every library lists the other libraries, npm packages and Node modules its sources may import. Specs may also use
 * @leadline/testing and development dependencies. A library missing from the list may import nothing.
 */
const dates = ['date-fns', '@date-fns/tz'];

const layers = {
  // Pure: no clock, no input or output, no environment, no framework.
  events: { npm: ['zod'] },
  tables: { npm: ['zod'] },
  statistics: { libs: ['events', 'tables'], npm: [...dates, 'zod', '@stdlib/[^/]+'], node: ['crypto'] },
  sources: { libs: ['events', 'tables'], npm: [...dates, 'zod'], node: ['crypto'] },
  tracking: { libs: ['events', 'tables'], npm: [...dates, 'zod', 'jsonpath-rfc9535'], node: ['crypto'] },
  metrics: { libs: ['events', 'tables', 'statistics'], npm: [...dates, 'zod'], node: ['crypto'] },
  insights: { libs: ['events', 'tables', 'metrics', 'statistics'], npm: [...dates, 'zod'], node: ['crypto'] },

  // Interfaces, and the plain functions over them.
  ports: { libs: ['events', 'tables'], typesOf: ['metrics'], npm: ['zod'] },
  pipeline: {
    libs: ['ports', 'PURE'],
    npm: [...dates, 'zod'],
    node: ['crypto', 'zlib', 'stream', 'buffer', 'util', 'timers/promises'],
  },

  // The edges.
  graphql: { libs: ['ports', 'pipeline', 'PURE'], npm: ['.+'], node: ['.+'] },
  http: { libs: ['ports', 'pipeline', 'PURE'], npm: ['.+'], node: ['.+'] },
  adapters: { libs: ['ports', 'events', 'tables', 'metrics'], npm: ['.+'], node: ['.+'] },
  config: {
    libs: ['events', 'metrics', 'sources'],
    npm: ['yaml', 'zod', 'jsonpath-rfc9535'],
    node: ['fs', 'fs/promises', 'path', 'url', 'crypto'],
  },
  // What each role of the product is made of.
  roles: {
    libs: ['ports', 'pipeline', 'PURE', 'adapters', 'config', 'http', 'graphql'],
    npm: ['zod', 'pino', 'fastify'],
    node: ['.+'],
  },
  testing: { libs: ['.+'], npm: ['.+'], node: ['.+'] },
};

const pure = ['events', 'tables', 'statistics', 'sources', 'tracking', 'metrics', 'insights'];
const nestLibraries = ['graphql', 'http'];
/** Put the routes of both on one server. */
const servingLibraries = [...nestLibraries, 'roles'];

/** Folders of what specs share. */
const sharedBySpecs = '^(apps|libs)/[^/]+/src/.*testing/';
const spec = ['\\.(spec|contract)\\.tsx?$', sharedBySpecs];
const production = { path: '^(apps|libs)/[^/]+/src/', pathNot: [...spec, '^libs/testing/'] };
const frameworks = '^node_modules/(@nestjs|@apollo|@as-integrations|fastify|@fastify|rxjs|reflect-metadata)/';
const vendorClients = '^node_modules/(kafkajs|@clickhouse/client|chdb|nodemailer|smtp-server)/';

function expand(libs = []) {
  return libs.flatMap((lib) => (lib === 'PURE' ? pure : [lib]));
}

/** One rule for the libraries a library may import, one for packages and Node modules. */
function rulesOf([name, { libs, typesOf = [], npm = [], node = [] }]) {
  const from = { path: `^libs/${name}/src/`, pathNot: spec };
  const allowed = [name, ...expand(libs)].map((lib) => `^libs/${lib}/`);
  return [
    {
      name: `${name}-libraries`,
      comment: `libs/${name} may import ${expand(libs).join(', ') || 'no other library'}. The table is in .dependency-cruiser.cjs.`,
      severity: 'error',
      from,
      to: { path: '^(libs|apps)/', pathNot: [...allowed, ...typesOf.map((lib) => `^libs/${lib}/`)] },
    },
    ...typesOf.map((lib) => ({
      name: `${name}-types-of-${lib}`,
      comment: `libs/${name} may import types of ${lib}, nothing that runs.`,
      severity: 'error',
      from,
      to: { path: `^libs/${lib}/`, dependencyTypesNot: ['type-only'] },
    })),
    {
      name: `${name}-packages`,
      comment: `libs/${name} may import these packages: ${npm.join(', ') || 'none'}.`,
      severity: 'error',
      from,
      to: { path: '^node_modules/', pathNot: npm.map((pattern) => `^node_modules/${pattern}/`) },
    },
    {
      name: `${name}-node`,
      comment: `libs/${name} may import these Node modules: ${node.join(', ') || 'none'}.`,
      severity: 'error',
      from,
      to: { dependencyTypes: ['core'], pathNot: node.map((pattern) => `^(node:)?${pattern}$`) },
    },
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).flatMap(rulesOf),
    {
      name: 'unlisted-library',
      comment: 'A new library needs a line in the table of .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${Object.keys(layers).join('|')})/` },
      to: {},
    },
    {
      name: 'no-cycles',
      comment: 'Modules that import each other cannot be loaded one at a time. Types may be circular.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere: a missing file, package, or line in the exports of package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'libraries-by-name',
      comment: 'Import a library as @leadline/<name>; what its index.ts does not export is its own business.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/[^/]+/', pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'libraries-by-name-in-tests',
      comment: 'Tests under test/ use what the products use: the public surface.',
      severity: 'error',
      from: { path: '^test/' },
      to: { path: '^libs/[^/]+/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'apps-are-roots',
      comment: 'An app composes libraries. Nothing imports an app; another app is started as a process.',
      severity: 'error',
      from: { path: '^(?:libs/|test/|apps/([^/]+)/)' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'dashboard-by-graphql',
      comment:
        'The dashboard knows what the API says, by types generated from its schema, and nothing else of Leadline.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: spec },
      to: { path: '^(libs/|apps/(?!web/)|node_modules/)', pathNot: '^node_modules/(preact|vite)/' },
    },
    {
      name: 'sources-apart',
      comment: 'One source never sees another; what two need lies beside the folders, or in events.',
      severity: 'error',
      from: { path: '^libs/sources/src/([^/]+)/' },
      to: {
        path: '^libs/sources/src/([^/]+)/',
        pathNot: '^libs/sources/src/$1/',
      },
    },
    {
      name: 'shared-by-specs-only',
      comment: 'What lies in a folder named testing is for specs.',
      severity: 'error',
      from: production,
      to: { path: sharedBySpecs },
    },
    {
      name: 'testing-in-tests-only',
      comment: '@leadline/testing is for specs and test/.',
      severity: 'error',
      from: production,
      to: { path: '^libs/testing/' },
    },
    {
      name: 'frameworks-at-the-edge',
      comment: `Nest, Apollo and Fastify stay in ${nestLibraries.join(', ')} and the apps that serve them.`,
      severity: 'error',
      from: { path: '^libs/', pathNot: [`^libs/(${servingLibraries.join('|')}|testing)/`, ...spec] },
      to: { path: frameworks },
    },
    {
      name: 'cli-without-frameworks',
      comment: 'Loading Nest takes two seconds; a command line has none to give. Not even by way of a library.',
      severity: 'error',
      from: { path: '^apps/cli/src/', pathNot: spec },
      to: { path: frameworks, reachable: true },
    },
    {
      name: 'vendor-clients-in-adapters',
      comment: 'Kafka, ClickHouse, chDB and SMTP are reached through ports; their clients stay in adapters.',
      severity: 'error',
      from: { ...production, path: '^(apps|libs)/', pathNot: [...production.pathNot, '^libs/adapters/'] },
      to: { path: vendorClients },
    },
    {
      name: 'no-development-dependencies',
      comment: 'Shipped code cannot import what production does not install.',
      severity: 'error',
      from: { ...production, pathNot: [...production.pathNot, '^apps/web/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'declared-packages',
      comment: 'Add the package to package.json; it is only here because another package brought it.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@leadline/source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
