import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { listAgents } from '../../../contract/routing.ts';
import { call } from '../../shared/api.ts';
import { useStaff } from '../session/session.ts';

const MOST = 6;

/** Colleagues that fit what is typed behind an @ at the end of a note; named so, they are told. */
export function Colleagues({ text, onText }: { text: string; onText: (text: string) => void }) {
  const staff = useStaff();
  const typed = /@([^\s@]{0,20})$/u.exec(text)?.[1];
  const agents = useQuery({
    queryKey: ['colleagues'],
    queryFn: async ({ signal }) => (await call(listAgents, { signal })).agents,
    enabled: typed !== undefined,
    staleTime: 60_000,
  });
  const fitting = agents.data
    ?.filter(({ id, name }) => id !== staff.id && name.toLowerCase().includes((typed ?? '').toLowerCase()))
    .slice(0, MOST);
  if (typed === undefined || !fitting?.length) return null;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-1.5">
      <span className="text-caption text-muted">
        <Trans>提到</Trans>
      </span>
      {fitting.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          onClick={() => onText(`${text.slice(0, text.length - typed.length)}${name} `)}
          className="inline-flex min-h-[max(var(--target),1.75rem)] items-center rounded-full border border-warning-ink/40 bg-surface px-2.5 text-caption hover:bg-pressed"
        >
          @{name}
        </button>
      ))}
    </div>
  );
}
