/** Characters of a SHA by which it is looked up: as many as git shows. */
const LOOKED_UP = 7;

/** "3f2c1ab": the beginning of a SHA, as people and tags write it. */
export const isShortSha = (sha: string): boolean => sha.length < 40 && /^[0-9a-f]{7,39}$/.test(sha);

/** The beginning under which a SHA, short or whole, is looked up. */
export const prefixOf = (sha: string): string => sha.slice(0, LOOKED_UP);
