import { useHref } from '../address/navigation.js';
import type { PageName } from '../address/route.js';
import { pages } from './pages.js';

/** Every page of the menu, as a list. */
export function MenuList() {
  const href = useHref();
  return (
    <ul class="names">
      {(Object.keys(pages) as PageName[]).map((name) => {
        const { menu } = pages[name];
        return (
          menu && (
            <li key={name}>
              <a href={href(name)}>{menu.title}</a>
            </li>
          )
        );
      })}
    </ul>
  );
}
