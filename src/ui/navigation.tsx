import { href } from '../core/href.ts';
import type { Messages } from './messages/index.ts';

/** The way around: what leads where, in as few links as can be read at a glance. */

/** A page, and its name in the catalogue. */
export type NavPage = readonly [href: string, name: keyof Messages['nav']];
/** Pages about one thing. */
export interface NavGroup {
  name: keyof Messages['navGroups'];
  pages: readonly NavPage[];
  /** Where else one is in this group: beginnings of paths. */
  also: readonly string[];
}

/** So many pages stand in one row; more are shown by what they are about. */
const ONE_ROW = 6;

const isAt = (path: string, to: string): boolean =>
  to === href`/` ? path === to : path === to || path.startsWith(`${to}/`);
/** The page that one is on, as far as it is one of these. */
const pageAt = (path: string, pages: readonly NavPage[]): NavPage | undefined =>
  pages.find(([to]) => isAt(path, to));
const isIn = (path: string, { pages, also }: NavGroup): boolean =>
  pageAt(path, pages) !== undefined || also.some((to) => isAt(path, to));

interface Drawn {
  groups: readonly NavGroup[];
  path: string;
  m: Messages;
}

/** A row of what pages are about and a row of the pages of one; of few pages one row. On a phone a menu of all. */
export function Navigation({ groups, path, m }: Drawn) {
  const all = groups.flatMap(({ pages }) => pages);
  const here = groups.find((group) => isIn(path, group));
  const few = all.length <= ONE_ROW;
  return (
    <>
      <nav class={few ? 'groups few' : 'groups'} aria-label={m.brand}>
        {few
          ? links(all, path, m)
          : groups.map((group) => (
              <a href={group.pages[0]?.[0]} {...(group === here ? { 'aria-current': 'true' } : {})}>
                {m.navGroups[group.name]}
              </a>
            ))}
      </nav>
      {!few && here !== undefined && (
        <nav class="pages" aria-label={m.navGroups[here.name]}>
          {links(here.pages, path, m)}
        </nav>
      )}
      {all.length > 0 && <Menu groups={groups} path={path} m={m} />}
    </>
  );
}

const links = (pages: readonly NavPage[], path: string, { nav }: Messages) => {
  const current = pageAt(path, pages);
  return pages.map((page) => (
    <a href={page[0]} {...(page === current ? { 'aria-current': 'page' } : {})}>
      {nav[page[1]]}
    </a>
  ));
};

/** All pages at once. On a phone the switches stand below it, and are seen with it only. */
function Menu({ groups, path, m }: Drawn) {
  return (
    <details class="menu">
      <summary>{m.menu}</summary>
      <nav aria-label={m.menu}>
        {groups.map((group) => (
          <section>
            <h2>{m.navGroups[group.name]}</h2>
            {links(group.pages, path, m)}
          </section>
        ))}
      </nav>
    </details>
  );
}
