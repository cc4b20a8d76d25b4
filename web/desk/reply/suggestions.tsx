import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { BookOpen, SearchCheck, Zap } from 'lucide-react';
import type { Macro } from '../../../contract/agent-hands.ts';
import { getSuggestedReply } from '../../../contract/guides.ts';
import { getArticle, listArticles } from '../../../contract/knowledge.ts';
import type { Language } from '../../../contract/text.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { useAction } from '../keyboard/actions.tsx';
import { Kbd } from '../shell/kbd.tsx';
import { matchMacros } from './macros.ts';
import { toastProblem } from '../problem.ts';

const MOST_ARTICLES = 2;
const MOST_MACROS = 1;
const LONGEST_QUESTION = 200;

export interface SuggestionsProps {
  conversationId: string;
  /** Of the payment that the conversation is about now. */
  paymentId: string | undefined;
  /** What the customer said last. */
  question: string;
  /** The customer's. */
  language: Language;
  macros: readonly Macro[];
  onText: (text: string) => void;
  onMacro: (macro: Macro) => void;
}

/**
 * Answers that may fit: a reply from what is known of the matter, published articles, inserted as they stand and cited, and
 * macros.
 */
export function Suggestions({
  conversationId,
  paymentId,
  question,
  language,
  macros,
  onText,
  onMacro,
}: SuggestionsProps) {
  const localized = useLocalized();
  const q = question.slice(0, LONGEST_QUESTION);
  const found = useQuery({
    queryKey: ['suggested-articles', q],
    queryFn: ({ signal }) => call(listArticles, { query: { q }, signal }),
    staleTime: 5 * 60_000,
  });
  const { data: known } = useQuery({
    // Not among what a conversation's events refresh: once it has closed, there is nothing to suggest.
    queryKey: ['suggested-reply', conversationId, q],
    queryFn: ({ signal }) => call(getSuggestedReply, { params: { id: conversationId }, signal }),
    staleTime: 30_000,
  });
  // What was found out about another payment is no answer to this one.
  const about = known?.reply?.paymentId;
  const reply = about === undefined || about === (paymentId ?? about) ? known?.reply : undefined;
  const insert = useMutation({
    mutationFn: (id: string) => call(getArticle, { params: { id } }),
    onSuccess: ({ title, body }) =>
      onText(
        language === 'zh'
          ? `${body.zh}\n——帮助中心《${title.zh}》`
          : `${body.en}\n— Help centre: ${title.en}`,
      ),
    onError: toastProblem,
  });
  const articles = found.data?.articles.slice(0, MOST_ARTICLES) ?? [];
  const [first] = articles;
  const insertReply = useMutation({
    // Read anew: the customer may have paid meanwhile.
    mutationFn: () => call(getSuggestedReply, { params: { id: conversationId } }),
    onSuccess: ({ reply: now }) => now && onText(now.text[language]),
    onError: toastProblem,
  });
  useAction('suggestion', reply ? () => insertReply.mutate() : first && (() => insert.mutate(first.id)));
  const fitting = articles
    .flatMap(({ title }) => matchMacros(macros, title.zh).concat(matchMacros(macros, title.en)))
    .slice(0, MOST_MACROS);
  if (articles.length === 0 && !reply) return null;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-1.5">
      <span className="text-caption text-muted">
        <Trans>建议</Trans>
      </span>
      {reply && (
        <Chip onClick={() => insertReply.mutate()}>
          <SearchCheck aria-hidden="true" />
          <Trans>查明：{localized(reply.title)}</Trans>
          <Kbd>Y</Kbd>
        </Chip>
      )}
      {articles.map((article) => (
        <Chip key={article.id} onClick={() => insert.mutate(article.id)}>
          <BookOpen aria-hidden="true" />
          {localized(article.title)}
          {article === first && !reply && <Kbd>Y</Kbd>}
        </Chip>
      ))}
      {fitting.map((macro) => (
        <Chip key={macro.id} onClick={() => onMacro(macro)}>
          <Zap aria-hidden="true" />
          {localized(macro.title)}
        </Chip>
      ))}
    </div>
  );
}

function Chip({ onClick, children }: { onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="inline-flex min-h-[max(var(--target),1.75rem)] max-w-full items-center gap-1 truncate rounded-full border border-line px-2.5 text-accent-ink text-caption hover:bg-accent-soft [&>svg]:size-3.5 [&>svg]:shrink-0"
    >
      {children}
    </button>
  );
}
