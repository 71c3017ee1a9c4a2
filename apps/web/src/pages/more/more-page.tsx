import { PageHead } from '../../components/page-head.js';
import { type MenuEntry, MenuList } from '../../shell/menu-list.js';

/** Every place, for screens whose menu has room for five. */
export function MorePage({ entries }: { readonly entries: readonly MenuEntry[] }) {
  return (
    <>
      <PageHead title="All pages" />
      <section class="panel">
        <MenuList entries={entries} />
      </section>
    </>
  );
}
