// On Explore a choice is asked at once; the address says it, the focus stays.
let asks = 0;
document.addEventListener('change', ({ target }) => {
  const form = target.closest('form.explore');
  if (!form || !form.start.value !== !form.endExclusive.value) return;
  const said = [...new FormData(form)]
    .filter(([, value]) => value)
    .map((one) => one.map(encodeURIComponent).join('='));
  ask(`${form.getAttribute('action')}?${said.join('&')}`);
});
async function ask(to) {
  const mine = ++asks;
  const text = await fetch(to).then(
    (answer) => answer.ok && answer.text(),
    () => '',
  );
  if (mine !== asks) return;
  if (!text) return location.assign(to);
  const page = new DOMParser().parseFromString(text, 'text/html');
  const { name } = document.activeElement;
  const { open } = document.querySelector('.explore details');
  for (const part of ['#explored', '#explored-said', '.switches'])
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  history.pushState(null, '', to);
  if (open) document.querySelector('.explore details').open = true;
  document.dispatchEvent(new Event('fresh'));
  if (name) document.querySelector(`.explore [name="${name}"]:not([type=hidden])`)?.focus();
}
addEventListener('popstate', () => document.querySelector('#explored') && location.reload());
