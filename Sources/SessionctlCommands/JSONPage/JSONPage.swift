import CommandGrammar
import Rendering

/// `sessionctl-json(5)`: every document that a command prints, field by field, from the declarations that make them.
let jsonPage = ReferencePage(
  "json", section: 5, summary: "the documents that commands print for programs",
  parts: JSONPage.beginning + JSONPage.documents + JSONPage.others, nouns: CommandTable.groups.map(\.name))

private enum JSONPage {
  static let beginning: [ReferencePage.Part] = [
    .heading("DESCRIPTION"),
    .text(
      "With `--json`, a command prints one document on one line of standard output: an object whose `schema` names the document and its version. A list has `items`, and their number in `count`; a single thing is `item`; a run has members of its own before its `items`."
    ),
    .text(
      """
       {"schema":"sessionctl.group-list/1","count":1,
        "items":[{"id":1,"name":"Support","agents":2,"agent_ids":[4,5],"agent_names":["Ana","Ben"]}]}
      """),
    .text(
      "Within a version, members are only ever added. Keys have a fixed order. Absent values are null, never left out. With `--fields`, items have only the named fields; `ended_by.name` names a member of an object."
    ),
    .heading("TYPES"),
    .entry("id", ["A whole number of up to 64 bits; the ids of queues are texts."]),
    .entry("number", ["A whole number."]),
    .entry("decimal", ["A number that may have a fraction."]),
    .entry("seconds", ["A whole number of seconds."]),
    .entry("boolean", ["`true` or `false`."]),
    .entry("word", ["A text of a fixed vocabulary."]),
    .entry(
      "text",
      [
        "Any text. Control characters, including the C1 and bidirectional ones, U+2028 and U+2029 are written as `\\uXXXX`."
      ]),
    .entry("time", ["A text: a time by RFC 3339 in UTC, `2026-07-15T10:00:00Z`."]),
    .entry("object, list", ["Members follow as `object.member` and `list[].member`."]),
    .entry("JSON", ["Any value, as it was given."]),
    .heading("OTHER FORMATS"),
    .entry(
      "--format ndjson",
      ["The items of a list, or the single thing, one object per line; without items, nothing."]),
    .entry(
      "--format csv",
      [
        "RFC 4180, with a heading line unless `--no-headers` is given. The members of an object become columns, such as `ended_by.name`; the elements of a list are separated by spaces; if one has spaces of its own, the list is JSON. A list of objects, such as `composer.channels`, is left out unless `--fields` names it, and then is JSON. What has no columns of its own, such as the conditions and actions of a rule, is always JSON. A text that a spreadsheet would read as a formula gets an apostrophe in front. Null is empty."
      ]),
    .entry(
      "--format tsv",
      ["The same with tabs; tab, newline, carriage return and backslash are escaped with a backslash."]),
    .text(
      "`count` and the totals of a run are in JSON only. `export` and `rules export` have formats of their own, below."
    ),
    .heading("READING IT WITH OTHER PROGRAMS"),
    .text(
      "Programs that guess the type of a column read only the first rows. A field that is null in all of those is lost, or stops the program. These options make each program read everything. `Tests/Readers/try` in the source has tried them, with `tickets.ndjson` from `ticket list --format ndjson` and `tickets.csv` from `ticket list --format csv`:"
    ),
    .entry(
      "DuckDB 2.0",
      [
        "`read_json('tickets.ndjson', sample_size=-1)` and `read_csv('tickets.csv', sample_size=-1)`. Without it, a field that is null in the first 20,480 rows silently becomes null in all rows."
      ]),
    .entry(
      "polars 2.1",
      [
        "`pl.read_ndjson('tickets.ndjson', infer_schema_length=None)` and `pl.read_csv('tickets.csv', infer_schema_length=None)`."
      ]),
    .entry(
      "pandas 3.1",
      [
        "`pd.read_csv('tickets.csv', dtype_backend='numpy_nullable', low_memory=False, keep_default_na=False, na_values=[''])` keeps ids whole beside empty cells. Without the last two options, texts such as n/a, None and null are lost. `pd.read_json('tickets.ndjson', lines=True)` turns ids beside nulls into decimals, which are exact up to 2^53, about 9×10^15."
      ]),
    .entry(
      "Spark 4.3",
      [
        "`spark.read.json('tickets.ndjson')` and `spark.read.csv('tickets.csv', header=True, inferSchema=True, multiLine=True, escape='\"')`. Without `escape` and `multiLine`, texts with quotation marks or line breaks move into the wrong columns."
      ]),
    .entry(
      "csvkit 2.2",
      [
        "`csvjson --snifflimit 0 --no-inference --blanks tickets.csv`, and the same for `csvlook`, `csvstat`, `csvsort`, `csvsql` and `in2csv`. Without the first option, `:` may be taken for the delimiter; without the second, ids become decimals, and a column that contains only 1 becomes true; without the third, texts such as n/a, None and null are lost. With it, an empty cell is an empty text."
      ]),
    .entry(
      "Miller 6.6",
      [
        "`mlr --ijsonl --ojson cat tickets.ndjson` and `mlr -S --icsv --ojson cat tickets.csv`. With `-S`, every value is a text, ids too. Without it, texts such as .5 and 0xff are written without quotation marks, and the result is not JSON."
      ]),
  ]

