// Copy buttons.
addEventListener('click', ({ target }) => {
  const button = target.closest('[data-copy]');
  if (!button) return;
  const source = document.getElementById(button.getAttribute('data-copy'));
  copy(source).then((copied) => {
    button.dataset.name ??= button.textContent;
    button.textContent = button.getAttribute(copied ? 'data-copied' : 'data-by-hand');
    setTimeout(() => {
      button.textContent = button.dataset.name;
    }, 2500);
  });
});
// Browsers keep the clipboard from pages that are not served by HTTPS or this machine: then the text is marked.
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}
