import { Trans } from '@lingui/react/macro';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { Card } from '../../../contract/guides.ts';
import type { CardOption } from '../../shared/chat/guide-card.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { type NetworkFinding, probeNetwork } from './probe-network.ts';

/**
 * Has this device find out by itself what a card asks, and answers with it. Where nothing can be reached no answer can be
 * given either: then what to do is said here.
 */
export function useProbe(
  card: Card | undefined,
  choose: (card: Card, option: CardOption) => void,
): ReactNode {
  const wanted = card?.probe === 'network' ? card : undefined;
  const key = wanted && `${wanted.runId} ${wanted.step}`;
  const [round, setRound] = useState(0);
  const [found, setFound] = useState<{ key: string; round: number; finding: NetworkFinding }>();
  const answer = useEffectEvent((finding: NetworkFinding) => {
    const option = wanted?.options.find(({ id }) => id === finding);
    if (wanted && option) choose(wanted, option);
  });
  useEffect(() => {
    if (key === undefined) return;
    const stop = new AbortController();
    void probeNetwork(stop.signal).then((finding) => {
      if (stop.signal.aborted) return;
      setFound({ key, round, finding });
      if (finding === 'good' || finding === 'slow') answer(finding);
    });
    return () => stop.abort();
  }, [key, round]);

  if (key === undefined) return null;
  const finding = found?.key === key && found.round === round ? found.finding : undefined;
  if (finding === undefined) {
    return (
      <p role="status" className="mt-3 flex items-center gap-2 px-1 text-label text-muted">
        <Spinner />
        <Trans>正在测试到 UPay 的连接</Trans>
      </p>
    );
  }
  if (finding === 'good' || finding === 'slow') return null;
  return (
    <Banner
      live
      tone="danger"
      className="mt-3"
      title={finding === 'offline' ? <Trans>手机没有联网</Trans> : <Trans>这个网络连不上 UPay</Trans>}
      action={
        <Button variant="secondary" size="small" onClick={() => setRound(round + 1)}>
          <Trans>再测一次</Trans>
        </Button>
      }
    >
      {finding === 'offline' ? (
        <Trans>打开 Wi-Fi 或移动数据，看看是不是飞行模式。</Trans>
      ) : (
        <Trans>公共 Wi-Fi 可能要先登录；关掉 VPN 或代理；或者换成移动数据。</Trans>
      )}
    </Banner>
  );
}
