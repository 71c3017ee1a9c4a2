import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { type Navigation, NavigationContext, useNavigation, useTimeWindow } from '../address/navigation.js';
import type { Organisation } from '../address/organisation.js';
import { Announcer } from '../components/announcer.js';
import { NothingHere, WrongParameters } from '../components/wrong-address.js';
import { momentText } from '../format/date.js';
import { ContextBar } from './context-bar.js';
import { FindDialog } from './find-dialog.js';
import { KeysDialog } from './keys-dialog.js';
import { fetchAhead } from './lazily.js';
import { MenuList } from './menu-list.js';
import { Brand, FindButton, MenuLinks, TabBar, ThemeButton } from './menu.js';
import { menuEntries, pages } from './pages.js';
import { useAddress } from './use-address.js';
import { type Dialog, useKeyboard } from './use-keyboard.js';
import { useOrganisation } from './use-organisation.js';

const AHEAD_MS = 1_500;

/** The dashboard: what the address says is what is shown. */
export function App() {
  const here = useAddress();
  const organisation = useOrganisation();
  // Its zone decides where weeks begin: pages would ask twice if they did not wait for it.
  return organisation === null ? null : <Dashboard here={here} organisation={organisation} />;
}

function Dashboard({
  here,
  organisation,
}: {
  readonly here: Omit<Navigation, 'organisation'>;
  readonly organisation: Organisation;
}) {
  const { name, timeZone, benchmark } = organisation;
  const navigation = useMemo<Navigation>(
    () => ({ ...here, organisation: { name, timeZone, benchmark } }),
    [here, name, timeZone, benchmark],
  );
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = useCallback(() => setDialog(null), []);
  useKeyboard(navigation, setDialog);
  useEffect(() => {
    const timer = setTimeout(fetchAhead, AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <NavigationContext.Provider value={navigation}>
      <a class="skip" href="#title">
        Skip to content
      </a>
      <header class="top">
        <Brand />
        <MenuLinks />
        <FindButton open={() => setDialog('find')} />
        <ThemeButton />
      </header>
      <ContextBar />
      <main id="main">
        <Page />
      </main>
      <PrintedFrom />
      <TabBar />
      <Announcer />
      {dialog === 'find' && <FindDialog close={close} />}
      {dialog === 'keys' && <KeysDialog close={close} />}
    </NavigationContext.Provider>
  );
}

function Page() {
  const { address } = useNavigation();
  const { route, problems, path } = address;
  if (route === null) {
    return (
      <NothingHere path={path}>
        <p>These exist:</p>
        <MenuList entries={menuEntries()} />
      </NothingHere>
    );
  }
  if (problems.length > 0) return <WrongParameters problems={problems} />;
  const { page: View } = pages[route.page];
  return <View key={`${route.page}/${route.key}`} subject={route.key} />;
}

/** On paper: where this was, and when. */
function PrintedFrom() {
  const { address, now } = useNavigation();
  const { timeZone } = useTimeWindow();
  return (
    <footer class="printed">
      {location.origin + address.path} · {address.view.asOf === null ? 'as of' : 'as known on'}{' '}
      {momentText(address.view.asOf ?? now, timeZone, 0)} {timeZone}
    </footer>
  );
}
