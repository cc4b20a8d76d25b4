import type { PersonalDataSection } from '../identity/identity.ts';
import type { Support } from '../support/support.ts';

/** What the assistant made of a customer's messages; the words it kept to learn from are erased with the account. */
export function personalDataOf(support: Support): PersonalDataSection {
  return {
    name: 'assistant',
    async read(q, customerId) {
      const ids = await support.conversationIdsOf(q, customerId);
      const readings = await q.query(
        {
          name: 'assistant.personal_data',
          text: `select message_id, language, intent, probability, decision, read_at from assistant.reading
                 where conversation_id = any($1::uuid[]) order by read_at`,
        },
        [ids],
      );
      const keptToLearnFrom = await q.query(
        {
          name: 'assistant.personal_data_misunderstood',
          text: `select message_id, text, label, read_at from assistant.misunderstood
                 where conversation_id = any($1::uuid[]) order by read_at`,
        },
        [ids],
      );
      return { readings, keptToLearnFrom };
    },
    async erase(tx, customerId) {
      const ids = await support.conversationIdsOf(tx, customerId);
      for (const table of ['misunderstood', 'reading', 'conversation'])
        await tx.query(
          {
            name: `assistant.erase_${table}`,
            text: `delete from assistant.${table} where conversation_id = any($1::uuid[])`,
          },
          [ids],
        );
    },
  };
}
