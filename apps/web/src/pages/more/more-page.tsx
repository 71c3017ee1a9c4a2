import { PageHead } from '../../components/page-head.js';
import { MenuList } from '../../shell/menu-list.js';

/** Every place, for screens whose menu has room for five. */
export function MorePage() {
  return (
    <>
      <PageHead title="All pages" />
      <section class="panel">
        <MenuList />
      </section>
    </>
  );
}
