import { href } from '../../core/href.ts';
import type { HeldBackSum } from '../../core/quarantine.ts';
import type { Money } from '../../core/types.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Card } from '../tables/cards.tsx';
import { countCell, instantCell, moneyCell } from '../tables/cells.ts';

/** What of AWS's answers is held back, with the button that has it believed. */

export const HELD_BACK = 'heldBack';

export function heldBackCard(sums: readonly HeldBackSum[], mayChange: boolean, frame: Frame): Card {
  const { m } = frame;
  return {
    id: HELD_BACK,
    title: m.heldBack.title,
    empty: m.heldBack.none,
    table: {
      caption: m.usd,
      columns: [
        { name: m.heldBack.what, key: 'what' },
        { name: m.heldBack.days, key: 'days', number: true },
        { name: m.heldBack.before, key: 'before', number: true },
        { name: m.heldBack.after, key: 'after', number: true },
        { name: m.heldBack.since, key: 'first_at' },
        { name: m.heldBack.action, key: 'accepted_at' },
      ],
      rows: sums.map((one) => ({
        cells: [
          { text: heldBackName(one, frame), raw: `${one.source} ${one.name}` },
          one.days.length === 0 ? { text: '–', raw: '' } : countCell(one.days.length),
          sizeCell(one, one.before, frame),
          sizeCell(one, one.after, frame),
          instantCell(one.firstAt, frame),
          decision(one, mayChange, frame),
        ],
      })),
    },
  };
}

/** What a slice is called for people. */
export function heldBackName(
  { source, name }: Pick<HeldBackSum, 'source' | 'name'>,
  { m }: Pick<Frame, 'm'>,
): string {
  const [part = '', ...rest] = name.split(' ');
  const called = source === 'charges' ? [m.heldBack.parts[part] ?? part, ...rest].join(' ') : name;
  return `${m.heldBack.sources[source]} · ${called}`;
}

const sizeCell = ({ unit }: HeldBackSum, size: bigint, { m }: Frame) =>
  unit === 'usd' ? moneyCell(size as Money) : { text: m.heldBack.entries(whole(size)), raw: String(size) };

function decision({ source, name, acceptedAt }: HeldBackSum, mayChange: boolean, { m }: Frame) {
  if (acceptedAt !== null) return { text: m.heldBack.waits, raw: acceptedAt };
  if (!mayChange) return { text: '–', raw: '' };
  return {
    text: m.heldBack.believe,
    raw: '',
    show: (
      <form class="inline" method="post" action={href`/jobs/held-back`}>
        <input type="hidden" name="source" value={source} />
        <input type="hidden" name="name" value={name} />
        <button type="submit">{m.heldBack.believe}</button>
      </form>
    ),
  };
}
