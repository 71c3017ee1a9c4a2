import type { ComponentChildren } from 'preact';
import { useHref, useHrefHere } from '../address/navigation.js';
import type { AddressProblem } from '../address/view.js';
import type { PageName } from '../address/route.js';
import type { Operation } from '../api/operation.js';
import { useQuestion } from '../api/use-question.js';
import { Answered } from './answered.js';
import { PageHead } from './page-head.js';

/** A subject that nobody has: what is wrong, the nearest that exist, and all there are. */
export function WrongName({
  what,
  given,
  known,
  href,
}: {
  /** "team" or "service". */
  readonly what: string;
  readonly given: string;
  readonly known: readonly string[];
  readonly href: (name: string) => string;
}) {
  const near = nearest(given, known);
  return (
    <>
      <PageHead
        title={`There is no ${what} “${given}”`}
        text={known.length === 0 ? `No ${what} is known yet.` : undefined}
      />
      {near.length > 0 && <Names title="Did you mean" names={near} href={href} />}
      {known.length > 0 && <Names title={`Every ${what} there is`} names={known} href={href} />}
    </>
  );
}

/** The same where the names that exist are yet to be asked for. */
export function WrongNameOf<Answer>({
  page,
  what,
  given,
  names,
  read,
}: {
  /** Where each of them is shown. */
  readonly page: PageName;
  readonly what: string;
  readonly given: string;
  readonly names: Operation<Answer, Record<string, never>>;
  readonly read: (answer: Answer) => readonly string[];
}) {
  const href = useHref();
  const question = useQuestion(names, {}, { refreshes: false });
  return (
    <Answered question={question} subject={`The ${what}s`}>
      {(answer) => <WrongName what={what} given={given} known={read(answer)} href={(other) => href(page, other)} />}
    </Answered>
  );
}

/** A panel of names, each with where it is shown. */
export function Names({
  title,
  names,
  href,
}: {
  readonly title: string;
  readonly names: readonly string[];
  readonly href: (name: string) => string;
}) {
  return (
    <section class="panel">
      <h2>{title}</h2>
      <ul class="names">
        {names.map((name) => (
          <li key={name}>
            <a href={href(name)}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Parameters of the address that cannot be read, each with a way on. */
export function WrongParameters({ problems }: { readonly problems: readonly AddressProblem[] }) {
  const hrefHere = useHrefHere();
  return (
    <>
      <PageHead title="The address says something that does not exist" />
      <section class="panel problem">
        {problems.map(({ parameter, given, message, without }) => (
          <p key={parameter}>
            <span class="mono">
              {parameter}=<bdi>{given}</bdi>
            </span>{' '}
            {message}. <a href={hrefHere(without)}>Leave it out</a>
          </p>
        ))}
      </section>
    </>
  );
}

export function NothingHere({ path, children }: { readonly path: string; readonly children: ComponentChildren }) {
  return (
    <>
      <PageHead title="There is no such page" text={<bdi class="mono">{path}</bdi>} />
      <section class="panel">{children}</section>
    </>
  );
}

const MOST_NEAR = 3;

/** Those that share most pairs of letters with what was given. */
function nearest(given: string, known: readonly string[]): string[] {
  const wanted = pairs(given);
  return known
    .map((name) => ({ name, likeness: likeness(wanted, pairs(name)) }))
    .filter(({ likeness }) => likeness > 0.3)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MOST_NEAR)
    .map(({ name }) => name);
}

const pairs = (text: string): Set<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2).toLowerCase()));

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
