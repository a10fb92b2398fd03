import type { BillLine } from '../types.ts';
import type { StoredBudget } from './budget-store.ts';
import { compileFilter, dimensionReader, type LineTest, tagOf } from './ce-filter.ts';
import { daysOf, monthStart, type Period, toDay } from './ce-period.ts';
import { linesOf } from './ce-usage.ts';
import { decimal } from './meter.ts';
import type { Budget, CalculatedSpend, CostTypes, Spend } from './models/budgets-types.ts';
import type { Call } from './service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Budgets are evaluated three times a day; here at 02:00, 10:00 and 18:00 UTC, and when they are made. */
const SLOT = 8 * HOUR;
const FIRST_SLOT = 2 * HOUR;

/** The older filters' names of dimensions. */
const OLDER_DIMENSIONS: Record<string, string> = {
  AZ: 'AZ',
  LinkedAccount: 'LINKED_ACCOUNT',
  Operation: 'OPERATION',
  Region: 'REGION',
  Service: 'SERVICE',
  UsageType: 'USAGE_TYPE',
  BillingEntity: 'BILLING_ENTITY',
};

/** Works out what budgets have spent, from the bill as it stood at the last evaluation. */
export class Spending {
  /** Lines of a period added up over its days, per account: many budgets read the same ones. */
  private summed = new Map<string, BillLine[]>();

  /** The budget with its spend as AWS last evaluated it. */
  evaluated(call: Call, stored: StoredBudget): Budget {
    const slot = slotOf(call);
    if (stored.evaluated?.slot !== slot)
      stored.evaluated = { slot, spend: this.spend(call, stored.budget, slot) };
    return { ...stored.budget, CalculatedSpend: stored.evaluated.spend };
  }

  /** What a changed budget shows until the next evaluation. */
  nothing(call: Call, { BudgetLimit }: Budget): NonNullable<StoredBudget['evaluated']> {
    return { slot: slotOf(call), spend: { ActualSpend: { Amount: '0', Unit: BudgetLimit?.Unit ?? 'USD' } } };
  }

  private spend(call: Call, budget: Budget, slot: number): CalculatedSpend {
    const now = call.world.clock.now();
    const { start, end } = currentPeriod(budget, now);
    const period = {
      start: toDay(start),
      endExclusive: toDay(Math.min(end, Math.floor(now / DAY) * DAY + DAY)),
    };
    const test = lineTest(call, budget);
    const read = amountOf(budget);
    let actual = 0n;
    for (const line of this.lines(call, period, slot)) if (test(line)) actual += read(line);
    const elapsed = BigInt(Math.max(DAY, now - start));
    const forecast = (actual * BigInt(Math.max(end - start, 1))) / elapsed;
    const spend = (amount: bigint): Spend => ({
      Amount: decimal(amount > 0n ? amount : 0n),
      Unit: budget.BudgetLimit?.Unit ?? 'USD',
    });
    return {
      ActualSpend: spend(actual),
      ...(budget.TimeUnit !== 'DAILY' && { ForecastedSpend: spend(forecast > actual ? forecast : actual) }),
    };
  }

  private lines(call: Call, period: Period, slot: number): BillLine[] {
    const key = `${call.account} ${period.start} ${period.endExclusive} ${slot}`;
    const known = this.summed.get(key);
    if (known) return known;
    const sums = new Map<string, BillLine>();
    for (const line of linesOf(call.world, call.account, call.payer, daysOf(period))) {
      const { day: _day, quantity: _quantity, unblendedCost: _cost, netUnblendedCost: _net, ...rest } = line;
      const id = JSON.stringify(rest);
      const sum = sums.get(id);
      if (!sum) {
        sums.set(id, { ...line });
        continue;
      }
      sum.quantity += line.quantity;
      sum.unblendedCost += line.unblendedCost;
      sum.netUnblendedCost += line.netUnblendedCost;
    }
    if (this.summed.size > 16) this.summed.clear();
    const lines = [...sums.values()];
    this.summed.set(key, lines);
    return lines;
  }
}

/** What holds now of planned limits; once all are used, the last one stays. */
export function limitOf({ BudgetLimit, PlannedBudgetLimits }: Budget, now: number): Budget['BudgetLimit'] {
  const planned = Object.entries(PlannedBudgetLimits ?? {}).sort(([a], [b]) => Number(a) - Number(b));
  return planned.findLast(([from]) => Number(from) * 1000 <= now)?.[1] ?? planned[0]?.[1] ?? BudgetLimit;
}

const slotOf = ({ world }: Call) => Math.floor((world.clock.now() - FIRST_SLOT) / SLOT);

function currentPeriod(budget: Budget, now: number): { start: number; end: number } {
  const month = new Date(now).getUTCMonth();
  const months = (from: number, to: number) => ({
    start: Date.parse(monthStart(now, from)),
    end: Date.parse(monthStart(now, to)),
  });
  const { Start, End } = budget.TimePeriod ?? {};
  switch (budget.TimeUnit) {
    case 'DAILY':
      return { start: Math.floor(now / DAY) * DAY, end: Math.floor(now / DAY) * DAY + DAY };
    case 'QUARTERLY':
      return months(-(month % 3), 3 - (month % 3));
    case 'ANNUALLY':
      return months(-month, 12 - month);
    case 'CUSTOM':
      return { start: Start?.getTime() ?? now, end: End?.getTime() ?? now };
    default:
      return months(0, 1);
  }
}

function lineTest({ world }: Call, budget: Budget): LineTest {
  if (budget.FilterExpression) return compileFilter(world, budget.FilterExpression);
  const tests = Object.entries(budget.CostFilters ?? {}).map(([name, values]): LineTest => {
    if (name === 'TagKeyValue')
      return (line) =>
        values.some((value) => {
          const split = value.indexOf('$');
          return (tagOf(line, value.slice(0, split).replace(/^user:/, '')) ?? '') === value.slice(split + 1);
        });
    const read = dimensionReader(world, OLDER_DIMENSIONS[name] ?? name);
    return (line) => values.includes(read(line));
  });
  const types = budget.Metrics?.length ? {} : (budget.CostTypes ?? {});
  return (line) => included(types, line.recordType) && tests.every((test) => test(line));
}

/** Which record types the older cost types take in; all of them where nothing is said. */
function included(types: CostTypes, recordType: string): boolean {
  if (recordType === 'Tax') return types.IncludeTax !== false;
  if (recordType === 'Credit') return types.IncludeCredit !== false;
  if (recordType === 'Refund') return types.IncludeRefund !== false;
  return !recordType.includes('Discount') || types.IncludeDiscount !== false;
}

function amountOf({ BudgetType, Metrics }: Budget): (line: BillLine) => bigint {
  const [metric = BudgetType === 'USAGE' ? 'UsageQuantity' : 'UnblendedCost'] = Metrics ?? [];
  if (metric === 'UsageQuantity') return (line) => line.quantity;
  return metric.startsWith('Net') ? (line) => line.netUnblendedCost : (line) => line.unblendedCost;
}
