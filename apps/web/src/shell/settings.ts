/** What a reader has chosen for this browser. */
const KEYS = 'leadline.keys';
const THEME = 'leadline.theme';

export const areKeysOn = (): boolean => localStorage.getItem(KEYS) !== 'off';
export const switchKeys = (isOn: boolean): void => localStorage.setItem(KEYS, isOn ? 'on' : 'off');

const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export function chosenTheme(): Theme {
  const chosen = localStorage.getItem(THEME);
  return themes.find((theme) => theme === chosen) ?? 'system';
}

/** Draws the page in a theme, now and next time. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(THEME, theme);
  applyTheme();
}

export function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export const nextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
