import { Trans } from '@lingui/react/macro';
import type { ArticleVersion } from '../../../contract/knowledge.ts';
import { Badge } from '../../shared/ui/badge.tsx';

export function StateBadge({ state }: { state: ArticleVersion['state'] }) {
  switch (state) {
    case 'draft':
      return (
        <Badge tone="neutral">
          <Trans>草稿</Trans>
        </Badge>
      );
    case 'review':
      return (
        <Badge tone="warning">
          <Trans>等待审核</Trans>
        </Badge>
      );
    case 'published':
      return (
        <Badge tone="success">
          <Trans>已发布</Trans>
        </Badge>
      );
    case 'archived':
      return (
        <Badge tone="neutral">
          <Trans>已归档</Trans>
        </Badge>
      );
  }
}
