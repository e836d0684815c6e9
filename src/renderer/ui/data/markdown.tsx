import { createContext, memo, type ReactNode, use, useEffect, useMemo, useRef } from 'react';
import styles from './markdown.module.css';
import {
  type Block,
  type Inline,
  keptBlocks,
  onlyLink,
  parseInline,
  parseMarkdown,
} from './markdown-blocks.ts';

/**
 * What stands in place of a link; null for its text. A link that is a paragraph of its own may be more than a few words: it is asked for as
 * `alone` first.
 */
export type LinkView = (link: { text: string; url: string }, place: 'within' | 'alone') => ReactNode | null;

const asText: LinkView = () => null;
const Links = createContext<LinkView>(asText);

function Link({ text, url }: { text: string; url: string }): ReactNode {
  // The window never leaves its page; the address stands there to be read and copied.
  return use(Links)({ text, url }, 'within') ?? <span title={url}>{text}</span>;
}

function Paragraph({ text }: { text: string }) {
  const linkView = use(Links);
  const link = onlyLink(text);
  const alone = link === null ? null : linkView(link, 'alone');
  if (alone !== null) return alone;
  return (
    <p>
      <Line text={text} />
    </p>
  );
}

function InlinePart({ part }: { part: Inline }): ReactNode {
  switch (part.kind) {
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return <strong>{part.text}</strong>;
    case 'emphasis':
      return <em>{part.text}</em>;
    case 'struck':
      return <s>{part.text}</s>;
    case 'link':
      return <Link text={part.text} url={part.url} />;
    default:
      return part.text;
  }
}

const Line = ({ text }: { text: string }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text have no other identity
  parseInline(text).map((part, index) => <InlinePart key={index} part={part} />);

const BlockView = memo(function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      // The page has its own first heading.
      return block.level === 1 ? (
        <h2>
          <Line text={block.text} />
        </h2>
      ) : (
        <h3>
          <Line text={block.text} />
        </h3>
      );
    case 'paragraph':
      return <Paragraph text={block.text} />;
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List {...(block.start !== 1 && { start: block.start })}>
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items may say the same
            <li key={index}>
              <Line text={item.text} />
              {item.blocks.length > 0 && <Blocks blocks={item.blocks} />}
            </li>
          ))}
        </List>
      );
    }
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: heads may say the same
                <th key={column}>
                  <Line text={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows may say the same
              <tr key={index}>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
                  <td key={column}>
                    <Line text={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <pre tabIndex={0}>{block.text}</pre>
      );
    case 'rule':
      return <hr />;
  }
});

const Blocks = ({ blocks }: { blocks: readonly Block[] }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a fixed text have no other identity
  blocks.map((block, index) => <BlockView key={index} block={block} />);

/** A model card, a README or a note. */
export function Markdown({ text, linkView = asText }: { text: string; linkView?: LinkView }) {
  const last = useRef<readonly Block[]>([]);
  const blocks = useMemo(() => keptBlocks(last.current, parseMarkdown(text)), [text]);
  useEffect(() => {
    last.current = blocks;
  }, [blocks]);
  return (
    <Links value={linkView}>
      <div className={styles.markdown}>
        <Blocks blocks={blocks} />
      </div>
    </Links>
  );
}
