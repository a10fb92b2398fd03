// On Explore a choice is asked at once; the address says it, the focus stays.
let asked = location.search;
const find = (what) => document.querySelector(what);
addEventListener('change', ({ target }) => {
  const form = target.closest('.explore');
  if (!form || !form.start.value !== !form.last.value) return;
  // What is hidden is of these lines.
  if (/^(group|by)$/.test(target.name)) form.hide.value = '';
  const said = [...new FormData(form)].filter(([, value]) => value);
  ask(`?${new URLSearchParams(said)}`);
});
async function ask(to) {
  asked = to;
  const text = await fetch(to)
    .then((answer) => answer.text())
    .catch(() => '');
  if (to !== asked) return;
  const page = new DOMParser().parseFromString(text, 'text/html');
  if (!page.querySelector('#explored')) return location.assign(to);
  const { name } = document.activeElement;
  const { open } = find('.explore details');
  // Where somebody types, nothing is taken away.
  const isTyped = [...document.querySelectorAll('.explore input')].some(
    ({ name, value, defaultValue }) =>
      value !== defaultValue && !to.includes(new URLSearchParams([[name, value]])),
  );
  const form = isTyped ? '.explore .period' : '.explore';
  for (const part of [form, '#explored', '#explored-said', '.switches'])
    find(part).replaceChildren(...page.querySelector(part).childNodes);
  for (const form of document.querySelectorAll('#views form')) form.action = to;
  history.pushState(null, '', to);
  find('.explore details').open ||= open;
  document.dispatchEvent(new Event('fresh'));
  find(`.explore [name="${name}"]:not([type=hidden])`)?.focus();
}
addEventListener('popstate', () => {
  if (asked !== location.search && find('#explored')) location.reload();
});
