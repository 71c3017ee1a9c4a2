import { useHrefHere } from '../../address/navigation.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Mark, State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { count } from '../../format/number.js';
import { type Card, slugOf } from './scorecard-words.js';

/** Every card: how many of its criteria are met, with what is unknown apart. */
export function CardsPanel({ cards, shown }: { readonly cards: readonly Card[]; readonly shown: Card }) {
  const hrefHere = useHrefHere();
  const columns: readonly Column<Card>[] = [
    {
      title: 'Card',
      place: 'title',
      cell: (card) => (
        <a
          class="q"
          href={hrefHere({ panel: slugOf(card) })}
          {...(card.card === shown.card ? { 'aria-current': 'true' as const } : {})}
        >
          {card.title}
        </a>
      ),
    },
    { title: 'Standing', cell: (card) => <Reached card={card} /> },
    { title: 'Met', isNumber: true, cell: ({ met, total }) => `${count(met)}/${count(total)}` },
    { title: 'Not met', isNumber: true, cell: ({ notMet }) => count(notMet) },
    { title: 'Not applicable', isNumber: true, cell: ({ notApplicable }) => count(notApplicable) },
    { title: 'To be confirmed', isNumber: true, cell: ({ proposed }) => count(proposed) },
    { title: 'Unknown', isNumber: true, cell: ({ unknown }) => count(unknown) },
  ];
  return (
    <Panel title="Cards" note="what nobody knows is unknown, never met">
      <DataTable
        caption="Cards"
        columns={columns}
        rows={cards}
        rowKey={({ card }) => card}
        isSelected={({ card }) => card === shown.card}
      />
    </Panel>
  );
}

function Reached({ card: { ofSymptoms, reached } }: { readonly card: Card }) {
  if (ofSymptoms) return <span class="mute">where everybody starts</span>;
  return reached ? (
    <Mark shape="better" tone="good">
      reached
    </Mark>
  ) : (
    <State tone="none">not reached</State>
  );
}
