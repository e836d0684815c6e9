import { meaningOf, type NumberMeaning } from './number-format.ts';
import { attributeOf, xmlTokens } from './xml-tokens.ts';

/** The parts of a workbook beside its sheets. Source: ECMA-376 (https://ecma-international.org/publications-and-standards/standards/ecma-376) */
export interface NamedSheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Names the relation that says where the sheet lies. */
  readonly relation: string;
}

export interface Workbook {
  readonly sheets: readonly NamedSheet[];
  /** Days are counted from 1904 on, as Macintosh did. */
  readonly is1904: boolean;
}

export const readWorkbook = (xml: string): Workbook => {
  const sheets: NamedSheet[] = [];
  let is1904 = false;
  for (const token of xmlTokens(xml)) {
    if (token.kind !== 'open') continue;
    const { name, attributes } = token;
    if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
    else if (name === 'sheet')
      sheets.push({
        name: attributeOf(attributes, 'name') ?? '',
        isHidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible',
        relation: attributeOf(attributes, 'id') ?? '',
      });
  }
  return { sheets, is1904 };
};

export interface Relation {
  readonly id: string;
  /** The last part of what names it: `worksheet`, `styles`. The rest differs between the two editions of the standard. */
  readonly type: string;
  /** Where the part lies, from the archive's root. */
  readonly path: string;
}

/** The parts that a part refers to; `folder` is where it lies, such as `xl/`. Those that lie outside the archive are left out. */
export const readRelations = (xml: string, folder: string): Relation[] => {
  const relations: Relation[] = [];
  for (const token of xmlTokens(xml)) {
    if (token.kind !== 'open' || token.name !== 'Relationship') continue;
    const { attributes } = token;
    if (attributeOf(attributes, 'TargetMode') === 'External') continue;
    const target = attributeOf(attributes, 'Target') ?? '';
    relations.push({
      id: attributeOf(attributes, 'Id') ?? '',
      type: (attributeOf(attributes, 'Type') ?? '').split('/').at(-1) ?? '',
      path: resolved(target, folder),
    });
  }
  return relations;
};

/** `../media/a.png` from `xl/worksheets/` is `xl/media/a.png`; one that begins with a slash is from the root. */
const resolved = (target: string, folder: string): string => {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
};

/** What the numbers of each cell style mean, by the style's place. */
export const readStyles = (xml: string): NumberMeaning[] => {
  const codes = new Map<number, string>();
  const meanings: NumberMeaning[] = [];
  let isInCells = false;
  for (const token of xmlTokens(xml)) {
    if (token.kind === 'text') continue;
    if (token.name === 'cellXfs') isInCells = token.kind === 'open' && !token.isEmpty;
    if (token.kind !== 'open') continue;
    const { name, attributes } = token;
    if (name === 'numFmt')
      codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
    else if (name === 'xf' && isInCells) {
      const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
      meanings.push(meaningOf(id, codes.get(id) ?? null));
    }
  }
  return meanings;
};

/** Excel writes characters that XML has none for as `_x000D_`. */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** Collects the text of a shared or inline string: its parts one after the other, without how Japanese is to be pronounced. */
export const createTextCollector = () => {
  let text = '';
  let isText = false;
  let isPronunciation = false;
  return {
    begin: () => {
      text = '';
    },
    open: (name: string) => {
      if (name === 't') isText = true;
      else if (name === 'rPh') isPronunciation = true;
    },
    close: (name: string) => {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPronunciation = false;
    },
    add: (part: string) => {
      if (isText && !isPronunciation) text += part;
    },
    end: () => unescaped(text),
  };
};

/** The texts of a part of `sharedStrings.xml` that ends behind a text. */
export const readSharedTexts = (xml: string): string[] => {
  const texts: string[] = [];
  const collector = createTextCollector();
  for (const token of xmlTokens(xml)) {
    if (token.kind === 'text') collector.add(token.text);
    else if (token.kind === 'open') {
      if (token.name === 'si') {
        collector.begin();
        if (token.isEmpty) texts.push('');
      } else if (!token.isEmpty) collector.open(token.name);
    } else if (token.name === 'si') texts.push(collector.end());
    else collector.close(token.name);
  }
  return texts;
};
