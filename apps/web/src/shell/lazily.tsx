import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { SkeletonPanel } from '../components/answered.js';
import { PageHead } from '../components/page-head.js';
import type { PageProps } from './pages.js';

type Load = () => Promise<ComponentType<PageProps>>;

const aClickAway: (() => void)[] = [];

/** Fetches the pages that `soon` names, so that a click shows them at once. */
export function fetchAhead(): void {
  for (const fetchPage of aClickAway.splice(0)) fetchPage();
}

/** A page that readers of the first one go on to: its script is fetched when they have their numbers. */
export function soon(load: Load): ComponentType<PageProps> {
  let loading: ReturnType<Load> | undefined;
  // What could not be fetched ahead is tried again when it is needed.
  const once: Load = () =>
    (loading ??= load().catch((error: unknown) => ((loading = undefined), Promise.reject(error))));
  aClickAway.push(() => void once().catch(() => undefined));
  return lazily(once);
}

/** A page whose script is fetched when it is first opened, so that the first load stays small. */
export function lazily(load: Load): ComponentType<PageProps> {
  let fetched: ComponentType<PageProps> | undefined;
  return function LazyPage(props: PageProps) {
    const [state, setState] = useState<'fetching' | 'here' | 'missing'>(fetched === undefined ? 'fetching' : 'here');
    useEffect(() => {
      if (fetched !== undefined) return;
      load().then(
        (page) => {
          fetched = page;
          setState('here');
        },
        () => setState('missing'),
      );
    }, []);
    if (state === 'missing') return <Missing />;
    const Page = fetched;
    return Page === undefined ? <SkeletonPanel lines={12} /> : <Page {...props} />;
  };
}

/** Leadline was updated since the dashboard was opened, or cannot be reached. */
function Missing() {
  return (
    <>
      <PageHead title="This page could not be fetched" />
      <section class="panel problem" role="alert">
        <p>Leadline cannot be reached, or was updated since this tab was opened.</p>
        <div class="row">
          <button type="button" class="btn" onClick={() => location.reload()}>
            Load it again
          </button>
        </div>
      </section>
    </>
  );
}
