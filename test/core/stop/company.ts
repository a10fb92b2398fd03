import { bornWith, type Mark, type MarkKept, marker, markSteps } from '../../../src/core/stop/marks.ts';
import { type Reprieve, slotText } from '../../../src/core/stop/reprieves.ts';
import { decideStops, type HardFigure, type Stop } from '../../../src/core/stop/stops.ts';
import type { Money, Priced } from '../../../src/core/types.ts';
import { usd } from './world.ts';

/**
 * A small company whose hard budgets stop it, with AWS beside it: what is really spent and marked there, and what the ledger
 * was last told of both. `enforce` does what the job does, in the job's order, and can be killed between any two writes.
 */

const OPUS = 'anthropic.claude-opus-4-6-v1:0';
const HAIKU = 'anthropic.claude-haiku-4-5-v1:0';
export const MODELS = [OPUS, HAIKU];
export const PEOPLE = ['ann', 'bob', 'cay'];
const HOUR_MS = 3_600_000;
const STALE_AFTER_MS = 3 * HOUR_MS;

interface Budget {
  id: string;
  kind: 'user' | 'costCenter';
  key: string;
  narrowing: 'family:claude-opus' | '';
  amount: Money;
  raise: Money;
}
interface Owned {
  arn: string;
  user: string;
  center: string;
  modelKey: string;
  /** The tag at AWS. */
  tag: string | null;
}
export class Killed extends Error {}

export class Company {
  now = Date.parse('2026-03-28T00:00:00.000Z');
  readonly budgets: Budget[] = [
    { id: 'ann', kind: 'user', key: 'ann', narrowing: '', amount: usd(60), raise: usd(0) },
    { id: 'bob', kind: 'user', key: 'bob', narrowing: 'family:claude-opus', amount: usd(60), raise: usd(0) },
    { id: 'center', kind: 'costCenter', key: 'CC-2', narrowing: '', amount: usd(80), raise: usd(0) },
  ];
  readonly exempt = new Set<string>();
  profiles: Owned[] = [];
  reprieves: Reprieve[] = [];
  refusing = false;
  needsMark: boolean;
  /** In this period, by person, cost center and model, as it really is and as the ledger was told. */
  private real = new Map<string, number>();
  private told = new Map<string, number>();
  private toldAt = this.now;
  private made = 0;
  /** The ledger. */
  stops: Stop[] = [];
  kept = new Map<string, MarkKept>();
  /** Those that were stopped when figures were fresh last and have not been freed by people since: what may be stopped while they are stale. */
  private stopped = new Set<string>();

  constructor(needsMark: boolean) {
    this.needsMark = needsMark;
    for (const user of PEOPLE) for (const modelKey of MODELS) this.make(user, modelKey, false);
  }

  get at(): string {
    return new Date(this.now).toISOString();
  }
  get range() {
    const month = this.at.slice(0, 7);
    const [year = 0, of = 0] = month.split('-').map(Number);
    return { start: `${month}-01`, endExclusive: new Date(Date.UTC(year, of, 1)).toISOString().slice(0, 10) };
  }
  get isFresh(): boolean {
    return this.now - this.toldAt < STALE_AFTER_MS;
  }

  wait(hours: number): void {
    const { start } = this.range;
    this.now += hours * HOUR_MS;
    if (this.range.start === start) return;
    this.real.clear();
    this.told.clear();
    this.stopped.clear();
    for (const budget of this.budgets) budget.raise = usd(0);
  }
  /** By the service with the mark of the moment; by somebody's own script without any. */
  make(user: string, modelKey: string, byService: boolean): void {
    this.made += 1;
    const center = user === 'cay' ? 'CC-2' : 'CC-1';
    const one = { arn: `p${this.made}`, user, center, modelKey, tag: null };
    const tag = byService ? (bornWith(this.markOf(one).mark).BudgetStatus ?? null) : null;
    this.profiles.push({ ...one, tag });
    this.kept.set(one.arn, { arn: one.arn, mark: null, effective: tag, refusedAt: null, refusals: 0 });
  }
  spend(at: number, dollars: number): void {
    const one = this.profiles[at % this.profiles.length];
    if (one === undefined || this.isBlocked(one)) return;
    const key = `${one.user} ${one.center} ${one.modelKey}`;
    this.real.set(key, (this.real.get(key) ?? 0) + dollars);
  }
  takeBack(part: number): void {
    for (const [key, dollars] of this.real) this.real.set(key, dollars * part);
  }
  collect(): void {
    this.told = new Map(this.real);
    this.toldAt = this.now;
    this.kept = new Map(
      this.profiles.map(({ arn, tag }) => {
        const known = this.kept.get(arn);
        return [arn, { arn, mark: null, refusedAt: null, refusals: 0, ...known, effective: tag }];
      }),
    );
  }
  reprieve(kind: Reprieve['kind'], budget: Budget, hours: number): void {
    const slot = { budgetId: budget.id, scopeKey: budget.key, periodStart: this.range.start };
    if (
      kind === 'grace' &&
      this.reprieves.some((one) => one.kind === kind && slotText(one) === slotText(slot))
    )
      return;
    const until = new Date(this.now + hours * HOUR_MS).toISOString();
    const extra = kind === 'grace' ? usd(20) : null;
    this.reprieves.push({ id: '', kind, ...slot, from: this.at, until, extra, by: '', reason: '' });
  }

