import { type Context, Hono } from 'hono';
import { type PoliciesShown, showJudged } from '../../app/policies/print.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { plainSid } from '../../core/policies/choices.ts';
import { fits, POLICY_KINDS, type PolicyKind, type PrintedPolicy } from '../../core/policies/generate.ts';
import { FORMATS, type PolicyFormat, policyText } from '../../core/policies/textOf.ts';
import { tidy } from '../../core/signs.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { messagesOf } from '../../ui/messages/index.ts';
import { Badge, CopyButton, type Faults, PlainPage, Unbroken } from '../../ui/plain.tsx';
import { anchor, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { faultWords, messageOf } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { ofProcess } from '../http/kept.ts';
import { forEverybody, mayDo } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { CHOSEN, ChoiceForm } from './form.tsx';
import { inForcePage, readPolicies } from './inForcePage.tsx';
import { judgedOf, verdictOf } from './judged.tsx';
import { pastePage } from './pastePage.tsx';
import { rollOutPage } from './rollOutPage.tsx';
import { Sections } from './sections.tsx';

/** The policies that the settings make, to read for everybody and to choose otherwise for administrators. */

export function policyRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/policies', forEverybody, (c) => policiesPage(c, deps));
  app.get('/policies/in-force', ofProcess, (c) => inOnePage(c, deps, () => inForcePage(c, deps)));
  app.post('/policies/in-force', (c) => pastePage(c, deps));
  app.post('/policies/in-force/read', (c) => readPolicies(c, deps));
  app.get('/policies/roll-out', (c) => rollOutPage(c, deps));
  return app;
}

async function policiesPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const kind = POLICY_KINDS.find((one) => one === c.req.query('kind')) ?? POLICY_KINDS[0];
  const typed = typedIn(c);
  const format = FORMATS.find((one) => one === c.req.query('as')) ?? FORMATS[0];
  const kinds: [PolicyKind, ...PolicyKind[]] = kind === 'service' ? [kind, 'trust'] : [kind];
  const asking = askingOf(c, deps);
  let faults: Faults = {};
  let shown: Awaited<ReturnType<typeof showJudged>>;
  try {
    shown = await showJudged(asking, kinds, typed);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    faults = faultWords(error, frame);
    // What is set cannot be printed either: it says why, and there is nothing to show.
    if (Object.keys(typed).length === 0) return unusable(c, frame, faults);
    shown = await showJudged(asking, kinds, {});
  }
  const [policy, trust] = shown.policies as [PrintedPolicy, PrintedPolicy?];
  const text = policyText(policy, shown.choices, format, templateWords(kind), trust?.document ?? null);
  const result = await cards(c, frame, 'policies', [
    { id: '', title: m.policies.does, table: statementsTable(policy, frame), empty: m.policies.nothing },
    ...(kind === 'guard'
      ? [
          {
            id: 'exemptions',
            title: m.policies.exempt,
            table: exemptionsTable(shown, frame),
            empty: m.policies.noExemptions,
          },
        ]
      : []),
    ...(shown.judged.length > 0
      ? [
          {
            id: 'judged',
            title: m.policies.judged.title,
            table: judgedOf(shown.judged, frame),
            empty: m.policies.judged.empty,
          },
        ]
      : []),
  ]);
  if (result.response) return result.response;
  const bad = Object.keys(faults).length > 0;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.policies}
      intro={m.policies.intro}
      message={messageOf(bad ? m.policies.badChoice : null, undefined, {})}
    >
      {mayDo(c, 'change', { kind: 'policies' }) && <Sections section="print" frame={frame} />}
      <Kinds kind={kind} frame={frame} />
      <p class="headline">{m.policies.about[kind]}</p>
      <Facts shown={shown} policy={policy} frame={frame} />
      {shown.judged.length > 0 && (
        <p class="note">
          <a href={`#${anchor('judged')}`}>{verdictOf(shown.judged, frame)}</a>
        </p>
      )}
      {mayDo(c, 'change', { kind: 'policies' }) && (
        <ChoiceForm frame={frame} kind={kind} shown={shown} typed={typed} faults={faults} />
      )}
      <div class="grid">
        {result.shown}
        <Text text={text} kind={kind} format={format} frame={frame} />
      </div>
    </PlainPage>,
    bad ? 422 : 200,
  );
}

const unusable = (c: Context, frame: Frame, faults: Faults) =>
  c.html(
    <PlainPage
      frame={frame}
      title={frame.m.nav.policies}
      intro={frame.m.policies.intro}
      message={{ text: [frame.m.policies.unusable, ...Object.values(faults)].join(frame.m.gap), bad: true }}
    />,
    422,
  );

