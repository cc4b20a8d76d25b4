import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import {
  AtSign,
  BookCheck,
  BookOpen,
  ChartNoAxesColumn,
  GitCompareArrows,
  GraduationCap,
  Inbox,
  Landmark,
  ListTodo,
  MessageSquareWarning,
  PhoneCall,
  Route,
  Scale,
  ShieldAlert,
  ShieldCheck,
  Store,
  Undo2,
  UserRoundSearch,
  Users,
  Zap,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { waitingApprovalsQuery } from '../approvals/queries.ts';
import { callbacksQuery } from '../callbacks/queries.ts';
import { complaintCountsQuery, teamTasksQuery } from '../complaints/queries.ts';
import { disputesQuery } from '../disputes/queries.ts';
import { reconciliationQuery, suspenseQuery } from '../finance/queries.ts';
import { heldPaymentsQuery } from '../held/queries.ts';
import { mentionsQuery } from '../mentions/queries.ts';
import { may, useStaff } from '../session/session.ts';

export interface Room {
  to:
    | '/'
    | '/held-payments'
    | '/macros'
    | '/mentions'
    | '/disputes'
    | '/team'
    | '/merchants'
    | '/approvals'
    | '/callbacks'
    | '/complaints'
    | '/complaint-tasks'
    | '/suspense'
    | '/reconciliation'
    | '/closing'
    | '/refunds'
    | '/unmaskings'
    | '/guides'
    | '/knowledge'
    | '/learning'
    | '/reports';
  icon: ReactNode;
  name: string;
  /** How many wait there for this member of staff. */
  waiting: number;
}

/** The rooms this member of staff may enter, the usual one first. */
export function useRooms(waitingConversations = 0): Room[] {
  const { t } = useLingui();
  const staff = useStaff();
  const approves = may(staff, 'approval.view');
  const approvals = useQuery({ ...waitingApprovalsQuery, enabled: approves });
  const reviews = may(staff, 'held_payment.view');
  const held = useQuery({ ...heldPaymentsQuery, enabled: reviews });
  const converses = may(staff, 'conversation.work');
  const callbacks = useQuery({ ...callbacksQuery('open'), enabled: converses });
  const mentions = useQuery({ ...mentionsQuery, enabled: converses });
  const handles = may(staff, 'complaint.handle');
  const complaints = useQuery({ ...complaintCountsQuery, enabled: handles });
  const isAsked = staff.may.some((permission) => permission.startsWith('complaint_task.'));
  const tasks = useQuery({ ...teamTasksQuery, enabled: isAsked });
  const judges = may(staff, 'dispute.handle');
  const disputes = useQuery({ ...disputesQuery('open'), enabled: judges });
  const settlesMoney = may(staff, 'suspense.view');
  const suspense = useQuery({ ...suspenseQuery, enabled: settlesMoney });
  const reconciles = may(staff, 'reconciliation.view');
  const reconciliation = useQuery({ ...reconciliationQuery, enabled: reconciles });
  return [
    ...(converses
      ? [
          { to: '/' as const, icon: <Inbox />, name: t`收件箱`, waiting: waitingConversations },
          {
            to: '/mentions' as const,
            icon: <AtSign />,
            name: t`提到我的`,
            waiting: mentions.data?.filter(({ seen }) => !seen).length ?? 0,
          },
          {
            to: '/callbacks' as const,
            icon: <PhoneCall />,
            name: t`回电`,
            waiting: callbacks.data?.filter(({ status }) => status === 'requested').length ?? 0,
          },
        ]
      : []),
    ...(reviews
      ? [
          {
            to: '/held-payments' as const,
            icon: <ShieldAlert />,
            name: t`待核实付款`,
            waiting: held.data?.length ?? 0,
          },
        ]
      : []),
    ...(handles
      ? [
          {
            to: '/complaints' as const,
            icon: <MessageSquareWarning />,
            name: t`投诉`,
            waiting: (complaints.data?.unowned ?? 0) + (complaints.data?.due ?? 0),
          },
        ]
      : []),
    ...(judges
      ? [
          {
            to: '/disputes' as const,
            icon: <Scale />,
            name: t`争议`,
            waiting: disputes.data?.filter(({ status }) => status === 'under_review').length ?? 0,
          },
        ]
      : []),
    ...(approves
      ? [
          {
            to: '/approvals' as const,
            icon: <ShieldCheck />,
            name: t`审批`,
            waiting: approvals.data?.approvals.length ?? 0,
          },
        ]
      : []),
    ...(isAsked
      ? [
          {
            to: '/complaint-tasks' as const,
            icon: <ListTodo />,
            name: t`团队协办`,
            waiting: tasks.data?.length ?? 0,
          },
        ]
      : []),
    ...(settlesMoney
      ? [
          {
            to: '/suspense' as const,
            icon: <Landmark />,
            name: t`挂账`,
            waiting: suspense.data?.open.length ?? 0,
          },
        ]
      : []),
    ...(reconciles
      ? [
          {
            to: '/reconciliation' as const,
            icon: <GitCompareArrows />,
            name: t`对账`,
            waiting: reconciliation.data?.open.length ?? 0,
          },
        ]
      : []),
    ...(may(staff, 'books.view')
      ? [{ to: '/closing' as const, icon: <BookCheck />, name: t`日终报表`, waiting: 0 }]
      : []),
    ...(may(staff, 'refund.begin')
      ? [{ to: '/refunds' as const, icon: <Undo2 />, name: t`退款`, waiting: 0 }]
      : []),
    ...(may(staff, 'knowledge.read')
      ? [{ to: '/guides' as const, icon: <Route />, name: t`引导`, waiting: 0 }]
      : []),
    ...(may(staff, 'knowledge.read')
      ? [{ to: '/knowledge' as const, icon: <BookOpen />, name: t`知识库`, waiting: 0 }]
      : []),
    ...(may(staff, 'knowledge.edit')
      ? [{ to: '/learning' as const, icon: <GraduationCap />, name: t`助手学习`, waiting: 0 }]
      : []),
    ...(may(staff, 'macro.edit')
      ? [{ to: '/macros' as const, icon: <Zap />, name: t`快捷回复`, waiting: 0 }]
      : []),
    ...(may(staff, 'report.view')
      ? [{ to: '/reports' as const, icon: <ChartNoAxesColumn />, name: t`现场和报表`, waiting: 0 }]
      : []),
    ...(may(staff, 'merchant.view')
      ? [{ to: '/merchants' as const, icon: <Store />, name: t`商户`, waiting: 0 }]
      : []),
    ...(may(staff, 'conversation.assign')
      ? [{ to: '/team' as const, icon: <Users />, name: t`团队`, waiting: 0 }]
      : []),
    ...(may(staff, 'audit.view')
      ? [{ to: '/unmaskings' as const, icon: <UserRoundSearch />, name: t`查看记录`, waiting: 0 }]
      : []),
  ];
}
