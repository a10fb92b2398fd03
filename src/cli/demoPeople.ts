import type { Asking } from '../app/asking.ts';
import { makeToken } from '../app/credentials/make.ts';
import { listSpenders } from '../app/people/list.ts';
import { grantRole } from '../app/people/roles.ts';
import { type GivenRole, isWriting, SCOPES } from '../core/access.ts';
import { isError } from '../core/errors.ts';
import type { Person } from '../core/people.ts';
import { dayOf, monthOf, monthRange } from '../core/periods.ts';
import { type Persona, said } from '../demo/persona.ts';

/** Whom one can be in the demo: somebody of the simulated company for each role, chosen so that each has something to see. */

/** Roles that the settings of the demo give to groups of the company's directory. */
export const DEMO_GROUP_ROLES = [
  { group: 'platform-admins', role: 'administrator' },
  { group: 'finops', role: 'finance' },
] as const satisfies readonly { group: string; role: GivenRole }[];
/** The cost center whose owner one can be, where the company has somebody there. */
const OWNED = 'CC-1003 Mobile';

/** `key` stands beside the token that `demo --tokens` prints. */
export interface DemoPersona extends Persona {
  key: 'user' | 'manager' | 'costCenterOwner' | 'finance' | 'administrator';
}

/** @param owned the cost center whose owner one can be */
const wordsOf = (owned: string): Readonly<Record<DemoPersona['key'], Pick<Persona, 'role' | 'blurb'>>> => ({
  user: {
    role: { en: 'Engineer', ja: 'エンジニア' },
    blurb: {
      en: 'How much have I used, and will it last the month? Get a profile, with settings to paste.',
      ja: 'どれだけ使い、月末まで足りるかを確認します。プロファイルの取得と、貼り付け用の設定もあります。',
    },
  },
  manager: {
    role: { en: 'Manager', ja: 'マネージャー' },
    blurb: {
      en: 'Who in my team spends what, on which model, and who will run over?',
      ja: 'チームの誰がどのモデルにいくら使い、誰が予算を超えそうかを確認します。',
    },
  },
  costCenterOwner: {
    role: { en: 'Cost center owner', ja: 'コストセンター責任者' },
    blurb: {
      en: `What is charged to ${owned}, will its budget hold, and who asks for a profile?`,
      ja: `${owned} への配賦額、予算に収まるか、プロファイルの申請を確認します。`,
    },
  },
  finance: {
    role: { en: 'Finance', ja: '経理' },
    blurb: {
      en: 'What do I charge to whom, and does it add up to the AWS bill?',
      ja: '誰にいくら配賦し、AWS の請求と一致するかを確認します。',
    },
  },
  administrator: {
    role: { en: 'Administrator', ja: '管理者' },
    blurb: {
      en: 'Is the data fresh and complete, which profiles want mending, and who goes round them?',
      ja: 'データが最新で漏れがないか、整えるべきプロファイルと、プロファイルを通らない呼び出しを確認します。',
    },
  },
});

/**
 * One person for each role; the owner of a cost center is made one by name. Somebody who is in no group that has a role,
 * and who spent enough this month for their page to say something. A small company may have nobody for a role.
 */
export async function demoPersonas(asking: Asking): Promise<DemoPersona[]> {
  // Largest first; the middle of those who spend is neither idle nor over everything.
  const { people, spenders } = await listSpenders(asking, monthRange(monthOf(dayOf(asking.now))));
  const inGroup = (group: string) => people.find((person) => person.groups.includes(group));
  const special = new Set<string>(DEMO_GROUP_ROLES.map(({ group }) => group));
  const plain = spenders.filter(({ groups }) => !groups.some((group) => special.has(group)));
  const leads = plain.filter(({ groups }) => groups.includes('leads'));
  const manager = leads.find(({ costCenter }) => costCenter !== OWNED) ?? leads[0];
  const rest = plain.filter((person) => person !== manager);
  const owner = rest.find(({ costCenter }) => costCenter === OWNED) ?? otherOwner(rest, leads, manager);
  const owned = owner?.costCenter ?? OWNED;
  const others = rest.filter((person) => person !== owner && !leads.includes(person));
  const user = others[Math.floor(others.length / 4)];
  if (owner) {
    const typed = { role: 'costCenterOwner', costCenter: owned, reason: 'demo' };
    await grantRole(asking, owner.email, typed, { strangers: false });
  }
  const chosen = [
    ['user', user],
    ['manager', manager],
    ['costCenterOwner', owner],
    ['finance', inGroup('finops')],
    ['administrator', inGroup('platform-admins')],
  ] as const;
  return chosen.flatMap(([key, person]) => (person ? [personaOf(key, person, owned)] : []));
}

