import type { ComponentChildren } from 'preact';

/** A part of a page, with its title and a note beside it. */
export function Panel({
  title,
  note,
  width,
  id,
  children,
}: {
  readonly title: string;
  readonly note?: ComponentChildren;
  /** Columns of twelve, in a grid. */
  readonly width?: 4 | 5 | 6 | 7 | 8 | 12;
  readonly id?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={width === undefined ? 'panel' : `panel c${width}`} {...(id === undefined ? {} : { id })}>
      <header>
        <h2>{title}</h2>
        {note !== undefined && <span class="cap">{note}</span>}
      </header>
      {children}
    </section>
  );
}
