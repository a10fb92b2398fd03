// Find: a dialog that asks while somebody types, steered from its field; without script the link leads to a page.
const link = document.querySelector('a.find');
const dialog = document.querySelector('dialog.find');
const field = dialog?.querySelector('input');
const list = dialog?.querySelector('[role=listbox]');
let pause = 0;
let asked = new AbortController();
let at = -1;
const options = () => list.querySelectorAll('[role=option]');
function open() {
  if (dialog.open) return;
  // The focus comes back, to the link where nothing had it.
  if (document.activeElement === document.body) link.focus({ preventScroll: true });
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
    // Asked anew, or no answer: Enter still leads to the page.
  }
}
if (dialog) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  addEventListener('keydown', (event) => {
    const typing = document.activeElement?.matches('input, select, textarea');
    const held = event.ctrlKey || event.metaKey;
    const called = held ? event.key.toLowerCase() === 'k' : event.key === '/' && !typing;
    if (!called || event.altKey) return;
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

// A filter narrows its table while somebody types: what was read anew takes the place of all but the field itself.
let wait = 0;
let reading = new AbortController();
async function narrow(form) {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  const to = new URL(form.action);
  to.hash = '';
  to.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  try {
    const answer = await fetch(to, { signal, redirect: 'error' });
    const text = answer.ok ? await answer.text() : null;
    if (text === null || signal.aborted) return;
    history.replaceState(history.state, '', to);
    const card = form.closest('.card');
    const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(card.id);
    if (fresh) put(card, fresh);
  } catch {
    // Enter still asks for the page.
  }
}
function put(card, fresh) {
  const of = (whole, what) => whole.querySelector(`:scope > .tools ${what}`);
  for (const what of ['.left', '.csv']) {
    const [old, next] = [of(card, what), of(fresh, what)];
    if (old && what === '.left') old.textContent = next?.textContent ?? '';
    else if (old && next) old.replaceWith(next);
  }
  for (const part of [...card.children]) if (!part.matches('.tools')) part.remove();
  for (const part of [...fresh.children]) if (!part.matches('.tools')) card.append(part);
}
addEventListener('input', ({ target }) => {
  const form = target.closest('form.filter');
  clearTimeout(wait);
  if (form) wait = setTimeout(narrow, 200, form);
});
