import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { GuidePicture } from '../../../contract/guides.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { cx } from '../../shared/ui/cx.ts';
import { BOX, draw, type DrawnBranch } from './layout.ts';
import { KINDS } from './step-words.ts';

/** The steps and branches of a guide, drawn; the same as a list for whoever does not see it. */
export function Picture({ picture }: { picture: GuidePicture }) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const drawing = useMemo(() => draw(picture, localized), [picture, localized]);
  const titles = new Map(picture.steps.map(({ id, title }) => [id, localized(title)]));
  return (
    <section
      aria-label={localized(picture.title)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="overflow-auto rounded-card bg-surface p-3 shadow-card"
    >
      <div aria-hidden="true" className="relative" style={{ width: drawing.width, height: drawing.height }}>
        <svg width={drawing.width} height={drawing.height} className="absolute inset-0">
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" className="fill-muted" />
            </marker>
          </defs>
          {drawing.branches.map((branch) => (
            <path
              key={branch.key}
              d={pathOf(branch)}
              markerEnd="url(#arrow)"
              className="fill-none stroke-muted"
              strokeWidth={1.25}
              strokeDasharray={branch.kind === 'timer' || branch.kind === 'event' ? '4 3' : undefined}
            />
          ))}
        </svg>
        {drawing.branches.map(
          ({ key, label }) =>
            label && (
              <span
                key={key}
                className="-translate-x-1/2 -translate-y-1/2 absolute whitespace-nowrap rounded-sm bg-surface px-1 text-[0.6875rem] text-muted leading-[1.125rem]"
                style={{ left: label.x, top: label.y }}
              >
                {label.text}
              </span>
            ),
        )}
        {drawing.steps.map(({ id, x, y, returns }) => {
          const step = picture.steps.find((one) => one.id === id);
          const look = KINDS[step?.kind ?? ''];
          if (step === undefined || look === undefined) return null;
          const Icon = look.icon;
          return (
            <div
              key={id}
              className={cx(
                'absolute flex items-center gap-2 rounded-control border px-3 text-label',
                look.className,
                id === picture.start && 'outline-2 outline-accent outline-offset-2',
              )}
              style={{ left: x, top: y, width: BOX.width, height: BOX.height }}
            >
              <Icon className="size-4 shrink-0" />
              <span className="min-w-0">
                <span className="block text-[0.6875rem]">
                  {i18n._(look.name)}
                  {returns !== undefined && <span title={returns}> · {t`↺ 回到开头`}</span>}
                </span>
                <span className="line-clamp-2 text-ink leading-snug">{titles.get(id)}</span>
              </span>
            </div>
          );
        })}
      </div>
      <ol className="sr-only">
        {picture.steps.map(({ id, kind }) => (
          <li key={id}>
            {KINDS[kind] && i18n._(KINDS[kind].name)}: {titles.get(id)}
            <ul>
              {picture.branches
                .filter(({ from }) => from === id)
                .map(({ to, because, kind: way }) => (
                  <li key={`${to} ${way} ${because?.en}`}>
                    {because ? localized(because) : ''} → {titles.get(to)}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A smooth line through the points. */
function pathOf({ points }: DrawnBranch): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  for (let index = 0; index < rest.length - 1; index++) {
    const at = rest[index];
    const next = rest[index + 1];
    if (at === undefined || next === undefined) break;
    const end = index === rest.length - 2 ? next : { x: (at.x + next.x) / 2, y: (at.y + next.y) / 2 };
    path += ` Q${at.x} ${at.y} ${end.x} ${end.y}`;
  }
  return path;
}
