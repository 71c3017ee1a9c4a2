import { useHref } from '../address/navigation.js';
import type { PageName } from '../address/route.js';

/** A page of the menu. */
export interface MenuEntry {
  readonly name: PageName;
  readonly title: string;
}

/** Every page of the menu, as a list. */
export function MenuList({ entries }: { readonly entries: readonly MenuEntry[] }) {
  const href = useHref();
  return (
    <ul class="names">
      {entries.map(({ name, title }) => (
        <li key={name}>
          <a href={href(name)}>{title}</a>
        </li>
      ))}
    </ul>
  );
}
