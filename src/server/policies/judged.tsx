import type { JudgedCall } from '../../core/policies/judgedTable.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';

/** Who may do what to what under a policy, as a table. */

const BADGES = { allowed: 'ok', denied: 'over', unknown: 'watch' } as const;

export function judgedOf(judged: readonly JudgedCall[], { m }: Frame): TableData {
  const words = m.policies.judged;
  return {
    columns: [
      { name: words.on, key: 'on' },
      { name: words.who, key: 'who' },
      { name: words.what, key: 'does' },
      { name: words.decision, key: 'answer' },
      { name: words.by, key: 'statement' },
      { name: words.id, key: 'question', file: true },
    ],
    rows: judged.map(({ who, what, id, decision, by }) => ({
      cells: [
        { text: words.onWhat[id] },
        { text: words.whoIs[who], raw: who },
        { text: words.does[what], raw: what },
        {
          text: words.decisions[decision],
          raw: decision,
          show: <Badge kind={BADGES[decision]} text={words.decisions[decision]} />,
        },
        by.length === 0
          ? { text: words.nothing, raw: '' }
          : {
              text: by.join(' '),
              show: <div class="words">{by.map((sid) => [<code>{sid}</code>, ' '])}</div>,
            },
        { text: id },
      ],
    })),
  };
}

/** Whether the answers are those that the policy is made for. */
export function verdictOf(judged: readonly JudgedCall[], { m }: Frame): string {
  const words = m.policies.judged;
  const wrong = judged.filter(({ expects, decision }) => expects !== decision).length;
  const all = whole(judged.length);
  return wrong === 0 ? words.asMeant(all) : words.notAsMeant(whole(wrong), all);
}
