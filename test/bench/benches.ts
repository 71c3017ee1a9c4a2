import { acknowledgementThroughKafka } from './acknowledgement-kafka.js';
import { acknowledgement } from './acknowledgement.js';
import type { Bench } from './bench.js';
import { demo } from './demo.js';
import { executive } from './executive.js';
import { freshness } from './freshness.js';
import { graphql } from './graphql.js';
import { incremental } from './incremental.js';
import { normalize } from './normalize.js';
import { oneDeployment } from './one-deployment.js';
import { outliers } from './outliers.js';
import { outliersNull } from './outliers-null.js';
import { page } from './page.js';
import { poison } from './poison.js';
import { rebuild } from './rebuild.js';
import { where } from './where.js';

/** Every bench, in the order in which they run. */
export const benches: readonly Bench[] = [
  acknowledgement,
  acknowledgementThroughKafka,
  normalize,
  freshness,
  poison,
  rebuild,
  incremental,
  oneDeployment,
  graphql,
  executive,
  where,
  outliers,
  outliersNull,
  demo,
  page,
];
