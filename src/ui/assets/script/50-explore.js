// On Explore a choice is asked at once: the answer is put in place, the address says it, the focus stays.
let asks = 0;
document.addEventListener('change', ({ target }) => {
  const form = target.closest('form.explore');
  if (!form) return;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  // One day alone is no period yet.
  if (query.has('start') === query.has('endExclusive')) ask(`${form.getAttribute('action')}?${query}`);
});
async function ask(to) {
  const mine = ++asks;
  const answer = await fetch(to).catch(() => null);
  const text = answer?.ok ? await answer.text() : null;
  if (mine !== asks) return;
  if (!text) return location.assign(to);
  const page = new DOMParser().parseFromString(text, 'text/html');
  const { name } = document.activeElement;
  for (const part of ['#explored', '#explored-said', '.switches'])
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  history.pushState(null, '', to);
  if (name) document.querySelector(`.explore [name="${name}"]:not([type=hidden])`)?.focus();
}
addEventListener('popstate', () => document.querySelector('#explored') && location.reload());
