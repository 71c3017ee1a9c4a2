/** Texts in which people name the issues that a change belongs to. Only the keys found are kept, never the texts. */
export interface TextsOfChange {
  readonly title?: string | undefined;
  /** Description of a pull request, or the whole message of a commit. */
  readonly body?: string | undefined;
  /** Short name of the branch it was made on. */
  readonly branch?: string | undefined;
}

/** Text beyond this many characters is not read. */
const MOST_CHARACTERS = 65_536;
/** Keys that one change may name; one with more is a list of everything, such as the text of a release. */
const MOST_KEYS = 50;

/** "SHOP-1184". No date, no version, no part of a longer word. */
const TRACKER_KEY = /(?<![A-Za-z0-9_.-])([A-Z][A-Z0-9_]{1,19})-(\d{1,9})(?![A-Za-z0-9_]|[-.]\d)/g;
/** Words that are written like the key of a tracker and are none. */
const NO_TRACKERS = new Set(
  'AES BLAKE COVID CVE CWE ECMA ES GPT HTTP IEEE ISO MD MP PEP RFC RSA SHA SSL TLS UTC UTF WCAG'.split(' '),
);
/** What forges understand as "belongs to": a number by itself is as often a pull request (GitHub and GitLab, "closing keywords"). */
const BELONGS_TO =
  /\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?|refs?|references?|relate[sd]? to|part of|issues?|tickets?|bugs?)\b:?\s{1,3}(?=[\w./-]{0,200}#\d)/gi;
const NUMBERED =
  /((?:[\w.-]{1,100}\/){1,5}[\w.-]{1,100})?#(\d{1,9})(?![\w])(?:\s{0,3}(?:,|and|&)\s{0,3}(?=[\w./-]{0,200}#\d))?/iy;
/** Pages of issues: of GitHub, Gitea and Bitbucket, of GitLab, and of Azure Boards. */
const ISSUE_PAGE =
  /https?:\/\/[^\s/]{1,200}\/((?:[\w.-]{1,100}\/){1,5}?[\w.-]{1,100})\/(?:-\/)?(?:issues|work_items)\/(\d{1,9})(?!\d)/g;
const AZURE_PAGE = /\/_workitems\/edit\/(\d{1,9})(?!\d)/g;
const AZURE_KEY = /(?<![A-Za-z0-9])AB#(\d{1,9})(?!\d)/g;
/** "feature/shop-1184-basket": people write branches in small letters. Whether it is a tracker's is for the configuration. */
const BRANCH_KEY = /(?:^|\/)([A-Za-z][A-Za-z0-9_]{1,19})-(\d{1,9})(?=$|[-_/])/g;
/** "1184-basket", as GitHub and GitLab name the branch of an issue. */
const BRANCH_NUMBER = /^(?:[a-z]{1,20}\/)?(\d{1,9})-[A-Za-z]/;

/**
 * Keys of the issues that texts name, each once, in order: "SHOP-1184", "acme/shop#12", "#12" (of the change's own
 * repository), "AB#12" (Azure Boards); of branches also "shop-1184", which counts where the configuration says so.
 */
export function issueKeysIn({ title = '', body = '', branch = '' }: TextsOfChange): string[] {
  const text = `${title}\n${body}`.slice(0, MOST_CHARACTERS);
  const found: string[] = [];
  // Every key has such a mark, most texts have none, and to look for one costs a fraction of an expression.
  if (hasNumberAfter('-', text)) found.push(...trackerKeys(text, TRACKER_KEY));
  if (hasNumberAfter('#', text)) found.push(...azureKeys(text, AZURE_KEY), ...numbersIn(text));
  if (hasNumberAfter('/edit/', text)) found.push(...azureKeys(text, AZURE_PAGE));
  if (hasNumberAfter('issues/', text) || hasNumberAfter('work_items/', text)) found.push(...issuePages(text));
  if (hasNumberAfter('-', branch)) found.push(...trackerKeys(branch.slice(0, 500), BRANCH_KEY));
  if (branch.includes('-')) found.push(...numberOfBranch(branch));
  if (found.length < 2) return found;
  const keys = new Set(found);
  return keys.size > MOST_KEYS ? [] : [...keys].sort();
}

function hasNumberAfter(mark: string, text: string): boolean {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const next = text.charCodeAt(at + mark.length);
    if (next >= 0x30 && next <= 0x39) return true;
  }
  return false;
}

/** What `matchAll` gives, which copies the expression for every text. */
function matchesOf(pattern: RegExp, text: string): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) matches.push(match);
  return matches;
}

const trackerKeys = (text: string, pattern: RegExp): string[] =>
  matchesOf(pattern, text).flatMap(([, tracker = '', number = '']) => {
    if (NO_TRACKERS.has(tracker.toUpperCase())) return [];
    return tracker.toUpperCase() === 'GH' ? [`#${number}`] : [`${tracker}-${number}`];
  });

const azureKeys = (text: string, pattern: RegExp): string[] =>
  matchesOf(pattern, text).map(([, number]) => `AB#${number}`);

const issuePages = (text: string): string[] =>
  matchesOf(ISSUE_PAGE, text).map(([, repository, number]) => `${repository}#${number}`);

function* numbersIn(text: string): Iterable<string> {
  for (const belongs of matchesOf(BELONGS_TO, text)) {
    NUMBERED.lastIndex = belongs.index + belongs[0].length;
    for (let named = NUMBERED.exec(text); named !== null; named = NUMBERED.exec(text))
      yield `${named[1] ?? ''}#${named[2]}`;
  }
}

const numberOfBranch = (branch: string): string[] => {
  const number = BRANCH_NUMBER.exec(branch)?.[1];
  return number === undefined ? [] : [`#${number}`];
};
