import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { getGuidePicture, guideAreas } from '../../../contract/guides.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { guidesQuery } from '../inbox/queries.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { AREA_NAMES } from './areas.ts';
import { Picture } from './picture.tsx';

/** Every guide as it is defined: its steps and branches, and how its runs have ended. */
export function GuidesPage() {
  const { t } = useLingui();
  const localized = useLocalized();
  const guides = useQuery(guidesQuery);
  const { guide: asked } = useSearch({ strict: false });
  const [search, setSearch] = useState('');
  const all = guides.data?.guides ?? [];
  const chosen = asked ?? all[0]?.id;
  const wanted = search.trim().toLowerCase();
  const shown = all.filter(({ id, title, summary }) =>
    [id, title.zh, title.en, summary.zh, summary.en].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <RoomPage
      wide
      title={<Trans>引导</Trans>}
      name={t`引导`}
      detail={<Trans>每份引导的步骤和分支，帮助中心、聊天、客服发送和电话走的都是同一份。</Trans>}
    >
      {guides.isError ? (
        <ErrorState onRetry={() => void guides.refetch()} retrying={guides.isFetching} />
      ) : guides.data === undefined ? (
        <SkeletonList rows={6} />
      ) : (
        <div className="grid gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
          <nav aria-label={t`引导`} className="min-w-0">
            <TextField
              type="search"
              label={<Trans>找引导</Trans>}
              hideLabel
              placeholder={t`找引导`}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            {guideAreas.map((area) => (
              <Area
                key={area}
                name={t(AREA_NAMES[area])}
                guides={shown
                  .filter((guide) => guide.area === area)
                  .map(({ id, title }) => ({ id, title: localized(title) }))}
                chosen={chosen}
              />
            ))}
          </nav>
          {chosen && <Chosen key={chosen} id={chosen} />}
        </div>
      )}
    </RoomPage>
  );
}

function Area({
  name,
  guides,
  chosen,
}: {
  name: string;
  guides: Array<{ id: string; title: string }>;
  chosen: string | undefined;
}) {
  if (guides.length === 0) return null;
  return (
    <div className="mt-3">
      <h2 className="px-2 text-caption text-muted">{name}</h2>
      <ul className="mt-1 flex gap-1 max-lg:flex-wrap lg:flex-col">
        {guides.map(({ id, title }) => (
          <li key={id}>
            <Link
              to="/guides"
              search={{ guide: id }}
              aria-current={id === chosen ? 'page' : undefined}
              className="flex min-h-9 items-center rounded-control px-2 text-label hover:bg-pressed aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-ink"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Chosen({ id }: { id: string }) {
  const localized = useLocalized();
  const query = useQuery({
    queryKey: ['guide-picture', id],
    queryFn: ({ signal }) => call(getGuidePicture, { params: { id }, signal }),
  });
  if (query.isError) return <ErrorState onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  if (query.data === undefined) return <SkeletonList rows={6} />;
  const { title, summary, version, outcomes, steps, audience } = query.data;
  const ended = outcomes.resolved + outcomes.handedOff + outcomes.abandoned;
  return (
    <article className="min-w-0">
      <h2 className="font-semibold text-title">{localized(title)}</h2>
      <p className="mt-0.5 text-label text-muted">{localized(summary)}</p>
      <p className="mt-1 mb-3 flex flex-wrap gap-x-3 text-caption text-muted">
        <code className="font-mono">{id}</code>
        <span>
          <Trans>第 {version} 版</Trans>
        </span>
        <span>
          <Plural value={steps.length} other="# 步" />
        </span>
        {audience === 'everyone' && (
          <span>
            <Trans>不登录也能走</Trans>
          </span>
        )}
        <span>
          {ended === 0 ? (
            <Trans>近 30 天没有走完的</Trans>
          ) : (
            <Trans>
              近 30 天：解决 {outcomes.resolved}，转人工 {outcomes.handedOff}，没走完 {outcomes.abandoned}
            </Trans>
          )}
        </span>
      </p>
      <Picture picture={query.data} />
      <p className="mt-2 text-caption text-muted">
        <Trans>
          每张等客户的卡片都可以转人工，图里没有画出这些线。虚线是自己发生的：有了消息，或等够了时间。
        </Trans>
      </p>
    </article>
  );
}