/** What was chosen otherwise than it is set. */
function typedIn(c: Context): Record<string, string> {
  const query = c.req.query();
  return Object.fromEntries(
    CHOSEN.map((name) => [name, tidy(query[name] ?? '')] as const).filter(([, value]) => value !== ''),
  );
}

const Kinds = ({ kind, frame: { m, query } }: { kind: PolicyKind; frame: Frame }) => (
  <nav class="period" aria-label={m.nav.policies}>
    <span class="choices">
      {POLICY_KINDS.map((one) => (
        <a
          href={href`/policies` + search({ ...query, kind: one })}
          {...(one === kind ? { 'aria-current': 'page' } : {})}
        >
          {m.policies.kinds[one]}
        </a>
      ))}
    </span>
  </nav>
);

const search = (query: Readonly<Record<string, string>>): string => `?${new URLSearchParams(query)}`;

/** Where it goes, for what, and how much of its place it takes. */
function Facts({ shown, policy, frame }: { shown: PoliciesShown; policy: PrintedPolicy; frame: Frame }) {
  const { m } = frame;
  const { choose } = m.policies;
  const { accounts, regions, geographies, destinations, models } = shown.choices;
  const lists: [string, readonly string[]][] = [
    [choose.account, accounts],
    [choose.region, regions],
    [choose.geography, geographies],
    [m.policies.endsIn, destinations.map((region) => region || m.policies.anywhere)],
    ...(models === null ? [] : [[choose.model, models] satisfies [string, readonly string[]]]),
  ];
  return (
    <dl class="facts note">
      <dt>{m.policies.goesInto}</dt>
      <dd>
        {m.policies.sized(m.policies.targets[policy.target], whole(policy.size), whole(policy.limit))}
        {!fits(policy) && `${m.gap}${m.policies.tooLong}`}
      </dd>
      {lists.map(([name, ids]) => (
        <>
          <dt>{name}</dt>
          <dd>
            <Unbroken ids={ids} comma={m.comma} />
          </dd>
        </>
      ))}
    </dl>
  );
}

function statementsTable({ document }: PrintedPolicy, { m }: Frame): TableData {
  const sentences: Readonly<Record<string, string>> = m.policies.statements;
  return {
    caption: '',
    columns: [
      { name: m.policies.sentence, key: 'sentence' },
      { name: m.policies.effect, key: 'effect' },
      { name: m.policies.statement, key: 'statement', file: true },
    ],
    rows: document.Statement.map(({ Sid, Effect }) => {
      const sentence = sentences[plainSid(Sid)] ?? Sid;
      const effect = m.policies.effects[Effect];
      return {
        cells: [
          {
            text: sentence,
            show: (
              <>
                {sentence}
                <br />
                <code class="note">{Sid}</code>
              </>
            ),
          },
          {
            text: effect,
            raw: Effect,
            show: <Badge kind={Effect === 'Allow' ? 'ok' : 'over'} text={effect} />,
          },
          { text: Sid },
        ],
      };
    }),
  };
}

function exemptionsTable({ choices }: PoliciesShown, { m }: Frame): TableData {
  const own = choices.namedRoles.map((pattern) => ({
    pattern,
    owner: m.brand,
    reason: m.policies.ownRole,
  }));
  return {
    caption: '',
    columns: [
      { name: m.policies.pattern, key: 'pattern' },
      { name: m.policies.owner, key: 'owner' },
      { name: m.policies.reason, key: 'reason' },
    ],
    rows: [...own, ...choices.exemptions].map(({ pattern, owner, reason }) => ({
      cells: [{ text: pattern, show: <code>{pattern}</code> }, { text: owner }, { text: reason }],
    })),
  };
}

/** What templates say is English: AWS takes no Japanese in descriptions. */
const templateWords = (kind: PolicyKind) => {
  const { about, statements } = messagesOf('en').policies;
  return { description: about[kind], sentences: statements };
};

const Text = ({
  text,
  kind,
  format,
  frame: { m, query },
}: {
  text: string;
  kind: PolicyKind;
  format: PolicyFormat;
  frame: Frame;
}) => (
  <section class="card" id="text">
    <div class="tools">
      <h2>{m.policies.text}</h2>
      <span>
        {/* The trust policy has no template of its own: it comes with that of the service. */}
        {(kind === 'trust' ? (['json'] as const) : FORMATS).map((one) => (
          <a
            href={`${href`/policies`}${search({ ...query, as: one })}#text`}
            {...(one === format ? { 'aria-current': 'true' } : {})}
          >
            {m.policies.formats[one]}
          </a>
        ))}
        <CopyButton of="policy" m={m} />
      </span>
    </div>
    <pre id="policy" class="tall" tabindex={0}>
      {text}
    </pre>
  </section>
);
