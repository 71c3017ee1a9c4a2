import type { Catalogue } from '@leadline/events';
import type { EvidenceItem, EvidencePart, PointReference } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { OptionInForce } from './explanation.types.js';
import type { Page, PageRequest } from './paging.types.js';

export type { PointReference } from '@leadline/metrics';

export interface EvidenceEntry extends EvidenceItem {
  /** Opaque id of the deployment; null: there is none. */
  readonly deploymentId: string | null;
  /** Rules of its own service that it was judged by, in place of the options of the others. */
  readonly rules: readonly OptionInForce[];
}

export interface EvidencePage extends Page<EvidenceEntry> {
  /** How many entries there are of each part, over all pages. */
  readonly counts: Readonly<Record<EvidencePart, number>>;
}

export type FindEvidence = (
  analytics: Analytics,
  catalogue: Catalogue,
  point: PointReference,
  request: PageRequest & { readonly parts?: readonly EvidencePart[] },
) => Promise<EvidencePage>;
