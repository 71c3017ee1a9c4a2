import { createHash } from 'node:crypto';
import { canonicalJson, eventOf, type LeadlineEvent } from '@leadline/events';
import type { ToldProject } from '@leadline/pipeline';
import type { ArgumentProblem } from '../errors.js';
import type { ProjectInput } from './project.type.js';

const SOURCE = 'leadline:projects';
const MOST_CHARACTERS = 2_000;

/** The event of a word about a project; `at` in epoch milliseconds, `scope` null: it was not said. */
export function projectEvent(
  { id, name, metric, wanted, start, end, reason, link, withdrawn }: ProjectInput,
  scope: string | null,
  { by, at }: { readonly by: string; readonly at: number },
): LeadlineEvent {
  const said = new Date(at).toISOString();
  const data = {
    id: id.trim(),
    ...(name && { name: name.trim() }),
    ...(scope !== null && { scope }),
    ...(metric && { metric }),
    ...(wanted && { wanted }),
    ...(start != null && { start: new Date(start).toISOString() }),
    ...(end != null && { end: new Date(end).toISOString() }),
    ...(reason && { reason: reason.trim() }),
    ...(link && { link: link.trim() }),
    ...(withdrawn != null && { withdrawn }),
    by,
    at: said,
    revision: at,
  };
  const eventId = createHash('sha256').update(canonicalJson(data)).digest('hex');
  return eventOf('project', { id: eventId, source: SOURCE, time: said }, data);
}

/** Everything that is wrong with what is said of a project, but for its scope. `known`: what is told of it so far. */
export function projectProblems(input: ProjectInput, known: ToldProject | undefined): ArgumentProblem[] {
  const { id, metric, wanted, reason, link } = input;
  const [start, end] = [input.start ?? known?.start, input.end ?? known?.end];
  const problems: ArgumentProblem[] = [];
  if (!/^[\w][\w./-]{0,99}$/.test(id.trim())) {
    const fix = 'Take 1 to 100 letters, digits, ".", "/", "_" or "-"';
    problems.push({ argument: 'input.id', message: 'it is no id of a project', fix });
  }
  if (known === undefined)
    for (const [name, value] of Object.entries({ metric, wanted, start }))
      if (value == null)
        problems.push({
          argument: `input.${name}`,
          message: 'a new project needs it',
          fix: 'Name it before it begins',
        });
  if (start != null && end != null && start > end)
    problems.push({ argument: 'input.end', message: 'it is before the start', fix: 'Make start no later than end' });
  if ((reason ?? '').length > MOST_CHARACTERS) {
    const fix = `Say why in at most ${MOST_CHARACTERS} characters`;
    problems.push({ argument: 'input.reason', message: `it has ${reason?.length} characters`, fix });
  }
  const url = link ? URL.parse(link.trim()) : undefined;
  if (link && (link.length > MOST_CHARACTERS || (url?.protocol !== 'https:' && url?.protocol !== 'http:'))) {
    const fix = 'Give an address that begins with https:// or http://, of at most 2000 characters';
    problems.push({ argument: 'input.link', message: 'it is no address of a page', fix });
  }
  return problems;
}
