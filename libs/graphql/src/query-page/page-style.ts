/** Style of the query page. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14171c);
  --raised: light-dark(#f4f5f7, #1d2129);
  --ink: light-dark(#1b1f24, #e7eaee);
  --faint: light-dark(#57606a, #a3adb9);
  --line: light-dark(#8c959f, #57616d);
  --accent: light-dark(#0b57d0, #8ab4f8);
  --on-accent: light-dark(#ffffff, #10131a);
  --wrong: light-dark(#b3261e, #ffb4ab);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header, main { padding: 0.75rem 1rem; }
header { display: flex; flex-wrap: wrap; gap: 0.75rem 1.25rem; align-items: end; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.25rem; margin: 0 auto 0 0; }
h2 { font-size: 1rem; margin: 0 0 0.5rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(14rem, 20rem); gap: 1rem; }
@media (max-width: 62rem) { main { grid-template-columns: minmax(0, 1fr); } }
label { display: block; font-size: 0.875rem; color: var(--faint); }
textarea, pre, code { font: 0.875rem/1.5 ui-monospace, monospace; }
textarea, input, select, button, pre {
  width: 100%; padding: 0.5rem; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 4px;
}
header select, header input, header button { width: auto; max-width: 100%; }
textarea { resize: vertical; tab-size: 2; }
#query { min-height: 24rem; }
#variables { min-height: 10rem; }
pre { margin: 0; min-height: 24rem; max-height: 80vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
button { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
button[disabled] { opacity: 0.6; cursor: progress; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
#status { margin: 0.25rem 0; min-height: 1.5em; font-size: 0.875rem; color: var(--faint); }
#status.wrong { color: var(--wrong); }
details { border-bottom: 1px solid var(--line); padding: 0.25rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
dl { margin: 0.25rem 0 0.5rem; font-size: 0.875rem; }
dt { margin-top: 0.5rem; overflow-wrap: anywhere; }
dd { margin: 0; color: var(--faint); }
#docs { max-height: 85vh; overflow: auto; padding: 0 4px 4px; }
`;
