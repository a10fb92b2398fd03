import type { OfferedModel, VendingForm } from '../../app/profiles/form.ts';
import { type Rate, TOKEN_KINDS } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import type { KindPrice, OfferPrice } from '../../core/vending/prices.ts';
import { fullDay, tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, FieldFault, faultOf } from '../../ui/plain.tsx';
import type { Typed } from '../http/forms.ts';

/** The models that somebody can choose from, each with its routes and what they cost. */

/** So many stand open; the older ones are there to be opened. */
const OPEN = 6;

export function Offers({
  form: { models, globalUnsaid, own },
  frame,
  values,
  faults,
}: {
  form: VendingForm;
  frame: Frame;
  values: Typed;
  faults: Faults;
}) {
  const { m } = frame;
  const source = values.source ?? '';
  const isThere = models.some(({ ways }) => ways.some(({ sourceId }) => sourceId === source));
  const [open, older] = [models.slice(0, OPEN), models.slice(OPEN)];
  const chosenOlder = older.some(({ ways }) => ways.some(({ sourceId }) => sourceId === source));
  const list = (some: readonly OfferedModel[]) =>
    some.map((model) => <Model model={model} source={source} frame={frame} />);
  return (
    <section class="card">
      <fieldset class="offers" {...faultOf('source', faults)}>
        <legend>
          {m.vending.model} <span class="note">{m.vending.perMillion}</span>
        </legend>
        <FieldFault name="source" faults={faults} />
        {/* What is not on offer is kept as it was sent, beside what is said of it. */}
        {!isThere && source !== '' && (
          <label class="offer">
            <input type="radio" name="source" value={source} checked />
            <span>{source}</span>
          </label>
        )}
        {models.length === 0 && <p class="note">{m.vending.none}</p>}
        {list(open)}
        {older.length > 0 && (
          <details open={chosenOlder}>
            <summary>{m.vending.older(older.length)}</summary>
            {list(older)}
          </details>
        )}
      </fieldset>
      {models.length > 0 && (
        <p class="note">
          {m.vending.priceNote}
          {globalUnsaid && own === null && m.gap + m.vending.globalUnsaid}
        </p>
      )}
    </section>
  );
}

function Model({
  model: { modelKey, name, launchedOn, ways },
  source,
  frame,
}: {
  model: OfferedModel;
  source: string;
  frame: Frame;
}) {
  const { m, locale } = frame;
  return (
    <div class="model" role="group" aria-label={name}>
      <h2 title={modelKey}>
        {name} {launchedOn !== null && <span>{m.vending.launched(fullDay(launchedOn, locale))}</span>}
      </h2>
      {ways.map((way) => (
        <Way way={way} isChosen={way.sourceId === source} frame={frame} all={ways} />
      ))}
    </div>
  );
}

function Way({
  way: { sourceId, geography, regions, price, isCallable },
  isChosen,
  frame: { m, locale },
  all,
}: {
  way: OfferedModel['ways'][number];
  isChosen: boolean;
  frame: Frame;
  all: OfferedModel['ways'];
}) {
  const words = m.vending;
  const known = TOKEN_KINDS.flatMap((kind) => {
    const one = price.byKind[kind];
    return one === null ? [] : [[m.kind[kind], amount(one)] as const];
  });
  // A difference by AWS's list, beside a price that is none of it: a reader has to know which is which.
  const saysWhence = known.length > 0 && all.some(({ price: one }) => one.overGlobal !== null && one.byList);
  const widest = Math.max(...all.map((one) => one.regions.length));
  return (
    <label class="offer">
      <input
        type="radio"
        name="source"
        value={sourceId}
        checked={isChosen}
        required
        data-regions={regions.join(' ')}
      />
      <b title={sourceId}>{words.geographies[geography] ?? geography.toUpperCase()}</b>
      {known.length === 0 ? (
        <span class="none">{words.noPrice}</span>
      ) : (
        known.map(([kind, text]) => (
          <span class="price">
            <small>{kind}</small> {text}
          </span>
        ))
      )}
      <span class="more">
        {[
          saysWhence ? words.priceFrom(sourcesOf(price)) : null,
          price.overGlobal === null ? null : words.overGlobal(signed(price.overGlobal, locale), price.byList),
          regions.length < widest || all.length === 1 ? words.onlyIn(regions) : null,
          isCallable ? null : words.notCallable,
        ]
          .filter((one) => one !== null)
          .join(' · ')}
      </span>
    </label>
  );
}

/** Where the prices of a way come from, the surest first. */
function sourcesOf({ byKind }: OfferPrice): Rate['source'][] {
  const said = new Set(TOKEN_KINDS.map((kind) => byKind[kind]?.source));
  return (['override', 'learned', 'list'] as const).filter((source) => said.has(source));
}

function amount({ low, high }: KindPrice): string {
  const [from, to] = [usd(low), usd(high)];
  return from === to ? from : `${from}–${to}`;
}
const signed = (share: bigint, locale: Frame['locale']): string => {
  const text = tenths(share, locale).replace(/\.0(?=\s?%)/, '');
  return share < 0n ? text : `+${text}`;
};
