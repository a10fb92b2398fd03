// Find: a dialog that asks while somebody types, steered from its field; without script the link leads to a page.
const link = document.querySelector('a.find');
const dialog = document.querySelector('dialog.find');
const field = dialog?.querySelector('input');
const list = dialog?.querySelector('[role=listbox]');
// The answer to the last question; null to those before it, and where nobody answers.
function asker() {
  let asked;
  return async (to) => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(to, { signal: asked.signal, redirect: 'error' });
      return answer.ok ? await answer.text() : '';
    } catch {
      return null;
    }
  };
}
const found = asker();
let pause = 0;
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
  field.setAttribute('aria-activedescendant', chosen?.id ?? '');
}
async function find() {
  const query = new URLSearchParams({ q: field.value, part: 'list' });
  const text = await found(`${field.form.action}?${query}`);
  if (text === null) return;
  list.innerHTML = text;
  list.previousElementSibling.textContent = list.firstElementChild?.dataset.said ?? '';
  field.setAttribute('aria-expanded', options().length > 0);
  at = -1;
  mark(0);
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
    // What is marked was found for something else.
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

// A filter narrows its table while somebody types; the field itself stays.
let wait = 0;
const narrowed = asker();
async function narrow(form) {
  const to = new URL(form.action);
  to.hash = '';
  to.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const text = await narrowed(to);
  if (!text) return;
  history.replaceState(history.state, '', to);
  put(form.closest('.card'), new DOMParser().parseFromString(text, 'text/html'));
}
// Links and forms of the rest of the page lead on with the filter.
function put(card, page) {
  const parts = (of) => of.querySelectorAll(':scope > :not(.tools)');
  const next = page.getElementById(card.id);
  if (!next) return;
  const fresh = parts(next);
  for (const part of [...parts(card), ...fresh]) part.remove();
  const rest = (of) => of.querySelectorAll('a, form[method=get], .left');
  const hidden = (of) => of.querySelectorAll('[type=hidden]');
  const [old, all] = [rest(document), rest(page)];
  card.append(...fresh);
  if (old.length !== all.length) return;
  all.forEach((next, i) => {
    const one = old[i];
    if (one.matches('.left')) one.textContent = next.textContent;
    else if (one.href !== next.href) one.replaceWith(next);
    for (const was of hidden(one)) was.remove();
    one.append(...hidden(next));
  });
}
addEventListener('input', ({ target }) => {
  const form = target.closest('form.filter');
  clearTimeout(wait);
  if (form) wait = setTimeout(narrow, 200, form);
});
