import { Trans } from '@lingui/react/macro';
import { Check, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PaymentMethod } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Card } from '../../shared/ui/card.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { RowLink } from '../app/links.tsx';
import { returnPath } from '../app/return-path.ts';
import { MethodIcon } from '../pay/method-icon.tsx';
import { lastDigits, methodTitle } from '../pay/method-name.ts';

export interface MethodChoiceProps {
  title: ReactNode;
  /** Undefined while loading. */
  methods: PaymentMethod[] | undefined;
  chosen: PaymentMethod | undefined;
  onChoose: (method: PaymentMethod) => void;
  /** Where another one is added, and what that is called. */
  addPath: '/methods/new-card' | '/methods/new-account';
  addLabel: ReactNode;
}

/** The stored methods money can come from or go to, and a way to add one. */
export function MethodChoice({ title, methods, chosen, onChoose, addPath, addLabel }: MethodChoiceProps) {
  const localized = useLocalized();
  return (
    <Card flush title={title}>
      {methods === undefined ? (
        <SkeletonList rows={2} />
      ) : (
        <List>
          {methods.map((method) => (
            <ListItem
              key={method.id}
              leading={<MethodIcon method={method} />}
              title={methodTitle(method, localized)}
              detail={
                <>
                  <span className="tabular">{lastDigits(method)}</span>
                  {method.isDefault && (
                    <>
                      {' · '}
                      <Trans>默认</Trans>
                    </>
                  )}
                </>
              }
              trailing={
                method.id === chosen?.id && <Check aria-hidden="true" className="size-5 text-accent-ink" />
              }
              selected={method.id === chosen?.id}
              onClick={() => onChoose(method)}
            />
          ))}
          <RowLink
            to={addPath}
            search={{ returnTo: returnPath() }}
            leading={
              <span className="grid size-avatar place-items-center rounded-full bg-pressed [&>svg]:size-icon">
                <Plus aria-hidden="true" />
              </span>
            }
            title={addLabel}
          />
        </List>
      )}
    </Card>
  );
}
