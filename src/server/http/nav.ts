import { may, seesOnlyOwn, type Viewer } from '../../core/access.ts';
import { href } from '../../core/href.ts';
import { type PrivacySettings, seesOthers } from '../../core/privacy.ts';
import type { Settings } from '../../core/settings.ts';
import type { Frame } from '../../ui/layout.tsx';

type Nav = Frame['nav'];

/** What leads where: whoever looks is offered what they may see, what answers their first question first. */
export function navOf(
  viewer: Viewer,
  inbox: boolean,
  { privacy, enforcement }: Pick<Settings, 'privacy' | 'enforcement'>,
): Nav {
  const stops: Nav = enforcement.mode === 'off' ? [] : [[href`/stops`, 'stops']];
  const own: Nav = viewer.email === '' ? [] : [[href`/me`, 'me']];
  if (seesOnlyOwn(viewer))
    return [...own, [href`/profiles`, 'profiles'], [href`/alerts`, 'alerts'], [href`/policies`, 'policies']];
  if (!seesOthers(viewer, privacy)) return navWithoutOthers(viewer, own, stops, inbox);
  const team: Nav = viewer.roles.has('manager') ? [[teamPath(viewer.email), 'team']] : [];
  if (!may(viewer, 'see', { kind: 'bill' }))
    return [
      ...own,
      ...team,
      ...(viewer.ownedCostCenters.size > 0 ? ([[href`/cost-centers`, 'costCenters']] as const) : []),
      [href`/users`, 'users'],
      [href`/models`, 'models'],
      [href`/explore`, 'explore'],
      [href`/profiles`, 'profiles'],
      [href`/budgets`, 'budgets'],
      ...stops,
      [href`/requests`, 'requests'],
      [href`/alerts`, 'alerts'],
      [href`/people`, 'people'],
      [href`/policies`, 'policies'],
    ];
  const channels = channelsFor(viewer);
  return [
    [href`/`, 'overview'],
    ...own,
    ...team,
    [href`/cost-centers`, 'costCenters'],
    [href`/users`, 'users'],
    [href`/models`, 'models'],
    [href`/explore`, 'explore'],
    [href`/profiles`, 'profiles'],
    [href`/budgets`, 'budgets'],
    ...stops,
    [href`/requests`, 'requests'],
    [href`/alerts`, 'alerts'],
    [href`/bypass`, 'bypass'],
    [href`/reconciliation`, 'reconciliation'],
    [href`/people`, 'people'],
    [href`/policies`, 'policies'],
    [href`/jobs`, 'jobs'],
    ...channels,
    [href`/audit`, 'audit'],
    ...(inbox && may(viewer, 'see', { kind: 'inbox' }) ? ([[href`/inbox`, 'inbox']] as const) : []),
  ];
}

/** Where no single other person's figures are shown: what would show nothing else is left out. */
function navWithoutOthers(viewer: Viewer, own: Nav, stops: Nav, inbox: boolean): Nav {
  const seesBill = may(viewer, 'see', { kind: 'bill' });
  const ofAll: Nav = seesBill
    ? [
        [href`/jobs`, 'jobs'],
        ...channelsFor(viewer),
        [href`/audit`, 'audit'],
        ...(inbox && may(viewer, 'see', { kind: 'inbox' }) ? ([[href`/inbox`, 'inbox']] as const) : []),
      ]
    : [];
  return [
    [href`/together`, 'together'],
    ...own,
    [href`/profiles`, 'profiles'],
    [href`/budgets`, 'budgets'],
    ...stops,
    [href`/alerts`, 'alerts'],
    [href`/people`, 'people'],
    [href`/policies`, 'policies'],
    ...ofAll,
  ];
}

/** Whoever looks after them sees them. */
const channelsFor = (viewer: Viewer): Nav =>
  may(viewer, 'change', { kind: 'jobs' }) ? [[href`/channels`, 'channels']] : [];

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
