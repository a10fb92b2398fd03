import type { Names } from '../../app/names.ts';
import type { ClientSettings, Note } from '../../core/vending/clientSettings/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { CopyButton } from '../../ui/plain.tsx';

/** Settings to paste, one client open at a time: a list of what there is, which works without script. */
export function SettingsToPaste({
  settings,
  names,
  frame,
}: {
  settings: readonly ClientSettings[];
  names: Names;
  frame: Frame;
}) {
  const { m } = frame;
  return (
    <>
      <p class="note">{m.clients.intro}</p>
      {settings.map(({ client, name, file, text, notes }, at) => (
        <details class="client" name="client" open={at === 0} id={`for-${client}`}>
          <summary>
            <h3>{name}</h3>
          </summary>
          <div class="tools">
            <span>
              {file === null ? m.clients.noFile[client === 'cline' ? 'form' : 'shell'] : <code>{file}</code>}
            </span>
            <CopyButton of={`settings-${client}`} m={m} />
          </div>
          <pre id={`settings-${client}`} tabindex={0}>
            {text}
          </pre>
          {notes.length > 0 && (
            <ul class="notes">
              {notes.map((note) => (
                <li>{noteWords(note, m, (key) => names.model(key))}</li>
              ))}
            </ul>
          )}
        </details>
      ))}
    </>
  );
}

/** What a note says, with models by their names. */
export function noteWords(note: Note, m: Frame['m'], nameOf: (modelKey: string) => string): string {
  if (note.key !== 'tierMissing') return m.clients.notes[note.key];
  const tier = `${note.tier.charAt(0).toUpperCase()}${note.tier.slice(1)}`;
  return note.get === null
    ? m.clients.tierNotOffered(tier, nameOf(note.standsIn))
    : m.clients.tierMissing(tier, nameOf(note.standsIn), note.get);
}
