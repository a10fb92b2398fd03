import { html, raw } from 'hono/html';
import { clipped } from '../core/clipped.ts';
import type { Bars, Listed, Message, MessageTable, Meter, Tone } from '../core/message.ts';
import { visible, visibleInLine } from '../core/signs.ts';

/**
 * A message as HTML for mail programs: tables and inline styles, since many take nothing else; no picture from elsewhere, no
 * script, nothing that tells whether it was opened. Light and dark by what the reader's program asks for.
 */

type Part = ReturnType<typeof html> | string;

/** One name for each colour: inline for light, and in the style sheet once more for dark. */
const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI','Hiragino Sans','Noto Sans JP',Meiryo,sans-serif";
const TEXT = 'color:#1b1f24';
const SOFT = 'color:#57606a';
const LINE = 'border-bottom:1px solid #d8dee4';
const TONE: Readonly<Record<Tone, string>> = {
  news: '#0b5cad',
  warning: '#9a6700',
  urgent: '#b42318',
  good: '#1a7f37',
};
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; }
  @media (prefers-color-scheme: dark) {
    .page { background: #0d1117 !important; }
    .card { background: #161b22 !important; border-left-color: #30363d !important; border-right-color: #30363d !important; border-bottom-color: #30363d !important; }
    .text { color: #e6edf3 !important; }
    .soft { color: #9da7b3 !important; }
    .line { border-color: #30363d !important; }
    .track { background: #30363d !important; }
    .copied { background: #0d1117 !important; color: #e6edf3 !important; }
    .quiet { color: #6cb6ff !important; }
    .tone-news { color: #6cb6ff !important; } .tone-warning { color: #e3b341 !important; }
    .tone-urgent { color: #ff9492 !important; } .tone-good { color: #56d364 !important; }
  }
  @media (max-width: 480px) {
    .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
    .inside { padding: 20px 16px !important; }
    .label, .value { display: block !important; width: auto !important; text-align: left !important; }
    .label { border-bottom: 0 !important; padding: 8px 0 0 !important; }
    .value { padding: 0 0 8px !important; }
  }`;

/** A whole mail. */
export function mailHtml(message: Message): string {
  const { locale, tone, subject, lead, meter, facts, bars, tables, lists, copied, notes, links, why } =
    message;
  const colour = TONE[tone];
  const inside: Part[] = [
    html`<p class="text" style="margin:0 0 16px;font-size:18px;line-height:1.45;font-weight:600;${TEXT}">${line(lead)}</p>`,
    ...(meter === null ? [] : [meterPart(meter, colour, tone)]),
    ...(facts.length === 0 ? [] : [factsPart(facts)]),
    ...lists.map(listPart),
    ...bars.map((one) => barsPart(one, colour)),
    ...tables.map(tablePart),
    ...copied.map(({ label, text }) => copiedPart(label, text)),
    ...notes.map(
      (note) =>
        html`<p class="text" style="margin:16px 0 0;font-size:15px;line-height:1.6;${TEXT}">${line(note)}</p>`,
    ),
    ...links.map(({ label, url }, at) => (at === 0 ? buttonPart(label, url) : linkPart(label, url))),
  ];
  const page = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${line(subject)}</title>
<style>${raw(STYLE)}</style>
</head>
<body class="page" style="margin:0;background:#f3f5f7;${FONT}">
<div style="display:none;max-height:0;overflow:hidden">${line(preheaderOf(message))}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f5f7"><tr><td align="center" style="padding:16px 0">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:620px;background:#ffffff;border:1px solid #d8dee4;border-top:4px solid ${colour};border-radius:8px"><tr><td class="inside" style="padding:28px 32px">
<p class="soft" style="margin:0 0 12px;font-size:13px;${SOFT}">Bedrock Ledger</p>
${inside}
${why === '' ? '' : html`<p class="soft line" style="margin:28px 0 0;padding-top:14px;border-top:1px solid #d8dee4;font-size:12px;line-height:1.5;overflow-wrap:anywhere;${SOFT}">${withLinks(why)}</p>`}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
  return String(page);
}

/** Signs of a preheader: more is cut by every program. */
const PREHEADER = 140;
/** What programs show beside the subject, which says what happened: how much of what, and what is left. */
export const preheaderOf = ({ meter, facts, notes, lead }: Message): string => {
  const said = [meter?.words ?? '', ...facts.slice(0, 2).map(({ label, value }) => `${label} ${value}`)];
  const text = said.filter((one) => one !== '').join(' · ') || notes[0] || lead;
  return clipped(text, PREHEADER);
};

/** What cannot be seen is shown as what it is: a name cannot turn a line around. */
const line = (text: string): string => visibleInLine(text);

function meterPart({ usedPercent, forecastPercent, words }: Meter, colour: string, tone: Tone): Part {
  // The whole bar is the limit: what goes beyond it is in the words.
  const of = (percent: number) => Math.min(100, Math.max(0, Math.round(percent)));
  const used = of(usedPercent);
  const ahead = Math.max(0, of(forecastPercent ?? 0) - used);
  const rest = Math.max(0, 100 - used - ahead);
  const cell = (width: number, style: string) =>
    width === 0
      ? ''
      : html`<td width="${width}%" style="height:12px;font-size:0;line-height:0;${style}">&nbsp;</td>`;
  return html`<table role="presentation" class="track" width="100%" cellpadding="0" cellspacing="0" style="background:#e4e8ec;border-radius:6px;overflow:hidden"><tr>${cell(used, `background:${colour}`)}${cell(ahead, `background:${colour};opacity:.4`)}${cell(rest, '')}</tr></table>
<p class="soft tone-${tone}" style="margin:6px 0 18px;font-size:13px;color:${colour}">${line(words)}</p>`;
}

const factsPart = (facts: Message['facts']): Part =>
  html`<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">${facts.map(
    ({ label, value }) =>
      html`<tr><th scope="row" class="label soft line" align="left" style="padding:8px 16px 8px 0;font-size:14px;font-weight:400;vertical-align:top;${LINE};${SOFT}">${line(label)}</th><td class="value text line" style="padding:8px 0;font-size:14px;overflow-wrap:anywhere;${LINE};${TEXT}">${line(value)}</td></tr>`,
  )}</table>`;

const titlePart = (title: string): Part =>
  title === ''
    ? ''
    : html`<p class="text" style="margin:20px 0 8px;font-size:14px;font-weight:600;${TEXT}">${line(title)}</p>`;

/** The picture: bars of table cells, which every mail program draws, each with its figure beside it. */
const barsPart = ({ title, bars }: Bars, colour: string): Part =>
  html`${titlePart(title)}<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">${bars.map(
    ({ label, text, share }) => {
      const width = Math.max(1, Math.round(share * 100));
      return html`<tr><th scope="row" class="soft" align="left" width="30%" style="padding:3px 10px 3px 0;font-size:13px;font-weight:400;overflow-wrap:anywhere;${SOFT}">${line(label)}</th><td style="padding:3px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td width="${width}%" style="height:14px;font-size:0;line-height:0;background:${colour};border-radius:2px">&nbsp;</td><td style="font-size:0;line-height:0">&nbsp;</td></tr></table></td><td class="text" align="right" width="24%" style="padding:3px 0 3px 10px;font-size:13px;white-space:nowrap;${TEXT}">${line(text)}</td></tr>`;
    },
  )}</table>`;

const tablePart = ({ title, columns, rows }: MessageTable): Part =>
  html`${titlePart(title)}<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse"><tr>${columns.map(
    (name, at) =>
      html`<th scope="col" class="soft line" align="${at === 0 ? 'left' : 'right'}" style="padding:6px 0 6px ${at === 0 ? 0 : 10}px;font-size:12px;font-weight:600;${LINE};${SOFT}">${line(name)}</th>`,
  )}</tr>${rows.map(
    (row) =>
      html`<tr>${row.map(
        (cell, at) =>
          html`<td class="text line" align="${at === 0 ? 'left' : 'right'}" style="padding:6px 0 6px ${at === 0 ? 0 : 10}px;font-size:13px;overflow-wrap:anywhere;${LINE};${TEXT}">${line(cell)}</td>`,
      )}</tr>`,
  )}</table>`;

const listPart = ({ title, lines, items, more }: Listed): Part =>
  html`${titlePart(title)}<ul style="margin:0;padding:0 0 0 20px">${[
    ...(items === undefined ? lines.map((one) => line(one)) : items.map(itemPart)),
    ...(more === '' ? [] : [line(more)]),
  ].map(
    (one) =>
      html`<li class="text" style="margin:0 0 8px;font-size:14px;line-height:1.5;overflow-wrap:anywhere;${TEXT}">${one}</li>`,
  )}</ul>`;

const itemPart = ({ text, detail, url }: NonNullable<Listed['items']>[number]): Part =>
  html`${url === '' ? line(text) : html`<a class="quiet" href="${url}" style="color:#0b5cad">${line(text)}</a>`}${detail === '' ? '' : html`<br><span class="soft" style="font-size:13px;${SOFT}">${line(detail)}</span>`}`;

const copiedPart = (label: string, text: string): Part =>
  html`${titlePart(label)}<pre class="copied text" style="margin:0;padding:12px;background:#f3f5f7;border-radius:6px;font-size:12px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-monospace,Menlo,Consolas,monospace;${TEXT}">${visible(text)}</pre>`;

const buttonPart = (label: string, url: string): Part =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0 0"><tr><td style="background:#0b5cad;border-radius:6px"><a href="${url}" style="display:inline-block;padding:11px 20px;font-size:15px;font-weight:600;color:#ffffff;text-decoration:none">${line(label)}</a></td></tr></table>`;

const linkPart = (label: string, url: string): Part =>
  html`<p style="margin:12px 0 0;font-size:14px"><a class="quiet" href="${url}" style="color:#0b5cad">${line(label)}</a></p>`;

const ADDRESS = /https?:\/\/\S+/g;
/** Addresses in a sentence lead where they say. */
function withLinks(text: string): Part[] {
  const shown = line(text);
  const parts: Part[] = [];
  let at = 0;
  for (const { 0: url, index } of shown.matchAll(ADDRESS)) {
    parts.push(shown.slice(at, index), html`<a class="quiet" href="${url}" style="color:#0b5cad">${url}</a>`);
    at = index + url.length;
  }
  return [...parts, shown.slice(at)];
}
