import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ComplaintDetail } from '../../../contract/complaint.ts';
import type { Link } from '../../../contract/conversation-links.ts';
import { newId } from '../../platform/ids.ts';
import { close, openAndQueue, type Person, startDesk, take, type TestDesk } from '../testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.stop());

const links = async (staff: Person, id: string) =>
  (await staff.call<{ links: Link[] }>('GET', `/desk/conversations/${id}/links`)).body.links;
const link = (staff: Person, id: string, to: object, reason = 'same_incident') =>
  staff.call<{ links: Link[] }>('POST', `/desk/conversations/${id}/links`, { reason, to });

/** An agent with a conversation of a customer. */
async function served() {
  const [agent, customer] = [await desk.staff(), await desk.customer()];
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  return { agent, customer, id };
}

test('two customers’ conversations are linked once, seen from both sides, each as far as its agent may read', async () => {
  const [one, two, supervisor] = [await served(), await served(), await desk.staff('supervisor')];
  const to = { kind: 'conversation', id: two.id };
  const [first, again] = await Promise.all([link(one.agent, one.id, to), link(one.agent, one.id, to)]);
  expect([first.status, again.status]).toEqual([200, 200]);
  const back = await link(two.agent, two.id, { kind: 'conversation', id: one.id }, 'same_person');
  expect(back.body.links).toMatchObject([
    { reason: 'same_person', by: two.agent.name, to: { id: one.id, status: 'assigned' } },
  ]);
  expect(await links(one.agent, one.id)).toHaveLength(1);
  const seen = (await links(one.agent, one.id))[0];
  expect(seen?.to).toEqual({
    kind: 'conversation',
    id: two.id,
    status: 'assigned',
    openedAt: expect.any(String),
  });
  expect((await links(supervisor, one.id))[0]?.to.customerName).toEqual(expect.any(String));

  await close(two.agent, two.id);
  expect((await links(one.agent, one.id))[0]?.to.status).toBe('closed');
  const at = `/desk/conversations/${two.id}/links/${seen?.id}`;
  expect((await two.agent.call('DELETE', at)).status).toBe(204);
  expect((await two.agent.call('DELETE', at)).body.code).toBe('not_found');
  expect(await links(one.agent, one.id)).toEqual([]);
  const kept = await desk.platform.db.query<{ action: string }>(
    `select action, details from identity.audit where conversation_id = $1 and action like 'conversation.%linked'`,
    [two.id],
  );
  expect(kept).toMatchObject([
    { action: 'conversation.linked', details: { conversationId: one.id, reason: 'same_person' } },
    { action: 'conversation.unlinked', details: { conversationId: one.id, reason: 'same_person' } },
  ]);
});

test('a complaint is linked by its number and shows the conversation; only who may read it names its customer', async () => {
  const [{ agent, id }, owner, complainant] = [
    await served(),
    await desk.staff('supervisor'),
    await desk.customer(),
  ];
  const { body: complaint } = await complainant.call<ComplaintDetail>(
    'POST',
    '/complaints',
    { category: 'service', wish: 'apology', description: '同一次故障，我也没有付成功。' },
    { 'idempotency-key': newId() },
  );
  await owner.call('PUT', `/desk/complaints/${complaint.id}/owner`, { staffId: owner.id });
  const { body } = await link(agent, id, { kind: 'complaint', number: complaint.number.toLowerCase() });
  expect(body.links).toMatchObject([
    { to: { kind: 'complaint', id: complaint.id, number: complaint.number } },
  ]);
  expect(body.links[0]?.to).not.toHaveProperty('customerName');
  const at = `/desk/complaints/${complaint.id}/links`;
  expect((await owner.call('GET', at)).body.links).toMatchObject([{ to: { kind: 'conversation', id } }]);
  expect((await agent.call('GET', at)).body.code).toBe('not_allowed');
});

test('what cannot be linked is refused by name, in the caller’s language', async () => {
  const [{ agent, id }, other] = [await served(), await served()];
  const refused = async (to: object, who = agent) => (await link(who, id, to)).body.code;
  expect(await refused({ kind: 'conversation', id })).toBe('link_to_itself');
  expect(await refused({ kind: 'conversation', id: newId() })).toBe('link_target_not_found');
  expect(await refused({ kind: 'complaint', number: 'CP0' })).toBe('link_target_not_found');
  expect(await refused({ kind: 'conversation', id: other.id }, other.agent)).toBe('not_allowed');
  expect((await link(agent, id, { kind: 'conversation', id: other.id }, 'because')).status).toBe(422);

  // Full: the pairs that are there may still change their reason.
  await desk.platform.db.query(
    `with customers as (select gen_random_uuid() as id from generate_series(1, 49)), made as (
       insert into support.conversation (id, customer_id, language, customer_name, phone_end, opened_at)
       select gen_random_uuid(), id, 'zh', '*', '0000', now() from customers returning id)
     insert into support.link select gen_random_uuid(), least(id, $1), greatest(id, $1), null, 'related', '', now() from made`,
    [id],
  );
  expect((await link(agent, id, { kind: 'conversation', id: other.id })).status).toBe(200);
  const { id: third } = await served();
  expect(await refused({ kind: 'conversation', id: third })).toBe('too_many_links');
  expect((await link(agent, id, { kind: 'conversation', id: other.id }, 'related')).status).toBe(200);
});
