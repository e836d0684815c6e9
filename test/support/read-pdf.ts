import { readFileSync } from 'node:fs';
import { getDocumentProxy } from 'unpdf';

export interface ReadPdf {
  readonly pages: number;
  /** Of the first page, in CSS pixels (a 96th of an inch). */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly text: string;
  /** Fonts that the page asks for and the file does not hold. */
  readonly missingFonts: number;
  /** How often lines and areas are drawn, and pictures put down. */
  readonly paths: number;
  readonly pictures: number;
  /** That areas and texts are filled with, as #rrggbb. */
  readonly colors: readonly string[];
}

/** What PDF.js finds in a file. */
export const readPdf = async (path: string): Promise<ReadPdf> => {
  const document = await getDocumentProxy(new Uint8Array(readFileSync(path)));
  const page = await document.getPage(1);
  const { width, height } = page.getViewport({ scale: 96 / 72 });
  const { items } = await page.getTextContent();
  const { info } = (await document.getMetadata()) as { info: { Title?: string } };
  const { fnArray, argsArray } = await page.getOperatorList();
  const { OPS } = await import('unpdf/pdfjs');
  const fonts = new Set(
    argsArray.flatMap((args, place) => (fnArray[place] === OPS.setFont ? [String(args[0])] : [])),
  );
  const isMissing = (name: string) => {
    const font = page.commonObjs.get(name) as { missingFile?: boolean; isType3Font?: boolean };
    return font.isType3Font !== true && font.missingFile !== false;
  };
  const countOf = (...operations: number[]) => fnArray.filter((each) => operations.includes(each)).length;
  return {
    pages: document.numPages,
    ...{ width, height },
    title: info.Title ?? '',
    text: items.map((item) => ('str' in item ? item.str : '')).join(' '),
    missingFonts: [...fonts].filter(isMissing).length,
    colors: argsArray.flatMap((args, place) =>
      fnArray[place] === OPS.setFillRGBColor ? [String(args[0])] : [],
    ),
    paths: countOf(OPS.constructPath),
    pictures: countOf(OPS.paintImageXObject, OPS.paintInlineImageXObject),
  };
};
