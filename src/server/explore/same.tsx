import type { Explored } from '../../app/spend/explore.ts';
import { explorationQuery, groupOf, THINGS } from '../../core/explore.ts';
import type { Messages } from '../../ui/messages/index.ts';
import { CopyButton } from '../../ui/plain.tsx';
import { NONE } from '../tables/cells.ts';

/** The same question for programs: by the API, and at the terminal where a command answers it. */

/** What the API calls it: weeks and months are its days. */
const groupsOf = ({ asked: { group, by } }: Explored): string =>
  [group, ...(by === null ? [] : [by])].map(groupOf).join(',');

const SPEND = '$BEDROCK_LEDGER_URL/api/v1/spend';
/** The same words as those of the page, but for what has no value. */
function apiAddress(explored: Explored): string {
  const { asked, range } = explored;
  const things = new Set<string>(THINGS);
  const query = new URLSearchParams();
  const said: readonly (readonly [string, string])[] = [
    ['start', range.start],
    ['endExclusive', range.endExclusive],
    ['groupBy', groupsOf(explored)],
    ...(asked.basis === 'best' ? [] : [['basis', asked.basis] as const]),
    ...explorationQuery(asked)
      .filter(([name]) => things.has(name))
      .map(([name, value]) => [name, value === NONE ? '' : value] as const),
  ];
  for (const [name, value] of said) query.append(name, value);
  return `${SPEND}?${query}`;
}

/** Null where it cannot narrow down, or would say more than whoever looks may see. */
function command(explored: Explored): string | null {
  const { asked, range, seesAll } = explored;
  if (!seesAll || Object.keys(asked.filter).length > 0) return null;
  return [
    ...['bedrock-ledger spend', `--start ${range.start} --end-exclusive ${range.endExclusive}`],
    `--group-by ${groupsOf(explored)}`,
    ...(asked.basis === 'best' ? [] : [`--basis ${asked.basis}`]),
  ].join(' ');
}

export function SameElsewhere({ explored, m }: { explored: Explored; m: Messages }) {
  const words = m.explore.same;
  const line = command(explored);
  return (
    <details class="same">
      <summary>{words.title}</summary>
      <p class="note">{words.note}</p>
      <div class="copied">
        <pre id="same-api">
          {`curl -s -H "Authorization: Bearer $BEDROCK_LEDGER_TOKEN" "${apiAddress(explored)}"`}
        </pre>
        <CopyButton of="same-api" m={m} />
      </div>
      {line !== null && (
        <div class="copied">
          <pre id="same-command">{line}</pre>
          <CopyButton of="same-command" m={m} />
        </div>
      )}
    </details>
  );
}
