import { type Context, Hono } from 'hono';
import { proposePlan } from '../../app/provisioning/propose.ts';
import { planRollOver, type RollOverOffers, rollOverOffers } from '../../app/provisioning/rollOver.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { only, viewerOf } from '../http/visitor.ts';
import { ProfileSections } from './sections.tsx';

/** Roll-over: everyone of one model gets its successor. One submit makes the plan, which changes nothing yet. */

export function rollOverRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/profiles/roll-over', only('change', 'plan'), (c) =>
    rollOverPage(c, deps, { old: 'unused', days: '14', from: c.req.query('from') ?? '' }, {}),
  );
  app.post('/profiles/roll-over', only('change', 'plan'), async (c) => {
    const values = await typed(c);
    const asking = askingOf(c, deps);
    const quotas = { profileQuota: deps.quotaOf ?? (async () => null) };
    try {
      const { id } = await proposePlan(asking, await planRollOver(asking, { quotas }, values));
      return c.redirect(href`/profiles/plans/${id}`, 303);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return rollOverPage(c, deps, values, faultWords(error, frameOf(c, deps)));
    }
  });
  return app;
}

async function rollOverPage(c: Context, deps: ServerDeps, values: Typed, faults: Faults): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const offers = await rollOverOffers(askingOf(c, deps));
  const bad = Object.keys(faults).length > 0;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.rollOver.title}
      intro={m.rollOver.intro}
      message={messageOf(bad ? m.invalid.intro : null, undefined, {})}
    >
      <ProfileSections section="rollOver" viewer={viewerOf(c)} settings={deps.settings} frame={frame} />
      {offers.from.length === 0 ? (
        <p class="note">{m.rollOver.none}</p>
      ) : (
        <Form offers={offers} values={values} faults={faults} frame={frame} />
      )}
    </PlainPage>,
    bad ? 422 : 200,
  );
}

interface Shown {
  offers: RollOverOffers;
  values: Typed;
  faults: Faults;
  frame: Frame;
}

function Form({ offers, values, faults, frame: { m } }: Shown) {
  return (
    <form class="stacked" method="post" action={href`/profiles/roll-over`}>
      <fieldset>
        <legend>{m.profiles.model}</legend>
        <Models
          name="from"
          label={m.rollOver.from}
          models={offers.from}
          text={({ name, key, profiles }) => `${name} · ${key} · ${m.rollOver.count(profiles)}`}
          {...{ values, faults, choose: m.rollOver.choose }}
        />
        <Models
          name="to"
          label={m.rollOver.to}
          models={offers.to}
          text={({ name, key }) => `${name} · ${key}`}
          {...{ values, faults, choose: m.rollOver.choose }}
        />
        <Field name="toSource" label={m.rollOver.toSource} values={values} faults={faults} />
      </fieldset>
      <fieldset>
        <legend>{m.rollOver.old}</legend>
        {(['unused', 'until', 'keep'] as const).map((one) => (
          <>
            <label class="box">
              <input type="radio" name="old" value={one} checked={values.old === one} />
              <span>{m.rollOver.olds[one]}</span>
            </label>
            {one === 'unused' && (
              <Field name="days" label={m.rollOver.days} values={values} faults={faults} />
            )}
            {one === 'until' && (
              <Field name="until" type="date" label={m.rollOver.until} values={values} faults={faults} />
            )}
          </>
        ))}
        <FieldFault name="old" faults={faults} />
      </fieldset>
      <FieldFault name="steps" faults={faults} />
      <button class="primary" type="submit">
        {m.rollOver.submit}
      </button>
    </form>
  );
}

function Models({
  name,
  label,
  models,
  text,
  choose,
  values,
  faults,
}: {
  name: string;
  label: string;
  models: RollOverOffers['from'];
  text: (model: RollOverOffers['from'][number]) => string;
  choose: string;
} & Pick<Shown, 'values' | 'faults'>) {
  return (
    <label>
      {label}
      <select name={name} {...faultOf(name, faults)}>
        <option value="">{choose}</option>
        {models.map((model) => (
          <option value={model.key} selected={values[name] === model.key}>
            {text(model)}
          </option>
        ))}
      </select>
      <FieldFault name={name} faults={faults} />
    </label>
  );
}