  static let documents: [ReferencePage.Part] =
    [.heading("DOCUMENTS")]
    + DocumentFamily.all.flatMap { family -> [ReferencePage.Part] in
      let documents = DescribedDocument.all.filter { family.names.contains($0.schema.name) }
      return [.subheading(family.names.joined(separator: ", "))] + documents.map(introduction)
        + family.remarks.map { .text($0) } + fields(family, documents)
    }

  private static func introduction(_ document: DescribedDocument) -> ReferencePage.Part {
    let what =
      switch document.schema.shape {
      case .list: "a list"
      case .run: "what a run did"
      case .single: "one thing"
      }
    let commands = document.commands.map { "`\($0)`" }.joined(separator: ", ")
    return .text("`\(document.schema.identifier)` is \(what), printed by \(commands).")
  }

  /// The fields of all documents of a family, each once; those that only some have say so.
  private static func fields(_ family: DocumentFamily, _ documents: [DescribedDocument])
    -> [ReferencePage.Part]
  {
    var parts: [ReferencePage.Part] = []
    let heads = documents.compactMap { document -> (name: String, members: [DocumentField])? in
      guard case .run(let head) = document.schema.shape else { return nil }
      return (name: document.schema.name, members: DocumentFamily.fields(head))
    }
    var told: Set<String> = []
    for head in heads {
      for member in head.members where told.insert(member.path).inserted {
        let having = heads.filter { other in other.members.contains { $0.path == member.path } }
        parts.append(field(member, family, only: having.count == heads.count ? [] : having.map { $0.name }))
      }
    }
    if !heads.isEmpty { parts.append(.text("Each item:")) }
    var seen: Set<String> = []
    for document in documents {
      for member in family.fields(of: document.schema) where seen.insert(member.path).inserted {
        if family.isDescribedElsewhere(member.path) { continue }
        let having = documents.filter { other in
          family.fields(of: other.schema).contains { $0.path == member.path }
        }
        parts.append(
          field(member, family, only: having.count == documents.count ? [] : having.map(\.schema.name)))
      }
    }
    return parts
  }

  private static func field(_ field: DocumentField, _ family: DocumentFamily, only names: [String] = [])
    -> ReferencePage.Part
  {
    let meaning = family.meaning(of: field.path)
    let type = field.kind.phrase + (meaning?.null == nil ? "" : " or null")
    return .field(
      field.path, type: type,
      (meaning?.sentence ?? "") + (names.isEmpty ? "" : " Only in \(names.joined(separator: ", ")).")
    )
  }

  static let others: [ReferencePage.Part] =
    [
      .heading("ERRORS"),
      .text(
        "With `--json` or `--format ndjson`, a command that fails also writes a document to standard error, on the last line: `{\"schema\":\"sessionctl.error/1\",\"code\":…,\"message\":…}`. `message` is the sentence for people. `code` is one of:"
      ),
    ]
    + Failure.words.map { failure in
      .entry(
        failure.word,
        ["\(failure.meaning). Exit status \(failure.code.map { String($0.rawValue) } ?? "of that step")."])
    } + [
      .text("Exit statuses are the same in every format; sessionctl(1) lists them."),
      .heading("FILES OF OTHER FORMATS"),
      .entry(
        "sessionctl.rules/1",
        [
          "`rules export` writes this document, and `rules diff` and `rules apply` read it. It is an object with `schema` and the lists `schedules`, `queues`, `macros`, `triggers` and `messaging_triggers`. They are in the wire format, with names and e-mail addresses instead of ids, and without times."
        ]),
      .entry(
        "export",
        [
          "NDJSON without a `schema`: each line is an object with one member, the singular name of the wire format (`{\"ticket\":{…}}`). Its own member `sessionctl` holds what only this program knows. `import` reads it back."
        ]),
      .text(
        "`enable`, `disable`, `delete` and `reorder` of rules and queues, and `outbox ack`, `retry` and `cancel` print no document: look at their exit status, and at `log list` for what they did. `completions` prints a script."
      ),
    ]
}

extension ColumnKind {
  /// For the manual.
  fileprivate var phrase: String {
    switch self {
    case .integer: "number"
    case .identifier: "id"
    case .real: "decimal"
    case .bool: "boolean"
    case .text: "text"
    case .token: "word"
    case .instant: "time"
    case .span: "seconds"
    case .object: "object"
    case .list(let element): "list of \(element.plural)"
    case .json: "JSON"
    }
  }

  private var plural: String {
    switch self {
    case .json: "JSON"
    default: phrase + "s"
    }
  }
}
