// Find: a dialog that asks while somebody types, steered from its field; without script the link leads to a page.
const dialog = document.querySelector('dialog.find');
const field = dialog?.querySelector('input');
const list = dialog?.querySelector('[role=listbox]');
let pause = 0;
let asked = new AbortController();
let at = -1;
const options = () => list.querySelectorAll('[role=option]');
function open() {
  if (dialog.open) return;
  dialog.showModal();
  field.select();
}
function mark(next) {
  const all = options();
  all[at]?.setAttribute('aria-selected', 'false');
  at = all.length === 0 ? -1 : (next + all.length) % all.length;
  const chosen = all[at];
  chosen?.setAttribute('aria-selected', 'true');
  chosen?.scrollIntoView({ block: 'nearest' });
  if (chosen) field.setAttribute('aria-activedescendant', chosen.id);
  else field.removeAttribute('aria-activedescendant');
}
async function find() {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  const query = new URLSearchParams({ q: field.value, part: 'list' });
  try {
    const answer = await fetch(`${field.form.action}?${query}`, { signal, redirect: 'error' });
    const text = answer.ok ? await answer.text() : '';
    if (signal.aborted) return;
    list.innerHTML = text;
    list.previousElementSibling.textContent = list.firstElementChild?.dataset.said ?? '';
    field.setAttribute('aria-expanded', String(options().length > 0));
    at = -1;
    mark(0);
  } catch {
    // Another question is on its way, or nobody answers: Enter still leads to the page.
  }
}
if (dialog) {
  document.querySelector('a.find').addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '');
    const byKey = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
    const bySign = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!byKey && !bySign) return;
    event.preventDefault();
    open();
  });
  field.addEventListener('input', () => {
    clearTimeout(pause);
    // What is marked was found for something else: Enter leads to the page until there is an answer.
    options()[at]?.setAttribute('aria-selected', 'false');
    at = -1;
    pause = setTimeout(find, 120);
  });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') mark(at + 1);
    else if (event.key === 'ArrowUp') mark(at - 1);
    else if (event.key === 'Enter' && options()[at]) options()[at].click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
}