  isBlocked({ tag }: Owned): boolean {
    return tag === 'exceeded' || (this.needsMark && tag !== 'ok');
  }

  /** What the job does. @param killAfter how many writes it lives for */
  enforce(killAfter: number): void {
    let writes = 0;
    const write = (deed: () => void) => {
      if (writes >= killAfter) throw new Killed();
      writes += 1;
      deed();
    };
    const { stops } = decideStops({
      now: this.at,
      isFresh: this.isFresh,
      figures: this.figures(),
      before: this.stops,
      reprieves: this.reprieves,
      onUnpriced: false,
    });
    write(() => {
      this.stops = [...stops];
      this.note();
      for (const one of this.profiles)
        this.kept.set(one.arn, { ...this.keptOf(one.arn), mark: this.markOf(one).mark });
    });
    for (const { arn, value } of markSteps([...this.kept.values()], this.now)) {
      const one = this.profiles.find((profile) => profile.arn === arn);
      const kept = this.keptOf(arn);
      if (this.refusing) {
        const refused = { ...kept, refusedAt: this.at, refusals: kept.refusals + 1 };
        write(() => this.kept.set(arn, refused));
        continue;
      }
      write(() => {
        if (one !== undefined) one.tag = value;
      });
      write(() => this.kept.set(arn, { ...kept, effective: value, refusedAt: null, refusals: 0 }));
    }
  }

  /** Whether a run that came to its end could know all, and do all of it. */
  get couldDoAll(): boolean {
    return this.profiles.every(({ arn, tag }) => {
      const { effective, refusals } = this.keptOf(arn);
      return effective === tag && refusals === 0;
    });
  }

  /** The rule itself, said without how it is done: what each profile has to be once the job came to its end. */
  shouldBeBlocked(one: Owned): boolean {
    if (this.exempt.has(one.user)) return false;
    return this.budgets.some((budget) => {
      const isItsOwn = budget.kind === 'user' ? one.user === budget.key : one.center === budget.key;
      if (!isItsOwn || (budget.narrowing !== '' && one.modelKey !== OPUS)) return false;
      return this.isFresh ? this.isOver(budget) : this.stopped.has(budget.id) && !this.isFreed(budget);
    });
  }
  private isOver(budget: Budget): boolean {
    return !this.isFreed(budget) && this.spentOf(budget) >= budget.amount + budget.raise + this.extra(budget);
  }
  /** By people, whatever was spent; while figures are stale the most that was told, or counted last, is what counts. */
  private isFreed(budget: Budget): boolean {
    if (budget.kind === 'user' && this.exempt.has(budget.key)) return true;
    const own = this.holding(budget);
    if (own.some(({ extra }) => extra === null)) return true;
    const told = this.spentOf(budget);
    const counted = this.lastCounted.get(budget.id) ?? 0n;
    const most = counted > told ? counted : told;
    return !this.isFresh && most < budget.amount + budget.raise + this.extra(budget);
  }
  private holding(budget: Budget): Reprieve[] {
    return this.reprieves.filter(
      ({ budgetId, periodStart, from, until }) =>
        budgetId === budget.id && periodStart === this.range.start && from <= this.at && this.at < until,
    );
  }
  private extra(budget: Budget): bigint {
    return this.holding(budget).reduce((sum, { extra }) => sum + (extra ?? 0n), 0n);
  }
  private readonly lastCounted = new Map<string, bigint>();
  /** Whom the figures of now stop is remembered, for when they are stale. */
  private note(): void {
    for (const budget of this.budgets) {
      if (!this.isFresh) {
        if (this.isFreed(budget)) this.stopped.delete(budget.id);
        continue;
      }
      this.lastCounted.set(budget.id, this.spentOf(budget));
      if (this.isOver(budget)) this.stopped.add(budget.id);
      else this.stopped.delete(budget.id);
    }
  }
  private spentOf({ kind, key, narrowing }: Budget): Money {
    const each = [...this.told].filter(([name]) => {
      const [user, center, modelKey] = name.split(' ');
      return (kind === 'user' ? user : center) === key && (narrowing === '' || modelKey === OPUS);
    });
    return usd(each.reduce((sum, [, dollars]) => sum + dollars, 0));
  }
  private figures(): HardFigure[] {
    return this.budgets.map((budget) => ({
      budget: {
        id: budget.id,
        range: this.range,
        narrowing: budget.narrowing === '' ? null : { kind: 'family', key: 'claude-opus' },
      },
      scopeKind: budget.kind,
      scopeKey: budget.key,
      spent: this.spentOf(budget) as Money as Priced,
      cautious: usd(0),
      limit: (budget.amount + budget.raise) as Money,
      isExempt: budget.kind === 'user' && this.exempt.has(budget.key),
    }));
  }
  private markOf({ user, center, modelKey }: Omit<Owned, 'tag'>): { mark: Mark } {
    const of = marker({
      stops: this.stops,
      isExempt: (email) => this.exempt.has(email),
      isOfTeam: () => false,
      needsMark: this.needsMark,
    });
    return of({ modelKey, tags: {}, user, costCenter: center });
  }
  private keptOf(arn: string): MarkKept {
    return this.kept.get(arn) ?? { arn, mark: null, effective: null, refusedAt: null, refusals: 0 };
  }
}
