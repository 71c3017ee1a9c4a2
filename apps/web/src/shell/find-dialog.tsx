import { useEffect, useMemo, useState } from 'preact/hooks';
import { useHref, useNavigation } from '../address/navigation.js';
import { useQuestion } from '../api/use-question.js';
import { deploymentName } from '../entities/deployment-name.js';
import { findCommitQuery, type FindCommitQuery, findNamesQuery, type FindNamesQuery } from '../generated/graphql.js';
import { Dialog } from './dialog.js';

interface Found {
  readonly kind: string;
  readonly name: string;
  readonly href: string;
}

const noNames: FindNamesQuery = { teams: [], services: { nodes: [] }, flags: { nodes: [] } };
const MOST_FOUND = 12;
const SHA = /^[0-9a-f]{7,64}$/i;
/** A SHA, a number, a ticket. */
const isChange = (wanted: string): boolean =>
  SHA.test(wanted) || /^[#!]\d{1,9}$/.test(wanted) || /^[a-z][a-z0-9_]+-\d+$/i.test(wanted);

/** Finds teams, services and feature flags by a part of their name, deployments by a commit, and where a change is. */
export function FindDialog({ close }: { readonly close: () => void }) {
  const { go } = useNavigation();
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(wanted.trim());
  useEffect(() => setAt(0), [wanted]);
  const chosen = found[Math.min(at, found.length - 1)];
  const open = (href: string): void => {
    close();
    go(href);
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setAt((before) => (before + step + found.length) % found.length);
    else if (event.key === 'Enter' && chosen !== undefined) open(chosen.href);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Find" close={close}>
      <label class="field">
        Team, service, flag, commit (7 digits or more), pull request (#12) or ticket
        <input
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="found"
          {...(chosen === undefined ? {} : { 'aria-activedescendant': `found-${found.indexOf(chosen)}` })}
          autocomplete="off"
          spellcheck={false}
          autofocus
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={press}
        />
      </label>
      <ul id="found" class="found" role="listbox" aria-label="Found">
        {found.map((item, index) => (
          <li
            key={item.href}
            id={`found-${index}`}
            role="option"
            aria-selected={item === chosen}
            class={item === chosen ? 'sel' : ''}
            onClick={() => open(item.href)}
          >
            <bdi>{item.name}</bdi> <span class="cap">{item.kind}</span>
          </li>
        ))}
      </ul>
      {wanted !== '' && found.length === 0 && <p class="mute">Nothing is called that.</p>}
    </Dialog>
  );
}

function useFound(wanted: string): readonly Found[] {
  const href = useHref();
  const names = useQuestion(findNamesQuery, {}, { refreshes: false });
  const commit = useQuestion(findCommitQuery, SHA.test(wanted) ? { sha: wanted.toLowerCase() } : null, {
    refreshes: false,
  });
  return useMemo(() => {
    const has = (name: string): boolean => name.toLowerCase().includes(wanted.toLowerCase());
    const { teams, services, flags } = names.state === 'answered' ? names.answer : noNames;
    return [
      ...(isChange(wanted)
        ? [{ kind: 'where it is', name: `change ${wanted}`, href: href('changes', '', { find: wanted }) }]
        : []),
      ...(commit.state === 'answered'
        ? commit.answer.deployments.nodes.map((node) => deploymentFound(node, href))
        : []),
      ...teams
        .filter(({ path }) => has(path))
        .map(({ path }) => ({ kind: 'team', name: path, href: href('team', path) })),
      ...flags.nodes
        .filter(({ flag }) => has(flag))
        .map(({ flag }) => ({ kind: 'feature flag', name: flag, href: href('flag', flag) })),
      ...services.nodes
        .filter(({ name }) => has(name))
        .map(({ name }) => ({ kind: 'service', name, href: href('service', name) })),
    ].slice(0, MOST_FOUND);
  }, [wanted, names, commit, href]);
}

type FoundDeployment = FindCommitQuery['deployments']['nodes'][number];

function deploymentFound(deployment: FoundDeployment, href: ReturnType<typeof useHref>): Found {
  return {
    kind: `deployment to ${deployment.environment}`,
    name: deploymentName(deployment),
    href: href('deployment', deployment.id),
  };
}
