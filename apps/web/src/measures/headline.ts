import type { Measured } from './measured.js';
import { valueText } from './value-text.js';
import { capital } from '../format/text.js';

/** The finding of a page in one line, and the rest in the next. */
export interface Headline {
  readonly title: string;
  readonly text: string;
}

/** Says what is notable; where nothing is, says so. `subject`: "All services", "Payments". */
export function headlineOf(subject: string, measured: readonly Measured[]): Headline {
  const worse = measured.filter(({ comparison }) => comparison.verdict === 'worse');
  const better = measured.filter(({ comparison }) => comparison.verdict === 'better');
  const findings = [
    ...better.map(({ measure }) => measure.findings.better),
    ...worse.map(({ measure }) => measure.findings.worse),
  ];
  if (measured.every(({ now: { n } }) => n === 0)) {
    return { title: `${subject}: nothing was deployed to production`, text: 'There are no numbers of this window.' };
  }
  const title =
    findings.length === 0 ? `${subject}: no notable change` : `${subject}: ${findings.slice(0, 3).join('; ')}`;
  return { title, text: [...moved(measured), ...still(measured)].join(' ') };
}

function moved(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ measure, now, before, comparison }) => {
    if (comparison.verdict !== 'better' && comparison.verdict !== 'worse') return [];
    if (now.value === null || before === undefined || before.value === null) return [];
    const verb = now.value > before.value ? 'rose' : 'fell';
    const [from, to] = [valueText(measure.kind, before.value, now.value), valueText(measure.kind, now.value)];
    return [`${capital(measure.title)} ${verb} from ${from} to ${to}.`];
  });
}

function still(measured: readonly Measured[]): string[] {
  const usual = measured.filter(({ comparison }) => comparison.verdict === 'usual');
  if (usual.length === 0) return [];
  const verb = usual.length === 1 ? 'stayed within its usual variation.' : 'stayed within their usual variation.';
  return [`${capital(listed(usual.map(({ measure }) => measure.name)))} ${verb}`];
}

/** "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
