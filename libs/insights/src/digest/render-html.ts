import type { Digest, DigestBar, DigestItem, DigestMetric } from './digest.js';
import type { DigestEnvelope } from './envelope.js';
import { html, type Html } from './html.js';
import { anchor, colours, marks, sheet, styles } from './html-style.js';
import { preheaderOf, quietNumbers, sentencesOf } from './sentences.js';

/** The mail as HTML: tables of 600 px, nothing fetched, well below the 100 kB at which Gmail cuts. */
export function renderHtml(digest: Digest, envelope: DigestEnvelope): string {
  const body = digest.isQuiet ? quietBody(digest) : fullBody(digest);
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${digest.subject}</title>
        ${sheet}
      </head>
      <body class="bg" style="margin:0;padding:0;background:${colours.page}" bgcolor="${colours.page}">
        <div style="display:none;max-height:0;overflow:hidden">${preheaderOf(digest)}</div>
        <table
          role="presentation"
          class="bg"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          bgcolor="${colours.page}"
        >
          <tr>
            <td align="center" style="padding:24px 0">
              <table
                role="presentation"
                class="w card"
                width="600"
                cellpadding="0"
                cellspacing="0"
                border="0"
                bgcolor="${colours.card}"
                style="width:600px;max-width:600px"
              >
                ${row(
                  '24px 24px 0 24px',
                  html`<p class="mut" style="${styles.note};margin:0">
                      Leadline weekly · ${digest.name} · ${digest.period}
                    </p>
                    <h1 class="ink" style="${styles.h1};margin:8px 0 0 0">${digest.headline}</h1>`,
                )}
                ${body} ${footer(digest, envelope)}
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `.markup;
}

/** Three lines: that there is nothing, the numbers, how sure they are. */
function quietBody(digest: Digest): Html {
  return row('8px 24px 0 24px', html`${paragraph(quietNumbers(digest))}${paragraph(digest.quality.join(' '))}`);
}

function fullBody(digest: Digest): Html {
  const { metrics, changed, disturbances, bars, released, quality, corrections } = digest;
  return html`${row('8px 24px 0 24px', html`<p class="ink" style="${styles.lead};margin:0">${digest.lead}</p>`)}
  ${heading('Five metrics')}
  ${row(
    '0 24px',
    html`<table width="100%" cellpadding="0" cellspacing="0" border="0">
        ${metrics.map(metricRow)}
      </table>
      <p class="mut" style="${styles.small};margin:6px 0 0 0">
        Small columns: twelve full weeks, each metric on its own scale. ✓ better, ! worse, ≈ not distinguishable from
        usual variation.
      </p>`,
  )}
  ${section('What changed', changed.length === 0 ? null : itemTable(changed))}
  ${section('Failures and incidents of the week', html`${paragraph(disturbances.summary)}${itemTable(disturbances.items)}${disturbances.more === null ? null : paragraph(disturbances.more)}`)}
  ${section('Where deployments failed', bars.length === 0 ? null : barTable(bars))}
  ${section('Released', released.length === 0 ? null : html`${released.map(paragraph)}`)}
  ${section('How sure', html`${paragraph(quality.join(' '))}${corrections.length === 0 ? null : html`<p class="ink" style="${styles.body};margin:6px 0 0 0"><b>Corrected since the last mail:</b> ${sentencesOf(corrections)}</p>`}`)}`;
}

function footer({ open, definitions }: Digest, { schedule, unsubscribeUrl }: DigestEnvelope): Html {
  const quiet = `color:${colours.muted}`;
  const leave =
    unsubscribeUrl === null ? null : html`${anchor({ text: 'Leave this list', url: unsubscribeUrl }, quiet, 'mut')} · `;
  return html`<tr>
      <td height="24" style="font-size:0;line-height:0">&nbsp;</td>
    </tr>
    <tr>
      <td class="p ln" style="padding:16px 24px 24px 24px;border-top:1px solid ${colours.line}">
        <b>${anchor(open, `${styles.body};color:${colours.link}`)}</b>
        <p class="mut" style="${styles.small};margin:12px 0 0 0">
          ${schedule} ${leave}${anchor(definitions, quiet, 'mut')}
        </p>
      </td>
    </tr>`;
}

function metricRow({ title, sample, value, judgement, delta, sparkline, url }: DigestMetric): Html {
  const { sign, style, name } = marks[judgement];
  const border = `border-top:1px solid ${colours.line}`;
  const verdict = judgement === 'unclear' ? delta : `${sign} ${delta}`;
  return html`<tr>
    <td class="c ln" style="${border};padding:10px 0;width:252px" valign="top">
      <span class="ink" style="${styles.body}">${title}</span><br /><span class="mut" style="${styles.small}"
        >${sample}</span
      >
    </td>
    <td class="c ln2" style="${border};padding:10px 0 10px 8px;white-space:nowrap" valign="top">
      <b class="ink" style="${styles.value}"
        >${anchor({ text: value, url }, `color:${colours.ink};text-decoration:none`, 'ink')}</b
      >
    </td>
    <td class="c ln2" style="${border};padding:10px 0 10px 8px" valign="top" align="right">
      <b class="${name}" style="${style}">${verdict}</b>${delta === '' ? null : html`<br />`}<span
        class="mut"
        style="${styles.spark}"
        role="img"
        aria-label="twelve weeks"
        >${sparkline}</span
      >
    </td>
  </tr> `;
}

function itemTable(items: readonly DigestItem[]): Html | null {
  if (items.length === 0) return null;
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
    ${items.map(({ judgement, text, link }) => {
      const { sign, style, name } = marks[judgement];
      return html`<tr>
        <td width="24" valign="top" style="padding:6px 0">
          <b class="${name}" style="${style};font-size:16px">${sign}</b>
        </td>
        <td class="ink" style="${styles.body};padding:6px 0">
          ${text}${link === null ? null : html` ${anchor(link)}`}
        </td>
      </tr> `;
    })}
  </table>`;
}

