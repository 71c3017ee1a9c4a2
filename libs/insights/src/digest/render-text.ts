import type { Digest, DigestItem, DigestMetric } from './digest.js';
import type { DigestEnvelope } from './envelope.js';
import { marks } from './html-style.js';
import { quietNumbers, sentencesOf } from './sentences.js';

const COLUMNS = 72;
const TITLE_COLUMNS = 28;
const VALUE_COLUMNS = 11;
/** Keeps a number and its unit in one line; a plain blank once lines are made. */
const NBSP = '\u00A0';

/** The same mail as plain text: every number of the HTML, 72 columns; only addresses are longer. */
export function renderText(digest: Digest, { schedule, unsubscribeUrl }: DigestEnvelope): string {
  const { open } = digest;
  const lines = [
    ...wrapped(`LEADLINE WEEKLY: ${digest.name.toUpperCase()}`),
    ...wrapped(`${capitalised(digest.period)}.`),
    '',
    ...wrapped(`${digest.headline}.`),
    ...(digest.isQuiet ? [...wrapped(quietNumbers(digest)), ...wrapped(digest.quality.join(' '))] : full(digest)),
    '',
    `${open.text}: ${open.url}`,
    '',
    '-- ',
    ...wrapped(schedule),
    ...(unsubscribeUrl === null ? [] : [`Leave this list: ${unsubscribeUrl}`]),
  ];
  return `${lines.join('\n').replaceAll(NBSP, ' ')}\n`;
}

function full({ lead, metrics, changed, disturbances, bars, released, quality, corrections }: Digest): string[] {
  return [
    ...wrapped(lead),
    ...section('FIVE METRICS', metrics.flatMap(metricLines)),
    ...section('WHAT CHANGED', changed.flatMap(itemLines)),
    ...section('FAILURES AND INCIDENTS OF THE WEEK', [
      ...wrapped(disturbances.summary),
      ...disturbances.items.flatMap(itemLines),
      ...(disturbances.more === null ? [] : [disturbances.more]),
    ]),
    ...section(
      'WHERE DEPLOYMENTS FAILED',
      bars.flatMap(({ label, text }) => wrapped(`${label}: ${text}`)),
    ),
    ...section(
      'RELEASED',
      released.flatMap((line) => wrapped(line)),
    ),
    ...section('HOW SURE', [
      ...wrapped(quality.join(' ')),
      ...(corrections.length === 0 ? [] : wrapped(`Corrected since the last mail: ${sentencesOf(corrections)}`)),
    ]),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

function metricLines({ title, value, judgement, delta, sample, sparkline }: DigestMetric): string[] {
  const verdict = judgement === 'unclear' ? delta : `[${marks[judgement].word}] ${delta}`;
  const first = title.padEnd(TITLE_COLUMNS) + value.padEnd(VALUE_COLUMNS - 1);
  const isRoom = first.length + 1 + verdict.length <= COLUMNS;
  const indent = ' '.repeat(TITLE_COLUMNS);
  return [
    isRoom ? `${first} ${verdict}`.trimEnd() : first.trimEnd(),
    ...(isRoom ? [] : wrapped(verdict, indent)),
    ...wrapped(sample, indent),
    indent + sparkline,
  ];
}

function itemLines({ judgement, text, link }: DigestItem): string[] {
  const { word } = marks[judgement];
  const mark = judgement === 'unclear' || judgement === 'usual' ? '- ' : `[${word}] `;
  const lines = wrapped(mark + text, '  ').map((line, index) => (index === 0 ? line.trimStart() : line));
  return link === null ? lines : [...lines, `  ${link.text}: ${link.url}`];
}

/** Lines of at most 72 columns, broken at blanks; a word longer than a line is broken where the line ends. */
function wrapped(text: string, indent = ''): string[] {
  const room = COLUMNS - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((word) => pieces(word, room))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= room) line += ` ${word}`;
    else {
      lines.push(indent + line);
      line = word;
    }
  }
  return [...lines, indent + line];
}

function pieces(word: string, most: number): string[] {
  const characters = Array.from(word);
  const count = Math.max(1, Math.ceil(characters.length / most));
  return Array.from({ length: count }, (_, index) => characters.slice(index * most, (index + 1) * most).join(''));
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
