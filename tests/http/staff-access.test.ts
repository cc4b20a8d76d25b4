import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignComplaint, openComplaint } from '../../contract/complaints.ts';
import { getStaffMe, staffRoles } from '../../contract/identity.ts';
import { routes } from '../../contract/routes.ts';
import * as support from '../../contract/support.ts';
import { type PaymentsLab, startPayments } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(() => lab?.stop());

const [text, reason, outcome] = ['核对一下', '客户来电说明', 'lost'];
const both = { zh: text, en: 'Check' };
/** What routes want to be sent; what is refused for itself says nothing about who may. */
const sent: Record<string, { body?: object; query?: object }> = {
  proposeAccountAction: { body: { kind: 'freeze', reason } },
  keepReplyDraft: { body: { text } },
  saveMacro: { body: { shortcut: 'hello', title: both, text: both, actions: [] } },
  endCallbackCall: { body: { result: 'no_answer' } },
  listDeskCallbacks: { query: { view: 'open' } },
  addComplaintEntry: { body: { kind: 'note', text, clientEntryId: randomUUID() } },
  addComplaintTask: { body: { team: 'risk', what: text, dueAt: '2099-01-01T00:00:00.000Z' } },
  assignComplaint: { body: { staffId: randomUUID() } },
  closeComplaint: { body: { outcome: 'upheld', cause: 'misunderstanding', explanation: text } },
  completeComplaintTask: { body: { result: text } },
  listDeskComplaints: { query: { view: 'open' } },
  proposeToComplaint: { body: { text } },
  requestGoodwill: { body: { amount: '100', currency: 'CNY', reason } },
  setComplaintSeverity: { body: { severity: 'high' } },
  listDeskDisputes: { query: { view: 'open' } },
  proposeDisputeOutcome: { body: { outcome, reason } },
  sendGuide: { body: { guide: 'security-checkup', subject: {} } },
  proposeHeldPaymentDecision: { body: { decision: 'release', reason } },
  decideDraft: { body: { decision: 'publish' } },
  saveDraft: { body: { area: 'account', guides: [], words: '', title: both, body: both } },
  labelMessage: { body: {} },
  createMerchant: { body: { name: '云朵咖啡' } },
  createMerchantKey: { body: { name: 'till', scopes: ['checkout.read'] } },
  resolveException: { body: { resolution: reason } },
  runReconciliation: { body: { day: '2026-01-05' } },
  beginDeskRefund: { body: { amount: '1', reason: 'requested_by_customer', note: reason } },
  followUpRating: { body: { text } },
  getReport: { query: { from: '2026-01-05', to: '2026-01-06' } },
  getStaffing: {
    query: {
      arrivalsPerHour: 60,
      handlingSeconds: 300,
      serviceLevel: 0.8,
      withinSeconds: 20,
      places: 3,
      patienceSeconds: 120,
    },
  },
  snoozeConversation: { body: { until: new Date(Date.now() + 3_600_000).toISOString() } },
  setPresence: { body: { presence: 'offline' } },
  transferConversation: { body: { to: { kind: 'queue' }, note: text } },
  updateAgent: { body: { capacity: 1, skills: {}, languages: ['zh'] } },
  decideApproval: { body: { decision: 'rejected', reason } },
  listApprovals: { query: { view: 'waiting' } },
  unmaskCustomer: { body: { field: 'phone', reason } },
  closeConversation: { body: { resolution: 'resolved' } },
  sendDeskMessage: { body: { clientMessageId: randomUUID(), kind: 'reply', text } },
  listDeskConversations: { query: { view: 'all' } },
  requestSuspense: { body: { action: 'return', reason } },
  askForVerification: { body: { purpose: 'unlock' } },
  linkConversation: { body: { reason: 'related', to: { kind: 'complaint', number: 'CP0' } } },
  announceIncident: { body: { text: { zh: text, en: text } } },
  endIncident: { body: { outcome: 'dismissed' } },
};

