import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { BookOpen, PhoneCall, UserRound, Users } from 'lucide-react';
import { Button } from '../../shared/ui/button.tsx';
import { ButtonLink } from '../app/links.tsx';
import { IncidentNotice, incidentsQuery } from '../pay/incidents.tsx';

/** In a surge, before somebody joins the line: what is known to be down, what works without a person, and the person all the same. */
export function SurgeOffer({
  expectedWaitSeconds,
  guide,
  joining,
  onJoin,
}: {
  expectedWaitSeconds: number;
  /** The guide that was walked last in this conversation. */
  guide: string | undefined;
  joining: boolean;
  onJoin: () => void;
}) {
  const { data: incidents = [] } = useQuery(incidentsQuery);
  const minutes = Math.ceil(expectedWaitSeconds / 60);
  return (
    <section
      aria-live="polite"
      className="mt-4 max-w-xl rounded-card bg-surface p-card shadow-card motion-safe:animate-pop-in sm:ml-[calc(var(--avatar-size)+0.625rem)]"
    >
      <h2 className="flex items-center gap-2.5 font-semibold text-body">
        <Users aria-hidden="true" className="size-icon text-accent-ink" />
        <Plural value={minutes} other="现在咨询的人多，预计要等 # 分钟" />
      </h2>
      {incidents.map(({ id, operation, methodType }) => (
        <IncidentNotice
          key={id}
          kind={operation === 'payout' ? 'withdrawal' : 'purchase'}
          type={methodType}
          className="mt-3"
        />
      ))}
      <div className="mt-3 flex flex-col gap-2">
        {guide === undefined ? (
          <ButtonLink to="/support/help" search={{}} wide icon={<BookOpen aria-hidden="true" />}>
            <Trans>先自己试试，马上能办</Trans>
          </ButtonLink>
        ) : (
          <ButtonLink to="/help/guides/$guide" params={{ guide }} wide icon={<BookOpen aria-hidden="true" />}>
            <Trans>再查一遍，马上能办</Trans>
          </ButtonLink>
        )}
        <ButtonLink
          to="/help/guides/$guide"
          params={{ guide: 'request-callback' }}
          variant="secondary"
          wide
          icon={<PhoneCall aria-hidden="true" />}
        >
          <Trans>约个时间给我打电话</Trans>
        </ButtonLink>
        <Button
          variant="quiet"
          wide
          icon={<UserRound aria-hidden="true" />}
          loading={joining}
          onClick={onJoin}
        >
          <Trans>还是要排队等人工</Trans>
        </Button>
      </div>
    </section>
  );
}
