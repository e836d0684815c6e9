import { type AnyValue, type Attribute, plainValue, type SpanDocument } from './otlp-span.ts';

/**
 * A stored span as MLflow writes it into the file of a trace: attributes by their names, each as JSON in a text, and every field there.
 * The numbers of 64 bits are put into the text as they are, which is why it is no object that is answered.
 */
export const spanInFile = (documentJson: string): string => {
  const span = JSON.parse(documentJson) as SpanDocument & {
    readonly events?: readonly Event[];
    readonly links?: unknown;
  };
  const { status, links = [], events = [] } = span;
  const { code, message = '' } = status as { code: string; message?: string };
  return fields({
    trace_id: python(span.trace_id),
    span_id: python(span.span_id),
    parent_span_id: python(span.parent_span_id ?? null),
    name: python(span.name),
    start_time_unix_nano: String(span.start_time_unix_nano),
    end_time_unix_nano: String(span.end_time_unix_nano ?? null),
    events: `[${events.map(eventInFile).join(', ')}]`,
    status: python({ code, message }),
    attributes: fields(
      Object.fromEntries(span.attributes.map(({ key, value }) => [key, python(valueInFile(value))])),
    ),
    links: python(links),
  });
};

interface Event {
  readonly name: string;
  readonly time_unix_nano: string;
  readonly attributes?: readonly Attribute[];
}

const eventInFile = ({ name, time_unix_nano, attributes = [] }: Event): string =>
  fields({
    name: python(name),
    time_unix_nano,
    attributes: python(Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]))),
  });

const valueInFile = (value: AnyValue): string =>
  'int_value' in value ? String(value.int_value) : python(plainValue(value));

const fields = (values: Readonly<Record<string, string>>): string =>
  `{${Object.entries(values)
    .map(([name, json]) => `${python(name)}: ${json}`)
    .join(', ')}}`;

/** JSON with a space behind each colon and comma, as Python writes it. */
const python = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return fields(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, python(each)])));
};
