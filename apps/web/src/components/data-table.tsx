import type { ComponentChildren, Key } from 'preact';

export interface Column<Row> {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  /** On a phone the row's title, or a cell of its own line. */
  readonly place?: 'title' | 'wide';
  readonly cell: (row: Row) => ComponentChildren;
}

/** A table that folds to cards on a phone, where each cell names itself. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  isSelected,
}: {
  /** What it lists, for those who do not see what is around it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => Key;
  readonly isSelected?: (row: Row) => boolean;
}) {
  return (
    <div class="scroll">
      <table class="fold">
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber ? 'r' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} class={isSelected?.(row) === true ? 'sel' : ''}>
              {columns.map((column) => (
                <td key={column.title} class={cellClass(column)} data-l={column.place === 'title' ? '' : column.title}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass<Row>({ isNumber, place }: Column<Row>): string {
  return [isNumber ? 'r' : '', place === 'title' ? 't' : '', place === 'wide' ? 'wide' : ''].filter(Boolean).join(' ');
}
