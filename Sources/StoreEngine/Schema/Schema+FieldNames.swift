extension Schema {
  /// The condition on an end's reason has the name that real accounts know.
  static let version12: String = ["ticket_trigger", "queue"].map { table in
    [#"":""#, #"": ""#, #"" : ""#].map { separator in
      let (old, new) = ("messaging_session_end_reason", "messaging_session_ended_reason")
      return """
        UPDATE \(table) SET
          document = replace(document, '"field\(separator)\(old)"', '"field\(separator)\(new)"')
          WHERE instr(document, '"field\(separator)\(old)"');
        """
    }.joined(separator: "\n")
  }.joined(separator: "\n")
}