/**
 * Gives cost centers an owner by name, rather who heads them than anybody of theirs. Those of the engineer and of the manager
 * whom one can be have none: what these ask for is answered by somebody whom one can be as well.
 */
export async function nameOwners(asking: Asking, personas: readonly DemoPersona[]): Promise<void> {
  const { people } = asking.store;
  const without = personas.filter(({ key }) => key === 'user' || key === 'manager');
  const done = new Set([...without, ...(await people.grants())].map(({ costCenter }) => costCenter));
  const others = (await people.list()).filter(
    ({ email, active }) => active && !personas.some((persona) => persona.email === email),
  );
  for (const [costCenter, theirs] of Map.groupBy(others, (person) => person.costCenter)) {
    if (costCenter === null || done.has(costCenter)) continue;
    const isOfThem = (address: string | null) => theirs.some(({ email }) => email === address);
    const leads = theirs.filter(({ groups }) => groups.includes('leads'));
    const owner = leads.find(({ manager }) => !isOfThem(manager)) ?? leads[0] ?? theirs[0];
    const typed = { role: 'costCenterOwner', costCenter, reason: 'demo' };
    if (owner) await grantRole(asking, owner.email, typed, { strangers: false });
  }
}

/** Somebody of any cost center, rather of another than the manager's; one engineer is left for whom one can be as well. */
function otherOwner(
  people: readonly Person[],
  leads: readonly Person[],
  manager: Person | undefined,
): Person | undefined {
  const engineers = people.filter((person) => !leads.includes(person));
  const free = [...engineers.slice(1), ...people.filter((person) => leads.includes(person))].filter(
    ({ costCenter }) => costCenter !== null,
  );
  return free.find(({ costCenter }) => costCenter !== manager?.costCenter) ?? free[0];
}

/** What the terminal says of whom one can be, and which role nobody of the company has. */
export function choiceLine(personas: readonly Pick<DemoPersona, 'key'>[]): string {
  const words = Object.entries(wordsOf(OWNED)).filter(([role]) => !personas.some(({ key }) => key === role));
  const missing = words.map(([, { role }]) => said(role, 'en').toLowerCase());
  return [
    'Open the address below and choose whom you want to be; there is no password.',
    ...(missing.length === 0
      ? []
      : [`Among so few people nobody is left to be: ${missing.join(', ')}. A larger --users has them.`]),
  ].join('\n');
}

const personaOf = (key: DemoPersona['key'], person: Person, owned: string): DemoPersona => ({
  key,
  ...wordsOf(owned)[key],
  email: person.email,
  name: person.name ?? person.email,
  groups: person.groups,
  costCenter: person.costCenter,
  manager: person.manager,
});

/** A token that reads everything that its owner may see, for a month; null when a kept ledger holds as many as one may have. */
export async function demoToken(
  asking: Asking,
  { email }: Pick<DemoPersona, 'email'>,
): Promise<string | null> {
  const wanted = {
    name: 'demo',
    scopes: SCOPES.filter((one) => !isWriting(one)).join(','),
    days: '30',
    reason: 'demo',
  };
  try {
    return (await makeToken(asking, email, wanted)).secret;
  } catch (error) {
    if (isError(error, 'conflict')) return null;
    throw error;
  }
}
