import type { Catalogue } from '@leadline/events';
import type { ConfiguredEndpoint } from './endpoints.js';
import type { FrontPageMode, MailSettings, Mode } from './environment.js';
import type { NotificationChannel } from './alerting-schema.js';
import type { Digest } from './file-schema.js';
import type { ConfiguredToken } from './tokens.js';

/** What names mean, as {@link catalogueOf} declares it. */
export type CatalogueContent = Pick<Catalogue, 'organisation' | 'environments' | 'teams' | 'services' | 'rules'> &
  Partial<Pick<Catalogue, 'flags' | 'channels' | 'freezes' | 'thresholds'>>;

/** A mapping of an unknown tool's bodies, applied by fold. */
export interface DeclaredEndpoint {
  readonly name: string;
  readonly source: string;
  readonly mapping?: ConfiguredEndpoint['mapping'];
}

export interface ConfiguredDigest extends Digest {
  readonly timeZone: string;
}

/** A channel with the address or key of `LEADLINE_SECRET_<NAME>`, where there is one. */
export interface ConfiguredChannel extends NotificationChannel {
  readonly secret: string | undefined;
}

/** Environment and leadline.yaml, checked. Holds secrets: never log it whole. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly mode: Mode;
  /** The leadline.yaml it was read from, or would have been. */
  readonly file: string;
  /** Of the environment; others are in the control topic. */
  readonly tokens: readonly ConfiguredToken[];
  /** Those that are on. */
  readonly endpoints: readonly ConfiguredEndpoint[];
  readonly catalogue: CatalogueContent;
  /** Endpoints the file declares, on or off. */
  readonly declaredEndpoints: readonly DeclaredEndpoint[];
  /** Where people reach Leadline, without a slash at the end; null: nobody said. */
  readonly publicUrl: string | null;
  /** Whether the answers of the dashboard's front page are kept ready, or made when somebody asks. */
  readonly frontPage: FrontPageMode;
  /** null: no mails are sent. */
  readonly mail: MailSettings | null;
  readonly digests: readonly ConfiguredDigest[];
  readonly notifications: readonly ConfiguredChannel[];
}
