import { metricById } from '@leadline/metrics';
import { type Comparison, comparisons } from '../notable/change-tests.js';
import { type DoraMetricId, shortTitles } from '../notable/figures.js';
import type { FindingPlace, NotableFinding } from '../notable/finding.js';
import { plainName } from '../wording/plain-name.js';
import { counted, longDate, percentText, valueText } from '../wording/quantities.js';
import { changeItem, type ToldChange } from './change-item.js';
import { corrections } from './corrections.js';
import type { DigestInput } from './digest-input.js';
import type { Digest, DigestItem } from './digest.js';
import { disturbances, failureBars, releases } from './events-of-week.js';
import { type Links, linksOf } from './links.js';
import { metricLine } from './metric-lines.js';
import { qualityOf } from './quality.js';

/** Most findings a mail tells (metrics.md 10), and of those made outside it. */
const MOST_CHANGES = 5;
const MOST_FINDINGS = 3;
const LONGEST_SUBJECT = 120;
/** Of the numbers of a mail, and of those before that they are compared with. */
const WEEKS = 4;
const NBSP = '\u00A0';
const DEFINITIONS = 'https://dora.dev/guides/dora-metrics/';

/** What a mail about a week says. The same input says the same. */
export function digestOf(input: DigestInput): Digest {
  const links = linksOf(input);
  const name = plainName(input.team ?? input.organisation);
  const judged = comparisons({
    ...input,
    weeklyDeployments: {
      now: input.weeklyDeployments.slice(-WEEKS),
      before: input.weeklyDeployments.slice(-2 * WEEKS, -WEEKS),
    },
  });
  const { fresh, again } = changesToTell(judged, input.told);
  const findings = input.findings.filter(({ key }) => !input.told.has(key)).slice(0, MOST_FINDINGS);
  const changed = [
    ...fresh.map((change) => changeItem(change, input, name, links)),
    ...findings.map((finding) => findingItem(finding, links)),
  ].slice(0, MOST_CHANGES);
  const happened = disturbances(input, links);
  const released = releases(input.flags);
  const corrected = corrections(input.earlier);
  const quality = qualityOf(input);
  const headline = headlineOf(fresh, findings, input);
  const isQuiet =
    changed.length + happened.items.length + released.length + corrected.length + quality.concerns.length === 0;
  return {
    week: input.week,
    team: input.team,
    timeZone: input.timeZone,
    from: input.from,
    to: input.to,
    asOf: input.asOf,
    name,
    subject: plainName(`${name}, week ${weekNumber(input)}: ${lowerFirst(headline)}`, LONGEST_SUBJECT).replaceAll(
      NBSP,
      ' ',
    ),
    headline,
    lead: leadOf(judged, again),
    period: `four weeks to ${longDate(input.to - 1, input.timeZone)}`,
    isQuiet,
    metrics: input.metrics.map((figures) =>
      metricLine(figures, judged.get(figures.metric) ?? { kind: 'no_value' }, input, links),
    ),
    changed,
    disturbances: happened,
    bars: failureBars(input.failures),
    released,
    quality: quality.sentences,
    corrections: corrected,
    open: { text: 'Open with evidence', url: links.overview() },
    definitions: { text: 'Definitions', url: DEFINITIONS },
    shown: {
      week: input.week,
      values: Object.fromEntries(
        input.metrics.flatMap(({ metric, now }) => (now.value === null ? [] : [[metric, now.value]])),
      ),
      told: [...fresh.map(({ key }) => key), ...findings.map(({ key }) => key)],
    },
  };
}

const weekNumber = ({ week }: DigestInput): number => Number(week.slice(-2));

function changesToTell(judged: ReadonlyMap<DoraMetricId, Comparison>, told: ReadonlySet<string>) {
  const changes = [...judged].flatMap(([metric, comparison]): ToldChange[] => {
    if (comparison.kind !== 'changed') return [];
    const direction = comparison.now < comparison.before ? 'fell' : 'rose';
    return [{ metric, key: `${metric} ${direction}`, ...comparison }];
  });
  const byEvidence = changes.toSorted((a, b) => a.p - b.p);
  return {
    fresh: byEvidence.filter(({ key }) => !told.has(key)),
    again: byEvidence.filter(({ key }) => told.has(key)),
  };
}

function headlineOf(fresh: readonly ToldChange[], findings: readonly NotableFinding[], input: DigestInput): string {
  const phrases = fresh.slice(0, 2).map(phraseOf);
  if (phrases.length > 0) return [phrases[0], ...phrases.slice(1).map((phrase) => lowerFirst(phrase))].join('; ');
  const [finding] = findings;
  if (finding !== undefined) return plainName(finding.sentence, 100).replace(/\.$/, '');
  if (input.services === 0) return 'No deployments in four weeks';
  return `No notable change in ${counted(input.services, 'service')}`;
}

/** "Lead time fell 27 % to 19 h"; of rates: "Fail rate rose to 9.1 %". */
function phraseOf({ metric, now, before }: ToldChange): string {
  const { unit } = metricById(metric);
  const verb = now < before ? 'fell' : 'rose';
  const amount = unit === 'RATIO' || before === 0 ? '' : ` ${percentText(now / before).slice(1)}`;
  return `${shortTitles[metric]} ${verb}${amount} to ${valueText(now, unit)}`;
}

/** What is compared, and what may be passed over. */
function leadOf(judged: ReadonlyMap<DoraMetricId, Comparison>, again: readonly ToldChange[]): string {
  const usual = [...judged].filter(([, { kind }]) => kind === 'usual').map(([metric]) => shortTitles[metric]);
  const unclear = [...judged].filter(([, { kind }]) => kind === 'too_few' || kind === 'no_history');
  return [
    'Compared with the four weeks before.',
    ...(usual.length === 0 ? [] : [`${sentenceList(usual)} stayed within usual variation.`]),
    ...(again.length === 0
      ? []
      : [`Told before and still so: ${again.map((change) => lowerFirst(phraseOf(change))).join('; ')}.`]),
    ...(unclear.length === 0
      ? []
      : [`Too little to compare: ${unclear.map(([metric]) => shortTitles[metric].toLowerCase()).join(', ')}.`]),
  ].join(' ');
}

function sentenceList(titles: readonly string[]): string {
  const [first = '', ...others] = titles;
  const rest = others.map((title) => title.toLowerCase());
  const last = rest.pop();
  if (last === undefined) return first;
  return `${[first, ...rest].join(', ')} and ${last}`;
}

function findingItem({ judgement, sentence, place, evidence }: NotableFinding, links: Links): DigestItem {
  return {
    judgement: judgement === 'neutral' ? 'usual' : judgement,
    text: plainName(sentence, 400),
    link: { text: plainName(evidence), url: placeUrl(place, links) },
  };
}

function placeUrl(place: FindingPlace, links: Links): string {
  switch (place.kind) {
    case 'metric':
      return links.metric(place.metric, place);
    case 'service':
      return links.service(place.service);
    case 'deployment':
      return links.deployment(place.id);
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
