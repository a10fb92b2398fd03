// On each sheet of paper: what it is, of when, and when the figures were read. Style sheets cannot take it from the page.
const said = ['h1', '.print-period'].map((one) => document.querySelector(one)?.textContent.trim());
const readAt = new Date(performance.timeOrigin).toISOString();
for (const [name, text] of [
  ['--print-title', said.filter(Boolean).join(' · ')],
  [
    '--print-as-of',
    (document.querySelector('main')?.dataset.asOf ?? '{}').replace(
      '{}',
      `${readAt.slice(0, 10)} ${readAt.slice(11, 16)} UTC`,
    ),
  ],
])
  document.documentElement.style.setProperty(name, JSON.stringify(text));
