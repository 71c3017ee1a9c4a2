import { duration } from '../../format/duration.js';
import { counted, NBSP } from '../../format/number.js';
import type { DriftFacts } from './environment-matrix.js';

/** "−4 changes, 5 h", "+1 change", "other configuration". */
export function driftText({
  state,
  changesBehind,
  changesAhead,
  secondsBehind,
  configDiffers,
  truncated,
}: DriftFacts): string {
  const most = truncated ? 'at least ' : '';
  const behind = changesBehind === null || changesBehind === 0 ? '' : `−${most}${counted(changesBehind, 'change')}`;
  const since = secondsBehind === null ? '' : `, ${duration(secondsBehind)}`;
  const ahead = changesAhead === null || changesAhead === 0 ? '' : `+${most}${counted(changesAhead, 'change')}`;
  const config = configDiffers === true ? 'other configuration' : '';
  switch (state) {
    case 'LEVEL':
      return config;
    case 'BEHIND':
      return `${behind}${since}`;
    case 'AHEAD':
      return ahead;
    case 'DIVERGED':
      return `${behind}${since}; ${ahead}`;
    case 'UNKNOWN':
      return 'another version, by how much is not known';
  }
}

/** What the state of a drift means, as a sentence about `here` and `there`. */
export function driftSentence(drift: DriftFacts, here: string, there: string): string {
  const { state, changesBehind, changesAhead, secondsBehind, configDiffers, truncated } = drift;
  const least = truncated ? 'at least ' : '';
  const lacks = `${least}${counted(changesBehind ?? 0, 'change')}`;
  const since = secondsBehind === null ? '' : `, the first of them for ${duration(secondsBehind)}`;
  const has = `${least}${counted(changesAhead ?? 0, 'change')}`;
  switch (state) {
    case 'LEVEL':
      return configDiffers === true
        ? `${here} has the commit of ${there}, with another configuration.`
        : `${here} has what ${there} has.`;
    case 'BEHIND':
      return `${here} lacks ${lacks} that ${there} has${since}.`;
    case 'AHEAD':
      return `${here} has ${has} that ${there} has not: a hotfix, or ${there} was taken back.`;
    case 'DIVERGED':
      return `${here} lacks ${lacks} that ${there} has${since}, and has ${has} that ${there} has not.`;
    case 'UNKNOWN':
      return `${here} and ${there} have different versions; the commits between them are not${NBSP}known.`;
  }
}
