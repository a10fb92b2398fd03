import type { PoliciesReport } from '../../app/policies/inForce.ts';
import type { HolderReport } from '../../core/policies/holders.ts';
import { FOLD } from '../../core/policies/inForce.ts';
import type { Settings } from '../../core/settings.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { AllOf, asSentence, holeFindings } from './findings.tsx';

/** What was read of policies in force, as tables. */

/** Sentences keep their width on a phone. */
const inWords = (text: string): Cell => ({ text, show: <div class="words">{text}</div> });

/** For files: a row for each hole, the worst of each holder first; one for whoever leaves nothing open. */
export function holdersFile(
  holders: readonly HolderReport[],
  keys: Settings['tagKeys'],
  partition: string,
  frame: Frame,
): TableData {
  const { m } = frame;
  const words = m.policies.inForce;
  const rows = holders.flatMap((holder): { cells: Cell[] }[] => {
    const who = holderCells(holder, frame);
    const unread = holder.unread.length === 0 ? '' : m.policies.findings.notRead(holder.unread.join(m.comma));
    const findings = holeFindings(holder.holes, keys, partition, FOLD.pasted, frame);
    if (findings.length === 0)
      return [{ cells: [who.name, who.accounts, ...fineCells(unread, frame), { text: '' }, { text: '' }] }];
    return findings.map(({ hole, state, title, by, change }, i) => ({
      cells: [
        who.name,
        who.accounts,
        { text: state },
        { text: i === 0 && unread !== '' ? `${title}${m.gap}${unread}` : title },
        { text: by },
        { text: change },
        { text: hole },
      ],
    }));
  });
  return {
    columns: [
      { name: words.holder, key: 'who' },
      { name: words.accounts, key: 'accounts' },
      { name: words.state, key: 'state', csv: 'policy_state' },
      { name: words.finding, key: 'finding' },
      { name: words.by, key: 'openedBy' },
      { name: words.change, key: 'change' },
      { name: words.hole, key: 'hole', file: true },
    ],
    rows,
  };
}

export function holderName({ kind, names }: HolderReport, { m }: Frame): string {
  const { kinds, others } = m.policies.findings;
  const [first = ''] = names;
  return `${kinds[kind]} ${others(first, names.length - 1)}`;
}

function holderCells(holder: HolderReport, frame: Frame) {
  const { names, accounts } = holder;
  return {
    name: { text: holderName(holder, frame), raw: names.join(' ') },
    accounts: { text: accounts.join(frame.m.comma) },
  };
}

/** Of somebody of whom nothing is open; what was not read may say anything. */
const fineCells = (unread: string, { m }: Frame): Cell[] =>
  unread === ''
    ? [{ text: 'none' }, { text: m.policies.findings.none }, { text: '' }]
    : [{ text: 'unknown' }, { text: `${m.policies.findings.noneUnread}${m.gap}${unread}` }, { text: '' }];

export function unreadTable(unread: PoliciesReport['unread'], { m }: Frame): TableData {
  const words = m.policies.inForce;
  return {
    columns: [
      { name: words.unreadWhat, key: 'what' },
      { name: words.allow, key: 'allow' },
      { name: words.why, key: 'why' },
    ],
    rows: unread.map(({ kind, place, allow, why }) => ({
      cells: [
        { text: m.policies.findings.unread[kind](place) },
        allow === '' ? { text: '–', raw: '' } : { text: allow, show: <code class="words">{allow}</code> },
        // That there are more is said by its name.
        kind === 'moreModels' ? { text: '–', raw: '' } : inWords(why),
      ],
    })),
  };
}

/** Values that a sentence tells one by one. */
const VALUES = 5;

export function attributesTable(attributes: PoliciesReport['attributes'], { m }: Frame): TableData {
  const words = m.policies.inForce;
  const { attributes: of, listed, attribute } = m.policies.findings;
  return {
    columns: [
      { name: words.attribute, key: 'attribute' },
      { name: words.found, key: 'found' },
      { name: words.advice, key: 'advice' },
    ],
    rows: attributes.map(({ kind, key, values, wanted }) => {
      const { found, advice } = of[kind]({ key, wanted, values: listed(values, VALUES) });
      const said = asSentence(found, m.colon);
      return {
        cells: [
          { text: attribute(key), raw: key },
          {
            text: said,
            show: (
              <div class="words">
                {said}
                <AllOf names={values} most={VALUES} frame={{ m }} />
              </div>
            ),
            // A file has room for all.
            raw: asSentence(of[kind]({ key, wanted, values: values.join(m.comma) }).found, m.colon),
          },
          inWords(asSentence(advice, m.colon)),
        ],
      };
    }),
  };
}

/** Only what cannot be used. */
export function accessTable(models: PoliciesReport['models'], { m }: Frame): TableData {
  const words = m.policies.inForce;
  const { access, accessFaults, accessAdvice, listed } = m.policies.findings;
  const rows = models.flatMap(
    ({ modelId, accountId, region, agreement, message, authorized, entitled, inRegion }) => {
      const faults = [
        ...(agreement === null || agreement === 'available' ? [] : [accessFaults[agreement]]),
        ...(message === null ? [] : [`(${message})`]),
        ...(authorized === false ? [accessFaults.authorized] : []),
        ...(entitled === false ? [accessFaults.entitled] : []),
        ...(inRegion === false ? [accessFaults.inRegion] : []),
      ];
      if (faults.length === 0) return [];
      return [
        {
          cells: [
            { text: access(modelId, `${accountId}/${region}`) },
            inWords(listed(faults, faults.length)),
            inWords(accessAdvice),
          ],
        },
      ];
    },
  );
  return {
    columns: [
      { name: words.model, key: 'model' },
      { name: words.found, key: 'found' },
      { name: words.advice, key: 'advice' },
    ],
    rows,
  };
}
