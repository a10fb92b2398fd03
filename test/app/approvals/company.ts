import { approveRequest } from '../../../src/app/approvals/decide.ts';
import { makeApproved } from '../../../src/app/approvals/make.ts';
import type { Asking } from '../../../src/app/asking.ts';
import { isAsked, type VendGateways, vendProfile } from '../../../src/app/profiles/vend.ts';
import { viewerOfPerson } from '../../../src/core/access.ts';
import type { Request } from '../../../src/core/approvals.ts';
import { ZERO } from '../../../src/core/money.ts';
import { instantOf } from '../../../src/core/periods.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { runSync } from '../../../src/jobs/sync.ts';
import { emailNotifier } from '../../../src/notify/email.ts';
import { askingOf } from '../../asking.ts';
import { type Collected, collected } from '../../jobs/setup.ts';
import { type MailSink, mailSink } from '../../notify/sink.ts';
import { NOTIFY } from '../../notifySettings.ts';
import { ASKING, VENDING } from '../../vendingSettings.ts';

/** A company in which somebody has to agree: Ann of CC-1, which Olga owns, reports to Carl, and he to Bob; Eve administers. */
export const [ANN, OLGA, CARL, BOB, EVE, DAN] = ['ann', 'olga', 'carl', 'bob', 'eve', 'dan'].map(
  (name) => `${name}@example.com`,
) as [string, string, string, string, string, string];
export const CENTER = 'CC-1';
const FROM = 'Bedrock Ledger <ledger@example.com>';
const ACTOR = { id: 'local:test' };
export const APPROVAL = { by: 'costCenterOwner', deadlineDays: 14, escalateDays: 3 } as const;

export const learned = (): Promise<Collected> =>
  collected(['profiles'], {
    world: { users: 2, days: 2 },
    settings: { backfillDays: 2, regions: ['us-east-1'] },
  });

const MANAGERS: Readonly<Record<string, string>> = { [ANN]: CARL, [CARL]: BOB };
const person = (email: string, active = true) => ({
  email,
  name: email.split('@')[0] ?? '',
  costCenter: CENTER,
  manager: MANAGERS[email] ?? null,
  active,
  groups: null,
});

/** That company with a mail server, and what people do in it. */
export async function company(
  of: Collected,
  {
    approval = APPROVAL,
    asking = ASKING,
    mail = true,
  }: {
    approval?: Settings['vending']['approval'];
    asking?: Settings['budgets']['requests'];
    mail?: boolean;
  } = {},
) {
  const sink: MailSink = await mailSink();
  const smtpUrl = mail ? sink.url : null;
  const b = await of.bench({
    settings: {
      vending: { ...VENDING, approval },
      budgets: { calendar: { weekStart: 1, fiscalYearStart: 1 }, requests: asking },
      notify: { ...NOTIFY, smtpUrl, from: FROM, to: [] },
      publicUrl: 'https://ledger.example.com/bedrock',
      roles: { administrators: [EVE], groups: [] },
    },
    notifiers: smtpUrl === null ? [] : [emailNotifier(smtpUrl, FROM)],
  });
  const { store } = b;
  const { settings } = b.deps;
  const now = () => instantOf(b.clock.now());
  const people = [ANN, CARL, OLGA, BOB, EVE, DAN].map((one) => person(one));
  const how = () => ({ complete: false, actor: ACTOR, now: now() });
  await store.people.learn('file', people, how());
  await store.people.grant({ email: OLGA, role: 'costCenterOwner', costCenter: CENTER }, ACTOR, now());
  const catalogue = await store.profiles.catalogue();
  const sources = catalogue.filter(({ id, region }) => region === 'us-east-1' && id.startsWith('global.'));
  const place = `${settings.accounts[0]?.accountId}/us-east-1`;
  const as = async (email: string): Promise<Asking> => {
    const facts = await store.people.viewerFacts(email, now());
    if (facts === null) throw new Error(`${email} is not here`);
    const viewer = viewerOfPerson(facts, settings.roles);
    return askingOf(store, { viewer, actor: { id: viewer.id }, now: b.clock.now(), settings });
  };
  const aws = (): VendGateways => b.deps.awsFactory(ZERO);
  const press = async (email = ANN, source = sources[0]?.id ?? '', more: Record<string, string> = {}) =>
    vendProfile(await as(email), aws(), {
      userEmail: email,
      costCenter: CENTER,
      source,
      place,
      reason: 'the new model',
      ...more,
    });
  return {
    ...b,
    sink,
    sources,
    catalogue,
    place,
    now,
    as,
    aws,
    press,
    inAws: () => b.simulator.world.profiles(settings.accounts[0]?.accountId ?? '', 'us-east-1').length,
    /** Somebody asks; what came of it is a request. */
    async ask(email = ANN, source = sources[0]?.id ?? ''): Promise<Request> {
      const answer = await press(email, source);
      if (!isAsked(answer)) throw new Error('it was made');
      return answer.request;
    },
    async approve(email: string, { id }: Request): Promise<Request> {
      const asking = await as(email);
      await approveRequest(asking, id, {});
      return makeApproved(asking, aws(), id);
    },
    leaves: (email: string) => store.people.learn('file', [person(email, false)], how()),
    run: async (...jobs: ('requests' | 'deliver')[]) => (await runSync(b.deps, jobs)).runs,
    get: async ({ id }: Request) => {
      const found = await store.requests.get(id);
      if (found === null) throw new Error('no such request');
      return found;
    },
    /** To whom mails went, with the first word of what they are about, once those that wait have left. */
    async mails(): Promise<string[]> {
      await runSync(b.deps, ['deliver']);
      return sink.mails
        .splice(0)
        .map(({ to, subject }) => `${to.join()}: ${subject}`)
        .sort();
    },
    async end() {
      await b.close();
      await sink.close();
    },
  };
}
export type Company = Awaited<ReturnType<typeof company>>;
