import type { Context } from 'hono';
import { judgeTyped, PASTED, type PastedField } from '../../app/policies/pasted.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { FOLD } from '../../core/policies/inForce.ts';
import type { PastedReport } from '../../core/policies/pasted.ts';
import { partitionOf } from '../../core/regions.ts';
import type { Frame } from '../../ui/layout.tsx';
import { faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, reasonOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { HoleList, holeFindings, RegionsFound } from './findings.tsx';
import { Sections } from './sections.tsx';

/** A policy that was pasted, judged at once. */

type PastedFaults = Partial<Record<PastedField, readonly string[]>>;

export async function pastePage(c: Context, deps: ServerDeps): Promise<Response> {
  const values = await typed(c);
  const frame = frameOf(c, deps);
  try {
    const report = await judgeTyped(askingOf(c, deps), values);
    return c.html(
      <Page values={values} frame={frame}>
        <Result report={report} deps={deps} frame={frame} />
      </Page>,
    );
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return c.html(<Page values={values} faults={faultsOf(error, frame)} frame={frame} />, 422);
  }
}

/** Each fault with its place, what stands there, shortened, and why it cannot be. */
function faultsOf({ faults }: Invalid, { m }: Frame): PastedFaults {
  const lines = faults.map((fault) => {
    const { field, value } = fault;
    const [name = '', place] = field.split(': ', 2);
    const said = value === undefined ? [] : [JSON.stringify(value)];
    return { name, line: [...(place ? [place] : []), ...said, reasonOf(fault, m)].join(m.colon) };
  });
  return Object.fromEntries(
    PASTED.flatMap((field) => {
      const own = lines.filter(({ name }) => name === field).map(({ line }) => line);
      return own.length === 0 ? [] : [[field, own]];
    }),
  );
}

function Page({
  values,
  faults = {},
  frame,
  children,
}: {
  values: Typed;
  faults?: PastedFaults;
  frame: Frame;
  children?: unknown;
}) {
  const { m } = frame;
  const bad = Object.keys(faults).length > 0;
  return (
    <PlainPage
      frame={frame}
      title={m.policies.paste.title}
      intro={m.policies.paste.intro}
      message={messageOf(bad ? m.policies.paste.bad : null, undefined, {})}
    >
      <Sections section="inForce" frame={frame} />
      <div class="grid">
        {children}
        <PasteForm values={values} faults={faults} frame={frame} />
      </div>
    </PlainPage>
  );
}

function Result({ report, deps, frame }: { report: PastedReport; deps: ServerDeps; frame: Frame }) {
  const words = frame.m.policies.paste;
  const { tagKeys, regions } = deps.settings;
  const nameOf = (policy: string): string => words.names[policy as PastedField] ?? policy;
  const partition = partitionOf(regions[0] ?? 'us-east-1');
  return (
    <>
      {report.holes !== null && (
        <section class="card" id="result">
          <h2>{words.result}</h2>
          {!report.routesKnown && <p class="note">{words.onlyRegion}</p>}
          {report.holes.length === 0 ? (
            <p>{frame.m.policies.findings.none}</p>
          ) : (
            <HoleList
              findings={holeFindings(report.holes, tagKeys, partition, FOLD.pasted, frame, nameOf)}
              frame={frame}
            />
          )}
        </section>
      )}
      {report.regions !== null && (
        <section class="card" id="regions">
          <h2>{words.regions}</h2>
          <RegionsFound found={report.regions} frame={frame} id="pasted" nameOf={nameOf} />
        </section>
      )}
    </>
  );
}

export const PasteForm = ({
  values,
  faults,
  frame: { m },
}: {
  values: Typed;
  faults: PastedFaults;
  frame: Frame;
}) => {
  const words = m.policies.paste;
  return (
    <section class="card" id="paste">
      <h2>{words.title}</h2>
      <p class="note">{words.intro}</p>
      <form class="paste" method="post" action={href`/policies/in-force`}>
        {PASTED.map((field) => (
          <label>
            {words[field]}
            <textarea
              name={field}
              rows={field === 'policy' ? 12 : 6}
              spellcheck={false}
              autocomplete="off"
              {...faultOf(field, faults[field] === undefined ? {} : { [field]: '' })}
            >
              {values[field] ?? ''}
            </textarea>
            {faults[field] !== undefined && (
              <span class="fault" id={`fault-${field}`}>
                {faults[field].map((line) => [line, <br />])}
              </span>
            )}
          </label>
        ))}
        <button class="primary" type="submit">
          {words.judge}
        </button>
      </form>
    </section>
  );
};
