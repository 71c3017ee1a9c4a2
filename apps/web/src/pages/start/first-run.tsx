import { useEffect, useState } from 'preact/hooks';
import { useHref } from '../../address/navigation.js';
import { CopyButton } from '../../components/copy-button.js';
import { Icon, State } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { isOwn } from '../../entities/source-standing.js';
import { count } from '../../format/number.js';
import type { SourceStandingFragment } from '../../generated/graphql.js';
import { ways, type Way } from './ways.js';

/** While nothing has come, somebody is waiting for the first delivery. */
const LISTEN_MS = 3_000;

/** Leads to the first source: which tool, which command, and what has arrived. */
export function FirstRun({
  sources,
  again,
  isFirst = true,
}: {
  readonly sources: readonly SourceStandingFragment[];
  readonly again: () => void;
  readonly isFirst?: boolean;
}) {
  const [chosen, setChosen] = useState<Way | undefined>(ways[0]);
  useEffect(() => {
    const timer = setInterval(again, LISTEN_MS);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <>
      <PageHead
        title={isFirst ? 'No deployments yet. Connect the first source.' : 'Connect a source'}
        text="Leadline makes its numbers from what your tools already send. One source gives deployments; commits give lead time; incidents give fail rate and recovery. The first number is here within a minute of the first delivery."
      />
      <div class="grid">
        <section class="panel c7">
          <header>
            <h2>1 · What knows about your deployments?</h2>
          </header>
          <div class="srcs">
            {ways.map((way) => (
              <button
                key={way.id}
                type="button"
                class="src"
                aria-pressed={way === chosen}
                onClick={() => setChosen(way)}
              >
                <b>{way.title}</b>
                <span class="cap">{way.what}</span>
              </button>
            ))}
          </div>
          {chosen !== undefined && <WayIn way={chosen} />}
          <h2>3 · Wait for the first delivery</h2>
          <Listening way={chosen} sources={sources} />
          <p class="cap">
            A signature that does not match is refused with the reason; a body that cannot be read is kept in quarantine
            and named there.
          </p>
        </section>
        <aside class="stack c5">
          {isFirst && <NeedsPanel />}
          <Panel title="Just looking?">
            <p class="s">
              26 weeks of a made-up organisation, kept apart from yours: <code>npm run demo</code>
            </p>
          </Panel>
        </aside>
      </div>
    </>
  );
}

function WayIn({ way }: { readonly way: Way }) {
  const command = way.command(location.origin);
  return (
    <>
      <h2>2 · Open the way</h2>
      <p class="s mute">{way.before}</p>
      <pre class="code" tabIndex={0} aria-label={`Command for ${way.title}`}>
        {command}
      </pre>
      <div class="row">
        <CopyButton text={() => command} label="Copy command" />
      </div>
    </>
  );
}

function Listening({
  way,
  sources,
}: {
  readonly way: Way | undefined;
  readonly sources: readonly SourceStandingFragment[];
}) {
  const href = useHref();
  const heard = sources.filter((source) => !isOwn(source) && source.lastReceivedAt !== null);
  const inQuarantine = heard.reduce((sum, { openInQuarantine }) => sum + openInQuarantine, 0);
  return (
    <div class="well row" role="status">
      <span class="state">
        <Icon shape="listening" />
        <b>Listening on {way?.listensOn ?? '/events'}</b>
      </span>
      <span class="s mute">
        {heard.length === 0
          ? 'nothing received yet'
          : heard
              .map(({ endpoint, last24Hours }) => `${endpoint}: ${count(last24Hours.normalized)} understood`)
              .join(', ')}
      </span>
      {inQuarantine > 0 && (
        <a class="s" href={href('data')}>
          {count(inQuarantine)} not understood: see why
        </a>
      )}
    </div>
  );
}

const needs: readonly (readonly [number: string, needs: string])[] = [
  ['Deployment frequency', 'deployments'],
  ['Change lead time', '+ commits'],
  ['Change fail rate', '+ rollbacks or incidents'],
  ['Failed deployment recovery', '+ incidents'],
  ['Deployment rework rate', '+ hotfixes or rollbacks'],
];

function NeedsPanel() {
  return (
    <Panel title="What you will see, from which source">
      <table>
        <caption class="sr">What each number needs</caption>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Needs</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {needs.map(([number, what]) => (
            <tr key={number}>
              <td>{number}</td>
              <td class="mute">{what}</td>
              <td>
                <State tone="none">no data</State>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="s mute">No data is drawn as a dash, never as 0.</p>
    </Panel>
  );
}
