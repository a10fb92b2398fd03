import type { Context } from 'hono';
import { type RollOut, rollOut } from '../../app/policies/rollOut.ts';
import { href } from '../../core/href.ts';
import { fits } from '../../core/policies/generate.ts';
import type { HolderReport } from '../../core/policies/holders.ts';
import { isAsExpected } from '../../core/policies/proof.ts';
import { LINES, ROLL_OUT_STEPS, type RollOutStep } from '../../core/policies/rollOut.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { anchor } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { cards } from '../tables/cards.tsx';
import { instantCell } from '../tables/cells.ts';
import { AuditAdvice, auditTable } from './auditTable.tsx';
import { Copied } from './findings.tsx';
import { countsOf } from './inForcePage.tsx';
import { Sections } from './sections.tsx';

/** The ten steps of the README, each with what the ledger knows about it now. */

/** In the address: what takes as long as the company is large is worked out too. */
const COUNTED = 'counted';

export async function rollOutPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.policies.rollOut;
  const counted = c.req.query(COUNTED) !== undefined || c.req.query('format') !== undefined;
  const known = await rollOut(askingOf(c, deps), deps.policies, counted);
  const denied = known.counted?.audit.rows ?? [];
  const result = await cards(
    c,
    frame,
    'policies-audit',
    known.counted === null
      ? []
      : [{ id: '', title: words.audit, table: auditTable(denied, frame), empty: words.auditEmpty }],
  );
  if (result.response) return result.response;
  return c.html(
    <PlainPage frame={frame} title={words.title} intro={words.intro}>
      <Sections section="rollOut" frame={frame} />
      <ol class="steps">
        {ROLL_OUT_STEPS.map((step, i) => (
          <Step step={step} number={i + 1} known={known} frame={frame} />
        ))}
      </ol>
      {known.counted && (
        <>
          <div class="grid">{result.shown}</div>
          {denied.length > 0 && <AuditAdvice rows={denied} frame={frame} />}
          <p class="note">{words.auditNote}</p>
        </>
      )}
    </PlainPage>,
  );
}

function Step({
  step,
  number,
  known,
  frame,
}: {
  step: RollOutStep;
  number: number;
  known: RollOut;
  frame: Frame;
}) {
  const words = frame.m.policies.rollOut;
  const { title, why, back } = words.steps[step];
  const facts = factsOf(step, known, frame);
  const links = linksOf(step, known, frame);
  const lines = LINES[step];
  return (
    <li class="card" id={`step-${step}`}>
      <h2>{`${number}. ${title}`}</h2>
      <p>{why}</p>
      {facts.length > 0 && (
        <p>
          <b>{words.now}</b>
          {facts.join(SEPARATOR[frame.locale])}
        </p>
      )}
      {links.length > 0 && (
        <p class="ways">
          {links.map(([to, name]) => (
            <a href={to}>{name}</a>
          ))}
        </p>
      )}
      {lines.length > 0 && <Copied id={`lines-${step}`} text={lines.join('\n')} frame={frame} />}
      <p class="note">
        {words.back}
        {back}
      </p>
    </li>
  );
}
const SEPARATOR = { en: '; ', ja: '／' } as const;

/** What is known of a step. */
function factsOf(step: RollOutStep, known: RollOut, frame: Frame): string[] {
  const words = frame.m.policies.rollOut;
  const { choices, invoke, guard, counted } = known;
  switch (step) {
    case 'audit':
      return [counted === null ? words.notCounted : words.denied(whole(counted.audit.rows.length))];
    case 'decide':
      return [
        words.decided(choices.geographies.join(frame.m.comma), choices.selfService, choices.enforcement),
      ];
    case 'print':
      return [
        words.sizes(whole(invoke.size), whole(guard.size)),
        ...(fits(invoke) && fits(guard) ? [] : [words.tooLong]),
      ];
    case 'ask':
      return [];
    case 'attributes':
      return [...attributesKnown(known, frame), ...peopleKnown(known, frame)];
    case 'pilot':
      return [setsKnown(known, frame)];
    case 'person':
      return counted === null ? [] : [words.owned(whole(counted.owned), whole(counted.profiles))];
    case 'prove':
      return [proved(known, frame)];
    case 'guard':
      return [openKnown(known, frame)];
    case 'back':
      return [words.exempt(whole(choices.exemptions.length))];
  }
}

/** Where a step is done, or what it says is seen. */
function linksOf(step: RollOutStep, { counted }: RollOut, { m }: Frame): (readonly [string, string])[] {
  const { links, toTable } = m.policies.rollOut;
  switch (step) {
    case 'audit':
      if (counted === null) return [[href`/policies/roll-out?${{ [COUNTED]: 'yes' }}`, links.count]];
      return counted.audit.rows.length === 0 ? [] : [[`#${anchor('')}`, toTable]];
    case 'print':
      return [
        [href`/policies?${{ kind: 'invoke' }}`, links.invoke],
        [href`/policies?${{ kind: 'guard' }}`, links.guard],
      ];
    case 'ask':
      return [[`${href`/policies/in-force`}#paste`, links.paste]];
    case 'person':
      return [[href`/profiles`, links.profiles]];
    case 'attributes':
    case 'pilot':
    case 'guard':
      return [[href`/policies/in-force`, links.read]];
    default:
      return [];
  }
}

/** Attributes of Identity Center; findings about people stand beside them. */
function attributesKnown({ last }: RollOut, { m }: Frame): string[] {
  if (last === null || !last.report.directory) return [m.policies.rollOut.notRead];
  const open = last.report.attributes.filter(({ kind }) => ['off', 'missing', 'source'].includes(kind));
  if (open.length === 0) return [m.policies.rollOut.attributesFine];
  const { attribute, attributes, listed } = m.policies.findings;
  return open.map(({ kind, key, values, wanted }) => {
    const { found } = attributes[kind]({ key, wanted, values: listed(values) });
    return `${attribute(key)}${m.colon}${found}`;
  });
}

function peopleKnown({ counted }: RollOut, { m }: Frame): string[] {
  if (counted === null) return [];
  const { people, withoutCostCenter } = counted;
  const words = m.policies.rollOut;
  return [people === 0 ? words.noPeople : words.people(whole(withoutCostCenter), whole(people))];
}

function setsKnown({ last }: RollOut, frame: Frame): string {
  const words = frame.m.policies.rollOut;
  if (last === null) return words.notRead;
  const sets = last.report.holders.filter(({ kind }: HolderReport) => kind === 'permissionSet');
  const { all, open } = countsOf(sets);
  return words.sets(whole(all - open), whole(all), instantCell(last.at, frame).text);
}

function openKnown({ last }: RollOut, frame: Frame): string {
  const words = frame.m.policies.rollOut;
  if (last === null) return words.notRead;
  const { all, open } = countsOf(last.report.holders);
  return words.open(whole(open), whole(all), instantCell(last.at, frame).text);
}

function proved({ proof }: RollOut, frame: Frame): string {
  const words = frame.m.policies.rollOut;
  if (proof === null) return words.notProved;
  const fine = proof.steps.filter(isAsExpected).length;
  return words.proved(instantCell(proof.at, frame).text, whole(fine), whole(proof.steps.length));
}
