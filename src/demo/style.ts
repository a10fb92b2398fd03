/** The look of the product's own pages, in the little that is needed here. Served as a file: the pages allow no other style. */
export const STYLE = `:root {
  color-scheme: light dark;
  --paper: #f7f7f4; --card: #fff; --ink: #191d22; --soft: #555d67; --line: #e5e6e1; --accent: #0a5a8a; --accent-soft: #e3eef5;
  --banner: #fdf1cf; --banner-ink: #5a4200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #111418; --card: #191d23; --ink: #e9eaec; --soft: #a9b1ba; --line: #2a3038; --accent: #79bdea; --accent-soft: #1d3242;
    --banner: #332a12; --banner-ink: #f1dca2;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", Meiryo, sans-serif;
}
.banner { background: var(--banner); color: var(--banner-ink); padding: 5px 28px; font-size: 12.5px; }
.brand { display: flex; gap: 8px; align-items: center; font-weight: 650; padding: 12px 28px; background: var(--card); border-bottom: 1px solid var(--line); letter-spacing: -.012em; }
.brand svg { stroke: var(--accent); stroke-width: 2.4; stroke-linecap: round; fill: none; }
main { max-width: 1020px; margin: 0 auto; padding: 40px 28px 48px; }
h1 { font-size: 26px; line-height: 1.3; font-weight: 600; letter-spacing: -.015em; margin: 0 0 6px; text-wrap: balance; }
:lang(ja) h1 { letter-spacing: 0; font-size: 24px; }
:lang(ja) { word-break: auto-phrase; }
p { margin: 0 0 10px; color: var(--soft); max-width: 44em; text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: 2px; }
form { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); margin: 26px 0 30px; }
button {
  display: grid; grid-template-rows: auto auto 1fr; align-content: start; gap: 2px; width: 100%; min-height: 128px; padding: 16px 18px; text-align: left; cursor: pointer;
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 10px;
}
button:hover { border-color: var(--accent); background: var(--accent-soft); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.role { font-size: 17px; font-weight: 650; letter-spacing: -.01em; }
:lang(ja) .role { letter-spacing: 0; }
.name { font-size: 13px; color: var(--soft); overflow-wrap: anywhere; }
.blurb { margin-top: 8px; text-wrap: pretty; }
code { font: 13px ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (max-width: 600px) {
  .banner, .brand { padding-left: 18px; padding-right: 18px; }
  main { padding: 24px 18px 36px; }
  h1 { font-size: 22px; }
  form { gap: 10px; margin: 18px 0 24px; }
  button { min-height: 0; }
}
`;
