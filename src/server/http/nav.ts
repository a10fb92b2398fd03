import { may, seesOnlyOwn, type Viewer } from '../../core/access.ts';
import type { Frame } from '../../ui/layout.tsx';

type Nav = Frame['nav'];

/** What leads where: whoever looks is offered what they may see, what answers their first question first. */
export function navOf(viewer: Viewer, inbox: boolean): Nav {
  const own: Nav = viewer.email === '' ? [] : [['/me', 'me']];
  if (seesOnlyOwn(viewer)) return [...own, ['/profiles', 'profiles'], ['/alerts', 'alerts']];
  const team: Nav = viewer.roles.has('manager') ? [[teamPath(viewer.email), 'team']] : [];
  if (!may(viewer, 'see', { kind: 'bill' }))
    return [
      ...own,
      ...team,
      ...(viewer.ownedCostCenters.size > 0 ? ([['/cost-centers', 'costCenters']] as const) : []),
      ['/users', 'users'],
      ['/models', 'models'],
      ['/profiles', 'profiles'],
      ['/budgets', 'budgets'],
      ['/alerts', 'alerts'],
      ['/people', 'people'],
    ];
  return [
    ['/', 'overview'],
    ...own,
    ...team,
    ['/cost-centers', 'costCenters'],
    ['/users', 'users'],
    ['/models', 'models'],
    ['/profiles', 'profiles'],
    ['/budgets', 'budgets'],
    ['/alerts', 'alerts'],
    ['/reconciliation', 'reconciliation'],
    ['/people', 'people'],
    ['/jobs', 'jobs'],
    ['/audit', 'audit'],
    ...(inbox && may(viewer, 'see', { kind: 'inbox' }) ? ([['/inbox', 'inbox']] as const) : []),
  ];
}

export const teamPath = (manager: string): string => `/teams/${encodeURIComponent(manager)}`;

/** Where somebody's first question is answered. */
export function homeOf(viewer: Viewer): string {
  if (may(viewer, 'see', { kind: 'bill' })) return '/';
  if (viewer.roles.has('manager')) return teamPath(viewer.email);
  const [first, second] = viewer.ownedCostCenters;
  if (first === undefined) return '/me';
  return second === undefined ? `/cost-centers/${encodeURIComponent(first)}` : '/cost-centers';
}
