const adjectives =
  'amber bold brisk calm clear copper crisp deft dry early even fair fleet fond glad green keen kind late light lucid mild neat noble plain quick quiet rapid ripe sharp shy silver sleek smooth solid still sure swift tidy vivid warm wise'.split(
    ' ',
  );
const nouns =
  'ash auk birch bream cedar crane dove elk elm fern finch fir fox gull hare hawk heron ibis jay kite lark lynx maple marten mole newt oak otter owl pike pine plover quail raven reed robin seal stoat swan tern thrush vole willow wren yew'.split(
    ' ',
  );

/** A name people can say, the same for the same id, which is of hexadecimal digits: `bold-fox-417`. */
export const runNameOf = (id: string): string => {
  const number = (from: number): number => Number.parseInt(id.slice(from, from + 6), 16);
  return `${adjectives[number(0) % adjectives.length]}-${nouns[number(6) % nouns.length]}-${(number(12) % 900) + 100}`;
};
