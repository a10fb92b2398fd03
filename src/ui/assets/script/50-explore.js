// On Explore a choice is asked at once; the address says it, the focus stays.
let [asks, shown] = [0, location.search];
const find = (what) => document.querySelector(what);
addEventListener('change', ({ target }) => {
  const form = target.closest('.explore');
  if (!form || !form.start.value !== !form.endExclusive.value) return;
  const said = [...new FormData(form)].filter(([, value]) => value);
  ask(`${form.action}?${new URLSearchParams(said)}`);
});
async function ask(to) {
  const mine = ++asks;
  const text = await fetch(to)
    .then((answer) => answer.text())
    .catch(() => '');
  if (mine !== asks) return;
  const page = new DOMParser().parseFromString(text, 'text/html');
  if (!page.querySelector('#explored')) return location.assign(to);
  const { name } = document.activeElement;
  const { open } = find('.explore details');
  for (const part of ['#explored', '#explored-said', '.switches'])
    find(part).replaceChildren(...page.querySelector(part).childNodes);
  for (const form of document.querySelectorAll('#views form')) form.action = to;
  history.pushState(null, '', to);
  shown = location.search;
  find('.explore details').open ||= open;
  document.dispatchEvent(new Event('fresh'));
  find(`.explore [name="${name}"]:not([type=hidden])`)?.focus();
}
addEventListener('popstate', () => {
  if (shown !== location.search && find('#explored')) location.reload();
});
