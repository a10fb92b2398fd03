import { type Coverage, shareOf } from '../../core/coverage.ts';
import type { Known } from '../../core/known.ts';
import { monthOf } from '../../core/periods.ts';
import { knownJson, percentOf, USD } from '../json.ts';
import type { BypassReport, BypassRow } from './bypass.ts';

/** Who goes round the profiles as JSON, in the API and at the command line alike. */

export const bypassJson = ({
  range,
  rows,
  total,
  callers,
}: Pick<BypassReport, 'range' | 'rows' | 'total' | 'callers'>) => ({
  currency: USD,
  month: monthOf(range.start),
  ...knownJson('amount', total),
  callers,
  rows: rows.map(rowJson),
});

const rowJson = ({ accountId, region, modelKey, caller, known, likely, ...row }: BypassRow) => ({
  accountId,
  region,
  model: modelKey,
  caller: caller === '' ? null : caller,
  callerKnown: known,
  ...knownJson('amount', row),
  tokens: row.tokens.toString(),
  since: row.since,
  last: row.last,
  likelyOwner: likely === null ? null : likely.kind === 'caller' ? likely.person : likely.costCenter,
  likelyBecause: likely === null ? null : likely.kind,
  endsBy: row.ending,
});

export function coverageJson(coverage: Coverage) {
  const percent = (part: Known) => {
    const share = shareOf(part, coverage);
    return percentOf(share === null ? null : BigInt(share));
  };
  return {
    ...knownJson('amount', coverage.total),
    ownerPercent: percent(coverage.owned),
    costCenterPercent: percent(coverage.costCenter),
    profilePercent: percent(coverage.profile),
  };
}
