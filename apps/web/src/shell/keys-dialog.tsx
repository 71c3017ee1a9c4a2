import { useState } from 'preact/hooks';
import type { PageName } from '../address/route.js';
import { Dialog } from './dialog.js';
import { pages } from './pages.js';
import { areKeysOn, switchKeys } from './settings.js';

const keys: readonly (readonly [keys: string, meaning: string])[] = [
  ['/', 'find a team, service, deployment, commit or change'],
  ['[', 'previous window'],
  [']', 'next window'],
  ['.', 'the latest window, as known now'],
  ['E', 'explain this number'],
  ['J K', 'next and previous row; Enter opens it'],
  ['← →', 'in a chart: week by week; Home and End'],
  ['C N F', 'on call: this caused it, not caused by a change, not a failure'],
  ['T', 'on call: another time'],
  ['Esc', 'close'],
  ['?', 'these keys'],
];

/** Every key, and the switch that turns them off. */
export function KeysDialog({ close }: { readonly close: () => void }) {
  const [isOn, setOn] = useState(areKeysOn);
  const change = (next: boolean): void => {
    switchKeys(next);
    setOn(next);
  };
  const menu = (Object.keys(pages) as PageName[]).flatMap((name) => {
    const entry = pages[name].menu;
    return entry === undefined ? [] : [[`g ${entry.key}`, entry.title.toLowerCase()] as const];
  });
  return (
    <Dialog title="Keys" close={close}>
      <h2>Keys</h2>
      <dl class="keys-list">
        {[...keys.slice(0, 1), ...menu, ...keys.slice(1)].map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={isOn} onChange={(event) => change(event.currentTarget.checked)} /> Single keys
        are on
      </label>
      <div class="row">
        <button type="button" class="btn" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
