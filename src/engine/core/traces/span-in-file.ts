import { pythonJson } from '../python/python-json.ts';
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
    trace_id: pythonJson(span.trace_id),
    span_id: pythonJson(span.span_id),
    parent_span_id: pythonJson(span.parent_span_id ?? null),
    name: pythonJson(span.name),
    start_time_unix_nano: String(span.start_time_unix_nano),
    end_time_unix_nano: String(span.end_time_unix_nano ?? null),
    events: `[${events.map(eventInFile).join(', ')}]`,
    status: pythonJson({ code, message }),
    attributes: fields(
      Object.fromEntries(span.attributes.map(({ key, value }) => [key, pythonJson(valueInFile(value))])),
    ),
    links: pythonJson(links),
  });
};

interface Event {
  readonly name: string;
  readonly time_unix_nano: string;
  readonly attributes?: readonly Attribute[];
}

const eventInFile = ({ name, time_unix_nano, attributes = [] }: Event): string =>
  fields({
    name: pythonJson(name),
    time_unix_nano,
    attributes: pythonJson(Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]))),
  });

const valueInFile = (value: AnyValue): string =>
  'int_value' in value ? String(value.int_value) : pythonJson(plainValue(value));

const fields = (values: Readonly<Record<string, string>>): string =>
  `{${Object.entries(values)
    .map(([name, json]) => `${pythonJson(name)}: ${json}`)
    .join(', ')}}`;
