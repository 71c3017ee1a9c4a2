import type { MetricCatalogueQuery } from '../../generated/graphql.js';
import { amountText } from './amount-text.js';

type Target = NonNullable<MetricCatalogueQuery['metricCatalog'][number]['target']>;

const bounds: Readonly<Record<Target['is'], string>> = { AT_LEAST: 'at least', AT_MOST: 'at most', BELOW: 'below' };

/** What guides customarily ask: something to begin with, and no verdict. */
export const targetText = ({ is, value, unit, of }: Target): string =>
  `Guides customarily ask for ${bounds[is]} ${amountText(unit, value)}${of === null ? '' : `, of ${wordsOf(of)}`}.`;

/** A detail's name as words: "worstRelease" is "worst release". */
const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
