import { Trans, useLingui } from '@lingui/react/macro';
import { FileSpreadsheet, FileText } from 'lucide-react';
import { useState } from 'react';
import { ButtonAnchor } from '../../shared/ui/button.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { lastMonths, monthName } from './months.ts';

/** The statement of a month, to keep: as PDF to read, as CSV to reckon with. */
export function StatementSheet(props: { open: boolean; month?: string; onClose: () => void }) {
  const { i18n } = useLingui();
  const months = lastMonths(24);
  const [chosen, setChosen] = useState<string>();
  const month = chosen ?? props.month ?? months[0] ?? '';
  const language = i18n.locale === 'en' ? 'en' : 'zh';
  const address = (kind: 'pdf' | 'csv') => `/api/statements/${month}/${kind}?language=${language}`;
  return (
    <Sheet
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      title={<Trans>下载月结单</Trans>}
      description={<Trans>PDF 适合查看和打印；CSV 可以用表格软件打开。</Trans>}
      footer={
        <>
          <ButtonAnchor
            variant="secondary"
            href={address('csv')}
            download
            icon={<FileSpreadsheet aria-hidden="true" />}
          >
            <Trans>下载 CSV</Trans>
          </ButtonAnchor>
          <ButtonAnchor href={address('pdf')} download icon={<FileText aria-hidden="true" />}>
            <Trans>下载 PDF</Trans>
          </ButtonAnchor>
        </>
      }
    >
      <Select
        label={<Trans>月份</Trans>}
        value={month}
        onChange={(event) => setChosen(event.target.value)}
        options={months.map((value) => ({ value, label: monthName(value, i18n.locale) }))}
      />
    </Sheet>
  );
}
