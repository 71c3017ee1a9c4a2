import { useHref, useHrefHere } from '../../address/navigation.js';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { counted } from '../../format/number.js';
import type { SourcesQuery } from '../../generated/graphql.js';
import { measureById } from '../../measures/measure.js';

type Step = Pick<SourcesQuery['dataGaps'][number], 'message' | 'fix'> & {
  readonly key: string;
  /** An endpoint, or the metrics that suffer. */
  readonly of: string;
  readonly link: { readonly href: string; readonly text: string } | null;
};

/** What is missing for which number, what is wrong with which endpoint, and the next step of each. */
export function NextStepsPanel({ dataGaps, sources }: Pick<SourcesQuery, 'dataGaps' | 'sources'>) {
  const href = useHref();
  const hrefHere = useHrefHere();
  const start = { href: href('start'), text: 'Connect a source' };
  const gaps = dataGaps.map(({ code, metrics, message, fix }): Step => {
    const isEvery = metrics.length >= 5;
    const names = metrics.map((id) => measureById(id)?.title ?? id).join(', ');
    const link = code === 'NO_DEPLOYMENTS' || code === 'NO_INCIDENTS' ? start : null;
    return { key: code, of: isEvery ? 'Every metric' : names, message, fix, link };
  });
  const own = sources.flatMap(({ endpoint, advice }) =>
    advice.map(({ code, message, fix }): Step => {
      const quarantine = {
        href: `${hrefHere({ of: endpoint, only: null, after: null })}#quarantine`,
        text: 'See them',
      };
      return {
        key: `${endpoint} ${code}`,
        of: endpoint,
        message,
        fix,
        link: code === 'quarantine' ? quarantine : null,
      };
    }),
  );
  const steps = [...gaps, ...own];
  if (steps.length === 0) return null;
  return (
    <Panel title="What is missing" note={counted(steps.length, 'next step')}>
      <DataTable
        caption="What is missing, and the next step"
        rows={steps}
        rowKey={({ key }) => key}
        columns={[
          { title: 'For', place: 'title', cell: ({ of }) => <bdi class="id">{of}</bdi> },
          { title: 'What', place: 'wide', cell: ({ message }) => <bdi class="id">{message}</bdi> },
          {
            title: 'Next step',
            place: 'wide',
            cell: ({ fix, link }) => (
              <>
                <bdi class="id">{fix}</bdi>
                {link !== null && (
                  <>
                    {' '}
                    <a href={link.href}>{link.text}</a>
                  </>
                )}
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}