const agents = ['agent', 'senior_agent', 'supervisor'];
const seniors = ['senior_agent', 'supervisor'];
const supervisors = ['supervisor'];
/** Who may do what with a customer who is not theirs to help, and with what is nobody's in particular. */
const may: Array<[roles: readonly string[], names: string]> = [
  [
    [],
    `closeConversation snoozeConversation resumeConversation sendDeskMessage askForVerification proposeAccountAction withdrawAccountAction getReplyDrafts
    keepReplyDraft sendGuide unmaskCustomer
    mergeConversation getSuggestedReply`,
  ],
  [
    agents,
    `listDeskConversations takeConversation takeNext getPresence setPresence listAgents listMacros
    listDeskCallbacks claimCallback releaseCallback startCallbackCall endCallbackCall requestGoodwill
    listMentions seeMentions`,
  ],
  [
    seniors,
    `listHeldPayments proposeHeldPaymentDecision listDeskDisputes getDeskDispute getDeskDisputeFile
    proposeDisputeOutcome decideDispute`,
  ],
  [
    supervisors,
    `getDeskConversation getDeskPayment getDeskAttachment listAccountActions listHistory listDeskGuideRuns
    transferConversation getReport getWall getStaffing listBadRatings followUpRating createMerchant createMerchantKey
    revokeMerchantKey replayDeskWebhook saveMacro deleteMacro updateAgent listDeskComplaints getDeskComplaint
    assignComplaint listComplaintHandlers addComplaintEntry setComplaintSeverity addComplaintTask proposeToComplaint
    closeComplaint getComplaintTrends listLinks listComplaintLinks linkConversation
    unlinkConversation announceIncident endIncident`,
  ],
  [
    ['supervisor', 'finance'],
    'getRefundablePayment beginDeskRefund listMerchants listMerchantKeys listDeskWebhooks',
  ],
  [['supervisor', 'finance', 'auditor'], 'getClosing'],
  [['supervisor', 'auditor'], 'listUnmaskings exportCustomerAudit'],
  [['supervisor', 'knowledge_editor'], 'saveDraft decideDraft getLearning labelMessage teachAssistant'],
  [
    ['finance'],
    'getReconciliation runReconciliation resolveException listSuspense requestSuspense resolveSuspense',
  ],
  [[...agents, 'finance'], 'listApprovals listComplaintTasks completeComplaintTask'],
  [
    staffRoles,
    'getGuidePicture listDeskArticles getDeskArticle listDeskIncidents listDeskReportedIncidents decideApproval',
  ],
];
/** A file, which is looked at first: messages of attachments have tests of their own. */
const apart = ['sendDeskAttachment'];
const rolesOf = new Map(may.flatMap(([roles, names]) => names.split(/\s+/).map((name) => [name, roles])));
const desk = routes.filter(({ route }) => route.caller === 'staff' && route.path.startsWith('/api/desk'));

test('every route of the desk says who may', () => {
  expect(
    desk
      .map(({ name }) => name)
      .filter((name) => !rolesOf.has(name))
      .toSorted(),
  ).toEqual(apart);
});

test('a member of staff does with a customer whose conversation or case they have not what their role may, and no more', async () => {
  const name = '司徒青岚';
  const words = '紫色风筝';
  const customer = await lab.richCustomer('1000', name);
  const paid = await customer.transferTo(await lab.customer('李明'), '100');
  const { id } = await customer.call(support.openConversation, {
    body: { context: { screen: 'home' }, language: 'zh' },
  });
  const params = { id };
  await customer.call(support.sendMessage, { params, body: { clientMessageId: randomUUID(), text: words } });
  await customer.call(support.requestPerson, { params });
  const owner = await newStaff(lab.system, 'agent');
  await owner.call(support.takeConversation, { params });
  const complaint = await customer.call(openComplaint, {
    idempotencyKey: randomUUID(),
    body: { category: 'payment', wish: 'explanation', description: words, conversationId: id },
  });

  const boss = await newStaff(lab.system, 'supervisor');
  const { id: staffId } = await owner.call(getStaffMe);
  await boss.call(assignComplaint, { params: { id: complaint.id }, body: { staffId } });

  const idIn = (path: string): string => {
    if (path.includes('/conversations/:id')) return id;
    if (path.includes('/customers/:id')) return customer.customer.id;
    if (path.includes('/payments/:id')) return paid.result.id;
    return path.includes('/complaints/:id') ? complaint.id : randomUUID();
  };
  for (const role of staffRoles) {
    const staff = await newStaff(lab.system, role);
    for (const { name: called, route } of desk) {
      const allowed = rolesOf.get(called)?.includes(role);
      // What would be done is tested where it belongs; here, only what is read.
      if (allowed === undefined || (allowed && route.method !== 'GET')) continue;
      const others = ['messageId', 'actionId', 'evidenceId', 'keyId', 'deliveryId', 'linkId', 'mergedId'];
      const { status, result } = await staff.send(
        route as never,
        {
          params: {
            ...Object.fromEntries(others.map((other) => [other, randomUUID()])),
            id: idIn(route.path),
            paymentId: paid.result.id,
            kind: 'note',
            day: '2026-01-05',
          },
          idempotencyKey: randomUUID(),
          ...sent[called],
        } as never,
      );
      const told = `${role} ${called}`;
      if (!allowed) expect([told, status]).toEqual([told, 403]);
      else expect([200, 404, 409], told).toContain(status);
      const answer = JSON.stringify(result ?? '');
      for (const secret of [name, customer.phone]) expect(answer, told).not.toContain(secret);
      if (!supervisors.includes(role)) expect(answer, told).not.toContain(words);
    }
  }
});
