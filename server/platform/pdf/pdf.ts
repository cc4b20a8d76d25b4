import { createRequire } from 'node:module';
import PdfKitDocument from 'pdfkit';

/** A document as a list of things one below the other; text may be Chinese, English or both. */
export type PdfBlock =
  | { kind: 'title'; text: string; subtitle?: string }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string; tone?: 'muted' }
  /** Names at the left, values at the right. */
  | { kind: 'facts'; facts: ReadonlyArray<readonly [name: string, value: string]> }
  /** Columns by their share of the width; numbers may stand at the right. The head is repeated on each page. */
  | {
      kind: 'table';
      columns: ReadonlyArray<{ title: string; share: number; align?: 'right' }>;
      rows: ReadonlyArray<readonly string[]>;
    }
  /** A JPEG or PNG, at most as wide as the page. */
  | { kind: 'image'; content: Buffer; caption: string };

export interface PdfOptions {
  title: string;
  author: string;
  createdAt: Date;
  /** At the foot of each page, with the page's number: "第 1 / 3 页". */
  footer: (page: number, pages: number) => string;
}

const { resolve } = createRequire(import.meta.url);
const fontFile = (weight: string) =>
  resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);
/** Noto Sans SC has Latin and all of Chinese; only the characters used are put into the document. */
const fonts = { regular: fontFile('400Regular'), bold: fontFile('700Bold') };

const margin = 56;
const ink = '#111827';
const muted = '#6b7280';
const line = '#d1d5db';
const footerHeight = 24;

/** A4 pages of the blocks, one after the other. Measures: points. */
export async function renderPdf(blocks: readonly PdfBlock[], options: PdfOptions): Promise<Buffer> {
  const document = new PdfKitDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: margin + footerHeight },
    bufferPages: true,
    info: { Title: options.title, Author: options.author, CreationDate: options.createdAt },
    font: fonts.regular,
  });
  const chunks: Buffer[] = [];
  const { promise, resolve: done, reject } = Promise.withResolvers<Buffer>();
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.on('end', () => done(Buffer.concat(chunks)));
  document.on('error', reject);
  document.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  for (const block of blocks) draw(document, block);
  drawFooters(document, options);
  document.end();
  return promise;
}

type Document = PDFKit.PDFDocument;
const widthOf = (document: Document) => document.page.width - 2 * margin;
const bottomOf = (document: Document) => document.page.height - margin - footerHeight;

/** A new page when less than this is left of the present one. */
function need(document: Document, height: number): void {
  if (document.y + height > bottomOf(document)) document.addPage();
  document.x = margin;
}

function draw(document: Document, block: PdfBlock): void {
  const width = widthOf(document);
  document.x = margin;
  switch (block.kind) {
    case 'title':
      document.font('bold').fontSize(20).fillColor(ink).text(block.text, { width });
      if (block.subtitle !== undefined)
        document.moveDown(0.2).font('regular').fontSize(10).fillColor(muted).text(block.subtitle, { width });
      document.moveDown(0.8);
      return;
    case 'heading':
      need(document, 60);
      document
        .moveDown(0.6)
        .font('bold')
        .fontSize(13)
        .fillColor(ink)
        .text(block.text, { width })
        .moveDown(0.4);
      return;
    case 'paragraph':
      document
        .font('regular')
        .fontSize(10)
        .fillColor(block.tone === 'muted' ? muted : ink)
        .text(block.text, { width, lineGap: 2 })
        .moveDown(0.5);
      return;
    case 'facts':
      for (const [name, value] of block.facts) drawRow(document, [name, value], [0.28, 0.72], []);
      document.moveDown(0.4);
      return;
    case 'table':
      drawTable(document, block);
      return;
    case 'image':
      drawImage(document, block);
  }
}

/** One row of cells, as high as its highest, never torn in two unless it is higher than a page. */
function drawRow(
  document: Document,
  cells: readonly string[],
  shares: readonly number[],
  right: readonly boolean[],
  bold = false,
): void {
  const width = widthOf(document);
  document.font(bold ? 'bold' : 'regular').fontSize(10);
  const widths = shares.map((share) => share * width - 8);
  const heights = cells.map((cell, index) =>
    document.heightOfString(cell, { width: widths[index] as number }),
  );
  need(document, Math.min(Math.max(...heights) + 6, 400));
  const top = document.y;
  let x = margin;
  let end = top;
  cells.forEach((cell, index) => {
    const isName = !bold && index === 0 && right.length === 0;
    document.fillColor(isName ? muted : ink).text(cell, x, top, {
      width: widths[index] as number,
      align: right[index] ? 'right' : 'left',
    });
    end = Math.max(end, document.y);
    x += (shares[index] as number) * width;
  });
  document.x = margin;
  document.y = end + 6;
}

function drawTable(document: Document, { columns, rows }: Extract<PdfBlock, { kind: 'table' }>): void {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const shares = columns.map(({ share }) => share / whole);
  const right = columns.map(({ align }) => align === 'right');
  const head = (): void => {
    drawRow(
      document,
      columns.map(({ title }) => title),
      shares,
      right,
      true,
    );
    document
      .moveTo(margin, document.y - 2)
      .lineTo(margin + widthOf(document), document.y - 2)
      .strokeColor(line)
      .lineWidth(0.5)
      .stroke();
    document.y += 2;
  };
  need(document, 60);
  head();
  for (const row of rows) {
    const before = document.bufferedPageRange().count;
    if (document.y + 24 > bottomOf(document)) {
      document.addPage();
      if (document.bufferedPageRange().count > before) head();
    }
    drawRow(document, row, shares, right);
  }
  document.moveDown(0.4);
}

function drawImage(document: Document, { content, caption }: Extract<PdfBlock, { kind: 'image' }>): void {
  const mostHeight = 320;
  need(document, mostHeight + 30);
  try {
    document.image(content, { fit: [widthOf(document), mostHeight] });
  } catch {
    // A picture that cannot be read is named all the same; the file itself is kept.
  }
  document
    .moveDown(0.3)
    .font('regular')
    .fontSize(9)
    .fillColor(muted)
    .text(caption, { width: widthOf(document) });
  document.moveDown(0.8);
}

function drawFooters(document: Document, { footer }: PdfOptions): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    document.switchToPage(start + page);
    document.page.margins.bottom = 0;
    document
      .font('regular')
      .fontSize(8)
      .fillColor(muted)
      .text(footer(page + 1, count), margin, document.page.height - margin, {
        width: widthOf(document),
        align: 'center',
        lineBreak: false,
      });
  }
}
