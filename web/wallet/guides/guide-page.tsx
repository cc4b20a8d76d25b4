import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import type { GuideSummary } from '../../../contract/guides.ts';
import { ApiProblem } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { CustomerArea } from '../app/customer-area.tsx';
import { Frame } from '../app/frame.tsx';
import { ButtonLink } from '../app/links.tsx';
import { returnPath } from '../app/return-path.ts';
import { Screen } from '../app/screen.tsx';
import { meQuery } from '../me/queries.ts';
import { guidesQuery } from '../support/queries.ts';
import { CustomerGuide } from './customer-guide.tsx';
import { VisitorGuide } from './visitor-guide.tsx';

/** A guide at its own address. The same guide at the same address for everybody who may walk it. */
export function GuidePage() {
  const { t } = useLingui();
  const localized = useLocalized();
  const { guide: id } = useParams({ strict: false });
  const guides = useQuery(guidesQuery);
  const me = useQuery({ ...meQuery, retry: false });
  const guide = guides.data?.find((one) => one.id === id);
  const isVisitor = me.error instanceof ApiProblem && me.error.code === 'not_signed_in';

  if (guides.isError || (me.isError && !isVisitor)) {
    const retry = () => void Promise.all([guides.refetch(), me.refetch()]);
    return <ErrorState onRetry={retry} className="min-h-[60dvh] justify-center" />;
  }
  if (guides.isPending || me.isPending) {
    return (
      <div className="mx-auto w-full max-w-2xl px-4 pt-16">
        <SkeletonList rows={3} />
      </div>
    );
  }
  if (guide === undefined) return <NoSuchGuide />;
  const title = localized(guide.title);
  if (isVisitor) {
    return (
      <Screen title={title} name="help" up="/login">
        {guide.audience === 'everyone' ? <VisitorGuide guide={guide} /> : <LogInFirst guide={guide} />}
      </Screen>
    );
  }
  return (
    <CustomerArea>
      <Frame>
        <Screen title={title} name="help" up="/support/help">
          <CustomerGuide key={guide.id} guide={guide} label={t`正在检查`} />
        </Screen>
      </Frame>
    </CustomerArea>
  );
}

function LogInFirst({ guide }: { guide: GuideSummary }) {
  const localized = useLocalized();
  return (
    <EmptyState
      icon={<Compass aria-hidden="true" />}
      title={localized(guide.summary)}
      detail={<Trans>这要看您的账户，请先登录，登录后从这里继续。</Trans>}
      action={
        <ButtonLink to="/login" search={{ returnTo: returnPath() }}>
          <Trans>去登录</Trans>
        </ButtonLink>
      }
    />
  );
}

function NoSuchGuide() {
  return (
    <EmptyState
      icon={<Compass aria-hidden="true" />}
      title={<Trans>没有这个引导</Trans>}
      detail={<Trans>地址可能写错了。</Trans>}
      action={
        <ButtonLink to="/support/help" variant="secondary">
          <Trans>去帮助中心</Trans>
        </ButtonLink>
      }
      className="min-h-[60dvh] justify-center"
    />
  );
}
