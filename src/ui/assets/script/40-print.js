// On each sheet of paper: what it is, of when, and when the figures were read. Style sheets cannot take it from the page.
const said = ['h1', '.print-period'].map((one) => document.querySelector(one)?.textContent.trim());
const readAt = new Date(performance.timeOrigin).toISOString();
const asOf = document.querySelector('main')?.dataset.asOf ?? '{}';
const print = (name, text) => document.documentElement.style.setProperty(name, JSON.stringify(text));
print('--print-title', said.filter(Boolean).join(' · '));
print('--print-as-of', asOf.replace('{}', `${readAt.slice(0, 16).replace('T', ' ')} UTC`));
