import { useEffect, useRef } from 'preact/hooks';
import { areKeysOn } from './settings.js';

/** Single keys of one page, under the rules of the others: dead where something is typed, and where a reader switched them off. */
export function usePageKeys(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      // What the shell has taken (the second key after `g`, say) is not the page's.
      if (event.defaultPrevented || !areKeysOn() || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null) return;
      const act = current.current[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    // Beyond the document, where the shell listens: it comes first.
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
