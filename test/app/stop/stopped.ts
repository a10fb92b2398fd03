import type { Asking } from '../../../src/app/asking.ts';
import { operator, type Viewer, viewerFrom } from '../../../src/core/access.ts';
import { plainTerms } from '../../../src/core/budgets.ts';
import { money } from '../../../src/core/money.ts';
import type { EnforcementSettings } from '../../../src/core/stop/settings.ts';
import { ACTOR, EMAIL, openCompany, type RoleName } from '../../server/roles.ts';
import { NOW } from '../../store/setup.ts';

/** The company of `roles.ts`, where hard budgets stop people; Ann has used $9. */

export const EVE = 'eve@example.com';
export const ON: EnforcementSettings = {
  mode: 'on',
  onUnpriced: false,
  exemptGroups: [],
  grace: { amount: money('5'), hours: 4 },
  contact: null,
};
type Opened = Awaited<ReturnType<typeof openCompany>>;

export async function openStops(enforcement: Partial<EnforcementSettings> = {}) {
  const company = await openCompany();
  const { budgets } = company.settings;
  const settings = {
    ...company.settings,
    budgets: { ...budgets, requests: { ...budgets.requests, by: 'costCenterOwner' as const } },
    enforcement: { ...ON, ...enforcement },
  };
  return { ...company, settings };
}
export type Stops = Awaited<ReturnType<typeof openStops>>;

const VIEWERS: Readonly<Record<RoleName | 'eve', Viewer>> = (() => {
  const none = { name: null, costCenter: '', groups: [], reports: [], grants: [] };
  const of = (email: string, more: Partial<Parameters<typeof viewerFrom>[0]> = {}) =>
    viewerFrom({ ...none, email, ...more }, []);
  const given = (email: string, role: 'finance' | 'administrator' | 'costCenterOwner', costCenter = '') =>
    of(email, { grants: [{ email, role, costCenter }] });
  return {
    user: of(EMAIL.user, { costCenter: 'Mobile' }),
    manager: of(EMAIL.manager, { reports: ['carl@example.com', EMAIL.user] }),
    owner: given(EMAIL.owner, 'costCenterOwner', 'Mobile'),
    finance: given(EMAIL.finance, 'finance'),
    admin: given(EMAIL.admin, 'administrator'),
    eve: of(EVE, { costCenter: 'Search' }),
  };
})();

/** With the eyes of somebody; without a name of whoever works at the machine. */
export function asking({ store, settings, now }: Stops, who?: RoleName | 'eve'): Asking {
  const viewer = who === undefined ? operator('local:tester') : VIEWERS[who];
  return { viewer, actor: { id: viewer.id }, now, store, settings, noteAsked: () => {} };
}

/** A hard budget of the month. @returns its id */
export async function hard(
  { store }: Pick<Opened, 'store'>,
  key: string,
  dollars: string,
  kind: 'user' | 'costCenter' = 'user',
): Promise<string> {
  const slot = { scope: { kind, key }, period: 'month', narrowing: null } as const;
  const terms = { ...plainTerms(money(dollars)), hard: true };
  const [done] = await store.budgets.apply([{ do: 'set', slot, terms, from: '2026-11-01' }], ACTOR, NOW);
  return done?.id ?? '';
}

/** A stop of somebody as the job `enforce` keeps it. */
export async function stopped(
  { store, lease }: Pick<Opened, 'store' | 'lease'>,
  budgetId: string,
  key: string,
  more: { isDry?: boolean; kind?: 'user' | 'costCenter' | 'team' } = {},
): Promise<string> {
  const id = `stop-${key}`;
  const { isDry = false, kind = 'user' } = more;
  await store.stops.decide(
    lease,
    {
      begun: [
        {
          ...{ id, isDry, budgetId, scopeKind: kind, scopeKey: key, narrowing: '', since: NOW },
          ...{ periodStart: '2026-11-01', periodEnd: '2026-12-01' },
          ...{ counted: money('9'), limit: money('5') },
        },
      ],
      moved: [],
      ended: [],
    },
    NOW,
  );
  return id;
}
