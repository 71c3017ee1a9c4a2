import { useState } from 'preact/hooks';
import { useHref, useNavigation } from '../address/navigation.js';
import type { PageName } from '../address/route.js';
import { Icon, type Shape } from '../components/marks.js';
import { pages } from './pages.js';
import { chooseTheme, chosenTheme, nextTheme } from './settings.js';

const entries = (Object.keys(pages) as PageName[]).flatMap((name) => {
  const { menu } = pages[name];
  return menu === undefined ? [] : [{ name, ...menu }];
});

const barEntries = entries.filter(({ isAside }) => isAside !== true);

/** Five at most: places that a thumb reaches; the last leads to all the others. */
const tabs: readonly { readonly name: PageName; readonly title: string; readonly shape: Shape }[] = [
  ...entries.flatMap(({ name, tab, shape }) => (tab === undefined ? [] : [{ name, title: tab, shape }])),
  { name: 'more', title: 'More', shape: 'data' },
];

export function Brand() {
  const href = useHref();
  return (
    <a class="brand" href={href('overview')} aria-label="Leadline, overview">
      <svg viewBox="0 0 20 24" aria-hidden="true">
        <path class="line" d="M10 0v15" stroke-width="2" />
        <path class="line" d="M6 3.5h8M7 8h6M6 12.5h8" stroke-width="1.6" />
        <path class="weight" d="M8 15h4l2.5 8.5h-9z" />
      </svg>
      Leadline
    </a>
  );
}

export function MenuLinks() {
  return (
    <nav class="nav" aria-label="Pages">
      {barEntries.map(({ name, title }) => (
        <MenuLink key={name} name={name}>
          {title}
        </MenuLink>
      ))}
    </nav>
  );
}

/** The same at the bottom of a narrow screen. */
export function TabBar() {
  return (
    <nav class="tabbar" aria-label="Pages, at the bottom">
      {tabs.map(({ name, title, shape }) => (
        <MenuLink key={name} name={name}>
          <Icon shape={shape} />
          {title}
        </MenuLink>
      ))}
    </nav>
  );
}

function MenuLink({ name, children }: { readonly name: PageName; readonly children: preact.ComponentChildren }) {
  const { route } = useNavigation().address;
  const href = useHref();
  const isCurrent = route !== null && (route.page === name || pages[route.page].belongsTo === name);
  return (
    <a href={href(name)} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
      {children}
    </a>
  );
}

export function FindButton({ open }: { readonly open: () => void }) {
  return (
    <button type="button" class="btn find" onClick={open} title="Find (press /)">
      <Icon shape="find" />
      <span class="lbl">Find team, service, deployment</span>
      <kbd aria-hidden="true">/</kbd>
    </button>
  );
}

export function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme);
  const change = (): void => {
    const next = nextTheme(theme);
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <button
      type="button"
      class="btn icon-only"
      onClick={change}
      aria-label={`Colours: ${theme}. Change`}
      title={`Colours: ${theme}`}
    >
      <Icon shape="theme" />
    </button>
  );
}
