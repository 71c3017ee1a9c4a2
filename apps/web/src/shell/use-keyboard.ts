import { useEffect, useRef } from 'preact/hooks';
import type { Navigation } from '../address/navigation.js';
import { pathOf, type PageName } from '../address/route.js';
import { shifted, timeWindow } from '../address/time-window.js';
import { defaultView, type View, writeView } from '../address/view.js';
import { areKeysOn } from './settings.js';
import { pages } from './pages.js';

export type Dialog = 'find' | 'keys';

/** How long the second key after `g` is waited for. */
const SEQUENCE_MS = 1_500;

/** Single keys, dead where something is typed; a reader can switch them off (WCAG 2.1.4). */
export function useKeyboard(navigation: Navigation, open: (dialog: Dialog) => void): void {
  const current = useRef(navigation);
  current.current = navigation;
  const goSince = useRef(-Infinity);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') return closePanel(event, current.current);
      if (!areKeysOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const isSecond = event.timeStamp - goSince.current < SEQUENCE_MS;
      goSince.current = event.key === 'g' && !isSecond ? event.timeStamp : -Infinity;
      const isDone = isSecond ? goTo(event.key, current.current) : act(event.key, current.current, open);
      if (isDone) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [open]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, dialog') !== null;
}

/** The second key after `g`. */
function goTo(key: string, { address, go }: Navigation): boolean {
  const name = (Object.keys(pages) as PageName[]).find((page) => pages[page].menu?.key === key);
  if (name === undefined) return false;
  const { weeks, until, timeZone, asOf } = address.view;
  go(pathOf({ page: name, key: '' }) + writeView({ ...defaultView, weeks, until, timeZone, asOf }));
  return true;
}

function act(key: string, navigation: Navigation, open: (dialog: Dialog) => void): boolean {
  switch (key) {
    case '/':
      open('find');
      return true;
    case '?':
      open('keys');
      return true;
    case '[':
      return shift(navigation, -1);
    case ']':
      return shift(navigation, 1);
    case '.':
      return change(navigation, { until: null, asOf: null, week: null });
    case 'e':
    case 'E':
      return explain();
    case 'j':
    case 'k':
    case 'ArrowDown':
    case 'ArrowUp':
      return moveInList(key === 'j' || key === 'ArrowDown' ? 1 : -1, key.length === 1);
    default:
      return false;
  }
}

function shift(navigation: Navigation, direction: -1 | 1): boolean {
  const { route } = navigation.address;
  if (route === null || !pages[route.page].context.endsWith('window')) return false;
  const window = timeWindow(navigation.address.view, navigation.now, navigation.organisation.timeZone);
  const changes = shifted(window, direction, navigation.now);
  return changes !== null && change(navigation, { ...changes, week: null });
}

function change({ address, go }: Navigation, changes: Partial<View>): boolean {
  if (address.route === null || pages[address.route.page].context === 'none') return false;
  go(address.path + writeView({ ...address.view, ...changes }));
  return true;
}

/** To the explanation, where the page has one, else to the first number that can be opened. */
function explain(): boolean {
  const target = document.getElementById('explain') ?? document.querySelector<HTMLElement>('main a.val');
  target?.focus();
  return target !== null;
}

/** Moves between the rows of the list the focus is in, else of the first one; letters begin it, arrows only go on. */
function moveInList(step: 1 | -1, mayBegin: boolean): boolean {
  const focused = document.activeElement;
  const row = focused?.closest('tr, .ins > li, .cands > li') ?? null;
  if (row === null) {
    const first = mayBegin ? document.querySelector<HTMLElement>('main .cands a, main tbody a, main .ins a') : null;
    first?.focus();
    return first !== null;
  }
  const next = step === 1 ? row.nextElementSibling : row.previousElementSibling;
  const link = next?.querySelector<HTMLElement>('a, button') ?? null;
  link?.focus();
  return link !== null;
}

/** Esc closes what the address has open; the focus stays where it is. */
function closePanel(event: KeyboardEvent, { address, go }: Navigation): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
  if (address.view.panel !== null) go(address.path + writeView({ ...address.view, panel: null }));
  else if (address.view.week !== null) go(address.path + writeView({ ...address.view, week: null }));
}
