import { useLingui } from '@lingui/react/macro';
import { Search, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { useAction } from '../keyboard/actions.tsx';
import { Kbd } from '../shell/kbd.tsx';

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 250;

/** What the list is searched for. */
export function SearchField({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const ask = useEffectEvent(onChange);
  useAction('search', () => field.current?.focus());
  // Changed from elsewhere: "back", "clear the search".
  useEffect(() => setTyped((now) => (now.trim() === value ? now : value)), [value]);
  useEffect(() => {
    const next = typed.trim();
    if (next === value) return;
    const timer = window.setTimeout(() => ask(next), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [typed, value]);
  return (
    <search>
      <TextField
        ref={field}
        label={t`搜索会话`}
        hideLabel
        placeholder={t`搜索姓名、手机尾号、内容`}
        maxLength={100}
        autoComplete="off"
        enterKeyHint="search"
        leading={<Search aria-hidden="true" />}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setTyped('');
          event.currentTarget.blur();
        }}
        trailing={
          typed === '' ? (
            <span className="mr-1.5">
              <Kbd>S</Kbd>
            </span>
          ) : (
            <IconButton icon={<X />} label={t`清除搜索`} tone="muted" onClick={() => setTyped('')} />
          )
        }
      />
    </search>
  );
}
