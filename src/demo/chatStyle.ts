import { STYLE } from './style.ts';

/** The look of the demo's chat, beside that of its other pages. */
export const CHAT_STYLE = `${STYLE}
.brand { justify-content: space-between; flex-wrap: wrap; }
.brand h1 { font-size: 17px; margin: 0; }
.brand a { color: var(--accent); font-size: 14px; }
main.chat { max-width: 760px; padding-top: 20px; }
.soft, time { color: var(--soft); font-size: 13px; }
ol.posts { list-style: none; margin: 0; padding: 0; display: grid; gap: 14px; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; overflow-wrap: anywhere; }
article h2 { font-size: 16px; margin: 6px 0; }
article p { margin: 6px 0; white-space: pre-line; color: var(--ink); }
article p.soft { color: var(--soft); }
.who { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: baseline; }
.app { font-size: 11px; background: var(--line); border-radius: 3px; padding: 0 4px; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 2px 16px; }
.refused { border-left: 3px solid #b3261e; padding-left: 8px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
a.button { border: 1px solid var(--line); border-radius: 5px; padding: 4px 12px; color: var(--ink); text-decoration: none; font-weight: 600; font-size: 13.5px; }
a.button.primary { background: var(--accent); border-color: var(--accent); color: var(--card); }
code.block { display: block; background: var(--accent-soft); border-radius: 5px; padding: 6px 8px; white-space: pre-wrap; font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 12.5px; }
`;
