import { html, type Html } from './html.js';
import type { Judgement } from './digest.js';
import type { Link } from './links.js';

/*
 * Mail programs keep little of a style sheet, so everything that matters is inline; the sheet only refines: narrow
 * screens, and dark ones where they say so. Colours are mid-tones, which survive a program that inverts them.
 */

const SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "Menlo,Consolas,'DejaVu Sans Mono',monospace";

export const colours = {
  page: '#eef1f0',
  card: '#ffffff',
  ink: '#1b2831',
  muted: '#52626d',
  link: '#0a6285',
  better: '#00716a',
  worse: '#b4430f',
  line: '#d5dcdc',
  failedBar: '#c2561f',
  restBar: '#7c8b95',
  track: '#c5cdd1',
} as const;

const text = (size: number, line: number, colour: string): string =>
  `font-family:${SANS};font-size:${size}px;line-height:${line}px;color:${colour}`;

/** Inline styles by their part. */
export const styles = {
  small: text(12, 17, colours.muted),
  note: text(13, 18, colours.muted),
  body: text(14, 20, colours.ink),
  lead: text(15, 22, colours.ink),
  h1: text(24, 30, colours.ink),
  h2: text(18, 24, colours.ink),
  value: text(20, 22, colours.ink),
  spark: `font-family:${MONO};font-size:14px;line-height:18px;letter-spacing:1px;color:${colours.muted}`,
} as const;

/** Class of the sheet for dark screens, and colour for all others. */
export const marks: Readonly<
  Record<Judgement, { readonly sign: string; readonly word: string; readonly style: string; readonly name: string }>
> = {
  better: { sign: '✓', word: 'better', style: text(14, 20, colours.better), name: 'g' },
  worse: { sign: '!', word: 'worse', style: text(14, 20, colours.worse), name: 'b' },
  usual: { sign: '≈', word: 'usual', style: text(14, 20, colours.muted), name: 'mut' },
  unclear: { sign: '·', word: '', style: text(14, 20, colours.muted), name: 'mut' },
};

export const sheet = html`<style>
  :root {
    color-scheme: light dark;
    supported-color-schemes: light dark;
  }
  @media (max-width: 619px) {
    .w {
      width: 100% !important;
    }
    .c {
      display: block !important;
      width: auto !important;
      padding-left: 0 !important;
      text-align: left !important;
    }
    .p {
      padding-left: 16px !important;
      padding-right: 16px !important;
    }
    .ln2 {
      border-top: 0 !important;
      padding-top: 0 !important;
    }
  }
  @media (prefers-color-scheme: dark) {
    .bg {
      background: #10181e !important;
    }
    .card {
      background: #172129 !important;
    }
    .ink {
      color: #e8eef2 !important;
    }
    .mut {
      color: #b0bfc9 !important;
    }
    .lk {
      color: #7cc8e8 !important;
    }
    .g {
      color: #5ccdbd !important;
    }
    .b {
      color: #ff9b70 !important;
    }
    .ln,
    .ln2 {
      border-color: #33424c !important;
    }
    .trk {
      background: #3a4a55 !important;
    }
  }
</style>`;

/** A link; what is no address of the web leads nowhere. */
export function anchor({ text: shown, url }: Link, style = `color:${colours.link}`, name = 'lk'): Html {
  const href = /^https?:\/\//.test(url) ? url : '#';
  return html`<a class="${name}" href="${href}" rel="noopener noreferrer" style="${style}">${shown}</a>`;
}
