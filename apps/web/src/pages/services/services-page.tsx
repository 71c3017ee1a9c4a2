import { useHref, useHrefHere, useNavigation } from '../../address/navigation.js';
import { PageHead } from '../../components/page-head.js';
import { ServicesPanel } from './services-panel.js';

const titles: Readonly<Record<string, string>> = {
  undeclared: 'Services nobody declared',
  stale: 'Services with stale numbers',
};

/** Everything that is deployed, in order of names. */
export function ServicesPage() {
  const { team, only } = useNavigation().address.view;
  const hrefHere = useHrefHere();
  const href = useHref();
  const scope = team === null ? {} : { teams: [team] };
  return (
    <>
      <PageHead
        title={(only === null ? undefined : titles[only]) ?? 'Services'}
        text="Declared in leadline.yaml, or found in what was deployed."
        aside={
          only === null ? (
            <a class="btn" href={href('compare', '', { by: 'service' })}>
              Two side by side
            </a>
          ) : (
            <a class="btn" href={hrefHere({ only: null })}>
              Show all
            </a>
          )
        }
      />
      <ServicesPanel scope={scope} where={scope} only={only} />
    </>
  );
}
