import { pythonJson } from '../python/python-json.ts';
import type { Attribute, SpanDocument } from './otlp-span.ts';
import { pythonValueText } from './python-value.ts';
import { hexOf } from './span-content.ts';

/**
 * A stored span as MLflow writes it into the file of a trace: attributes by their names, each as JSON in a text, and every field there.
 * The numbers of 64 bits are put into the text as they are, which is why it is no object that is answered.
 */
export const spanInFile = (span: SpanDocument): string => {
  const {
    status,
    links = [],
    events = [],
  } = span as SpanDocument & {
    readonly events?: readonly Event[];
    readonly links?: readonly Link[];
  };
  const { code, message = '' } = status as { code: string; message?: string };
  return fields({
    trace_id: pythonJson(span.trace_id),
    span_id: pythonJson(span.span_id),
    parent_span_id: pythonJson(span.parent_span_id ?? null),
    name: pythonJson(span.name),
    ...(span.kind === undefined ? {} : { kind: pythonJson(span.kind) }),
    start_time_unix_nano: String(span.start_time_unix_nano),
    end_time_unix_nano: String(span.end_time_unix_nano ?? null),
    events: `[${events.map(eventInFile).join(', ')}]`,
    status: pythonJson({ code, message }),
    attributes: fields(
      Object.fromEntries(span.attributes.map(({ key, value }) => [key, pythonJson(pythonValueText(value))])),
    ),
    links: `[${links.map(linkInFile).join(', ')}]`,
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
    attributes: valuesByName(attributes),
  });

interface Link {
  readonly trace_id: string;
  readonly span_id: string;
  readonly attributes?: readonly Attribute[];
}

/** Of other traces MLflow writes the names that it gives them. */
const linkInFile = ({ trace_id, span_id, attributes = [] }: Link): string =>
  fields({
    trace_id: pythonJson(`tr-${hexOf(trace_id)}`),
    span_id: pythonJson(hexOf(span_id)),
    attributes: attributes.length === 0 ? 'null' : valuesByName(attributes),
  });

const valuesByName = (attributes: readonly Attribute[]): string =>
  pythonValueText({ kvlist_value: { values: attributes } });

const fields = (values: Readonly<Record<string, string>>): string =>
  `{${Object.entries(values)
    .map(([name, json]) => `${pythonJson(name)}: ${json}`)
    .join(', ')}}`;
