export type { CatalogueInForce, GraphqlAuthorisation, GraphqlDeps, GraphqlScope, RawDelivery } from './deps.js';
export type { OwnAnswer } from './ready-answers.js';
export { type OwnQuestion, registerGraphql, type RunningGraphql } from './register-graphql.js';
export { schemaText } from './schema/build-schema.js';
