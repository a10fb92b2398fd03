import { href } from '../core/href.ts';
import type { Messages } from './messages/index.ts';

/** Find, on every page: a link to its page, and the dialog that script opens in its place. */

export const FindLink = ({ m }: { m: Messages }) => (
  <a class="find" href={href`/find`} aria-keyshortcuts="/ Control+K Meta+K">
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <path d="M9.2 9.2 13 13M10.5 6a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0Z" />
    </svg>
    <span>{m.find.title}</span>
    <span class="key" aria-hidden="true">
      /
    </span>
  </a>
);

/** Closed until script opens it; what is found is put in by it, as `/find` draws it. */
export const FindDialog = ({ m }: { m: Messages }) => (
  <dialog class="find" aria-label={m.find.title}>
    <form method="get" action={href`/find`} role="search">
      <input
        name="q"
        autocomplete="off"
        enterkeyhint="search"
        role="combobox"
        aria-expanded="false"
        aria-controls="found"
        aria-autocomplete="list"
        placeholder={m.find.hint}
        aria-label={m.find.hint}
      />
    </form>
    <p class="note" role="status"></p>
    <div id="found" class="found" role="listbox" aria-label={m.find.title}></div>
  </dialog>
);
