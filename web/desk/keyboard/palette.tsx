import { Trans, useLingui } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { cx } from '../../shared/ui/cx.ts';
import { type PaletteEntry, usePaletteEntries } from './use-palette-entries.tsx';

/** Everything that can be done, and every conversation, by typing a part of its name. */
export function Palette(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { open, onOpenChange } = props;
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <div
          data-state={open ? 'open' : 'closed'}
          className="fixed inset-0 z-40 bg-backdrop data-[state=open]:animate-fade-in"
        />
        <Dialog.Content
          data-modal=""
          aria-modal="true"
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[max(env(safe-area-inset-top),0.75rem)] z-50 mx-auto flex max-h-[min(32rem,calc(100dvh-1.5rem))] max-w-xl flex-col overflow-clip rounded-card border border-line bg-raised text-ink shadow-float outline-none data-[state=open]:animate-pop-in md:top-[12vh]"
        >
          <Dialog.Title className="sr-only">
            <Trans>命令面板</Trans>
          </Dialog.Title>
          <PaletteBody onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const { groups, searching } = usePaletteEntries(typed);
  const entries = groups.flatMap((group) => group.entries);
  const active = entries[Math.min(chosen, entries.length - 1)];
  const composing = useRef(false);

  function run(entry: PaletteEntry) {
    onDone();
    // After the palette has given the focus back, so that what runs may take it.
    window.setTimeout(entry.run, 0);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || composing.current) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      setChosen((Math.max(0, active ? entries.indexOf(active) : 0) + step + entries.length) % entries.length);
    } else if (event.key === 'Enter' && active) {
      event.preventDefault();
      run(active);
    }
  }

  return (
    <>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden="true" className="size-icon shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label={t`搜索会话和操作`}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
          placeholder={t`搜索会话和操作`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onCompositionStart={() => {
            composing.current = true;
          }}
          onCompositionEnd={() => {
            composing.current = false;
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-body outline-none"
        />
      </div>
      <div id={listId} role="listbox" aria-label={t`结果`} className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {groups.map((group) => (
          <div key={group.name} role="group" aria-label={group.name}>
            <p aria-hidden="true" className="px-2.5 pt-2 pb-1 font-medium text-caption text-muted">
              {group.name}
            </p>
            {group.entries.map((entry) => (
              <div
                key={entry.id}
                id={`${listId}-${entry.id}`}
                role="option"
                aria-selected={entry === active}
                tabIndex={-1}
                ref={(element) => {
                  if (entry === active) element?.scrollIntoView({ block: 'nearest' });
                }}
                onMouseMove={() => entry !== active && setChosen(entries.indexOf(entry))}
                onClick={() => run(entry)}
                onKeyDown={onKeyDown}
                className={cx(
                  'flex min-h-[max(var(--target),2.25rem)] cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-control [&_svg]:size-icon [&_svg]:shrink-0',
                  entry === active ? 'bg-accent-soft text-accent-ink' : 'text-ink',
                )}
              >
                <span className="inline-flex text-muted">{entry.icon}</span>
                <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                {entry.aside}
              </div>
            ))}
          </div>
        ))}
        {entries.length === 0 && (
          <p role="status" className="px-3 py-8 text-center text-label text-muted">
            {searching ? <Trans>正在搜索…</Trans> : <Trans>没有找到“{typed}”</Trans>}
          </p>
        )}
      </div>
    </>
  );
}