/** Bars are cells with a colour: every mail program draws them, and none has to fetch them. */
function barTable(bars: readonly DigestBar[]): Html {
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0">
      ${bars.map(
        ({ label, failed, rest, text }) =>
          html`<tr>
            <td class="ink" style="${styles.body};width:160px;padding:4px 0">${label}</td>
            <td style="padding:4px 8px">
              <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
                <tr>
                  ${bar(failed, colours.failedBar)}${bar(rest, colours.restBar)}${bar(1 - failed - rest, colours.track, 'trk')}
                </tr>
              </table>
            </td>
            <td class="ink" style="${styles.body};width:72px;text-align:right;padding:4px 0;white-space:nowrap">
              <b>${text}</b>
            </td>
          </tr>`,
      )}
    </table>
    <p class="mut" style="${styles.small};margin:4px 0 0 0">
      Failed (first part) of counted deployments in the four weeks; the services with most of them, by name.
    </p>`;
}

function bar(share: number, colour: string, name = ''): Html | null {
  const width = Math.round(share * 100);
  if (width <= 0) return null;
  return html`<td
    class="${name}"
    width="${width}%"
    height="12"
    bgcolor="${colour}"
    style="background:${colour};font-size:0;line-height:0"
  >
    &nbsp;
  </td>`;
}

const row = (padding: string, content: Html): Html =>
  html`<tr>
    <td class="p" style="padding:${padding}">${content}</td>
  </tr>`;

const heading = (text: string): Html =>
  row('28px 24px 8px 24px', html`<h2 class="ink" style="${styles.h2};margin:0">${text}</h2>`);

const section = (title: string, content: Html | null): Html | null =>
  content === null ? null : html`${heading(title)}${row('0 24px', content)}`;

const paragraph = (text: string): Html => html`<p class="ink" style="${styles.body};margin:0 0 6px 0">${text}</p>`;
