import { may, seesOnlyOwn, type Viewer } from '../../core/access.ts';
import { href } from '../../core/href.ts';
import { type PrivacySettings, seesOthers } from '../../core/privacy.ts';
import type { Settings } from '../../core/settings.ts';
import type { NavGroup, NavPage } from '../../ui/navigation.tsx';

type Pages = readonly NavPage[];

/** What leads where, by what it is about: whoever looks is offered what they may see, what answers their first question first. */
export function navOf(
  viewer: Viewer,
  inbox: boolean,
  { privacy, enforcement }: Pick<Settings, 'privacy' | 'enforcement'>,
): readonly NavGroup[] {
  const stops: Pages = enforcement.mode === 'off' ? [] : [[href`/stops`, 'stops']];
  const own: Pages = viewer.email === '' ? [] : [[href`/me`, 'me']];
  const seesBill = may(viewer, 'see', { kind: 'bill' });
  if (seesOnlyOwn(viewer))
    return filled({
      spend: [...own, EXPLORE()],
      budgets: [REQUESTS(), ALERTS()],
      access: [PROFILES(), POLICIES()],
    });
  if (!seesOthers(viewer, privacy))
    // Where no single other person's figures are shown, what would show nothing else is left out.
    return filled({
      spend: [[href`/together`, 'together'], ...own],
      budgets: [BUDGETS(), ...stops, ALERTS()],
      access: [PROFILES(), POLICIES(), PEOPLE()],
      operations: seesBill ? operationsOf(viewer, inbox) : [],
    });
  const team: Pages = viewer.roles.has('manager') ? [[teamPath(viewer.email), 'team']] : [];
  const centers: Pages =
    seesBill || viewer.ownedCostCenters.size > 0 ? [[href`/cost-centers`, 'costCenters']] : [];
  const overview: Pages = seesBill ? [[href`/`, 'overview']] : [];
  return filled({
    spend: [
      ...overview,
      ...own,
      ...team,
      ...centers,
      [href`/users`, 'users'],
      [href`/models`, 'models'],
      EXPLORE(),
    ],
    budgets: [BUDGETS(), ...stops, REQUESTS(), ALERTS()],
    access: [PROFILES(), POLICIES(), ...(seesBill ? [BYPASS()] : []), PEOPLE()],
    bill: seesBill
      ? [
          [href`/reconciliation`, 'reconciliation'],
          [href`/charge-back`, 'chargeBack'],
          [href`/coverage`, 'coverage'],
          [href`/rates`, 'rates'],
        ]
      : [],
    operations: seesBill ? operationsOf(viewer, inbox) : [],
  });
}

// Addresses are made while a request is answered, and not before.
const ALERTS = (): NavPage => [href`/alerts`, 'alerts'];
const BUDGETS = (): NavPage => [href`/budgets`, 'budgets'];
const BYPASS = (): NavPage => [href`/bypass`, 'bypass'];
const EXPLORE = (): NavPage => [href`/explore`, 'explore'];
const PEOPLE = (): NavPage => [href`/people`, 'people'];
const POLICIES = (): NavPage => [href`/policies`, 'policies'];
const REQUESTS = (): NavPage => [href`/requests`, 'requests'];
const PROFILES = (): NavPage => [href`/profiles`, 'profiles'];

/** Channels and the set-up are seen by whoever looks after them. */
const operationsOf = (viewer: Viewer, inbox: boolean): Pages => [
  [href`/jobs`, 'jobs'],
  ...(may(viewer, 'change', { kind: 'jobs' }) ? ([[href`/channels`, 'channels']] as const) : []),
  [href`/messages`, 'messages'],
  [href`/audit`, 'audit'],
  ...(may(viewer, 'change', { kind: 'jobs' }) ? ([[href`/setup`, 'setup']] as const) : []),
  ...(inbox && may(viewer, 'see', { kind: 'inbox' }) ? ([[href`/inbox`, 'inbox']] as const) : []),
];

/** Groups in this order, without those that hold nothing. */
const filled = (pages: Partial<Record<NavGroup['name'], Pages>>): NavGroup[] =>
  (['spend', 'budgets', 'access', 'bill', 'operations'] as const).flatMap((name) => {
    const own = pages[name] ?? [];
    return own.length === 0 ? [] : [{ name, pages: own, also: name === 'spend' ? OF_SPEND() : [] }];
  });

/** Pages of spend that no link of the navigation is. */
const OF_SPEND = (): string[] => [
  href`/spend`,
  href`/days`,
  href`/users`,
  href`/teams`,
  href`/cost-centers`,
  href`/models`,
];

export const teamPath = (manager: string): string => href`/teams/${manager}`;

/** Where somebody's first question is answered. */
export function homeOf(viewer: Viewer, privacy: PrivacySettings): string {
  if (!seesOnlyOwn(viewer) && !seesOthers(viewer, privacy)) return href`/together`;
  if (may(viewer, 'see', { kind: 'bill' })) return href`/`;
  if (viewer.roles.has('manager')) return teamPath(viewer.email);
  const [first, second] = viewer.ownedCostCenters;
  if (first === undefined) return href`/me`;
  return second === undefined ? href`/cost-centers/${first}` : href`/cost-centers`;
}
