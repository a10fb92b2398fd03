import { may, mayChangeAny, seesOnlyOwn, type Viewer } from '../../core/access.ts';
import { findable, MOST_FOUND, meant, type Sought } from '../../core/find.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { LOCALES, type Messages, messagesOf } from '../../ui/messages/index.ts';
import type { ServerDeps } from '../deps.ts';

/** Pages and actions as whoever looks may open and do them, to be found by their names in any language. */

export interface Place {
  href: string;
  name: string;
  /** What it is looked for in. */
  text: string;
  /** What else it may be called by whoever does not know its name. */
  also: string;
}
type NameIn = (m: Messages) => string;

/** Who looks, and at what server. */
interface At {
  viewer: Viewer;
  deps: Pick<ServerDeps, 'settings' | 'actions' | 'signIn'>;
}

const place = (to: string, { m }: Pick<Frame, 'm'>, key: string, nameIn: NameIn): Place => {
  const names = LOCALES.map((locale) => nameIn(messagesOf(locale)));
  const words = LOCALES.map((locale) => wordsOf(messagesOf(locale), key));
  return { href: to, name: nameIn(m), text: findable(names), also: findable([...names, ...words]) };
};
const wordsOf = ({ find: { words } }: Messages, key: string): string =>
  Object.hasOwn(words, key) ? words[key as keyof typeof words] : '';

/** Those that are called so, then those that may be called so. */
export function placesMeant(all: readonly Place[], sought: Sought): Place[] {
  const named = meant(all, sought);
  const others = all.filter((one) => !named.includes(one)).map((one) => ({ ...one, text: one.also }));
  return [...named, ...meant(others, sought)].slice(0, MOST_FOUND);
}

/** Those of the navigation first, each once. */
export function placesFor({ viewer, deps }: At, frame: Pick<Frame, 'm' | 'nav'>): Place[] {
  const { settings } = deps;
  const plans = may(viewer, 'see', { kind: 'plan' });
  const bill = may(viewer, 'see', { kind: 'bill' });
  const others = !seesOnlyOwn(viewer);
  const signedIn = viewer.email !== '';
  const more: readonly (readonly [keyof Messages['find']['places'], string, boolean])[] = [
    ['lines', href`/spend`, true],
    ['over', href`/budgets/over`, others],
    ['suggested', href`/budgets/suggest`, plans],
    ['mirror', href`/budgets/aws`, bill],
    ['dryRun', href`/stops/dry-run`, others && settings.enforcement.mode !== 'off'],
    ['hygiene', href`/profiles/hygiene`, others],
    ['plans', href`/profiles/plans`, plans],
    ['inForce', href`/policies/in-force`, may(viewer, 'change', { kind: 'policies' })],
    ['rollOut', href`/policies/roll-out`, may(viewer, 'change', { kind: 'policies' })],
    ['ownMessages', href`/me/messages`, signedIn],
    ['tokens', href`/tokens`, signedIn],
    ['privacy', href`/privacy`, true],
    ['api', href`/api`, true],
  ];
  return [
    ...frame.nav.flatMap(({ pages }) =>
      pages.map(([to, name]) => place(to, frame, name, (m) => m.nav[name])),
    ),
    ...more.flatMap(([name, to, isFor]) => (isFor ? place(to, frame, name, (m) => m.find.places[name]) : [])),
  ];
}

/** What they may do, each by the rule of the page that it leads to. */
export function actionsFor({ viewer, deps }: At, frame: Pick<Frame, 'm'>): Place[] {
  const { settings, actions } = deps;
  const plans = may(viewer, 'change', { kind: 'plan' });
  const makes = actions.createProfile !== null && mayChangeAny(viewer, 'profile');
  const jobs = may(viewer, 'change', { kind: 'jobs' });
  const budgets = mayChangeAny(viewer, 'budget');
  const all: readonly (readonly [keyof Messages['find']['actions'], string, boolean])[] = [
    ['getProfile', href`/profiles/new`, makes],
    ['askBudget', href`/budgets/ask`, viewer.email !== '' && settings.budgets.requests.by !== 'nobody'],
    ['newBudget', href`/budgets/new`, budgets],
    ['raiseBudget', href`/budgets/over`, budgets],
    ['manyBudgets', href`/budgets/many`, plans],
    ['planProfiles', href`/profiles/plans/new`, plans],
    ['rollOver', href`/profiles/roll-over`, plans],
    ['addPerson', href`/people`, may(viewer, 'change', { kind: 'directory' })],
    ['runJob', href`/jobs`, jobs && actions.trigger !== null],
    ['connectChat', href`/channels`, jobs],
    ['checkSetup', href`/setup`, jobs],
    ['makeToken', href`/tokens`, mayChangeAny(viewer, 'credentials')],
  ];
  return all.flatMap(([name, to, isFor]) =>
    isFor ? place(to, frame, name, (m) => m.find.actions[name]) : [],
  );
}
