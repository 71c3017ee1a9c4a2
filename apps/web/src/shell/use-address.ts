import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { addressAt, type Navigation } from '../address/navigation.js';
import { announce } from '../components/announcer.js';

const MINUTE_MS = 60_000;
const minuteNow = (): number => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const here = (): string => location.pathname + location.search;

/** Follows the address, and every link within the dashboard without loading the page again. */
export function useAddress(): Omit<Navigation, 'organisation'> {
  const [href, setHref] = useState(here);
  const [now, setNow] = useState(minuteNow);
  const go = useCallback<Navigation['go']>((target, how = 'push') => {
    if (target === here()) return;
    if (how === 'push') history.pushState(null, '', target);
    else history.replaceState(null, '', target);
    setHref(here());
  }, []);

  useEffect(() => {
    const follow = (): void => setHref(here());
    const timer = setInterval(() => setNow(minuteNow()), MINUTE_MS);
    addEventListener('popstate', follow);
    return () => {
      clearInterval(timer);
      removeEventListener('popstate', follow);
    };
  }, []);

  useEffect(() => {
    const click = (event: MouseEvent): void => {
      const target = ownTarget(event);
      if (target === null) return;
      event.preventDefault();
      go(target);
    };
    document.addEventListener('click', click);
    return () => document.removeEventListener('click', click);
  }, [go]);

  const address = useMemo(() => {
    const { pathname, search } = new URL(href, location.origin);
    return addressAt(pathname, search);
  }, [href]);
  useArrival(address.path);
  return useMemo(() => ({ address, now, go }), [address, now, go]);
}

/** Where a click leads within the dashboard; null: it is the browser's. */
function ownTarget(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin)
    return null;
  if (link.hash !== '' && link.pathname === location.pathname) return null;
  // Of the server, not of the dashboard.
  if (/^\/(api|graphql|hooks|admin)(\/|$)/.test(link.pathname)) return null;
  return link.pathname + link.search;
}

/** On another page the reader begins at its head, as after a load. */
function useArrival(path: string): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    scrollTo(0, 0);
    const head = document.getElementById('title');
    head?.focus({ preventScroll: true });
    announce(document.title);
  }, [path]);
}
