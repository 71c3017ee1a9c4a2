export type { CatalogueInForce, GraphqlAuthorisation, GraphqlDeps, GraphqlScope, RawDelivery } from './deps.js';
export { registerGraphql, type RunningGraphql } from './register-graphql.js';
export { schemaText } from './schema/build-schema.js';
