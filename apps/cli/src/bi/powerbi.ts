import type { BiTool } from './bi-tool.js';
import { type CellType, exportColumns, type ExportName, exportNames } from './export-columns.js';

const TYPES: Readonly<Record<CellType, string>> = {
  text: 'type text',
  number: 'type number',
  boolean: 'type logical',
  instant: 'type datetimezone',
};

const parameter = (value: string): string =>
  `${JSON.stringify(value)} meta [IsParameterQuery = true, Type = "Text", IsParameterQueryRequired = false]\n`;

/** The address stands alone as first argument: a scheduled refresh asks for that. */
const EXPORT = `(name as text, query as record, types as list) as table =>
let
  Source = Web.Contents(LeadlineAddress, [
    RelativePath = "api/v1/" & name & ".csv",
    Query = query,
    Headers = if LeadlineToken = "" then [] else [Authorization = "Bearer " & LeadlineToken]
  ]),
  Cells = Csv.Document(Source, [Delimiter = ",", Encoding = TextEncoding.Utf8, QuoteStyle = QuoteStyle.Csv]),
  Rows = Table.PromoteHeaders(Cells, [PromoteAllScalars = true]),
  WithNulls = Table.ReplaceValue(Rows, "", null, Replacer.ReplaceValue, Table.ColumnNames(Rows)),
  Typed = Table.TransformColumnTypes(WithNulls, types, "en-US")
in
  Typed
`;

/** A median of medians is no median: what is shown by team is asked by team. */
const METRICS = 'by = "TEAM", bucket = "WEEK"';

function query(name: ExportName): string {
  const types = exportColumns[name].map(([column, type]) => `    {"${column}", ${TYPES[type]}}`).join(',\n');
  const parameters = ['from = From', 'to = To', ...(name === 'metrics' ? [METRICS] : [])].join(', ');
  return `let
  Day = (date as date) as text => Date.ToText(date, [Format = "yyyy-MM-dd"]),
  Today = Date.From(DateTimeZone.UtcNow()),
  From = Day(Date.AddYears(Today, -1)),
  To = Day(Date.AddDays(Today, 1)),
  Rows = LeadlineExport("${name}", [${parameters}], {
${types}
  })
in
  Rows
`;
}

const titled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

export const powerbi: BiTool = {
  title: 'Power BI',
  files: (address) => [
    { path: 'LeadlineAddress.pq', text: parameter(address) },
    { path: 'LeadlineToken.pq', text: parameter('') },
    { path: 'LeadlineExport.pq', text: EXPORT },
    ...exportNames.map((name) => ({ path: `${titled(name)}.pq`, text: query(name) })),
  ],
  steps: [
    'For each file: Get data → Blank query → Advanced editor, paste it, and name the query as the file without ".pq". Begin with the two parameters and LeadlineExport.',
    'Give the parameter LeadlineToken a token that may read (leadline token create --scope metrics:read).',
    'Where Power BI asks for credentials of the address, choose Anonymous: the token is sent as a header.',
    'In the service, the parameters can be changed in the settings of the semantic model; scheduled refresh works.',
  ],
};
