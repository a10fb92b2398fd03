import type { Directory, DirectoryGroup, DirectoryUser } from '../types.ts';
import { costCenterAt, type Person, people, profilesOf } from './company.ts';
import { inCapitals, nameFrom } from './names.ts';
import { chance, hex } from './rng.ts';
import { DAY } from './time.ts';

/**
 * The company's directory in IAM Identity Center: everybody who works there, and for a while who no longer does, with
 * managers and groups. A function of the seed and the UTC day.
 */

/** IAM Identity Center lives in one Region; here it is not the one in which billing lives. */
export const IDENTITY_STORE = { id: 'd-92670f5a31', region: 'us-west-2' } as const;
/** Who leaves is disabled at once and deleted after this time. */
const KEPT_AFTER_LEAVING = 30 * DAY;
/** People of a cost center for each of those who lead in it. */
const TEAM = 9;

/** Somebody in the directory, and where they are on the day. */
interface Entry {
  person: Person;
  userId: string;
  active: boolean;
  costCenter: string;
  changedAt: number;
}

/** The directory as it is at `now`. */
export function directoryAt(seed: number, seats: number, now: number): Directory {
  const entries = people(seed, seats, now)
    .filter(({ joined, left }) => joined <= now && (left === null || now < left + KEPT_AFTER_LEAVING))
    .map((person) => entryOf(person, now))
    .sort(bySeniority);
  const managers = managersOf(entries);
  const leads = new Set(managers.values());
  const finops = twoOf(entries, 'CC-2003 Finance', leads, []);
  const admins = twoOf(entries, 'CC-1001 Platform', leads, finops);
  const odd = oddlySpelled(seed, now, entries, new Set([...leads, ...finops, ...admins]));
  const group = (name: string, description: string, members: Iterable<Entry>): DirectoryGroup => ({
    groupId: groupIdOf(seed, name),
    name,
    description,
    memberIds: [...members].map(({ userId }) => userId),
  });
  return {
    identityStoreId: IDENTITY_STORE.id,
    region: IDENTITY_STORE.region,
    users: entries.map((entry) => userOf(entry, managers.get(entry), entry === odd)),
    groups: [
      group('bedrock-users', 'May use Amazon Bedrock', entries),
      group('finops', 'Looks after what the cloud costs', finops),
      group('leads', 'Leads somebody', leads),
      group('platform-admins', 'Runs the platform', admins),
      group(
        '東京オフィス',
        '東京で働く人',
        entries.filter(({ person }) => person.region === 'ap-northeast-1'),
      ),
    ],
  };
}

function entryOf(person: Person, now: number): Entry {
  const active = person.left === null || now < person.left;
  const moved = person.costCenters.findLast(({ from }) => from <= now)?.from ?? person.joined;
  return {
    person,
    userId: idOf(person.key),
    active,
    costCenter: costCenterAt(person, Math.min(now, (person.left ?? now + 1) - 1)),
    changedAt: active ? moved : (person.left ?? moved),
  };
}

/** Who has been here longest comes first; a draw decides between those who came on one day. */
function bySeniority(a: Entry, b: Entry): number {
  const draw = (entry: Entry) => chance(`${entry.person.key}|seniority`);
  return a.person.joined - b.person.joined || draw(a) - draw(b);
}

/**
 * Who reports to whom: the head of a cost center to the head of the company, who alone has no manager; those who lead
 * in it to its head; everybody else to one of them. Who has left still reports to somebody who has not. Takes the
 * entries by seniority.
 */
function managersOf(entries: readonly Entry[]): Map<Entry, Entry> {
  const active = entries.filter((entry) => entry.active);
  const managers = new Map<Entry, Entry>();
  const [top] = active;
  if (top === undefined) return managers;
  for (const costCenter of new Set(entries.map((entry) => entry.costCenter))) {
    const present = active.filter((entry) => entry.costCenter === costCenter);
    const [head = top, ...leads] = present.slice(0, Math.max(1, Math.round(present.length / TEAM)));
    for (const entry of entries) {
      if (entry.costCenter !== costCenter || entry === top) continue;
      if (entry === head) managers.set(entry, top);
      else managers.set(entry, leads.includes(entry) ? head : chosenLead(entry, [head, ...leads]));
    }
  }
  return managers;
}

/** A draw between each report and each lead: when a lead comes or goes, the teams of the others stay as they are. */
function chosenLead(report: Entry, leads: readonly Entry[]): Entry {
  const drawn = (lead: Entry) => chance(`${report.person.key}|reports to|${lead.person.key}`);
  return leads.reduce((best, lead) => (drawn(lead) > drawn(best) ? lead : best));
}

/** Two active people of a cost center, rather such as lead nobody; of another one where a small company has too few. */
function twoOf(
  entries: readonly Entry[],
  costCenter: string,
  leads: ReadonlySet<Entry>,
  taken: readonly Entry[],
): Entry[] {
  const unfit = (entry: Entry) =>
    (taken.includes(entry) ? 4 : 0) + (entry.costCenter === costCenter ? 0 : 2) + (leads.has(entry) ? 1 : 0);
  return entries
    .filter((entry) => entry.active)
    .sort((a, b) => unfit(a) - unfit(b))
    .slice(0, 2);
}

/** Somebody of no rank who uses little: the directory spells their address in another way than their profiles do. */
function oddlySpelled(
  seed: number,
  now: number,
  entries: readonly Entry[],
  others: ReadonlySet<Entry>,
): Entry | undefined {
  const hasTag = ({ person }: Entry) =>
    profilesOf(seed, person).some(
      (p) =>
        p.createdAt <= now && p.weight > 0 && p.tagHistory[0]?.tags.some(({ key }) => key === 'UserEmail'),
    );
  return entries
    .filter((entry) => entry.active && !others.has(entry))
    .sort((a, b) => a.person.joined - b.person.joined || a.person.intensity - b.person.intensity)
    .find(hasTag);
}

function userOf(entry: Entry, manager: Entry | undefined, odd: boolean): DirectoryUser {
  const { person, userId, active, costCenter, changedAt } = entry;
  const email = odd ? inCapitals(person.email) : person.email;
  const { given, family, display } = nameFrom(person.email);
  return {
    userId,
    userName: email,
    externalId: `00u${hex(`${person.key}|external`, 17)}`,
    email,
    givenName: given,
    familyName: family,
    displayName: display,
    enabled: active,
    employeeNumber: String(100_000 + Math.floor(chance(`${person.key}|number`) * 900_000)),
    costCenter,
    ...(manager && { managerId: manager.userId }),
    createdAt: person.joined,
    updatedAt: changedAt,
  };
}

/** A group keeps its id, whoever is in it. */
export const groupIdOf = (seed: number, name: string): string => idOf(`${seed}|group|${name}`);

/** An id as the Identity Store makes them: the store's own digits and a UUID. */
function idOf(key: string): string {
  const digits = hex(`${key}|id`, 32);
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ].map(([from, to]) => digits.slice(from, to));
  return [IDENTITY_STORE.id.slice(2), ...parts].join('-');
}
